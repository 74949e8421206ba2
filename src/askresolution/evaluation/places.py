"""Where quotes stand in the documents: word for word, in any line breaks, also across a page break."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from askresolution.domain import Document, Span
from askresolution.evaluation.questions import flat

_WORD = re.compile(r"\S+")
Spans = tuple[Span, ...]


class Places:
    """Looks quotes up in a set of documents."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._pages = {name: _Page(document) for name, document in documents.items()}

    def find(self, document: str, quote: str) -> list[Spans]:
        """Every place of a quote in a document, to whole words; empty when it is not there or there is no such document.

        First in the source as it stands, else in the text with page numbers, headers and the like taken out.
        """
        page = self._pages.get(document)
        needle = flat(quote)
        if page is None or not needle:
            return []
        return page.source.find(needle) or page.repaired.find(needle)

    def path(self, document: str, spans: Spans) -> tuple[str, ...]:
        """Headings above the words at some spans, outermost first."""
        page = self._pages[document]
        node = page.node_at(spans[0][0])
        return self.documents[document].path(node) if node else ()


class _Page:
    """One document's words as two streams, and the owner of each offset."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def source(self) -> _Stream:
        return _Stream(self._document.source.text, [(0, len(self._document.source.text))])

    @cached_property
    def repaired(self) -> _Stream:
        nodes = (node for node in self._document.root.walk() if node.kind != "furniture")
        return _Stream(self._document.source.text, [span for node in nodes for span in node.spans])

    @cached_property
    def _owners(self) -> list[tuple[int, int, str]]:
        return sorted((start, end, node.id) for node in self._document.root.walk() for start, end in node.spans)

    def node_at(self, offset: int) -> str:
        at = bisect_right(self._owners, (offset, len(self._document.source.text) + 1, "")) - 1
        return self._owners[at][2] if at >= 0 and self._owners[at][1] > offset else ""


class _Stream:
    """Words in reading order, flattened one by one so that each keeps its offsets whatever its normal form."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._source = text
        self._words = [(m.start(), m.end()) for start, end in spans for m in _WORD.finditer(text, start, end)]
        parts = [flat(text[start:end]) for start, end in self._words]
        self._text = " ".join(parts)
        self._starts: list[int] = []
        at = 0
        for part in parts:
            self._starts.append(at)
            at += len(part) + 1

    def find(self, needle: str) -> list[Spans]:
        found = []
        at = self._text.find(needle)
        while at >= 0:
            first = bisect_right(self._starts, at) - 1
            last = bisect_right(self._starts, at + len(needle) - 1) - 1
            found.append(self._merged(self._words[first : last + 1]))
            at = self._text.find(needle, at + len(needle))
        return found

    def _merged(self, words: Sequence[Span]) -> Spans:
        merged = [words[0]]
        for start, end in words[1:]:
            if start >= merged[-1][1] and not self._source[merged[-1][1] : start].strip():
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
        return tuple(merged)


def length(spans: Sequence[Span]) -> int:
    """Characters that spans cover."""
    return sum(end - start for start, end in spans)


def shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Characters that both cover; the spans of each do not overlap one another."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def holds(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two stretches of one document are about the same words: they share half of the shorter one."""
    return 2 * shared(one, other) >= max(1, min(length(one), length(other)))
