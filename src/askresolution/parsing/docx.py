"""DOCX → text and marks: paragraphs, automatic numbers, real footnotes and endnotes, tables cell by cell.

Hidden and deleted text, headers, footers, comments, macros and embedded objects are not read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from askresolution.errors import SourceError
from askresolution.parsing.extract import Collector, Extract, Limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pict", f"{_W}object"}
_MOST_ENTRIES = 5000


def read_docx(name: str, data: bytes, limits: Limits) -> Extract:
    """Text and marks of a DOCX file. Raises SourceError for archives that are damaged, hostile or not DOCX."""
    parts = _open(name, data, limits)
    document = _xml(name, parts, "word/document.xml")
    if document is None:
        raise SourceError(f"{name}: không phải tài liệu Word (thiếu word/document.xml); hãy lưu lại dưới dạng .docx")
    reader = _Reader(name, parts)
    body = document.find(f"{_W}body")
    if body is not None:
        reader.blocks(body)
    reader.notes()
    return reader.out.extract()


def _open(name: str, data: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts that are read, after checks of what the archive claims and of what comes out."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as exc:
        raise SourceError(f"{name}: không mở được như tài liệu .docx ({exc}); hãy mở bằng Word và lưu lại") from exc
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    most = limits.unpacked_mb * 1_000_000
    if len(entries) > _MOST_ENTRIES or total > most:
        raise SourceError(
            f"{name}: giải nén ra {total / 1e6:.0f} MB trong {len(entries)} mục, quá giới hạn {limits.unpacked_mb} MB "
            "(thiết lập max_unpacked_mb); tệp có thể là bom nén"
        )
    wanted = {"word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/numbering.xml", "word/styles.xml"}
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.filename in wanted:
            try:
                with archive.open(entry) as handle:
                    content = handle.read(most + 1)
            except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError, ValueError) as exc:
                raise SourceError(
                    f"{name}: phần {entry.filename} bị hỏng hoặc có mật khẩu ({exc}); hãy mở bằng Word và lưu lại"
                ) from exc
            if len(content) > most:
                raise SourceError(
                    f"{name}: phần {entry.filename} quá giới hạn {limits.unpacked_mb} MB (thiết lập max_unpacked_mb)"
                )
            parts[entry.filename] = content
    return parts


def _xml(name: str, parts: dict[str, bytes], part: str) -> Any:
    if part not in parts:
        return None
    if b"<!DOCTYPE" in parts[part][:4096] or b"<!ENTITY" in parts[part][:65536]:
        raise SourceError(f"{name}: phần {part} khai báo thực thể XML, điều tài liệu Word không có; tệp bị từ chối")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(parts[part], parser)
    except etree.XMLSyntaxError as exc:
        raise SourceError(f"{name}: phần {part} không phải XML đúng ({exc}); hãy mở bằng Word và lưu lại") from exc


class _Reader:
    def __init__(self, name: str, parts: dict[str, bytes]) -> None:
        self.out = Collector()
        self._name = name
        self._parts = parts
        self._numbering = _Numbering(_xml(name, parts, "word/numbering.xml"))
        self._levels = _heading_levels(_xml(name, parts, "word/styles.xml"))
        self._style_numbers = _style_numbers(_xml(name, parts, "word/styles.xml"))
        self._tables = 0
        self._references: list[tuple[str, str]] = []

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables below an element, in order; containers are looked into."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
                self.out.add("\n")
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif (
                child.tag not in _SKIPPED
                and len(child)
                and child.tag not in (f"{_W}pPr", f"{_W}sectPr", f"{_W}tblPr", f"{_W}sdtPr")
            ):
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        label = self._numbering.label(paragraph, self._style_numbers.get(_style(paragraph), ("", 0)))
        start = self.out.length
        if label:
            self.out.add(f"{label} ")
        self._runs(paragraph)
        level = self._levels.get(_style(paragraph), 0)
        if level and self.out.length > start:
            self.out.mark("heading", start, self.out.length, level=level)

    def _runs(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED or tag == f"{_W}pPr":
                continue
            if tag == f"{_W}r" and _hidden(child):
                continue
            if tag == f"{_W}t":
                self.out.add((child.text or "").replace("\n", " "))
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                self.out.add("\t")
            elif tag in (f"{_W}br", f"{_W}cr"):
                self.out.add("\n" if child.get(f"{_W}type") != "page" else "\n\f")
            elif tag == f"{_W}noBreakHyphen":
                self.out.add("-")
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                self._reference("foot" if tag.endswith("footnoteReference") else "end", child.get(f"{_W}id") or "")
            elif len(child):
                self._runs(child)

    def _reference(self, kind: str, identifier: str) -> None:
        label = str(len(self._references) + 1)
        self._references.append((kind, identifier))
        start, end = self.out.add(f"[{label}]")
        self.out.mark("noteref", start, end, key=f"{kind}:{identifier}:{label}")

    def notes(self) -> None:
        """Bodies of footnotes and endnotes, in the order of their markers, after the text."""
        bodies: dict[tuple[str, str], Any] = {}
        for kind in ("foot", "end"):
            root = _xml(self._name, self._parts, f"word/{kind}notes.xml")
            for note in root if root is not None else ():
                bodies[kind, note.get(f"{_W}id") or ""] = note
        for number, (kind, identifier) in enumerate(list(self._references), 1):
            note = bodies.get((kind, identifier))
            if note is None:
                continue
            start, _ = self.out.add(f"[{number}] ")
            paragraphs = list(note.iter(f"{_W}p"))
            for position, paragraph in enumerate(paragraphs):
                self._runs(paragraph)
                if position + 1 < len(paragraphs):
                    self.out.add("\n")
            self.out.mark("note", start, self.out.length, key=f"{kind}:{identifier}:{number}")
            self.out.add("\n")

    def _table(self, table: Any) -> None:
        """Cells in order, each marked with table, row and column, and with the rows that it reaches over.

        A cell that holds another table has no mark of its own: what stands in the inner one belongs to its cells.
        """
        number = self._tables
        self._tables += 1
        cells: list[list[int]] = []  # row, column, start, end, rows reached
        above: dict[int, list[int]] = {}
        for row_number, row in enumerate(table.iterchildren(f"{_W}tr")):
            column = 0
            for cell in row.iterchildren(f"{_W}tc"):
                properties = cell.find(f"{_W}tcPr")
                merge = properties.find(f"{_W}vMerge") if properties is not None else None
                if merge is not None and merge.get(f"{_W}val") != "restart" and column in above:
                    above[column][4] += 1
                else:
                    start = self.out.length
                    self.blocks(cell)
                    above[column] = [row_number, column, start, max(start, self.out.length - 1), 1]
                    if next(cell.iter(f"{_W}tbl"), None) is None:
                        cells.append(above[column])
                column += _span(properties)
        for row_number, column, start, end, height in cells:
            self.out.mark("cell", start, end, key=f"{number}:{row_number}:{column}", level=height)
        self.out.add("\n")


def _span(properties: Any) -> int:
    grid = properties.find(f"{_W}gridSpan") if properties is not None else None
    try:
        return max(1, min(int(grid.get(f"{_W}val")), 60)) if grid is not None else 1
    except (TypeError, ValueError):
        return 1


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return str(style.get(f"{_W}val") or "") if style is not None else ""


def _hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    for tag in ("vanish", "webHidden"):
        found = properties.find(f"{_W}{tag}")
        if found is not None and found.get(f"{_W}val", "1") not in ("0", "false"):
            return True
    return False


def _heading_levels(styles: Any) -> dict[str, int]:
    """Level by style id, from "heading N" names and outline levels."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        identifier = style.get(f"{_W}styleId") or ""
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower().split() if name is not None else []
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if words[:1] == ["heading"] and len(words) == 2 and words[1].isdigit():
            levels[identifier] = int(words[1])
        elif outline is not None and (outline.get(f"{_W}val") or "9").isdigit() and int(outline.get(f"{_W}val")) < 9:
            levels[identifier] = int(outline.get(f"{_W}val")) + 1
    return levels


