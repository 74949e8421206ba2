"""What chance alone explains: intervals and paired tests, each with a fixed seed, so that two runs print the same."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_ROUNDS = 1000


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % percentile bootstrap interval of a mean (Efron 1979), 1,000 resamples with a fixed seed."""
    if not values:
        return 0.0, 0.0
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(_ROUNDS))
    return means[int(0.025 * _ROUNDS)], means[int(0.975 * _ROUNDS)]


def gap_interval(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """95 % bootstrap interval of mean(one) - mean(other), two samples drawn apart (Efron & Tibshirani 1993, ch. 8)."""
    if not one or not other:
        return 0.0, 0.0
    chance = random.Random(2)
    gaps = sorted(
        statistics.fmean(chance.choices(one, k=len(one))) - statistics.fmean(chance.choices(other, k=len(other)))
        for _ in range(_ROUNDS)
    )
    return gaps[int(0.025 * _ROUNDS)], gaps[int(0.975 * _ROUNDS)]


@dataclass(frozen=True, slots=True)
class Paired:
    """One metric of two runs on the same questions: mean difference, its 95 % interval, and the sign test."""

    difference: float
    low: float
    high: float
    won: int
    lost: int
    chance: float

    @property
    def worse(self) -> bool:
        """Whether the whole interval lies below zero."""
        return self.high < 0

    @property
    def better(self) -> bool:
        """Whether the whole interval lies above zero."""
        return self.low > 0


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """Paired bootstrap of the mean difference (Sakai 2006) and a sign test over the questions that changed.

    Raises ValueError when the lengths differ.
    """
    differences = [b - a for a, b in zip(before, after, strict=True)]
    won, lost = sum(d > 1e-9 for d in differences), sum(d < -1e-9 for d in differences)
    low, high = interval(differences)
    return Paired(statistics.fmean(differences) if differences else 0.0, low, high, won, lost, sign_test(lost, won))


def sign_test(lost: int, won: int) -> float:
    """Two-sided binomial sign test, 0 to 1 (Dixon & Mood 1946): min(1, 2·Σ_{i≤min} C(n,i) / 2^n); 1 without changes."""
    total, least = lost + won, min(lost, won)
    if not total:
        return 1.0
    ways, tail = 1, 0
    for i in range(least + 1):
        tail += ways
        ways = ways * (total - i) // (i + 1)
    return min(1.0, float(2 * tail / 2**total))  # a quotient of integers of any size


def told(chance: float) -> str:
    """A probability as it is printed: "p = 0.042", "p < 0.001"."""
    return "p < 0.001" if chance < 0.001 else f"p = {chance:.3f}"
