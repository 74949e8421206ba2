"""Markdown → marks over the file's own text: headings, tables, footnotes. Offsets are those of the file."""

from __future__ import annotations

import re
from collections.abc import Collection

from askresolution.domain import Mark
from askresolution.parsing.encodings import decode
from askresolution.parsing.extract import Extract, Limits

_HEADING = re.compile(r"^(#{1,6})[ \t]+(?=\S)", re.M)
_NOTE = re.compile(r"^\[\^([\w-]{1,20})\]:[ \t]*(.+(?:\n(?:[ \t]{2,}|\t)\S.*)*)", re.M)
_REFERENCE = re.compile(r"\[\^([\w-]{1,20})\](?!:)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`)")
#: What stands before a sign that is meant literally: "a\\) Giao …", as converters from Word write it.
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|<>~]|\r?$)", re.M)
#: A break within a cell or a paragraph, which is read as a blank of the same length that opens with BREAK.
_TAG_BREAK = re.compile(r"<br\s*/?>", re.I)
BREAK = "\u2028"
#: A fence around the whole text, attributes behind a heading or a span.
_FENCE = re.compile(r"^```[a-z]*[ \t]*\r?$", re.M)
_ATTRIBUTES = re.compile(r"(?<=[\])\w.:?!])[ \t]*\{[.#][^{}\n]{1,120}\}")
#: Anchors that converters leave, and the empty head of a table that only lays out.
_ANCHOR = re.compile(r"\[\]\{[^}\n]{0,80}\}")
_EMPTY_HEAD = re.compile(r"^[ \t]*\|[ \t|]*\|[ \t]*\n[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.M)
_ROW = re.compile(r"^[ \t]*\|?.*\|.*$", re.M)
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")


def read_markdown(name: str, data: bytes, limits: Limits) -> Extract:
    """Text of a Markdown file with marks for what its syntax says. Raises SourceError as `decode` does."""
    text, _ = decode(data, name)
    text = _TAG_BREAK.sub(lambda tag: BREAK.ljust(len(tag.group())), text)
    marks: list[Mark] = []
    for heading in _HEADING.finditer(text):
        marks.append(Mark("syntax", heading.start(), heading.end()))
        end = text.find("\n", heading.end())
        marks.append(Mark("heading", heading.end(), len(text) if end < 0 else end, level=len(heading.group(1))))
    for note in _NOTE.finditer(text):
        marks.append(Mark("note", note.start(), note.end(), key=f"md:{note.group(1)}"))
    for reference in _REFERENCE.finditer(text):
        marks.append(Mark("noteref", reference.start(), reference.end(), key=f"md:{reference.group(1)}"))
    for emphasis in _EMPHASIS.finditer(text):
        at_line_start = emphasis.start() == 0 or text[emphasis.start() - 1] == "\n"
        bullet = at_line_start and emphasis.group() == "*" and text[emphasis.end() : emphasis.end() + 1] in " \t"
        if not bullet:
            marks.append(Mark("syntax", emphasis.start(), emphasis.end()))
    marks.extend(Mark("syntax", escape.start(), escape.end()) for escape in _ESCAPE.finditer(text))
    marks.extend(Mark("syntax", sign.start(), sign.end()) for sign in _ANCHOR.finditer(text))
    for syntax in (_FENCE, _ATTRIBUTES):
        marks.extend(Mark("syntax", sign.start(), sign.end()) for sign in syntax.finditer(text))
    heads = [head.span() for head in _EMPTY_HEAD.finditer(text)]
    marks.extend(Mark("syntax", start, end) for start, end in heads)
    marks.extend(_tables(text, {start for start, _ in heads}))
    marks.extend(_html_tables(text))
    return Extract(text, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end))))


def _tables(text: str, layout: Collection[int]) -> list[Mark]:
    """Cells of pipe tables: a header row, a rule, rows; not of those whose empty head opens at one of the offsets in `layout`."""
    marks: list[Mark] = []
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]*", text) if match.group()]
    table, position = 0, 0
    while position + 1 < len(lines):
        if "|" not in lines[position][1] or not _RULE.match(lines[position + 1][1]) or lines[position][0] in layout:
            position += 1
            continue
        row = 0
        marks.extend(_cells(lines[position], table, row))
        position += 2
        while position < len(lines) and "|" in lines[position][1]:
            row += 1
            marks.extend(_cells(lines[position], table, row))
            position += 1
        table += 1
    return marks


#: A table in HTML within Markdown, as converters write one whose cells are merged; its tags, and where a cell begins and ends.
_HTML_TABLE = re.compile(r"<table\b.*?</table>", re.S | re.I)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z]+)(?P<rest>[^<>]{0,200})>", re.I)
_SPANNED = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,2})", re.I)


def _html_tables(text: str) -> list[Mark]:
    """Tags as syntax, and the cells of each table with their rows and columns; a cell may reach over several."""
    marks: list[Mark] = []
    for number, table in enumerate(_HTML_TABLE.finditer(text)):
        row, column, opened, reach = -1, 0, 0, {"row": 1, "col": 1}
        taken: set[tuple[int, int]] = set()
        for tag in _TAG.finditer(text, table.start(), table.end()):
            marks.append(Mark("syntax", tag.start(), tag.end()))
            name, closing = tag.group("name").lower(), bool(tag.group("close"))
            if name == "tr" and not closing:
                row, column = row + 1, 0
            elif name in ("td", "th") and not closing:
                opened, reach = tag.end(), {"row": 1, "col": 1}
                reach.update({kind.lower(): int(count) for kind, count in _SPANNED.findall(tag.group("rest"))})
            elif name in ("td", "th") and opened:
                while (row, column) in taken:
                    column += 1
                taken |= {(row + down, column + right) for down in range(reach["row"]) for right in range(reach["col"])}
                piece = text[opened : tag.start()]
                low = opened + len(piece) - len(piece.lstrip())
                high = max(low, opened + len(piece.rstrip()))
                marks.append(Mark("cell", low, high, key=f"html{number}:{row}:{column}", level=max(1, reach["row"])))
                opened = 0
    return marks


def _cells(line: tuple[int, str], table: int, row: int) -> list[Mark]:
    start, text = line
    found, begin = [], 0
    bounds = [match.start() for match in re.finditer(r"(?<!\\)\|", text)]
    if not text[: bounds[0]].strip():
        begin = bounds.pop(0) + 1
    if bounds and not text[bounds[-1] + 1 :].strip():
        text = text[: bounds[-1]]
        bounds.pop()
    for column, bound in enumerate([*bounds, len(text)]):
        piece = text[begin:bound]
        low = begin + len(piece) - len(piece.lstrip())
        high = max(low, begin + len(piece.rstrip()))
        found.append(Mark("cell", start + low, start + high, key=f"{table}:{row}:{column}", level=1))
        begin = bound + 1
    return found
