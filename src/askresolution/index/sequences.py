"""The passages' words in order, sentence by sentence, so that the best candidates can be read again closely.

BM25 counts words anywhere in a passage. A question is mostly answered by one sentence: what that sentence
alone holds of the question, and whether a heading says little else than the question, tells good candidates
from long ones that mention everything somewhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_END = -1
#: Share of a sentence's score that does not depend on its length.
_LENGTH_FREE = 0.7

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms of one query as column numbers: single words and pairs of neighbours with their worth.

    `columns` are sorted; `single[i]` is what column i is worth, `pair[i, j]` what i followed by j is worth.
    """

    columns: Ints
    single: Floats
    pair: Floats

    @classmethod
    def of(cls, worth: Mapping[str, float], vocabulary: Mapping[str, int]) -> Wanted:
        """From the worth (weight times idf) of terms; terms that the vocabulary lacks are left out."""
        names: dict[int, float] = {}
        pairs: list[tuple[int, int, float]] = []
        for term, value in sorted(worth.items()):
            first, blank, second = term.partition(" ")
            if blank:
                a, b = vocabulary.get(first), vocabulary.get(second)
                if a is not None and b is not None and " " not in second:
                    pairs.append((a, b, value))
                    names.setdefault(a, 0.0)
                    names.setdefault(b, 0.0)
            elif term in vocabulary:
                names[vocabulary[term]] = value
        columns = np.asarray(sorted(names), dtype=np.int32)
        place = {int(column): position for position, column in enumerate(columns)}
        pair = np.zeros((len(columns), len(columns)), dtype=np.float32)
        for a, b, value in pairs:
            pair[place[a], place[b]] = value
        single = np.asarray([names[int(column)] for column in columns], dtype=np.float32)
        return cls(columns, single, pair)


class SequenceBuilder:
    """Collects the words of one row after another; numbers in flat arrays, since lists of lists fill a memory."""

    def __init__(self) -> None:
        self._offsets, self._written, self._folded = array("q", [0]), array("i"), array("i")

    def add(self, sentences: Iterable[tuple[Sequence[int], Sequence[int]]]) -> None:
        """One row: the columns of each sentence's words, as written and folded, equally many."""
        for written, folded in sentences:
            self._written.extend(written)
            self._folded.extend(folded)
            self._written.append(_END)
            self._folded.append(_END)
        self._offsets.append(len(self._folded))

    def build(self) -> Sequences:
        """The rows added so far, over the collected numbers themselves; nothing can be added afterwards."""
        return Sequences(
            np.frombuffer(self._offsets, dtype=np.int64),
            np.frombuffer(self._written, dtype=np.int32) if self._written else np.zeros(0, np.int32),
            np.frombuffer(self._folded, dtype=np.int32) if self._folded else np.zeros(0, np.int32),
        )


