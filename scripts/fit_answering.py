"""Fits the weights with which a sentence is judged to answer a question (models/answering.json).

    python scripts/fit_answering.py --out models/answering.json PROJECT:QUESTIONS [PROJECT:QUESTIONS …]

Only questions of the development split are fitted on. A softmax over the sentences found and "nothing here answers" is fitted:
right are the sentences that overlap a gold quote or hold every expected word, "nothing" for unanswerable questions. The least
probability of an answer is the one that gets most of these questions right. Printed are figures by five-fold cross-validation.
What is told of an answer's being there is calibrated on the same questions, each judged by weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askresolution.answering.assistant import Assistant
from askresolution.answering.chain import compared
from askresolution.answering.extractive import answer, off_topic
from askresolution.answering.followup import complete
from askresolution.answering.people_answers import asks_for_a_name
from askresolution.answering.quoting import candidates
from askresolution.answering.scoring import SIGNS, log_odds, probability
from askresolution.answering.task import Decided, prepare
from askresolution.domain import Filters
from askresolution.evaluation.places import Places, Spans, holds
from askresolution.evaluation.questions import Question, flat, load_questions
from askresolution.retrieval.retriever import HybridRetriever
from askresolution.settings import load_settings

#: A wrong answer where there is none costs more than an answer not given.
_REFUSAL = 2.0
#: What share of the most gains belongs to the flat top.
_LEVEL = 0.992
#: How many sentences an answer mostly quotes, and the odds against the best that the others need (as quoting has them).
_QUOTED, _NEARLY = 3, 0.3


@dataclass
class Case:
    """One question: signs of its sentences (none where another rule comes first), which are right, what decides whether it
    is answered, and how much it counts."""

    id: str
    signs: NDArray[np.float32]
    right: NDArray[np.bool_]
    answerable: bool
    decided: Decided
    first: bool
    weight: float = 1.0


def cases(project: Path, path: Path, split: str) -> list[Case]:
    assistant = Assistant.open(load_settings(project))
    knowledge = assistant.knowledge
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)
    none = np.zeros(len(SIGNS), dtype=np.float32)
    places = Places(knowledge.documents)
    result = []
    for question in load_questions(path):
        if question.split != split:
            continue
        query = knowledge.understanding.read(complete(knowledge, question.question, question.history).question)
        filters = Filters(documents=query.documents) if query.numbered else Filters()
        hits = retriever.hits_each(query, filters, *compared(knowledge, query, filters))
        task = prepare(knowledge, query, hits, filters)
        decided = answer(knowledge, task)[0].decided
        # Answered by a name, or refused, before any sentence is weighed: nothing to fit on.
        first = asks_for_a_name(task) or off_topic(task)
        found = candidates(knowledge, task, none)
        golds = [(gold.doc, place) for gold in question.gold for place in places.find(gold.doc, gold.quote)]
        right = np.asarray([_right(question, golds, s.evidence.document, s.evidence.spans, flat(s.text)) for s in found], dtype=bool)
        matrix = np.stack([s.signs for s in found]) if found else np.zeros((0, len(SIGNS)), np.float32)
        result.append(Case(question.id, matrix, right, question.kind != "unanswerable", decided, first))
    return result


def _right(question: Question, golds: list[tuple[str, Spans]], document: str, spans: Spans, text: str) -> bool:
    if any(name == document and holds(place, spans) for name, place in golds):
        return True
    says_all = all(any(flat(option) in text for option in group) for group in question.must)
    return bool(question.must) and says_all and document in {gold.doc for gold in question.gold}


def fit(
    train: list[Case], start: NDArray[np.float64] | None = None, rounds: int = 200, hold: float = 0.001
) -> tuple[NDArray[np.float64], float]:
    """Weights of the signs and of "nothing"; `hold` pulls towards `start` (nothing last), or towards 0 without one."""
    usable = [case for case in train if case.answerable is False or case.right.any()]
    origin = np.zeros(len(SIGNS) + 1) if start is None else start
    parameters = origin.copy()
    first, second = np.zeros_like(parameters), np.zeros_like(parameters)
    total = sum(case.weight for case in usable)
    for step in range(1, rounds + 1):
        gradient = np.zeros_like(parameters)
        for case in usable:
            scores = np.append(case.signs @ parameters[:-1], parameters[-1])
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            right = np.append(case.right if case.answerable else np.zeros(len(case.right), bool), not case.answerable)
            wanted = np.where(right, chance, 0.0)
            difference = chance - wanted / wanted.sum()
            gradient[:-1] += case.weight * (difference[:-1] @ case.signs)
            gradient[-1] += case.weight * difference[-1]
        gradient = gradient / total + hold * (parameters - origin)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        parameters -= 0.15 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return parameters[:-1], float(parameters[-1])


def judged(case: Case, weights: NDArray[np.float64], nothing: float) -> tuple[float, bool]:
    """Probability that something answers, and whether one of the sentences that would be quoted is right: the best, and
    those nearly as likely."""
    scores = (case.signs @ weights).astype(np.float32)
    quoted = [i for i in np.argsort(-scores, kind="stable")[:_QUOTED] if scores[i] >= scores.max() + np.log(_NEARLY)]
    return probability(scores, nothing), any(bool(case.right[i]) for i in quoted)


def curve(odds: list[float], answerable: list[bool], rounds: int = 50) -> tuple[float, float]:
    """Offset and slope of the logistic curve that tells from log odds how often there is an answer (Platt 1999, with his
    smoothed targets), by Newton's method."""
    x = np.stack([np.ones(len(odds)), np.asarray(odds)], axis=1)
    yes = np.asarray(answerable)
    target = np.where(yes, (yes.sum() + 1) / (yes.sum() + 2), 1 / ((~yes).sum() + 2))
    found = np.asarray([0.0, 0.5])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-x @ found))
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-6 * np.eye(2)
        found -= np.clip(np.linalg.solve(bend, x.T @ (chance - target)), -1, 1)
    return float(found[0]), float(found[1])


