"""Parts of a year that questions and reports speak of: nine months, a quarter, the whole year."""

from __future__ import annotations

import re

from askresolution.vietnamese import fold

_PART_OF_YEAR = re.compile(r"\b(?:(\d{1,2}) thang(?: dau nam| cuoi nam)?|quy (iv|i{1,3}|[1-4]))\b")
_WHOLE_YEAR = re.compile(r" (?:ca nam|het nam|trong nam|(?<!thang )(?<!dau )nam 20\d\d|cuoi nam|full year|whole (?:year|of 20\d\d)|year 20\d\d|in 20\d\d) ")
_ENGLISH_PART = re.compile(r" (?:(nine|six|three|9|6|3)[- ]months?|(first|second|third|fourth) quarter) ")
_PARTS = {"nine": "9 thang", "six": "6 thang", "three": "3 thang", "9": "9 thang", "6": "6 thang", "3": "3 thang"}
_PARTS |= {"first": "quy i", "second": "quy ii", "third": "quy iii", "fourth": "quy iv", "1": "quy i", "2": "quy ii"}
_PARTS |= {"4": "quy iv", "iv": "quy iv", "i": "quy i", "ii": "quy ii", "iii": "quy iii"}


def part_of_year(folded: str) -> str:
    """The part of a year that a folded text speaks of ("9 thang", "quy i"); empty when it names none."""
    if match := _PART_OF_YEAR.search(folded):
        return f"{match.group(1)} thang" if match.group(1) else _PARTS.get(match.group(2)) or "quy iii"
    english = _ENGLISH_PART.search(folded)
    return _PARTS[english.group(1) or english.group(2)] if english else ""


def other_period(asked: str, text: str, document: str) -> bool:
    """Whether a sentence of a document (its folded title) reports another part of the year than a question asks for.

    What a report on nine months tells is nine months' unless it says otherwise; so is what a report on a year tells.
    """
    if part_of_year(asked) and _WHOLE_YEAR.search(asked):
        return False  # both are asked for
    wanted, own = part_of_year(asked), part_of_year(fold(text)) or part_of_year(document)
    if wanted:
        return own != wanted
    return bool(own and _WHOLE_YEAR.search(asked))
