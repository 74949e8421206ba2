"""Optional second reading of the best passages by a cross-encoder, which sees question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from askresolution.errors import ModelError
from askresolution.settings import Settings


class Reranker(Protocol):
    """What a searcher needs of a reranker."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts,): how well each text answers the question, greater is better, on any scale."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers, by hub name or folder; torch is imported with the first question."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as exc:
            raise ModelError("Xếp lại cần gói sentence-transformers; hãy chạy: pip install sentence-transformers") from exc
        try:
            model = CrossEncoder(self.name, device="cpu")
        except Exception as exc:  # hub, tokenizer and weights raise errors of many unrelated kinds
            detail = " ".join(str(exc).split())[:200]
            raise ModelError(
                f"Không nạp được mô hình xếp lại '{self.name}': {detail}. Cần tên một cross-encoder của sentence-transformers "
                f'đã tải về hoặc một thư mục mô hình; hoặc đặt reranker = ""'
            ) from exc
        if model.num_labels != 1:
            raise ModelError(
                f"Mô hình xếp lại '{self.name}' cho {model.num_labels} số mỗi cặp; cần một cross-encoder cho một số; "
                f'hoặc đặt reranker = ""'
            )
        return model

    def load(self) -> None:
        """Loads the model now. Raises ModelError."""
        _ = self._model

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Reranker. Raises ModelError when the model cannot be loaded."""
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32).reshape(len(pairs))


def load_reranker(settings: Settings) -> CrossEncoderReranker | None:
    """The reranker that the settings name, none when they name none; nothing heavy happens before its first use."""
    if not settings.reranker:
        return None
    folder = Path(settings.reranker) if Path(settings.reranker).is_absolute() else settings.project / settings.reranker
    return CrossEncoderReranker(str(folder) if folder.is_dir() else settings.reranker)
