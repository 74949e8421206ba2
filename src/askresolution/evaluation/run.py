"""Runs a question set through the product and scores it; deterministic without a language model."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from askresolution.answering.followup import complete
from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Answer, Filters, Hit, Span, Turn
from askresolution.evaluation import metrics
from askresolution.evaluation.places import Places, Spans, holds
from askresolution.evaluation.questions import LONG_KINDS, Question, flat
from askresolution.evaluation.support import unsupported_identifiers, unsupported_numbers
from askresolution.reading import quote

#: Hits that are looked at for each question.
DEPTH = 10


class Answering(Protocol):
    """What is measured: the product's Assistant, or something that stands in for it."""

    knowledge: Knowledge

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer to a question."""
        ...

    def search(self, query: str, k: int, filters: Filters | None = None) -> list[Hit]:
        """The k best passages for a query."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search found, as the report shows it."""

    document: str
    path: tuple[str, ...]
    text: str
    holds_gold: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer and scores. `stale` gives the reason when its gold is no longer in the corpus."""

    question: Question
    answer: Answer
    correct: bool
    held: tuple[frozenset[int], ...]
    cited: tuple[frozenset[int], ...]
    quotes_true: bool
    unsupported_numbers: tuple[str, ...]
    unsupported_identifiers: tuple[str, ...]
    took_ms: float
    found: tuple[Found, ...]
    paths: tuple[tuple[str, ...], ...] = ()
    stale: str = ""

    @property
    def golds(self) -> int:
        return len(self.question.gold)

    def recall(self, k: int) -> float:
        """See metrics.gold_recall_at."""
        return metrics.gold_recall_at(k, self.held, self.golds)

    @property
    def recall_5(self) -> float:
        return self.recall(5)

    @property
    def reciprocal_rank(self) -> float:
        """See metrics.gold_reciprocal_rank."""
        return metrics.gold_reciprocal_rank(DEPTH, self.held, self.golds)

    @property
    def ndcg(self) -> float:
        """See metrics.gold_ndcg_at."""
        return metrics.gold_ndcg_at(DEPTH, self.held, self.golds)

    @property
    def citation_recall(self) -> float:
        """See metrics.citation_recall."""
        return metrics.citation_recall(self.cited, self.golds)

    @property
    def citation_precision(self) -> float | None:
        """See metrics.citation_precision; None as well where there is no gold to compare with."""
        return metrics.citation_precision(self.cited) if self.golds else None


def run(
    assistant: Answering,
    questions: Sequence[Question],
    progress: Callable[[int, int], None] | None = None,
    stale: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """Outcomes in the order of the questions. `stale` maps ids to the reason why their gold no longer fits the corpus:
    they are asked like the others and count as failed."""
    places = Places(assistant.knowledge.documents)
    outcomes = []
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions))
        started = time.perf_counter()
        answer = assistant.ask(question.question, question.history, Filters())
        took = (time.perf_counter() - started) * 1000
        completed = complete(assistant.knowledge, question.question, question.history).question
        hits = assistant.search(completed, DEPTH)
        outcomes.append(_score(assistant.knowledge, places, question, answer, hits, took, (stale or {}).get(question.id, "")))
    if progress:
        progress(len(questions), len(questions))
    return outcomes


def is_correct(question: Question, answer: Answer) -> bool:
    """Every must group has an alternative within the first 1,500 characters (3,000 for lists, comparisons,
    overviews); an unanswerable question is right when the status is not_found."""
    if not question.answerable:
        return answer.status == "not_found"
    text = flat(answer.answer[: 3000 if question.kind in LONG_KINDS else 1500])
    return answer.status == "answered" and all(any(flat(option) in text for option in group) for group in question.must)


def gold_places(question: Question, places: Places) -> list[tuple[str, list[Spans]]]:
    """(document, every place) of each gold quote of a question; no place when it is not in the corpus."""
    return [(gold.doc, places.find(gold.doc, gold.quote)) for gold in question.gold]


def golds_held(golds: Sequence[tuple[str, list[Spans]]], document: str, spans: Sequence[Span]) -> frozenset[int]:
    """Numbers of the golds that a stretch of a document holds (see places.holds)."""
    return frozenset(
        number for number, (home, wheres) in enumerate(golds) if home == document and any(holds(where, spans) for where in wheres)
    )


def _score(
    knowledge: Knowledge, places: Places, question: Question, answer: Answer, hits: Sequence[Hit], took: float, stale: str
) -> Outcome:
    documents = knowledge.documents
    golds = gold_places(question, places)
    held = tuple(golds_held(golds, hit.passage.document, hit.passage.spans) for hit in hits)
    return Outcome(
        question=question,
        answer=answer,
        correct=not stale and is_correct(question, answer),
        held=held,
        cited=tuple(golds_held(golds, c.document, c.spans) for c in answer.citations),
        quotes_true=all(quote(documents[c.document].source.text, c.spans) == c.quote for c in answer.citations),
        unsupported_numbers=unsupported_numbers(question, answer, documents),
        unsupported_identifiers=unsupported_identifiers(question, answer, documents),
        took_ms=took,
        found=tuple(
            Found(hit.passage.document, hit.passage.path, hit.passage.text, bool(golds_held))
            for hit, golds_held in zip(hits[:5], held[:5], strict=True)
        ),
        paths=tuple(places.path(home, wheres[0]) if wheres else () for home, wheres in golds),
        stale=stale,
    )


def summary(outcomes: Collection[Outcome]) -> dict[str, float]:
    """Every metric over a set of outcomes; latencies in milliseconds, length in characters."""
    if not outcomes:
        return {}
    refused = [o.answer.status == "not_found" for o in outcomes]
    unanswerable = [not o.question.answerable for o in outcomes]
    answerable = [o for o in outcomes if o.question.answerable]
    took = [o.took_ms for o in outcomes]
    stated, true = confidences(outcomes)
    return {
        "questions": len(outcomes),
        "correct": metrics.correctness([o.correct for o in outcomes]),
        "recall@1": _mean([o.recall(1) for o in answerable]),
        "recall@5": _mean([o.recall(5) for o in answerable]),
        "recall@10": _mean([o.recall(10) for o in answerable]),
        "MRR": _mean([o.reciprocal_rank for o in answerable]),
        "nDCG@10": _mean([o.ndcg for o in answerable]),
        "refusal precision": metrics.refusal_precision(refused, unanswerable),
        "refusal recall": metrics.refusal_recall(refused, unanswerable),
        **({"calibration error": metrics.calibration_error(stated, true), "Brier score": metrics.brier_score(stated, true)} if stated else {}),
        "citation recall": _mean([o.citation_recall for o in answerable]),
        "citation precision": _mean([p for o in answerable if (p := o.citation_precision) is not None]),
        "quote fidelity": metrics.quote_fidelity([o.quotes_true for o in outcomes]),
        "unsupported numbers": sum(len(o.unsupported_numbers) for o in outcomes),
        "unsupported identifiers": sum(len(o.unsupported_identifiers) for o in outcomes),
        "median length": metrics.median_length([len(o.answer.answer) for o in outcomes]),
        "p50 ms": metrics.percentile(0.5, took),
        "p95 ms": metrics.percentile(0.95, took),
    }


def confidences(outcomes: Collection[Outcome]) -> tuple[list[float], list[bool]]:
    """The stated probabilities that there is an answer, and whether there is one, of the outcomes that state any."""
    stating = [(o.answer.confidence, o.question.answerable) for o in outcomes if o.answer.confidence is not None]
    return [stated for stated, _ in stating], [true for _, true in stating]


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 1.0
