"""Tables of indicators: one row an indicator, one column a value for a period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askresolution.domain import Cell, Document, Evidence, Node
from askresolution.facts.measures import PERIOD, measures
from askresolution.facts.model import Target
from askresolution.vietnamese import collapse, fold, nfc

_NAME = re.compile(r"^(?:ten )?(?:chi tieu|tieu chi|noi dung chi tieu|noi dung)")
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt)$")
_RESULT = re.compile(r"thuc hien|ket qua|uoc|dat duoc")
_TARGET = re.compile(r"ke hoach|chi tieu|muc tieu|phan dau|giao|du toan")
_VALUE = re.compile(r"^(?:[≥≤><=~]|trên|dưới|từ|ít nhất|tối thiểu|không quá|khoảng)?\s*\d", re.I)
_YEAR = re.compile(rf"{PERIOD}|(?<!\d)20\d\d(?:\s?[-–]\s?20\d\d)?(?!\d)", re.I)
_SIGNS = {"≥": "từ ", "≤": "không quá ", ">": "trên ", "<": "dưới "}


def is_target_table(table: Node) -> bool:
    """Whether a table names indicators in one column and gives their values in others."""
    rows = [row for row in table.children if row.kind == "table_row"]
    return bool(rows) and _name_column(rows) is not None and bool(_value_columns(rows))


def table_targets(document: Document, table: Node, kind: str, period: str) -> Iterator[Target]:
    """A target for each cell with a value; rows that an outline nests ("a)", "-") are parts of the one above."""
    rows = [row for row in table.children if row.kind == "table_row"]
    columns, stem = _value_columns(rows), ""
    name_column = _name_column(rows)
    for row in rows:
        cells = {cell.column: cell for cell in row.cells}
        name = cells.get(name_column or "")
        if name is None or not name.text.strip():
            continue
        indicator = collapse(nfc(name.text)).strip(" -+*•")
        nested = bool(re.match(r"\s*[-+*•]|\s*[a-zđ]\)", name.text))
        stem = stem if nested else indicator
        unit = next((cell for cell in row.cells if _UNIT.match(fold(cell.column).strip(" ."))), None)
        for column in columns:
            cell = cells.get(column)
            if cell is not None and _VALUE.match(cell.text.strip()):
                yield _from_cell(document, row, (name, cell, unit), (indicator, stem if nested else ""), (kind, period))


def _from_cell(
    document: Document, row: Node, cells: tuple[Cell, Cell, Cell | None], said: tuple[str, str], given: tuple[str, str]
) -> Target:
    name, cell, unit = cells
    column = fold(cell.column)
    kind = "result" if _RESULT.search(column) else "target" if _TARGET.search(column) else given[0]
    year = _YEAR.search(nfc(cell.column))
    text = collapse(nfc(cell.text))
    found = measures(_SIGNS.get(text[:1], text[:1]) + text[1:].lstrip() if text[:1] in _SIGNS else text)
    spans = (*name.spans, *(unit.spans if unit else ()), *cell.spans)
    return Target(
        issuer=document.metadata.issuer,
        document=document.id,
        node=row.id,
        kind=kind,
        indicator=said[0],
        comparator=found[0].comparator if found else "=",
        value=found[0].value if found else text,
        unit=(found[0].unit if found else "") or (collapse(nfc(unit.text)) if unit else ""),
        period=year.group() if year else given[1],
        part_of=said[1],
        evidence=(Evidence(document.id, row.id, tuple(sorted(dict.fromkeys(spans)))),),
    )


def _name_column(rows: list[Node]) -> str | None:
    return next((cell.column for cell in rows[0].cells if _NAME.match(fold(cell.column))), None)


def _value_columns(rows: list[Node]) -> list[str]:
    """Columns whose filled cells are mostly figures; a column of remarks or of agencies is none."""
    columns = list(dict.fromkeys(cell.column for row in rows for cell in row.cells))
    chosen = []
    for column in columns:
        texts = [cell.text.strip() for row in rows for cell in row.cells if cell.column == column and cell.text.strip()]
        figures = sum(bool(_VALUE.match(text)) and len(text) < 40 for text in texts)
        if texts and figures * 2 > len(texts) and fold(column).strip(" .") not in ("stt", "tt"):
            chosen.append(column)
    return chosen
