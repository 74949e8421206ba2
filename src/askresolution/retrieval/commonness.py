"""How telling a word is in Vietnamese at large: "bên", "soạn", "cứ" say little of what a question is about."""

from __future__ import annotations

from functools import lru_cache

from askresolution.errors import CorpusError
from askresolution.resources import bundled
from askresolution.vietnamese import fold

#: Inverse document frequencies (natural log) between which a word goes from filler to fully telling.
_FILLER, _TELLING = 3.0, 7.0

#: Up to this inverse document frequency a syllable without diacritics is taken as it was typed.
_PLAIN_COMMON = 6.0


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    path = bundled("models/general-idf.tsv")
    accented: dict[str, float] = {}
    folded: dict[str, float] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        word, tab, value = line.partition("\t")
        if not tab or not value.isdigit():
            raise CorpusError(f"{path}, dòng {number}: cần 'từ<TAB>số', có {line[:60]!r}")
        idf = int(value) / 10
        accented[word] = idf
        plain = fold(word)
        folded[plain] = min(folded.get(plain, 99.0), idf)
    return accented, folded


@lru_cache(maxsize=65536)
def telling(word: str, accented: bool) -> float:
    """How much a word or pair of syllables tells of a subject, 0.1 (a filler) to 1 (rare in general text)."""
    table = _tables()[0 if accented else 1]
    idf = table.get(word if accented else fold(word))
    if idf is None:
        return 1.0
    return min(1.0, max(0.1, (idf - _FILLER) / (_TELLING - _FILLER)))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_tables()[0], key=_tables()[0].__getitem__):
        found.setdefault(fold(word), []).append(word)
    return {plain: tuple(words) for plain, words in found.items()}


def spellings(plain: str) -> tuple[str, ...]:
    """The words of general Vietnamese that a folded syllable may stand for, commonest first."""
    return _spellings().get(plain, ())


def known_word(word: str, accented: bool) -> bool:
    """Whether general Vietnamese holds a word as typed; without diacritics only common ones, since any slip gives some syllable."""
    idf = _tables()[0 if accented else 1].get(word if accented else fold(word))
    return idf is not None and (accented or idf <= _PLAIN_COMMON)
