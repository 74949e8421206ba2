"""Query → hits: lexical and dense scores fused, then a look at how well the best candidates cover the question."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from askresolution.domain import Filters, Hit, Passage
from askresolution.index.build import Index
from askresolution.index.dense import DenseIndex
from askresolution.index.lexical import ACCENTED, TIE_BREAK, LexicalIndex
from askresolution.retrieval.understanding import Query

#: Candidates looked at again after the first scoring.
POOL = 60
#: Preference for passages of a named issuer and of a named kind of document.
_ISSUER_BONUS, _DOCUMENT_BONUS = 0.35, 0.12
#: Share of the score that the covered part of the question's information decides.
_COVERAGE = 0.35


class Searcher:
    """Searches one index. Scores are 0 or more; the best of a lexical match is about 1."""

    def __init__(self, lexical: LexicalIndex, dense: DenseIndex, passages: Mapping[str, Passage], dense_weight: float) -> None:
        self._lexical = lexical
        self._dense = dense
        self._passages = [passages[name] for name in lexical.ids]
        self._row = {name: row for row, name in enumerate(lexical.ids)}
        self._weight = dense_weight
        self._by_issuer = _rows_by(self._passages, "issuer")
        self._by_document = _rows_by(self._passages, "document")

    @classmethod
    def over(cls, index: Index, dense_weight: float) -> Searcher:
        """A searcher over an opened index; a negative weight takes the embedding model's own."""
        weight = index.embedder.weight if dense_weight < 0 else dense_weight
        return cls(index.lexical, index.dense, index.passages, weight)

    def search(self, query: Query, k: int, filters: Filters | None = None) -> list[Hit]:
        """The k best passages, best first; fewer when fewer have anything in common with the query."""
        if not self._passages:
            return []
        filters = filters or Filters()
        allowed = self._allowed(filters)
        lexical = self._lexical.scores(query.weights)
        if allowed is not None:
            lexical = np.where(allowed, lexical, 0.0)
        fused, dense = self._fuse(query, lexical, filters, allowed)
        pool = _top(fused, POOL if k <= POOL else k)
        pool = pool[fused[pool] > 0]
        covered = self._coverage(query.weights, pool)
        final = fused[pool] * (1 - _COVERAGE + _COVERAGE * covered) + self._preferences(query, pool)
        order = np.lexsort((pool, -np.round(final, 5)))[:k]
        best = float(lexical.max()) or 1.0
        return [
            Hit(self._passages[pool[i]], round(float(final[i]), 6), float(lexical[pool[i]]) / best, dense.get(int(pool[i]), 0.0))
            for i in order
        ]

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        if not filters.issuers and not filters.documents:
            return None
        allowed = np.ones(len(self._passages), dtype=bool)
        for names, rows in ((filters.issuers, self._by_issuer), (filters.documents, self._by_document)):
            if names:
                chosen = np.zeros(len(self._passages), dtype=bool)
                for name in names:
                    chosen[rows.get(name, [])] = True
                allowed &= chosen
        return allowed

    def _fuse(
        self, query: Query, lexical: NDArray[np.float32], filters: Filters, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], dict[int, float]]:
        """Weighted sum of the scores, each scaled to 0…1 by its own best."""
        best = float(lexical.max())
        fused = lexical / best if best > 0 else lexical
        if self._weight <= 0 or not query.dense_text:
            return fused, {}
        near = self._dense.scores(query.dense_text, POOL, filters)
        rows = {self._row[name]: score for name, score in near.items() if name in self._row}
        rows = {row: score for row, score in rows.items() if allowed is None or allowed[row]}
        if rows:
            low, high = min(rows.values()), max(rows.values())
            fused = fused * (1 - self._weight)
            for row, score in rows.items():
                fused[row] += self._weight * ((score - low) / (high - low) if high > low else 1.0)
        return fused, rows

    def _coverage(self, weights: Mapping[str, float], pool: NDArray[np.intp]) -> NDArray[np.float32]:
        """Which part of the query's information (weights times idf) each candidate holds, 0 to 1."""
        covered = np.zeros(len(self._passages), dtype=np.float32)
        total = 0.0
        for term, weight in sorted(weights.items()):
            if (term[0] == ACCENTED and weight <= TIE_BREAK) or not self._lexical.frequency(term):
                continue
            worth = weight * self._lexical.idf(term)
            total += worth
            covered[self._lexical.rows_of(term)] += worth
        return covered[pool] / total if total else covered[pool]

    def _preferences(self, query: Query, pool: NDArray[np.intp]) -> NDArray[np.float32]:
        bonus = np.zeros(len(pool), dtype=np.float32)
        for position, row in enumerate(pool):
            passage = self._passages[row]
            if query.issuers and passage.issuer in query.issuers:
                bonus[position] += _ISSUER_BONUS
            if query.documents and passage.document in query.documents:
                bonus[position] += _DOCUMENT_BONUS
        return bonus


def _rows_by(passages: list[Passage], name: str) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        rows.setdefault(getattr(passage, name), []).append(row)
    return rows


def _top(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    chosen = np.argpartition(-scores, k)[:k]
    return chosen[np.argsort(-scores[chosen], kind="stable")]
