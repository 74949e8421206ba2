"""The same facts from documents made for this test: other communes, layouts and formats, all figures new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from askresolution.domain import Document
from askresolution.facts.assignments import assignments
from askresolution.facts.references import references
from askresolution.facts.targets import targets
from askresolution.parsing import parse
from askresolution.parsing.extract import Limits
from askresolution.parsing.readers import read_source
from tests.rendering import _W, _run, zipped

TASKS = [
    ("TT", "Nội dung nhiệm vụ", "Lãnh đạo chỉ đạo", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Nguồn kinh phí"),
    ("1", "Đề án khôi phục làng nghề mây tre Đông Quý", "Phó Chủ tịch UBND xã", "Phòng Kinh tế - Hạ tầng", "Hội Nông dân xã, Trung tâm Khuyến nông",
     "Quý III/2027", "Ngân sách xã, xã hội hóa"),
    ("2", "Nạo vét 12 km kênh tưới khu Bến Sậy", "Chủ tịch UBND xã", "Trạm Thủy nông", "Các thôn", "Tháng 4/2027", "Ngân sách tỉnh"),
    ("3", "Kế hoạch diễn tập phòng chống lụt bão", "", "Ban Chỉ huy Quân sự xã", "Công an xã, Trạm Y tế xã", "Hằng năm", ""),
]  # fmt: skip
GOALS = [
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2026", "Kế hoạch năm 2027"),
    ("1", "Giá trị sản xuất trên địa bàn", "tỷ đồng", "1.874,5", "2.060"),
    ("", "- Nông, lâm nghiệp", "tỷ đồng", "612,3", "630"),
    ("2", "Tỷ lệ hộ nghèo", "%", "3,41", "dưới 2,9"),
    ("3", "Tỷ lệ thôn có nhà văn hóa", "%", "88", "≥ 95"),
]


def docx_table(rows: Sequence[Sequence[str]]) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc><w:p>{_run(c)}</w:p></w:tc>" for c in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def docx() -> bytes:
    paragraphs = [
        "ĐẢNG ỦY XÃ ĐÔNG QUÝ", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "thực hiện nhiệm vụ năm 2027", "I. CHỈ TIÊU", "Thực hiện theo bảng sau:",
    ]  # fmt: skip
    body = "".join(f"<w:p>{_run(text)}</w:p>" for text in paragraphs) + docx_table(GOALS)
    body += (
        f"<w:p>{_run('II. PHÂN CÔNG NHIỆM VỤ')}</w:p><w:p>{_run('Các cơ quan thực hiện theo phụ lục kèm theo.')}</w:p>"
        + docx_table(TASKS)
    )
    return zipped({"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'})


BLOCKS = """HUYỆN ỦY VÂN SƠN
ĐẢNG ỦY PHƯỜNG HẠ LŨNG
Hạ Lũng, ngày 14 tháng 3 năm 2027

NGHỊ QUYẾT
về phát triển đô thị giai đoạn 2027 - 2031
-----
Căn cứ Kết luận số 88-KL/TU ngày 02/02/2027 của Thành ủy về chỉnh trang đô thị, Đảng ủy phường quyết nghị:

I. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2031
- Tỷ lệ đường phố có cây xanh đạt từ 78% đến 84%.
- Diện tích công viên bình quân không dưới 6,5 m2/người.
- Tỷ lệ thất thoát nước sạch không quá 11,5%.
- Xây dựng tối thiểu 03 trường học đạt chuẩn mức độ 2.
- Giảm bình quân 40 vụ vi phạm trật tự xây dựng mỗi năm.
- Thu ngân sách hằng năm tăng bình quân 13,2%/năm, trong đó: thuế ngoài quốc doanh tăng 9%; phí, lệ phí tăng 4,5% trở lên.
- Phường được công nhận đô thị văn minh vào năm 2029.

II. CÁC NHIỆM VỤ TRỌNG TÂM
1. Đề án chỉnh trang vỉa hè tuyến Lê Chân.
a) Lãnh đạo phụ trách: Phó Chủ tịch UBND phường.
b) Đơn vị chủ trì: Phòng Quản lý đô thị.
c) Đơn vị phối hợp: Công an phường, các tổ dân phố.
d) Thời hạn trình: Quý I/2028.
đ) Nguồn vốn: Ngân sách phường.
2. Kế hoạch di dời chợ cóc Cầu Đất.
a) Lãnh đạo phụ trách: Chủ tịch UBND phường.
b) Đơn vị chủ trì: Ban Quản lý chợ.
c) Đơn vị phối hợp: Hội Liên hiệp Phụ nữ phường, Công an phường.
d) Thời hạn hoàn thành: Tháng 9/2028.

T/M ĐẢNG ỦY
BÍ THƯ

Vũ Thị Hạnh
"""

SENTENCES = """# BÁO CÁO kết quả công tác năm 2027 của xã Mường Sại

