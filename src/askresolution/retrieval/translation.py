"""English questions over Vietnamese text: a learned word table with a curated glossary on top and a dictionary below.

The table is IBM Model 1 (scripts/train_translation.py). The glossary holds the genre's terms; a project may
extend it with its own `glossary.tsv` (English, tab, Vietnamese). The dictionary translates words that the table has not
seen, and knows further senses of those it has ("cell" is a party cell, too).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from askresolution.errors import ModelError
from askresolution.index.lexical import ACCENTED
from askresolution.resources import bundled
from askresolution.retrieval.commonness import telling
from askresolution.retrieval.spelling import one_slip
from askresolution.retrieval.wordlists import read_entries
from askresolution.vietnamese import fold, is_syllable, nfc, tokens

_WORD = re.compile(r"(?<!['’])[a-z]+")  # "commune's" is "commune"
_BIGRAM, _KNOWN, _GLOSSARY = 0.4, 0.5, 1.0
#: What a sense counts for that the dictionary has beside those of the table.
_SENSE = 0.35
#: Of the chance of a word's likeliest translation: what another one needs to count, and what a syllable of another needs.
_LIKELY, _ALONE = 0.3, 0.95
#: Syllables of the longest term that is searched as one.
_LONGEST_TERM = 2
#: Letters that an English word needs to be taken for a misspelt one.
_LEAST_MENDED = 4
_STOP = frozenset(
    "the a an of in on at to for by with from and or is are was were be been being do does did has have had what which who whom "
    "whose when where why how many much there this that these those it its as about into than then please tell me give show list "
    "can could would should will shall may might any some all each every they their them he she his her we our you your i my "
    "still yet also just only even most more less very well such both while because since until so if whether get gets got one ones "
    "according document documents say says said during between among under over up down out not no".split()
)


#: Words that open an English question and no Vietnamese one, typed with diacritics or without.
_OPENS_ENGLISH = frozenset("who whose what when which how why where is are was were does did please compare summarise summarize give tell name briefly".split())
#: Words of English grammar that no Vietnamese word without diacritics looks like.
_GRAMMAR = frozenset(
    "what which who whom whose when where why how of for by with from are is was were been have has had does did and this that "
    "these those many much about into between during will would should could list".split()
)


#: What one word or phrase of a question counts for, and how surely each term of the index says it (0 to 1).
Concept = tuple[float, Mapping[str, float]]


class Translator:
    """Vietnamese search terms for English words. Weights are probabilities scaled as the recipe says."""

    def __init__(
        self,
        table: dict[str, dict[str, float]],
        glossary: dict[str, tuple[str, ...]],
        dictionary: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._table = table
        self.glossary = glossary
        self._dictionary = dictionary or {}
        self._longest = max((len(key.split()) for key in glossary), default=1)

    def is_english(self, text: str) -> bool:
        """Whether a text is English: opened by an English asking word, or no diacritics to speak of and many words that the table or the grammar of
        English knows and that cannot be Vietnamese syllables."""
        words = re.findall(r"[^\W\d_]+", nfc(text))
        plain = [word for word in words if word.isascii()]
        # "When is the scheme on ví phường vải and đền Cẩm Lĩnh …?": the names are Vietnamese, the question is not.
        if words and words[0].lower() in _OPENS_ENGLISH and sum(self._looks_english(word.lower()) for word in plain) > 1:
            return True
        if len(plain) * 4 < len(words) * 3 or not plain:
            return False
        english = sum(self._looks_english(word.lower()) for word in plain)
        syllables = sum(is_syllable(word.lower()) and word.lower() not in _GRAMMAR for word in plain)
        return english > 0 and english * 2 >= syllables

    def _looks_english(self, word: str) -> bool:
        if word in _GRAMMAR:
            return True
        known = self._has(word) or word in self.glossary
        return known and not is_syllable(word)

    def weights(self, text: str, known: Callable[[str], int]) -> tuple[dict[str, float], tuple[Concept, ...]]:
        """Weighted search terms of an English question, the original words among them, and what its words tell.

        `known` tells how often a term occurs in the index: a glossary term that the corpus does not use must
        not crowd out the general translation of its words.
        """
        words = _WORD.findall(fold(text))
        result: dict[str, float] = {}
        meant = self._meant(words, known)
        words = [meant[i][0] if len(meant.get(i, ())) == 1 else word for i, word in enumerate(words)]
        covered = self._glossary_terms(words, result, known)
        concepts: list[Concept] = []
        for position, word in enumerate(words):
            if word in _STOP:
                continue
            row = self._row(word) or self._shared(meant.get(position, ()))
            scale = 0.35 if position in covered else 1.0
            if row:
                for term, chance in row.items():
                    _add_target(result, term, chance * scale)
                for term in self._senses(word):
                    if term not in row and len(term.split()) <= _LONGEST_TERM:
                        _add_target(result, term, _SENSE * scale)
            result[word] = max(result.get(word, 0.0), _KNOWN if row else 1.0)
            concepts.append(_concept(word, row))
        for first, second in pairwise(words):
            if first not in _STOP or second not in _STOP:
                for term, chance in self._table.get(f"{first} {second}", {}).items():
                    _add_target(result, term, chance * _BIGRAM)
        for token in tokens(text):
            if any(char.isdigit() for char in token):
                result[token] = 1.0
                concepts.append((1.0, {token: 1.0}))
        return result, tuple(concepts)

    def _meant(self, words: list[str], known: Callable[[str], int]) -> dict[int, tuple[str, ...]]:
        """What misspelt English words were meant for, by position: words one slip away, those first that form a pair
        with a neighbour. A word that the table or the corpus knows is no slip; a name is meant as the corpus writes it."""
        found: dict[int, tuple[str, ...]] = {}
        for position, word in enumerate(words):
            if len(word) < _LEAST_MENDED or word in _STOP or self._has(word) or word in self.glossary or known(word):
                continue
            others = sorted({other for other in one_slip(word) if len(other) > 2 and self._may_be_meant(other, known)})
            beside = [words[i] for i in (position - 1, position + 1) if 0 <= i < len(words)]
            paired = [other for other in others if any(f"{b} {other}" in self._table or f"{other} {b}" in self._table for b in beside)]
            if others := paired or others:
                found[position] = tuple(others)
        return found

    def _may_be_meant(self, word: str, known: Callable[[str], int]) -> bool:
        """Whether a word of the table, of grammar, or a foreign word of the corpus (mostly a name)."""
        return word in self._table or word in _STOP or (known(word) > 0 and not is_syllable(word))

    def _has(self, word: str) -> bool:
        return bool(self._row(word))

    def _row(self, word: str) -> dict[str, float] | None:
        """The translations of a word, else of its base form, else of either in American spelling; None without any."""
        forms = (word, _inflected(word), _american(word), _inflected(_american(word)))
        row = next((self._table[form] for form in forms if form in self._table), None)
        return row or {term: 1.0 for term in self._senses(word) if len(term.split()) <= _LONGEST_TERM} or None

    def _senses(self, word: str) -> tuple[str, ...]:
        """The dictionary's Vietnamese terms for a word or its base form."""
        return next((self._dictionary[form] for form in _base_forms(word) if form in self._dictionary), ())

    def _shared(self, words: tuple[str, ...]) -> dict[str, float]:
        """The translations of several words, each as likely as the others; a name stands for itself."""
        row: dict[str, float] = {}
        for word in words:
            for term, chance in self._table.get(word, {} if word in _STOP else {word: 1.0}).items():
                row[term] = row.get(term, 0.0) + chance / len(words)
        return row

    def _glossary_terms(self, words: list[str], result: dict[str, float], known: Callable[[str], int]) -> set[int]:
        covered: set[int] = set()
        for start in range(len(words)):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                key = " ".join(words[start : start + length])
                targets = tuple(t for t in self.terms(key) if _used(tokens(t), known))
                if targets and not covered.intersection(range(start, start + length)):
                    covered.update(range(start, start + length))
                    share = _GLOSSARY / len(targets) ** 0.5
                    for target in targets:
                        syllables = tokens(target)
                        for term in [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]:
                            result[term] = max(result.get(term, 0.0), share)
                    break
        return covered

    def english_of(self, folded: str) -> tuple[str, ...]:
        """The glossary's English terms for a folded Vietnamese one."""
        return self._english.get(folded, ())

    @cached_property
    def _english(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for english, terms in self.glossary.items():
            for plain in {fold(term) for term in terms}:
                found[plain] = (*found.get(plain, ()), english)
        return found

    def is_stop(self, word: str) -> bool:
        """Whether an English word says nothing of the subject."""
        return word in _STOP

    def targets(self, word: str) -> tuple[str, ...]:
        """Folded Vietnamese words for an English word, likeliest first, then those of the dictionary; empty without any.

        What is much less likely than the likeliest is left out, and so is a syllable of a likelier word: of "học sinh" no "sinh".
        """
        row = self._row(word) or {}
        most = max(row.values(), default=0.0)
        likely = sorted((term for term, chance in row.items() if chance >= _LIKELY * most), key=lambda term: -row[term])
        pairs = {syllable for term in likely if " " in term for syllable in term.split()}
        learned = [fold(term) for term in likely if term not in pairs or row[term] > _ALONE * most]
        return tuple(dict.fromkeys([*learned, *map(fold, self._senses(word))]))

    def terms(self, key: str) -> tuple[str, ...]:
        """The glossary's Vietnamese terms for an English one, in the singular too; empty when it has none."""
        return self.glossary.get(key) or self.glossary.get(_singular(key)) or ()

    def phrases(self, text: str) -> list[tuple[str, str]]:
        """(English, Vietnamese) of glossary terms that a text uses, longest first, none overlapping."""
        words = _WORD.findall(fold(text))
        found, position = [], 0
        while position < len(words):
            for length in range(min(self._longest, len(words) - position), 0, -1):
                key = " ".join(words[position : position + length])
                if targets := self.terms(key):
                    found.append((key, targets[0]))
                    position += length - 1
                    break
            position += 1
        return found


def _used(syllables: list[str], known: Callable[[str], int]) -> bool:
    terms = [f"{a} {b}" for a, b in pairwise(syllables)] or syllables
    return all(known(term) for term in terms)


def _add_target(result: dict[str, float], target: str, weight: float) -> None:
    term = _indexed(target)
    result[term] = result.get(term, 0.0) + weight


def _indexed(target: str) -> str:
    """A translated syllable is searched in its accented form, which it is sure of; a pair is telling when folded."""
    return fold(target) if " " in target else ACCENTED + target


def _concept(word: str, row: Mapping[str, float]) -> Concept:
    """A word is said by itself and by its translations, the likeliest most surely; it tells what these tell."""
    if not row:
        return 1.0, {word: 1.0}
    most = max(row.values())
    worth = sum(chance * telling(term, True) for term, chance in row.items()) / sum(row.values())
    return worth, {word: 1.0, **{_indexed(term): chance / most for term, chance in row.items()}}


#: British spellings and the American ones, which most of the parallel text has.
_BRITISH = (
    ("isation", "ization"), ("isations", "izations"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize"), ("yse", "yze"),
    ("ours", "ors"), ("our", "or"), ("oured", "ored"), ("centre", "center"), ("centres", "centers"), ("metres", "meters"), ("metre", "meter"),
    ("ogue", "og"), ("elled", "eled"), ("elling", "eling"), ("ence", "ense"), ("mme", "m"), ("mmes", "ms"),
)  # fmt: skip


def _american(word: str) -> str:
    """The American spelling of a word; the word itself where it has no British ending."""
    return next((word[: -len(british)] + american for british, american in _BRITISH if word.endswith(british)), word)


def _inflected(word: str) -> str:
    for ending, replacement in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + replacement
    return word


def _base_forms(word: str) -> tuple[str, ...]:
    """A word and what it may be inflected from: "refused" from "refus" and "refuse", "planning" from "plann" and "plan"."""
    base = _inflected(word)
    undoubled = base[:-1] if len(base) > 3 and base[-1] == base[-2] else base
    return tuple(dict.fromkeys((word, base, f"{base}e", undoubled, _singular(word), _american(word))))


def _singular(key: str) -> str:
    """The key with its last word in the singular: "committees" without its s, "agencies" with y, "churches" without es."""
    head, _, last = key.rpartition(" ")
    if not last.endswith("s") or len(last) < 4 or last.endswith("ss"):
        return key
    one = last[:-3] + "y" if last.endswith("ies") else last[:-2] if re.search(r"(?:s|x|z|ch|sh)es$", last) else last[:-1]
    return f"{head} {one}".strip()


def load_glossary(path: Path) -> dict[str, tuple[str, ...]]:
    """Entries of a glossary file: English, tab, Vietnamese; several Vietnamese terms are separated by ";"."""
    entries = read_entries(path, "tiếng Anh<TAB>tiếng Việt")
    return {" ".join(_WORD.findall(fold(english))): vietnamese for english, vietnamese in entries}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, float]]:
    path = bundled("models/en-vi.json.gz")
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            table: dict[str, dict[str, float]] = json.load(lines)
            return table
    except (OSError, ValueError) as exc:
        raise ModelError(f"Không đọc được bảng dịch {path}: {exc}; hãy cài lại gói") from exc


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, tuple[str, ...]]:
    return load_glossary(bundled("models/dictionary.tsv"))


def load_translator(project: Path) -> Translator:
    """The shipped table, glossary and dictionary, the glossary extended by the project's own."""
    glossary = {**load_glossary(bundled("models/glossary.tsv")), **load_glossary(project / "glossary.tsv")}
    return Translator(_table(), glossary, _dictionary())
