"""Trains the small embedding model that the product ships: a bag of syllable embeddings (StaticEmbedding).

    python scripts/train_embedder.py --data ../shared/train --out models/askresolution-static

Positive pairs are article titles with their clauses, neighbouring clauses, and both sides of parallel
sentences; the other passages of a batch are the negatives (multiple negatives ranking loss). Part of the
queries is stripped of diacritics, so that a syllable typed without them lands near its accented forms.
The result is an ordinary sentence-transformers folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from askresolution.vietnamese import fold, normalize

WORD = re.compile(r"[^\W_]+")


def read(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(normalize(text))]


def pairs(folder: Path, rng: random.Random) -> list[tuple[list[str], list[str]]]:
    found: list[tuple[list[str], list[str]]] = []
    for article in read(folder / "articles.jsonl.gz"):
        clauses = [c for c in article["clauses"] if len(c.split()) >= 6]
        for clause in clauses[:6]:
            if article["title"]:
                found.append((words(article["title"]), words(clause)))
        found.extend((words(a), words(b)) for a, b in zip(clauses, clauses[1:6], strict=False))
        for clause in clauses[:4]:
            half = words(clause)
            if len(half) > 24:
                picked = sorted(rng.sample(range(len(half)), 10))
                found.append(([half[i] for i in picked], half))
    for pair in read(folder / "parallel.jsonl.gz"):
        found.append((words(pair["en"]), words(pair["vi"])))
    return [(a[:160], b[:160]) for a, b in found if len(a) >= 2 and len(b) >= 3]


def vocabulary(data: list[tuple[list[str], list[str]]], size: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for query, passage in data:
        counts.update(query)
        counts.update(passage)
    for word, count in list(counts.items()):
        folded = fold(word)
        if folded != word and count >= 3:
            counts[folded] += count
    kept = [word for word, count in counts.most_common(size - 1) if count >= 2 and len(word) <= 24]
    return {word: index for index, word in enumerate(["[UNK]", *kept])}


def start_vectors(data: list[tuple[list[str], list[str]]], vocab: dict[str, int], dim: int) -> np.ndarray:
    """Truncated SVD of the tf-idf matrix: words that share texts start near one another."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    rows, columns, values = [], [], []
    for row, (query, passage) in enumerate(data):
        for word, count in Counter(query + passage).items():
            if word in vocab:
                rows.append(row)
                columns.append(vocab[word])
                values.append(1.0 + np.log(count))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(data), len(vocab)), dtype=np.float32)
    weight = np.log((1 + len(data)) / (1 + np.asarray((matrix > 0).sum(axis=0)).ravel()))
    matrix = matrix.multiply(weight).tocsr()
    _, scale, vectors = svds(matrix, k=dim, random_state=0)
    start = (vectors.T * np.sqrt(scale)).astype(np.float32)
    start = start / (np.abs(start).mean() + 1e-9) * 0.02
    return start * weight[:, None] / weight.mean()


def bag(texts: list[list[str]], vocab: dict[str, int]) -> tuple[torch.Tensor, torch.Tensor]:
    ids, offsets = [], []
    for text in texts:
        offsets.append(len(ids))
        ids.extend([vocab[word] for word in text if word in vocab] or [0])
    return torch.tensor(ids), torch.tensor(offsets)


def train(data, vocab, start, epochs: int, batch: int, rate: float, seed: int) -> np.ndarray:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    table = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(start), freeze=False, mode="mean")
    optimizer = torch.optim.Adam(table.parameters(), lr=rate)
    steps = epochs * (len(data) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        rng.shuffle(data)
        total = 0.0
        for low in range(0, len(data) - batch + 1, batch):
            chunk = data[low : low + batch]
            queries = [[fold(w) for w in q] if rng.random() < 0.4 else q for q, _ in chunk]
            left = torch.nn.functional.normalize(table(*bag(queries, vocab)), dim=1)
            right = torch.nn.functional.normalize(table(*bag([p for _, p in chunk], vocab)), dim=1)
            scores = left @ right.T * 20.0
            target = torch.arange(len(chunk))
            loss = (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{epochs}  loss {total / max(len(data) // batch, 1):.4f}", flush=True)
    return table.weight.detach().numpy()


def save(vectors: np.ndarray, vocab: dict[str, int], out: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    module = StaticEmbedding(tokenizer, embedding_weights=vectors)
    SentenceTransformer(modules=[module], device="cpu").save(str(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with articles.jsonl.gz and parallel.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dim", type=int, default=192)
    parser.add_argument("--vocabulary", type=int, default=14000)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--rate", type=float, default=0.004)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    data = pairs(options.data, rng)
    vocab = vocabulary(data, options.vocabulary)
    print(f"{len(data)} pairs, {len(vocab)} words", flush=True)
    start = start_vectors(data, vocab, options.dim)
    vectors = train(data, vocab, start.astype(np.float32), options.epochs, options.batch, options.rate, options.seed)
    vectors[0] = 0
    save(np.ascontiguousarray(vectors, dtype=np.float32), vocab, options.out)


if __name__ == "__main__":
    main()
