"""A run against an earlier one: which answers flipped, which metrics fell beyond chance, and whether that may pass."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from askresolution.evaluation.chance import Paired, gap_interval, paired, sign_test
from askresolution.evaluation.run import Outcome

#: Metrics that are compared question by question, by their key in a saved run.
PAIRED = {
    "correct": "correct", "recall_5": "recall@5", "mrr": "MRR", "ndcg": "nDCG@10",
    "citation_recall": "citation recall", "citation_precision": "citation precision",
}  # fmt: skip
#: A gap between the splits that grew by less than this is not worth a warning.
_GAP_STEP = 0.01


@dataclass(frozen=True, slots=True)
class MetricChange:
    """One metric in both runs, over the questions that both hold."""

    name: str
    before: float
    after: float
    paired: Paired


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two runs on the questions that both hold; `missing` are those of the earlier run alone."""

    lost: tuple[str, ...]
    won: tuple[str, ...]
    common: int
    chance: float
    metrics: tuple[MetricChange, ...] = ()
    same_scoring: bool = True
    missing: tuple[str, ...] = ()

    @property
    def fallen(self) -> tuple[str, ...]:
        """Metrics whose whole interval of the difference lies below zero."""
        return tuple(metric.name for metric in self.metrics if metric.paired.worse)

    @property
    def fails(self) -> bool:
        """Runs without a language model are exact, so one known answer lost is a fact and not noise."""
        return bool(self.lost or self.fallen)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """The questions that flipped, with the two-sided sign-test probability that chance alone did it, and each metric.

    Metrics besides correctness are compared only when both runs were scored in the same way.
    """
    old, new = before["questions"], after["questions"]
    common = [name for name in old if name in new]
    lost = tuple(n for n in common if old[n]["correct"] and not new[n]["correct"])
    won = tuple(n for n in common if new[n]["correct"] and not old[n]["correct"])
    same = before.get("scoring") == after.get("scoring")
    keys = PAIRED if same else {"correct": "correct"}
    metrics = [made for key, name in keys.items() if (made := _metric(name, key, [(old[n], new[n]) for n in common]))]
    return Change(
        lost, won, len(common), sign_test(len(lost), len(won)), tuple(metrics), same, tuple(n for n in old if n not in new)
    )


def _metric(name: str, key: str, rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> MetricChange | None:
    """A search or citation metric is compared over answerable questions, and where both runs have a value."""
    pairs = [
        (float(old[key]), float(new[key]))
        for old, new in rows
        if old.get(key) is not None and new.get(key) is not None and (key == "correct" or new["kind"] != "unanswerable")
    ]
    if not pairs:
        return None
    before, after = [old for old, _ in pairs], [new for _, new in pairs]
    return MetricChange(name, statistics.fmean(before), statistics.fmean(after), paired(before, after))


@dataclass(frozen=True, slots=True)
class Gap:
    """Correct answers on the develop split less those on the report split: what tuning on known questions feigns.

    `now` with its interval is over all questions; `shared` and `before` are over those that the baseline has too.
    """

    now: float
    low: float
    high: float
    shared: float = 0.0
    before: float | None = None
    common: int = 0

    @property
    def wider(self) -> float:
        """How much wider than the baseline's; negative when narrower, 0 without a baseline."""
        return 0.0 if self.before is None else self.shared - self.before

    @property
    def widened(self) -> bool:
        """Whether it widened enough to be said, and in the direction that over-fitting takes."""
        return self.wider >= _GAP_STEP and self.shared > 0


def gap_of(after: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> Gap:
    """The gap of a run, compared with the baseline's over the questions that both hold."""
    rows = after["questions"]
    develop = [float(row["correct"]) for row in rows.values() if row["split"] == "develop"]
    report = [float(row["correct"]) for row in rows.values() if row["split"] == "report"]
    low, high = gap_interval(develop, report)
    now = _gap(rows, list(rows))
    if before is None:
        return Gap(now, low, high)
    old = before["questions"]
    common = [name for name in old if name in rows]
    # The split is that of this run: it is fixed by the id, and old runs may not hold it.
    was = {name: {"split": rows[name]["split"], "correct": old[name]["correct"]} for name in common}
    return Gap(now, low, high, _gap(rows, common), _gap(was, common), len(common))


def _gap(rows: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> float:
    means = []
    for split in ("develop", "report"):
        values = [float(rows[name]["correct"]) for name in names if rows[name]["split"] == split]
        means.append(statistics.fmean(values) if values else 0.0)
    return means[0] - means[1]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a run may pass, and every reason why not, with the questions at fault."""

    change: Change
    stale: tuple[Outcome, ...]
    untrue: tuple[Outcome, ...]
    numbers: tuple[Outcome, ...]
    identifiers: tuple[Outcome, ...]

    @property
    def empty(self) -> bool:
        """Whether there was nothing to compare, which must not look like a pass."""
        return self.change.common == 0

    @property
    def fails(self) -> bool:
        return self.empty or self.change.fails or any((self.stale, self.untrue, self.numbers, self.identifiers))


def judge(baseline: Mapping[str, Any], result: Mapping[str, Any], outcomes: Sequence[Outcome]) -> Verdict:
    """The gate: a right answer of the baseline lost, a metric fallen beyond its interval, gold gone from the corpus,
    a quote not verbatim, or a number or document number without support."""
    return Verdict(
        compare(baseline, result),
        tuple(o for o in outcomes if o.stale),
        tuple(o for o in outcomes if not o.quotes_true),
        tuple(o for o in outcomes if o.unsupported_numbers),
        tuple(o for o in outcomes if o.unsupported_identifiers),
    )