def _style_numbers(styles: Any) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        number = style.find(f"{_W}pPr/{_W}numPr")
        if number is not None:
            found[style.get(f"{_W}styleId") or ""] = _number_of(number)
    return found


def _number_of(properties: Any) -> tuple[str, int]:
    identifier, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    value = identifier.get(f"{_W}val") or "" if identifier is not None else ""
    depth = level.get(f"{_W}val") if level is not None else "0"
    return value, int(depth) if str(depth).isdigit() else 0


class _Numbering:
    """Automatic labels as Word shows them: "1.", "a)", "II.", "-"."""

    def __init__(self, root: Any) -> None:
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        abstracts: dict[str, Any] = {}
        for element in root if root is not None else ():
            if element.tag == f"{_W}abstractNum":
                abstracts[element.get(f"{_W}abstractNumId") or ""] = element
        for element in root.findall(f"{_W}num") if root is not None else ():
            reference = element.find(f"{_W}abstractNumId")
            abstract = abstracts.get(reference.get(f"{_W}val") or "") if reference is not None else None
            for level in abstract.findall(f"{_W}lvl") if abstract is not None else ():
                key = (element.get(f"{_W}numId") or "", int(level.get(f"{_W}ilvl") or 0))
                self._formats[key] = _level_format(level)

    def label(self, paragraph: Any, inherited: tuple[str, int]) -> str:
        """The label of a paragraph; counters of its list move on."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        number, level = _number_of(properties) if properties is not None else inherited
        if not number or number == "0" or (number, level) not in self._formats:
            return ""
        counts = self._counts.setdefault(number, {})
        start = self._formats[number, level][2]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        kind, text, _ = self._formats[number, level]
        if kind == "bullet":
            return "-"
        for depth in range(level, -1, -1):
            shape = self._formats.get((number, depth), ("decimal", "", 1))
            text = text.replace(f"%{depth + 1}", _shown(shape[0], counts.get(depth, shape[2])))
        return text.strip()


def _level_format(level: Any) -> tuple[str, str, int]:
    def value(tag: str, default: str) -> str:
        found = level.find(f"{_W}{tag}")
        return str(found.get(f"{_W}val") or default) if found is not None else default

    start = value("start", "1")
    return value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1


def _shown(kind: str, number: int) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = "".join(_roman(number))
        return roman.lower() if kind == "lowerRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> Iterator[str]:
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            yield letters
            number -= value
