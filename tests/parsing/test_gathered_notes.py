"""Notes gathered below a heading of their own, with an annex behind them, as unseen documents print them."""

from __future__ import annotations

import pytest

from askresolution.domain import Document, Node
from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_provenance import check_laws, check_tree

TEXT = """I. KẾT QUẢ

1. Trồng 40 ha rừng{1}, sửa 3 cầu treo {2}; mở 04 lớp học.

2. Ba việc còn lại gồm: (1) đường thôn; (2) loa truyền thanh; (3) nước sạch.

3. Xong trước ngày 30/6/2026{3}.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
(Đã ký)
Sùng A Chống

{heading}

{b1} Trong đó 12 ha keo.

{b2} Cầu Hốc, cầu Bó và cầu Pá.

Cầu Pá xong chậm nhất.

{b3} Theo biên bản ngày 02/5/2026.

{b4} Không câu nào nhắc đến chú thích này.

PHỤ LỤC
DANH MỤC CẦU TREO
(1) Cầu Hốc.
(2) Cầu Bó.
"""


def made(style: str, heading: str = "CHÚ THÍCH:") -> Document:
    markers = {"round": "({})", "square": "[{}]", "plain": "{}", "raised": "{}"}[style]
    bodies = {"round": "({})", "square": "[{}]", "plain": "{}", "raised": "{}"}[style]
    raised = str.maketrans("1234", "¹²³⁴") if style == "raised" else {}
    text = TEXT.replace("{heading}", heading)
    for number in "1234":
        marker = markers.format(number).translate(raised)
        # Glued to a word; a bracketed marker may stand apart.
        text = text.replace(f" {{{number}}}", (" " if style in ("round", "square") else "") + marker).replace(
            f"{{{number}}}", marker
        )
        text = text.replace(f"{{b{number}}}", bodies.format(number).translate(raised))
    document = parse(source(text))
    check_laws(document)
    check_tree(document)
    return document


def notes(document: Document) -> list[Node]:
    return sorted((n for n in document.root.walk() if n.kind == "footnote"), key=lambda n: n.label)


@pytest.mark.parametrize("style", ["round", "square", "plain", "raised"])
@pytest.mark.parametrize("heading", ["CHÚ THÍCH:", "Ghi chú", "Chú thích:"])
def test_notes_stand_at_their_markers_and_the_annex_is_free(style: str, heading: str) -> None:
    document = made(style, heading)
    found = notes(document)
    assert [n.label for n in found] == ["1", "2", "3", "4"]
    assert [n.text.split(" ", 1)[1] for n in found] == [
        "Trong đó 12 ha keo.", "Cầu Hốc, cầu Bó và cầu Pá. Cầu Pá xong chậm nhất.", "Theo biên bản ngày 02/5/2026.",
        "Không câu nào nhắc đến chú thích này.",
    ]  # fmt: skip
    assert [document.source.text[: n.anchor.offset].rstrip()[-4:] if n.anchor else "" for n in found] == [
        "rừng",
        "treo",
        "2026",
        "",
    ]
    assert [n.text for n in document.root.walk() if n.kind == "item" and n.label in ("1.", "3.")] == [
        "1. Trồng 40 ha rừng, sửa 3 cầu treo; mở 04 lớp học.", "3. Xong trước ngày 30/6/2026.",
    ]  # fmt: skip
    assert [child.label or child.kind for child in document.root.children if child.kind in ("section", "part")] == [
        "I.",
        "PHỤ LỤC",
    ]
    annex = next(child for child in document.root.children if child.kind == "part")
    assert [child.text for child in annex.children] == ["(1) Cầu Hốc.", "(2) Cầu Bó."]
    assert not any(node.heading.lower().startswith(("chú thích", "ghi chú")) for node in document.root.walk())


def test_a_note_at_the_foot_of_the_page_that_cuts_the_recipients() -> None:
    page = "".join(f"{n}. Phòng Kinh tế theo dõi việc thứ {n} của năm nay.\n\n" for n in range(1, 9))
    text = (
        f"I. VIỆC LÀM\n\n{page}9. Sửa cầu treo Hốc1.\n\nNơi nhận:\n- Thường trực Đảng ủy,\n- Các chi bộ,\n\n1 Cầu bị lũ cuốn ngày 20/8/2025,\nnay đi tạm bằng bè.\n\n\n\n2\n\n"
        "- Các bản,\n- Lưu VPĐU.\n\nT/M ĐẢNG ỦY\nBÍ THƯ\n\nLò Văn Inh\n"
    )
    document = parse(source(text))
    check_laws(document)
    assert [n.text for n in notes(document)] == ["1 Cầu bị lũ cuốn ngày 20/8/2025, nay đi tạm bằng bè."]
    listed = [n.text for n in document.root.children if n.kind == "recipients"]
    assert listed == ["Nơi nhận: - Thường trực Đảng ủy, - Các chi bộ, - Các bản, - Lưu VPĐU."]


def test_a_marker_that_the_width_of_the_page_put_at_the_start_of_a_line() -> None:
    text = (
        "I. KẾT QUẢ ĐẠT ĐƯỢC\n\n1. Kết quả đã được\n\nTrong năm xã đã trồng mới bốn mươi héc-ta rừng phòng hộ ở các bản vùng cao\n"
        "(1); sửa xong ba cầu treo bị lũ cuốn, mở bốn lớp xóa mù chữ cho phụ nữ ở hai bản\ngiáp biên và cấp nước sạch cho một trăm hộ ở trung tâm xã, trong đó có cả các\n"
        "hộ mới chuyển đến từ vùng sạt lở.\n\nCHÚ THÍCH:\n\n(1) Trong đó mười hai héc-ta keo.\n"
    )
    document = parse(source(text))
    check_laws(document)
    check_tree(document)
    note = notes(document)[0]
    assert note.anchor is not None
    assert document.nodes[note.anchor.node].text.startswith("Trong năm xã")
    assert [(n.kind, n.label) for n in document.root.walk() if n.kind in ("section", "item")] == [
        ("section", "I."),
        ("section", "1."),
    ]


def test_a_first_note_that_opens_with_a_figure_is_a_note() -> None:
    text = TEXT.replace("{b1} Trong đó 12 ha keo.", "{b1} 7.242 cây keo và 1.310 cây quế.").replace("{heading}", "Ghi chú:")
    for number in "1234":
        text = text.replace(f"{{{number}}}", f"({number})").replace(f"{{b{number}}}", f"({number})")
    document = parse(source(text))
    check_laws(document)
    assert [note.label for note in notes(document)] == ["1", "2", "3", "4"]
    assert notes(document)[0].anchor is not None
