"""Query → hits: lexical and dense scores choose candidates, a close reading of these orders them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from askresolution.domain import Filters, Hit, Passage
from askresolution.index.build import Index
from askresolution.index.dense import WHOLE, embedded_text
from askresolution.index.lexical import LexicalIndex
from askresolution.retrieval.ranking import FEATURES, Ranking, load_ranking
from askresolution.retrieval.reranking import Reranker, load_reranker
from askresolution.retrieval.translation import Concept
from askresolution.retrieval.understanding import Query
from askresolution.settings import Settings

#: Candidates looked at again after the first scoring.
POOL = 60
#: Among the first five hits, at most two that share four words in five: a clause that every document repeats.
_FIRST, _SAME, _ALIKE = 5, 2, 0.8
#: The embedding speaks only for passages that stand out among its nearest, and only as far as the words leave the choice
#: open: how many passages the best is compared with in both, and what makes the openness of an average question 1.
_RIVALS, _OPEN = 5, 2.5
#: Passages that a reranker reads.
_REREAD = 30
#: Preference for passages of a named issuer and of a named kind of document.
_ISSUER_BONUS, _DOCUMENT_BONUS = 0.35, 0.12
#: Preference for signatures where the question asks who signed: their own words are a post and a name.
_SIGNATURE_BONUS = 0.5


class Nearness(Protocol):
    """What a searcher needs of a dense index (see DenseIndex.scores)."""

    def scores(self, text: str, k: int, filters: Filters) -> tuple[list[str], NDArray[np.float32]]:
        """Passage ids and their cosine similarities to a text."""
        ...


class Searcher:
    """Searches one index. Scores are 0 or more; the best of a lexical match is about 1."""

    def __init__(
        self,
        lexical: LexicalIndex,
        dense: Nearness,
        passages: Mapping[str, Passage],
        ranking: Ranking,
        reranker: Reranker | None = None,
    ) -> None:
        self._lexical = lexical
        self._dense = dense
        self._passages = [passages[name] for name in lexical.ids]
        self._row = {name: row for row, name in enumerate(lexical.ids)}
        self._ranking = ranking
        self._reranker = reranker
        self._named: tuple[list[str], NDArray[np.intp]] = ([], np.zeros(0, np.intp))
        self._entries = entries(self._passages)
        self._by_issuer = _rows_by(self._passages, "issuer")
        self._by_document = _rows_by(self._passages, "document")

    @classmethod
    def over(cls, index: Index, settings: Settings) -> Searcher:
        """A searcher over an opened index, with the weights that belong to its embedding model."""
        ranking = load_ranking(settings.project, index.embedder, settings.dense_weight)
        return cls(index.lexical, index.dense, index.passages, ranking, load_reranker(settings))

    def search(self, query: Query, k: int, filters: Filters | None = None) -> list[Hit]:
        """The k best passages, best first; fewer when fewer have anything in common with the query."""
        pool, features, near = self._candidates(query, k, filters)
        if not len(pool):
            return []
        final = features @ self._ranking.weights[query.language] + self.preferences(query, pool)
        order = ordered(pool, final)
        if self._reranker is not None:
            best = final.max()
            final = final + self._reread(self._reranker, query, pool, order)
            final *= best / final.max()  # answers judge by scores of the usual size
            order = ordered(pool, final)
        order = self._spread(pool, order)[:k]
        scores = np.minimum.accumulate(final[order])  # one that had to make room is no better than those before it
        return [
            Hit(self._passages[pool[i]], round(float(score), 6), float(features[i, 0]), float(near[i]))
            for i, score in zip(order, scores, strict=True)
        ]

    def _reread(
        self, reranker: Reranker, query: Query, pool: NDArray[np.intp], order: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Shape (pool,): what the reranker adds, 1 for the best of those that it read; 0 for the others."""
        added = np.zeros(len(pool), dtype=np.float32)
        read = order[:_REREAD]
        scores = reranker.scores(query.text, [embedded_text(self._passages[pool[i]]) for i in read])
        low, high = float(scores.min()), float(scores.max())
        added[read] = (scores - low) / (high - low) if high > low else 0.0
        return added

    def _spread(self, pool: NDArray[np.intp], order: NDArray[np.intp]) -> NDArray[np.intp]:
        """The order with at most two passages of nearly the same words among the first; further ones come right after."""
        first: list[int] = []
        later: list[int] = []
        words: dict[int, frozenset[int]] = {}
        at = 0
        while at < len(order) and len(first) < _FIRST:
            place = int(order[at])
            words[place] = self._lexical.words(int(pool[place]))
            alike = sum(_alike(words[place], words[other]) for other in first)
            (later if alike >= _SAME else first).append(place)
            at += 1
        return order if not later else np.asarray([*first, *later, *order[at:]], dtype=np.intp)

    def candidates(
        self, query: Query, k: int = POOL, filters: Filters | None = None
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Rows of the passages worth a close look, and their features, shape (rows, len(FEATURES)), each 0 to 1."""
        return self._candidates(query, k, filters)[:2]

    def _candidates(
        self, query: Query, k: int, filters: Filters | None
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """What `candidates` gives, and each passage's similarity to the question, 0 to 1, as the embedding has it."""
        none = np.zeros(0, np.intp), np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.float32)
        if not self._passages:
            return none
        filters = filters or Filters()
        pool, lexical, dense = self._first(query, max(POOL, k), filters, self._allowed(filters))
        if not len(pool):
            return none
        together, by_length, heading = self._lexical.close_reading(query.weights, pool)
        told = self._told(query.concepts, pool)
        together, by_length = _scaled(together), _scaled(by_length)
        if query.several:
            # No one sentence says several things: the heading above speaks for each of its entries.
            spoken_for = np.where(self._entries[pool], heading, np.float32(0))
            together, by_length = np.maximum(together, spoken_for), np.maximum(by_length, spoken_for)
        signs = (lexical, told, together, by_length, heading, outstanding(dense) * openness(lexical))
        return pool, np.stack(signs, axis=1).astype(np.float32), dense

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        if not filters.issuers and not filters.documents:
            return None
        allowed = np.ones(len(self._passages), dtype=bool)
        for names, rows in ((filters.issuers, self._by_issuer), (filters.documents, self._by_document)):
            if names:
                chosen = np.zeros(len(self._passages), dtype=bool)
                for name in names:
                    if name in rows:
                        chosen[rows[name]] = True
                allowed &= chosen
        return allowed

    def _first(
        self, query: Query, k: int, filters: Filters, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """The k rows with the best weighted sum of both indexes, and their scores in each, 0 to 1."""
        weights = self._ranking.weights[query.language]
        rows, near = self._near(query, filters, allowed) if weights[-1] > 0 else (np.zeros(0, np.intp), np.zeros(0, np.float32))
        floor = max(float(near.min()), 0.0) if len(near) else 0.0  # nothing that was not compared is nearer
        if len(self._passages) <= WHOLE:
            pool = np.arange(len(self._passages)) if allowed is None else np.flatnonzero(allowed)
            lexical = self._lexical.scores(query.weights)[pool]
        else:
            # Rows that the dense index did not name differ in their lexical score alone: the best of these will do.
            pool = np.union1d(self._lexical.best(query.weights, k, allowed), rows)
            lexical = self._lexical.scores_at(query.weights, pool)
        dense = np.full(len(pool), floor, dtype=np.float32)
        dense[rows if len(pool) == len(self._passages) else np.searchsorted(pool, rows)] = np.maximum(near, 0.0)
        lexical = _scaled(lexical)
        first = weights[0] * lexical + weights[-1] * dense
        best = _top(first, k)
        best = best[first[best] > 0]
        return pool[best], lexical[best], dense[best]

    def _near(
        self, query: Query, filters: Filters, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Rows that the dense index compared, and their cosine similarities, -1 to 1."""
        names, scores = self._dense.scores(query.dense_text, POOL, filters) if query.dense_text else ([], np.zeros(0, np.float32))
        named = self._named
        if names is not named[0]:  # the ids of a collection that is compared whole are the same every time
            # Read and set as one value: other threads search at the same time.
            named = self._named = names, np.asarray([self._row.get(name, -1) for name in names], dtype=np.intp)
        rows = named[1]
        known = rows >= 0
        if allowed is not None:
            known &= allowed[rows]
        return rows[known], scores[known]

    def _told(self, concepts: Sequence[Concept], pool: NDArray[np.intp]) -> NDArray[np.float32]:
        """Which part of what the query's words tell each candidate says, 0 to 1; words that nothing says are left out."""
        said = np.zeros(len(pool), dtype=np.float32)
        total = 0.0
        for worth, terms in concepts:
            known = [(sure, term) for term, sure in terms.items() if self._lexical.frequency(term)]
            if not known:
                continue
            total += worth
            if len(known) == 1:
                said[self._lexical.holds(known[0][1], pool)] += np.float32(worth * known[0][0])
                continue
            best = np.zeros(len(pool), dtype=np.float32)
            for sure, term in known:
                held = self._lexical.holds(term, pool)
                best[held] = np.maximum(best[held], np.float32(sure))
            said += np.float32(worth) * best
        return said / np.float32(total) if total else said

    def preferences(self, query: Query, pool: NDArray[np.intp]) -> NDArray[np.float32]:
        """Shape (pool,): what is added to passages of a commune or document that the query names, and to a signature that it asks for."""
        bonus = np.zeros(len(pool), dtype=np.float32)
        for position, row in enumerate(pool):
            passage = self._passages[row]
            if query.issuers and passage.issuer in query.issuers:
                bonus[position] += _ISSUER_BONUS
            if query.documents and passage.document in query.documents:
                bonus[position] += _DOCUMENT_BONUS
            if query.signer and passage.kind == "signature":
                bonus[position] += _SIGNATURE_BONUS
        return bonus


def ordered(rows: NDArray[np.intp], scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Positions from the best score to the least; ties go to the row that comes first."""
    return np.lexsort((rows, -np.round(scores, 5)))


def entries(passages: Sequence[Passage]) -> NDArray[np.bool_]:
    """Shape (passages,): which stand under one heading with the passage before or after, footnotes aside."""
    found = np.zeros(len(passages), dtype=bool)
    rows = [row for row, passage in enumerate(passages) if passage.kind != "footnote" and passage.path]
    for one, other in pairwise(rows):
        if passages[one].path == passages[other].path and passages[one].document == passages[other].document:
            found[one] = found[other] = True
    return found


def openness(lexical: NDArray[np.float32]) -> float:
    """How far words leave open which passage is meant, 0 (one is far ahead of the next) to 1; from their scores, 0 to 1."""
    if len(lexical) < 2:
        return 1.0
    first = -np.sort(-lexical)[: _RIVALS + 1]
    lead = float(first[0] - first[1:].mean())
    return min(1.0, _OPEN * (1.0 - lead) ** 2)


def outstanding(dense: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much each similarity exceeds that of the last of the nearest, 0 for all further ones."""
    if len(dense) <= _RIVALS:
        return dense - dense.min() if len(dense) else dense
    beyond: NDArray[np.float32] = np.maximum(dense - np.partition(dense, -_RIVALS)[-_RIVALS], np.float32(0))
    return beyond


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two passages have nearly the same words: Jaccard's share of common ones."""
    if min(len(one), len(other)) < _ALIKE * max(len(one), len(other)):
        return False
    return len(one & other) >= _ALIKE * len(one | other)


def _rows_by(passages: list[Passage], name: str) -> dict[str, NDArray[np.intp]]:
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        rows.setdefault(getattr(passage, name), []).append(row)
    return {value: np.asarray(found, dtype=np.intp) for value, found in rows.items()}


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divided by the greatest, so that the best is 1; all 0 stay 0."""
    best = float(scores.max()) if len(scores) else 0.0
    return scores / best if best > 0 else scores


def _top(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    chosen = np.argpartition(-scores, k)[:k]
    return chosen[np.argsort(-scores[chosen], kind="stable")]
