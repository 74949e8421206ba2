"""Embedding models behind LangChain's `Embeddings`.

A StaticEmbedding folder of sentence-transformers (as the bundled model is) is read with numpy and
tokenizers alone: the same vectors as sentence-transformers gives, without importing torch. Any other
sentence-transformers model is loaded when first used, its "query" and "document" prompts respected.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from askresolution.errors import ModelError
from askresolution.resources import bundled
from askresolution.settings import BUNDLED, Settings

#: Sentences whose vectors are kept in memory, .8 KB each.
_KEPT = 20_000
#: Share of the dense score in the fused score: a weak static model only breaks ties, an encoder carries more.
_STATIC_WEIGHT, _ENCODER_WEIGHT = 0.08, 0.4


class StaticEmbedder(Embeddings):
    """Mean of the rows of a table, normalised to length 1; the table and tokenizer of a StaticEmbedding."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.folder = folder
        self.weight = _STATIC_WEIGHT
        self._kept: dict[str, NDArray[np.float32]] = {}

    @cached_property
    def _parts(self) -> tuple[Any, NDArray[np.float32]]:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(self.folder / "model.safetensors")
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as exc:  # safetensors and tokenizers raise errors of their own and bare Exception
            raise ModelError(
                f"Không nạp được mô hình nhúng ở {self.folder}: {exc}; cần thư mục StaticEmbedding của sentence-transformers"
            ) from exc
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer, np.ascontiguousarray(tensors["embedding.weight"], dtype=np.float32)

    @cached_property
    def fingerprint(self) -> str:
        """Identifies the model's weights; an index made with another is not used."""
        digest = hashlib.sha256()
        for name in ("model.safetensors", "tokenizer.json"):
            try:
                digest.update((self.folder / name).read_bytes())
            except OSError as exc:
                raise ModelError(
                    f"Thiếu tệp {self.folder / name} của mô hình nhúng; hãy cài lại gói hoặc đổi thiết lập embedder"
                ) from exc
        return digest.hexdigest()[:16]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts, dimensions), rows of length 1, or 0 for a text without known words."""
        tokenizer, table = self._parts
        vectors = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            if encoding.ids:
                vectors[row] = table[encoding.ids].mean(axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
        return unit

    def embed_each(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as `embed`, for sentences that come again and again: their vectors are kept."""
        known = self._kept
        if len(known) > _KEPT:
            known.clear()
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, self.embed(new), strict=True))
        return np.stack([known[text] for text in texts])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return _rows(self.embed(texts))

    def embed_query(self, text: str) -> list[float]:
        return _rows(self.embed([text]))[0]


class EncoderEmbedder(Embeddings):
    """Any sentence-transformers model, by hub name or folder; torch is imported with the first text."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.weight = _ENCODER_WEIGHT
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()[:16]

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as exc:
            raise ModelError("Mô hình này cần gói sentence-transformers; hãy chạy: pip install sentence-transformers") from exc
        try:
            return SentenceTransformer(self.name, device="cpu")
        except (OSError, ValueError, RuntimeError, KeyError) as exc:
            detail = " ".join(str(exc).split())[:200]
            raise ModelError(
                f"Không nạp được mô hình nhúng '{self.name}': {detail}. Cần tên mô hình sentence-transformers đã tải về "
                f'hoặc một thư mục mô hình; hoặc đặt embedder = "{BUNDLED}"'
            ) from exc

    def _prompt(self, kind: str) -> str:
        prompts = getattr(self._model, "prompts", None) or {}
        if prompts.get(kind):
            return str(prompts[kind])
        if "e5" in self.name.lower().split("/")[-1]:
            return {"query": "query: ", "document": "passage: "}[kind]
        return ""

    def _encode(self, texts: list[str], kind: str) -> list[list[float]]:
        vectors = self._model.encode(texts, prompt=self._prompt(kind), normalize_embeddings=True, show_progress_bar=False)
        return _rows(np.asarray(vectors, dtype=np.float32))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._encode(texts, "document")

    def embed_query(self, text: str) -> list[float]:
        return self._encode([text], "query")[0]


def _rows(vectors: NDArray[np.float32]) -> list[list[float]]:
    rows: list[list[float]] = vectors.tolist()
    return rows


Embedder = StaticEmbedder | EncoderEmbedder


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; nothing heavy happens before its first use."""
    name = settings.embedder
    if name == BUNDLED:
        return StaticEmbedder(bundled("models/askresolution-static"))
    folder = Path(name) if Path(name).is_absolute() else settings.project / name
    if folder.is_dir() and _is_static(folder):
        return StaticEmbedder(folder)
    return EncoderEmbedder(str(folder) if folder.is_dir() else name)


def _is_static(folder: Path) -> bool:
    """Whether a model folder is one StaticEmbedding module and nothing else."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return len(modules) == 1 and str(modules[0].get("type", "")).endswith("StaticEmbedding")
