"""Questions as people put them: names, days and totals that must be said, several communes at once, words taken back."""

from __future__ import annotations

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.domain import Turn
from askresolution.retrieval.translation import Translator
from askresolution.vietnamese import tokens
from tests.test_made_documents import opened


@pytest.fixture(scope="module")
def harbor(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened("harbor", tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Giải ngân vốn đầu tư công Nguyễn Lương Bằng và Nghi Dương đặt mục tiêu bao nhiêu % mỗi năm?", ["trên 95%", "100%"]),
        ("Budget revenue of Nguyen Luong Bang after nine months versus the figure in the annual 2025 report?", ["206,615", "304,011"]),
        ("Nguyễn Lương Bằng có kế hoạch đấu giá đất ở mấy điểm dân cư nào?", ["Thờ Nợ", "Phạm Lâm", "Vỉ Ruồi"]),
        ("nguyen luong bang dau gia dat the nao", ["đấu giá quyền sử dụng đất"]),
        ("nghi duong phan dau het ho ngheo da chieu vao nam bao nhieu", ["2030"]),
        ("Who digitally signed the Nguyen Luong Bang action programme?", ["Nguyễn Văn Nhật"]),
    ],
)
def test_what_is_asked_is_told(assistant: Assistant, question: str, told: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    for words in told:
        assert words in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Kết luận hội nghị nêu tên những thôn nào để xảy ra lấn chiếm đất công, là thôn nào?",
        "In which village will the bus station proposed by Nghi Duong be built?",
        "Đại hội Đảng bộ xã Nghi Dương lần I họp vào ngày nào?",
        "Đảng bộ xã Nghi Dương hiện có tổng cộng bao nhiêu đảng viên?",
        "Can you tell me the opening hours of the Nguyen Luong Bang public service centre?",
        "How much is an entrance ticket to Đảo Cò?",
    ],
)
def test_a_sentence_on_the_subject_that_does_not_say_it_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "not_found"


def test_what_is_taken_back_is_not_asked(assistant: Assistant) -> None:
    history = (Turn("user", "Nghi Dương muốn mỗi trường có gì về công nghệ?"),)
    asked = "Thế học phí... à không, thế phòng học thông minh thì Nguyễn Lương Bằng có đặt chỉ tiêu tương tự không?"
    answer = assistant.ask(asked, history)
    assert "ít nhất 1 phòng học thông minh" in answer.answer
    assert all(citation.document.startswith("nguyen-luong-bang") for citation in answer.citations)


@pytest.mark.parametrize(
    "question", ["Nếu việc ấy không được hoàn thành đúng hạn thì ai chịu trách nhiệm?", "Xã có hỗ trợ à không có ai giúp dân nghèo?"]
)
def test_a_negation_takes_nothing_back(assistant: Assistant, question: str) -> None:
    assert assistant.prepare(question).state["question"] == question


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Kế hoạch kiểm tra, giám sát năm 2026 tốn tổng cộng bao nhiêu tiền?", "96 triệu đồng từ ngân sách đảng"),
        ("How much does the 2026 inspection and supervision plan cost in total?", "96 triệu đồng"),
        ("An Thạnh Khê: chương trình hành động cần bao nhiêu kinh phí, ai chi?", "67,4 tỷ đồng"),
        ("Kế hoạch kiểm tra giám sát 2026 ký ngày bao nhiêu, là bản dự thảo lần mấy?", "ngày 08 tháng 01 năm 2026"),
        ("Cái chỉ tiêu không có cơ sở đánh giá của xã năm 2025 là chỉ tiêu nào?", "hố xí hợp vệ sinh"),
        ("Vì sao chi bộ HTX nghề cá Ninh Phú bị xếp loại kém nhất?", "03 kỳ liên tiếp không sinh hoạt"),
    ],
)
def test_documents_as_a_whole_and_their_notes(harbor: Assistant, question: str, told: str) -> None:
    assert told in harbor.ask(question).answer


def test_a_price_is_told_by_money_and_a_place_outside_the_corpus_by_nothing(harbor: Assistant) -> None:
    assert harbor.ask("Giá bán tôm hùm xanh bình quân năm 2025 ở phường là bao nhiêu một ký?").status == "not_found"
    assert harbor.ask("Học phí mầm non tư thục ở Cửa Triều mỗi tháng mấy triệu?").status == "not_found"
    assert harbor.ask("What is the population of Hue city?").status == "not_found"


def test_the_dictionary_fills_the_gaps_of_the_table_and_adds_senses() -> None:
    table = {"cell": {"tế": 0.5, "tế bào": 0.5}}
    translator = Translator(table, {}, {"cell": ("chi bộ",), "refuse": ("từ chối", "chưa đồng ý")})
    assert translator.targets("cells")[-1] == "chi bo"
    assert translator.targets("refused") == ("tu choi", "chua dong y")
    weights, _ = translator.weights("Why was it refused?", len)
    assert weights["tu choi"] > 0
    assert Translator(table, {}).targets("refused") == ()


def test_signs_without_width_are_no_part_of_a_word() -> None:
    assert tokens("gấ\ufeffp 2,1 lần so v\u200dới nă\u00adm") == ["gap", "2,1", "lan", "so", "voi", "nam"]
