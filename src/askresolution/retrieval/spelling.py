"""Misspelt syllables: what else a folded syllable may have been, judged by what stands beside it.

Diacritics are no matter here, since everything is folded. What remains are slips of one letter, two letters
swapped, and the confusions of speech (s/x, ch/tr, d/gi/r, n/l, c/k/q, i/y, final n/ng, t/c).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

_ONSETS = (
    ("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("n", "l"), ("c", "k"), ("ng", "ngh"), ("g", "gh"),
    ("v", "d"), ("qu", "w"), ("ph", "f"), ("gi", "j"), ("d", "z"), ("gi", "z"), ("kh", "k"), ("th", "t"),
)  # fmt: skip
_CODAS = (("n", "ng"), ("t", "c"), ("nh", "n"), ("ch", "t"), ("i", "y"), ("o", "u"), ("c", "ch"))


#: What a Vietnamese syllable consists of, without diacritics: an onset, a vowel group, a final consonant.
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|u|ua|uau|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|y|ya|ye|yeu)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)


def well_formed(word: str) -> bool:
    """Whether a folded word has the shape of a Vietnamese syllable: then it is a word or a name, whether known or not."""
    return _SYLLABLE.fullmatch(word) is not None


def sound_alikes(word: str) -> set[str]:
    """Spellings that are said much the same."""
    found: set[str] = set()
    for a, b in _ONSETS:
        for one, other in ((a, b), (b, a)):
            if word.startswith(one):
                found.add(other + word[len(one) :])
    for a, b in _CODAS:
        for one, other in ((a, b), (b, a)):
            if word.endswith(one):
                found.add(word[: len(word) - len(one)] + other)
    return found - {word}


def one_slip(word: str) -> Iterator[str]:
    """Every string one insertion, deletion, replacement or swap of neighbours away."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in string.ascii_lowercase:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail


def candidates(word: str, frequency: Callable[[str], int]) -> dict[str, float]:
    """Known words that a word may have been meant for, with how likely the slip is (0 to 1)."""
    found: dict[str, float] = {}
    if not word.isalpha() or len(word) < 2:
        return found
    for other in sorted(sound_alikes(word)):  # ties go to the first, in every process alike
        if frequency(other):
            found[other] = 0.9
    if len(word) >= 3 and word.isascii():
        for other in one_slip(word):
            if other != word and len(other) > 1 and other not in found and frequency(other):
                found[other] = 0.6
    return found


def repair(words: list[str], frequency: Callable[[str], int], sure: Collection[int] = ()) -> dict[int, str]:
    """Better readings of words, by position.

    A word is doubted when it is unknown, or when it forms no known pair with any neighbour. It is replaced
    by the candidate that forms the most telling pairs; what is no Vietnamese syllable takes any candidate, while an unknown
    word of the right shape ("chích", which a small corpus need not hold) needs a pair.
    Positions in `sure` are left alone.
    """
    fixed: dict[int, str] = {}
    for position, word in enumerate(words):
        if position in sure or not word.isalpha() or _has_company(words, position, frequency):
            continue
        known, formed = frequency(word), well_formed(word)
        best, best_score = "", 0.0
        for other, likely in candidates(word, frequency).items():
            pairs = _pair_frequency(words, position, other, frequency)
            score = likely * (pairs + (0.0 if known or formed else min(frequency(other), 3) * 0.1))
            if score > best_score:
                best, best_score = other, score
        if best and (best_score >= (1.2 if known else 0.05)):
            fixed[position] = best
    return fixed


def _has_company(words: list[str], position: int, frequency: Callable[[str], int]) -> bool:
    return _pair_frequency(words, position, words[position], frequency) > 0


def _pair_frequency(words: list[str], position: int, word: str, frequency: Callable[[str], int]) -> float:
    count = 0.0
    if position:
        count += frequency(f"{words[position - 1]} {word}")
    if position + 1 < len(words):
        count += frequency(f"{word} {words[position + 1]}")
    return count


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words joined, as the index holds them."""
    return [f"{a} {b}" for a, b in pairwise(words)]
