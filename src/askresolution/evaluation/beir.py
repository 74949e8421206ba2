"""The retrieval stack over a BEIR folder: the same tokenising, embedder and fusion as the product, and stock pipelines."""

from __future__ import annotations

import csv
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from askresolution.domain import Passage
from askresolution.errors import EvaluationError
from askresolution.evaluation.metrics import ndcg_at, percentile, recall_at, reciprocal_rank
from askresolution.evaluation.peers import CHUNK, SHARED, PlainBM25
from askresolution.index.dense import DenseIndex
from askresolution.index.embedder import Embedder, load_embedder
from askresolution.index.lexical import LexicalIndex
from askresolution.retrieval.ranking import load_ranking
from askresolution.retrieval.search import Searcher
from askresolution.retrieval.translation import load_translator
from askresolution.retrieval.understanding import Understanding
from askresolution.settings import Settings
from askresolution.vietnamese import fold

#: Words that a heading of a clause has at most.
_LONGEST_TITLE = 40
#: Chance that a letter of a mistyped word is wrong, and the letters that stand there instead.
_WRONG, _KEYS = 0.1, "abcdeghiklmnopqrstuvxy"
DEPTH = 10

#: Question → passage ids, best first.
Find = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """How the questions of a set are typed: without diacritics, and with wrong letters in a share (0 to 1) of the words."""

    undiacritised: bool = False
    typos: float = 0.0


@dataclass(frozen=True, slots=True)
class BeirScores:
    """Means over the questions of a set."""

    questions: int
    passages: int
    recall_1: float
    recall_5: float
    recall_10: float
    mrr_10: float
    ndcg_10: float
    build_s: float
    p50_ms: float
    p95_ms: float


def run_beir(folder: Path, settings: Settings, typed: Typed = Typed(), against: bool = False) -> dict[str, BeirScores]:
    """Scores on one BEIR folder by pipeline, the product ("askresolution") first.

    `against` adds the product without its embedding model, plain BM25 over the passages, and stock LangChain: chunks of
    its splitter in Chroma, with the product's embedding model. All get the same questions in the same typing.
    Raises EvaluationError when the folder is not in BEIR's layout or its judgements name no question.
    """
    passages, questions, relevant = read_beir(folder)
    asked = {name: text for name, text in questions.items() if name in relevant}
    if not asked:
        raise EvaluationError(f"{folder}: qrels/test.tsv không nêu câu hỏi nào của queries.jsonl; cần cùng mã câu hỏi")
    rng = random.Random(0)
    asked = {name: typed_as(text, typed, rng) for name, text in asked.items()}
    embedder = load_embedder(settings)
    makers: dict[str, Callable[[Path], Find]] = {"askresolution": lambda folder: _ours(passages, settings, embedder, folder)}
    if against:
        makers["lexical"] = lambda folder: _ours(passages, replace(settings, dense_weight=0.0), embedder, folder)
        makers["bm25"] = lambda _: PlainBM25(passages).search
        makers["langchain"] = lambda folder: _langchain(passages, embedder, folder)
    found = {}
    for pipeline, make in makers.items():
        with tempfile.TemporaryDirectory() as scratch:
            started = time.perf_counter()
            find = make(Path(scratch))
            found[pipeline] = _measure(find, asked, relevant, len(passages), time.perf_counter() - started)
    return found


def searching(
    passages: Sequence[Passage], settings: Settings, embedder: Embedder, scratch: Path
) -> tuple[Searcher, Understanding]:
    """The product's search over passages of no document, its vectors in a scratch folder."""
    lexical = LexicalIndex.build(passages)
    dense = DenseIndex.open(scratch, embedder)
    dense.add(passages)
    ranking = load_ranking(settings.project, embedder, settings.dense_weight)
    return Searcher(lexical, dense, {p.id: p for p in passages}, ranking), Understanding([], lexical, load_translator(settings.project))


def _ours(passages: Sequence[Passage], settings: Settings, embedder: Embedder, scratch: Path) -> Find:
    searcher, understanding = searching(passages, settings, embedder, scratch)
    return lambda text: [hit.passage.id for hit in searcher.search(understanding.read(text), DEPTH)]


