"""Counts how common words are in general text, so that a question's filler words weigh little.

    python scripts/count_words.py --data ../shared/train/parallel.jsonl.gz --out models/general-idf.tsv

One word or pair of the compounds list a line: the word, tab, ten times its inverse document frequency
ln(N / n), where N is the number of texts and n how many of them hold it (at least three).
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from train_compounds import texts

from askresolution.resources import bundled
from askresolution.vietnamese import normalize

_WORD = re.compile(r"[^\W\d_]+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = {line.split("\t")[0] for line in bundled("models/compounds.tsv").read_text(encoding="utf-8").splitlines()}
    counts: Counter[str] = Counter()
    total = 0
    for path in args.data:
        for text in texts(path):
            words = _WORD.findall(normalize(text).lower())
            counts.update(set(words) | ({f"{a} {b}" for a, b in pairwise(words)} & pairs))
            total += 1
    kept = sorted(word for word, count in counts.items() if count >= 3)
    args.out.write_text("".join(f"{w}\t{round(10 * math.log(total / counts[w]))}\n" for w in kept), encoding="utf-8")
    print(f"{len(kept)} words from {total} texts")


if __name__ == "__main__":
    main()