def calibrated(known: list[Case], judged_apart: dict[str, float]) -> dict[str, float]:
    """The calibration (see scoring.Calibration): shares with one question of each outcome added, and the curve."""
    shares = {}
    for decided in ("rule", "fact"):
        outcomes = [case.answerable for case in known if case.decided == decided]
        shares[decided] = round((sum(outcomes) + 1) / (len(outcomes) + 2), 3)
    weighed = [case for case in known if case.decided == "sentence" and case.id in judged_apart]
    offset, slope = curve([judged_apart[case.id] for case in weighed], [case.answerable for case in weighed])
    return {**shares, "offset": round(offset, 3), "slope": round(slope, 3)}


def best_threshold(judgements: list[tuple[float, bool, bool]]) -> float:
    """Where answering gets most right: (probability, a quoted one is right, answerable). The top is flat, and where on it the
    most are right is chance; its middle is taken."""
    options = np.linspace(0.05, 0.95, 91)
    gains = [
        sum((p >= t and right) if answerable else _REFUSAL * (p < t) for p, right, answerable in judgements) for t in options
    ]
    top = max(gains)
    return float(np.median([t for t, gain in zip(options, gains, strict=True) if gain >= _LEVEL * top]))


def started_from(path: Path) -> NDArray[np.float64]:
    """The weights of an earlier fit, that of "nothing" last; signs that it did not know weigh 0."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return np.asarray([*(stored["weights"].get(name, 0.0) for name in SIGNS), stored["nothing"]], dtype=np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to stay near, fitted on sets that are not all at hand now")
    parser.add_argument("--hold", type=float, default=0.001, help="how much they are stayed near")
    parser.add_argument("sets", nargs="+", help="PROJECT:QUESTIONS")
    options = parser.parse_args()
    known = [case for pair in options.sets for case in cases(Path(pair.split(":")[0]), Path(pair.split(":")[1]), "develop")]
    data = [case for case in known if not case.first]
    start = started_from(options.start) if options.start else None
    folds: list[tuple[float, bool, bool]] = []
    odds: dict[str, float] = {}
    for fold in range(5):
        train = [case for number, case in enumerate(data) if number % 5 != fold]
        weights, nothing = fit(train, start, hold=options.hold)
        apart = [case for number, case in enumerate(data) if number % 5 == fold]
        folds += [(*judged(case, weights, nothing), case.answerable) for case in apart]
        odds |= {case.id: log_odds((case.signs @ weights).tolist(), nothing) for case in apart}
    least = best_threshold(folds)
    answerable = [entry for entry in folds if entry[2]]
    refused = [entry for entry in folds if entry[0] < least]
    print(f"{len(data)} questions, found among sentences: {np.mean([case.right.any() for case in data if case.answerable]):.3f}")
    print(f"cross-validated: a quoted sentence right {np.mean([right for _, right, _ in answerable]):.3f}, threshold {least:.2f}")
    print(f"  answered and right {np.mean([p >= least and right for p, right, _ in answerable]):.3f}")
    print(f"  unanswerable refused {np.mean([p < least for p, _, a in folds if not a]):.3f}, of refusals right {np.mean([not a for *_, a in refused]):.3f}")
    weights, nothing = fit(data, start, hold=options.hold)
    content = {
        "note": f"scripts/fit_answering.py, {len(data)} development questions" + (f", held to {options.start.name}" if start is not None else ""),
        "weights": {name: round(float(value), 3) for name, value in zip(SIGNS, weights, strict=True)},
        "nothing": round(nothing, 3),
        "least": round(least, 2),
        "calibration": calibrated(known, odds),
    }
    options.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(content)


if __name__ == "__main__":
    main()
