"""Which sentences answer a question: scored by the concepts that they, and the headings above them, hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, closeness, coverage, holds, padded
from askresolution.domain import Evidence, Filters, Hit
from askresolution.reading import Reading, sentences
from askresolution.retrieval.understanding import Query

#: Least share of the question's content that a sentence and its place must hold to be an answer.
ENOUGH = 0.62
#: What a concept that stands only in the headings above counts for.
_FROM_PATH = 0.75
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\b(?:năm|tháng|quý|ngày|nhiệm kỳ|giai đoạn)\b|\d{1,2}/\d{4}", re.I)
_BUDGET = 1250


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence chosen for the answer."""

    text: str
    evidence: Evidence
    score: float
    covered: float
    issuer: str


def select(
    knowledge: Knowledge, query: Query, hits: Sequence[Hit], wanted: Sequence[Concept], intents: frozenset[str], filters: Filters
) -> list[Selected]:
    """The fewest sentences that answer, best first; empty when none holds enough of the question."""
    scored = [s for rank, hit in enumerate(hits) for s in _sentences(knowledge, query, hit, rank, wanted, intents)]
    if query.issuers:
        scored = [s for s in scored if s.issuer in query.issuers]
    good = sorted((s for s in scored if s.covered >= ENOUGH), key=lambda s: -s.score)
    if not good:
        return []
    return _few(good, query, intents)


def _sentences(
    knowledge: Knowledge, query: Query, hit: Hit, rank: int, wanted: Sequence[Concept], intents: frozenset[str]
) -> list[Selected]:
    passage = hit.passage
    document = knowledge.documents[passage.document]
    reading = Reading(document.source.text, passage.spans)
    above = padded(" / ".join([*passage.path[-3:], document.metadata.kind, document.metadata.title]))
    context = padded(passage.context)
    found = []
    for start, end in sentences(reading.text):
        text = reading.text[start:end].strip()
        line = padded(text)
        covered = _covered(line, above + context, wanted)
        if query.years and not _fits_year(query, text, above, document.metadata.period):
            continue
        score = covered + 0.25 * closeness(line, wanted) + 0.15 * hit.score - 0.01 * rank
        score += 0.08 * bool(intents & {"number", "compare"} and _DIGIT.search(text))
        score += 0.06 * bool("deadline" in intents and _TIME.search(text))
        score -= 0.05 * (len(text) > 500)
        evidence = Evidence(document.id, passage.node, reading.spans(start, end))
        found.append(Selected(text, evidence, score, covered, passage.issuer))
    return found


def _covered(line: str, above: str, wanted: Sequence[Concept]) -> float:
    own = coverage(line, wanted)
    missing = [concept for concept in wanted if not holds(line, concept)]
    total = sum(concept.weight for concept in wanted)
    if not missing or not total:
        return own
    return own + _FROM_PATH * sum(concept.weight for concept in missing if holds(above, concept)) / total


def _fits_year(query: Query, text: str, above: str, period: str) -> bool:
    """Whether a sentence speaks of a year that the question names: it says so, or its place does."""
    own = set(re.findall(r"20\d\d", text))
    if own & set(query.years):
        return True
    if own and not any(year in above for year in query.years):
        return False
    return any(year in above or year in period for year in query.years) or _in_range(query.years, period)


def _in_range(years: Sequence[str], period: str) -> bool:
    ends = re.findall(r"20\d\d", period)
    return len(ends) == 2 and any(int(ends[0]) <= int(year) <= int(ends[1]) for year in years)


def _few(good: Sequence[Selected], query: Query, intents: frozenset[str]) -> list[Selected]:
    """The best sentence, those nearly as good, and the best of each further commune when none was named."""
    best = good[0]
    most = 4 if intents & {"list", "overview", "compare", "cause"} else 2
    chosen = [best]
    for candidate in good[1:]:
        if len(chosen) >= most or sum(len(s.text) for s in chosen) > _BUDGET:
            break
        if candidate.score >= best.score * 0.9 and not any(c.text == candidate.text for c in chosen):
            chosen.append(candidate)
    if len(query.issuers) != 1:
        for candidate in good:
            if candidate.issuer not in {c.issuer for c in chosen} and candidate.covered >= best.covered * 0.9:
                chosen.append(candidate)
    return chosen
