"""Fits the scorer by which a sentence is judged to answer a question (models/answering.json, models/answering.safetensors).

    python scripts/fit_answering.py --out models/answering.json PROJECT:QUESTIONS [PROJECT:QUESTIONS …] --whole [PROJECT:QUESTIONS …]

Only questions of the development split are fitted on, and those of files that are named with --whole. A softmax over the sentences found and "nothing here answers" is fitted by
small networks, which are averaged: right are the sentences that overlap a gold quote or hold every expected word, "nothing" for
unanswerable questions. The least probability of an answer is the one that gets most of these questions right. Printed are figures
by five-fold cross-validation. What is told of an answer's being there is calibrated on the same questions, each judged by
networks that were fitted without it.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from askresolution.answering.assistant import Assistant
from askresolution.answering.chain import compared
from askresolution.answering.extractive import answer, off_topic
from askresolution.answering.followup import complete
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.people_answers import asks_for_a_name
from askresolution.answering.quoting import candidates
from askresolution.answering.scoring import TENSORS, Scorer, log_odds, probability
from askresolution.answering.signs import SIGNS
from askresolution.answering.task import Decided, Task, prepare
from askresolution.domain import Filters
from askresolution.evaluation.places import Places, Spans, holds
from askresolution.evaluation.questions import Question, flat, load_questions
from askresolution.retrieval.retriever import HybridRetriever
from askresolution.settings import load_settings

#: A wrong answer where there is none costs more than an answer not given.
_REFUSAL = 2.0
#: What share of the most gains belongs to the flat top.
_LEVEL = 0.992
#: The network: hidden units, epochs, questions a step, weight decay, share of units left out; spread below which a sign is
#: nearly constant.
_UNITS, _EPOCHS, _BATCH, _DECAY, _DROPOUT, _LEAST_SPREAD = 32, 20, 32, 0.1, 0.3, 0.01
#: How many sentences an answer mostly quotes, and the odds against the best that the others need (as quoting has them).
_QUOTED, _NEARLY = 3, 0.2


@dataclass
class Case:
    """One question: signs of its sentences, which are right, whether another rule comes first, and how much it counts."""

    id: str
    signs: NDArray[np.float32]
    right: NDArray[np.bool_]
    answerable: bool
    first: bool
    weight: float = 1.0


def cases(project: Path, path: Path, split: str) -> list[Case]:
    """The questions of one split, or all of them for the split "" (see `chosen`)."""
    assistant = Assistant.open(load_settings(project))
    knowledge = assistant.knowledge
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)
    places = Places(knowledge.documents)
    result = []
    for question in chosen(path, split):
        task = _task(knowledge, retriever, question)
        # Answered by a name, or refused, before any sentence is weighed: nothing to fit on.
        first = asks_for_a_name(task) or off_topic(task)
        found = candidates(knowledge, task)
        golds = [(gold.doc, place) for gold in question.gold for place in places.find(gold.doc, gold.quote)]
        right = np.asarray([_right(question, golds, s.evidence.document, s.evidence.spans, flat(s.text)) for s in found], dtype=bool)
        matrix = np.stack([s.signs for s in found]) if found else np.zeros((0, len(SIGNS)), np.float32)
        answerable = question.kind != "unanswerable"
        result.append(Case(question.id, matrix, right, answerable, first, 1.0 if answerable else _REFUSAL))
    return result


def _task(knowledge: Knowledge, retriever: HybridRetriever, question: Question) -> Task:
    query = knowledge.understanding.read(complete(knowledge, question.question, question.history).question)
    filters = Filters(documents=query.documents) if query.numbered else Filters()
    return prepare(knowledge, query, retriever.hits_each(query, filters, *compared(knowledge, query, filters)), filters)


def decisions(project: Path, path: Path, split: str) -> dict[str, Decided]:
    """What decides whether each question is answered, with the scorer that is installed."""
    knowledge = Assistant.open(load_settings(project)).knowledge
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=knowledge.settings.passages)
    return {q.id: answer(knowledge, _task(knowledge, retriever, q))[0].decided for q in chosen(path, split)}


def chosen(path: Path, split: str) -> list[Question]:
    """Questions of one split; all of them for the split ""."""
    return [question for question in load_questions(path) if split in ("", question.split)]


def _right(question: Question, golds: list[tuple[str, Spans]], document: str, spans: Spans, text: str) -> bool:
    if any(name == document and holds(place, spans) for name, place in golds):
        return True
    says_all = all(any(flat(option) in text for option in group) for group in question.must)
    return bool(question.must) and says_all and document in {gold.doc for gold in question.gold}


class Network(torch.nn.Module):
    """The scorer of answering.scoring while it is fitted, over standardised signs."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.direct = torch.nn.Linear(len(SIGNS), 1, bias=False)
        self.hidden = torch.nn.Linear(len(SIGNS), units)
        self.dropout = torch.nn.Dropout(_DROPOUT)
        self.out = torch.nn.Linear(units, 1, bias=False)
        self.nothing = torch.nn.Parameter(torch.zeros(1))

    def forward(self, table: torch.Tensor) -> torch.Tensor:
        """Shape (sentences,) for (sentences, signs)."""
        return (self.direct(table) + self.out(self.dropout(torch.relu(self.hidden(table))))).squeeze(1)


