"""Learns which neighbouring syllables form one word ("dân số", "diện tích"), for matching questions by whole words.

    python scripts/train_compounds.py --data ../shared/train/articles.jsonl.gz ../shared/train/parallel.jsonl.gz --out models/compounds.tsv

Normalised pointwise mutual information (Bouma 2009) of accented neighbours within a sentence; pairs seen at
least `--least` times with an NPMI above `--bound` are kept. One pair a line: two syllables, tab, NPMI × 100.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from askresolution.vietnamese import normalize

_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def texts(path: Path) -> list[str]:
    """The Vietnamese texts of a file: every string, and every string of a list, but for the English side."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found: list[str] = []
    for row in rows:
        for key, value in row.items():
            if key not in ("en", "source", "document"):
                found.extend([value] if isinstance(value, str) else value)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=int, default=4)
    parser.add_argument("--bound", type=float, default=0.25)
    args = parser.parse_args()
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in sorted({text for path in args.data for text in texts(path)}):
        for run in _RUN.findall(normalize(text).lower()):
            words = run.split()
            single.update(words)
            pairs.update(pairwise(words))
    total, joint = sum(single.values()), sum(pairs.values())
    kept = []
    for (a, b), count in pairs.items():
        if count < args.least or len(a) < 2 or len(b) < 2:
            continue
        chance = count / joint
        npmi = math.log(chance / (single[a] / total * single[b] / total)) / -math.log(chance)
        if npmi >= args.bound:
            kept.append((f"{a} {b}", npmi))
    kept.sort(key=lambda pair: -pair[1])
    args.out.write_text("".join(f"{pair}\t{round(npmi * 100)}\n" for pair, npmi in sorted(kept)), encoding="utf-8")
    print(f"{len(kept)} pairs of {len(pairs)} from {total} syllables")


if __name__ == "__main__":
    main()
