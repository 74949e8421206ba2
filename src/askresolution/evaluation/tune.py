"""`askresolution eval --tune`: fits the ranker's weights on the project's own development questions.

The weights are those of `retrieval/ranking.py` and belong to the embedding model in use. They are tried first by
cross-validation and kept only where questions that they were not fitted on find their passages higher up.
"""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askresolution.answering.followup import complete
from askresolution.answering.knowledge import Knowledge
from askresolution.errors import EvaluationError, SettingsError
from askresolution.evaluation.metrics import gold_reciprocal_rank
from askresolution.evaluation.places import Places
from askresolution.evaluation.questions import Question
from askresolution.evaluation.run import DEPTH, gold_places, golds_held
from askresolution.retrieval.ranking import Ranking, fit, save_ranking, shipped_ranking
from askresolution.retrieval.search import Searcher, ordered

FOLDS = 5
#: Fewest questions that weights are fitted on, and fewest English ones for weights of their own.
LEAST, LEAST_ENGLISH = 20, 30


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the features of its candidates, what preferences add to each, and the golds that each holds."""

    fold: int
    language: str
    rows: NDArray[np.intp]
    features: NDArray[np.float32]
    preferences: NDArray[np.float32]
    held: tuple[frozenset[int], ...]
    golds: int


@dataclass(frozen=True, slots=True)
class Tuning:
    """What tuning found: mean reciprocal ranks (0 to 1) over the same questions, `tuned` by cross-validation.

    `weights` are those fitted on all of them; `saved` says whether they were better and so written to `path`.
    """

    questions: int
    english: int
    shipped: float
    tuned: float
    ranking: Ranking
    path: Path
    saved: bool


def tune(knowledge: Knowledge, questions: Sequence[Question]) -> Tuning:
    """Fits, tries and perhaps saves weights. Raises EvaluationError with too few questions, SettingsError where the
    setting `dense_weight` would override what is fitted."""
    settings, index = knowledge.settings, knowledge.index
    if settings.dense_weight >= 0:
        raise SettingsError(f"--tune cần dense_weight = -1, có {settings.dense_weight}; giá trị này ghi đè trọng số được khớp")
    shipped = shipped_ranking(index.embedder)
    searcher = Searcher(index.lexical, index.dense, index.passages, shipped)
    found = examples(knowledge, searcher, questions)
    if len(found) < LEAST:
        raise EvaluationError(f"--tune cần ít nhất {LEAST} câu phát triển có đáp án tìm thấy được, có {len(found)}; hãy thêm câu hỏi")
    before = statistics.fmean(reciprocal_rank(example, shipped) for example in found)
    tried = []
    for fold in range(FOLDS):
        fitted = fitted_on([example for example in found if example.fold != fold], shipped)
        tried += [reciprocal_rank(example, fitted) for example in found if example.fold == fold]
    after = statistics.fmean(tried)
    ranking, path = fitted_on(found, shipped), settings.project / "ranking.json"
    if after > before:
        note = f"eval --tune, {len(found)} questions, cross-validated MRR {before:.4f} -> {after:.4f}"
        try:
            save_ranking(path, ranking, index.embedder, note)
        except OSError as exc:
            raise EvaluationError(f"Không ghi được {path}: {exc.strerror or exc}; hãy kiểm tra quyền ghi") from exc
    english = sum(example.language == "en" for example in found)
    return Tuning(len(found), english, before, after, ranking, path, after > before)


def examples(knowledge: Knowledge, searcher: Searcher, questions: Sequence[Question]) -> list[Example]:
    """Development questions whose gold is among the search's candidates."""
    places = Places(knowledge.documents)
    passages = list(knowledge.index.passages.values())
    found = []
    for question in questions:
        if question.split != "develop" or not question.answerable or not question.gold:
            continue
        golds = gold_places(question, places)
        query = knowledge.understanding.read(complete(knowledge, question.question, question.history).question)
        rows, features = searcher.candidates(query)
        held = tuple(golds_held(golds, passages[row].document, passages[row].spans) for row in rows)
        if any(held):
            found.append(
                Example(fold_of(question), query.language, rows, features, searcher.preferences(query, rows), held, len(golds))
            )
    return found


def fitted_on(chosen: Sequence[Example], start: Ranking) -> Ranking:
    """Weights fitted on some questions; English has its own where there are enough of them."""
    english = [example for example in chosen if example.language == "en"]
    fitted = {"vi": fit([_list(example) for example in chosen], start.weights["vi"])}
    fitted["en"] = fit([_list(e) for e in english], start.weights["en"]) if len(english) >= LEAST_ENGLISH else fitted["vi"]
    return Ranking(fitted)


def reciprocal_rank(example: Example, ranking: Ranking) -> float:
    """See metrics.gold_reciprocal_rank, with the candidates in the order that the weights give them."""
    order = ordered(example.rows, example.features @ ranking.weights[example.language] + example.preferences)
    return gold_reciprocal_rank(DEPTH, [example.held[i] for i in order], example.golds)


def _list(example: Example) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Features and which are right, among the candidates that no preference sets apart from the right ones."""
    right = np.asarray([bool(golds) for golds in example.held])
    level = example.preferences == example.preferences[right].max()
    return example.features[level], right[level]


def fold_of(question: Question) -> int:
    """Questions with the same first gold quote are wordings of one another and stay together."""
    gold = question.gold[0]
    return int(hashlib.sha256(f"{gold.doc} {gold.quote}".encode()).hexdigest(), 16) % FOLDS