def fit(train: list[Case], seeds: int) -> Scorer:
    """The mean of networks that were started from other numbers, as one scorer over the signs as they are."""
    table = np.concatenate([case.signs for case in train if len(case.signs)]).astype(np.float64)
    mean, spread = table.mean(axis=0), table.std(axis=0) + _LEAST_SPREAD
    networks = [_network(train, mean, spread, seed) for seed in range(seeds)]

    def stacked(name: str) -> NDArray[np.float64]:
        return np.concatenate([network.get_parameter(name).detach().numpy().astype(np.float64) for network in networks])

    direct = stacked("direct.weight").mean(axis=0) / spread  # (signs,)
    hidden = stacked("hidden.weight") / spread  # (units of all, signs)
    bias = stacked("hidden.bias") - hidden @ mean
    out = np.concatenate([n.get_parameter("out.weight").detach().numpy()[0] for n in networks]).astype(np.float64) / seeds
    nothing = float(stacked("nothing").mean() + direct @ mean)
    return Scorer(
        *(array.astype(np.float32) for array in (direct, np.ascontiguousarray(hidden.T), bias, out)), nothing=nothing, least=0.5
    )


def _network(train: list[Case], mean: NDArray[np.float64], spread: NDArray[np.float64], seed: int) -> Network:
    torch.manual_seed(seed)
    usable = [case for case in train if len(case.signs) and (not case.answerable or case.right.any())]
    tables = [torch.tensor((case.signs - mean) / spread, dtype=torch.float32) for case in usable]
    rights = [torch.tensor(np.append(case.right if case.answerable else np.zeros(len(case.right), bool), not case.answerable)) for case in usable]
    network = Network(_UNITS)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _EPOCHS)
    order = torch.Generator().manual_seed(seed)
    network.train()
    for _ in range(_EPOCHS):
        places = torch.randperm(len(usable), generator=order).tolist()
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            scores = network(torch.cat([tables[place] for place in batch])).split([len(tables[place]) for place in batch])
            losses = []
            for place, found in zip(batch, scores, strict=True):
                chances = torch.log_softmax(torch.cat([found, network.nothing]), 0)
                losses.append(-torch.logsumexp(chances[rights[place]], 0) * usable[place].weight)
            loss = torch.stack(losses).sum() / sum(usable[place].weight for place in batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    return network.eval()


def judged(case: Case, scorer: Scorer) -> tuple[float, bool]:
    """Probability that something answers, and whether one of the sentences that would be quoted is right: the best, and
    those nearly as likely."""
    scores = scorer.scores(case.signs)
    quoted = [i for i in np.argsort(-scores, kind="stable")[:_QUOTED] if scores[i] >= scores.max() + np.log(_NEARLY)]
    return probability(scores, scorer.nothing), any(bool(case.right[i]) for i in quoted)


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


def calibrated(known: list[Case], decided: dict[str, Decided], judged_apart: dict[str, float]) -> dict[str, float]:
    """The calibration (see scoring.Calibration): shares with one question of each outcome added, and the curve."""
    shares = {}
    for name in ("rule", "fact"):
        outcomes = [case.answerable for case in known if decided[case.id] == name]
        shares[name] = round((sum(outcomes) + 1) / (len(outcomes) + 2), 3)
    weighed = [case for case in known if decided[case.id] == "sentence" and case.id in judged_apart]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="answering.json; the arrays are written beside it")
    parser.add_argument("--networks", type=int, default=4, help="how many networks are averaged")
    parser.add_argument("--least", type=float, help="the least probability of an answer, instead of the one that gets most right")
    parser.add_argument("--whole", nargs="*", default=[], help="PROJECT:QUESTIONS that were written to be fitted on, and are never reported")
    parser.add_argument("sets", nargs="+", help="PROJECT:QUESTIONS, of which the development split is fitted on")
    options = parser.parse_args()
    pairs = [(pair.partition(":"), "develop") for pair in options.sets] + [(pair.partition(":"), "") for pair in options.whole]
    sets = [(Path(project), Path(questions), split) for (project, _, questions), split in pairs]
    known = [case for project, questions, split in sets for case in cases(project, questions, split)]
    data = [case for case in known if not case.first]
    folds: list[tuple[float, bool, bool]] = []
    odds: dict[str, float] = {}
    for fold in range(5):
        scorer = fit([case for number, case in enumerate(data) if number % 5 != fold], options.networks)
        apart = [case for number, case in enumerate(data) if number % 5 == fold]
        folds += [(*judged(case, scorer), case.answerable) for case in apart]
        odds |= {case.id: log_odds(scorer.scores(case.signs).tolist(), scorer.nothing) for case in apart}
    least = options.least if options.least is not None else best_threshold(folds)
    answerable = [entry for entry in folds if entry[2]]
    refused = [entry for entry in folds if entry[0] < least]
    print(f"{len(data)} questions, found among sentences: {np.mean([case.right.any() for case in data if case.answerable]):.3f}")
    print(f"cross-validated: a quoted sentence right {np.mean([right for _, right, _ in answerable]):.3f}, threshold {least:.2f}")
    print(f"  answered and right {np.mean([p >= least and right for p, right, _ in answerable]):.3f}")
    print(f"  unanswerable refused {np.mean([p < least for p, _, a in folds if not a]):.3f}, of refusals right {np.mean([not a for *_, a in refused]):.3f}")
    scorer = fit(data, options.networks)
    chosen_by_hand = f" --least {least}" if options.least is not None else ""
    content = {
        "note": f"scripts/fit_answering.py{chosen_by_hand}, {len(data)} questions",
        "signs": SIGNS,
        "nothing": round(scorer.nothing, 4),
        "least": round(least, 2),
        "calibration": {"rule": 0.5, "fact": 0.5, "offset": 0.0, "slope": 1.0},  # until it is known what decides with these
    }
    options.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    save_file({name: getattr(scorer, name) for name in TENSORS}, options.out.with_suffix(".safetensors"))
    decided = {name: by for project, questions, split in sets for name, by in decisions(project, questions, split).items()}
    content["calibration"] = calibrated(known, decided, odds)
    options.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({key: value for key, value in content.items() if key != "signs"})


if __name__ == "__main__":
    main()