## I. KẾT QUẢ ĐẠT ĐƯỢC

Kinh tế tiếp tục phát triển; tổng sản lượng cà phê ước đạt 4.310 tấn, bằng 103,7% kế hoạch, tăng 6,2% so với cùng kỳ năm 2026. Tỷ lệ hộ nghèo giảm từ 21,4% (2026) xuống còn 17,9% (2027). Tổng thu ngân sách đạt 18,25 tỷ đồng (đạt 109,6% dự toán). Có 7/9 bản đạt chuẩn văn hóa. Xã đã họp 12 phiên thường kỳ và ban hành 45 văn bản.

## II. NHIỆM VỤ NĂM 2028

Phấn đấu thu nhập bình quân đầu người đạt khoảng 46,5 triệu đồng/năm; 100% trẻ em trong độ tuổi được tiêm chủng.

Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Trạm Y tế xã, Đoàn Thanh niên xã rà soát hộ thiếu nước sinh hoạt, báo cáo Ủy ban nhân dân xã trước ngày 30/6/2028.

## III. TỔ CHỨC THỰC HIỆN

### 1. Phòng Kinh tế chủ trì, phối hợp với Hạt Kiểm lâm và các bản:

- Trồng mới 85 ha rừng phòng hộ, hoàn thành trước tháng 10/2028.
- Xây dựng Đề án phát triển du lịch lòng hồ.

### 2. Công an xã có trách nhiệm theo dõi tình hình.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder: Path = tmp_path_factory.mktemp("layouts")
    files = {"bang.docx": docx(), "khoi.txt": BLOCKS.encode(), "cau.md": SENTENCES.encode()}
    documents = {}
    for name, content in files.items():
        (folder / name).write_bytes(content)
        documents[name] = parse(read_source(folder / name, Limits()))
    return documents


def test_a_word_table_of_tasks(made: dict[str, Document]) -> None:
    read = [(f.kind, f.title, f.director, f.lead, f.coordinating, f.finish, f.funding) for f in assignments(made["bang.docx"])]
    assert read == [
        ("đề án", "Đề án khôi phục làng nghề mây tre Đông Quý", "Phó Chủ tịch UBND xã", "Phòng Kinh tế - Hạ tầng",
         ("Hội Nông dân xã", "Trung tâm Khuyến nông"), "Quý III/2027", "Ngân sách xã, xã hội hóa"),
        ("nhiệm vụ", "Nạo vét 12 km kênh tưới khu Bến Sậy", "Chủ tịch UBND xã", "Trạm Thủy nông", ("Các thôn",), "Tháng 4/2027", "Ngân sách tỉnh"),
        ("kế hoạch", "Kế hoạch diễn tập phòng chống lụt bão", "", "Ban Chỉ huy Quân sự xã", ("Công an xã", "Trạm Y tế xã"), "Hằng năm", ""),
    ]  # fmt: skip


def test_a_word_table_of_targets_with_result_and_plan(made: dict[str, Document]) -> None:
    read = [(f.kind, f.part_of, f.indicator, f.comparator, f.value, f.unit, f.period) for f in targets(made["bang.docx"])]
    whole = "Giá trị sản xuất trên địa bàn"
    assert read == [
        ("result", "", whole, "=", "1.874,5", "tỷ đồng", "năm 2026"),
        ("target", "", whole, "=", "2.060", "tỷ đồng", "năm 2027"),
        ("result", whole, "Nông, lâm nghiệp", "=", "612,3", "tỷ đồng", "năm 2026"),
        ("target", whole, "Nông, lâm nghiệp", "=", "630", "tỷ đồng", "năm 2027"),
        ("result", "", "Tỷ lệ hộ nghèo", "=", "3,41", "%", "năm 2026"),
        ("target", "", "Tỷ lệ hộ nghèo", "<", "2,9", "%", "năm 2027"),
        ("result", "", "Tỷ lệ thôn có nhà văn hóa", "=", "88", "%", "năm 2026"),
        ("target", "", "Tỷ lệ thôn có nhà văn hóa", ">=", "95", "%", "năm 2027"),
    ]


def test_attribute_blocks_with_other_labels_under_each_item(made: dict[str, Document]) -> None:
    read = [
        (f.kind, f.title, f.director, f.lead, f.coordinating, f.draft_by, f.finish, f.funding)
        for f in assignments(made["khoi.txt"])
    ]
    assert read == [
        ("đề án", "Đề án chỉnh trang vỉa hè tuyến Lê Chân", "Phó Chủ tịch UBND phường", "Phòng Quản lý đô thị",
         ("Công an phường", "các tổ dân phố"), "Quý I/2028", "", "Ngân sách phường"),
        ("kế hoạch", "Kế hoạch di dời chợ cóc Cầu Đất", "Chủ tịch UBND phường", "Ban Quản lý chợ",
         ("Hội Liên hiệp Phụ nữ phường", "Công an phường"), "", "Tháng 9/2028", ""),
    ]  # fmt: skip


