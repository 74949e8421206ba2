"""What a model cost: tokens, time and, where the provider tells, money; for each answer and in sum."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

from askresolution.domain import Generation


@dataclass(slots=True)
class Meter:
    """Usage of one answer in the making. Times in milliseconds from the request to the model."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    first_ms: float = 0.0
    total_ms: float = 0.0
    attempts: int = 0


class Totals:
    """Sums over all answers since the start, for /metrics. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[str] = Counter()
        self._sums: Counter[str] = Counter()

    def add(self, outcome: str, generation: Generation) -> None:
        """Counts one answer. `outcome` is "written", "mixed" or "replaced"."""
        with self._lock:
            self._requests[outcome] += 1
            self._sums["input_tokens"] += generation.input_tokens
            self._sums["output_tokens"] += generation.output_tokens
            self._sums["withheld_sentences"] += generation.withheld
            self._sums["cached_answers"] += int(generation.cached)
            self._sums["milliseconds"] += round(generation.total_ms)
            self._sums["cost_microdollars"] += round((generation.cost or 0.0) * 1e6)

    def lines(self) -> list[str]:
        """The sums in Prometheus text format."""
        with self._lock:
            requests, sums = dict(self._requests), dict(self._sums)
        shown = ["# TYPE askresolution_model_answers_total counter"]
        for outcome in ("written", "mixed", "replaced"):
            shown.append(f'askresolution_model_answers_total{{outcome="{outcome}"}} {requests.get(outcome, 0)}')
        for name in ("input_tokens", "output_tokens", "withheld_sentences", "cached_answers", "milliseconds", "cost_microdollars"):
            shown += [f"# TYPE askresolution_model_{name}_total counter", f"askresolution_model_{name}_total {sums.get(name, 0)}"]
        return shown
