"""The lexical index: BM25 over folded syllables, their bigrams and whole identifiers, with fields.

Impacts are computed when the index is built (as BM25S does, arXiv 2407.03618), so that a search is a sum of
a few sparse rows. Okapi BM25 with k1 = 1.2, b = 0.75 (Robertson & Zaragoza 2009); the fields are weighted
before saturation, as in BM25F.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise, repeat
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from askresolution.domain import Passage
from askresolution.errors import IndexError_
from askresolution.index.sequences import SequenceBuilder, Sequences, Wanted
from askresolution.reading import sentences
from askresolution.vietnamese import TOKEN, fold, nfc, normalize

K1, B = 1.2, 0.75
#: Weights of the fields beside the body before saturation; the body's own is 1.
PATH, CONTEXT = 0.55, 0.35
#: Prefix of terms in their accented form; they only break ties between folded equals.
ACCENTED = "="
TIE_BREAK = 0.6
#: Weight of a query's pairs of neighbours, which their two words count for already.
PAIR = 0.7
#: Room for rounding where sums are compared that were added in another order.
_SLACK = 1.0001
#: How far the k-th best must be above what is left to add before rows are looked up one by one, and how many rows tell it.
_MARGIN, _PROBE = 2.0, 4096
#: How many postings can be added in the time of looking one row up in them.
_LOOKUP = 8
#: Postings that are sorted at a time.
_BLOCK = 4_000_000

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


def terms_of(text: str) -> list[str]:
    """Terms of a text: folded tokens, bigrams of neighbours, parts of identifiers, and accented forms."""
    return _terms(_words(text))


def _words(text: str) -> list[str]:
    return [match.group() for match in TOKEN.finditer(normalize(text))]


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str, tuple[str, ...]]:
    """A word folded; in its accented form, empty for numbers and identifiers; the parts of an identifier."""
    folded = fold(word)
    parts = () if folded.isalnum() else tuple(part for part in _parts(folded) if part != folded)
    return folded, ACCENTED + word.lower() if word.isalpha() else "", parts


def _terms(words: Sequence[str]) -> list[str]:
    forms = [_forms(word) for word in words]
    terms = [folded for folded, _, _ in forms]
    terms.extend([f"{a} {b}" for a, b in pairwise(terms)])
    terms.extend(part for _, _, parts in forms for part in parts)
    terms.extend(accented for _, accented, _ in forms if accented)
    return terms


def _parts(token: str) -> list[str]:
    """Parts that an identifier or number is also found by: "57-nq/tw" by "57-nq", "57", "nq", "tw"."""
    pieces = [piece for piece in token.replace("-", "/").replace("_", "/").split("/") if piece]
    return pieces if len(pieces) > 1 else []


class _Numbering(dict[str, int]):
    """Numbers terms in the order in which they are first looked up."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Postings:
    """(term, passage, weight) triples as they come, and what they are turned into: one run of passages per term.

    The triples are kept in blocks that are freed one by one while they are sorted into place, so that a large build
    never holds them twice.
    """

    def __init__(self) -> None:
        self._blocks: list[tuple[Ints, Ints, Floats]] = []
        self._open = array("i"), array("i"), array("f")

    def add(self, row: int, columns: Iterable[int], weights: Iterable[float]) -> None:
        """The terms of one passage with their weights."""
        open_columns, open_rows, open_weights = self._open
        open_columns.extend(columns)
        open_weights.extend(weights)
        open_rows.extend(repeat(row, len(open_columns) - len(open_rows)))
        if len(open_columns) >= _BLOCK:
            self._close_block()

    def _close_block(self) -> None:
        columns, rows, weights = self._open
        if columns:
            self._blocks.append(
                (np.frombuffer(columns, np.int32), np.frombuffer(rows, np.int32), np.frombuffer(weights, np.float32))
            )
            self._open = array("i"), array("i"), array("f")

    def sorted(self, size: int) -> tuple[NDArray[np.int64], Ints, Floats]:
        """Where each of `size` terms' runs starts (and the end), passages, weights; passages ascend in each run."""
        self._close_block()
        frequency = np.zeros(size, np.int64)
        for column, _, _ in self._blocks:
            frequency += np.bincount(column, minlength=size)
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        rows, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
        cursor = starts[:-1].copy()
        self._blocks.reverse()
        while self._blocks:
            column, row, weight = self._blocks.pop()
            order = np.argsort(column, kind="stable")
            column = column[order]
            counts = np.bincount(column, minlength=size)
            # The n-th triple of a term in this block goes n places behind those of the blocks before.
            firsts = np.cumsum(counts) - counts
            places = cursor[column] + np.arange(len(column)) - firsts[column]
            rows[places], weights[places] = row[order], weight[order]
            cursor += counts
        return starts, rows, weights


