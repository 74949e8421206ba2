"""Tables whose cells the file format gave: headers that reach over columns, rows that a page cut, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.domain import Mark, Span
from askresolution.parsing.tables import COLUMN_NAMES, COUNTS, NUMBER, Column, Row, Table, column_kind, is_ordinal, is_total
from askresolution.vietnamese import collapse, fold


def tables_from_marks(text: str, marks: Sequence[Mark]) -> list[Table]:
    """Tables whose cells the file format gave. Rows that only repeat the header are taken as headers."""
    grids: dict[str, dict[int, dict[int, Mark]]] = {}
    for mark in marks:
        if mark.kind == "cell":
            table, row, column = mark.key.split(":")
            grids.setdefault(table, {}).setdefault(int(row), {})[int(column)] = mark
    paged = any(mark.kind == "page" for mark in marks)
    tables = [_table_from_grid(text, grid, paged) for grid in grids.values() if not _is_layout(text, grid)]
    return _joined(text, sorted(tables, key=lambda table: table.start))


def _joined(text: str, tables: Sequence[Table]) -> list[Table]:
    """Tables that a page cut in parts, each under the same header, as one."""
    joined: list[Table] = []
    for table in tables:
        before = joined[-1] if joined else None
        if before is None or not _continues(text, before, table):
            joined.append(table)
            continue
        rest = list(table.rows)
        if rest and before.rows and _goes_on(text, table, rest[0]):
            for mine, more in zip(before.rows[-1].cells, rest.pop(0).cells, strict=True):
                mine.extend(more)
        for row in rest:
            _lend_first_cell(before, row)
            before.rows.append(row)
        before.headers.extend(table.headers)
        before.ranges.append((table.start, table.end))
    return joined


def _continues(text: str, before: Table, table: Table) -> bool:
    same = [c.name for c in before.columns] == [c.name for c in table.columns] and before.numbered == table.numbered
    between = text[before.ranges[-1][1] : table.start]
    return same and not table.record and len(collapse(between)) < 1500 and not re.search(r"^\s*(?:Phụ lục|PHỤ LỤC|[IVX]+\.)", between, re.M)


def _goes_on(text: str, table: Table, row: Row) -> bool:
    """Whether the first row of a page is the rest of the row before it: a cell goes on in mid-sentence, or it
    names no one in charge, no time and no result of its own."""
    if row.label:
        return False
    openings = [text[cell[0][0] : cell[0][0] + 1] for cell in row.cells if cell]
    telling = [cell for cell, column in zip(row.cells, table.columns, strict=True) if cell and _tells(column)]
    return any(opening.islower() for opening in openings) or not telling


def _tells(column: Column) -> bool:
    name = fold(column.name)
    return (
        column.kind == "time" or (column.kind == "agency" and "phoi hop" not in name) or bool(re.match(r"ket qua|san pham", name))
    )


def _lend_first_cell(table: Table, row: Row) -> None:
    """A row below a page break whose merged first cell was left on the page before takes it from there."""
    if row.label or not row.cells or row.cells[0]:
        return
    owner = next((r for r in reversed(table.rows) if r.cells[0] or any(r.lent[:1])), None)
    borrowed = row.lent[0] if row.lent else []
    if owner is not None and borrowed and set(borrowed) <= set(owner.cells[0]):
        row.lent[0] = owner.cells[0]
    elif owner is not None and not any(row.lent):
        row.lent = [owner.cells[0] or owner.lent[0], *([] for _ in row.cells[1:])]


def _whole_lines(text: str, start: int, end: int) -> Span:
    """A table's range with the bars that a text format draws before its first and after its last cell."""
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip(" \t|"):
        start = line
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    return start, stop if not text[end:stop].strip(" \t|") else end


def _trimmed(text: str, mark: Mark) -> Span:
    """A cell's span without the blanks at its ends."""
    piece = text[mark.start : mark.end]
    return mark.start + len(piece) - len(piece.lstrip()), mark.start + len(piece.rstrip())


