"""The five documents against what a reader finds in them, by hand."""

from __future__ import annotations

import re

import pytest

from askresolution.domain import Document, Node

REPORT = "nguyen-luong-bang-bao-cao-2025"
PROGRAMME = "nguyen-luong-bang-chuong-trinh-hanh-dong"
CONCLUSION = "nguyen-luong-bang-ket-luan-hoi-nghi-2"
POLITICAL = "nam-thanh-mien-bao-cao-chinh-tri"
NGHI_DUONG = "nghi-duong-chuong-trinh-hanh-dong"


def headings(document: Document) -> list[tuple[int, str]]:
    """(depth below the outline's top, label) of every heading, in order."""
    return [
        (sum(document.nodes[a].kind in ("part", "section") for a in ancestors(document, node)), node.label)
        for node in document.root.walk()
        if node.kind in ("part", "section")
    ]


def ancestors(document: Document, node: Node) -> list[str]:
    found = []
    current = document.parents.get(node.id)
    while current is not None:
        found.append(current)
        current = document.parents.get(current)
    return found


def outline(text: str) -> list[tuple[int, str]]:
    """A golden outline, one label a line, indented by two blanks a level; "…" joins the numbers between."""
    return [((len(line) - len(line.lstrip())) // 2, line.strip()) for line in text.strip("\n").splitlines()]


GOLDEN = {
    PROGRAMME: """
I.
II.
  1.
    1.1.
    1.2.
      1.2.1.
      1.2.2.
  2.
    2.1.
      2.1.1.
      2.1.2.
      2.1.3.
    2.2.
      2.2.1.
      2.2.2.
      2.2.3.
      2.2.4.
    2.3.
      2.3.1.
      2.3.2.
      2.3.3.
      2.3.4.
    2.4.
      2.4.1.
      2.4.2.
      2.4.3.
  3.
    3.1.
    3.2.
III.
  1.
  2.
  3.
  4.
  5.
  6.
  7.
""",
    REPORT: """
Phần thứ nhất
  I.
    1.
    2.
    3.
    4.
    5.
    6.
      6.1.
      6.2.
      6.3.
      6.4.
      6.5.
      6.6.
  II.
    1.
      1.1.
      1.2.
      1.3.
      1.4.
      1.5.
    2.
      2.1.
      2.2.
      2.3.
      2.4.
      2.5.
    3.
  III.
    1.
    2.
      2.1.
      2.2.
Phần thứ hai
  I.
  II.
    1.
    2.
      2.1.
      2.2.
      2.3.
      2.4.
      2.5.
      2.6.
      2.7.
    3.
    4.
""",
    CONCLUSION: """
I.
II.
III.
  1.
  2.
  3.
""",
    NGHI_DUONG: """
I.
II.
  1.
    1.1.
    1.2.
    1.3.
    1.4.
    1.5.
    1.6.
    1.7.
    1.8.
    1.9.
  2.
  3.
  4.
  5.
  6.
  7.
  8.
  9.
III.
  1.
  3.
  5.
PHỤ LỤC
""",
    POLITICAL: """
Phần thứ nhất
  A.
    I.
    II.
      1.
        1.1.
        1.2.
        1.3.
      2.
        2.1.
        2.2.
        2.3.
      3.
      4.
      5.
      6.
        6.1.
        6.2.
        6.3.
      7.
      8.
    III.
      1.
      2.
      3.
      4.
        4.1.
        4.2.
      5.
        5.1.
        5.2.
        5.3.
        5.4.
      6.
    IV.
      1.
      2.
  B.
    I.
      1.
      2.
    II.
      1.
      2.
  C.
    I.
    II.
Phần thứ hai
  A.
  B.
  C.
    I.
    II.
      1.
      2.
    III.
      1.
        1.1.
        1.2.
        1.3.
        1.4.
        1.5.
        1.6.
        1.7.
        1.8.
      2.
        2.1.
        2.2.
        2.3.
        2.4.
        2.5.
        2.6.
    IV.
      1.
      2.
        2.1.
        2.2.
          2.2.3.
""",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_every_heading_at_its_level(five: dict[str, Document], name: str) -> None:
    assert headings(five[name]) == outline(GOLDEN[name])


def test_the_reports_28_footnotes_at_their_anchors(five: dict[str, Document]) -> None:
    document = five[REPORT]
    notes = [node for node in document.root.walk() if node.kind == "footnote"]
    assert [note.label for note in notes] == [str(number) for number in range(1, 29)]
    text = document.source.text
    before = {note.label: " ".join(text[: note.anchor.offset].split())[-45:] for note in notes if note.anchor}
    expected = {
        "1": "Thành ủy", "2": "thực tiễn của địa phương", "3": "được đặc biệt chú trọng", "4": "sự nghiệp thuộc UBND xã",
        "5": "lãnh đạo, quản lý các nhà trường", "6": "bổ nhiệm 03 chức danh lãnh đạo", "7": "25 đồng chí bí thư chi bộ",
        "8": "02 tổ chức đảng trực thuộc", "9": "là Bí thư chi bộ", "10": "trực thuộc Đảng ủy xã", "11": "với 66 đảng viên",
        "12": "với 46 đảng viên", "13": "đoàn viên thanh niên tham gia", "14": "02 công đoàn cơ sở", "15": "“Bữa cơm Công đoàn”",
        "16": "882,2 tỷ đồng", "17": "dự án trọng điểm", "18": "dự toán thành phố giao", "19": "kinh tế - xã hội",
        "20": "trọng điểm trên địa bàn", "21": "vi phạm về đất đai", "22": "quyền sử dụng đất", "23": "đúng quy định",
        "24": "bảo trợ xã hội", "25": "đồng bộ chuyển đổi số", "26": "lĩnh vực nội chính", "27": "bảo đảm an ninh trật tự",
        "28": "chỉ tiêu thành phố giao",
    }  # fmt: skip
    assert {label: before[label].endswith(words) for label, words in expected.items()} == dict.fromkeys(expected, True)


def test_the_misprinted_footnote_is_matched_by_order_and_reported(five: dict[str, Document]) -> None:
    document = five[REPORT]
    note = next(node for node in document.root.walk() if node.kind == "footnote" and node.label == "26")
    assert note.text.startswith("23 Quy chế về trách nhiệm của Bí thư Đảng ủy")
    assert any("23" in finding and "26" in finding for finding in document.findings)


def test_a_footnote_that_cuts_a_sentence_leaves_it_whole(five: dict[str, Document]) -> None:
    text = next(n.text for n in five[REPORT].root.walk() if "tiếp nhận tự" in n.text or "Kết quả, năm 2025 Đảng ủy" in n.text)
    assert "năm 2025 Đảng ủy đã thực hiện 24 cuộc kiểm tra đối với 25 tổ chức đảng, 25 đồng chí bí thư chi bộ; 01 cuộc" in text


def test_a_footnote_goes_on_after_a_line_that_ends_in_a_semicolon(five: dict[str, Document]) -> None:
    nodes = list(five[REPORT].root.walk())
    note = next(node for node in nodes if node.kind == "footnote" and node.label == "7")
    assert note.text.endswith("chi bộ trường Mầm non Phạm Kha.")
    assert any("luật định; nội dung sát với thực tế" in node.text for node in nodes if node.kind == "bullet")


def test_the_political_reports_20_endnotes_take_the_gaps_in_order(five: dict[str, Document]) -> None:
    document = five[POLITICAL]
    notes = sorted((n for n in document.root.walk() if n.kind == "footnote"), key=lambda n: int(n.label))
    text = document.source.text
    pairs = {n.label: (" ".join(text[: n.anchor.offset].split())[-34:], n.text[2:30]) for n in notes if n.anchor is not None}
    assert len(pairs) == 20
    assert pairs["1"][0].endswith("giá trị các tác phẩm")
    assert pairs["5"][0].endswith("38 tổ chức Đảng trực thuộc")
    assert pairs["11"] == (pairs["11"][0], "Trong nhiệm kỳ đã triển khai")
    assert pairs["11"][0].endswith("Hạ tầng được quan tâm đầu tư")
    assert pairs["16"][0].endswith("phát triển bền vững")
    assert pairs["20"][0].endswith("về nhân lực và vật lực")
    ninth = next(n for n in notes if n.label == "9")
    assert all(words in ninth.text for words in ("Hội Liên hiệp phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh", "Đoàn Thanh niên"))


def test_items_share_the_block_printed_after_the_last_of_them(five: dict[str, Document]) -> None:
    document = five[PROGRAMME]
    schemes = next(n for n in document.root.walk() if n.label == "3.1.")
    items = {child.label: child for child in schemes.children}
    assert list(items) == [f"({number})" for number in range(1, 11)]
    assert items["(3)"].shares == items["(4)"].shares == items["(5)"].shares is not None
    assert items["(6)"].shares == items["(7)"].shares == items["(8)"].shares is not None
    assert items["(3)"].shares != items["(6)"].shares
    assert all(items[f"({number})"].shares is None for number in (1, 2, 9, 10))
    block = document.nodes[items["(4)"].shares or ""]
    assert "+ Cơ quan chủ trì: Phòng Kinh tế." in [node.text for node in block.walk()]


def test_the_flattened_appendix_has_27_rows_of_6_columns(five: dict[str, Document]) -> None:
    rows = [node for node in five[NGHI_DUONG].root.walk() if node.kind == "table_row"]
    assert [row.label for row in rows] == [f"{number}." for number in range(1, 28)]
    columns = [
        "Tên nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian triển khai",
        "Thời gian hoàn thành",
        "Nguồn lực thực hiện",
    ]
    assert all([cell.column for cell in row.cells] == columns for row in rows)
    values = {row.label: [cell.text for cell in row.cells] for row in rows}
    assert values["2."][1:] == [
        "Ủy ban Kiểm tra Đảng ủy",
        "Các chi bộ, đảng ủy trực thuộc",
        "Năm 2025",
        "Năm 2030",
        "Ngân sách thành phố, ngân sách xã",
    ]
    assert values["13."][0] == "Chỉ đạo công tác phân loại, thu gom, xử lý, vận chuyển rác thải sinh hoạt trên địa bàn xã"
    assert values["13."][5] == "Ngân sách thành phố, ngân sách xã, tổ chức, cá nhân"
    assert values["15."][3:5] == ["Quý III/2025", "Quý I/2026"]
    assert values["16."][3:5] == ["Quý I/2026", "Quý II/2026"]
    assert values["17."][3:] == ["Theo chỉ đạo của Trung ương, thành phố", "", "Ngân sách thành phố"]
    assert values["22."][5] == "Ngân sách TP, ngân sách xã"


@pytest.mark.parametrize(
    ("name", "heading", "count"),
    [(REPORT, "CÁC CHỈ TIÊU NĂM 2026", 17), (PROGRAMME, "Các chỉ tiêu xây dựng Đảng và hệ thống chính trị", 7),
     (PROGRAMME, "Các chỉ tiêu về kinh tế - xã hội, quốc phòng - an ninh", 17),
     (POLITICAL, "Các chỉ tiêu xây dựng Đảng và chính quyền", 8),
     (POLITICAL, "Các chỉ tiêu phát triển kinh tế - xã hội, quốc phòng - an ninh", 17)],
)  # fmt: skip
def test_every_target_is_a_node_of_its_own(five: dict[str, Document], name: str, heading: str, count: int) -> None:
    section = next(n for n in five[name].root.walk() if n.heading == heading)
    items = [child for child in section.children if child.kind == "item"]
    assert [int(re.sub(r"\D", "", item.label)) for item in items] == list(range(1, count + 1))


def test_frames_are_not_text(five: dict[str, Document]) -> None:
    for document in five.values():
        for node in document.root.walk():
            if node.kind not in ("furniture", "letterhead", "recipients"):
                assert "@" not in node.text
                assert "EMAILADDRESS" not in node.text
                assert not node.text.startswith("Nơi nhận")
    signature = next(n for n in five[PROGRAMME].root.children if n.kind == "signature")
    assert signature.text == "T/M BAN CHẤP HÀNH BÍ THƯ Nguyễn Văn Nhật"


def test_a_name_cut_by_a_page_break_is_whole(five: dict[str, Document]) -> None:
    texts = [node.text for node in five[NGHI_DUONG].root.walk()]
    assert any("trong mỗi cuộc hội, họp" in text and "giảm thời lượng số và số cuộc hội, họp nhưng" in text for text in texts)
    assert any("Nghị quyết số 57-NQ/TW, ngày 22/12/2024" in text for text in texts)


def test_metadata_is_read_from_the_text(five: dict[str, Document]) -> None:
    read = {name: document.metadata for name, document in five.items()}
    assert {name: data.issuer for name, data in read.items()} == {
        REPORT: "xã Nguyễn Lương Bằng", PROGRAMME: "xã Nguyễn Lương Bằng", CONCLUSION: "xã Nguyễn Lương Bằng",
        POLITICAL: "xã Nam Thanh Miện", NGHI_DUONG: "xã Nghi Dương",
    }  # fmt: skip
    assert read[POLITICAL].status == "draft"
    assert read[POLITICAL].status_note.lower() == "dự thảo lần 4"
    assert read[POLITICAL].date == "2025-08"
    assert read[PROGRAMME].date == "2025-10-09"
    assert read[CONCLUSION].date == "2025-10-08"
    assert all(read[name].status == "issued" for name in (REPORT, PROGRAMME, CONCLUSION, NGHI_DUONG))
