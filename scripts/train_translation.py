"""Learns the English → Vietnamese word-translation table that English questions are searched with.

    python scripts/train_translation.py --data ../shared/train/parallel.jsonl.gz --out models/en-vi.json.gz

IBM Model 1 (Brown et al. 1993), six rounds of expectation maximisation. English side: words and bigrams
seen at least eight times; Vietnamese side: syllables and known bigrams of them; a null word takes
what translates nothing. Kept are p > .05, at most six per word, normalised to 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np

from askresolution.vietnamese import TOKEN, fold, normalize

WORD = re.compile(r"(?<!['’])[a-z]+")  # "commune's" is "commune"


def grams(words: list[str], known: set[str] | None = None) -> list[str]:
    pairs = [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]
    both = words + pairs
    return both if known is None else [gram for gram in both if gram in known]


def sides(path: Path) -> list[tuple[list[str], list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        (WORD.findall(fold(row["en"]))[:80], [match.group().lower() for match in TOKEN.finditer(normalize(row["vi"]))][:110])
        for row in rows
    ]


def learn(data: list[tuple[list[str], list[str]]], rounds: int, least: int) -> dict[str, dict[str, float]]:
    english = Counter(gram for en, _ in data for gram in set(grams(en)))
    vietnamese = Counter(gram for _, vi in data for gram in set(grams(vi)))
    en_known = {gram for gram, count in english.items() if count >= least}
    vi_known = {gram for gram, count in vietnamese.items() if count >= (3 if " " not in gram else 12)}
    en_ids = {gram: index + 1 for index, gram in enumerate(sorted(en_known))}
    vi_ids = {gram: index for index, gram in enumerate(sorted(vi_known))}
    sources, targets, sentence = [], [], []
    token = 0
    for en, vi in data:
        left = [0, *sorted({en_ids[g] for g in grams(en, en_known)})]
        for target in {vi_ids[g] for g in grams(vi, vi_known)}:
            sources.extend(left)
            targets.extend([target] * len(left))
            sentence.extend([token] * len(left))
            token += 1
    key = np.asarray(sources, dtype=np.int64) * len(vi_ids) + np.asarray(targets, dtype=np.int64)
    group = np.asarray(sentence, dtype=np.int64)
    unique, inverse = np.unique(key, return_inverse=True)
    owner = unique // len(vi_ids)
    chance = np.full(len(unique), 1.0)
    for _ in range(rounds):
        weight = chance[inverse]
        weight /= np.bincount(group, weight)[group]
        counts = np.bincount(inverse, weight, minlength=len(unique))
        chance = counts / np.bincount(owner, counts)[owner]
    en_names = ["", *sorted(en_known)]
    vi_names = sorted(vi_known)
    table: dict[str, dict[str, float]] = {}
    for position in np.flatnonzero(chance > 0.05):
        source = int(owner[position])
        if source:
            table.setdefault(en_names[source], {})[vi_names[int(unique[position] % len(vi_ids))]] = float(chance[position])
    return table


def trimmed(table: dict[str, dict[str, float]], most: int) -> dict[str, dict[str, float]]:
    result = {}
    for word, row in sorted(table.items()):
        best = sorted(row.items(), key=lambda entry: (-entry[1], entry[0]))[:most]
        total = sum(chance for _, chance in best)
        result[word] = {name: round(chance / total, 3) for name, chance in best}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--least", type=int, default=8, help="occurrences an English word or bigram needs")
    options = parser.parse_args()
    table = trimmed(learn(sides(options.data), options.rounds, options.least), 6)
    payload = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with open(options.out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(payload)
    print(f"{len(table)} English words and bigrams, {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
