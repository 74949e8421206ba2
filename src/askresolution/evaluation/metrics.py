"""Metrics of search and answers, one function each; scores run from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log2


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """|relevant ∩ ranked[:k]| / |relevant|; 0 without relevant ids (Manning et al. 2008, ch. 8)."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant id among the first k, 0 when there is none (Voorhees 1999)."""
    return next((1.0 / rank for rank, name in enumerate(ranked[:k], 1) if name in relevant), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Σ 1/log2(rank+1) over relevant ids among the first k, over its greatest value (Järvelin & Kekäläinen 2002)."""
    gain = sum(1.0 / log2(rank + 1) for rank, name in enumerate(ranked[:k], 1) if name in relevant)
    ideal = sum(1.0 / log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return gain / ideal if ideal else 0.0
