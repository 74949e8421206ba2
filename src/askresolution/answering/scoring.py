"""How likely a sentence is to answer a question, from its signs (see signs).

The weights (`models/answering.json` and `models/answering.safetensors`, fitted by scripts/fit_answering.py on known questions)
belong to a softmax over the sentences found and "nothing here answers": a sentence's score is a weighted sum of its signs and
of a layer of hidden units over them. Whether to answer is decided by the best sentence against nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from askresolution.answering.signs import SIGNS, Row
from askresolution.answering.task import Decided
from askresolution.errors import ModelError
from askresolution.resources import bundled

#: Log odds beyond which nothing becomes surer.
_FARTHEST = 12.0
#: The arrays of a scorer's file.
TENSORS = ("direct", "hidden", "bias", "out")


@dataclass(frozen=True, slots=True)
class Scorer:
    """One hidden layer of rectified units beside a direct sum; `nothing` is the score of "nothing here answers", `least`
    the least probability of an answer."""

    direct: Row  # (signs,)
    hidden: Row  # (signs, units)
    bias: Row  # (units,)
    out: Row  # (units,)
    nothing: float
    least: float

    def scores(self, table: Row) -> Row:
        """Shape (sentences,) for signs of shape (sentences, len(SIGNS))."""
        units = np.maximum(table @ self.hidden + self.bias, 0.0)
        result: Row = table @ self.direct + units @ self.out
        return result


@lru_cache(maxsize=1)
def fitted() -> Scorer:
    """The shipped scorer. Raises ModelError when a file is missing or does not fit this version."""
    path = bundled("models/answering.json")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if tuple(stored["signs"]) != SIGNS:
            raise ValueError("signs")
        arrays = [np.asarray(load_file(path.with_suffix(".safetensors"))[name], dtype=np.float32) for name in TENSORS]
        direct, hidden, bias, out = arrays
        if direct.shape != (len(SIGNS),) or hidden.shape != (len(SIGNS), len(out)) or bias.shape != out.shape:
            raise ValueError("shapes")
        return Scorer(direct, hidden, bias, out, float(stored["nothing"]), float(stored["least"]))
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as exc:
        raise ModelError(f"Không đọc được trọng số trả lời {path}: {exc!r}; hãy cài lại gói") from exc


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often questions have an answer in the corpus: share where a rule refused them, share where a fact answered them,
    and for the best sentence a logistic curve over its log odds (Platt 1999), which rises with them."""

    rule: float
    fact: float
    offset: float
    slope: float

    def confidence(self, decided: Decided, log_odds: float) -> float:
        """The probability that the corpus answers a question at all, 0 to 1."""
        if decided == "sentence":
            logit = self.offset + self.slope * max(-_FARTHEST, min(_FARTHEST, log_odds))
            return 1.0 / (1.0 + math.exp(-logit))
        return self.rule if decided == "rule" else self.fact


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The fitted calibration. Raises ModelError when it is missing, or when its curve does not rise."""
    path = bundled("models/answering.json")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["calibration"]
        found = Calibration(*(float(stored[name]) for name in ("rule", "fact", "offset", "slope")))
        if found.slope <= 0:
            raise ValueError("slope")
        return found
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"Không đọc được hiệu chỉnh xác suất trong {path}: {exc!r}; hãy cài lại gói") from exc


def log_odds(scores: Sequence[float], nothing: float) -> float:
    """Of the best sentence against that nothing here answers; the least there is without sentences."""
    return max(scores) - nothing if scores else -_FARTHEST


def probability(scores: Row, nothing: float) -> float:
    """That the best of the sentences answers, against that nothing here does, 0 to 1; 0 without sentences.

    Many middling sentences together are no answer, so only the best counts.
    """
    return 1.0 / (1.0 + math.exp(nothing - float(scores.max()))) if len(scores) else 0.0
