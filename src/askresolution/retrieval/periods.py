"""Parts of a year that questions and reports speak of: nine months, a quarter, the whole year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from askresolution.vietnamese import fold

_PART_OF_YEAR = re.compile(r"\b(?:(?<!ngay )(\d{1,2}|chin|(?:ba|sau)(?= thang (?:dau|cuoi))) thang(?! \d)(?: dau nam| cuoi nam)?|quy (iv|i{1,3}|[1-4]))\b")
_WHOLE_YEAR = re.compile(
    r" (?:ca nam|het nam|trong nam|(?<!thang )(?<!dau )nam 20\d\d|cuoi nam|full year|whole (?:year|of 20\d\d)|year 20\d\d|in 20\d\d) "
)
_ENGLISH_PART = re.compile(
    r" (?:(?:(?:the )?(?:first|last) )?(two|three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2})[- ]months?(?: of)?|(first|second|third|fourth) quarter(?: of)?) "
)
_ENGLISH_COUNTS = dict(zip("two three four five six seven eight nine ten eleven".split(), range(2, 12), strict=True))
_PARTS: dict[str, str] = {}
_COUNTS = {"ba": "3", "sau": "6", "chin": "9"}
_PARTS |= {"first": "quy i", "second": "quy ii", "third": "quy iii", "fourth": "quy iv", "1": "quy i", "2": "quy ii"}
_PARTS |= {"4": "quy iv", "iv": "quy iv", "i": "quy i", "ii": "quy ii", "iii": "quy iii"}


@lru_cache(maxsize=8192)
def part_of_year(folded: str) -> str:
    """The part of a year that a folded text speaks of ("9 thang", "quy i"); empty when it names none."""
    if match := _PART_OF_YEAR.search(folded):
        return f"{_COUNTS.get(match.group(1), match.group(1))} thang" if match.group(1) else _PARTS.get(match.group(2)) or "quy iii"
    english = _ENGLISH_PART.search(folded)
    if english is None:
        return ""
    count = english.group(1)
    return f"{_ENGLISH_COUNTS.get(count, count)} thang" if count else _PARTS[english.group(2)]


#: A point of the year up to which a question asks: "tính đến hết quý III", "đến cuối tháng 9", "30/6", "nửa đầu năm".
_UP_TO = re.compile(
    r"(?:\b(?:den|toi|het|tinh den|cuoi|by|until)\s+){1,3}(?:the end of\s+)?(?:(?:ngay\s+)?(?:30|31)/(?P<day>[369])(?:/20\d\d)?|thang (?P<month>[369])(?:/20\d\d)?"
    r"|quy (?P<quarter>i{1,3}|[1-3])|(?P<name>march|june|september))\b|\b(?P<half>nua dau nam|nua nam dau|first half(?: of)?)\b"
)
_MONTHS = {"i": "3", "ii": "6", "iii": "9", "1": "3", "2": "6", "march": "3", "june": "6", "september": "9"}


#: A part of a year with the year that it is of: "hết quý III năm 2025" asks nothing of the whole of 2025.
_PART_IN_YEAR = re.compile(rf"(?:{_UP_TO.pattern}|{_PART_OF_YEAR.pattern})(?: (?:nam|cua nam))?(?: 20\d\d)?")


@lru_cache(maxsize=1024)
def asked_part(folded: str) -> str:
    """The part of a year that a folded question asks about; also where it names the end of that part ("hết quý III")."""
    match = _UP_TO.search(folded)
    if match is None:
        return part_of_year(folded)
    if match.group("half"):
        return "6 thang"
    if quarter := match.group("quarter"):
        return f"{_MONTHS.get(quarter, '9')} thang"
    month = match.group("day") or match.group("month") or _MONTHS[match.group("name")]
    return f"{month} thang"


def asked_parts(folded: str) -> tuple[str, ...]:
    """Both parts of a year that a folded question sets beside one another, "" for the whole year; empty otherwise."""
    part = part_of_year(folded)
    return (part, "") if part and _WHOLE_YEAR.search(_PART_IN_YEAR.sub(" ", folded)) else ()


def period_words(folded: str) -> frozenset[str]:
    """The words with which a folded question names a part of the year; they are about a time, not a subject."""
    matches = (pattern.search(folded) for pattern in (_UP_TO, _PART_OF_YEAR, _ENGLISH_PART))
    return frozenset(word for match in matches if match for word in match.group().split())


_TERM = re.compile(r"(20\d\d)\s?[-–]\s?(20\d\d)")


def other_term(asked: str, headings: Sequence[str]) -> bool:
    """Whether a question names a term ("nhiệm kỳ 2020-2025") and the nearest heading that names one names another."""
    if not (wanted := set(_TERM.findall(asked))):
        return False
    own = next((terms for heading in headings if (terms := set(_TERM.findall(heading)))), set())
    return bool(own) and not own & wanted


_YEAR_END = re.compile(r"\bquy (?:iv|4)\b|\b3 thang cuoi nam\b")
_LAST_DAYS = re.compile(r" (?:den|tinh den|toi|het) cuoi nam ")


def other_period(asked: str, text: str, document: str) -> bool:
    """Whether a sentence of a document (its folded title) reports another part of the year than a question asks for.

    What a report on nine months tells is nine months' unless it says otherwise; so is what a report on a year tells.
    """
    wanted, own = asked_part(asked), part_of_year(fold(text)) or part_of_year(document)
    if wanted and _WHOLE_YEAR.search(_PART_IN_YEAR.sub(" ", asked)):
        return False  # both are asked for
    if wanted:
        return own != wanted
    if " cuoi nam " in asked and not _LAST_DAYS.search(asked) and (own in ("quy iv", "3 thang") and _YEAR_END.search(fold(text))):
        return False  # "cuối năm 2025" is its last quarter as well
    return bool(own and _WHOLE_YEAR.search(asked)) and " ca nam " not in f" {fold(text)} "
