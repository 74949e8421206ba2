"""One question as the engines see it, and the answer in the making."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from askresolution.answering.intent import intents
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, concepts
from askresolution.answering.wording import Wording
from askresolution.domain import Filters, Hit, Note
from askresolution.retrieval.periods import part_of_year
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import fold

#: What decided whether a question is answered: a rule that refuses it, a fact (or section), or its best sentence.
Decided = Literal["rule", "fact", "sentence"]


@dataclass(slots=True)
class Draft:
    """An answer in the making."""

    lines: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    found: bool = False
    decided: Decided = "rule"
    #: Of the best sentence against "nothing here answers"; only where `decided` is "sentence".
    log_odds: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """What a question wants. `wanted` is its subject; `headed` also holds the genre's words, for headings."""

    query: Query
    hits: tuple[Hit, ...]
    wanted: tuple[Concept, ...]
    headed: tuple[Concept, ...]
    intents: frozenset[str]
    filters: Filters
    wording: Wording

    @property
    def folded(self) -> str:
        """The question's words, folded, blanks around."""
        return f" {' '.join(self.query.words)} "

    def allows(self, issuer: str, document: str) -> bool:
        """Whether the question and its filters admit something of this issuer and document."""
        if self.query.issuers and issuer not in self.query.issuers:
            return False
        if self.query.numbered and document not in self.query.documents:
            return False
        if self.filters.issuers and issuer not in self.filters.issuers:
            return False
        return not self.filters.documents or document in self.filters.documents


def prepare(knowledge: Knowledge, query: Query, hits: Sequence[Hit], filters: Filters) -> Task:
    """Works out what the question wants."""
    needs = (
        query, knowledge.index.lexical, knowledge.understanding.abbreviations, knowledge.translator, knowledge.synonyms,
        knowledge.issuer_words, knowledge.compounds,
    )  # fmt: skip
    shown = intents(" ".join(query.words))
    wanted = concepts(*needs)
    if "compare" in shown:
        # "9 tháng và cả năm" names what is compared, which no one sentence holds.
        wanted = [c for c in wanted if not (c.word.isdigit() and f" {c.word} thang " in f" {' '.join(query.words)} ")]
        wanted = [c for c in wanted if not part_of_year(f" {c.word} ") and c.word not in ("full", "whole", "half")] or wanted
    if shown & {"list", "overview"}:
        # "17 chỉ tiêu …" tells how many are expected; no entry of the list holds that number.
        wanted = [c for c in wanted if not (c.word.isdigit() and len(c.word) < 3)] or wanted
    wanted = _without_documents(knowledge, query, wanted)
    return Task(
        query=query,
        hits=tuple(hits),
        wanted=tuple(wanted),
        headed=tuple(_without_documents(knowledge, query, concepts(*needs, frame=False))),
        intents=shown,
        filters=filters,
        wording=knowledge.wording[query.language],
    )


def _without_documents(knowledge: Knowledge, query: Query, wanted: list[Concept]) -> list[Concept]:
    """Concepts without those that only name a document: "Chương trình hành động của xã nói gì về …?"."""
    named: set[str] = {
        word
        for name in query.documents
        for kind in knowledge.understanding.kind_names(knowledge.documents[name].metadata.kind)
        for word in kind.split()
    }
    for name in query.documents:
        number = fold(knowledge.documents[name].metadata.number)
        named |= {number, *re.split(r"[/-]", number)} if number else set()  # fmt: skip
    rest = [concept for concept in wanted if not set(concept.word.split()) <= named]
    return rest or wanted
