"""Labels that open a structural unit: the numbering styles of the genre, as data.

Ranks order the styles from the outermost in; a unit belongs to the nearest open unit of a smaller rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from askresolution.domain import NodeKind
from askresolution.vietnamese import ORDINALS, UPPER, nfc, roman_value


@dataclass(frozen=True, slots=True)
class Style:
    """A way of numbering: how it looks, how deep it usually stands, what it makes."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    kind: NodeKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a line; `end` is its length in characters, blanks after it included."""

    style: Style
    text: str
    number: int
    end: int
    depth: int = 0

    @property
    def rank(self) -> int:
        """Rank of the style; decimal numbers nest by their count of parts."""
        return self.style.rank + self.depth


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"

STYLES: tuple[Style, ...] = (
    Style("part", 0, re.compile(r"(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+)(?=\s*[.:]|\s*$|\s+["+UPPER+r"])[.:]?", re.U), "part"),
    Style("annex", 0, re.compile(r"(?:(?:Phụ lục|PHỤ LỤC)(?:\s+(?:(?:số|SỐ)\s*:?\s*)?(?:[IVX]+|\d+[a-zA-Z]?))?|(?:Biểu|BIỂU|Phụ biểu|PHỤ BIỂU|Biểu mẫu|BIỂU MẪU|Mẫu|MẪU)\s+(?:(?:số|SỐ)\s*:?\s*)?(?:[IVX]+|\d+[a-zA-Z]?))(?=\s*[.:]|\s+[-–]\s|\s*$)[.:]?|PHỤ LỤC\s+(?:SỐ\s+)?(?:[IVX]+|\d+)(?=\s+["+UPPER+r"]{2})", re.U), "part"),
    Style("chapter", 1, re.compile(r"(?:Chương|CHƯƠNG)\s+(?:[IVX]+|\d+)(?=\s*[.:]|\s*$)[.:]?", re.U), "part"),
    Style("division", 2, re.compile(r"(?:Mục|MỤC)\s+(?:[IVX]+|\d+)(?=\s*[.:]|\s*$)[.:]?", re.U), "section"),
    Style("letter", 2, re.compile(r"[A-HĐ]\s?[.\-/](?=\s+["+UPPER+r"]{2})", re.U), "section"),
    Style("roman", 3, re.compile(_ROMAN + r"\s?[.\-/)](?=\s*[^\W\d_])", re.U), "section"),
    Style("article", 4, re.compile(r"(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s?[.:](?=\s|$)", re.U), "section"),
    Style("decimal", 10, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+[^\W\d_“\"(]|\s+[“\"(]|(?<=\.)\s+\d)|\d{1,3}\s?\.(?!\d)(?=\s*[^\W\d_“\"(]|\s*[“\"(-]|\s+\d|\s*$)", re.U), "section"),
    Style("ordinal", 20, re.compile(r"(?:Thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)\s+là)\s?[,:]", re.U), "item"),
    # "Đề án số 3: …", "Nhiệm vụ 2. …": a matter that is told below, or in the lines after it.
    Style("matter", 21, re.compile(r"(?:Đề án|Kế hoạch|Chương trình|Dự án|Nhiệm vụ|Chuyên đề|Công trình|Mô hình|Đột phá|Khâu đột phá)\s+(?:(?:số\s+)?(?:\d{1,2}|[IVX]+)|thứ\s+\w+)\s?[:.](?=\s)", re.U), "item"),
    Style("paren", 22, re.compile(r"\(\d{1,3}\)\s?\.?", re.U), "item"),
    Style("half-paren", 23, re.compile(r"\d{1,2}\)(?=\s)", re.U), "item"),
    Style("alpha", 24, re.compile(r"[a-zđ]\s?[).](?=\s+[^\W\d_“\"]|\s+[“\"])|[a-zđ]\)(?=\s+\S|["+UPPER+r"])", re.U), "item"),
    Style("alpha-paren", 24, re.compile(r"\([a-zđ]\)(?=\s)", re.U), "item"),
    Style("star", 30, re.compile(r"[*•●▪■◦○❖✓➢\uf0b7\uf0a7](?=\s*[^\s*])", re.U), "bullet"),
    Style("dash", 31, re.compile(r"[-–—−](?=\s*[^\s\d\-–—−])(?!\w*[-–—])|[-–—−](?=\s+\d)", re.U), "bullet"),
    Style("plus", 32, re.compile(r"\+(?=\s*\S)", re.U), "bullet"),
)  # fmt: skip

BY_NAME = {style.name: style for style in STYLES}
_ALPHABET = "abcdđeghiklmnopqrstuvxy"


def read_label(text: str) -> Label | None:
    """The label that opens a line, or None. Whether it is believed is decided from its context."""
    composed = nfc(text)
    for style in STYLES:
        match = style.pattern.match(composed)
        if match is None or not match.group().strip():
            continue
        label = match.group().strip()
        raw_end = len(text) - len(composed) + match.end() if len(text) != len(composed) else match.end()
        while raw_end < len(text) and text[raw_end].isspace():
            raw_end += 1
        depth = label.rstrip(". ").count(".") if style.name == "decimal" else 0
        return Label(style, label, _number(style, label), raw_end, depth)
    return None


def _number(style: Style, label: str) -> int:
    digits = re.findall(r"\d+", label)
    if digits:
        return int(digits[-1])
    if style.name in ("roman", "part", "chapter", "division", "matter"):
        numeral = re.search(r"[IVX]+(?=\W*$)", label)
        if numeral:
            return roman_value(numeral.group())
    if style.name in ("alpha", "alpha-paren"):
        letter = re.sub(r"\W", "", label)
        return _ALPHABET.find(letter) + 1
    if style.name == "letter":
        return "ABCDEGHIK".find(label[0]) + 1
    for word in label.lower().replace(",", " ").split():
        if word in ORDINALS:
            return ORDINALS[word]
    return 0