class Sequences:
    """Words of each row as two parallel flat arrays of columns (as written, and folded), sentences ended by -1."""

    def __init__(self, offsets: NDArray[np.int64], written: Ints, folded: Ints) -> None:
        self._offsets = offsets
        self._written = written
        self._folded = folded
        ends = int(np.count_nonzero(folded == _END))
        self._mean = max((len(folded) - ends) / ends if ends else 1.0, 1.0)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What is stored of it, by names that begin with `name`."""
        return {f"{name}_offsets": self._offsets, f"{name}_written": self._written, f"{name}_folded": self._folded}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[np.generic]], name: str) -> Sequences:
        """The inverse of `arrays`. Raises KeyError when one is missing."""
        return cls(
            np.asarray(stored[f"{name}_offsets"], dtype=np.int64),
            np.asarray(stored[f"{name}_written"], dtype=np.int32),
            np.asarray(stored[f"{name}_folded"], dtype=np.int32),
        )

    def words(self, row: int) -> frozenset[int]:
        """Folded columns of a row, each once."""
        return frozenset(self._folded[self._offsets[row] : self._offsets[row + 1]].tolist()) - {_END}

    def best(self, rows: NDArray[np.intp], wanted: Wanted) -> tuple[Floats, Floats]:
        """Shapes (rows,): what the best two neighbouring sentences of each row hold of the query together, and what its
        best sentence holds by its length."""
        owner, alone, both, lengths = self._sentences(rows, wanted)
        together = np.zeros(len(rows), dtype=np.float32)
        scaled = np.zeros(len(rows), dtype=np.float32)
        np.maximum.at(together, owner, both)
        np.maximum.at(scaled, owner, alone / (_LENGTH_FREE + (1 - _LENGTH_FREE) * lengths / self._mean))
        return together, scaled

    def _gather(self, rows: NDArray[np.intp]) -> tuple[Ints, Ints, NDArray[np.int64], NDArray[np.int64]]:
        """Written and folded columns of the rows, one after the other, and for each its row's and its sentence's position."""
        lows, highs = self._offsets[rows], self._offsets[rows + 1]
        sizes = highs - lows
        at = np.repeat(lows - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(sizes.sum())
        folded = self._folded[at]
        end = folded == _END
        sentence = np.cumsum(end) - end
        return self._written[at], folded, np.repeat(np.arange(len(rows)), sizes), sentence

    def _sentences(self, rows: NDArray[np.intp], wanted: Wanted) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
        """Row position, sum of the distinct wanted terms, the same of it and the next sentence, and length of each sentence
        of the rows."""
        written, folded, row, sentence = self._gather(rows)
        end = folded == _END
        count = int(end.sum())
        if not len(wanted.columns) or not count:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32)
        owner = row[end]
        lengths = np.bincount(sentence[~end], minlength=count).astype(np.float32)
        size = len(wanted.columns)
        places = _place(wanted.columns, folded)
        exact = np.where(written != folded, _place(wanted.columns, written), -1)
        keys = _distinct(np.concatenate([(sentence * size + spot)[spot >= 0] for spot in (places, exact)]))
        pairs = np.flatnonzero((places[:-1] >= 0) & (places[1:] >= 0))
        codes = _distinct(sentence[pairs] * (size * size) + places[pairs] * size + places[pairs + 1])
        follows = np.concatenate([[False], owner[1:] == owner[:-1]])
        alone = np.zeros(count)
        both = np.zeros(count)
        for found, base, worth in ((keys, size, wanted.single), (codes, size * size, wanted.pair.ravel())):
            alone += np.bincount(found // base, worth[found % base], minlength=count)
            before = found[follows[found // base]] - base  # the same as found in the sentence before
            joined = _distinct(np.concatenate([found, before]))
            both += np.bincount(joined // base, worth[joined % base], minlength=count)
        return owner, alone.astype(np.float32), both.astype(np.float32), lengths

    def share(self, rows: NDArray[np.intp], wanted: Wanted, idf: Floats) -> Floats:
        """Shape (rows,): which part of a row's own worth (idf of its words) the query says, 0 to 1."""
        _, folded, row, _ = self._gather(rows)
        if not len(wanted.columns) or not len(folded):
            return np.zeros(len(rows), dtype=np.float32)
        words = folded != _END
        keys = _distinct(row[words] * len(idf) + folded[words])
        owner, column = keys // len(idf), keys % len(idf)
        worth = idf[column]
        asked = _place(wanted.columns, column)
        said = (asked >= 0) & (wanted.single[np.maximum(asked, 0)] > 0)
        whole = np.bincount(owner, worth, minlength=len(rows))
        return (np.bincount(owner, worth * said, minlength=len(rows)) / np.maximum(whole, 1e-6)).astype(np.float32)


def _distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted without repeats; faster than numpy's own for some thousand values."""
    keys = np.sort(keys)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def _place(columns: Ints, values: NDArray[np.integer]) -> NDArray[np.int64]:
    """Positions of values among sorted columns, -1 where they are not."""
    if not len(columns):
        return np.full(len(values), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(columns, values), len(columns) - 1)
    return np.where(columns[found] == values, found, -1)
