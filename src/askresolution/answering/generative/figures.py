"""Numbers, dates and document numbers in a text, in one normal form however they are written.

"1.234,5", "12,5%", "1,5 tỷ đồng" and "1.500 triệu đồng", "mười", "01/7/2025" and "ngày 01 tháng 7 năm 2025".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

Kind = Literal["number", "date", "month", "quarter", "year", "document", "code"]
Value = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at `text[start:end]`. `bound` is its comparator (">", ">=", "<", "<=", "~", or "before", "by",
    "after", "from" of a time), `trend` is "up" or "down" where it is an amount of change."""

    kind: Kind
    value: Value
    start: int
    end: int
    unit: str = ""
    bound: str = ""
    trend: str = ""
    written: str = ""


_MONTHS = {name: i for i, name in enumerate(
    "january february march april may june july august september october november december".split(), 1)}  # fmt: skip
_EN_MONTH = r"(?P<en>January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>(?:19|20)\d\d)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_DOCUMENT = re.compile(
    r"(?<![\w.,])\d{1,5}(?:/(?:19|20)\d\d)?\s?[-/]\s?(?=[A-ZĐa-z]*[A-ZĐ]{2}|[A-ZĐ]\w*[A-ZĐ])[A-ZĐ][A-ZĐa-zđ]*(?:\s?[-/]\s?[A-ZĐ][A-ZĐa-zđ0-9]*)*"
)
#: Times, longest shapes first: (kind, pattern). Groups d, m, y, q, en.
_TIMES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?<![\d/]){_DAY}\s*[/.-]\s*{_MONTH}\s*[/.-]\s*{_YEAR}(?!\d)")),
    ("date", re.compile(rf"(?:ngày|mồng|mùng)\s+{_DAY}\s+tháng\s+{_MONTH}(?:\s*,?\s*năm\s+{_YEAR})?", re.I)),
    ("date", re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_EN_MONTH},?(?:\s+{_YEAR})?", re.I)),
    ("date", re.compile(rf"\b{_EN_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR})?", re.I)),
    ("date", re.compile(rf"\bngày\s+{_DAY}\s*/\s*{_MONTH}(?![\d/])", re.I)),
    ("quarter", re.compile(rf"\bquý\s+(?P<q>IV|I{{1,3}}|[1-4])\b(?:\s*[/,-]?\s*(?:năm\s+)?{_YEAR})?", re.I)),
    ("quarter", re.compile(rf"\bQ(?P<q>[1-4])\b(?:\s*[/,]?\s*(?:of\s+)?{_YEAR})?")),
    ("quarter", re.compile(rf"\b(?P<q>first|second|third|fourth)\s+quarter(?:\s+of)?(?:\s+{_YEAR})?", re.I)),
    ("month", re.compile(rf"\btháng\s+{_MONTH}\s*(?:[/-]|,?\s*năm)\s*{_YEAR}", re.I)),
    ("month", re.compile(rf"(?<![\d/.,]){_MONTH}/{_YEAR}(?!\d)")),
    ("month", re.compile(rf"\b{_EN_MONTH},?\s+(?:of\s+)?{_YEAR}", re.I)),
    ("month", re.compile(rf"\btháng\s+{_MONTH}(?![\d/.,]*\d)", re.I)),
)
_YEAR_ALONE = re.compile(rf"(?<![\d.,/]){_YEAR}(?![\d])(?![.,]\d)(?!\s*(?:%|đồng|triệu|tỷ|tỉ|ha\b|km))")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])(?!\d+(?:ha|km|km2|kg|m|m2|m3|kW|kWh|kV|tr|h)\b)[^\W_]+\b")
#: "24/25 chỉ tiêu": so many of so many.
_SHARE = re.compile(r"(?<![\w.,/])\d+/\d+(?![\w/]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_MULTIPLIERS = {
    "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_MULTIPLIER = re.compile(r"\s*(nghìn tỷ|ngàn tỷ|nghìn|ngàn|vạn|triệu|tr|tỷ|tỉ|hundred|thousand|million|billion)\b", re.I)
#: Units of measure and how else they are written; what is counted (hộ, người) is compared by its words.
_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\s*(?:{pattern})", re.I))
    for name, pattern in (
        ("point%", r"điểm\s?(?:%|phần trăm)|percentage points?"), ("%", r"%|phần trăm\b|per\s?cent\b"), ("‰", "‰|phần nghìn"),
        ("vnd", r"(?:đồng|VNĐ|VND|dong|đ)(?!\w)"), ("usd", r"(?:USD|đô la|đô-la|dollars?)(?!\w)|\$"), ("ha", r"(?:héc-?ta|hecta|hectares?|ha)(?!\w)"),
        ("km2", r"(?:km2|km²|ki-?lô-?mét vuông|square kilomet(?:er|re)s?)(?!\w)"), ("km", r"(?:km|ki-?lô-?mét|kilomet(?:er|re)s?)(?!\w)"),
        ("m2", r"(?:m2|m²|mét vuông|square met(?:er|re)s?)(?!\w)"), ("m3", r"(?:m3|m³|mét khối|cubic met(?:er|re)s?)(?!\w)"), ("m", r"(?:mét|met(?:er|re)s?|m)(?!\w)"),
        ("tấn", r"(?:tấn|tons?|tonnes?)(?!\w)"), ("tạ", r"(?:tạ|quintals?)(?!\w)"), ("kg", r"(?:kg|ki-?lô-?gam|kilograms?)(?!\w)"), ("kwh", r"kWh(?!\w)"),
    )
)  # fmt: skip
_TENS_WORDS = {"nhất": 1, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
               "tám": 8, "chín": 9}  # fmt: skip
