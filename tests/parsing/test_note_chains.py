"""Footnotes whose chain has a gap: one lost marker or one odd label must not cost the notes after it."""

from __future__ import annotations

import pytest

from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_provenance import check_laws

TEXT = """BÁO CÁO

I. KẾT QUẢ
- Toàn xã có 07 sản phẩm OCOP1; kết nạp 25 đảng viên{second} trong năm.
- Trồng mới 3.200 cây xanh3. Cấp 276 giấy chứng nhận lần đầu4 cho các hộ dân trong

1 Gồm 05 sản phẩm 3 sao và 02 sản phẩm 4 sao.

2 Trong đó có 11 đồng chí là nữ.

{third} Chủ yếu là cây bàng và cây xoài.

4 Còn 148 hồ sơ tồn đọng.
 xã, đạt kế hoạch.
"""


@pytest.mark.parametrize(("second", "third"), [("2", "3"), ("", "3"), ("2", "3."), ("2", "(3)")])
def test_every_note_is_found(second: str, third: str) -> None:
    document = parse(source(TEXT.format(second=second, third=third)))
    check_laws(document)
    notes = [node for node in document.root.walk() if node.kind == "footnote"]
    assert [note.label for note in notes] == ["1", "2", "3", "4"]
    assert all(note.anchor is not None for note in notes)
    assert "148 hồ sơ" in notes[-1].text


FIGURES = """BÁO CÁO

I. KẾT QUẢ
- Hoàn thành 15/19 chỉ tiêu Nghị quyết năm1. Kết nạp 39 đảng viên mới, đạt 78% kế hoạch2; xử lý 19
vụ do ba xã cũ bàn giao3, không để tồn đọng sang năm sau4 theo chỉ đạo.

1 15 chỉ tiêu đạt và vượt; 04 chỉ tiêu không đạt.
2 Trong đó có 06 học sinh.
3 06 vụ việc còn lại đang trong thời hạn.
4 Trừ các vụ đã chuyển cơ quan điều tra.

2

II. HẠN CHẾ
- Còn 3 vụ chậm.
"""


def test_a_note_that_opens_with_a_figure_is_no_row_of_a_table() -> None:
    document = parse(source(FIGURES))
    check_laws(document)
    notes = [node for node in document.root.walk() if node.kind == "footnote"]
    assert [note.label for note in notes] == ["1", "2", "3", "4"]
    assert notes[0].text.endswith("15 chỉ tiêu đạt và vượt; 04 chỉ tiêu không đạt.")
    assert any(node.text == "- Còn 3 vụ chậm." for node in document.root.walk())


def test_figures_under_one_another_are_no_notes() -> None:
    rows = "I. SỐ LIỆU\n- Bảng sau đây1 cho biết số hộ.\n\n1 15 hộ nghèo\n2 40 hộ khá\n3 12 hộ giàu\n"
    document = parse(source(rows))
    check_laws(document)
    assert not [node for node in document.root.walk() if node.kind == "footnote"]


def test_one_body_that_cannot_be_told_costs_no_other_note() -> None:
    broken = FIGURES.replace("2 Trong đó có 06 học sinh.\n", "? Trong đó có 06 học sinh.\n")
    document = parse(source(broken))
    check_laws(document)
    assert [node.label for node in document.root.walk() if node.kind == "footnote"] == ["3", "4"]


STARRED = """KẾT LUẬN

I. KẾT QUẢ
1. Trong 21 chỉ tiêu có 17 chỉ tiêu đạt, 01 chỉ tiêu không có cơ sở đánh giá(*){second}.

Nơi nhận:
- Lưu VPĐU.

T/M BAN CHẤP HÀNH
BÍ THƯ

Lò Văn Panh

-----
(*) Chỉ tiêu không đánh giá được là tỷ lệ hộ có nhà tiêu hợp vệ sinh
do chưa có hướng dẫn điều tra.
{body}
"""


@pytest.mark.parametrize(
    ("second", "body", "labels"), [("", "", ["*"]), ("(**)", "(**) Tính đến ngày 30/11/2025.", ["*", "**"]), ("", "(**) Không câu nào nhắc.", ["*"])]
)
def test_notes_told_by_stars(second: str, body: str, labels: list[str]) -> None:
    text = STARRED.format(second=second, body=body)
    document = parse(source(text))
    check_laws(document)
    notes = [node for node in document.root.walk() if node.kind == "footnote"]
    assert [note.label for note in notes] == labels
    assert notes[0].text.startswith("(*) Chỉ tiêu")
    assert notes[0].text.endswith("hướng dẫn điều tra.")
    assert notes[0].anchor is not None
    assert text[: notes[0].anchor.offset].endswith("đánh giá")
    owner = document.nodes[notes[0].anchor.node]
    assert owner.text.endswith("không có cơ sở đánh giá.")


def test_a_star_that_opens_a_line_of_the_text_stays_a_bullet() -> None:
    document = parse(source("I. KẾT QUẢ\n* Thu ngân sách đạt 40 tỷ đồng.\n* Chi ngân sách 38 tỷ đồng.\n"))
    assert not [node for node in document.root.walk() if node.kind == "footnote"]
