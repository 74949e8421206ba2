"""Metrics of search and answers, one function each; scores run from 0 to 1 unless it says otherwise."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
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


def gold_recall_at(k: int, held: Sequence[Collection[int]], golds: int) -> float:
    """|golds that one of the first k hits holds| / golds; `held[i]` are the golds that hit i holds; 1 without golds.

    Recall as in `recall_at`, counted in quotes and not in passages, so that pipelines that cut the text
    differently can be compared.
    """
    return len({gold for hit in held[:k] for gold in hit}) / golds if golds else 1.0


def gold_reciprocal_rank(k: int, held: Sequence[Collection[int]], golds: int) -> float:
    """1 / rank of the first hit among the first k that holds any gold, 0 when none does; 1 without golds (Voorhees 1999)."""
    if not golds:
        return 1.0
    return next((1.0 / rank for rank, hit in enumerate(held[:k], 1) if hit), 0.0)


def gold_ndcg_at(k: int, held: Sequence[Collection[int]], golds: int) -> float:
    """Σ new(rank)/log2(rank+1) over the greatest value that one gold a rank can reach, at most 1; 1 without golds.

    `new(rank)` is the number of golds that the hit holds and no better hit held: finding the same words twice gains
    nothing (Clarke et al. 2008, α-nDCG with α = 1; discount of Järvelin & Kekäläinen 2002).
    """
    if not golds:
        return 1.0
    seen: set[int] = set()
    gain = 0.0
    for rank, hit in enumerate(held[:k], 1):
        gain += len(set(hit) - seen) / log2(rank + 1)
        seen |= set(hit)
    ideal = sum(1.0 / log2(rank + 1) for rank in range(1, min(k, golds) + 1))
    return min(1.0, gain / ideal)


def correctness(right: Sequence[bool]) -> float:
    """Right answers / questions; 1 without questions. What is right is fixed by the contract of the questions file."""
    return statistics.fmean(right) if right else 1.0


def refusal_precision(refused: Sequence[bool], unanswerable: Sequence[bool]) -> float:
    """Refused and unanswerable / refused; 1 when nothing was refused (precision of the class "not found",
    Rajpurkar et al. 2018, SQuAD 2.0)."""
    right = [none for said, none in zip(refused, unanswerable, strict=True) if said]
    return statistics.fmean(right) if right else 1.0


def refusal_recall(refused: Sequence[bool], unanswerable: Sequence[bool]) -> float:
    """Refused and unanswerable / unanswerable; 1 when every question has an answer (as `refusal_precision`)."""
    right = [said for said, none in zip(refused, unanswerable, strict=True) if none]
    return statistics.fmean(right) if right else 1.0


def citation_recall(held: Sequence[Collection[int]], golds: int) -> float:
    """|golds that a citation overlaps| / golds; 1 without golds (Gao et al. 2023, ALCE, with gold quotes as the judge)."""
    return gold_recall_at(len(held), held, golds)


def citation_precision(held: Sequence[Collection[int]]) -> float | None:
    """Citations that overlap a gold / citations; None without citations (Gao et al. 2023, ALCE)."""
    return statistics.fmean(bool(golds) for golds in held) if held else None


def quote_fidelity(verbatim: Sequence[bool]) -> float:
    """Quotes that are their spans of the source, blanks collapsed / quotes; 1 without quotes. Must be 1."""
    return statistics.fmean(verbatim) if verbatim else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose stated probability lies in one interval: how many, its mean, and the share that has an answer."""

    low: float
    high: float
    count: int
    stated: float
    true: float


def reliability(stated: Sequence[float], true: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Stated probabilities against what is true, in bins of equal width, empty ones left out (reliability diagram,
    Murphy & Winkler 1977). A probability of 1 belongs to the last bin."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for pair in zip(stated, true, strict=True):
        members.setdefault(min(int(pair[0] * bins), bins - 1), []).append(pair)
    return [
        Bin(n / bins, (n + 1) / bins, len(pairs), statistics.fmean(p for p, _ in pairs), statistics.fmean(t for _, t in pairs))
        for n, pairs in sorted(members.items())
    ]


def calibration_error(stated: Sequence[float], true: Sequence[bool], bins: int = 10) -> float:
    """Σ count/all · |true share − mean stated| over bins of equal width; 0 without questions (expected calibration error,
    Naeini et al. 2015)."""
    return sum(b.count / len(stated) * abs(b.true - b.stated) for b in reliability(stated, true, bins))


def brier_score(stated: Sequence[float], true: Sequence[bool]) -> float:
    """Mean of (stated − true)², 0 is best; 0 without questions (Brier 1950)."""
    return statistics.fmean((p - t) ** 2 for p, t in zip(stated, true, strict=True)) if stated else 0.0


def median_length(lengths: Sequence[int]) -> float:
    """Median answer length in characters; 0 without answers."""
    return float(statistics.median(lengths)) if lengths else 0.0


def percentile(share: float, values: Sequence[float]) -> float:
    """Nearest-rank percentile of values, in their unit; `share` from 0 to 1; 0 without values (NIST handbook 7.2.6.2)."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
