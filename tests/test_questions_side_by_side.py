"""Comparisons asked of each side, papers that rest on others, people and countries that are asked for; on a made project."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.domain import Turn
from askresolution.index.build import build_index
from askresolution.reading import quote
from askresolution.settings import load_settings

PROGRAMME = """ĐẢNG BỘ TỈNH LAM GIANG
ĐẢNG ỦY XÃ SUỐI NGÀ
*
Số 07-CTr/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Suối Ngà, ngày 15 tháng 9 năm 2025

CHƯƠNG TRÌNH HÀNH ĐỘNG
về trồng và chế biến sa nhân
nhiệm kỳ 2025 - 2030
-----

Thực hiện Nghị quyết số 19-NQ/TU, ngày 04/6/2025 của Ban Chấp hành Đảng bộ tỉnh về cây dược liệu, Ban Chấp hành Đảng bộ xã ban hành Chương trình hành động như sau:

I. MỤC TIÊU
1. Mục tiêu chung
Đưa sa nhân thành cây hàng hóa chính của xã.
2. Chỉ tiêu đến năm 2030
1. Trồng mới 340 ha sa nhân dưới tán rừng.
2. Tỷ lệ hộ dân dùng lò sấy chung đạt 82%.
3. Thu nhập bình quân đầu người đạt 61 triệu đồng.

II. NHIỆM VỤ
- Lò sấy tập trung tại bản Nà Sản được xây trên khu đất 0,8 ha, hoàn thành trong năm 2028 bằng vốn tỉnh.
- Hội Nông dân xã: Vận động các hộ góp giống theo nhóm. Giữ lại 12 tấn giống tốt mỗi vụ cho hộ mới trồng.
- Mời chuyên gia tập huấn kỹ thuật sấy cho 60 hộ.

III. CÁC ĐỀ ÁN
(1) Đề án xây lò sấy tập trung bản Nà Sản.
- Cơ quan chủ trì: Phòng Kinh tế.
- Thời gian hoàn thành dự thảo: ngày 10/12/2025.
- Thời gian ban hành: tháng 02/2026.

Nơi nhận:
- Tỉnh ủy (để báo cáo);
- Lưu: VPĐU.
T/M BAN CHẤP HÀNH
BÍ THƯ
Thào A Lử
"""
REPORT = """ỦY BAN NHÂN DÂN
XÃ SUỐI NGÀ
Số: 88/BC-UBND
Suối Ngà, ngày 30 tháng 9 năm 2026

BÁO CÁO
Kết quả trồng sa nhân 9 tháng năm 2026
-----

I. KẾT QUẢ
- Đến 20/9 đã trồng mới 57 ha sa nhân dưới tán rừng.
- Có 31% hộ dân dùng lò sấy chung.
- Đảng bộ xã có 412 đảng viên.
- Tỷ lệ đảng viên trong hợp tác xã đạt 22%.
- Ban Chỉ đạo có 09 đồng chí, Trưởng ban là Bí thư Đảng ủy.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Giàng Thị Mỷ
"""
OTHER = """ĐẢNG BỘ TỈNH LAM GIANG
ĐẢNG ỦY PHƯỜNG CẦU ĐẤT
*
Số 12-NQ/ĐU
Cầu Đất, ngày 02 tháng 8 năm 2025

NGHỊ QUYẾT
về cây dược liệu và đời sống Nhân dân
giai đoạn 2025 - 2030
-----

I. TÌNH HÌNH
- Đảng bộ phường có 655 đảng viên.
- Tỷ lệ kết nạp đảng viên mới đạt 3,1%.

II. CHỈ TIÊU ĐẾN NĂM 2030
- Trồng mới 95 ha sa nhân.
- Tỷ lệ hộ dân dùng lò sấy chung đạt 64%.
- Thu nhập bình quân đầu người đạt 118 triệu đồng.

T/M BAN CHẤP HÀNH
BÍ THƯ
Lê Hữu Phước
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("sides")
    (folder / "corpus").mkdir()
    for name, text in (("suoi-nga-chuong-trinh", PROGRAMME), ("suoi-nga-bao-cao", REPORT), ("cau-dat-nghi-quyet", OTHER)):
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(Path(folder), environ={})
    build_index(settings)
    return Assistant.open(settings)


def said(assistant: Assistant, question: str, *before: str) -> str:
    answer = assistant.ask(question, [Turn("user", turn) for turn in before])
    for citation in answer.citations:
        assert quote(assistant.knowledge.documents[citation.document].source.text, citation.spans) == citation.quote
    return answer.answer if answer.status == "answered" else ""


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Suối Ngà với Cầu Đất, bên nào đông đảng viên hơn?", ("412 đảng viên", "655 đảng viên")),
        ("den 2030 suoi nga trong moi bao nhieu ha sa nhan, cau dat bao nhieu", ("340 ha", "95 ha")),
        ("So với Cầu Đất thì thu nhập đầu người năm 2030 của Suối Ngà khác nhau thế nào?", ("61 triệu", "118 triệu")),
        ("Compare the share of households using the shared kiln in 2030: Suoi Nga and Cau Dat", ("82%", "64%")),
        ("Hộ dùng lò sấy chung ở Suối Ngà: chương trình hành động đặt bao nhiêu, báo cáo ghi đạt bao nhiêu?", ("82%", "31%")),
        ("Trồng mới sa nhân ở Suối Ngà: tới 2030 muốn bao nhiêu ha, đến nay được bao nhiêu ha?", ("340 ha", "57 ha")),
    ],
)
def test_each_side_of_a_comparison_is_told(assistant: Assistant, question: str, figures: tuple[str, ...]) -> None:
    told = said(assistant, question)
    assert [figure for figure in figures if figure not in told] == []


