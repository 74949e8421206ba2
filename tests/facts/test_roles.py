"""Who leads one matter in three communes: both that assign it answer by name, the third is said to assign nobody."""

from __future__ import annotations

import pytest

from askresolution.answering.assistant import Assistant

SILENT = {"vi": "xã Nam Thanh Miện: không thấy tài liệu nào phân công", "en": "xã Nam Thanh Miện: no document assigns"}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who leads the waste-sorting scheme?", "en"),
        ("Who is in charge of waste sorting?", "en"),
        ("Ai chủ trì đề án phân loại rác thải?", "vi"),
        ("Cơ quan nào chủ trì việc phân loại rác thải?", "vi"),
        ("ai chu tri de an phan loai rac thai", "vi"),
        ("co quan nao chu tri phan loai rac thai", "vi"),
    ],
)
def test_without_a_commune_every_commune_is_answered(assistant: Assistant, question: str, language: str) -> None:
    answer = assistant.ask(question, ()).answer
    for words in ("Phòng Kinh tế", "Phó Bí thư Đảng uỷ, Chủ tịch UBND xã", "Ủy ban nhân dân xã", SILENT[language]):
        assert words in answer
    assert not any(line.startswith("xã Nghi Dương: ") for line in answer.splitlines())


@pytest.mark.parametrize(
    ("question", "lead", "other"),
    [
        ("Ai chủ trì phân loại rác thải ở xã Nghi Dương?", "Ủy ban nhân dân xã", "Phòng Kinh tế"),
        ("ai chu tri phan loai rac thai o xa nguyen luong bang", "Phòng Kinh tế", "Ủy ban nhân dân xã"),
        ("Who leads waste sorting in Nghi Duong?", "Ủy ban nhân dân xã", "Phòng Kinh tế"),
    ],
)
def test_with_a_commune_only_that_one_is_answered(assistant: Assistant, question: str, lead: str, other: str) -> None:
    answer = assistant.ask(question, ()).answer
    assert f"**{lead}**" in answer
    assert f"**{other}**" not in answer
