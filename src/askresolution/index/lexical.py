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
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from askresolution.domain import Passage
from askresolution.errors import IndexError_
from askresolution.index.sequences import Sequences, Wanted
from askresolution.reading import sentences
from askresolution.vietnamese import TOKEN, fold, nfc, normalize

K1, B = 1.2, 0.75
#: Weights of the fields beside the body before saturation; the body's own is 1.
PATH, CONTEXT = 0.55, 0.35
#: Prefix of terms in their accented form; they only break ties between folded equals.
ACCENTED = "="
TIE_BREAK = 0.4


def terms_of(text: str) -> list[str]:
    """Terms of a text: folded tokens, bigrams of neighbours, parts of identifiers, and accented forms."""
    return _terms(_words(text))


def _words(text: str) -> list[str]:
    return [match.group() for match in TOKEN.finditer(normalize(text))]


def _terms(words: Sequence[str]) -> list[str]:
    folded = [fold(word) for word in words]
    terms = list(folded)
    terms.extend(f"{a} {b}" for a, b in pairwise(folded))
    for word in folded:
        if not word.isalnum():
            terms.extend(part for part in _parts(word) if part != word)
    terms.extend(ACCENTED + word.lower() for word in words if word.isalpha())
    return terms


def _parts(token: str) -> list[str]:
    """Parts that an identifier or number is also found by: "57-nq/tw" by "57-nq", "57", "nq", "tw"."""
    pieces = [piece for piece in token.replace("-", "/").replace("_", "/").split("/") if piece]
    return pieces if len(pieces) > 1 else []


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

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> LexicalIndex:
        """Index of passages, in their order."""
        vocabulary: dict[str, int] = {}
        columns, rows, counts = array("i"), array("i"), array("f")
        ids: list[str] = []
        lengths = array("f")
        bodies: list[list[list[tuple[int, int]]]] = []
        headings: list[list[list[tuple[int, int]]]] = []
        for row, passage in enumerate(passages):
            ids.append(passage.id)
            text = nfc(passage.text)
            said = [_words(text[start:end]) for start, end in sentences(text)]
            heading = _words(passage.path[-1]) if passage.path else []
            weights = _weighted_terms(passage, [word for sentence in said for word in sentence])
            length = 0.0
            for term, weight in weights.items():
                column = vocabulary.setdefault(term, len(vocabulary))
                columns.append(column)
                rows.append(row)
                counts.append(weight)
                if " " not in term and term[0] != ACCENTED:
                    length += weight
            lengths.append(length)
            bodies.append([_columns(sentence, vocabulary) for sentence in said])
            headings.append([_columns(heading, vocabulary)])
        return cls._finish(
            ids, vocabulary, columns, rows, counts, lengths, Sequences.build(bodies), Sequences.build(headings)
        )

    @classmethod
    def _finish(
        cls,
        ids: list[str],
        vocabulary: dict[str, int],
        columns: array[int],
        rows: array[int],
        counts: array[float],
        lengths: array[float],
        body: Sequences,
        headings: Sequences,
    ) -> LexicalIndex:
        column = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, np.int32)
        row = np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, np.int32)
        tf = np.frombuffer(counts, dtype=np.float32) if counts else np.zeros(0, np.float32)
        length = np.frombuffer(lengths, dtype=np.float32) if lengths else np.ones(1, np.float32)
        order = np.argsort(column, kind="stable")
        column, row, tf = column[order], row[order], tf[order]
        frequency = np.bincount(column, minlength=len(vocabulary)).astype(np.float32)
        total = max(len(ids), 1)
        idf = np.log(1.0 + (total - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        norm = K1 * (1.0 - B + B * length / max(float(length.mean()), 1e-6))
        impacts = idf[column] * tf * (K1 + 1.0) / (tf + norm[row])
        starts = np.concatenate([[0], np.cumsum(frequency.astype(np.int64))])
        return cls(ids, vocabulary, starts, row.copy(), impacts.astype(np.float32), body, headings)

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

    def close_reading(
        self, weights: Mapping[str, float], rows: NDArray[np.intp]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Three arrays of shape (rows,), each 0 or more: the best sentence's worth, the same by its length, and
        which part of the heading the query says (0 to 1)."""
        worth = {term: weight * self.idf(term) for term, weight in weights.items() if term in self.vocabulary}
        wanted = Wanted.of(worth, self.vocabulary)
        plain, scaled = self._body.best(rows, wanted)
        return plain, scaled, self._headings.share(rows, wanted, self._idf)

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


def _weighted_terms(passage: Passage, body: Sequence[str]) -> Counter[str]:
    weights: Counter[str] = Counter(_terms(body))
    for field, factor in ((" / ".join(passage.path), PATH), (passage.context, CONTEXT)):
        for term in terms_of(field) if field else ():
            weights[term] += factor  # type: ignore[assignment]
    return weights


def _columns(words: Sequence[str], vocabulary: dict[str, int]) -> list[tuple[int, int]]:
    """(written, folded) columns of words; both are the same for numbers and identifiers."""
    result = []
    for word in words:
        folded = vocabulary.setdefault(fold(word), len(vocabulary))
        written = vocabulary.setdefault(ACCENTED + word.lower(), len(vocabulary)) if word.isalpha() else folded
        result.append((written, folded))
    return result


def query_weights(text: str) -> dict[str, float]:
    """Weights of a query's terms: 1 for tokens and bigrams, little for accented forms."""
    return {term: TIE_BREAK if term[0] == ACCENTED else 1.0 for term in terms_of(text)}
