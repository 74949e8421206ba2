"""Stock pipelines on the same questions: what a day's work with LangChain, or plain BM25, would find.

- LangChain's RecursiveCharacterTextSplitter with the sizes of its tutorials (1,000 characters, 200 shared), the chunks in
  Chroma through langchain-chroma, with the product's own embedding model;
- plain Okapi BM25 over those chunks, and over the product's own passages, which tells parsing from retrieval.

They get the question as typed, after the user's earlier ones, since they complete no follow-ups. All are scored by
overlap of spans with the gold quotes, as the product's own search is.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Document, Passage
from askresolution.evaluation import metrics
from askresolution.evaluation.chance import Paired, interval, paired
from askresolution.evaluation.places import Places
from askresolution.evaluation.questions import Question
from askresolution.evaluation.run import DEPTH, Outcome, gold_places, golds_held
from askresolution.index.dense import DenseIndex
from askresolution.vietnamese import nfc

CHUNK, SHARED = 1000, 200
_K1, _B = 1.5, 0.75


@dataclass(frozen=True, slots=True)
class Peer:
    """Search scores of one pipeline over the answerable questions. `low` and `high` are the interval of its recall@5,
    which `paired` compares with the product's."""

    name: str
    questions: int
    recall_1: float
    recall_5: float
    recall_10: float
    mrr: float
    ndcg: float
    low: float
    high: float
    paired: Paired | None


def score_peers(
    knowledge: Knowledge, outcomes: Sequence[Outcome], progress: Callable[[int, int], None] | None = None
) -> list[Peer]:
    """The product first, then each stock pipeline, on the answerable questions of a run that have gold."""
    asked = [o for o in outcomes if o.question.answerable and o.question.gold and not o.stale]
    if not asked:
        return []
    places = Places(knowledge.documents)
    golds = [gold_places(o.question, places) for o in asked]
    chunks = {chunk.id: chunk for document in knowledge.documents.values() for chunk in stock_chunks(document)}
    ours = [o.held for o in asked]
    peers = [_peer("askresolution", asked, ours, None)]
    with tempfile.TemporaryDirectory() as scratch:
        dense = DenseIndex.open(Path(scratch), knowledge.index.embedder, name="stock")
        dense.langchain_store.add_texts([chunk.text for chunk in chunks.values()], ids=list(chunks))

        def nearest(text: str) -> list[str]:
            return [str(found.id) for found in dense.langchain_store.similarity_search(text, k=DEPTH)]

        finders: list[tuple[str, Callable[[str], list[str]], Mapping[str, Passage]]] = [
            ("peer_langchain", nearest, chunks),
            ("peer_bm25", PlainBM25(chunks.values()).search, chunks),
            ("peer_bm25_passages", PlainBM25(knowledge.index.passages.values()).search, knowledge.index.passages),
        ]
        for done, (name, find, pool) in enumerate(finders):
            if progress:
                progress(done, len(finders))
            held = [
                tuple(golds_held(gold, pool[hit].document, pool[hit].spans) for hit in find(asked_of_peers(o.question)))
                for o, gold in zip(asked, golds, strict=True)
            ]
            peers.append(_peer(name, asked, held, ours))
    if progress:
        progress(len(finders), len(finders))
    return peers


def asked_of_peers(question: Question) -> str:
    """The question as typed, after the user's own earlier ones."""
    return nfc(" ".join([*(turn.content for turn in question.history if turn.role == "user"), question.question]))


def stock_chunks(document: Document) -> list[Passage]:
    """The document's text as LangChain's splitter cuts it, each piece with its offsets."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=SHARED, add_start_index=True)
    made = splitter.create_documents([document.source.text])
    return [
        Passage(
            id=f"{document.id}#{number}", document=document.id, node="", kind="paragraph", path=(), text=chunk.page_content,
            spans=((chunk.metadata["start_index"], chunk.metadata["start_index"] + len(chunk.page_content)),), issuer="",
        )
        for number, chunk in enumerate(made)
        if chunk.page_content.strip()
    ]  # fmt: skip


class PlainBM25:
    """Okapi BM25 over lower-case words between blanks, k1 = 1.5, b = 0.75 (Robertson & Zaragoza 2009, eq. 3.15):

    Σ idf(w) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / mean length)), idf(w) = ln(1 + (N - n + 0.5) / (n + 0.5)).
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        texts = {passage.id: nfc(passage.text).lower().split() for passage in passages}
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        mean = statistics.fmean(len(words) for words in texts.values()) if texts else 1.0
        frequency = Counter(word for words in texts.values() for word in set(words))
        for name, words in texts.items():
            norm = _K1 * (1 - _B + _B * len(words) / mean)
            for word, count in Counter(words).items():
                n = frequency[word]
                idf = log(1 + (len(texts) - n + 0.5) / (n + 0.5))
                self._postings[word].append((name, idf * count * (_K1 + 1) / (count + norm)))

    def search(self, text: str, k: int = DEPTH) -> list[str]:
        """Ids of the k best passages, best first; ties in order of id."""
        scores: dict[str, float] = defaultdict(float)
        for word in text.lower().split():
            for name, impact in self._postings.get(word, ()):
                scores[name] += impact
        return sorted(scores, key=lambda name: (-scores[name], name))[:k]


def _peer(
    name: str,
    asked: Sequence[Outcome],
    held: Sequence[tuple[frozenset[int], ...]],
    ours: Sequence[tuple[frozenset[int], ...]] | None,
) -> Peer:
    golds = [o.golds for o in asked]

    def recalls(k: int, hits: Sequence[tuple[frozenset[int], ...]]) -> list[float]:
        return [metrics.gold_recall_at(k, hit, gold) for hit, gold in zip(hits, golds, strict=True)]

    return Peer(
        name, len(asked), statistics.fmean(recalls(1, held)), statistics.fmean(recalls(5, held)),
        statistics.fmean(recalls(10, held)),
        statistics.fmean(metrics.gold_reciprocal_rank(DEPTH, hit, gold) for hit, gold in zip(held, golds, strict=True)),
        statistics.fmean(metrics.gold_ndcg_at(DEPTH, hit, gold) for hit, gold in zip(held, golds, strict=True)),
        *interval(recalls(5, held)),
        paired(recalls(5, ours), recalls(5, held)) if ours is not None else None,
    )  # fmt: skip