def _add_row(
    table: Table, texts: Sequence[str], spans: dict[int, Span], borrowed: dict[int, Span], numbered: bool, width: int
) -> None:
    """A row with its own cells, and those of the rows above that reach into it."""
    cells = [[spans[i]] if i in spans else [] for i in range(int(numbered), width)]
    lent = [[borrowed[i]] if i in borrowed else [] for i in range(int(numbered), width)]
    label = texts[0] if numbered else ""
    if numbered and 0 in spans and label and not is_ordinal(label) and cells and not cells[0]:
        # A total, or the name of a group, that reaches over the ordinals' column.
        cells[0] = [spans[0]]
        label = ""
    table.rows.append(Row(label, [spans[0]] if label and 0 in spans else [], cells, lent))


def _stands_alone(text: str, row: Row, paged: bool) -> bool:
    """Whether a row without a number is one of its own: a total, a part of the row above ("- Trong đó"), and where
    no page can have cut it, any row that names what it is about."""
    opening = text[row.cells[0][0][0] : row.cells[0][-1][1]].strip(" *") if row.cells and row.cells[0] else ""
    if not opening:
        return False
    named = not paged and not opening[0].islower()
    return named or is_total(opening) or bool(re.match(r"[-+–•]|Trong đó", opening))


def _join_rows(text: str, table: Table, paged: bool) -> None:
    """A row that a page cut in two is one: its rest has no number and goes on in lower case or mid-cell."""
    joined: list[Row] = []
    for row in table.rows:
        if not row.label and _stands_alone(text, row, paged):
            joined.append(row)
            continue
        filled = [cell for cell in row.cells if cell]
        rest = not row.label and joined and joined[-1].label and len(filled) <= len(row.cells) and table.numbered
        if rest and not any(row.lent) and len(filled) < max(2, len(row.cells)) and not _is_group(row):
            for mine, more in zip(joined[-1].cells, row.cells, strict=True):
                mine.extend(more)
        else:
            joined.append(row)
    table.rows = joined


def _is_group(row: Row) -> bool:
    """A row with its first cell alone names the group of rows below it."""
    return bool(row.cells and row.cells[0]) and not any(row.cells[1:])


def _is_layout(text: str, grid: dict[int, dict[int, Mark]]) -> bool:
    """Whether a table only places things on the page: a letterhead, recipients beside a signature, one cell."""
    width = max(max(row) for row in grid.values()) + 1
    if width < 2 or (len(grid) < 2 and width < 3):
        return True
    filled = [sum(bool(text[mark.start : mark.end].strip()) for mark in row.values()) for row in grid.values()]
    if sum(count > 1 for count in filled) * 2 < len(filled):
        return True
    words = " ".join(text[mark.start : mark.end] for row in grid.values() for mark in row.values())[:600]
    return width <= 3 and len(grid) <= 6 and is_frame(words)


def is_frame(words: str) -> bool:
    """Whether a table's words are those of a letterhead, of recipients or of a signature."""
    return bool(_LAYOUT.search(collapse(re.sub(r"[*_|+=\\]+|-{2,}", " ", fold(words))).strip()))


def _table_from_grid(text: str, grid: dict[int, dict[int, Mark]], paged: bool) -> Table:
    def cell_text(mark: Mark | None) -> str:
        return collapse(text[mark.start : mark.end]) if mark else ""

    rows = [grid[key] for key in sorted(grid)]
    width = max(max(row) for row in rows) + 1
    texts = [[cell_text(row.get(i)) for i in range(width)] for row in rows]
    if _lists_attributes(texts):
        return _one_record(text, rows, texts)
    depth = _header_depth(texts, max((mark.level for mark in rows[0].values()), default=1))
    over = [_spread(rows, texts, r, depth) for r in range(depth)]
    names = [collapse(" ".join(dict.fromkeys(over[r][i] for r in range(depth) if over[r][i]))) for i in range(width)]
    columns = [Column(name or f"Cột {i + 1}", column_kind(name)) for i, name in enumerate(names)]
    numbered = bool(columns) and columns[0].kind == "number" and not COUNTS.search(fold(columns[0].name))
    table = Table(columns[1:] if numbered else columns, numbered=numbered)
    reaching: dict[int, tuple[Mark, int]] = {}
    for position, row in enumerate(rows):
        spans = {i: _trimmed(text, mark) for i, mark in row.items() if cell_text(mark)}
        borrowed = {
            i: _trimmed(text, mark) for i, (mark, left) in reaching.items() if left > 0 and i not in row and cell_text(mark)
        }
        for i, (mark, left) in list(reaching.items()):
            reaching[i] = (mark, left - 1)
        reaching.update({i: (mark, mark.level - 1) for i, mark in row.items() if mark.level > 1})
        if position < depth or (depth and texts[position] == texts[0]):
            table.headers.append(sorted(spans.values()))
        elif spans:
            _add_row(table, texts[position], spans, borrowed, numbered, width)
    _join_rows(text, table, paged)
    every = [span for row in rows for mark in row.values() for span in [(mark.start, mark.end)]]
    table.start, table.end = _whole_lines(text, min(s for s, _ in every), max(e for _, e in every))
    table.ranges = [(table.start, table.end)]
    return table


