"""Tables typed into plain text: columns kept apart by tabs, or by blanks that line them up.

A header that opens with the ordinals' column and names at least two columns of the genre begins one. A line that
opens with an ordinal, or names a total, begins a row; what stands below it in the same columns goes on with its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.parsing.lines import Line
from askresolution.parsing.tables import Column, Row, Table, column_kind, is_ordinal, is_total
from askresolution.vietnamese import collapse, nfc

_HEADER_OPENS = re.compile(r"(?:S?TT|Stt|Số\s+(?:TT|thứ tự))$", re.I)
_TAB = re.compile(r"\t")
_SPACES = re.compile(r"[ \u00a0]{2,}")
#: Header lines at most, and blank lines between the lines of a table at most.
_DEEPEST_HEADER, _WIDEST_GAP = 4, 2
#: A field may begin so many characters left of its column's name.
_SHIFT = 3


@dataclass(frozen=True, slots=True)
class _Field:
    place: int
    start: int
    end: int
    text: str


def find_typed_tables(text: str, lines: Sequence[Line]) -> tuple[list[Table], set[int]]:
    """Tables typed with tabs or blanks, in order, and the indexes of their lines."""
    tables: list[Table] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        read = _Typed(text, lines, tabbed="\t" in lines[index].text).read(index)
        if read is None:
            index += 1
            continue
        table, following = read
        tables.append(table)
        taken.update(range(index, following))
        index = following
    return tables, taken


class _Typed:
    """Reads one table whose columns are kept apart in one way; `places` says where each of them begins."""

    def __init__(self, text: str, lines: Sequence[Line], tabbed: bool) -> None:
        self.text = text
        self.lines = lines
        self.tabbed = tabbed
        self.places: list[int] = []

    def read(self, index: int) -> tuple[Table, int] | None:
        """The table whose header begins at a line, and the index after its last line; None where there is none."""
        header = self._fields(self.lines[index])
        if len(header) < 3 or not _HEADER_OPENS.match(header[0].text):
            return None
        self.places = [field.place for field in header]
        names = [[field] for field in header]
        first = index + 1
        while first < len(self.lines) and first <= index + _DEEPEST_HEADER and not self._opens_row(first):
            for field in self._fields(self.lines[first]):
                names[self._column(field)].append(field)
            first += 1
        columns = [Column(said := collapse(" ".join(field.text for field in name)), column_kind(said)) for name in names]
        known = sum(column.kind != "text" for column in columns[1:])
        if known < 2 or first >= len(self.lines) or not self._opens_row(first):
            return None
        spans = sorted((field.start, field.end) for name in names for field in name)
        table = Table(columns[1:], headers=[spans], start=self.lines[index].start)
        following = self._read_rows(first, table)
        table.end = self.lines[following - 1].end
        table.ranges = [(table.start, table.end)]
        return (table, following) if len(table.rows) >= 2 else None

    def _fields(self, line: Line) -> list[_Field]:
        """A line's fields; their places count the tabs before them, else the characters from the margin."""
        gaps = [match.span() for match in (_TAB if self.tabbed else _SPACES).finditer(line.text)]
        margin = self.text.count("\t", line.start - line.indent, line.start) if self.tabbed else line.indent
        found: list[_Field] = []
        begin = 0
        for number, (low, high) in enumerate([*gaps, (len(line.text), len(line.text))]):
            piece = line.text[begin:low]
            start = begin + len(piece) - len(piece.lstrip())
            if shown := piece.strip():
                place = margin + (number if self.tabbed else start)
                found.append(_Field(place, line.start + start, line.start + start + len(shown), nfc(shown)))
            begin = high
        return found

    def _opens_row(self, index: int) -> bool:
        fields = self._fields(self.lines[index])
        return len(fields) > 1 and (is_ordinal(fields[0].text) or is_total(fields[0].text))

    def _column(self, field: _Field) -> int:
        """The column that a field stands in: the last one that begins at its place or left of it."""
        if self.tabbed:
            return min(field.place, len(self.places) - 1)
        return max((i for i, place in enumerate(self.places) if place <= field.place + _SHIFT), default=0)

    def _read_rows(self, first: int, table: Table) -> int:
        width = len(self.places) - 1
        for index in range(first, len(self.lines)):
            line = self.lines[index]
            fields = self._fields(line)
            opens = self._opens_row(index)
            if line.gap > _WIDEST_GAP or not (opens or self._goes_on(fields, line)):
                return index
            if opens:
                label = fields.pop(0) if is_ordinal(fields[0].text) else None
                spans = [(label.start, label.end)] if label else []
                table.rows.append(Row(label.text if label else "", spans, [[] for _ in range(width)], [[] for _ in range(width)]))
            for field in fields:
                table.rows[-1].cells[max(self._column(field) - 1, 0)].append((field.start, field.end))
        return len(self.lines)

    def _goes_on(self, fields: Sequence[_Field], line: Line) -> bool:
        """Whether a line without an ordinal is the rest of the row above it: its fields stand below its columns."""
        if line.gap or not fields:
            return False
        if self.tabbed:  # the ordinals' column is left empty by a tab
            return self.places[0] < fields[0].place and fields[-1].place <= self.places[-1]
        if line.indent < self.places[1] - _SHIFT:
            return False
        return all(any(abs(field.place - place) <= _SHIFT for place in self.places) for field in fields)