def test_a_target_list_of_bullets_with_other_comparators(made: dict[str, Document]) -> None:
    read = [(f.part_of, f.indicator, f.change, f.comparator, f.value, f.unit, f.period) for f in targets(made["khoi.txt"])]
    by_2031 = "đến năm 2031"
    revenue = "Thu ngân sách"
    assert read == [
        ("", "Tỷ lệ đường phố có cây xanh", "", "between", "78% đến 84", "%", by_2031),
        ("", "Diện tích công viên bình quân", "", ">=", "6,5", "m2/người", by_2031),
        ("", "Tỷ lệ thất thoát nước sạch", "", "<=", "11,5", "%", by_2031),
        ("", "Xây dựng trường học đạt chuẩn mức độ 2", "", ">=", "03", "trường học", by_2031),
        ("", "vụ vi phạm trật tự xây dựng", "Giảm bình quân", "=", "40", "vụ", "mỗi năm"),
        ("", revenue, "tăng bình quân", "=", "13,2", "%/năm", "hằng năm"),
        (revenue, "thuế ngoài quốc doanh", "tăng", "=", "9", "%", "hằng năm"),
        (revenue, "phí, lệ phí", "tăng", ">=", "4,5", "%", "hằng năm"),
        ("", "Phường được công nhận đô thị văn minh", "", "", "", "", "năm 2029"),
    ]
    assert {f.kind for f in targets(made["khoi.txt"])} == {"target"}


def test_results_and_aims_in_sentences(made: dict[str, Document]) -> None:
    read = [(f.kind, f.indicator, f.change, f.comparator, f.value, f.unit, f.basis, f.period) for f in targets(made["cau.md"])]
    assert read == [
        ("result", "tổng sản lượng cà phê", "", "=", "4.310", "tấn", "", "năm 2027"),
        ("result", "tổng sản lượng cà phê", "bằng", "=", "103,7", "%", "kế hoạch", "năm 2027"),
        ("result", "tổng sản lượng cà phê", "tăng", "=", "6,2", "%", "so với cùng kỳ năm 2026", "năm 2027"),
        ("result", "Tỷ lệ hộ nghèo", "", "=", "17,9", "%", "", "2027"),
        ("result", "Tổng thu ngân sách", "", "=", "18,25", "tỷ đồng", "", "năm 2027"),
        ("result", "Tổng thu ngân sách", "", "=", "109,6", "%", "dự toán", "năm 2027"),
        ("result", "bản đạt chuẩn văn hóa", "", "=", "7/9", "bản", "", "năm 2027"),
        ("target", "thu nhập bình quân đầu người", "", "~", "46,5", "triệu đồng/năm", "", "năm 2028"),
        ("target", "trẻ em trong độ tuổi được tiêm chủng", "", "=", "100", "%", "", "năm 2028"),
    ]


def test_orders_in_sentences_and_tasks_below_who_leads_them(made: dict[str, Document]) -> None:
    read = [(f.kind, f.title, f.lead, f.coordinating, f.finish) for f in assignments(made["cau.md"])]
    assert read == [
        ("nhiệm vụ", "rà soát hộ thiếu nước sinh hoạt, báo cáo Ủy ban nhân dân xã trước ngày 30/6/2028", "Phòng Văn hóa - Xã hội",
         ("Trạm Y tế xã", "Đoàn Thanh niên xã"), "trước ngày 30/6/2028"),
        ("nhiệm vụ", "Trồng mới 85 ha rừng phòng hộ, hoàn thành trước tháng 10/2028", "Phòng Kinh tế",
         ("Hạt Kiểm lâm và các bản",), "trước tháng 10/2028"),
        ("đề án", "Xây dựng Đề án phát triển du lịch lòng hồ", "Phòng Kinh tế", ("Hạt Kiểm lâm và các bản",), ""),
    ]  # fmt: skip


def test_a_document_referred_to_in_the_grounds(made: dict[str, Document]) -> None:
    found = [(r.kind, r.number, r.date, r.body, r.subject) for r in references(made["khoi.txt"])]
    assert found == [("Kết luận", "88-KL/TU", "02/02/2027", "Thành ủy", "chỉnh trang đô thị")]


@pytest.mark.parametrize("name", ["bang.docx", "khoi.txt", "cau.md"])
def test_every_proof_holds_what_it_proves(made: dict[str, Document], name: str) -> None:
    document = made[name]
    for fact in targets(document):
        proof = " ".join(document.source.text[start:end] for evidence in fact.evidence for start, end in evidence.spans)
        assert fact.value in proof
        assert fact.unit in proof
    for fact in assignments(document):
        for field in ("title", "lead", "director", "finish"):
            if getattr(fact, field):
                words = " ".join(document.source.text[start:end] for start, end in fact.evidence[field].spans)
                assert getattr(fact, field) in " ".join(words.split()), field
