"""Titles, drafts, periods and signatures as unseen documents of the genre print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.domain import Document
from askresolution.facts.people import people
from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_formats import read
from tests.parsing.test_provenance import check_laws, check_tree

HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ SUỐI CẠN\tĐộc lập - Tự do - Hạnh phúc
{number}\tSuối Cạn, ngày 18 tháng 12 năm 2025

"""
BODY = """
I. MỤC TIÊU
1. Trồng 40 ha rừng trong năm.
2. Sửa 3 cầu treo.

{close}
"""
SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nSùng A Chống"


def read_text(title: str, number: str = "Số: 31/KH-UBND", close: str = SIGNED) -> Document:
    document = parse(source(HEAD.format(number=number) + title + BODY.format(close=close)))
    check_laws(document)
    check_tree(document)
    return document


def frame(document: Document, kind: str) -> str:
    return " ".join(node.text for node in document.root.children if node.kind == kind)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("KẾ HOẠCH\nPhát triển rừng năm 2026\n", "KẾ HOẠCH Phát triển rừng năm 2026"),
        # What a plan carries out opens like the legal grounds of its text do.
        (
            "KẾ HOẠCH\nTriển khai thực hiện Nghị quyết số 12-NQ/ĐU về phát triển rừng năm 2026\n",
            "KẾ HOẠCH Triển khai thực hiện Nghị quyết số 12-NQ/ĐU về phát triển rừng năm 2026",
        ),
        # An export without wrapping prints each paragraph on one line, however long.
        (
            "BÁO CÁO\nTình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội, bảo đảm quốc phòng - an ninh năm 2026 và phương hướng năm 2027\n"
            "(Trình tại kỳ họp thứ Tư, Hội đồng nhân dân xã khóa II, nhiệm kỳ 2026 - 2031)\n"
            + "Xã Suối Cạn gồm 18 thôn với 1.204 hộ, trong đó quá nửa số hộ sống ở vùng cao, đường đi lại khó khăn quanh năm. " * 2 + "\n",
            "BÁO CÁO Tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội, bảo đảm quốc phòng - an ninh năm 2026 và phương hướng năm 2027",
        ),
    ],
)  # fmt: skip
def test_the_lines_below_the_kind_say_what_a_document_is_about(printed: str, title: str) -> None:
    document = read_text(printed)
    assert document.metadata.title == title
    # The year of the title, not that of the date below the letterhead nor that of the council's term.
    assert (document.metadata.period, document.metadata.date) == ("2026", "2025-12-18")


def test_legal_grounds_below_the_title_are_no_part_of_it() -> None:
    document = read_text(
        "KẾ HOẠCH\nPhát triển rừng năm 2026\nThực hiện Kế hoạch số 7/KH-UBND ngày 02/12/2025 của tỉnh, Ủy ban nhân dân xã xây dựng kế hoạch như sau:\n"
    )
    assert document.metadata.title == "KẾ HOẠCH Phát triển rừng năm 2026"


MARKED = """**ỦY BAN NHÂN DÂN XÃ SUỐI CẠN**
Số:      /KH-UBND

*Suối Cạn, ngày      tháng 12 năm 2025*

{draft}

# KẾ HOẠCH

**Phát triển rừng năm 2026**

## I. MỤC TIÊU

1. **Rừng.** Trồng 40 ha.

2. **Cầu.** Sửa 3 cầu treo.

**TM. ỦY BAN NHÂN DÂN**
**CHỦ TỊCH**

*(dự kiến ký)*

**Sùng A Chống**
"""


@pytest.mark.parametrize(
    ("draft", "note"), [("**DỰ THẢO LẦN 3** *(xin ý kiến đến ngày 10/12/2025)*", "Dự thảo lần 3"), ("", "dự thảo, dự kiến ký")]
)
def test_markdown_frame(tmp_path: Path, draft: str, note: str) -> None:
    document = read(tmp_path, "a.md", MARKED.format(draft=draft))
    data = document.metadata
    assert (data.title, data.kind, data.status, data.status_note) == (
        "KẾ HOẠCH Phát triển rừng năm 2026",
        "Kế hoạch",
        "draft",
        note,
    )
    assert [n.label for n in document.root.walk() if n.kind == "item"] == ["1.", "2."]
    assert [(p.name, p.post) for p in people(document)] == [("Sùng A Chống", "CHỦ TỊCH")]


def test_a_markdown_heading_of_its_own_is_the_title(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "a.md",
        "# Kế hoạch phát triển rừng xã Suối Cạn năm 2026\n\n## Mục tiêu\n\nTrồng 40 ha rừng.\n\n## Phân công\n\nPhòng Kinh tế chủ trì.\n",
    )
    assert frame(document, "title") == "Kế hoạch phát triển rừng xã Suối Cạn năm 2026"
    assert (document.metadata.kind, document.metadata.period) == ("Kế hoạch", "2026")
    assert [n.heading for n in document.root.children if n.kind == "section"] == ["Mục tiêu", "Phân công"]


