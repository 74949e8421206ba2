"""Tables drawn with characters: "+-----+-----+" between rows, "|" between cells, as converters and mail programs write them.

A rule opens one; what stands between two rules is one row, whose cells go on over its lines. The rule under the header is
drawn with "="; without one the first row is the header. A rule that a page number or a blank line follows does not end the
table while rows in the same columns go on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from askresolution.domain import Span
from askresolution.parsing.boilerplate import PAGE_NUMBER
from askresolution.parsing.lines import Line
from askresolution.parsing.tables import COUNTS, Column, Row, Table, column_kind, is_ordinal
from askresolution.vietnamese import collapse, fold, nfc

_RULE = re.compile(r"\+(?:[-=:]{2,}\+){2,}")
#: A row of cells: for each column the spans of its lines.
_Cells = list[list[Span]]


def find_drawn_tables(text: str, lines: Sequence[Line]) -> tuple[list[Table], set[int]]:
    """Tables drawn with characters, in order, and the indexes of their lines."""
    tables: list[Table] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        if not _RULE.fullmatch(lines[index].text):
            index += 1
            continue
        own = _own_lines(lines, index)
        table = _table(text, [lines[at] for at in own])
        if table is None:
            index = own[-1] + 1
            continue
        tables.append(table)
        taken.update(own)
        index = own[-1] + 1
    return tables, taken


def _own_lines(lines: Sequence[Line], first: int) -> list[int]:
    """Indexes of the lines of the table that a rule opens; a page's number within it is not one of them."""
    bars = _bars(lines[first])
    own = [first]
    for index in range(first + 1, len(lines)):
        line = lines[index]
        drawn = _RULE.fullmatch(line.text) or (line.text.startswith("|") and line.text.endswith("|"))
        if drawn and abs(len(_bars(line)) - len(bars)) <= len(bars) - 2 and _bars(line)[-1] == bars[-1]:
            own.append(index)
        elif not (PAGE_NUMBER.fullmatch(line.text) and index + 1 < len(lines) and lines[index + 1].text[:1] in "+|"):
            break
    return own


def _bars(line: Line) -> list[int]:
    """Where a line's bars stand, in characters from the table's left edge."""
    return [place for place, char in enumerate(nfc(line.text)) if char in "+|"]


def _table(text: str, lines: Sequence[Line]) -> Table | None:
    blocks: list[list[Line]] = [[]]
    header = 0
    for line in lines:
        if not _RULE.fullmatch(line.text):
            blocks[-1].append(line)
            continue
        if blocks[-1]:
            blocks.append([])
        if "=" in line.text and not header:
            header = len(blocks) - 1
    rows = [_cells(text, block) for block in blocks if block]
    header = header or 1
    width = max((len(row) for row in rows), default=0)
    if len(rows) <= header or width < 2 or any(len(row) != width for row in rows[:header]):
        return None
    names = [_said(text, [span for row in rows[:header] for span in row[column]]) for column in range(width)]
    columns = [Column(name or f"Cột {place + 1}", column_kind(name)) for place, name in enumerate(names)]
    numbered = columns[0].kind == "number" and not COUNTS.search(fold(columns[0].name))
    table = Table(columns[1:] if numbered else columns, numbered=numbered, start=lines[0].start, end=lines[-1].end)
    table.headers = [sorted(span for row in rows[:header] for cell in row for span in cell)]
    for cells in rows[header:]:
        _add(text, table, cells, names)
    table.ranges = [(a.start, b.end) for a, b in _runs(text, lines)]
    return table if table.rows else None


def _runs(text: str, lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The first and the last line of each stretch of the table that nothing but blanks interrupts."""
    runs = [[lines[0], lines[0]]]
    for before, line in pairwise(lines):
        if text[before.end : line.start].strip():
            runs.append([line, line])
        else:
            runs[-1][1] = line
    return [(first, last) for first, last in runs]


def _cells(text: str, block: Sequence[Line]) -> _Cells:
    found: _Cells = []
    for line in block:
        bounds = [match.start() for match in re.finditer(r"\|", line.text)]
        for column, (low, high) in enumerate(pairwise(bounds)):
            if column == len(found):
                found.append([])
            piece = line.text[low + 1 : high]
            if piece.strip():
                start = line.start + low + 1 + len(piece) - len(piece.lstrip())
                found[column].append((start, start + len(piece.strip())))
    return found


def _said(text: str, spans: Sequence[Span]) -> str:
    return nfc(collapse(" ".join(text[start:end] for start, end in spans)))


def _add(text: str, table: Table, cells: _Cells, names: Sequence[str]) -> None:
    said = [_said(text, cell) for cell in cells]
    if not any(said) or said == list(names):
        if any(said):
            table.headers.append(sorted(span for cell in cells for span in cell))  # the header again on a new page
        return
    width = len(names)
    cells = [*cells, *([] for _ in range(width - len(cells)))][:width]
    label = cells[0] if table.numbered and said[0] and (is_ordinal(said[0]) or not any(said[1:])) else []
    rest = cells[1:] if table.numbered else cells
    if table.numbered and said[0] and not label:
        rest = [[*cells[0], *rest[0]], *rest[1:]]  # a total that reaches over the ordinals' column
    if label and not is_ordinal(said[0]):
        label, rest = [], [cells[0], *rest[1:]]
    table.rows.append(Row(said[0] if label else "", list(label), [list(cell) for cell in rest], [[] for _ in rest]))
