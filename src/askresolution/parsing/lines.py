"""Physical lines of a source text and how exports wrapped them.

An export of a typeset page keeps the line breaks of the page. Whether a break was forced by the page's
width or meant by the author is read from how full the line is, in approximate units of a proportional font.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from askresolution.vietnamese import nfc

#: Advance widths of a Times-like font, in thousandths of an em, for the classes that differ much.
_NARROW = frozenset("iíìỉĩịljtfrI.,;:'!|()[]-“”\"’‘ ")
_WIDE = frozenset("mwMWÂĂÀÁẢÃẠƯỪỨỬỮỰÔỒỐỔỖỘƠỜỚỞỠỢĐDGHKNOQUVXYA%")
_WORDS = re.compile(r"\S+")
#: Characters that end a sentence or clause; a break after them may be meant.
TERMINAL = ".;:!?…"
#: What is no part of a line at its ends: blanks, and the mark that editors put before a file's first letter.
_BLANKS = string.whitespace + "\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_CLOSERS = '”"’)]* '


@dataclass(slots=True)
class Line:
    """One physical line without its margins; `start` and `end` are offsets in the source.

    `column` is 1 or 2 for the left and the right half of a line that holds two columns of a frame, else 0.
    """

    start: int
    end: int
    text: str
    gap: int
    indent: int
    page_start: bool
    width: int
    bold: bool = False
    column: int = 0


@lru_cache(maxsize=4096)
def _advance(char: str) -> int:
    if char in _NARROW:
        return 300
    if char in _WIDE:
        return 720
    return 610 if char.isupper() else 470


def measure(text: str) -> int:
    """Approximate width of a text set in a proportional font, in thousandths of an em."""
    return sum(_advance(char) for char in nfc(text))


def physical_lines(text: str, page_starts: frozenset[int] = frozenset()) -> list[Line]:
    """Non-blank lines in order. A page is known to begin at a form feed or at an offset of `page_starts`."""
    lines: list[Line] = []
    gap = 0
    fresh_page = False
    position = 0
    for raw in text.split("\n"):
        if "\f" in raw:
            fresh_page = True
        content = raw.strip(_BLANKS)
        if content:
            start = position + (len(raw) - len(raw.lstrip(_BLANKS)))
            indent = start - position
            paged = fresh_page or any_between(page_starts, position, start)
            lines.append(Line(start, start + len(content), content, gap, indent, paged, measure(content)))
            gap = 0
            fresh_page = False
        else:
            gap += 1
        position += len(raw) + 1
    _mark_single_space_pages(text, lines)
    return lines


def any_between(offsets: frozenset[int], low: int, high: int) -> bool:
    """Whether any offset lies in [low, high]; the ranges asked for are a few characters long."""
    return any(offset in offsets for offset in range(low, high + 1)) if offsets else False


def _mark_single_space_pages(text: str, lines: Sequence[Line]) -> None:
    """Exports that turn a page break into one leading space: believed only where such lines are rare."""
    spaced = [line for line in lines if line.indent == 1 and text[line.start - 1] == " "]
    if lines and len(spaced) * 12 <= len(lines):
        for line in spaced:
            line.page_start = True


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is broken into lines.

    `wrapped`: lines end where the page did. `full`: width of a typical full line. `blanks_mean`: a blank
    line separates paragraphs (it does not where the export put one after every line). `spaced`: a reader that
    saw the page set every paragraph off by a blank line.
    """

    wrapped: bool
    full: int
    blanks_mean: bool
    spaced: bool = False


def detect_wrapping(lines: Sequence[Line]) -> Wrapping:
    """Reads the wrapping from lines that continue in lower case: their predecessors were cut by the page."""
    cut = [a for a, b in zip(lines, lines[1:], strict=False) if _continues(a, b)]
    if len(cut) < 3 or len(cut) * 8 < len(lines):
        return Wrapping(wrapped=False, full=0, blanks_mean=True)
    widths = sorted(line.width for line in cut)
    full = widths[len(widths) * 3 // 5]
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if _continues(a, b)]
    over_blank = sum(1 for _, b in pairs if b.gap)
    return Wrapping(wrapped=True, full=full, blanks_mean=over_blank * 5 < len(pairs))


def _continues(first: Line, second: Line) -> bool:
    return second.text[0].islower() and not ends_sentence(first.text) and not second.page_start


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a sentence's or clause's closing mark, closing quotes aside."""
    stripped = text.rstrip(_CLOSERS)
    return bool(stripped) and (stripped[-1] in TERMINAL or (text.endswith("./.")))


def is_full(line: Line, following: Line, full: int, slack: float = 0.9) -> bool:
    """Whether the next line's first word would not have fitted on this line."""
    first_word = _WORDS.search(following.text)
    word = measure(first_word.group()) if first_word else 0
    return line.width + 250 + word >= full * slack