def _lists_attributes(texts: Sequence[Sequence[str]]) -> bool:
    """Whether a table of two columns names in the first what the second tells of one matter: "Cơ quan chủ trì | Công an xã"."""
    if len(texts) < 3 or any(len(row) != 2 for row in texts):
        return False
    names = [fold(row[0]).strip(" :.") for row in texts]
    known = [name for name in names if name in _ATTRIBUTES]
    return len(known) >= 2 and len(known) * 2 >= len(names) and not any(fold(row[1]).strip(" :.") in _ATTRIBUTES for row in texts)


#: Names of what a matter has, which head the columns of other tables.
_ATTRIBUTES = frozenset(name for name, kind in COLUMN_NAMES if kind != "number")


def _one_record(text: str, rows: Sequence[dict[int, Mark]], texts: Sequence[Sequence[str]]) -> Table:
    """The one row of a table that lists attributes; what it calls them are the names of the columns."""
    columns = [Column(name or f"Cột {place + 1}", column_kind(name)) for place, (name, _) in enumerate(texts)]
    table = Table(columns, numbered=False, record=True)
    table.headers = [sorted(_trimmed(text, row[0]) for row, said in zip(rows, texts, strict=True) if 0 in row and said[0])]
    cells = [[_trimmed(text, row[1])] if 1 in row and said[1] else [] for row, said in zip(rows, texts, strict=True)]
    table.rows = [Row("", [], cells, [[] for _ in cells])]
    every = [span for row in rows for mark in row.values() for span in [(mark.start, mark.end)]]
    table.start, table.end = _whole_lines(text, min(s for s, _ in every), max(e for _, e in every))
    table.ranges = [(table.start, table.end)]
    return table


def _spread(rows: Sequence[dict[int, Mark]], texts: Sequence[Sequence[str]], r: int, depth: int) -> list[str]:
    """Texts of a header's row, a name that reaches over several columns ("Năm 2025") said for each of them."""
    said = list(texts[r])
    if r + 1 >= depth:
        return said
    for i in range(1, len(said)):
        from_above = any(i in rows[above] and rows[above][i].level > r - above for above in range(r))
        if i not in rows[r] and not from_above:
            said[i] = said[i - 1]
    return said


_LAYOUT = re.compile(
    r"cong hoa xa hoi chu nghia|dang cong san viet nam|noi nhan\s*:|\bt/m\b|\btm\.|doc lap - tu do|\bkt\. |"
    r"^(?:dang bo|ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|tinh uy|thanh uy)\b"
)


def _header_depth(texts: Sequence[Sequence[str]], reach: int) -> int:
    """How many leading rows are header: as many as its first row's cells reach over, when they name columns."""
    if len(texts) < 2:
        return 0
    known = sum(column_kind(cell) != "text" or fold(cell) in dict(COLUMN_NAMES) for cell in texts[0] if cell)
    if known >= 2:
        return min(reach, 3, len(texts) - 1)
    return 1 if all(cell and not NUMBER.fullmatch(cell) and len(cell) < 80 for cell in texts[0]) else 0