_WORDED = re.compile(
    r"\b(?:(?P<tens>(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\s+mươi)(?:\s+(?P<ones>một|mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín))?"
    r"|mười(?:\s+(?P<teen>một|hai|ba|bốn|lăm|sáu|bảy|bẩy|tám|chín))?|(?P<one>hai|ba|bốn|sáu|bảy|bẩy|tám|chín|(?<=thứ )(?:nhất|tư|năm)))\b",
    re.I,
)
_EN_WORDS = {word: i for i, word in enumerate(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(), 2)}  # fmt: skip
_EN_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_EN_WORDED = re.compile(rf"\b(?:{'|'.join(sorted(_EN_WORDS, key=len, reverse=True))})\b", re.I)
_FRACTION = re.compile(r"\b(?:một nửa|a half|half of|gấp đôi|gấp ba|twice|double[ds]?|one third|một phần ba)\b", re.I)
#: Comparators that stand right before a number, the longer ones first.
_BOUNDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:^|[\s(])(?:{pattern})\s*(?:mức|đạt|là|of|a|the)?\s*$", re.I))
    for name, pattern in (
        (">=", r"ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn|≥|>=|at least|no less than|not less than|no fewer than|a minimum of|minimum"),
        ("<=", r"tối đa|không quá|không vượt|không vượt quá|không hơn|nhiều nhất|cao nhất|không trên|≤|<=|at most|up to|no more than|not more than|not exceeding|a maximum of|maximum"),
        ("<", r"dưới|thấp hơn|ít hơn|nhỏ hơn|chưa đến|chưa tới|chưa đầy|<|under|below|less than|fewer than|lower than"),
        (">", r"trên|hơn|vượt|vượt quá|vượt mức|lớn hơn|cao hơn|nhiều hơn|>|over|above|more than|exceeds?|exceeding|greater than|higher than"),
        ("~", r"khoảng|gần|xấp xỉ|ước|ước đạt|ước khoảng|chừng|about|around|approximately|nearly|almost|roughly|some|~"),
    )
)  # fmt: skip
_BOUND_AFTER = re.compile(
    r"^[^\d.;:,]{0,24}?\b(?:(?P<up>trở lên|or more|or above|or higher)|(?P<down>trở xuống|or less|or fewer|or below))\b", re.I
)
_TIME_BOUNDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:^|[\s(])(?:{pattern})\s*(?:ngày|tháng|năm|thời điểm|the end of|quý)?\s*$", re.I))
    for name, pattern in (
        ("by", r"chậm nhất(?: là)?|muộn nhất(?: là)?|không muộn hơn|đến hết|trong|hết|đến|tới|no later than|by|until|by the end of"),
        ("before", r"trước|before|prior to|ahead of"), ("after", r"sau|after|following"), ("from", r"kể từ|từ|bắt đầu|from|since|starting"),
    )
)  # fmt: skip
_TREND = re.compile(
    r"\b(?:(?P<up>tăng|increas\w*|rise\w*|rose|grew|grow\w*)|(?P<down>giảm|decreas\w*|fell|fall\w*|reduc\w*|drop\w*|declin\w*))"
    r"(?:\s+(?:bình quân|trung bình|hằng năm|hàng năm|mỗi năm|annually|by|thêm|khoảng|trên|hơn|dưới|được|đi|ít nhất|tối thiểu|from|of|about|over))*\s*(?P<level>còn|lên|xuống|to)?\s*$",
    re.I,
)


def figures(text: str, language: str = "vi") -> tuple[Figure, ...]:
    """Every figure of a text in order; none overlap. `language` decides what "1,234.5" means where it can be either."""
    found: list[Figure] = []
    rest = text

    def take(kind: Kind, pattern: re.Pattern[str], value: Callable[[re.Match[str]], Value | None]) -> None:
        nonlocal rest
        for match in pattern.finditer(rest):
            known = value(match)
            if known is not None:
                found.append(Figure(kind, known, match.start(), match.end(), written=match.group().strip()))
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]

    take("document", _DOCUMENT, lambda m: (re.sub(r"\s", "", m.group()).casefold().lstrip("0"),))
    for kind, pattern in _TIMES:
        take(kind, pattern, _time)
    take("year", _YEAR_ALONE, lambda m: (int(m["y"]),))
    take("code", _SHARE, lambda m: (m.group(),))
    take("code", _CODE, lambda m: (m.group().casefold(),))
    take("number", _NUMBER, lambda m: _read(m.group(), language))
    take("number", _FRACTION, lambda m: (m.group().casefold(),))
    worded = _EN_WORDED if language == "en" else _WORDED
    take("number", worded, lambda m: (Decimal(_EN_WORDS[m.group().lower()]),) if language == "en" else _worded(m))
    found.sort(key=lambda figure: figure.start)
    return tuple(_ranges(text, [_measured(text, figure, found) for figure in found]))


