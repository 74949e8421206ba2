"""Everyday words and what documents write instead: people say "rác", documents "chất thải"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from askresolution.retrieval.wordlists import read_entries
from askresolution.vietnamese import fold, normalize

#: A syllable belongs to its neighbour when at least this share of its passages write the two together.
_TOGETHER = 0.2


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word or phrase as people type it, and what documents write; `written` is folded."""

    typed: str
    folded: str
    written: tuple[str, ...]


class Synonyms:
    """Finds in a question the words that documents write otherwise."""

    def __init__(self, entries: Iterable[Synonym] = ()) -> None:
        self._by_first: dict[str, list[Synonym]] = defaultdict(list)
        for entry in {entry.folded: entry for entry in entries}.values():
            self._by_first[entry.folded.split()[0]].append(entry)

    def within(
        self, words: Sequence[str], typed: Sequence[str], named: Collection[str], frequency: Callable[[str], int]
    ) -> list[Synonym]:
        """Entries that a question holds, in its order.

        `words` are its words folded and mended, `typed` the same as they were typed, in lower case; those of `named` only
        name a commune ("Lương" is no pay there). A syllable counts where no other sign stands on it than on the entry's
        ("ban" is not "bàn", "điểm dân cư" has nothing of "diêm dân"), a single one besides where the corpus does not write
        it together with its neighbour ("lãnh đạo").
        """
        found = []
        for at, word in enumerate(words):
            for entry in self._by_first.get(word, ()):
                size = entry.folded.count(" ") + 1
                window = words[at : at + size]
                if " ".join(window) != entry.folded or all(part in named for part in window):
                    continue
                if size == 1 and not _alone(words, at, frequency):
                    continue
                if not all(_as_spelt(part, typed, at + place) for place, part in enumerate(entry.typed.split())):
                    continue
                found.append(entry)
        return found


def _as_spelt(wanted: str, typed: Sequence[str], at: int) -> bool:
    """Whether a syllable was typed with the wanted signs, or with none."""
    word = typed[at] if at < len(typed) else ""
    return word in (wanted, "") or fold(word) == word.replace("đ", "d") or fold(word) != fold(wanted)


def _alone(words: Sequence[str], at: int, frequency: Callable[[str], int]) -> bool:
    word = words[at]
    neighbours = [f"{words[at - 1]} {word}"] if at else []
    neighbours += [f"{word} {words[at + 1]}"] if at + 1 < len(words) else []
    return all(frequency(pair) <= _TOGETHER * frequency(word) for pair in neighbours) if frequency(word) else True


def read_synonyms(paths: Iterable[Path]) -> Synonyms:
    """The entries of files of lines `typed<TAB>written;written`, later files over earlier ones; missing files are empty.

    Raises CorpusError for a line of another form and for a file that is not UTF-8 text.
    """
    found: list[Synonym] = []
    for path in paths:
        for typed, written in read_entries(path, "từ thường dùng<TAB>từ trong văn bản"):
            spelt = normalize(typed).lower()
            found.append(Synonym(spelt, fold(spelt), tuple(map(fold, written))))
    return Synonyms(found)
