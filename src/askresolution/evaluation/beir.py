"""The retrieval stack over a BEIR folder: the same tokenising, embedder and fusion as the product."""

from __future__ import annotations

import csv
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askresolution.domain import Passage
from askresolution.errors import EvaluationError
from askresolution.evaluation.metrics import ndcg_at, recall_at, reciprocal_rank
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


def run_beir(folder: Path, settings: Settings, undiacritised: bool = False, typos: float = 0.0, limit: int = 0) -> BeirScores:
    """Scores of the search on one BEIR folder. `typos` is the share of words that get one wrong letter.

    Raises EvaluationError when the folder is not in BEIR's layout.
    """
    passages, questions, relevant = read_beir(folder)
    if limit:
        questions = dict(list(questions.items())[:limit])
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        searcher, understanding = searching(passages, settings, load_embedder(settings), Path(scratch))
        build_s = time.perf_counter() - started
        return _measure(searcher, understanding, questions, relevant, len(passages), build_s, undiacritised, typos)


def searching(
    passages: Sequence[Passage], settings: Settings, embedder: Embedder, scratch: Path
) -> tuple[Searcher, Understanding]:
    """The product's search over passages of no document, its vectors in a scratch folder."""
    lexical = LexicalIndex.build(passages)
    dense = DenseIndex.open(scratch, embedder)
    dense.add(passages)
    ranking = load_ranking(settings.project, embedder, settings.dense_weight)
    return Searcher(lexical, dense, {p.id: p for p in passages}, ranking), Understanding([], lexical, load_translator(settings.project))


def _measure(
    searcher: Searcher,
    understanding: Understanding,
    questions: dict[str, str],
    relevant: dict[str, set[str]],
    count: int,
    build_s: float,
    undiacritised: bool,
    typos: float,
) -> BeirScores:
    sums: dict[str, float] = defaultdict(float)
    took: list[float] = []
    asked = [name for name in questions if name in relevant]
    rng = random.Random(0)
    for name in asked:
        text = fold(questions[name]) if undiacritised else questions[name]
        text = _mistype(text, typos, rng) if typos else text
        started = time.perf_counter()
        ranked = [hit.passage.id for hit in searcher.search(understanding.read(text), 10)]
        took.append((time.perf_counter() - started) * 1000)
        gold = relevant[name]
        for k in (1, 5, 10):
            sums[f"r{k}"] += recall_at(k, ranked, gold)
        sums["mrr"] += reciprocal_rank(10, ranked, gold)
        sums["ndcg"] += ndcg_at(10, ranked, gold)
    total = max(len(asked), 1)
    took.sort()
    return BeirScores(
        len(asked), count, sums["r1"] / total, sums["r5"] / total, sums["r10"] / total, sums["mrr"] / total,
        sums["ndcg"] / total, build_s, took[len(took) // 2], took[min(int(len(took) * 0.95), len(took) - 1)],
    )  # fmt: skip


def _mistype(text: str, share: float, rng: random.Random) -> str:
    """One wrong letter in a share of the words, as a finger on the next key leaves it."""
    words = text.split()
    for position, word in enumerate(words):
        if word.isalpha() and rng.random() < share:
            at = rng.randrange(len(word))
            words[position] = word[:at] + rng.choice("abcdeghiklmnopqrstuvxy") + word[at + 1 :]
    return " ".join(words)


def read_beir(folder: Path) -> tuple[list[Passage], dict[str, str], dict[str, set[str]]]:
    """Passages, questions by id, and the ids of each question's relevant passages. Raises EvaluationError."""
    passages = [passage_of(row) for row in _rows(folder / "corpus.jsonl")]
    questions = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, set[str]] = defaultdict(set)
    path = folder / "qrels" / "test.tsv"
    try:
        with open(path, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if int(row["score"]) > 0:
                    relevant[row["query-id"]].add(row["corpus-id"])
    except (OSError, KeyError, ValueError) as exc:
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


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, ValueError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc}; cần JSON Lines theo bố cục BEIR") from exc
