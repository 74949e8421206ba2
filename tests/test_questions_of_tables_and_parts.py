"""Rows under their columns, bodies told one by one, parts by number, times set side by side; on a project made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.domain import Turn
from askresolution.index.build import build_index
from askresolution.reading import quote
from askresolution.retrieval.compounds import Compounds
from askresolution.retrieval.spelling import repair, well_formed
from askresolution.retrieval.translation import load_translator
from askresolution.settings import load_settings

PLAN = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐÔNG LÃM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                         Đông Lãm, ngày 12 tháng 01 năm 2026
Số: 15/KH-UBND

KẾ HOẠCH
phát triển cây chè giai đoạn 2026 - 2030

I. MỤC TIÊU
1. Mục tiêu chung
- Xây dựng vùng chè an toàn, nâng thu nhập của hộ trồng chè.
2. Chỉ tiêu cụ thể
(1) Diện tích chè đến năm 2030 đạt 640 ha.
(2) Trồng mới 35 ha chè mỗi năm; tỷ lệ giống mới đạt 72%.
II. NHIỆM VỤ CỦA CÁC CƠ QUAN
1. Phòng Kinh tế
- Hướng dẫn kỹ thuật cho 18 tổ hợp tác.
- Cấp mã số vùng trồng cho 210 ha trước ngày 30/9/2026.
2. Công an phường chủ trì, phối hợp với các cơ quan, đơn vị liên quan và các tổ dân phố:
- Xử lý việc buôn bán chè giả.
- Mở 02 đợt kiểm tra kho hàng trong năm.
3. Hội Nông dân phường
- Vận động 400 hộ ký cam kết không dùng thuốc cấm.
III. HỖ TRỢ
- Hỗ trợ cây giống chè mới cho hộ trồng tổng số tiền 1,8 tỷ đồng.
- Hỗ trợ giống chè trồng mới 12.000 đồng/cây.
- Nhà thầu cung cấp giống là Công ty TNHH Giống chè Phú Lãm.
"""
TABLE = """
## PHỤ LỤC

| TT | Chỉ tiêu | ĐVT | 2026 | 2027 | 2028 |
|---|---|---|---|---|---|
| 1 | Diện tích chè có chứng nhận | ha | 120 | 190 | 275 |
| 2 | Sản lượng chè búp | tấn | 3.100 | 3.350 | 3.600 |
"""
YEAR = """# BÁO CÁO

**kết quả năm 2025 của Ủy ban nhân dân xã Khe Mạ**

Khe Mạ, ngày 20 tháng 12 năm 2025

## I. KẾT QUẢ

- Toàn xã có 06 sản phẩm OCOP. Phấn đấu đến năm 2030 xã có 15 sản phẩm OCOP.
- Giá trị sản xuất ngành nông nghiệp đạt 310 tỷ đồng, tăng 4% so với năm trước.
- Mở 03 lớp nghề dịch vụ nấu ăn cho 96 lao động.
- Giá trị sản xuất ngành dịch vụ đạt 145 tỷ đồng, tăng 9% so với năm trước.
- Thành lập 02 ban của Hội đồng nhân dân (Ban Pháp chế và Ban Kinh tế - Xã hội).
- Tỷ lệ hộ dân hài lòng đạt 91%.

## II. HẠN CHẾ

Chất lượng sinh hoạt ở một số chi bộ còn thấp, nội dung chậm đổi mới, chưa gắn với nhiệm vụ được giao của từng thôn bản. Việc lấn chiếm hành lang đường còn xảy ra tại chợ Khe Mạ và dọc tuyến đường liên xã, xử lý chưa dứt điểm, có nơi tái phạm nhiều lần. Hồ sơ đất đai quá hạn còn nhiều do bản đồ cũ của ba xã trước sáp nhập không khớp, cán bộ địa chính thiếu và phải kiêm nhiệm nhiều việc cùng lúc. Cơ sở vật chất của ba điểm trường lẻ xuống cấp, thiếu nhà vệ sinh, chưa được bố trí vốn sửa chữa kịp thời trong năm. Phong trào văn nghệ ở các bản vùng cao chưa đều, thiếu người phụ trách, thiếu kinh phí và ít được tập huấn. Công tác thống kê, báo cáo của các ban, ngành còn chậm, số liệu giữa các báo cáo đôi khi chưa thống nhất với nhau. Một số hộ kinh doanh chưa kê khai đầy đủ, việc thu phí vệ sinh ở chợ còn thất thoát và chậm chấn chỉnh. Nhà văn hóa của hai bản chưa có điện lưới, sinh hoạt cộng đồng gặp khó khăn vào mùa mưa.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "dong-lam-ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    (folder / "corpus" / "dong-lam-phu-luc.md").write_text("# PHỤ LỤC KẾ HOẠCH\n\n**của phường Đông Lãm**\n" + TABLE, encoding="utf-8")
    (folder / "corpus" / "khe-ma-bao-cao-2025.md").write_text(YEAR, encoding="utf-8")
    settings = load_settings(Path(folder), environ={})
    build_index(settings)
    return Assistant.open(settings)


def said(assistant: Assistant, question: str, *before: str) -> str:
    answer = assistant.ask(question, [Turn("user", turn) for turn in before])
    for citation in answer.citations:
        assert quote(assistant.knowledge.documents[citation.document].source.text, citation.spans) == citation.quote
    return answer.answer if answer.status == "answered" else ""


def test_a_cell_is_told_under_the_year_of_its_column(assistant: Assistant) -> None:
    told = said(assistant, "Năm 2027 diện tích chè có chứng nhận ở phường Đông Lãm là bao nhiêu ha?")
    assert "190" in told
    assert "2027" in told
    assert "2028: 275" not in told


def test_a_row_that_no_fact_answers_with_is_told_by_the_column_of_the_year(assistant: Assistant) -> None:
    told = said(assistant, "Sang 2027 Đông Lãm phải được bao nhiêu ha chè chứng nhận?")
    assert "2027: 190" in told
    assert "2028: 275" not in told


@pytest.mark.parametrize(
    "question",
    [
        "Công an phường Đông Lãm được giao những phần việc gì về buôn bán, kho hàng?",
        "ke hoach giao cong an phuong dong lam nhung viec gi",
    ],
)
def test_a_body_under_its_own_heading_is_told_with_all_its_tasks(assistant: Assistant, question: str) -> None:
    told = said(assistant, question)
    assert "buôn bán chè giả" in told
    assert "02 đợt kiểm tra" in told
    assert "18 tổ hợp tác" not in told


def test_an_entry_is_found_by_its_number(assistant: Assistant) -> None:
    told = said(assistant, "Chỉ tiêu số (2) của kế hoạch phường Đông Lãm ghi những gì?")
    assert "35 ha" in told
    assert "72%" in told
    assert "640 ha" not in told


def test_a_year_is_no_ordinal(assistant: Assistant) -> None:
    assert "Hội Nông dân" not in said(assistant, "Nhiệm vụ năm 2026 của Phòng Kinh tế phường Đông Lãm gồm những gì?").partition("\n")[0]


def test_what_is_paid_by_the_piece_is_no_total(assistant: Assistant) -> None:
    told = said(assistant, "Hỗ trợ bao nhiêu tiền một cây giống chè?")
    assert told.find("12.000 đồng/cây") >= 0
    assert "1,8 tỷ" not in told.partition("12.000 đồng/cây")[0]


def test_now_and_the_aim_are_told_together(assistant: Assistant) -> None:
    told = said(assistant, "Khe Mạ hiện có mấy sản phẩm OCOP, tới 2030 phấn đấu mấy sản phẩm?")
    assert "06 sản phẩm" in told
    assert "15 sản phẩm" in told


def test_a_shortcoming_in_one_long_paragraph_is_told_sentence_by_sentence(assistant: Assistant) -> None:
    told = said(assistant, "Tóm tắt hạn chế của xã Khe Mạ năm 2025")
    assert told.count("\n- ") >= 5
    assert "thống kê" in told


def test_a_follow_up_asks_the_same_of_another_subject(assistant: Assistant) -> None:
    told = said(assistant, "Còn dịch vụ?", "Giá trị sản xuất nông nghiệp của xã Khe Mạ năm 2025 là bao nhiêu?")
    assert "145 tỷ" in told
    assert "310 tỷ" not in told
    assert "96 lao động" not in told


def test_bodies_that_are_counted_are_named(assistant: Assistant) -> None:
    assert "Ban Pháp chế" in said(assistant, "Hai ban của HĐND xã Khe Mạ tên gì?")


@pytest.mark.parametrize(
    "question",
    [
        "Công ty nào xây trụ sở mới của xã Khe Mạ?",
        "Lương của cán bộ phường Đông Lãm là bao nhiêu?",
        "Kế hoạch chè của phường Đông Lãm khởi công nhà máy hôm nào?",
    ],
)
def test_a_sort_of_thing_that_nobody_tells_is_refused(assistant: Assistant, question: str) -> None:
    assert said(assistant, question) == ""


def test_a_body_with_brackets_in_its_name_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    text = PLAN + "IV. PHÂN CÔNG\n1. Giao Ban Quản lý dự án (cơ sở 2 (cũ) chủ trì, phối hợp với Phòng Kinh tế xây dựng đề án bến xe.\n"
    (tmp_path / "corpus" / "a.txt").write_text(text, encoding="utf-8")
    settings = load_settings(tmp_path, environ={})
    build_index(settings)
    answer = Assistant.open(settings).ask("Ban Quản lý dự án chủ trì những việc gì?")
    assert answer.status in ("answered", "not_found")


def test_a_letterhead_of_two_lines_in_capitals_gives_one_commune(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    head = "**ĐẢNG BỘ PHƯỜNG ĐÔNG LÃM**\n**ỦY BAN KIỂM TRA**\n\nSố 06-KL/UBKT\n\n*Đông Lãm, ngày 14 tháng 4 năm 2026*\n\n# KẾT LUẬN KIỂM TRA\n\nChi bộ có 16 đảng viên.\n"
    (tmp_path / "corpus" / "ket-luan.md").write_text(head, encoding="utf-8")
    settings = load_settings(tmp_path, environ={})
    build_index(settings)
    assert Assistant.open(settings).knowledge.issuers == ("phường Đông Lãm",)


def test_words_that_cross_two_are_no_word() -> None:
    texts = ["Vốn đầu tư công năm nay. Giải ngân đầu tư công chậm. Thu hút đầu tư tăng. Dự án đầu tư mới. Nhà đầu tư lớn. Đầu tư hạ tầng. "] * 4
    compounds = Compounds(texts)
    assert compounds.strength("đầu", "tư", True) > 0.5
    assert compounds.strength("tư", "công", True) == 0
    assert (1, 3) in compounds.units("vốn đầu tư công".split(), True)


@pytest.mark.parametrize(("word", "formed"), [("chich", True), ("nghieng", True), ("quyet", True), ("duog", False), ("nhug", False), ("bcd", False)])
def test_the_shape_of_a_syllable(word: str, formed: bool) -> None:
    assert well_formed(word) is formed


def test_a_word_of_the_right_shape_is_no_slip_without_a_pair() -> None:
    known = {"thich": 4, "ngua": 2, "thich ngua": 0}
    assert repair(["chich", "ngua"], lambda word: known.get(word, 0)) == {}
    assert repair(["dduowng", "thich"], lambda word: {"duong": 5, "thich": 3}.get(word, 0)) == {}


def test_english_terms_in_the_plural_and_in_british_spelling(tmp_path: Path) -> None:
    translator = load_translator(tmp_path)
    assert translator.terms("economic targets") == translator.terms("economic target") != ()
    assert translator.targets("organising") == translator.targets("organizing") != ()
    assert translator.targets("student")[0] == "sinh" or "hoc sinh" in translator.targets("student")
    assert "le" not in translator.targets("unemployment")