@pytest.mark.parametrize(
    ("number", "close", "status"),
    [
        ("Số:      /KH-UBND", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nSùng A Chống", "draft"),
        # The number of a signed copy was written by hand.
        ("Số:      /KH-UBND", SIGNED, "issued"),
        ("Số: 31/KH-UBND", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nSùng A Chống", "issued"),
    ],
)
def test_a_number_still_to_be_given_is_a_draft(number: str, close: str, status: str) -> None:
    assert read_text("KẾ HOẠCH\nPhát triển rừng năm 2026\n", number, close).metadata.status == status


def test_a_title_about_a_draft_is_no_draft() -> None:
    document = read_text("BÁO CÁO\nTiếp thu ý kiến góp ý vào dự thảo Nghị quyết phát triển rừng\n")
    assert document.metadata.status == "issued"


BESIDE = """Nơi nhận:\tT/M ĐẢNG ỦY
- Thường trực Tỉnh ủy,\tBÍ THƯ
- Các chi bộ trực thuộc,
- Các đồng chí Đảng ủy viên,\t(Đã ký)
- Lưu VPĐU.\tGiàng Thị Mỷ

CHÚ THÍCH
"""


@pytest.mark.parametrize("gap", ["\t", " " * 24])
def test_a_signature_typed_beside_the_recipients(gap: str) -> None:
    document = read_text("KẾ HOẠCH\nPhát triển rừng năm 2026\n", close=BESIDE.replace("\t", gap))
    assert [(p.name, p.post, p.body) for p in people(document)] == [("Giàng Thị Mỷ", "BÍ THƯ", "ĐẢNG ỦY")]
    listed = frame(document, "recipients")
    assert listed == "Nơi nhận: - Thường trực Tỉnh ủy, - Các chi bộ trực thuộc, - Các đồng chí Đảng ủy viên, - Lưu VPĐU."


_REMARK = "(DỰ THẢO LẦN 3 - gửi xin ý kiến các đồng chí Ủy viên Ban Chấp hành, góp ý về Văn phòng Đảng ủy trước 16 giờ ngày 05/10/2026)"


def test_a_blank_number_and_a_long_remark_of_a_draft_do_not_join_the_title() -> None:
    document = parse(
        source(
            f"ĐẢNG BỘ TỈNH QUẢNG AN\nĐẢNG ỦY XÃ CỒN SE\n*\nSố        -KL/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nCồn Se, ngày     tháng 10 năm 2026\n\n{_REMARK}\n\n"
            "KẾT LUẬN\nCỦA BAN THƯỜNG VỤ ĐẢNG ỦY\nvề nghề muối năm 2026\n-----\n\nNgày 29/9/2026, Ban Thường vụ Đảng ủy họp và kết luận:\n\n"
            "1. Sản lượng muối đạt 8.960 tấn.\n"
        )
    )
    assert document.metadata.title == "KẾT LUẬN CỦA BAN THƯỜNG VỤ ĐẢNG ỦY về nghề muối năm 2026"
    assert document.metadata.status == "draft"
    assert any(node.kind == "paragraph" and "trước 16 giờ ngày 05/10/2026" in node.text for node in document.root.walk())


def test_a_markdown_letterhead_in_a_table_and_the_subject_below_the_kind(tmp_path: Path) -> None:
    text = (
        "| TỈNH ỦY QUẢNG AN **\\*** ĐẢNG ỦY XÃ CỒN SE Số 06-CTr/ĐU | **ĐẢNG CỘNG SẢN VIỆT NAM** *Cồn Se, ngày 20 tháng 10 năm 2025* |\n|---|---|\n\n"
        "# CHƯƠNG TRÌNH HÀNH ĐỘNG\n\n**thực hiện Nghị quyết số 08-NQ/TU về bảo vệ rừng dừa nước đến năm 2030**\n\n\\-----\n\n"
        "Ban Chấp hành Đảng bộ xã ban hành chương trình như sau:\n\n## I. MỤC TIÊU\n\nGiữ rừng dừa nước.\n"
    )
    document = read(tmp_path, "chuong-trinh.md", text)
    assert document.metadata.title == "CHƯƠNG TRÌNH HÀNH ĐỘNG thực hiện Nghị quyết số 08-NQ/TU về bảo vệ rừng dừa nước đến năm 2030"
    assert (document.metadata.issuer, document.metadata.number) == ("xã Cồn Se", "06-CTr/ĐU")
    assert [node.text for node in document.root.children if node.kind == "section"] == ["I. MỤC TIÊU"]
