"""Runs a question set through the product and scores it; deterministic without a language model."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askresolution.answering.assistant import Assistant
from askresolution.answering.followup import complete
from askresolution.domain import Answer, Filters, Hit
from askresolution.evaluation.questions import LONG_KINDS, Question, flat
from askresolution.reading import quote


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer and scores."""

    question: Question
    answer: Answer
    correct: bool
    recall_5: float
    reciprocal_rank: float
    citation_recall: float
    citation_precision: float
    quotes_true: bool
    took_ms: float
    found: tuple[str, ...]


def run(assistant: Assistant, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None) -> list[Outcome]:
    """Outcomes in the order of the questions."""
    outcomes = []
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions))
        started = time.perf_counter()
        answer = assistant.ask(question.question, question.history, Filters())
        took = (time.perf_counter() - started) * 1000
        hits = assistant.search(complete(assistant.knowledge, question.question, question.history).question, 10)
        outcomes.append(_score(assistant, question, answer, hits, took))
    if progress:
        progress(len(questions), len(questions))
    return outcomes


def is_correct(question: Question, answer: Answer) -> bool:
    """Every must group has an alternative within the first 1,500 characters (3,000 for lists, comparisons,
    overviews); an unanswerable question is right when the status is not_found."""
    if question.kind == "unanswerable":
        return answer.status == "not_found"
    text = flat(answer.answer[: 3000 if question.kind in LONG_KINDS else 1500])
    return answer.status == "answered" and all(any(flat(option) in text for option in group) for group in question.must)


def _score(assistant: Assistant, question: Question, answer: Answer, hits: Sequence[Hit], took: float) -> Outcome:
    documents = assistant.knowledge.documents
    golds = [(gold.doc, flat(gold.quote)) for gold in question.gold]
    ranks = [_rank(golds[i], hits) for i in range(len(golds))]
    cited = [(c.document, flat(c.quote)) for c in answer.citations]
    hit_golds = [g for g in golds if any(_overlap(g, c) for c in cited)]
    useful = [c for c in cited if any(_overlap(g, c) for g in golds)]
    return Outcome(
        question=question,
        answer=answer,
        correct=is_correct(question, answer),
        recall_5=sum(1 for rank in ranks if rank and rank <= 5) / len(golds) if golds else 1.0,
        reciprocal_rank=max((1 / rank for rank in ranks if rank), default=0.0) if golds else 1.0,
        citation_recall=len(hit_golds) / len(golds) if golds else 1.0,
        citation_precision=len(useful) / len(cited) if cited else float(not golds),
        quotes_true=all(quote(documents[c.document].source.text, c.spans) == c.quote for c in answer.citations),
        took_ms=took,
        found=tuple(f"{hit.passage.document} · {hit.passage.text[:160]}" for hit in hits[:5]),
    )


def _rank(gold: tuple[str, str], hits: Sequence[Hit]) -> int:
    """Rank of the first hit that holds the gold quote or a good part of it; 0 when none does."""
    for rank, hit in enumerate(hits, 1):
        if _overlap(gold, (hit.passage.document, flat(hit.passage.text))):
            return rank
    return 0


def _overlap(gold: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one text holds the other, or they share at least half of the shorter one's words in order."""
    if gold[0] != other[0]:
        return False
    if gold[1] in other[1] or (other[1] in gold[1] and len(other[1]) > 12):
        return True
    half = gold[1].split()
    window = " ".join(half[: max(5, len(half) // 2)])
    return len(half) >= 8 and window in other[1]


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Means over a set of outcomes; latencies in milliseconds."""
    if not outcomes:
        return {}
    took = sorted(outcome.took_ms for outcome in outcomes)
    refused = [o for o in outcomes if o.answer.status == "not_found"]
    none = [o for o in outcomes if o.question.kind == "unanswerable"]
    right_refusals = [o for o in refused if o.question.kind == "unanswerable"]
    answered = [o for o in outcomes if o.question.kind != "unanswerable"]
    return {
        "questions": len(outcomes),
        "correct": statistics.fmean(o.correct for o in outcomes),
        "recall@5": statistics.fmean(o.recall_5 for o in answered) if answered else 1.0,
        "MRR": statistics.fmean(o.reciprocal_rank for o in answered) if answered else 1.0,
        "refusal precision": len(right_refusals) / len(refused) if refused else 1.0,
        "refusal recall": len(right_refusals) / len(none) if none else 1.0,
        "citation recall": statistics.fmean(o.citation_recall for o in answered) if answered else 1.0,
        "citation precision": statistics.fmean(o.citation_precision for o in answered if o.answer.citations) if answered else 1.0,
        "quote fidelity": statistics.fmean(o.quotes_true for o in outcomes),
        "median length": statistics.median(len(o.answer.answer) for o in outcomes),
        "p50 ms": took[len(took) // 2],
        "p95 ms": took[min(int(len(took) * 0.95), len(took) - 1)],
    }
