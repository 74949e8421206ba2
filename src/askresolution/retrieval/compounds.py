"""Which neighbouring syllables of a question are one word: "dân số" is not "dân" and "số"."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from askresolution.errors import CorpusError
from askresolution.resources import bundled
from askresolution.vietnamese import fold, normalize

#: Least normalised pointwise mutual information (Bouma 2009) of a word of two syllables.
BOUND = 0.25
_LEAST = 3
_COST = 0.2
#: How firm a pair is that a word list names as a term.
_LISTED = 0.6
#: From this strength on even a word that mostly joins others is half of a word.
_JOINS = 0.6
#: Share of a syllable's occurrences in one word from which it stands for that word.
_MOSTLY = 0.6
#: Text read from the corpus, in characters; beyond it more text adds few words and only costs start-up time.
_READ = 1_000_000
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


class Compounds:
    """Two-syllable words: a shipped list learnt from general text, and those of the corpus itself."""

    def __init__(self, texts: Iterable[str], words: Iterable[str] = ()) -> None:
        """From the corpus's texts, and from terms of word lists, of which those of two syllables are words."""
        self._accented = dict(_shipped())
        for term in words:
            syllables = normalize(term).lower().split()
            if len(syllables) == 2:
                self._accented[" ".join(syllables)] = max(self._accented.get(" ".join(syllables), 0.0), _LISTED)
        for pair, strength in _learnt(texts).items():
            self._accented[pair] = max(self._accented.get(pair, 0.0), strength)
        self._folded: dict[str, float] = {}
        self._written: dict[str, list[str]] = {}
        for pair, strength in self._accented.items():
            plain = fold(pair)
            self._folded[plain] = max(self._folded.get(plain, 0.0), strength)
            self._written.setdefault(plain, []).append(pair)

    def strength(self, first: str, second: str, accented: bool) -> float:
        """How firmly two syllables belong together, 0 (not at all) to 1."""
        if accented:
            return self._accented.get(f"{first} {second}", 0.0)
        return self._folded.get(f"{fold(first)} {fold(second)}", 0.0)

    def written(self, folded: str) -> Sequence[str]:
        """The words of two syllables that a folded pair may stand for: "đấu giá" for "dau gia"."""
        return self._written.get(folded, ())

    def units(self, words: Sequence[str], accented: bool, loose: Collection[str] = ()) -> list[tuple[int, int]]:
        """Ranges of words that are one unit, one or two syllables each, so that the pairs are the firmest.

        Words in `loose` stand alone, but for pairs as firm as "trồng trọt", which without diacritics opens like "trong".
        """
        best: list[tuple[float, int]] = [(0.0, 0), (0.0, 1)]
        for end in range(2, len(words) + 1):
            alone = best[end - 1][0]
            pair = words[end - 2], words[end - 1]
            strength = self.strength(*pair, accented)
            joining = (pair[0] in loose) + (pair[1] in loose)
            if joining == 2 or (joining and strength < _JOINS):
                strength = 0.0
            paired = best[end - 2][0] + max(strength - _COST, 0.0)  # one firm pair beats two loose ones
            best.append((paired, 2) if strength and paired > alone else (alone, 1))
        found, end = [], len(words)
        while end > 0:
            size = best[end][1]
            found.append((end - size, end))
            end -= size
        return found[::-1]


@lru_cache(maxsize=1)
def _folded_shipped() -> frozenset[str]:
    return frozenset(map(fold, _shipped()))


def general_pair(first: str, second: str) -> bool:
    """Whether general Vietnamese writes two folded syllables as one word, in any spelling: "sap toi" for "sắp tới"."""
    return f"{first} {second}" in _folded_shipped()


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, float]:
    path = bundled("models/compounds.tsv")
    found: dict[str, float] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        pair, tab, value = line.partition("\t")
        if not tab or not value.isdigit():
            raise CorpusError(f"{path}, dòng {number}: cần 'hai âm tiết<TAB>số', có {line[:60]!r}")
        found[pair] = int(value) / 100
    return found


def _learnt(texts: Iterable[str]) -> dict[str, float]:
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    room = _READ
    for text in texts:
        for run in _RUN.findall(normalize(text[:room]).lower()):
            words = run.split()
            single.update(words)
            pairs.update(pairwise(words))
        room -= len(text)
        if room <= 0:
            break
    total, joint = sum(single.values()), sum(pairs.values())
    found: dict[str, float] = {}
    for (a, b), count in pairs.items():
        if count < _LEAST or len(a) < 2 or len(b) < 2:
            continue
        chance = count / joint
        strength = math.log(chance / (single[a] / total * single[b] / total)) / -math.log(chance)
        if strength >= BOUND:
            found[f"{a} {b}"] = strength
    return _without_crossings(found, single, pairs)


def _without_crossings(found: dict[str, float], single: Counter[str], pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    """Pairs without those that join the halves of two words: "tư công" in "đầu tư công", where "tư" mostly ends a firmer word."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for pair in found:
        first, second = pair.split()
        before.setdefault(second, []).append(first)
        after.setdefault(first, []).append(second)

    def crosses(pair: str) -> bool:
        first, second = pair.split()
        ends = any(found[f"{x} {first}"] > found[pair] and pairs[x, first] >= _MOSTLY * single[first] for x in before.get(first, ()))
        opens = any(found[f"{second} {y}"] > found[pair] and pairs[second, y] >= _MOSTLY * single[second] for y in after.get(second, ()))
        return ends or opens

    return {pair: strength for pair, strength in found.items() if not crosses(pair)}
