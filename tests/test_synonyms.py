"""Everyday words for what documents write otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.errors import CorpusError
from askresolution.retrieval.synonyms import read_synonyms


def _found(assistant: Assistant, question: str) -> set[str]:
    return set(assistant.knowledge.understanding.read(question).weights)


def test_a_syllable_of_a_communes_name_means_nothing_else(assistant: Assistant) -> None:
    assert "thu nhap" not in _found(assistant, "Ai ký chương trình hành động của xã Nguyễn Lương Bằng?")
    assert "thu nhap" in _found(assistant, "lương một tháng của người dân Nghi Dương")


def test_a_syllable_typed_with_other_signs_is_another_word(assistant: Assistant) -> None:
    assert "thao luan" in _found(assistant, "hội nghị bàn chuyện gì")
    assert "thao luan" not in _found(assistant, "hội nghị bản chính ở đâu")


def test_a_syllable_that_is_written_together_with_its_neighbour_is_part_of_a_word(assistant: Assistant) -> None:
    assert "ton giao" in _found(assistant, "bà con theo đạo sinh sống thế nào")
    assert "ton giao" not in _found(assistant, "ai lãnh đạo công tác tuyên truyền")


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.tsv"
    path.write_text("rác\tchất thải\nheo lợn\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="dòng 2"):
        read_synonyms([path])
