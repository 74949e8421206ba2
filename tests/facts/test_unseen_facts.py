"""Orders, people and tables of figures as unseen documents of the genre print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.domain import Document
from askresolution.facts.assignments import assignments
from askresolution.facts.people import people
from askresolution.facts.targets import targets
from askresolution.parsing import parse
from tests.conftest import source
from tests.parsing.test_formats import read


def parsed(*items: str) -> Document:
    text = "KẾ HOẠCH\nPhát triển xã Suối Cạn năm 2027\n\nI. PHÂN CÔNG\n\n" + "\n\n".join(
        f"{n}. {item}" for n, item in enumerate(items, 1)
    )
    return parse(source(text + "\n\nII. TỔ CHỨC THỰC HIỆN\n\nVăn phòng theo dõi.\n"))


@pytest.mark.parametrize(
    ("order", "lead", "others", "what", "finish"),
    [
        # What is to be done opens with a verb; a noun of the same words names an agency.
        ("Giao Phòng Kinh tế chủ trì, phối hợp với các tổ chức tín dụng, Hội Phụ nữ thành lập 05 tổ vay vốn trước ngày 30/4/2027.",
         "Phòng Kinh tế", ("các tổ chức tín dụng", "Hội Phụ nữ"), "thành lập 05 tổ vay vốn trước ngày 30/4/2027", "trước ngày 30/4/2027"),
        ("Giao Công an xã chủ trì, phối hợp với doanh nghiệp viễn thông đưa hệ thống báo cháy vào vận hành trong quý II/2027.",
         "Công an xã", ("doanh nghiệp viễn thông",), "đưa hệ thống báo cháy vào vận hành trong quý II/2027", "trong quý II/2027"),
        # The deadline is a sentence of its own.
        ("Giao Trạm Y tế xã chủ trì khám sức khỏe người cao tuổi. Hoàn thành trước ngày 31/8/2027.",
         "Trạm Y tế xã", (), "khám sức khỏe người cao tuổi", "trước ngày 31/8/2027"),
        # Of two times that of the end is the deadline.
        ("Giao Ủy ban nhân dân xã đầu tư 3 cầu treo; khởi công trong tháng 3/2027, hoàn thành trước ngày 31/12/2028.",
         "Ủy ban nhân dân xã", (), "đầu tư 3 cầu treo; khởi công trong tháng 3/2027, hoàn thành trước ngày 31/12/2028", "trước ngày 31/12/2028"),
        # No one is called the lead.
        ("Giao Trung tâm Dịch vụ tổng hợp xã phối hợp Hạt Kiểm lâm khu vực trồng mới 40 ha rừng.",
         "Trung tâm Dịch vụ tổng hợp xã", ("Hạt Kiểm lâm khu vực",), "trồng mới 40 ha rừng", ""),
        # Who leads is said last.
        ("Sửa 12 km kênh mương nội đồng; xong trước mùa vụ, chậm nhất ngày 15/5/2027; Phòng Kinh tế chủ trì, Hội Nông dân phối hợp.",
         "Phòng Kinh tế", ("Hội Nông dân",), "Sửa 12 km kênh mương nội đồng; xong trước mùa vụ, chậm nhất ngày 15/5/2027", "chậm nhất ngày 15/5/2027"),
    ],
)  # fmt: skip
def test_orders(order: str, lead: str, others: tuple[str, ...], what: str, finish: str) -> None:
    document = parsed(order, "Các bản họp hằng tháng.")
    assert [(f.lead, f.coordinating, f.title, f.finish) for f in assignments(document)] == [(lead, others, what, finish)]
    for fact in assignments(document):
        for field in ("title", "lead", "finish"):
            spans = fact.evidence[field].spans if getattr(fact, field) else ()
            assert getattr(fact, field) in " ".join(document.source.text[a:b] for a, b in spans)


def test_an_order_without_lead_helper_or_deadline_is_no_task() -> None:
    assert assignments(parsed("Giao Văn phòng theo dõi chung.", "Các bản họp hằng tháng.")) == []


def test_who_directs_is_said_before_who_leads() -> None:
    order = "Chấm dứt nạn tảo hôn ở hai bản vùng cao; bà Lò Thị Panh, Phó Chủ tịch UBND xã trực tiếp chỉ đạo, Phòng Văn hóa - Xã hội chủ trì."
    read_facts = [(f.director, f.lead, f.title) for f in assignments(parsed(order, "Các bản họp hằng tháng."))]
    assert read_facts == [
        ("bà Lò Thị Panh, Phó Chủ tịch UBND xã", "Phòng Văn hóa - Xã hội", "Chấm dứt nạn tảo hôn ở hai bản vùng cao")
    ]


def test_people_named_with_their_posts_and_not_with_what_they_do() -> None:
    document = parsed(
        "Ban Chỉ đạo do đồng chí Vừ A Dơ, Bí thư Đảng ủy làm Trưởng ban; đồng chí Ksor H’Nhi, Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã chịu trách nhiệm kinh tế.",
        "Đầu mối là Thiếu tá Quàng Văn Pâng, Phó Trưởng Công an xã.",
        "Ông Điểu Krang, người có uy tín của bản, tham gia giám sát.",
    )
    assert [(p.name, p.post) for p in people(document)] == [
        ("Vừ A Dơ", "Bí thư Đảng ủy"),
        ("Ksor H’Nhi", "Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã"),
        ("Quàng Văn Pâng", "Phó Trưởng Công an xã"),
    ]


def marked(header: str, *rows: str, title: str = "# KẾ HOẠCH\n\n**Năm 2027**\n\n## I. CHỈ TIÊU\n\n") -> str:
    rule = "|".join("---" for _ in header.split("|"))
    return title + "\n".join(f"| {line} |" for line in (header, rule, *rows)) + "\n"


def test_a_plan_and_its_results_with_a_share(tmp_path: Path) -> None:
    text = marked(
        "TT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2026 | Thực hiện 2026 | Tỷ lệ TH/KH (%) | Đánh giá",
        "1 | Sản lượng thóc | Tấn | 5.200 | 5.100 | 98,1 | Không đạt", "2 | Cặp tảo hôn | Cặp | ≤ 4 | 6 | - | Không đạt",
    )  # fmt: skip
    document = read(tmp_path, "a.md", text)
    found = targets(document)
    assert [(f.kind, f.indicator, f.comparator, f.value, f.unit, f.change, f.basis) for f in found] == [
        ("target", "Sản lượng thóc", "=", "5.200", "Tấn", "", ""),
        ("result", "Sản lượng thóc", "=", "5.100", "Tấn", "", ""),
        ("result", "Sản lượng thóc", "=", "98,1", "%", "bằng", "KH"),
        ("target", "Cặp tảo hôn", "<=", "4", "Cặp", "", ""),
        ("result", "Cặp tảo hôn", "=", "6", "Cặp", "", ""),
    ]
    for fact in found:
        proof = " ".join(document.source.text[a:b] for evidence in fact.evidence for a, b in evidence.spans)
        assert fact.value in proof
        assert fact.unit in proof
        assert fact.basis in proof


def test_the_year_before_the_aimed_one_is_a_result_and_who_follows_an_indicator_has_no_task(tmp_path: Path) -> None:
    text = marked("TT | Chỉ tiêu | ĐVT | Năm 2026 | Mục tiêu 2027 | Cơ quan theo dõi", "1 | Hộ nghèo | % | 18,2 | 15 | Phòng Kinh tế",
                  "2 | Bảo hiểm y tế | % | 94 | 96 trở lên | Trạm Y tế")  # fmt: skip
    document = read(tmp_path, "a.md", text)
    assert [(f.kind, f.indicator, f.comparator, f.value) for f in targets(document)] == [
        ("result", "Hộ nghèo", "=", "18,2"), ("target", "Hộ nghèo", "=", "15"), ("result", "Bảo hiểm y tế", "=", "94"), ("target", "Bảo hiểm y tế", ">=", "96"),
    ]  # fmt: skip
    assert assignments(document) == []


def test_dates_and_products_of_tasks_are_no_indicators(tmp_path: Path) -> None:
    text = marked("TT | Nội dung | Chủ trì | Thời hạn | Sản phẩm | Người theo dõi", "1 | Số hóa hồ sơ | Phòng Kinh tế | 31/8/2027 | 1.905 bộ | ông Lò Văn Inh",
                  "2 | Mở lớp tin học | Đoàn xã | 30/9/2027 | 420 học viên | bà Lò Thị Panh")  # fmt: skip
    document = read(tmp_path, "a.md", text)
    assert targets(document) == []
    assert [(f.title, f.director, f.lead, f.finish, f.result) for f in assignments(document)] == [
        ("Số hóa hồ sơ", "ông Lò Văn Inh", "Phòng Kinh tế", "31/8/2027", "1.905 bộ"),
        ("Mở lớp tin học", "bà Lò Thị Panh", "Đoàn xã", "30/9/2027", "420 học viên"),
    ]


def test_sums_of_money_have_the_unit_of_their_column(tmp_path: Path) -> None:
    text = marked(
        "TT | Nội dung chi | Kinh phí (triệu đồng) | Nguồn",
        "1 | Loa truyền thanh | 480 | Ngân sách tỉnh",
        " | Tổng cộng | 480 | ",
    )
    found = targets(read(tmp_path, "a.md", text))
    assert [(f.indicator, f.value, f.unit) for f in found] == [
        ("Loa truyền thanh", "480", "triệu đồng"),
        ("Tổng cộng", "480", "triệu đồng"),
    ]


def test_parts_that_a_comma_parts_are_each_their_own() -> None:
    document = parse(
        source(
            "NGHỊ QUYẾT\nVề phát triển kinh tế giai đoạn 2026 - 2030\n\nI. TÌNH HÌNH\n\nTỷ lệ hộ nghèo còn 18,2%.\n\nII. CHỈ TIÊU\n\n"
            "1. Tổng giá trị sản xuất tăng 11%/năm; trong đó nông nghiệp tăng 4,2%, công nghiệp - xây dựng tăng 14%, thương mại - dịch vụ tăng 13,6%.\n"
            "2. Tỷ lệ lao động qua đào tạo đạt 75%, vượt 5% so với kế hoạch.\n"
        )
    )
    whole = "Tổng giá trị sản xuất"
    assert [(f.kind, f.indicator, f.part_of, f.value, f.period) for f in targets(document)] == [
        # What was found before the term is no result of the term.
        ("result", "Tỷ lệ hộ nghèo", "", "18,2", ""),
        ("target", whole, "", "11", "2026-2030"),
        ("target", "nông nghiệp", whole, "4,2", "2026-2030"),
        ("target", "công nghiệp - xây dựng", whole, "14", "2026-2030"),
        ("target", "thương mại - dịch vụ", whole, "13,6", "2026-2030"),
        ("target", "Tỷ lệ lao động qua đào tạo", "", "75", "2026-2030"),
        ("target", "Tỷ lệ lao động qua đào tạo", "", "5", "2026-2030"),
    ]