def _time(match: re.Match[str]) -> Value | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if parts.get("q"):
        return (_ROMAN[parts["q"].lower()], year)
    month = _MONTHS[parts["en"].lower()] if parts.get("en") else int(parts["m"])
    if not 1 <= month <= 12:
        return None
    if "d" not in parts or not parts.get("d"):
        return (month, year)
    day = int(parts["d"])
    return (day, month, year) if 1 <= day <= 31 else None


def _read(written: str, language: str) -> Value | None:
    """The number's value, read the Vietnamese way ("1.234,5") or, in English text, the English way ("1,234.5")."""
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?", written):
        plain = written.replace(thousands, "").replace(decimal, ".")
    elif re.fullmatch(rf"\d{{1,3}}(?:\{decimal}\d{{3}}){{2,}}", written):
        plain = written.replace(decimal, "")
    elif re.fullmatch(r"\d+[.,]\d+", written):
        plain = written.replace(",", ".")
    elif written.isdigit():
        plain = written
    else:
        return (written,)
    try:
        return (Decimal(plain),)
    except InvalidOperation:
        return (written,)


def _worded(match: re.Match[str]) -> Value | None:
    if match["one"]:
        return (Decimal(_TENS_WORDS[match["one"].lower()]),)
    if match["tens"]:
        tens = _TENS_WORDS[match["tens"].split()[0].lower()]
        return (Decimal(tens * 10 + (_TENS_WORDS[match["ones"].lower()] if match["ones"] else 0)),)
    return (Decimal(10 + (_TENS_WORDS[match["teen"].lower()] if match["teen"] else 0)),)


def _measured(text: str, figure: Figure, others: list[Figure]) -> Figure:
    """A figure with its multiplier, unit, comparator and trend read from the words around it."""
    before_end = max((other.end for other in others if other.end <= figure.start), default=0)
    before = text[max(before_end, figure.start - 40) : figure.start]
    after = text[figure.end : min((other.start for other in others if other.start >= figure.end), default=len(text))]
    if figure.kind in ("date", "month", "quarter", "year"):
        bound = next((name for name, pattern in _TIME_BOUNDS if pattern.search(before)), "")
        return replace(figure, bound=bound)
    if figure.kind != "number" or not isinstance(figure.value[0], Decimal):
        return figure
    value, end = figure.value[0], figure.end
    if match := _MULTIPLIER.match(after):
        for word in match.group(1).lower().split():
            value *= _MULTIPLIERS[word]
        end += match.end()
        after = after[match.end() :]
    unit = ""
    for name, pattern in _UNITS:
        if match := pattern.match(after):
            unit, end, after = name, end + match.end(), after[match.end() :]
            break
    bound = next((name for name, pattern in _BOUNDS if pattern.search(before)), "")
    if match := _BOUND_AFTER.match(after):
        bound = ">=" if match["up"] else "<="
    trend = ""
    if match := _TREND.search(before):
        trend = "" if match["level"] else "up" if match["up"] else "down"
    return replace(figure, value=(value.normalize(),), end=end, unit=unit, bound=bound, trend=trend)


def _ranges(text: str, found: list[Figure]) -> list[Figure]:
    """"70 - 80%": the first number of a range has the unit of the second."""
    for position in range(len(found) - 2, -1, -1):
        first, second = found[position], found[position + 1]
        joined = re.fullmatch(r"\s*(?:-|–|đến|tới|to)\s*", text[first.end : second.start])
        if joined and first.kind == second.kind == "number" and not first.unit and second.unit:
            found[position] = replace(first, unit=second.unit)
    return found


def contains(source: Figure, claim: Figure) -> bool:
    """Whether a figure of a source says at least what a figure of a claim says: the same value and unit, or, of a
    time, the same with more detail ("01/7/2025" holds "tháng 7 năm 2025" and "năm 2025")."""
    if source.kind == claim.kind:
        if claim.kind == "number":
            return source.value == claim.value and source.unit == claim.unit
        if claim.kind in ("date", "month", "quarter"):
            return all(b is None or a == b for a, b in zip(source.value, claim.value, strict=True))
        return source.value == claim.value
    if claim.kind == "year":
        return source.kind in ("date", "month", "quarter") and source.value[-1] == claim.value[0]
    if claim.kind == "month" and source.kind == "date":
        return source.value[1] == claim.value[0] and claim.value[1] in (None, source.value[2])
    return False
