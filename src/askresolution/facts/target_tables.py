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
#: The unit in brackets behind an indicator's name.
_IN_NAME = re.compile(r"\(([^()\d]{1,25})\)\s*$")
_RESULT = re.compile(r"thuc hien|ket qua|uoc|dat duoc")
_TARGET = re.compile(r"ke hoach|chi tieu|muc tieu|phan dau|giao|du toan")
#: A column of shares of the plan: "Tỷ lệ TH/KH (%)", "So với kế hoạch (%)", "% hoàn thành".
_SHARE = re.compile(r"ty le|so (?:sanh|voi)|%|th\s?/\s?kh|muc do hoan thanh")
_BASIS = re.compile(r"(?:cùng kỳ|kế hoạch|dự toán|chỉ tiêu|KH\b)", re.I)
_COUNTED = re.compile(r"\(([^()]{1,20})\)\s*$")
#: Columns that hold agencies, times, outcomes or remarks, whatever figures stand in them.
_NO_VALUES = re.compile(
    r"co quan|don vi (?!tinh)|chu tri|phoi hop|phu trach|theo doi|thoi (?:gian|han|diem)|tien do|san pham|ghi chu|nguon(?! von)|hoan thanh$"
)
_VALUE = re.compile(r"^(?:[≥≤><=~]|trên|dưới|từ|ít nhất|tối thiểu|không quá|khoảng)?\s*\d(?!\d?/\d{1,2}/\d{4}|\d?/\d{4})", re.I)
_YEAR = re.compile(rf"{PERIOD}|(?<!\d)20\d\d(?:\s?[-–]\s?20\d\d)?(?!\d)", re.I)
_PLAIN_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SIGNS = {"≥": "từ ", "≤": "không quá ", ">": "trên ", "<": "dưới "}


def is_target_table(table: Node) -> bool:
    """Whether a table names indicators in one column and gives their values in others."""
    rows = [row for row in table.children if row.kind == "table_row"]
    return bool(rows) and _name_column(rows) is not None and bool(_value_columns(rows))


def table_targets(document: Document, table: Node, kind: str, period: str) -> Iterator[Target]:
    """A target for each cell with a value; rows that an outline nests ("a)", "-") are parts of the one above."""
    rows = [row for row in table.children if row.kind == "table_row"]
    columns, stem = _value_columns(rows), ""
    kinds = _kinds(columns, kind)
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
                said = (indicator, stem if nested else "")
                yield _from_cell(document, (table, row), (name, cell, unit), said, (kinds[column], period))


def _kinds(columns: list[str], kind: str) -> dict[str, str]:
    """Whether each column holds results or targets: by its name, else by its year where another column's aim is later."""
    aims = [int(year) for column in columns if _TARGET.search(fold(column)) for year in _PLAIN_YEAR.findall(column)]
    kinds = {}
    for column in columns:
        name, years = fold(column), [int(year) for year in _PLAIN_YEAR.findall(column)]
        if _RESULT.search(name) or _SHARE.search(name):
            kinds[column] = "result"
        elif _TARGET.search(name):
            kinds[column] = "target"
        else:
            kinds[column] = "result" if years and aims and max(years) < max(aims) else kind
    return kinds


def _from_cell(
    document: Document,
    where: tuple[Node, Node],
    cells: tuple[Cell, Cell, Cell | None],
    said: tuple[str, str],
    given: tuple[str, str],
) -> Target:
    table, row = where
    name, cell, unit = cells
    share = bool(_SHARE.search(fold(cell.column))) and not _TARGET.match(fold(cell.column))
    counted = _COUNTED.search(nfc(cell.column))
    year = _YEAR.search(nfc(cell.column))
    text = collapse(nfc(cell.text))
    found = measures(_SIGNS.get(text[:1], text[:1]) + text[1:].lstrip() if text[:1] in _SIGNS else text)
    if share:
        unit = None
    spans = (*name.spans, *(unit.spans if unit else ()), *cell.spans)
    printed = (found[0].unit if found else "") or (collapse(nfc(unit.text)) if unit else "")
    if not printed and not share and (named := _IN_NAME.search(nfc(name.text))):
        read = measures(f"1 {named.group(1)}")  # "Giải ngân vốn đầu tư công (%)"
        printed = read[0].unit if read and read[0].unit else ""
    # What the header says of the figure is proved by the header.
    headed = (counted.group(1) if counted else "") if not printed else ""
    proofs = [Evidence(document.id, row.id, tuple(sorted(dict.fromkeys(spans))))]
    proofs += [Evidence(document.id, table.id, table.spans)] if (headed or share) and table.spans else []
    return Target(
        issuer=document.metadata.issuer,
        document=document.id,
        node=row.id,
        kind=given[0],
        indicator=said[0],
        comparator=_comparator(text, found[0].comparator if found else "="),
        value=found[0].value if found else text,
        unit=printed or headed,
        period=year.group() if year else given[1],
        # A share's verb is left out in a table; without one its figure would read as the indicator's level.
        change="bằng" if share else "",
        basis=basis.group() if share and (basis := _BASIS.search(nfc(cell.column))) else "",
        part_of=said[1],
        evidence=tuple(proofs),
    )


def _comparator(text: str, read: str) -> str:
    """The comparator as the end of a cell may say it: "96 trở lên"."""
    if read == "=" and text.endswith(("trở lên", "trở xuống")):
        return ">=" if text.endswith("lên") else "<="
    return read


def _name_column(rows: list[Node]) -> str | None:
    return next((cell.column for cell in rows[0].cells if _NAME.match(fold(cell.column))), None)


def _value_columns(rows: list[Node]) -> list[str]:
    """Columns whose filled cells are mostly figures; a column of remarks or of agencies is none."""
    columns = list(dict.fromkeys(cell.column for row in rows for cell in row.cells))
    # "Nội dung" may name anything: its figures are values where a unit, a year or the column's name says so.
    named = any(_UNIT.match(fold(column).strip(" .")) for column in columns) or "chi tieu" in fold(_name_column(rows) or "")
    chosen = []
    for column in columns:
        texts = [cell.text.strip() for row in rows for cell in row.cells if cell.column == column and cell.text.strip(" -–")]
        figures = sum(bool(_VALUE.match(text)) and len(text) < 40 for text in texts)
        name = fold(column).strip(" .")
        telling = named or bool(
            _RESULT.search(name) or _TARGET.search(name) or _YEAR.search(nfc(column)) or _COUNTED.search(column)
        )
        if texts and figures * 2 > len(texts) and telling and name not in ("stt", "tt") and not _NO_VALUES.search(name):
            chosen.append(column)
    return chosen
