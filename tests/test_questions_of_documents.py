"""Questions about a document as such, about other times, and about what nobody wrote; on a project made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.answering.followup import complete
from askresolution.domain import Turn
from askresolution.index.build import build_index
from askresolution.settings import load_settings

HEAD = "TỈNH ỦY THÁI HƯNG\nĐẢNG ỦY XÃ MINH KHÊ          ĐẢNG CỘNG SẢN VIỆT NAM\n*                            Minh Khê, ngày {date}\nSố {number}-BC/ĐU\n\n"
YEAR = (
    HEAD.format(date="20 tháng 12 năm 2026", number="77")
    + """BÁO CÁO
kết quả thực hiện nhiệm vụ năm 2026

I. KẾT QUẢ NĂM 2026
1. Kinh tế
- Thu ngân sách trên địa bàn đạt 91,5 tỷ đồng. Sản lượng chè đạt 640 tấn.
2. Quốc phòng, an ninh
- Giao quân 17 công dân. Xảy ra 04 vụ trộm cắp, đã làm rõ 03 vụ.
- Đồng chí Trịnh Văn Bảo giữ chức Trưởng Công an xã từ tháng 5/2026.
II. HẠN CHẾ
- Hồ sơ trễ hẹn còn 12 trường hợp.
- Đường thôn Khe Lộc chưa cứng hóa.

Nơi nhận:
- Thường trực Tỉnh ủy,
- Các chi bộ trực thuộc.
                T/M BAN CHẤP HÀNH
                     BÍ THƯ

                Ngô Thị Sen
"""
)
NINE = (
    HEAD.format(date="05 tháng 10 năm 2026", number="52")
    + """BÁO CÁO
kết quả thực hiện nhiệm vụ 9 tháng đầu năm 2026

I. KẾT QUẢ 9 THÁNG
1. Kinh tế
- Thu ngân sách trên địa bàn đạt 63,2 tỷ đồng. Sản lượng chè đạt 455 tấn.

                T/M BAN CHẤP HÀNH
                     BÍ THƯ

                Ngô Thị Sen
"""
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    project: Path = tmp_path_factory.mktemp("minh-khe")
    (project / "corpus").mkdir()
    (project / "corpus" / "bao-cao-nam.txt").write_text(YEAR, encoding="utf-8")
    (project / "corpus" / "bao-cao-9-thang.txt").write_text(NINE, encoding="utf-8")
    settings = load_settings(project, environ={})
    build_index(settings)
    return Assistant.open(settings)


def test_the_commune_ends_where_the_next_column_begins(made: Assistant) -> None:
    assert {d.metadata.issuer for d in made.knowledge.documents.values()} == {"xã Minh Khê"}


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("Báo cáo năm 2026 của xã Minh Khê mang số hiệu gì?", "77-BC/ĐU", "52-BC/ĐU"),
        ("so hieu bao cao 9 thang cua xa Minh Khe la gi", "52-BC/ĐU", "77-BC/ĐU"),
        ("Báo cáo năm 2026 của xã Minh Khê được gửi cho những nơi nào?", "Thường trực Tỉnh ủy", "640"),
        ("9 tháng năm 2026 xã Minh Khê thu ngân sách bao nhiêu?", "63,2", "91,5"),
        ("Cả năm 2026 sản lượng chè của Minh Khê bao nhiêu tấn?", "640", "455"),
        ("Trưởng Công an xã Minh Khê là ai?", "Trịnh Văn Bảo", "Ngô Thị Sen"),
        ("Tóm tắt quốc phòng, an ninh năm 2026 của Minh Khê", "04 vụ trộm cắp", "640"),
    ],
)
def test_answered_from_the_right_document(made: Assistant, question: str, told: str, untold: str) -> None:
    answer = made.ask(question)
    assert answer.status == "answered", answer.answer
    assert told in answer.answer
    assert untold not in answer.answer


@pytest.mark.parametrize(
    "question", ["Xã Hải Tân Phong thu ngân sách bao nhiêu?", "Messi đá cho đội nào?", "Số điện thoại trạm y tế Minh Khê?"]
)
def test_what_nobody_wrote_is_not_found(made: Assistant, question: str) -> None:
    assert made.ask(question).status == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "Các hạn chế của xã Minh Khê là gì?",
        "Ai ký báo cáo năm 2026?",
        "Nhiệm vụ năm 2027 của xã là gì?",
        "Ai phụ trách chuyển đổi số ở Minh Khê?",
        "ai phu trach cai cach hanh chinh o minh khe",
    ],
)
def test_a_complete_question_is_not_made_a_follow_up(made: Assistant, question: str) -> None:
    assert complete(made.knowledge, question, [Turn("user", "Sản lượng chè năm 2026 bao nhiêu?")]).question == question
