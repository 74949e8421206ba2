"""Units of unseen documents: what nests below what, and where annexes begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.domain import Document, Node
from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_formats import read
from tests.parsing.test_provenance import check_laws, check_tree


def parsed(text: str) -> Document:
    document = parse(source(text))
    check_laws(document)
    check_tree(document)
    return document


def shape(node: Node) -> list[object]:
    """Labels (else headings) of the units below a node, nested."""
    units = [child for child in node.children if child.kind in ("part", "section", "item", "bullet")]
    return [[child.label or child.heading, *shape(child)] for child in units]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_points_that_open_with_a_figure_stand_below_their_item(blank: str) -> None:
    lines = (
        "II. MỤC TIÊU", "1. Mục tiêu đến năm 2028", "a) 70% hồ sơ được nộp trực tuyến.", "b) 18/18 thôn có sóng di động.",
        "c) Xóa 120 nhà tạm.", "2. Mục tiêu đến năm 2030", "a) 90% hồ sơ được nộp trực tuyến.", "b) “Ba không” ở mọi thôn.",
        "2.1. 100% chi bộ sinh hoạt đúng kỳ.", "III. GIẢI PHÁP", "1. Rà soát.",
    )  # fmt: skip
    points = [["a)"], ["b)"]]
    assert shape(parsed(blank.join(lines) + "\n").root) == [
        ["II.", ["1.", *points, ["c)"]], ["2.", *points, ["2.1."]]],
        ["III.", ["1."]],
    ]


def test_articles_clauses_and_points() -> None:
    text = (
        "Điều 1. Chỉ tiêu năm 2026\n1. Kinh tế\na) 5.200 tấn thóc.\nb) 40 ha rừng trồng mới.\n2. Xã hội\na) 96% dân số có bảo hiểm y tế.\n"
        "Điều 2. Hiệu lực\nNghị quyết này đã được thông qua ngày 19/12/2026 và có hiệu lực từ ngày ký./.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Thị Panh\n"
    )
    document = parsed(text)
    assert shape(document.root) == [["Điều 1.", ["1.", ["a)"], ["b)"]], ["2.", ["a)"]]], ["Điều 2."]]
    # The words of the last article stay with it, though they open like a document's closing words.
    last = document.root.children[1]
    assert [child.text[:14] for child in last.children] == ["Nghị quyết này"]


def test_closing_words_belong_to_the_document() -> None:
    text = "I. VIỆC LÀM\n1. Phòng Kinh tế theo dõi.\n2. Văn phòng tổng hợp.\n\nTrên đây là Kế hoạch năm 2026 của xã./.\n\nNơi nhận:\n- Lưu: VT.\n"
    assert [child.kind for child in parsed(text).root.children] == ["section", "paragraph", "recipients"]


@pytest.mark.parametrize(
    "name", ["PHỤ LỤC 2", "Phụ lục số 02", "PHỤ LỤC SỐ II", "Biểu 02", "Phụ biểu số 2", "Mẫu số 02", "BIỂU SỐ: 02"]
)
def test_annexes_by_their_names(name: str) -> None:
    text = f"I. VIỆC LÀM\n1. Theo dõi.\n2. Tổng hợp, báo cáo theo {name} kèm theo.\n\n{name}\nDANH MỤC CÔNG TRÌNH NĂM 2026\n1. Cầu treo.\n2. Đường thôn.\n"
    document = parsed(text)
    annex = document.root.children[-1]
    assert (annex.kind, annex.label, annex.heading) == ("part", name, "DANH MỤC CÔNG TRÌNH NĂM 2026")
    assert shape(document.root) == [["I.", ["1."], ["2."]], [name, ["1."], ["2."]]]


def test_levels_of_markdown_headings_decide_what_closes_what(tmp_path: Path) -> None:
    text = "# KẾ HOẠCH\n\n## I. VIỆC\n\n### Lộ trình\n\nBa bước.\n\n### 1. Bước một\n\nRà soát.\n\n## **II. KINH PHÍ**\n\nNgân sách xã.\n\n## Kiến nghị\n\nKhông.\n"
    document = read(tmp_path, "a.md", text)
    assert shape(document.root) == [["I.", ["Lộ trình"], ["1."]], ["II."], ["Kiến nghị"]]


@pytest.mark.parametrize("hashes", ["", "### "])
def test_a_list_right_below_a_heading_of_its_own_style_is_that_headings(tmp_path: Path, hashes: str) -> None:
    text = (
        f"{'## ' if hashes else ''}II. MỤC TIÊU\n\n{hashes}1. Mục tiêu chung\n\nGiữ rừng, giữ đất, giữ nước ngọt quanh năm.\n\n"
        f"{hashes}2. Chỉ tiêu đến năm 2030\n\n1. Tỷ lệ thu gom rác đạt 92% trở lên.\n2. Trồng mới 120 ha rừng.\n\n"
        f"{'## ' if hashes else ''}III. NHIỆM VỤ\n\nGiao các ấp thực hiện.\n"
    )
    assert shape(read(tmp_path, "muc-tieu.md" if hashes else "muc-tieu.txt", text).root) == [["II.", ["1."], ["2.", ["1."], ["2."]]], ["III."]]


def test_a_named_table_in_the_text_closes_no_section() -> None:
    row = "{}\t{}\t{}\t{}\n"
    table = row.format("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện") + "".join(row.format(n, f"Sản lượng vụ {n}", 100 + n, 90 + n) for n in range(1, 6))
    document = parsed(
        "ỦY BAN NHÂN DÂN\nXÃ CỒN SE\nSố: 12/BC-UBND\nCồn Se, ngày 05 tháng 10 năm 2026\n\nBÁO CÁO\nKết quả 9 tháng năm 2026\n-----\n\n"
        "I. ĐÁNH GIÁ CHUNG\n\nChín tháng qua kinh tế tăng khá.\n\n"
        f"Biểu số 01. Kết quả các vụ\n\n{table}\n"
        "II. KẾT QUẢ TỪNG LĨNH VỰC\n\n1. Kinh tế\n\nThu ngân sách 12 tỷ đồng.\n\n"
        "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nGiàng A Chống\n"
    )
    assert [unit[0] for unit in shape(document.root)] == ["I.", "II."]  # type: ignore[index]
    rows = [node for node in document.root.walk() if node.kind == "table_row"]
    assert len(rows) == 5
    assert document.path(rows[0].id)[0] == "I. ĐÁNH GIÁ CHUNG"
    assert any("Biểu số 01" in step for step in document.path(rows[0].id))


def test_headings_without_a_number_in_small_letters() -> None:
    text = (
        "KẾT LUẬN\nhội nghị định kỳ tháng 11\n-----\n\nĐánh giá chung\n\nBan Thường vụ ghi nhận kết quả đạt được trong tháng.\n\nVề công tác xây dựng Đảng:\n\n- Kiểm điểm trước ngày 15/12.\n\n"
        "Tổ chức thực hiện\n\nVăn phòng theo dõi, đôn đốc.\n"
    )
    document = parsed(text)
    sections = {node.heading.rstrip(":"): [child.text for child in node.children] for node in document.root.walk() if node.kind == "section"}
    assert sections["Đánh giá chung"] == ["Ban Thường vụ ghi nhận kết quả đạt được trong tháng."]
    assert sections["Về công tác xây dựng Đảng"] == ["- Kiểm điểm trước ngày 15/12."]
    assert sections["Tổ chức thực hiện"] == ["Văn phòng theo dõi, đôn đốc."]


def test_a_heading_without_a_number_ends_with_the_numbered_section_above_it() -> None:
    text = "I. KẾT QUẢ\n\n1. Nông nghiệp\n\nHạn chế:\n\n- Chuồng trại xuống cấp.\n\n2. Công nghiệp\n\n- Cụm công nghiệp lấp đầy 60%.\n"
    document = parsed(text)
    paths = {node.text: list(document.path(node.id)) for node in document.root.walk() if node.kind == "bullet"}
    assert [name.rstrip(":") for name in paths["- Chuồng trại xuống cấp."]][-2:] == ["1. Nông nghiệp", "Hạn chế"]
    assert paths["- Cụm công nghiệp lấp đầy 60%."][-1] == "2. Công nghiệp"
