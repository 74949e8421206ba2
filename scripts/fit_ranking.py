"""Fits the weights of the search's ranker on questions whose passage is known.

    python scripts/fit_ranking.py --data ../shared/train/questions.jsonl.gz --out models/ranking.json

The data only fit these few weights, as their terms allow; nothing of them is shipped. A third of the questions is stripped
of diacritics, another third mistyped. The weights for English questions are those for Vietnamese ones: there is no English set to fit them on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from pathlib import Path

import numpy as np

from askresolution.domain import Passage
from askresolution.evaluation.beir import Typed, passage_of, searching, typed_as
from askresolution.index.embedder import load_embedder
from askresolution.retrieval.ranking import FEATURES, Ranking, fit, save_ranking
from askresolution.settings import load_settings

#: How the questions are typed, in turn.
TYPED = (Typed(), Typed(undiacritised=True), Typed(typos=1 / 3))


def sets(path: Path, most: int) -> dict[str, tuple[list[Passage], list[tuple[str, str]]]]:
    """Passages and (question, passage id) per source of the data."""
    passages: dict[str, dict[str, Passage]] = {}
    questions: dict[str, list[tuple[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            known = passages.setdefault(row["source"], {})
            passage = known.setdefault(
                row["passage"], passage_of({"_id": f"{len(known)}", "text": row["passage"].replace("\n", "\n\n", 1)})
            )
            questions.setdefault(row["source"], []).append((row["question"], passage.id))
    result = {}
    for source, asked in sorted(questions.items()):
        random.Random(0).shuffle(asked)
        result[source] = (list(passages[source].values()), asked[:most])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=900, help="questions per source")
    options = parser.parse_args()
    settings = load_settings(Path())
    embedder = load_embedder(settings)
    lists = []
    for source, (passages, asked) in sets(options.data, options.most).items():
        with tempfile.TemporaryDirectory() as scratch:
            searcher, understanding = searching(passages, settings, embedder, Path(scratch))
            rows = {passage.id: row for row, passage in enumerate(passages)}
            rng = random.Random(0)
            for number, (question, gold) in enumerate(asked):
                query = understanding.read(typed_as(question, TYPED[number % len(TYPED)], rng))
                pool, features = searcher.candidates(query)
                lists.append((features, pool == rows[gold]))
        print(f"{source}: {len(passages)} passages, {len(asked)} questions")
    weights = fit(lists, np.asarray([1 - 0.01 * (len(FEATURES) - 1)] + [0.01] * (len(FEATURES) - 1), dtype=np.float32))
    ranking = Ranking({"vi": weights, "en": weights})
    save_ranking(options.out, ranking, embedder, f"scripts/fit_ranking.py, {len(lists)} questions of three research sets")
    print({name: round(float(value), 3) for name, value in zip(FEATURES, weights, strict=True)})


if __name__ == "__main__":
    main()
