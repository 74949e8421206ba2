"""Learns the English → Vietnamese word-translation table that English questions are searched with.

    python scripts/train_translation.py --data ../shared/train/parallel.jsonl.gz --out models/en-vi.json.gz

IBM Model 1 (Brown et al. 1993), six rounds of expectation maximisation, with the diagonal preference of
fast_align (Dyer et al. 2013): a word is likelier to translate one at the same part of the sentence. English
side: words, and bigrams seen at least eight times; Vietnamese side: syllables seen twice and bigrams of them seen
twelve times; a null word takes what translates nothing. Sentences of general language count three times, since
the laws are many and narrow. Kept are at most eight per word, each at least .03 of them, normalised to 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from askresolution.vietnamese import TOKEN, fold, normalize

WORD = re.compile(r"(?<!['’])[a-z]+")  # "commune's" is "commune"


#: Sharpness of the diagonal, and where on it a word without counterpart is taken to stand.
DIAGONAL, NULL_DISTANCE = 4.0, 0.3
LEAST_BIGRAM, LEAST_SYLLABLE, LEAST_PAIR = 8, 2, 12
GENERAL = 3.0
MOST, SMALLEST = 8, 0.03


@dataclass(frozen=True)
class Pair:
    """A sentence in both languages as words, and how much it counts."""

    english: list[str]
    vietnamese: list[str]
    weight: float


def read_pairs(path: Path) -> list[Pair]:
    pairs = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            words = [match.group().lower() for match in TOKEN.finditer(normalize(row["vi"]))]
            vietnamese = [word for word in words if word[0].isalpha()][:120]
            pairs.append(Pair(WORD.findall(fold(row["en"]))[:90], vietnamese, 1.0 if row["source"] == "law" else GENERAL))
    return pairs


def vocabulary(sentences: Iterable[list[str]], least_word: int, least_pair: int) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for words in sentences:
        seen.update({*words, *(f"{a} {b}" for a, b in pairwise(words))})
    return {
        gram: number
        for number, gram in enumerate(sorted(g for g, count in seen.items() if count >= (least_pair if " " in g else least_word)))
    }


def places(words: list[str], known: dict[str, int]) -> dict[int, list[float]]:
    """Where each known word and bigram of a sentence stands, 0 to 1."""
    found: dict[int, list[float]] = {}
    for position, word in enumerate(words):
        if word in known:
            found.setdefault(known[word], []).append((position + 0.5) / len(words))
    for position, (first, second) in enumerate(pairwise(words)):
        if f"{first} {second}" in known:
            found.setdefault(known[f"{first} {second}"], []).append((position + 1) / len(words))
    return found


def learn(pairs: list[Pair], rounds: int, least: int) -> dict[str, dict[str, float]]:
    """Probabilities of Vietnamese units given English ones."""
    english = vocabulary((pair.english for pair in pairs), least, LEAST_BIGRAM)
    vietnamese = vocabulary((pair.vietnamese for pair in pairs), LEAST_SYLLABLE, LEAST_PAIR)
    sources, targets, groups, priors, weights = [], [], [], [], []
    for pair in pairs:
        left, right = places(pair.english, english), places(pair.vietnamese, vietnamese)
        if not left or not right:
            continue
        names = np.fromiter([-1, *left], dtype=np.int64) + 1  # 0 is the null word
        spots = np.asarray([where[0] for where in left.values()])
        for target, where in right.items():
            distance = np.abs(spots[None, :] - np.asarray(where)[:, None]).min(axis=0)
            sources.append(names)
            targets.append(np.full(len(names), target))
            groups.append(np.full(len(names), len(weights)))
            priors.append(np.exp(-DIAGONAL * np.concatenate([[NULL_DISTANCE], distance])))
            weights.append(pair.weight)
    source, group, prior = np.concatenate(sources), np.concatenate(groups), np.concatenate(priors)
    unique, inverse = np.unique(source * len(vietnamese) + np.concatenate(targets), return_inverse=True)
    owner = unique // len(vietnamese)
    counted = np.asarray(weights)[group]
    chance = np.ones(len(unique))
    for _ in range(rounds):
        share = chance[inverse] * prior
        share *= counted / np.bincount(group, share)[group]
        counts = np.bincount(inverse, share, minlength=len(unique))
        chance = counts / np.bincount(owner, counts)[owner]
    english_names, vietnamese_names = list(english), list(vietnamese)
    table: dict[str, dict[str, float]] = {}
    for position in np.flatnonzero((chance > 0.01) & (owner > 0)):
        row = table.setdefault(english_names[int(owner[position]) - 1], {})
        row[vietnamese_names[int(unique[position] % len(vietnamese))]] = float(chance[position])
    return table


def trimmed(table: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    result = {}
    for word, row in sorted(table.items()):
        best = sorted(row.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
        total = sum(chance for _, chance in best)
        kept = [(name, chance) for name, chance in best if chance >= SMALLEST * total]
        total = sum(chance for _, chance in kept)
        result[word] = {name: round(chance / total, 3) for name, chance in kept}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--least", type=int, default=1, help="occurrences an English word needs")
    options = parser.parse_args()
    table = trimmed(learn(read_pairs(options.data), options.rounds, options.least))
    payload = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with open(options.out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(payload)
    print(f"{len(table)} English words and bigrams, {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
