"""Tables of a PDF page without rules: a head that opens with the ordinals' column, and rows that stand below its names.

Read as running text, such a table would be taken for two columns of a page and its figures torn from what they measure.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from askresolution.parsing.page_rows import PageRow, Word
from askresolution.parsing.tables import is_ordinal, is_total

_HEAD = re.compile(r"(?:S?TT|Stt)\.?")
#: Points between two fields at least, and how many times the usual gap between words.
_GAP, _WIDER = 8.0, 2.0
#: Columns and rows that make a table; lines of a head at most.
_LEAST_COLUMNS, _LEAST_ROWS, _DEEPEST_HEAD = 3, 2, 3
#: Blank between two lines of a table at most, in heights of a line.
_APART = 1.6


@dataclass(slots=True)
class UnruledTable:
    """Cells by row (0 is the head) and column, as words in reading order."""

    cells: list[list[list[Word]]]
    top: float
    bottom: float


@dataclass(slots=True)
class _Column:
    x0: float
    x1: float
    words: list[Word] = field(default_factory=list)


def take_unruled(rows: Sequence[PageRow]) -> tuple[list[PageRow], list[UnruledTable]]:
    """The rows outside tables without rules, and those tables, from top to bottom."""
    rest: list[PageRow] = []
    tables: list[UnruledTable] = []
    index = 0
    while index < len(rows):
        read = _read(rows, index)
        if read is None:
            rest.append(rows[index])
            index += 1
            continue
        table, index = read
        tables.append(table)
    return rest, tables


def _fields(row: PageRow) -> list[list[Word]]:
    """The words of a row parted at its wide gaps; an ordinal is a field of its own."""
    gaps = [b.x0 - a.x1 for a, b in zip(row.words, row.words[1:], strict=False)]
    usual = statistics.median(gaps) if len(gaps) > 3 else 3.0
    fields = [[row.words[0]]]
    for gap, word in zip(gaps, row.words[1:], strict=True):
        if gap >= max(_GAP, _WIDER * min(usual, _GAP)):
            fields.append([word])
        else:
            fields[-1].append(word)
    first = fields[0]
    if len(first) > 1 and (is_ordinal(first[0].text) or _HEAD.fullmatch(first[0].text)):
        fields[:1] = [first[:1], first[1:]]
    return fields


def _read(rows: Sequence[PageRow], index: int) -> tuple[UnruledTable, int] | None:
    """The table whose head begins at a row, and the index after its last row; None where none does."""
    if not _HEAD.fullmatch(rows[index].words[0].text):
        return None
    head = _fields(rows[index])
    if len(head) < _LEAST_COLUMNS:
        return None
    columns = [_Column(words[0].x0, words[-1].x1, list(words)) for words in head]
    at = index + 1
    while at < len(rows) and at <= index + _DEEPEST_HEAD and not _opens(rows[at], columns):
        for words in _fields(rows[at]):
            column = columns[_column(words, columns)]
            column.words += words
            column.x0, column.x1 = min(column.x0, words[0].x0), max(column.x1, words[-1].x1)
        at += 1
    if at >= len(rows) or not _opens(rows[at], columns):
        return None
    cells = [[column.words for column in columns]]
    while at < len(rows) and (_is_row(rows, at, columns) or _goes_on(rows[at], rows[at - 1], columns)):
        fields = _fields(rows[at])
        if _opens(rows[at], columns):
            cells.append([[] for _ in columns])
            if is_ordinal(fields[0][0].text):
                cells[-1][0] = list(fields.pop(0))
        for words in fields:
            cells[-1][max(1, _column(words, columns))] += words
        at += 1
    if len(cells) - 1 < _LEAST_ROWS:
        return None
    return UnruledTable(cells, rows[index].top, rows[at - 1].bottom), at


def _opens(row: PageRow, columns: Sequence[_Column]) -> bool:
    """Whether a row begins a row of the table: with an ordinal below the head's first name, or with the word for a total."""
    fields = _fields(row)
    first = " ".join(word.text for word in fields[0])
    below = fields[0][0].x0 < columns[1].x0 and fields[0][-1].x1 <= max(columns[0].x1 + _GAP, columns[1].x0)
    return len(fields) > 1 and ((below and is_ordinal(first)) or is_total(first))


def _is_row(rows: Sequence[PageRow], at: int, columns: Sequence[_Column]) -> bool:
    """Whether a row of the table begins here: it fills two columns beside the ordinals', or names a group above such a row."""
    if not _opens(rows[at], columns):
        return False
    filled = {_column(words, columns) for words in _fields(rows[at])[1:]}
    if len(filled) > 1:
        return True
    return at + 1 < len(rows) and _opens(rows[at + 1], columns) and len({_column(w, columns) for w in _fields(rows[at + 1])[1:]}) > 1


def _fits(words: Sequence[Word], columns: Sequence[_Column]) -> bool:
    """Whether a field ends before the column after its own begins."""
    place = _column(words, columns)
    return place + 1 == len(columns) or words[-1].x1 < columns[place + 1].x0 + _GAP


def _goes_on(row: PageRow, previous: PageRow, columns: Sequence[_Column]) -> bool:
    """Whether a row holds the rest of wrapped cells: close below the one before, and nothing below the ordinals."""
    height = previous.bottom - previous.top
    fields = _fields(row)
    return row.top - previous.bottom < _APART * height and all(
        words[0].x0 > columns[0].x1 and _fits(words, columns) for words in fields
    )


def _column(words: Sequence[Word], columns: Sequence[_Column]) -> int:
    """The column whose name a field stands below, or next to."""
    x0, x1 = words[0].x0, words[-1].x1

    def distance(column: _Column) -> float:
        return max(column.x0 - x1, x0 - column.x1, -min(x1, column.x1) + max(x0, column.x0))

    return min(range(len(columns)), key=lambda place: distance(columns[place]))
