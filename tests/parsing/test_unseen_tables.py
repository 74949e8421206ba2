"""Tables of unseen documents: typed, stacked cell by cell, with totals, and interrupted by page numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.domain import Document
from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_formats import read
from tests.parsing.test_provenance import check_laws, check_tree

HEADER = ("STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kinh phí (triệu đồng)", "Thời hạn")
ROWS = (
    ("1", "Sửa cầu treo bản Hốc", "Phòng Kinh tế", "640", "Quý II/2026"),
    ("2", "Mở 04 lớp xóa mù chữ", "Phòng Văn hóa - Xã hội", "85", "Tháng 10/2026"),
    ("3", "Lập bản đồ sạt lở", "Ban Chỉ huy Quân sự xã", "120", "30/6/2026"),
)
TOTAL = ("", "Tổng cộng", "", "845", "")


def parsed(text: str) -> Document:
    document = parse(source(text))
    check_laws(document)
    check_tree(document)
    return document


def rows(document: Document) -> list[tuple[str, ...]]:
    return [(n.label.rstrip("."), *(cell.text for cell in n.cells)) for n in document.root.walk() if n.kind == "table_row"]


def columns(document: Document) -> list[str]:
    row = next(n for n in document.root.walk() if n.kind == "table_row")
    return [cell.column for cell in row.cells]


ANNEX = "I. VIỆC LÀM\n1. Phòng Kinh tế theo dõi.\n\nPHỤ LỤC 1\nDanh mục nhiệm vụ năm 2026\n"


def test_a_table_typed_with_tabs() -> None:
    lines = ["\t".join(row) for row in (HEADER, *ROWS, TOTAL)]
    document = parsed(ANNEX + "\n".join(lines) + "\n\nPHỤ LỤC 2\nKhông có.\n")
    assert columns(document) == list(HEADER[1:])
    assert rows(document) == [*ROWS, TOTAL]
    assert [n.label for n in document.root.children if n.kind == "part"] == ["PHỤ LỤC 1", "PHỤ LỤC 2"]


def test_a_table_typed_with_blanks_whose_cells_go_on_below() -> None:
    widths = (6, 26, 26, 24, 0)

    def typed(cells: tuple[str, ...]) -> str:
        return "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    lines = [typed(HEADER), typed(ROWS[0]), typed(("2", "Mở 04 lớp xóa", "Phòng Văn hóa - Xã", "85", "Tháng 10/2026"))]
    lines += [typed(("", "mù chữ", "hội", "", "")), typed(ROWS[2]), typed(TOTAL)]
    document = parsed(ANNEX + "\n".join(lines) + "\n\nCác bản báo cáo hằng tháng.\n")
    assert rows(document) == [*ROWS, TOTAL]
    assert any(n.kind == "paragraph" and n.text == "Các bản báo cáo hằng tháng." for n in document.root.walk())


@pytest.mark.parametrize("dot", ["", "."])
def test_a_table_exported_cell_by_cell_with_a_column_of_its_own(dot: str) -> None:
    header = ("Stt", "Tên công trình", "Chủ đầu tư", "Tổng mức (tỷ đồng)", "Thời gian", "Xã viên góp")
    cells = (
        ("Cầu treo bản Hốc", "UBND xã", "4,2", "2026 - 2027", "120 công"),
        ("Nhà văn hóa bản Bó", "Ban QLDA khu vực", "1,9", "2026", "45 công"),
    )
    text = ANNEX + "\n".join(header) + "\n\n"
    for number, row in enumerate(cells, 1):
        text += f"{number}{dot}\n" + "\n".join(row) + "\n\n"
    document = parsed(text + "Tổng cộng\n6,1\n\nPHỤ LỤC 2\nDanh sách bản\n1. Bản Hốc.\n2. Bản Bó.\n")
    assert columns(document) == list(header[1:])
    assert rows(document) == [("1", *cells[0]), ("2", *cells[1]), ("", "Tổng cộng", "", "6,1", "", "")]
    items = [n.text for n in document.root.walk() if n.kind == "item"]
    assert items[-2:] == ["1. Bản Hốc.", "2. Bản Bó."]


def test_page_numbers_inside_a_table_are_no_cells() -> None:
    body = "\n".join(f"Phòng Kinh tế theo dõi việc thứ {n} của năm, báo cáo hằng quý." for n in range(40))
    text = ""
    for page in (2, 3, 4):
        text += f"{body}\n\n\n\n{page}\n\n"
    text += "Stt\nTên nhiệm vụ\nCơ quan chủ trì\nThời gian hoàn thành\n\n"
    for number in range(1, 13):
        cut = "\n\n\n5\n\n\n" if number == 6 else "\n"
        text += f"{number}.{cut}Sửa cầu số {number} của xã\nPhòng Kinh tế\nTháng {number}/2026\n\n"
    document = parsed(text)
    assert rows(document) == [(f"{n}", f"Sửa cầu số {n} của xã", "Phòng Kinh tế", f"Tháng {n}/2026") for n in range(1, 13)]


def test_a_markdown_total_and_a_part_without_a_number_are_rows(tmp_path: Path) -> None:
    table = (("TT", "Nội dung chi", "Kinh phí", "Nguồn"), ("---",) * 4, ("1", "Loa truyền thanh", "480", "Ngân sách tỉnh"))
    table += (
        ("", "Trong đó: thôn Hốc", "60", ""),
        ("2", "Tập huấn", "145", "Ngân sách xã"),
        ("", "**Tổng cộng**", "**625**", ""),
    )
    text = "# KẾ HOẠCH\n\n## I. KINH PHÍ\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in table) + "\n"
    assert rows(read(tmp_path, "a.md", text)) == [
        ("1", "Loa truyền thanh", "480", "Ngân sách tỉnh"),
        ("", "Trong đó: thôn Hốc", "60", ""),
        ("2", "Tập huấn", "145", "Ngân sách xã"),
        ("", "Tổng cộng", "625", ""),
    ]


def test_a_total_over_the_ordinals_and_a_year_over_its_columns(tmp_path: Path) -> None:
    html = (
        "<table><tr><th rowspan=2>TT</th><th rowspan=2>Chỉ tiêu</th><th colspan=2>Năm 2026</th></tr>"
        "<tr><th>Kế hoạch</th><th>Thực hiện</th></tr><tr><td>1</td><td>Lúa (tấn)</td><td>40</td><td>42</td></tr>"
        "<tr><td>2</td><td>Ngô (tấn)</td><td>10</td><td>9</td></tr><tr><td colspan=2>Cộng</td><td>50</td><td>51</td></tr></table>"
    )
    document = read(tmp_path, "a.html", html)
    assert columns(document) == ["Chỉ tiêu", "Năm 2026 Kế hoạch", "Năm 2026 Thực hiện"]
    assert rows(document) == [("1", "Lúa (tấn)", "40", "42"), ("2", "Ngô (tấn)", "10", "9"), ("", "Cộng", "50", "51")]


def test_indicators_exported_cell_by_cell_below_the_names_of_their_groups() -> None:
    header = ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 2025", "Kế hoạch 2026", "Ghi chú")
    text = (
        ANNEX
        + "\n".join(header)
        + "\nI\nKinh tế\n1\nSản lượng thóc\nTấn\n5.100\n5.200\n2\nThu ngân sách\nTriệu đồng\n840\n≥ 900\nVượt\n"
    )
    text += "II\nXã hội\n3\nTỷ lệ hộ nghèo\n%\n18,2\ndưới 15\n4\nBảo hiểm y tế\n% dân số\n94\n96 trở lên\n\nGhi chú: số liệu đến ngày 30/11.\n"
    assert rows(parsed(text)) == [
        ("I", "Kinh tế", "", "", "", ""),
        ("1", "Sản lượng thóc", "Tấn", "5.100", "5.200", ""),
        ("2", "Thu ngân sách", "Triệu đồng", "840", "≥ 900", "Vượt"),
        ("II", "Xã hội", "", "", "", ""),
        ("3", "Tỷ lệ hộ nghèo", "%", "18,2", "dưới 15", ""),
        ("4", "Bảo hiểm y tế", "% dân số", "94", "96 trở lên", ""),
    ]


def test_stacked_tables_end_with_their_last_cell() -> None:
    """The next annex, a wider first cell and a line behind the last row: each row has one line for each cell."""
    header = "TT\nNhiệm vụ\nChủ trì\nThời hạn\n"
    first = [
        ("1", "Sửa cầu treo", "Phòng Kinh tế", "30/6/2026"),
        ("2", "Mở lớp", "Đoàn xã", "30/9/2026"),
        ("3", "Họp bản", "Các bản", "Hằng quý"),
    ]
    wide = "Lập hồ sơ đề nghị tỉnh công nhận di tích hang Bó và lễ hội xuống đồng của người Tày trên địa bàn xã"
    second = [("1", "Làm sạch dữ liệu", "Công an xã", "31/3/2026"), ("2", "Tập huấn", "Đoàn xã", "30/4/2026"), ("3", "Bàn giao", "Phòng Kinh tế", "Quý II/2026"),
              ("4", wide, "Phòng Văn hóa - Xã hội", "31/12/2026")]  # fmt: skip
    text = (
        "I. VIỆC LÀM\n1. Phòng Kinh tế theo dõi.\nBiểu 01\nVIỆC CỦA BẢN\n"
        + header
        + "\n".join(cell for row in first for cell in row)
    )
    text += (
        "\nBiểu 02\nVIỆC CỦA XÃ\n" + header + "\n".join(cell for row in second for cell in row) + "\nNgười lập biểu: Lò Văn Inh\n"
    )
    document = parsed(text)
    assert rows(document) == [*first, *second]
    assert [n.label for n in document.root.children if n.kind == "part"] == ["Biểu 01", "Biểu 02"]
    assert [n.text for n in document.root.walk() if n.kind == "paragraph"] == ["Người lập biểu: Lò Văn Inh"]
