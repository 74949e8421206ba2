"""Speed of parsing: the corpus, and 1, 10 and 100 MB of text made from it.

python bench/parsing.py [--sizes 1 10 100]
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from askresolution.domain import SourceFile
from askresolution.parsing import parse


def timed(name: str, text: str) -> None:
    started = time.perf_counter()
    document = parse(SourceFile(name, name, "txt", text, ""))
    took = time.perf_counter() - started
    size = len(text.encode()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<46} {size:8.2f} MB  {took:8.2f} s  {size / took:6.2f} MB/s  {len(document.nodes):>8} nodes  peak {peak:,.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 10])
    options = parser.parse_args()
    texts = {path.name: path.read_bytes().decode("utf-8") for path in sorted(options.corpus.glob("*.txt"))}
    for name, text in texts.items():
        timed(name, text)
    whole = "\n\n".join(texts.values())
    for size in options.sizes:
        copies = max(1, round(size * 1e6 / len(whole.encode())))
        timed(f"{size} MB", "\n\n".join([whole] * copies))


if __name__ == "__main__":
    main()
