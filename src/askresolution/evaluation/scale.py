"""How building and searching grow with the collection: passages made from a BEIR folder's texts, and its questions."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from askresolution.domain import Filters, Hit, Passage
from askresolution.errors import EvaluationError
from askresolution.evaluation.beir import read_beir
from askresolution.evaluation.metrics import percentile
from askresolution.index.dense import DenseIndex, embedded_text
from askresolution.index.embedder import load_embedder
from askresolution.index.lexical import LexicalIndex
from askresolution.reading import sentences
from askresolution.retrieval.ranking import load_ranking
from askresolution.retrieval.search import Searcher
from askresolution.retrieval.translation import load_translator
from askresolution.retrieval.understanding import Understanding
from askresolution.settings import Settings

Made = TypeVar("Made")
#: Sentences of a made passage, questions asked, passages embedded to time the embedding model.
_SENTENCES, _QUESTIONS, _EMBEDDED = 3, 200, 20_000
#: Passages up to which Chroma is filled too; beyond it, filling its graph takes longer than all the rest together.
MOST_IN_CHROMA = 100_000


@dataclass(frozen=True, slots=True)
class Scale:
    """One size. Rates are passages a second; memory is megabytes of the whole process, `index_mb` the lexical arrays alone.

    `chroma_rate` is None where Chroma was left out; the search then is that of the lexical index alone."""

    passages: int
    lexical_rate: float
    embedding_rate: float
    chroma_rate: float | None
    index_mb: float
    memory_mb: float
    peak_mb: float
    p50_ms: float
    p95_ms: float


class NoVectors:
    """A dense index that knows no passage, for sizes at which Chroma is left out."""

    def scores(self, text: str, k: int, filters: Filters) -> tuple[list[str], NDArray[np.float32]]:  # noqa: ARG002
        """Nothing is near."""
        return [], np.zeros(0, np.float32)


def run_scale(folder: Path, sizes: Sequence[int], settings: Settings) -> Iterator[Scale]:
    """Scores of each size, smallest first. Raises EvaluationError for a folder that cannot be used or a size below 1."""
    if bad := [size for size in sizes if size < 1]:
        raise EvaluationError(f"--scale cần số đoạn văn từ 1 trở lên, có {bad[0]}")
    passages, questions, _ = read_beir(folder)
    for size in sorted(sizes):
        yield _run(made_passages(passages, size), list(questions.values())[:_QUESTIONS], settings)


def made_passages(passages: Sequence[Passage], count: int) -> list[Passage]:
    """Passages of sentences drawn from all texts, each from a seed of its own: the first n are the same for every count."""
    pool = [p.text[start:end].strip() for p in passages for start, end in sentences(p.text)]
    pool = [sentence for sentence in pool if sentence]
    if not pool:
        raise EvaluationError("Bộ BEIR không có câu nào; cần corpus.jsonl có trường text")
    titles = [p.path for p in passages]
    rng = random.Random(0)
    made = []
    for number in range(count):
        text = " ".join(pool[int(rng.random() * len(pool))] for _ in range(_SENTENCES))
        name = f"p{number}"
        made.append(Passage(name, "made", name, "paragraph", titles[int(rng.random() * len(titles))], text, (), ""))
    return made


def _run(passages: list[Passage], questions: Sequence[str], settings: Settings) -> Scale:
    embedder = load_embedder(settings)
    lexical, took = _timed(lambda: LexicalIndex.build(passages))
    texts = [embedded_text(passage) for passage in passages[:_EMBEDDED]]
    embedder.embed_documents(texts[:1])  # the model is loaded with the first text
    _, embedding = _timed(lambda: embedder.embed_documents(texts))
    with tempfile.TemporaryDirectory() as scratch:
        dense: DenseIndex | NoVectors = NoVectors()
        filling = None
        if len(passages) <= MOST_IN_CHROMA:
            dense = store = DenseIndex.open(Path(scratch), embedder)
            _, filling = _timed(lambda: store.add(passages))
        ranking = load_ranking(settings.project, embedder, settings.dense_weight)
        searcher = Searcher(lexical, dense, {p.id: p for p in passages}, ranking)
        understanding = Understanding([], lexical, load_translator(settings.project))

        def ask(question: str) -> list[Hit]:
            return searcher.search(understanding.read(question), 10)

        ask(questions[0])  # what is worked out once is no part of a search
        times = [_timed(partial(ask, text))[1] * 1000 for text in questions]
        return Scale(
            len(passages), len(passages) / took, len(texts) / embedding, len(passages) / filling if filling else None,
            lexical.nbytes / 1e6, _memory_mb(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            percentile(0.5, times), percentile(0.95, times),
        )  # fmt: skip


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What some work gives, and its seconds."""
    started = time.perf_counter()
    made = work()
    return made, time.perf_counter() - started


def _memory_mb() -> float:
    """Memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
