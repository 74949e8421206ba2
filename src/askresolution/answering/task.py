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
from askresolution.retrieval.periods import part_of_year, period_words
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import TOKEN, UPPER, fold

_CAPITAL = f"[{UPPER}]"
#: Two or more words with capitals in a row, one after another.
_PROPER = re.compile(rf"\b{_CAPITAL}[^\W\d_A-ZĐ]+(?:\s+{_CAPITAL}[^\W\d_A-ZĐ]+)+\b")
#: First syllables of bodies, posts and kinds of documents, which are written with capitals and named in many ways.
_BODIES = frozenset(
    "dang hoi ban phong uy cong mat doan trung van nghi chi ke chuong de bao ket quyet bo chinh quoc nha nhan thuong bi pho chu truong so tinh thanh lien cuu nong phu "
    "to dai dieu khu tram hdnd ubnd bac viet the vice party people who what how when why".split()
)


#: Units that a question names after "bao nhiêu", folded.
_UNIT_ASKED = re.compile(r" (?:bao nhieu|may|bn|nhieu) (met vuong|met|ki lo met|kilomet|cay so|hec ta|hecta|ha|m2|km2|km|tan|ta|kg|lit|ty|trieu|nghin|ngan)\b")


def proper_names(query: Query) -> tuple[str, ...]:
    """Names of places, firms and persons in a Vietnamese question typed with capitals, as lower case; no communes."""
    if query.language != "vi" or not query.accented or query.text == query.text.upper():
        return ()
    found = []
    for match in _PROPER.finditer(query.text):
        words = match.group().lower().split()
        if fold(words[0]) in _BODIES or any(fold(word) in query.named for word in words):
            continue
        found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


#: "tháng 5/2026" names a time as well, and so do the words for the parts of a year.
_MONTH_OF_YEAR = re.compile(r"\d{1,2}/20\d\d")
_TIME_WORDS = frozenset("nam thang quy ngay dau cuoi".split())

_BESIDES = re.compile(r"^\s*(?:ngoài|ngoai|besides|apart from|other than)\b[^,?]{3,60},\s", re.I)

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
    names: tuple[str, ...] = ()
    #: Of a follow-up that asks the earlier question of another subject: that subject, which an answer must hold.
    subject: tuple[Concept, ...] = ()

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


def prepare(knowledge: Knowledge, query: Query, hits: Sequence[Hit], filters: Filters, subject: str = "") -> Task:
    """Works out what the question wants; `subject` are words of it that an answer must hold (see Task.subject)."""
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
    # A part of the year is a time, told by the document or the sentence, not a subject that its words must hold.
    timed = period_words(f" {' '.join(query.words)} ")
    wanted = [c for c in wanted if not set(c.word.split()) <= timed] or wanted
    wanted = [c for c in wanted if not _MONTH_OF_YEAR.fullmatch(c.word)] or wanted
    if "number" in shown:
        # "bao nhiêu mét vuông nhà lưới": the unit is the figure's matter (sorts), not a subject.
        units = set(_UNIT_ASKED.findall(f" {' '.join(query.words)} "))
        wanted = [c for c in wanted if not any(set(c.word.split()) <= set(unit.split()) for unit in units)] or wanted
    if shown & {"list", "overview"}:
        # "17 chỉ tiêu …" tells how many are expected; no entry of the list holds that number.
        wanted = [c for c in wanted if not (c.word.isdigit() and len(c.word) < 3)] or wanted
    if besides := _BESIDES.match(query.text):
        # "Ngoài 10 đề án, xã còn …?": what is set aside is no part of what is asked.
        aside = {fold(m.group()) for m in TOKEN.finditer(besides.group())} - {fold(m.group()) for m in TOKEN.finditer(query.text[besides.end() :])}
        wanted = [c for c in wanted if not set(c.word.split()) <= aside] or wanted
    wanted = _without_documents(knowledge, query, wanted)
    headed = _without_documents(knowledge, query, concepts(*needs, frame=False))
    headed = [c for c in headed if not set(c.word.split()) <= timed | _TIME_WORDS and not _MONTH_OF_YEAR.fullmatch(c.word)] or headed
    return Task(
        query=query,
        hits=tuple(hits),
        wanted=tuple(wanted),
        headed=tuple(headed),
        intents=shown,
        filters=filters,
        wording=knowledge.wording[query.language],
        names=proper_names(query),
        subject=tuple(c for c in wanted if set(c.word.split()) & {fold(m.group()) for m in TOKEN.finditer(subject)}),
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