class LexicalIndex:
    """Sparse rows of impacts, one per term. Scores are BM25 sums, 0 or more, comparable within a search."""

    def __init__(
        self,
        ids: Sequence[str],
        vocabulary: Mapping[str, int],
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        impacts: NDArray[np.float32],
        body: Sequences,
        headings: Sequences,
    ) -> None:
        self.ids = list(ids)
        self.vocabulary = vocabulary
        self._starts = starts
        self._rows = rows
        self._impacts = impacts
        self._body = body
        self._headings = headings

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, without ids and vocabulary."""
        words = [*self._body.arrays("").values(), *self._headings.arrays("").values()]
        return self._starts.nbytes + self._rows.nbytes + self._impacts.nbytes + sum(part.nbytes for part in words)

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> LexicalIndex:
        """Index of passages, in their order."""
        vocabulary = _Numbering()
        postings = _Postings()
        ids: list[str] = []
        lengths = array("f")
        bodies, headings = SequenceBuilder(), SequenceBuilder()
        for row, passage in enumerate(passages):
            ids.append(passage.id)
            text = nfc(passage.text)
            said = [_words(text[start:end]) for start, end in sentences(text)]
            heading = _words(passage.path[-1]) if passage.path else []
            weights = _weighted_terms(passage, [word for sentence in said for word in sentence])
            postings.add(row, map(vocabulary.__getitem__, weights), weights.values())
            lengths.append(sum(weight for term, weight in weights.items() if " " not in term and term[0] != ACCENTED))
            bodies.add(_columns(sentence, vocabulary) for sentence in said)
            headings.add([_columns(heading, vocabulary)])
        starts, rows, counts = postings.sorted(len(vocabulary))
        impacts = _impacts(starts, rows, counts, np.asarray(lengths, dtype=np.float32))
        return cls(ids, dict(vocabulary), starts, rows, impacts, bodies.build(), headings.build())

    def frequency(self, term: str) -> int:
        """In how many passages a term occurs."""
        column = self.vocabulary.get(term)
        return 0 if column is None else int(self._starts[column + 1] - self._starts[column])

    def idf(self, term: str) -> float:
        """Inverse document frequency as used in the scores; that of an unseen term is the greatest."""
        frequency = self.frequency(term)
        return float(np.log(1.0 + (len(self.ids) - frequency + 0.5) / (frequency + 0.5)))

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """Shape (passages,): the weighted sum of the terms' impacts."""
        result = np.zeros(len(self.ids), dtype=np.float32)
        for term, weight in sorted(weights.items()):  # sums of floats depend on their order
            column = self.vocabulary.get(term)
            if column is not None:
                low, high = self._starts[column], self._starts[column + 1]
                result[self._rows[low:high]] += np.float32(weight) * self._impacts[low:high]
        return result

    def scores_at(self, weights: Mapping[str, float], rows: NDArray[np.intp]) -> Floats:
        """Shape (rows,): the same numbers as `scores` has at some rows, without working out the others."""
        result = np.zeros(len(rows), dtype=np.float32)
        for term, weight in sorted(weights.items()):
            at, held = self._places(term, rows)
            result[held] += np.float32(weight) * self._impacts[at[held]]
        return result

    def holds(self, term: str, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Shape (rows,): which rows hold a term."""
        return self._places(term, rows)[1]

    def _places(self, term: str, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where a term's run has each row, and whether it has it at all."""
        column = self.vocabulary.get(term)
        if column is None or self._starts[column] == self._starts[column + 1]:
            return np.zeros(len(rows), np.intp), np.zeros(len(rows), bool)
        low, high = self._starts[column], self._starts[column + 1]
        # One type on both sides: otherwise numpy would first copy the whole run into the other one.
        at = low + np.searchsorted(self._rows[low:high], rows.astype(np.int32, copy=False))
        return at, (at < high) & (self._rows[np.minimum(at, high - 1)] == rows)

    def best(self, weights: Mapping[str, float], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.intp]:
        """Rows of the k best scores above 0 among those allowed, best first, without scoring every row.

        Terms are added in the order of what they can add at most (MaxScore, Turtle & Flood 1995). Once the rest of
        them cannot lift a row into the first k, only rows that are still in the running are looked up.
        """
        bounds = [
            (weight * float(self._greatest[column]), term)
            for term, weight in weights.items()
            if weight > 0 and (column := self.vocabulary.get(term)) is not None
        ]
        bounds.sort(reverse=True)
        rest = sum(bound for bound, _ in bounds)
        partial = np.zeros(len(self.ids), dtype=np.float32)
        probe = np.zeros(0, np.int32)  # rows of one good term: the k-th best of them is a bound from below for all
        least, done = 0.0, 0
        for bound, term in bounds:
            if least > rest * _MARGIN:
                break
            low, high = self._run(term)
            rows = self._rows[low:high]
            partial[rows] += np.float32(weights[term]) * self._impacts[low:high]
            rest -= bound
            done += 1
            least = max(least, _kth(partial[probe], k))
            if len(probe) < k or len(rows) <= _PROBE:
                own = rows if allowed is None else rows[allowed[rows]]
                if (reached := _kth(partial[own], k)) > least or len(probe) < k:
                    least, probe = max(least, reached), own
        running = (partial > 0) & (partial >= max(least - rest * _SLACK, 0.0) / _SLACK)
        rows_left = np.flatnonzero(running if allowed is None else running & allowed)
        sums = partial[rows_left]
        for bound, term in bounds[done:]:
            low, high = self._run(term)
            if high - low < _LOOKUP * len(rows_left):
                partial[self._rows[low:high]] += np.float32(weights[term]) * self._impacts[low:high]
                sums = partial[rows_left]
            else:
                at, held = self._places(term, rows_left)
                sums[held] += np.float32(weights[term]) * self._impacts[at[held]]
                partial[rows_left] = sums
            rest -= bound
            least = max(least, _kth(sums, k))
            keep = sums >= max(least - rest * _SLACK, 0.0) / _SLACK
            rows_left, sums = rows_left[keep], sums[keep]
        near = rows_left[sums >= _kth(sums, k) / _SLACK]
        exact = self.scores_at(weights, near)
        return near[np.argsort(-exact, kind="stable")[:k]]

    @cached_property
    def _greatest(self) -> Floats:
        """Shape (terms,): the greatest impact of each term."""
        found = np.zeros(len(self._starts) - 1, dtype=np.float32)
        filled = np.flatnonzero(np.diff(self._starts))
        if len(filled):
            found[filled] = np.maximum.reduceat(self._impacts, self._starts[:-1][filled])
        return found

    def _run(self, term: str) -> tuple[int, int]:
        column = self.vocabulary[term]
        return int(self._starts[column]), int(self._starts[column + 1])

    def words(self, row: int) -> frozenset[int]:
        """Numbers of the distinct folded words of a passage's text."""
        return self._body.words(row)

    def close_reading(
        self, weights: Mapping[str, float], rows: NDArray[np.intp]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Three arrays of shape (rows,), each 0 or more: the worth of the best two neighbouring sentences, the best
        sentence's by its length, and which part of the heading the query says (0 to 1)."""
        worth = {term: weight * self.idf(term) for term, weight in weights.items() if term in self.vocabulary}
        wanted = Wanted.of(worth, self.vocabulary)
        together, scaled = self._body.best(rows, wanted)
        return together, scaled, self._headings.share(rows, wanted, self._idf)

    @cached_property
    def _idf(self) -> NDArray[np.float32]:
        frequency = np.diff(self._starts).astype(np.float32)
        return np.log(1.0 + (len(self.ids) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)

    def rows_of(self, term: str) -> NDArray[np.int32]:
        """Rows of the passages that hold a term."""
        column = self.vocabulary.get(term)
        if column is None:
            return np.zeros(0, dtype=np.int32)
        return self._rows[self._starts[column] : self._starts[column + 1]]

    def save(self, folder: Path) -> None:
        """Writes the index into a folder."""
        np.savez(
            folder / "lexical.npz",
            starts=self._starts,
            rows=self._rows,
            impacts=self._impacts,
            **self._body.arrays("body"),  # type: ignore[arg-type]
            **self._headings.arrays("headings"),  # type: ignore[arg-type]
        )
        content = {"ids": self.ids, "vocabulary": list(self.vocabulary)}
        (folder / "lexical.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Reads what `save` wrote. Raises IndexError_ when it is missing or broken."""
        try:
            content = json.loads((folder / "lexical.json").read_text(encoding="utf-8"))
            with np.load(folder / "lexical.npz", allow_pickle=False) as arrays:
                starts, rows, impacts = arrays["starts"], arrays["rows"], arrays["impacts"]
                body, headings = Sequences.from_arrays(arrays, "body"), Sequences.from_arrays(arrays, "headings")
            vocabulary = {term: number for number, term in enumerate(content["vocabulary"])}
            return cls(content["ids"], vocabulary, starts, rows, impacts, body, headings)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as exc:
            raise IndexError_(f"Chỉ mục từ khóa trong {folder} thiếu hoặc hỏng; hãy chạy: askresolution index --force") from exc


def _kth(values: Floats, k: int) -> float:
    """The k-th greatest value, 0 when there are fewer."""
    return float(np.partition(values, len(values) - k)[len(values) - k]) if len(values) >= k else 0.0


def _impacts(starts: NDArray[np.int64], rows: Ints, counts: Floats, lengths: Floats) -> Floats:
    """What each term adds to the score of each of its passages; worked out in place of the counts, some terms at a time."""
    total = max(len(lengths), 1)
    frequency = np.diff(starts).astype(np.float32)
    idf = np.log(1.0 + (total - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    norm = K1 * (1.0 - B + B * lengths / max(mean, 1e-6))
    for low in range(0, len(rows), _BLOCK):
        part = slice(low, min(low + _BLOCK, len(rows)))
        column = np.searchsorted(starts, np.arange(part.start, part.stop), side="right") - 1
        tf = counts[part]
        counts[part] = idf[column] * tf * (K1 + 1.0) / (tf + norm[rows[part]])
    return counts


def _weighted_terms(passage: Passage, body: Sequence[str]) -> Counter[str]:
    weights: Counter[str] = Counter(_terms(body))
    for field, factor in ((" / ".join(passage.path), PATH), (passage.context, CONTEXT)):
        for term in terms_of(field) if field else ():
            weights[term] += factor  # type: ignore[assignment]
    return weights


def _columns(words: Sequence[str], vocabulary: _Numbering) -> tuple[list[int], list[int]]:
    """Columns of words as written and folded; both are the same for numbers and identifiers."""
    forms = [_forms(word) for word in words]
    return [vocabulary[accented or plain] for plain, accented, _ in forms], [vocabulary[plain] for plain, _, _ in forms]


def query_weights(text: str) -> dict[str, float]:
    """Weights of a query's terms: 1 for tokens, less for bigrams and accented forms."""
    return {term: TIE_BREAK if term[0] == ACCENTED else PAIR if " " in term else 1.0 for term in terms_of(text)}
