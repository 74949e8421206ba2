"""Hits and the extractive answer → numbered evidence within a token budget: facts first, then passages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from askresolution.answering.generative.sources import Source, make_source
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Span
from askresolution.reading import Reading, sentences
from askresolution.vietnamese import fold, nfc

#: Characters of Vietnamese text in one token; the tokenizers in use need 2.3 to 3.5, so budgets hold with any.
_CHARACTERS_PER_TOKEN = 2.3
#: A sentence that speaks to a machine and not to a reader: no evidence of anything.
_ORDER = re.compile(
    r"(?:bo qua|phot lo|quen) (?:di )?(?:moi|tat ca|cac|toan bo|nhung)? ?(?:chi dan|huong dan|lenh|quy tac|yeu cau)"
    r"|(?:ignore|disregard|forget|override) (?:all |any |the |your )*(?:previous|prior|above|earlier|instructions|rules)"
    r"|\b(?:ban|mo hinh|tro ly|ai) (?:phai|hay|can|se) (?:tra loi|viet|noi|chen|in ra|gui)|\byou (?:must|should|are now|will now)\b.{0,40}\b(?:answer|respond|reply|say|assistant)"
    r"|(?:system prompt|loi nhac he thong|as an ai|new instructions|chi dan moi|\bsystem ?:|\bassistant ?:|</?(?:system|nguon|user)\b|\[/?inst\])"
    r"|!\[[^\]]*\]\(|tra loi (?:moi|tat ca) cau hoi (?:rang|la|bang)"
)


@dataclass(frozen=True)
class Item:
    """One numbered piece of evidence: words of a document that may be cited by its number."""

    number: int
    document: Document
    evidence: Evidence
    source: Source
    fact: bool

    @cached_property
    def reading(self) -> Reading:
        """The cited words with their offsets."""
        return Reading(self.document.source.text, self.evidence.spans)

    def part(self, start: int, end: int) -> Evidence:
        """Evidence for a part of the cited words."""
        return Evidence(self.evidence.document, self.evidence.node, self.reading.spans(start, end))

    @cached_property
    def ranges(self) -> tuple[Span, ...]:
        """The sentences of the cited words."""
        return tuple(sentences(self.reading.text))


@dataclass(frozen=True)
class Pack:
    """The evidence of one question, numbered from 1."""

    items: tuple[Item, ...]

    def get(self, number: int) -> Item | None:
        """The item of a number; None for one that was not given."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None


def tokens_in(text: str) -> int:
    """About how many tokens a text has; rather too many than too few."""
    return math.ceil(len(text) / _CHARACTERS_PER_TOKEN)


def choose(knowledge: Knowledge, task: Task, facts: Iterable[Evidence], budget: int) -> Pack:
    """What is given to the model: the evidence of the extractive answer, then the hits, best first, until the budget
    in tokens is spent. Evidence that another item holds is not given twice."""
    chosen: list[Item] = []
    spent = 0
    candidates = [(evidence, True) for evidence in facts]
    candidates += [
        (Evidence(hit.passage.document, hit.passage.node, hit.passage.spans), False)
        for hit in task.hits
        if task.allows(hit.passage.issuer, hit.passage.document)
    ]
    for evidence, fact in candidates:
        if any(_within(evidence, item.evidence) for item in chosen):
            continue
        document = knowledge.documents[evidence.document]
        if _is_heading_of(document, evidence, [other for other, _ in candidates]):
            continue  # what stands below it is shown with its path
        cleaned = _without_orders(document, evidence)
        if cleaned is None:
            continue
        text = nfc(Reading(document.source.text, cleaned.spans).text)
        source = make_source(document, cleaned, text, knowledge.understanding.abbreviations)
        item = Item(len(chosen) + 1, document, cleaned, source, fact)
        cost = tokens_in(show([item]))
        if spent + cost > budget and chosen:
            continue
        spent += cost
        chosen.append(item)
    return Pack(tuple(chosen))


def _is_heading_of(document: Document, evidence: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether some evidence is only the heading of other evidence."""
    node = document.nodes[evidence.node]
    if node.kind not in ("part", "section") or not node.children:
        return False
    below = {child.id for child in node.walk()} - {node.id}
    return any(other.document == evidence.document and other.node in below for other in others)


def _within(inner: Evidence, outer: Evidence) -> bool:
    if inner.document != outer.document:
        return False
    return all(any(a <= start and end <= b for a, b in outer.spans) for start, end in inner.spans)


def _without_orders(document: Document, evidence: Evidence) -> Evidence | None:
    """Evidence without sentences that give orders to a model; None when nothing is left."""
    reading = Reading(document.source.text, evidence.spans)
    if not _ORDER.search(fold(reading.text)):
        return evidence
    kept = [(a, b) for a, b in sentences(reading.text) if not _ORDER.search(fold(reading.text[a:b]))]
    spans = tuple(span for a, b in kept for span in reading.spans(a, b))
    return Evidence(evidence.document, evidence.node, spans) if spans else None


def show(items: Sequence[Item]) -> str:
    """Evidence as the model reads it: each item between its own delimiters, which no document can write."""
    blocks = []
    for item in items:
        data = item.document.metadata
        where = " > ".join(item.document.path(item.evidence.node))
        state = data.status_note or ("dự thảo" if data.status == "draft" else "đã ban hành")
        facts = (("so", str(item.number)), ("don_vi", data.issuer), ("tai_lieu", data.title), ("so_hieu", data.number),
                 ("ngay", data.date), ("tinh_trang", state), ("muc", where))  # fmt: skip
        attributes = " ".join(f'{name}="{escaped(value)}"' for name, value in facts if value)
        blocks.append(f"<nguon {attributes}>\n{escaped(nfc(item.reading.text))}\n</nguon>")
    return "\n".join(blocks)


def escaped(text: str) -> str:
    """Text that can neither close a delimiter nor look like a citation."""
    plain = nfc(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return re.sub(r"\[(\d{1,3})\]", r"(\1)", plain)
