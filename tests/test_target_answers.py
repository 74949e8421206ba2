"""Questions of figures: the answer's first line says how much, of which commune and time; values typed from the documents."""

from __future__ import annotations

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.answering.citing import Citations
from askresolution.answering.target_answers import answer_targets
from askresolution.answering.task import prepare
from askresolution.domain import Filters


def lines(assistant: Assistant, question: str) -> list[str]:
    """What the facts alone answer."""
    knowledge = assistant.knowledge
    query = knowledge.understanding.read(question)
    task = prepare(knowledge, query, knowledge.searcher.search(query, 20, Filters()), Filters())
    return answer_targets(knowledge, task, Citations(knowledge.documents))


def figures(assistant: Assistant, question: str) -> list[tuple[str, str]]:
    """(commune, figure in bold) of each line that gives one."""
    found = []
    for line in lines(assistant, question):
        if "**" in line:
            commune = next(c for c in ("Nguyễn Lương Bằng", "Nam Thanh Miện", "Nghi Dương") if c in line)
            found.append((commune, line.split("**")[1]))
    return found


NLB, NTM, ND = "Nguyễn Lương Bằng", "Nam Thanh Miện", "Nghi Dương"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # A result against a target, this year against the next.
        ("Tỷ lệ hộ nghèo xã Nguyễn Lương Bằng năm 2025 là bao nhiêu?", [(NLB, "0,22%")]),
        ("Chỉ tiêu tỷ lệ hộ nghèo năm 2026 của xã Nguyễn Lương Bằng?", [(NLB, "dưới 0,2%")]),
        ("Tỷ lệ tham gia bảo hiểm xã hội của xã Nguyễn Lương Bằng năm 2025?", [(NLB, "53,1%")]),
        # 2026 against 2030.
        ("Thu nhập bình quân đầu người năm 2026 của xã Nguyễn Lương Bằng?", [(NLB, "105 triệu đồng")]),
        ("Thu nhập bình quân đầu người đến năm 2030 của xã Nguyễn Lương Bằng?", [(NLB, "trên 150 triệu đồng")]),
        # Nine months against the full year; without a word on it, the full year.
        ("9 tháng đầu năm 2025 tổng thu ngân sách là bao nhiêu?", [(NLB, "206,615 tỷ đồng")]),
        ("Cả năm 2025 thu ngân sách của xã Nguyễn Lương Bằng đạt bao nhiêu?", [(NLB, "304,011 tỷ đồng")]),
        ("Năng suất lúa của hai xã khác nhau thế nào?", [(NTM, "124,4 tạ/ha/năm"), (NLB, "112,23 tạ/ha")]),
        # Without diacritics; communes side by side.
        ("ty le ho ngheo cua xa nguyen luong bang nam 2025 la bao nhieu", [(NLB, "0,22%")]),
        ("So sánh giá trị sản phẩm trên 1 ha đất trồng trọt đến năm 2030 của Nguyễn Lương Bằng với Nam Thanh Miện",
         [(NTM, "250 triệu đồng"), (NLB, "từ 230 triệu đồng")]),
        # A part of an indicator is not taken for the whole.
        ("Tỷ lệ lao động qua đào tạo năm 2026 là bao nhiêu?", [(NLB, "tăng từ 5%")]),
        ("Nông nghiệp thủy sản tăng bao nhiêu theo chỉ tiêu 2026?", [(NLB, "tăng từ 1,5%")]),
        # The year of an aim that is met or not.
        ("Đến năm nào xã Nguyễn Lương Bằng không còn hộ nghèo?", [(NLB, "đến năm 2028")]),
        ("nam thanh mien xoa ngheo nam nao", [(NTM, "trước năm 2028")]),
        ("Khi nào hoàn thành xây dựng nông thôn mới?", [(NLB, "Đến năm 2028")]),
        # Counts, and what is no count of it.
        ("Nghi Dương muốn có bao nhiêu doanh nghiệp vào năm 2030?", [(ND, "120 doanh nghiệp")]),
        ("Xã Nam Thanh Miện có bao nhiêu dân?", [(NTM, "33.230 người")]),
    ],
)  # fmt: skip
def test_the_figure_that_was_asked_for(assistant: Assistant, question: str, expected: list[tuple[str, str]]) -> None:
    assert figures(assistant, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Thu ngân sách của xã Nghi Dương năm 2025 đạt bao nhiêu tỷ?",  # only a yearly growth is known
        "Tỷ lệ hộ nghèo của xã Nghi Dương năm 2025?",
        "Tổng chi ngân sách năm 2026 là bao nhiêu?",
        "Đảng bộ xã Nam Thanh Miện có bao nhiêu đảng viên?",  # a rate of admissions is no count
        "Tỷ lệ tham gia bảo hiểm y tế năm 2024 là bao nhiêu?",
        "Thu và chi ngân sách 9 tháng đầu năm là bao nhiêu?",  # two figures: the sentences answer
        "Ai chủ trì việc giảm tỷ lệ hộ nghèo?",
    ],
)
def test_no_figure_is_better_than_the_wrong_one(assistant: Assistant, question: str) -> None:
    assert lines(assistant, question) == []


def test_a_commune_without_the_figure_is_named(assistant: Assistant) -> None:
    said = lines(assistant, "So sánh mục tiêu tỷ lệ giải ngân vốn đầu tư công của ba xã")
    assert said[-1] == "xã Nghi Dương: không thấy số liệu này trong tài liệu."
    growth = lines(assistant, "So sánh thu nhập bình quân đầu người mục tiêu của các xã")
    assert not any("Nam Thanh Miện: không thấy" in line for line in growth)


def test_an_answer_quotes_the_statement_and_cites_its_period(assistant: Assistant) -> None:
    answer = assistant.ask("Chỉ tiêu tỷ lệ hộ nghèo năm 2026 của xã Nguyễn Lương Bằng?", ())
    assert "“11. Tỷ lệ hộ nghèo của xã còn dưới 0,2%” [1]" in answer.answer
    assert [c.quote for c in answer.citations] == ["11. Tỷ lệ hộ nghèo của xã còn dưới 0,2%", "I. CÁC CHỈ TIÊU NĂM 2026"]


def test_english_questions_get_english_frames(assistant: Assistant) -> None:
    answer = assistant.ask("What is the sex ratio at birth target for 2026?", ())
    assert "117 bé trai/100 bé gái" in answer.answer
    capped = assistant.ask("What is Nguyen Luong Bang's poverty rate target for 2026?", ())
    assert "**under 0,2%**" in capped.answer
