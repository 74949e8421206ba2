"""What a sentence's signs and the fitted scorer hold to, whatever the weights are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from askresolution.answering import scoring
from askresolution.answering.assistant import Assistant
from askresolution.answering.chain import compared
from askresolution.answering.quoting import Selected, candidates, ranked
from askresolution.answering.signs import ALONE, DOUBTS, SIGNS, together
from askresolution.answering.task import prepare
from askresolution.domain import Filters
from askresolution.errors import ModelError
from askresolution.resources import bundled
from askresolution.retrieval.retriever import HybridRetriever


def found(assistant: Assistant, question: str) -> list[Selected]:
    knowledge = assistant.knowledge
    query = knowledge.understanding.read(question)
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=12)
    hits = retriever.hits_each(query, Filters(), *compared(knowledge, query, Filters()))
    return candidates(knowledge, prepare(knowledge, query, hits, Filters()))


def test_the_best_of_the_sentences_is_below_none(assistant: Assistant) -> None:
    table = np.stack([s.signs for s in found(assistant, "Nam Thanh Miện có bao nhiêu đảng viên?")])
    below = table[:, [SIGNS.index(name) for name in SIGNS if name.endswith("_below_best")]]
    assert np.isfinite(table).all()
    assert (below <= 0).all()
    assert np.allclose(below.max(axis=0), 0)
    best = SIGNS.index("covered_rank")
    assert table[np.argmax(table[:, SIGNS.index("covered")]), best] == 1


def test_signs_of_a_sentence_alone_do_not_depend_on_the_others() -> None:
    generator = np.random.default_rng(7)
    rows = [generator.random(len(ALONE), dtype=np.float32) for _ in range(5)]
    likenesses = generator.random(5, dtype=np.float32)
    place = [ALONE.index(name) for name in ALONE if not name.startswith("sentence_similarity")]
    whole, part = together(rows, likenesses), together(rows[:3], likenesses[:3])
    assert np.array_equal(whole[:3][:, place], part[:, place])
    assert together([], np.zeros(0, np.float32)).shape == (0, len(SIGNS))


def test_what_speaks_against_a_sentence_is_told_and_counts(assistant: Assistant) -> None:
    """A sentence without any figure is doubted where a figure is asked for, and one that has it stands higher."""
    sentences = found(assistant, "Nam Thanh Miện có bao nhiêu đảng viên?")
    doubted = [bool(s.signs[SIGNS.index("no_figure")]) for s in sentences]
    assert any(doubted)
    assert all(doubt or any(char.isdigit() for char in s.text) for s, doubt in zip(sentences, doubted, strict=True))
    assert not all(doubted)
    scores = scoring.fitted().scores(np.stack([s.signs for s in sentences]))
    assert not doubted[int(np.argmax(scores))]
    assert set(DOUBTS) <= set(ALONE)


def test_sentences_come_likeliest_first(assistant: Assistant) -> None:
    knowledge = assistant.knowledge
    query = knowledge.understanding.read("Ai chủ trì đề án phân loại rác thải?")
    retriever = HybridRetriever(understanding=knowledge.understanding, searcher=knowledge.searcher, k=12)
    hits = retriever.hits_each(query, Filters(), *compared(knowledge, query, Filters()))
    scores = [s.score for s in ranked(knowledge, prepare(knowledge, query, hits, Filters()))]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


@pytest.mark.parametrize("harm", ["no arrays", "other signs", "no file"])
def test_weights_that_do_not_fit_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    original = bundled("models/answering.json")
    path = tmp_path / "answering.json"
    stored = json.loads(original.read_text(encoding="utf-8"))
    if harm == "other signs":
        stored["signs"] = stored["signs"][1:]
    if harm != "no file":
        path.write_text(json.dumps(stored), encoding="utf-8")
    if harm != "no arrays":
        shutil.copy(original.with_suffix(".safetensors"), path.with_suffix(".safetensors"))
    monkeypatch.setattr(scoring, "bundled", lambda _: path)
    scoring.fitted.cache_clear()
    try:
        with pytest.raises(ModelError, match="hãy cài lại gói"):
            scoring.fitted()
    finally:
        scoring.fitted.cache_clear()