def _langchain(passages: Sequence[Passage], embedder: Embedder, scratch: Path) -> Find:
    """RecursiveCharacterTextSplitter with the sizes of its tutorials, similarity search in Chroma; a passage is found where
    its first chunk is."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=SHARED)
    store = DenseIndex.open(scratch, embedder, name="stock").langchain_store
    chunks = [(passage.id, chunk) for passage in passages for chunk in splitter.split_text(passage.text)]
    for low in range(0, len(chunks), 1000):
        batch = chunks[low : low + 1000]
        store.add_texts([chunk for _, chunk in batch], metadatas=[{"passage": name} for name, _ in batch])

    def find(text: str) -> list[str]:
        chunks_found = store.similarity_search(text, k=4 * DEPTH)
        return list(dict.fromkeys(str(chunk.metadata["passage"]) for chunk in chunks_found))[:DEPTH]

    return find


def _measure(
    find: Find, asked: Mapping[str, str], relevant: Mapping[str, set[str]], passages: int, build_s: float
) -> BeirScores:
    sums: dict[str, float] = defaultdict(float)
    took: list[float] = []
    for name, text in asked.items():
        started = time.perf_counter()
        ranked = find(text)
        took.append((time.perf_counter() - started) * 1000)
        gold = relevant[name]
        for k in (1, 5, 10):
            sums[f"r{k}"] += recall_at(k, ranked, gold)
        sums["mrr"] += reciprocal_rank(DEPTH, ranked, gold)
        sums["ndcg"] += ndcg_at(DEPTH, ranked, gold)
    total = len(asked)
    return BeirScores(
        total, passages, sums["r1"] / total, sums["r5"] / total, sums["r10"] / total, sums["mrr"] / total,
        sums["ndcg"] / total, build_s, percentile(0.5, took), percentile(0.95, took),
    )  # fmt: skip


def typed_as(text: str, typed: Typed, rng: random.Random) -> str:
    """A question as somebody else would type it."""
    text = fold(text) if typed.undiacritised else text
    return _mistyped(text, typed.typos, rng) if typed.typos else text


def _mistyped(text: str, share: float, rng: random.Random) -> str:
    """A share of the words mistyped: each of their letters is another one with chance .1."""
    return " ".join(
        "".join(_other(char, rng) if char.isalpha() and rng.random() < _WRONG else char for char in word)
        if rng.random() < share
        else word
        for word in text.split()
    )


def _other(letter: str, rng: random.Random) -> str:
    return rng.choice([key for key in _KEYS if key != letter.lower()])


def read_beir(folder: Path) -> tuple[list[Passage], dict[str, str], dict[str, set[str]]]:
    """Passages, questions by id, and the ids of each question's relevant passages. Raises EvaluationError."""
    passages = [passage_of(row) for row in _rows(folder / "corpus.jsonl", "_id", "text")]
    questions = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl", "_id", "text")}
    relevant: dict[str, set[str]] = defaultdict(set)
    path = folder / "qrels" / "test.tsv"
    try:
        with open(path, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if int(row["score"]) > 0:
                    relevant[row["query-id"]].add(row["corpus-id"])
    except (OSError, KeyError, ValueError, TypeError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc!r}; cần TSV có cột query-id, corpus-id, score") from exc
    return passages, questions, dict(relevant)


def passage_of(row: dict[str, Any]) -> Passage:
    """A passage with its title as heading: the title field, or a first line that stands alone and ends no sentence."""
    title, text = str(row.get("title") or "").strip(), str(row["text"])
    if not title:
        first, blank, rest = text.partition("\n\n")
        if blank and len(first.split()) <= _LONGEST_TITLE and not first.rstrip().endswith((".", ";", ":")):
            title, text = first.strip(), rest
    path = (title,) if title else ()
    return Passage(str(row["_id"]), "beir", str(row["_id"]), "paragraph", path, f"{title} {text}".strip(), (), "")


def _rows(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or not all(key in row for key in needed):
                    raise ValueError(f"dòng {number} thiếu {' hoặc '.join(needed)}")
                yield row
    except (OSError, ValueError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc}; cần JSON Lines theo bố cục BEIR") from exc
