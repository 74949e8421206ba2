"""The dense index: the only module that imports chromadb, through langchain-chroma."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("CHROMA_PRODUCT_TELEMETRY", "False")

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from numpy.typing import NDArray

from askresolution.domain import Filters, Passage
from askresolution.errors import IndexError_
from askresolution.index.embedder import Embedder
from askresolution.vietnamese import nfc

_BATCH = 500
_WIDTH = 500
#: Vectors up to this number are held in memory (20 MB at 256 dimensions) and all compared; above it, Chroma's nearest are.
WHOLE = 20_000


class DenseIndex:
    """Passages of one project in one Chroma collection, by cosine similarity."""

    def __init__(self, store: Chroma, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._held: tuple[list[str], NDArray[np.float32]] | None = None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, url: str = "", name: str = "passages") -> DenseIndex:
        """Opens or creates the collection, in `folder` or on a Chroma server. Raises IndexError_."""
        try:
            client = _client(folder, url)
            store = Chroma(
                collection_name=f"{name}-{_WIDTH}-{embedder.fingerprint}",
                embedding_function=embedder,
                client=client,
                # A wide search is exact for collections of this size, and so the same every time.
                collection_configuration={"hnsw": {"space": "cosine", "ef_search": _WIDTH}},
            )
        except IndexError_:
            raise
        except Exception as exc:  # chromadb raises errors of many unrelated kinds when its files are damaged
            raise IndexError_(
                f"Không mở được chỉ mục véc-tơ ở {url or folder}: {exc}; thư mục cần quyền ghi; nếu đã có, hãy chạy: askresolution index --force"
            ) from exc
        return cls(store, embedder)

    @property
    def langchain_store(self) -> Chroma:
        """The LangChain vector store itself."""
        return self._store

    def count(self) -> int:
        """Number of vectors stored."""
        return int(self._store._collection.count())

    def add(self, passages: Sequence[Passage]) -> None:
        """Embeds and stores passages; an id that is there is replaced."""
        self._held = None
        for low in range(0, len(passages), _BATCH):
            batch = passages[low : low + _BATCH]
            self._store.add_texts(
                texts=[embedded_text(passage) for passage in batch],
                metadatas=[{"document": p.document, "issuer": p.issuer, "kind": p.kind} for p in batch],
                ids=[passage.id for passage in batch],
            )

    def remove(self, document: str) -> None:
        """Forgets every passage of a document."""
        self._held = None
        self._store._collection.delete(where={"document": document})

    def scores(self, text: str, k: int, filters: Filters) -> tuple[list[str], NDArray[np.float32]]:
        """Passage ids and their cosine similarities (-1 to 1) to a text: of every passage when the collection is small enough
        to be compared whole, else of the k nearest that pass the filters."""
        ids, vectors = self._held or self._hold()
        vector = self._embedder.embed_query(nfc(text))
        if ids:
            return ids, vectors @ np.asarray(vector, dtype=np.float32)
        try:
            found = self._store._collection.query(
                query_embeddings=vector, n_results=k, where=_where(filters), include=["distances"]
            )
        except Exception as exc:  # chromadb raises errors of many unrelated kinds when its files are damaged
            raise IndexError_(f"Chỉ mục véc-tơ bị hỏng ({exc}); hãy chạy: askresolution index --force") from exc
        distances = (found["distances"] or [[]])[0]
        return list(found["ids"][0]), 1.0 - np.asarray(distances, dtype=np.float32)

    def _hold(self) -> tuple[list[str], NDArray[np.float32]]:
        """The vectors of a small collection, read once: comparing them all is exact and faster than a graph."""
        try:
            if 0 < self.count() <= WHOLE:
                stored = self._store._collection.get(include=["embeddings"])
                vectors = np.asarray(stored["embeddings"], dtype=np.float32)
                lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
                self._held = list(stored["ids"]), vectors / np.maximum(lengths, 1e-12)
            else:
                self._held = [], np.zeros((0, 0), np.float32)
        except Exception as exc:  # chromadb raises errors of many unrelated kinds when its files are damaged
            raise IndexError_(f"Chỉ mục véc-tơ bị hỏng ({exc}); hãy chạy: askresolution index --force") from exc
        return self._held


def clear_store_cache() -> None:
    """Forgets the clients that chromadb keeps per folder, so that a folder made anew is opened anew."""
    SharedSystemClient.clear_system_cache()


def embedded_text(passage: Passage) -> str:
    """What is embedded for a passage: its nearest headings and its words."""
    return nfc(" ".join([*passage.path[-2:], passage.text]))


def _client(folder: Path, url: str) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False)
    if url:
        parts = urlparse(url if "//" in url else f"http://{url}")
        try:
            return chromadb.HttpClient(
                host=parts.hostname or "localhost", port=parts.port or 8000, ssl=parts.scheme == "https", settings=settings
            )
        except Exception as exc:  # the client raises ValueError, httpx and chromadb errors alike
            raise IndexError_(f"Không nối được máy chủ Chroma ở {url}: {exc}; cần địa chỉ dạng http://127.0.0.1:8000") from exc
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _where(filters: Filters) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = []
    if filters.documents:
        clauses.append({"document": {"$in": list(filters.documents)}})
    if filters.issuers:
        clauses.append({"issuer": {"$in": list(filters.issuers)}})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}
