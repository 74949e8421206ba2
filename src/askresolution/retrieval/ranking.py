"""How much each sign of a good passage counts: a linear ranker with fitted weights.

The weights are fitted by `fit` (listwise softmax, as ListNet's top-one, Cao et al. 2007) on questions whose passage is
known, and stored with the embedding model that they were fitted with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askresolution.errors import ModelError
from askresolution.index.embedder import Embedder
from askresolution.resources import bundled

#: The signs, each 0 to 1 over the candidates of one query: BM25F; the part of the query's telling words that is
#: said; the best two neighbouring sentences; the best sentence by its length; the part of the heading that the query
#: says; the embedding's similarity, as far as the words leave the choice open.
FEATURES = ("lexical", "told", "neighbours", "sentence_by_length", "heading", "dense")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of the features per language of the query ("vi", "en"), shape (features,), summing to 1."""

    weights: Mapping[str, NDArray[np.float32]]

    def with_dense(self, share: float) -> Ranking:
        """The same weights with another share (0 to 1) for the embedding."""
        changed = {}
        for language, row in self.weights.items():
            rest = row.copy()
            rest[-1] = 0.0
            changed[language] = np.append(rest[:-1] / max(float(rest.sum()), 1e-6) * (1 - share), share).astype(np.float32)
        return Ranking(changed)


def load_ranking(project: Path, embedder: Embedder, dense_share: float) -> Ranking:
    """The project's own `ranking.json` when it was fitted with the model and the signs in use, else the shipped weights.

    A share of 0 or more overrides what was fitted for the embedding. Raises ModelError for a broken file.
    """
    own = project / "ranking.json"
    stored = _read(own) if own.exists() else None
    if stored is not None and stored["model"] == embedder.fingerprint and not _of_other_signs(stored):
        ranking = _ranking(own, stored)
    else:
        ranking = shipped_ranking(embedder)
    return ranking if dense_share < 0 else ranking.with_dense(dense_share)


def shipped_ranking(embedder: Embedder) -> Ranking:
    """The shipped weights; another model than theirs counts for the share that its kind is trusted with."""
    path = bundled("models/ranking.json")
    shipped = _read(path)
    ranking = _ranking(path, shipped)
    return ranking if shipped["model"] == embedder.fingerprint else ranking.with_dense(embedder.weight)


def save_ranking(path: Path, ranking: Ranking, embedder: Embedder, note: str) -> None:
    """Writes the weights with the fingerprint of the model that they belong to and what they were fitted on."""
    content = {
        "model": embedder.fingerprint,
        "note": note,
        "weights": {
            language: {name: round(float(value), 4) for name, value in zip(FEATURES, row, strict=True)}
            for language, row in ranking.weights.items()
        },
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, object]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ModelError(f"Không đọc được trọng số xếp hạng {path}: {exc}; hãy chạy: askresolution eval --tune") from exc
    if not isinstance(stored, dict) or "model" not in stored or not isinstance(stored.get("weights"), dict):
        raise ModelError(f"{path}: cần 'model' và 'weights'; hãy chạy: askresolution eval --tune")
    return stored


def _of_other_signs(stored: dict[str, object]) -> bool:
    """Whether weights were fitted by another version, which looked at other signs."""
    weights = stored["weights"]
    rows = weights.values() if isinstance(weights, dict) else ()
    return any(isinstance(row, dict) and not set(row) <= set(FEATURES) for row in rows)


def _ranking(path: Path, stored: dict[str, object]) -> Ranking:
    weights = stored["weights"]
    try:
        return Ranking(
            {
                language: np.asarray([float(weights[language][name]) for name in FEATURES], dtype=np.float32)  # type: ignore[index]
                for language in ("vi", "en")
            }
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise ModelError(f"{path}: thiếu trọng số ({exc}); cần {', '.join(FEATURES)} cho vi và en") from exc


def fit(
    lists: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]], start: NDArray[np.float32], rounds: int = 150, hold: float = 0.0005
) -> NDArray[np.float32]:
    """Weights that put the right candidates first: (features of shape (candidates, features), right ones) per query.

    Adam over the mean listwise cross entropy; `hold` pulls towards `start`. No weight is negative. Deterministic.
    """
    lists = [(x, y) for x, y in lists if y.any() and not y.all()]
    scale = 15.0
    origin = np.asarray(start, dtype=np.float64) * scale
    weights = origin.copy()
    if not lists:
        return np.asarray(start, dtype=np.float32)
    size = max(len(x) for x, _ in lists)
    features = np.zeros((len(lists), size, len(start)))
    right = np.zeros((len(lists), size), dtype=bool)
    present = np.zeros((len(lists), size), dtype=bool)
    for row, (x, y) in enumerate(lists):
        features[row, : len(x)], right[row, : len(x)], present[row, : len(x)] = x, y, True
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, rounds + 1):
        scores = np.where(present, features @ weights, -np.inf)
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        wanted = np.where(right, chance, 0.0)
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-12
        gradient = np.einsum("lc,lcf->f", chance - wanted, features) / len(lists) + hold * (weights - origin)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights -= 0.4 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights, 0.0)
    return np.asarray(weights / weights.sum(), dtype=np.float32)
