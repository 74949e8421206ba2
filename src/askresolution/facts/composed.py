"""Reading text in composed form (NFC) whose every stretch still knows its offsets in the source.

Sources mix composed and decomposed letters; patterns with Vietnamese letters need the composed form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.domain import Document, Evidence, Node, Span
from askresolution.reading import Reading
from askresolution.vietnamese import nfc

#: A letter with the marks that may join it in the composed form.
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


class Composed:
    """A node's (or a cell's) reading text in NFC. `evidence(i, j)` proves `text[i:j]`."""

    __slots__ = ("_document", "_node", "_places", "_reading", "text")

    def __init__(self, document: Document, node: Node, spans: Sequence[Span] | None = None) -> None:
        self._document, self._node = document.id, node.id
        self._reading = Reading(document.source.text, node.spans if spans is None else spans)
        raw = self._reading.text
        self.text = nfc(raw)
        self._places: list[int] | None = None if self.text == raw else _places(raw)

    def evidence(self, start: int, end: int) -> Evidence:
        """The source spans of `text[start:end]`."""
        if self._places is not None:
            start, end = self._places[start], self._places[end]
        return Evidence(self._document, self._node, self._reading.spans(start, end))


def _places(raw: str) -> list[int]:
    """For every offset of the composed text, its end included, the offset in the text as read."""
    places: list[int] = []
    for match in _CLUSTER.finditer(raw):
        places.extend([match.start()] * len(nfc(match.group())))
    return [*places, len(raw)]
