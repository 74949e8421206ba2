"""Reading text with a way back: every stretch of what is read knows its offsets in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.domain import Span
from askresolution.vietnamese import collapse

_SENTENCE_END = re.compile(r"(?<=[.!?…;])[”\"’)]*\s+(?=[“\"‘(\-+]?\s?[A-ZĐ\u00c0-\u1ef80-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TT|Ths|ThS|TS|PGS|GS|BS|Mr|tr|v\.v|No|st|[A-ZĐ])|^\s*\(?[\dIVX]{1,4}(?:\.\d+)*|^\s*[a-zđ])\.$"
)


class Reading:
    """The reading text of some spans of a source, and where each of its characters comes from.

    `text` is the spans' slices joined, blanks collapsed. `spans(i, j)` are the source spans of `text[i:j]`.
    """

    __slots__ = ("_origin", "source", "text")

    def __init__(self, source: str, spans: Sequence[Span]) -> None:
        self.source = source
        chars: list[str] = []
        origin: list[int] = []
        for start, end in spans:
            for offset in range(start, end):
                char = source[offset]
                if char.isspace():
                    if chars and chars[-1] != " ":
                        chars.append(" ")
                        origin.append(offset)
                else:
                    chars.append(char)
                    origin.append(offset)
        if chars and chars[-1] == " ":
            chars.pop()
            origin.pop()
        self.text = "".join(chars)
        self._origin = origin

    def offset(self, position: int) -> int:
        """Offset in the source of one character of `text`."""
        return self._origin[position]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of `text[start:end]`, blanks at its ends left out."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        found: list[Span] = []
        for position in range(start, end):
            offset = self._origin[position]
            if found and (offset == found[-1][1] or not self.source[found[-1][1] : offset].strip()):
                found[-1] = (found[-1][0], offset + 1)
            else:
                found.append((offset, offset + 1))
        return tuple(found)


def quote(source: str, spans: Sequence[Span]) -> str:
    """The source's own words at some spans: slices as they stand, blanks collapsed; a gap reads as a blank
    unless the words on both sides belong together."""
    return collapse(" ".join(source[start:end] for start, end in spans))


def sentences(text: str) -> list[Span]:
    """Half-open ranges of the sentences and semicolon clauses of a reading text; together they cover it."""
    ranges: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[start : match.start() + 1].rstrip()):
            continue
        ranges.append((start, match.end()))
        start = match.end()
    if start < len(text) or not ranges:
        ranges.append((start, len(text)))
    return ranges
