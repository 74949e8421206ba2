"""Vietnamese text: normal forms, folding, syllables.

Two spellings of a word are the same word when they agree after `normalize`: NFC and one tone placement.
They are the same word typed carelessly when they agree after `fold`, which drops diacritics and case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_FOLD_SPECIAL = str.maketrans({"đ": "d", "Đ": "D"})
# An open syllable in oa, oe or uy whose tone sits on its last vowel ("hoà", "khoẻ", "thuỷ"). After q the u
# belongs to the consonant ("quý"), and a final consonant fixes the tone's place ("toán"): both stay.
_OLD_TONE = re.compile(
    rf"(?<![qQ])(?P<first>[oO](?=[aeAE])|[uU](?=[yY]))(?P<last>[aeyAEY])(?P<tone>[{_TONES}])(?![\w\u0302\u0306])"
)
#: Soft hyphens, joiners and non-joiners, marks of the order of bytes.
_WITHOUT_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ALPHABET = "a-zà-ỹđ"
#: Capital letters, for a character class; a range such as "À-Ỹ" would hold small letters too.
UPPER = "A-ZĐ\u00c0-\u00dd\u0102\u0128\u0168\u01a0\u01af" + "".join(map(chr, range(0x1EA0, 0x1EF9, 2)))
#: One token: a document number, a number with its separators, or a run of letters and digits.
TOKEN = re.compile(
    r"\d+(?:/\d{4})?[-/][A-ZĐ][A-ZĐa-z0-9&-]*(?:/[A-ZĐ][\w-]*)*"
    r"|\d+(?:[.,/:]\d+)*"
    r"|[^\W_]+",
    re.UNICODE,
)


def nfc(text: str) -> str:
    """Unicode composed form."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def collapse(text: str) -> str:
    """Runs of blanks as one space, none at the ends."""
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def _one_tone_placement(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    moved = _OLD_TONE.sub(r"\g<first>\g<tone>\g<last>", decomposed)
    return unicodedata.normalize("NFC", moved)


def normalize(text: str) -> str:
    """NFC with the tone of oa, oe, uy on the first vowel ("hoà" → "hòa", "Uỷ" → "Ủy"); "quý" and "toán" stay.

    Signs without width, which converters leave within words, are no part of them.
    """
    if text.isascii():
        return text
    return re.sub(r"\w+", lambda match: _one_tone_placement(match.group()), nfc(text.translate(_WITHOUT_WIDTH)))


#: Characters up to which a folded text is kept: sentences are folded again and again, documents once.
_SHORT = 1000


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    stripped = "".join(char for char in decomposed if not unicodedata.combining(char))
    return stripped.translate(_FOLD_SPECIAL).lower()


def fold(text: str) -> str:
    """Lower case without diacritics: "Đảng ủy" → "dang uy". Length may differ from the input's if it is not NFC."""
    if text.isascii():
        return text.lower()
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return "".join(_fold_word(part) for part in re.split(r"(\W+)", nfc(text)))


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese diacritic."""
    return not text.isascii() and fold(text) != nfc(text).lower()


def tokens(text: str) -> list[str]:
    """Tokens of the text in order, folded; document numbers and decimal numbers stay whole."""
    return [fold(match.group()) for match in TOKEN.finditer(nfc(text.translate(_WITHOUT_WIDTH)))]


# The shapes of Vietnamese syllables, folded: an optional onset, a nucleus, an optional coda.
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oao|oeo|uay|uoi|uou|ieu|yeu|ia|ie|io|iu|ya|ye|"
    r"ua|ue|ui|uo|uu|uy|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?$"
)


def is_syllable(word: str) -> bool:
    """Whether a folded word has the shape of a Vietnamese syllable."""
    return bool(_SYLLABLE.match(word))


_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_value(numeral: str) -> int:
    """Value of a Roman numeral made of I, V, X, L, C; 0 when it is none."""
    if not numeral or set(numeral) - set(_ROMAN_DIGITS):
        return 0
    values = [_ROMAN_DIGITS[char] for char in numeral]
    signed = [-a if b > a else a for a, b in zip(values, [*values[1:], 0], strict=True)]
    return sum(signed)


ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip
