"""PDF with a text layer → text and marks: lines in reading order, tables cell by cell, footnotes, pages.

A page's words are set into lines; a wide gap that several lines share splits them into two columns
(letterheads, "Nơi nhận" beside the signature). Small raised digits are footnote markers, small lines at
the foot of the page their notes.
"""

from __future__ import annotations

import io
import re
import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from askresolution.errors import SourceError
from askresolution.parsing.extract import Collector, Extract, Limits
from askresolution.parsing.page_rows import PageRow, Word
from askresolution.parsing.unruled_tables import UnruledTable, take_unruled
from askresolution.parsing.unseen import visible

_SUPERSCRIPT = 0.78
_SMALL = 0.9
_COLUMN_GAP = 10.0


#: What stands at the top of a page and is no text: its number, a gazette's line.
_RUNNING_HEAD = re.compile(r"[-–—]?\s?\d{1,4}\s?[-–—]?|CÔNG BÁO/Số .{1,60}")


def read_pdf(name: str, data: bytes, limits: Limits) -> Extract:
    """Text and marks of a PDF. Raises SourceError when it is damaged, locked, too long, or has no text layer."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        document = pdfplumber.open(io.BytesIO(data))
        pages = document.pages
    except (PdfminerException, ValueError, KeyError, TypeError, RecursionError, AttributeError) as exc:
        locked = "password" in repr(exc).lower() or "encrypt" in repr(exc).lower()
        reason = (
            "có mật khẩu; hãy bỏ mật khẩu" if locked else f"bị hỏng hoặc không phải PDF ({type(exc).__name__}); hãy xuất lại tệp"
        )
        raise SourceError(f"{name}: {reason}") from exc
    if len(pages) > limits.pages:
        raise SourceError(f"{name}: {len(pages)} trang, quá giới hạn {limits.pages} (thiết lập max_pages); hãy chia nhỏ tệp")
    reader = _Reader()
    characters = 0
    for number, page in enumerate(pages, 1):
        try:
            characters += reader.page(page, number)
        except (PdfminerException, ValueError, KeyError, TypeError, RecursionError, IndexError, AttributeError) as exc:
            reader.out.notices.append(f"Trang {number} không đọc được ({type(exc).__name__}) và bị bỏ qua.")
        page.close()
    if characters < 15 * len(pages):
        raise SourceError(f"{name}: {SCANNED}")
    return reader.out.extract()


#: The reason for which a scan is refused; the OCR step looks for it.
SCANNED = (
    "là bản quét không có lớp chữ; hãy cài nhận dạng chữ rồi chạy lại: "
    "sudo apt-get install ocrmypdf tesseract-ocr tesseract-ocr-vie"
)


class _Reader:
    def __init__(self) -> None:
        self.out = Collector()
        self._tables = 0
        self._body = 0.0

    def page(self, page: Any, number: int) -> int:
        """Adds a page; returns how many characters it holds."""
        words = _words(page)
        start = self.out.length
        tables = [table for table in _tables(page) if _filled(table, words)]
        loose = [word for word in words if not any(_inside(word, table["bbox"]) for table in tables)]
        rows = _rows(loose)
        # A page of notes alone does not set what is small: the text's size is that of the pages before.
        body = max(statistics.median([w.size for w in words for _ in w.text]) if words else 0.0, self._body * 0.97)
        self._body = max(self._body, body) if self._body else body
        text_rows, notes = _split_notes(rows, body, page.height)
        margin = _margin(text_rows)
        text_rows, unruled = take_unruled(text_rows)
        blocks: list[tuple[float, Any]] = [(row.top, row) for row in _columns(text_rows)]
        # A column's rows keep their order: each is placed no higher than the one before it.
        blocks = _ordered(blocks)
        for table in tables:
            place = next((i for i, (top, _) in enumerate(blocks) if top > table["bbox"][1]), len(blocks))
            blocks.insert(place, (table["bbox"][1], table))
        for typed in unruled:
            place = next((i for i, (top, _) in enumerate(blocks) if top > typed.top), len(blocks))
            blocks.insert(place, (typed.top, typed))
        previous: PageRow | None = None
        for _, block in blocks:
            if isinstance(block, PageRow):
                self._row(block, previous, margin, body, number)
                previous = None if _RUNNING_HEAD.fullmatch(" ".join(w.text for w in block.words)) else block
            elif isinstance(block, UnruledTable):
                self._unruled(block, body, number)
                previous = None
            else:
                self._table(block, words, body, number)
                previous = None
        for label, members in notes:
            self._note(label, members, number)
        self.out.add("\n\f")
        self.out.mark("page", start, self.out.length, key=str(number))
        return sum(len(word.text) for word in words)

    def _row(self, row: PageRow, previous: PageRow | None, margin: float, body: float, page: int) -> None:
        indented = margin + 12 < row.x0 < margin + 80
        if _opens_paragraph(row, previous, margin) if previous is not None else indented:
            self.out.add("\n")
        self._set(row.words, body, page)
        self.out.add("\n")

    def _set(self, words: Sequence[Word], body: float, page: int) -> None:
        """Words of a line with blanks between them; raised digits become footnote markers."""
        before: Word | None = None
        line_bottom = max((w.bottom for w in words if w.size > body * _SUPERSCRIPT), default=0.0)
        for word in words:
            raised = before is not None and _is_marker(word, before, body, line_bottom)
            if before is not None and not raised and word.x0 - before.x1 > 0.12 * max(word.size, 1.0):
                self.out.add(" ")
            start, end = self.out.add(word.text)
            if raised:
                self.out.mark("noteref", start, end, key=f"p{page}:{word.text}")
            before = word

    def _note(self, label: str, rows: Sequence[PageRow], page: int) -> None:
        start = self.out.length
        for number, row in enumerate(rows):
            if number:
                self.out.add("\n")
            self._set(row.words, 0.0, page)
        self.out.mark("note", start, self.out.length, key=f"p{page}:{label}")
        self.out.add("\n")

    def _unruled(self, table: UnruledTable, body: float, page: int) -> None:
        number = self._tables
        self._tables += 1
        for row, cells in enumerate(table.cells):
            for column, inside in enumerate(cells):
                start = self.out.length
                for position, line in enumerate(_rows(inside)):
                    if position:
                        self.out.add("\n")
                    self._set(line.words, body, page)
                self.out.mark("cell", start, self.out.length, key=f"{number}:{row}:{column}", level=1)
                self.out.add("\n")

    def _table(self, table: dict[str, Any], words: Sequence[Word], body: float, page: int) -> None:
        number = self._tables
        self._tables += 1
        for cell in table["cells"]:
            inside = [word for word in words if _inside(word, cell["bbox"])]
            start = self.out.length
            for position, row in enumerate(_rows(inside)):
                if position:
                    self.out.add("\n")
                self._set(row.words, body, page)
            self.out.mark("cell", start, self.out.length, key=f"{number}:{cell['row']}:{cell['column']}", level=cell["height"])
            self.out.add("\n")


def _words(page: Any) -> list[Word]:
    found = visible(page).extract_words(
        extra_attrs=["size"], keep_blank_chars=False, use_text_flow=False, x_tolerance=1.6, y_tolerance=2.5
    )
    return [
        Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"], float(word["size"]))
        for word in found
        if word["text"].strip() and word["size"] >= 3.5 and -1 <= word["x0"] <= page.width and -1 <= word["top"] <= page.height
    ]


def _rows(words: Sequence[Word]) -> list[PageRow]:
    """Words set into lines: a word joins the line that its middle falls into."""
    rows: list[PageRow] = []
    for word in sorted(words, key=lambda w: (w.top, w.x0)):
        middle = (word.top + word.bottom) / 2
        for row in reversed(rows[-4:]):
            if row.top - 0.5 <= middle <= row.bottom + 0.5 or (word.top <= (row.top + row.bottom) / 2 <= word.bottom):
                row.words.append(word)
                break
        else:
            rows.append(PageRow([word]))
    for row in rows:
        row.words.sort(key=lambda w: w.x0)
    return sorted(rows, key=lambda r: (r.top + r.bottom) / 2)


def _is_marker(word: Word, before: Word, body: float, line_bottom: float) -> bool:
    small = word.size < before.size * _SUPERSCRIPT and body > 0
    return (
        small
        and bool(re.fullmatch(r"\(?\d{1,3}\)?", word.text))
        and word.bottom < line_bottom - 0.5
        and word.x0 - before.x1 < before.size
    )


def _split_notes(rows: list[PageRow], body: float, height: float) -> tuple[list[PageRow], list[tuple[str, list[PageRow]]]]:
    """The page's rows without its notes, and the notes as (label, rows): small rows at the foot that open with
    a number of their own."""
    first = len(rows)
    while first > 0 and rows[first - 1].size < body * _SMALL and rows[first - 1].top > height * 0.3:
        first -= 1
    tail = rows[first:]
    notes: list[tuple[str, list[PageRow]]] = []
    waiting = ""
    for row in tail:
        lead = row.words[0]
        opens = re.fullmatch(r"\(?(\d{1,3})\)?", lead.text)
        if opens and len(row.words) == 1:
            waiting = opens.group(1)
            notes.append((waiting, [row]))
        elif (
            opens
            and (not notes or int(opens.group(1)) == int(notes[-1][0]) + 1)
            and (lead.size < row.words[-1].size or not waiting)
        ):
            notes.append((opens.group(1), [row]))
            waiting = ""
        elif notes:
            notes[-1][1].append(row)
        else:
            return rows, []
    return (rows[:first], notes) if notes else (rows, [])


def _margin(rows: Sequence[PageRow]) -> float:
    """Left edge of running text: where most full lines begin."""
    edges = [round(row.x0) for row in rows if len(row.words) > 5]
    return float(statistics.mode(edges)) if edges else 0.0


def _opens_paragraph(row: PageRow, previous: PageRow, margin: float) -> bool:
    gap = row.top - previous.bottom
    indented = margin + 12 < row.x0 < margin + 80
    was_indented = margin + 12 < previous.x0 < margin + 80
    return (indented and not (was_indented and abs(previous.x0 - row.x0) < 2 and len(row.words) < 4)) or gap > 0.9 * (
        row.bottom - row.top
    )


def _columns(rows: Sequence[PageRow]) -> Iterator[PageRow]:
    """Rows in reading order; runs of rows with a wide gap in the middle are read column by column."""
    run: list[tuple[PageRow | None, PageRow | None]] = []
    for row in [*rows, None]:
        halves = _halves(row) if row is not None else None
        if row is not None and halves is not None:
            run.append(halves)
            continue
        if row is not None and run and _beside(row, run):
            left = row.x1 < _middle(run)
            run.append((row, None) if left else (None, row))
            continue
        yield from (half for half, _ in run if half is not None)
        yield from (half for _, half in run if half is not None)
        run = []
        if row is not None:
            yield row


def _halves(row: PageRow) -> tuple[PageRow, PageRow] | None:
    gaps = [(b.x0 - a.x1, position + 1) for position, (a, b) in enumerate(zip(row.words, row.words[1:], strict=False))]
    if not gaps:
        return None
    widest, at = max(gaps)
    usual = statistics.median([gap for gap, _ in gaps])
    if widest < _COLUMN_GAP or widest < usual * 4 or row.words[at].x0 < 150:
        return None
    return PageRow(row.words[:at]), PageRow(row.words[at:])


def _middle(run: Sequence[tuple[PageRow | None, PageRow | None]]) -> float:
    return max((left.x1 for left, _ in run if left is not None), default=0.0) + 4


def _beside(row: PageRow, run: Sequence[tuple[PageRow | None, PageRow | None]]) -> bool:
    """Whether a row lies wholly in one column of a run and close below it."""
    lowest = max(half.bottom for pair in run for half in pair if half is not None)
    if row.top - lowest > 22 or len(row.words) > 8:
        return False
    centre = (row.x0 + row.x1) / 2
    sides = [[pair[i] for pair in run if pair[i] is not None] for i in (0, 1)]
    spans = [(min(h.x0 for h in side if h), max(h.x1 for h in side if h)) for side in sides if side]
    centres = [(low + high) / 2 for low, high in spans]
    whole = (min(low for low, _ in spans) + max(high for _, high in spans)) / 2
    return min(abs(centre - c) for c in centres) < abs(centre - whole) and any(
        low - 8 <= row.x0 and row.x1 <= high + 8 for low, high in spans
    )


def _ordered(blocks: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    highest = 0.0
    result = []
    for top, block in blocks:
        highest = max(highest, top)
        result.append((highest, block))
    return result


def _tables(page: Any) -> list[dict[str, Any]]:
    """Ruled tables with their cells; a lone box or a single column is no table."""
    found: list[dict[str, Any]] = []
    for table in page.find_tables():
        columns = sorted({round(cell[0]) for cell in table.cells})
        lines = sorted({round(cell[1]) for cell in table.cells})
        columns, lines = _merged(columns), _merged(lines)
        if len(columns) < 2 or len(lines) < 2:
            continue
        if any(_overlap(table.bbox, other["bbox"]) > 0.6 for other in found):
            continue
        cells = []
        for x0, top, x1, bottom in sorted(table.cells, key=lambda c: (round(c[1]), round(c[0]))):
            reach = sum(1 for line in lines if top - 3 < line < bottom - 3)
            cells.append(
                {
                    "bbox": (x0, top, x1, bottom),
                    "row": _nearest(lines, top),
                    "column": _nearest(columns, x0),
                    "height": max(1, reach),
                }
            )
        found.append({"bbox": table.bbox, "cells": cells})
    return found


def _overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Share of the smaller box that both boxes cover."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return max(width, 0.0) * max(height, 0.0) / max(min(areas), 1.0)


def _filled(table: dict[str, Any], words: Sequence[Word]) -> bool:
    """Whether words stand in several columns and rows of a table: shaded text has rules around it too."""
    held = [cell for cell in table["cells"] if any(_inside(word, cell["bbox"]) for word in words)]
    return len({cell["column"] for cell in held}) > 1 and len({cell["row"] for cell in held}) > 1


def _merged(edges: Sequence[int]) -> list[int]:
    kept: list[int] = []
    for edge in edges:
        if not kept or edge - kept[-1] > 3:
            kept.append(edge)
    return kept


def _nearest(edges: Sequence[int], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    middle_x, middle_y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] - 1 <= middle_x <= box[2] + 1 and box[1] - 1 <= middle_y <= box[3] + 1