def test_one_figure_that_is_asked_of_one_commune_is_told_alone(assistant: Assistant) -> None:
    told = said(assistant, "Đến 2030 Suối Ngà trồng mới bao nhiêu ha sa nhân?")
    assert "340" in told
    assert "95 ha" not in told


@pytest.mark.parametrize(
    "question", ["Chương trình hành động của Suối Ngà triển khai nghị quyết số mấy, ngày nào?", "Which resolution does the Suoi Nga action programme carry out?"]
)
def test_the_paper_that_a_programme_carries_out_is_not_its_own_number(assistant: Assistant, question: str) -> None:
    told = said(assistant, question)
    assert "19-NQ/TU" in told
    assert "Số hiệu: **07-CTr/ĐU**" not in told


@pytest.mark.parametrize("question", ["Cho xin số và ngày của chương trình hành động Suối Ngà", "Chương trình hành động của Suối Ngà đánh số bao nhiêu, ra ngày nào?"])
def test_a_papers_own_number_and_day(assistant: Assistant, question: str) -> None:
    told = said(assistant, question)
    assert "07-CTr/ĐU" in told
    assert "15/9/2025" in told


def test_when_the_thing_stands_is_told_beside_the_day_of_its_scheme(assistant: Assistant) -> None:
    assert "hoàn thành trong năm 2028" in said(assistant, "Lò sấy tập trung bản Nà Sản bao giờ xong?")
    scheme = said(assistant, "Đề án xây lò sấy tập trung bản Nà Sản bao giờ ban hành?")
    assert "tháng 02/2026" in scheme
    assert "2028" not in scheme


def test_the_draft_and_the_issue_of_a_scheme_are_two_days(assistant: Assistant) -> None:
    scheme = next(fact for fact in assistant.knowledge.facts.assignments if "lò sấy" in fact.title)
    assert (scheme.draft_by, scheme.finish) == ("ngày 10/12/2025", "tháng 02/2026")


def test_a_quotation_names_whom_its_bullet_is_about(assistant: Assistant) -> None:
    told = said(assistant, "Mỗi vụ giữ lại bao nhiêu tấn giống tốt cho hộ mới trồng?")
    assert "12 tấn" in told
    assert "Hội Nông dân xã" in told


def test_who_signed_in_other_words_and_of_any_people(assistant: Assistant) -> None:
    assert "Thào A Lử" in said(assistant, "Ông nào đứng tên ký chương trình hành động Suối Ngà?")
    assert "Giàng Thị Mỷ" in said(assistant, "Whose name is on the signature of the Suoi Nga report?")
    assert "Người ký" not in said(assistant, "Các hộ Suối Ngà ký giấy hứa với ai về giống?")


def test_a_post_that_another_post_fills(assistant: Assistant) -> None:
    assert "Bí thư Đảng ủy" in said(assistant, "Trưởng ban chỉ đạo của Suối Ngà do ai giữ?")


@pytest.mark.parametrize(
    "question", ["Bí thư Đảng ủy Suối Ngà sinh năm nào?", "Chuyên gia nước nào tập huấn kỹ thuật sấy ở Suối Ngà?", "Họ tên 09 đồng chí Ban Chỉ đạo Suối Ngà?"]
)
def test_birth_country_and_names_that_nothing_tells_are_not_found(assistant: Assistant, question: str) -> None:
    assert said(assistant, question) == ""


def test_a_year_typed_short_is_that_year(assistant: Assistant) -> None:
    read = assistant.knowledge.understanding.read
    assert read("sa nhân năm 26 giao mấy ha").years == ("2026",)
    assert read("có năm 25 hộ nghèo").years == ()


def test_a_side_without_the_figure_is_not_told_another(assistant: Assistant) -> None:
    told = said(assistant, "So sánh số hộ góp giống theo nhóm năm 2026 của Suối Ngà và Cầu Đất")
    assert "655" not in told
    assert "95 ha" not in told


def test_a_post_and_a_commune_make_a_question_of_their_own(assistant: Assistant) -> None:
    answer = assistant.ask("Bí thư Suối Ngà sinh năm nào?", [Turn("user", "Tóm tắt phần mục tiêu trồng sa nhân của Suối Ngà")])
    assert answer.status == "not_found"
    assert all(note.kind != "completed" for note in answer.notes)


def test_hectares_are_told_by_no_other_measure(assistant: Assistant) -> None:
    assert said(assistant, "Suối Ngà giữ lại bao nhiêu ha giống tốt mỗi vụ?") == ""
    assert "12 tấn" in said(assistant, "Suối Ngà giữ lại bao nhiêu tấn giống tốt mỗi vụ?")


def test_a_question_with_vietnamese_names_is_english_by_its_words(assistant: Assistant) -> None:
    read = assistant.knowledge.understanding.read
    assert read("When is the scheme on ví phường vải and đền Cẩm Lĩnh due?").language == "en"
    assert read("Who leads Đề án xây lò sấy tập trung bản Nà Sản?").language == "en"
    assert read("ai lead đề án xây lò sấy tập trung").language == "vi"
