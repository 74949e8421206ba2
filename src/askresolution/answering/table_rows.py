"""Rows of tables: a cell means nothing without the name of its column, which stands in the table's head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.citing import Citations
from askresolution.answering.task import Task
from askresolution.domain import Cell, Document, Evidence, Node
from askresolution.vietnamese import collapse, fold, nfc

#: Columns that only count the rows.
_ORDINAL = frozenset(("tt", "stt", "so tt", "so thu tu", "no"))
_UNIT = re.compile(r"(?:don vi(?: tinh)?|dvt|unit)\b")
_YEAR = re.compile(r"20\d\d")
_DIGIT = re.compile(r"\d")
#: A bare figure, which a column of units may call a share.
_FIGURE = re.compile(r"[≤≥<>]?\s?\d[\d.,]*")
#: So many figures in a row mean nothing without the names of their columns.
_UNCLEAR = 3
#: Cells told of one row, and the longest that is told.
_MOST, _LONGEST = 8, 80


def column_names(node: Node) -> str:
    """The names of the columns in which a row holds something, one after another; empty for what is no row."""
    return " ".join(dict.fromkeys(nfc(cell.column) for cell in _told(node)))


def told_cells(document: Document, node: Node, row: Evidence, task: Task, citations: Citations) -> str:
    """The cells of a row that the question asks for, each under the name of its column; cited are `row` and the table's head.

    Where a year is asked for and columns are of years, only that year's cells are told. Empty where the row's words alone are
    clear: a figure or two, none of which is of the year asked for, or a table without column names.
    """
    cells = _told(node)
    named = cells[0].text.rstrip() if cells else ""
    cells = cells[1:]  # the first names what the figures are of
    figures = sum(bool(_DIGIT.search(cell.text)) for cell in cells)
    of_year = [cell for cell in cells if any(year in cell.column for year in task.query.years)]
    if figures < 2 or (figures < _UNCLEAR and not of_year):
        return ""
    if of_year and any(_YEAR.search(cell.column) and cell not in of_year for cell in cells):
        cells = [cell for cell in cells if cell in of_year or _UNIT.match(fold(cell.column))]
    shares = any(_UNIT.match(fold(cell.column)) and cell.text.strip() == "%" for cell in cells) or named.endswith("(%)")
    pairs = [
        f"{collapse(nfc(cell.column))}: {collapse(nfc(cell.text))}{'%' if shares and _FIGURE.fullmatch(cell.text.strip()) else ''}"
        for cell in cells
        if len(cell.text) <= _LONGEST
    ][:_MOST]
    table = document.nodes[document.parents[node.id]]
    proofs = [row, *([Evidence(document.id, table.id, table.spans)] if table.spans else [])]
    return task.wording.say("row_cells", cells="; ".join(pairs)) + f" {citations.mark(*proofs)}" if pairs else ""


def _told(node: Node) -> Sequence[Cell]:
    """The cells of a row that hold something under a column with a name; not the row's number."""
    if node.kind != "table_row":
        return ()
    return [cell for cell in node.cells if cell.text.strip() and cell.column.strip() and fold(cell.column).strip(" .") not in _ORDINAL]
