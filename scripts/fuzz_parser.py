"""Random damage to the documents of a corpus folder: the parser must neither crash nor hang nor lose a character.

python scripts/fuzz_parser.py --corpus corpus --rounds 10000
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from pathlib import Path

from askresolution.domain import SourceFile
from askresolution.parsing import parse

_BITS = [
    "",
    "\n",
    "\n\n",
    " ",
    "\t",
    "\f",
    "\x00",
    "(1)",
    "1 ",
    "23\n",
    "\ufffd ",
    "\u202e",
    "- ",
    "+ ",
    "I. ",
    "1.1. ",
    "Stt ",
    "%",
    "“",
    "/",
    "@",
    "Ắ" * 50,
]


def damaged(text: str, rng: random.Random) -> str:
    start = rng.randrange(max(1, len(text) - 6000))
    piece = text[start : start + rng.randrange(200, 6000)]
    for _ in range(rng.randrange(1, 25)):
        at = rng.randrange(len(piece) + 1)
        piece = piece[:at] + rng.choice(_BITS) + piece[at + rng.choice((0, 0, 1, 3, 80)) :]
    return piece


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = [path.read_bytes().decode("utf-8") for path in sorted(options.corpus.glob("*.txt"))]
    rng = random.Random(options.seed)
    slowest = 0.0
    for round_number in range(options.rounds):
        text = damaged(rng.choice(texts), rng)
        started = time.perf_counter()
        document = parse(SourceFile("fuzz", "fuzz.txt", "txt", text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()))
        slowest = max(slowest, time.perf_counter() - started)
        owned = sorted(span for node in document.root.walk() for span in node.spans)
        position = 0
        for start, end in [*owned, (len(text), len(text))]:
            assert start >= position, f"round {round_number}: told twice at {start}"
            assert not text[position:start].strip(), f"round {round_number}: lost {text[position:start]!r}"
            position = end
    print(f"{options.rounds} damaged texts, no crash, nothing lost or told twice; slowest {slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
