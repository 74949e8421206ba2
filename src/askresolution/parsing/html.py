"""HTML → text and marks: paragraphs, headings, lists, tables, footnotes. Scripts and hidden parts are not read."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from askresolution.errors import SourceError
from askresolution.parsing.encodings import decode
from askresolution.parsing.extract import Collector, Extract, Limits

_SKIP = {
    "script",
    "style",
    "nav",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "svg",
    "form",
    "button",
    "select",
    "textarea",
}
_BLOCK = {
    "p", "div", "section", "article", "main", "header", "footer", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "table", "tr", "td", "th", "tbody", "thead", "tfoot", "dl", "dt", "dd", "pre", "body", "html", "aside", "figure", "address", "hr",
}  # fmt: skip
_NOTE_TARGET = re.compile(r"^#?(?:fn|footnote|ftn|_ftn|endnote|edn|_edn|note)[-_:]?(\w+)$", re.I)
_DEEPEST = 250


def read_html(name: str, data: bytes, limits: Limits) -> Extract:
    """Text and marks of an HTML file. Raises SourceError when there is nothing to read."""
    charset = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:4096], re.I)
    text = ""
    if charset and charset.group(1).lower() not in (b"utf-8", b"utf8"):
        try:
            text = data.decode(charset.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = ""
    if not text:
        text, _ = decode(data, name)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise SourceError(f"{name}: không đọc được như trang HTML ({exc}); hãy lưu lại trang hoặc dùng .docx") from exc
    reader = _Reader()
    body = root.find("body")
    reader.block(body if body is not None else root, 0)
    return reader.out.extract()


class _Reader:
    def __init__(self) -> None:
        self.out = Collector()
        self._tables = 0
        self._fresh = True

    def block(self, element: Any, depth: int, label: str = "") -> None:
        """A block element: its inline text in one line, its block children each on their own."""
        if _hidden(element):
            return
        if depth > _DEEPEST:
            self._text(" ".join(element.itertext()))
            return
        tag = _tag(element)
        if tag == "table" and element.find(".//tr") is not None:
            self._table(element, depth)
            return
        self._line()
        start = self.out.length
        note = _NOTE_TARGET.match(element.get("id") or "") if tag in ("li", "p", "div", "dd", "aside") else None
        if label and not re.match(r"\s*(?:\d+[.)]|[-+*•(])", element.text_content()[:12]):
            self._text(f"{label} ")
        self._inside(element, depth)
        self._line()
        if tag[:1] == "h" and tag[1:].isdigit() and self.out.length > start:
            self.out.mark("heading", start, self.out.length - 1, level=int(tag[1:]))
        if note and self.out.length > start:
            self.out.mark("note", start, self.out.length - 1, key=f"html:{note.group(1)}")

    def _inside(self, element: Any, depth: int) -> None:
        self._text(element.text)
        number = 0
        for child in element:
            tag = _tag(child)
            if tag in _SKIP or not tag or _hidden(child):
                pass
            elif tag == "br":
                self._line()
            elif tag == "li":
                number += 1
                self.block(child, depth + 1, f"{number}." if _tag(element) == "ol" else "-")
            elif tag in _BLOCK:
                self.block(child, depth + 1)
            elif self._reference(child):
                pass
            elif depth < _DEEPEST:
                self._inside(child, depth + 1)
            self._text(child.tail)

    def _reference(self, element: Any) -> bool:
        """A footnote marker: a superscript or link to a note's id."""
        link = element if _tag(element) == "a" else element.find(".//a") if _tag(element) == "sup" else None
        target = _NOTE_TARGET.match(link.get("href") or "") if link is not None else None
        shown = re.sub(r"\W", "", element.text_content())
        if target is None or not shown or len(shown) > 4:
            return False
        start, end = self.out.add(f"[{shown}]")
        self._fresh = False
        self.out.mark("noteref", start, end, key=f"html:{target.group(1)}")
        return True

    def _table(self, table: Any, depth: int) -> None:
        self._line()
        number = self._tables
        self._tables += 1
        taken: set[tuple[int, int]] = set()
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        for row_number, row in enumerate(rows):
            column = 0
            for cell in row:
                if _tag(cell) not in ("td", "th"):
                    continue
                while (row_number, column) in taken:
                    column += 1
                self._line()
                start = self.out.length
                self._inside(cell, depth + 1)
                self._line()
                height, width = _count(cell.get("rowspan")), _count(cell.get("colspan"))
                end = max(start, self.out.length - 1)
                self.out.mark("cell", start, end, key=f"{number}:{row_number}:{column}", level=height)
                taken.update((row_number + r, column + c) for r in range(height) for c in range(width))
                column += width
        self._line()

    def _text(self, text: str | None) -> None:
        if text:
            shown = re.sub(r"\s+", " ", text)
            if self._fresh:
                shown = shown.lstrip()
            if shown:
                self.out.add(shown)
                self._fresh = False

    def _line(self) -> None:
        if not self._fresh:
            self.out.add("\n")
            self._fresh = True


def _tag(element: Any) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _hidden(element: Any) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style or "font-size:0" in style


def _count(value: str | None) -> int:
    return max(1, min(int(value), 200)) if value and value.strip().isdigit() else 1
