"""The facts of the five documents against tables typed by hand from their text."""

from __future__ import annotations

import dataclasses
import re
import time
import unicodedata
from collections.abc import Iterable
from typing import Any

import pytest

from askresolution.domain import Document, Evidence
from askresolution.facts.assignments import assignments
from askresolution.facts.events import events
from askresolution.facts.model import Target
from askresolution.facts.names import names
from askresolution.facts.people import people
from askresolution.facts.references import references
from askresolution.facts.targets import targets
from askresolution.facts.terms import terms
from askresolution.parsing import parse
from askresolution.reading import quote
from askresolution.vietnamese import collapse, nfc
from tests.conftest import source
from tests.facts import by_hand
from tests.facts.by_hand import Aim

REPORT = "nguyen-luong-bang-bao-cao-2025"
PROGRAMME = "nguyen-luong-bang-chuong-trinh-hanh-dong"
CONCLUSION = "nguyen-luong-bang-ket-luan-hoi-nghi-2"
POLITICAL = "nam-thanh-mien-bao-cao-chinh-tri"
NGHI_DUONG = "nghi-duong-chuong-trinh-hanh-dong"


def said(document: Document, evidence: Evidence) -> str:
    return nfc(quote(document.source.text, evidence.spans))


def test_the_twelve_schemes_and_plans_field_by_field(five: dict[str, Document]) -> None:
    found = assignments(five[PROGRAMME])
    read = [(f.kind, f.title, f.director, f.lead, f.coordinating, f.period) for f in found]
    assert read == [tuple(scheme) for scheme in by_hand.SCHEMES]
    assert {(f.draft_by, f.start, f.finish, f.funding) for f in found} == {(by_hand.DRAFT_BY, by_hand.START, "", "")}


def test_each_field_of_an_assignment_is_proved_by_its_words(five: dict[str, Document]) -> None:
    document = five[PROGRAMME]
    for fact in assignments(document):
        for field in ("title", "director", "lead", "draft_by", "start"):
            assert getattr(fact, field) in said(document, fact.evidence[field]), (fact.title, field)
        coordinating = said(document, fact.evidence["coordinating"])
        assert all(agency in coordinating for agency in fact.coordinating)


def test_the_appendix_of_27_tasks_field_by_field(five: dict[str, Document]) -> None:
    document = five[NGHI_DUONG]
    found = assignments(document)
    read = [
        (document.nodes[f.node].label, f.title, f.lead, "; ".join(f.coordinating), f.start, f.finish, f.funding) for f in found
    ]
    assert read == [tuple(row) for row in by_hand.APPENDIX]
    kinds = {row.label: by_hand.APPENDIX_KINDS.get(row.label, "nhiệm vụ") for row in by_hand.APPENDIX}
    assert {document.nodes[f.node].label: f.kind for f in found} == kinds
    assert {(f.director, f.draft_by) for f in found} == {("", "")}


@pytest.mark.parametrize("name", [REPORT, CONCLUSION, POLITICAL])
def test_documents_that_assign_nobody(five: dict[str, Document], name: str) -> None:
    assert assignments(five[name]) == []


def below(document: Document, heading: str) -> list[tuple[str, Target]]:
    """(label of the item, target) of the targets in the section of that heading."""
    section = next(n for n in document.root.walk() if n.heading == heading)
    items = {inner.id: item.label for item in section.children if item.kind == "item" for inner in item.walk()}
    return [(items[fact.node], fact) for fact in targets(document) if fact.node in items]


LISTS = [
    (REPORT, "CÁC CHỈ TIÊU NĂM 2026", by_hand.TARGETS_2026),
    (PROGRAMME, "Các chỉ tiêu xây dựng Đảng và hệ thống chính trị", by_hand.PROGRAMME_PARTY),
    (PROGRAMME, "Các chỉ tiêu về kinh tế - xã hội, quốc phòng - an ninh", by_hand.PROGRAMME_ECONOMY),
    (POLITICAL, "Các chỉ tiêu xây dựng Đảng và chính quyền", by_hand.POLITICAL_PARTY),
    (POLITICAL, "Các chỉ tiêu phát triển kinh tế - xã hội, quốc phòng - an ninh", by_hand.POLITICAL_ECONOMY),
]


@pytest.mark.parametrize(("name", "heading", "expected"), LISTS)
def test_every_target_of_the_lists(five: dict[str, Document], name: str, heading: str, expected: tuple[Aim, ...]) -> None:
    document = five[name]
    found = below(document, heading)
    read = [Aim(label, f.indicator, f.change, f.comparator, f.value, f.unit, f.basis, f.period, f.part_of) for label, f in found]
    assert read == list(expected)
    assert {fact.kind for _, fact in found} == {"target"}


def test_targets_are_proved_by_their_words(five: dict[str, Document]) -> None:
    for document in five.values():
        for fact in targets(document):
            proof = collapse(" ".join(said(document, evidence) for evidence in fact.evidence))
            assert fact.value in proof
            assert set(re.findall(r"\w+", fact.indicator)) <= set(re.findall(r"\w+", proof)), fact
            assert fact.part_of in proof
            assert not fact.period or fact.period.lower() in proof.lower() or fact.period == document.metadata.period


#: (indicator, comparator, value, unit, change, basis), typed from the conclusion on nine months, I.
NINE_MONTHS = [
    ("tổng thu ngân sách", "=", "206,615", "tỷ đồng", "", ""),
    ("tổng thu ngân sách", "=", "136,42", "%", "bằng", "dự toán"),
    ("tổng thu ngân sách", "=", "226,04", "%", "tăng", "so với cùng kỳ"),
    ("tổng chi ngân sách", "=", "114,491", "tỷ đồng", "", ""),
    ("tổng chi ngân sách", "=", "75,82", "%", "bằng", "dự toán"),
    ("tổng chi ngân sách", "=", "149,84", "%", "tăng", "so với cùng kỳ"),
    ("năng suất lúa", "=", "64", "tạ/ha", "", ""),
    ("tỷ lệ hài lòng của người dân", "=", "97", "%", "", ""),
]


def test_results_of_nine_months(five: dict[str, Document]) -> None:
    found = [f for f in targets(five[CONCLUSION]) if f.kind == "result"]
    assert [(f.indicator, f.comparator, f.value, f.unit, f.change, f.basis) for f in found] == NINE_MONTHS
    assert {f.period for f in found} == {"9 tháng đầu năm"}


#: Results that the full-year report states plainly: (indicator, value, unit, change).
FULL_YEAR = [
    ("Tổng diện tích gieo trồng", "2.915", "ha", ""),
    ("diện tích lúa", "2.030", "ha", ""),
    ("Năng suất lúa bình quân", "112,23", "tạ/ha", ""),
    ("tổng sản lượng lương thực", "23.006", "tấn", ""),
    ("thu nhập từ sản xuất rau màu", "115,826", "tỷ đồng/năm", ""),
    ("Tổng đàn lợn", "6.655", "con", ""),
    ("Giá trị sản xuất ngành nông nghiệp", "421,065", "tỷ đồng", ""),
    ("Giá trị sản xuất ngành nông nghiệp", "104,8", "%", "bằng"),
    ("Giá trị sản xuất ngành công nghiệp, tiểu thủ công nghiệp và xây dựng", "3.140,93", "tỷ đồng", ""),
    ("Giá trị sản xuất ngành dịch vụ, thương mại", "597,94", "tỷ đồng", ""),
    ("thu ngân sách nhà nước trên địa bàn", "304,011", "tỷ đồng", ""),
    ("Chi ngân sách địa phương", "237", "tỷ đồng", ""),
    ("tỷ lệ hộ nghèo", "0,22", "%", ""),
    ("tỷ lệ người tham gia bảo hiểm y tế", "95", "%", ""),
    ("tỷ lệ người tham gia bảo hiểm y tế", "3", "%", "tăng"),
    ("kết nạp đảng viên", "31/33", "đảng viên", ""),
    ("trường MN, TH, THCS đạt chuẩn quốc gia", "12/12", "trường", ""),
]


def test_results_of_the_full_year_report(five: dict[str, Document]) -> None:
    found = {(f.indicator, f.value, f.unit, f.change) for f in targets(five[REPORT]) if f.kind == "result"}
    assert [row for row in FULL_YEAR if row not in found] == []


def test_a_fall_from_one_figure_to_another_is_the_later_one(five: dict[str, Document]) -> None:
    found = [f for f in targets(five[POLITICAL]) if f.indicator == "Tỷ lệ hộ nghèo"]
    assert [(f.comparator, f.value, f.unit, f.period) for f in found] == [("<", "1", "%", "2025")]


def test_a_population_is_a_figure_and_no_label(five: dict[str, Document]) -> None:
    found = {(f.indicator, f.value, f.unit) for f in targets(five[POLITICAL])}
    assert {("diện tích tự nhiên", "23,99", "km²"), ("dân số", "33.230", "người")} <= found


def test_documents_referred_to(five: dict[str, Document]) -> None:
    found = {r.number: r for r in references(five[REPORT])}
    typed = {
        "127-KL/TW": ("Kết luận", "", "Bộ Chính trị", "sắp xếp tổ chức bộ máy của hệ thống chính trị"),
        "128-KL/TW": ("Kết luận", "", "Bộ Chính trị", "sắp xếp tổ chức bộ máy của hệ thống chính trị"),
        "15-KH/TU": (
            "Kế hoạch",
            "18/9/2025",
            "Ban Thường vụ Thành ủy",
            "tiếp tục đổi mới và nâng cao chất lượng sinh hoạt chi bộ",
        ),
        "50-CT/TW": ("Chỉ thị", "23/7/2025", "Ban Bí thư", ""),
        "178/2024/NĐ-CP": ("Nghị định", "", "", ""),
        "67/2025/NĐ-CP": ("Nghị định", "", "Chính phủ", ""),
        "68-NQ/TW": ("Nghị quyết", "04/5/2025", "Bộ Chính trị", "phát triển kinh tế tư nhân"),
    }
    read = {number: found[number] for number in typed}
    assert {number: (r.kind, r.date, r.body, r.subject) for number, r in read.items()} == typed
    assert [r.number for r in references(five[CONCLUSION])] == ["109-TTr/ĐU", "50-CT/TW"]
    for document in five.values():
        for reference in references(document):
            proof = said(document, reference.evidence).replace(" ", "")
            assert reference.kind.replace(" ", "") in proof
            assert reference.number in proof


def test_signatories_and_people_named_with_their_posts(five: dict[str, Document]) -> None:
    read = {name: [(p.name, p.post, p.role) for p in people(document)] for name, document in five.items()}
    assert read == {
        REPORT: [("Nguyễn Duy Thăng", "PHÓ BÍ THƯ THƯỜNG TRỰC", "signatory")],
        CONCLUSION: [("Nguyễn Duy Thăng", "PHÓ BÍ THƯ THƯỜNG TRỰC", "signatory")],
        PROGRAMME: [("Nguyễn Văn Nhật", "BÍ THƯ", "signatory"), ("Nguyễn Lương Bằng", "Phó Chủ tịch nước", "mentioned")],
        NGHI_DUONG: [("Phạm Trung Huy", "BÍ THƯ", "signatory")],
        POLITICAL: [
            ("Nguyễn Trung Nghĩa", "BÍ THƯ", "signatory"),
            ("Nguyễn Phú Trọng", "Tổng Bí thư", "mentioned"),
            ("Tô Lâm", "Tổng Bí thư", "mentioned"),
        ],
    }


def test_slogans_with_their_parts(five: dict[str, Document]) -> None:
    conclusion = {t.term: t.parts for t in names(five[CONCLUSION])}
    assert conclusion == {"5 rõ": ("rõ người", "rõ việc", "rõ trách nhiệm", "rõ quy trình", "rõ hiệu quả")}
    nghi_duong = {t.term: (t.kind, t.parts) for t in names(five[NGHI_DUONG])}
    assert nghi_duong["dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng"] == (
        "phương châm",
        ("dân biết", "dân bàn", "dân làm", "dân kiểm tra", "dân giám sát", "dân thụ hưởng"),
    )
    assert nghi_duong["5 biết"][1] == ("biết nghe", "biết nói", "biết làm", "biết cấp độ", "biết cảm ơn")
    assert nghi_duong["Dân vận khéo"] == ("phong trào thi đua", ())


def test_abbreviations_that_the_documents_define(five: dict[str, Document]) -> None:
    read = {t.term: t.expansion for name in (REPORT, POLITICAL) for t in terms(five[name])}
    assert read["GPMB"] == "giải phóng mặt bằng"
    assert read["TSVM"] == "trong sạch vững mạnh"


def test_dated_events(five: dict[str, Document]) -> None:
    assert [(e.name, e.date) for e in events(five[CONCLUSION])] == [("Hội nghị lần thứ Nhất", "Ngày 08 tháng 10 năm 2025")]
    assert ("Đại hội đại biểu Đảng bộ xã Nguyễn Lương Bằng lần thứ I, nhiệm kỳ 2025-2030", "02 ngày 17/8 và 18/8/2025") in [
        (e.name, e.date) for e in events(five[REPORT])
    ]


def values(fact: Any) -> dict[str, Any]:
    """What a fact says, without where it stands."""
    return {name: value for name, value in dataclasses.asdict(fact).items() if name not in ("evidence", "node")}


@pytest.mark.parametrize("name", [PROGRAMME, NGHI_DUONG, CONCLUSION])
def test_decomposed_letters_give_the_same_facts(five: dict[str, Document], name: str) -> None:
    """Exports mix composed and decomposed letters; here all are decomposed."""
    document = parse(source(unicodedata.normalize("NFD", five[name].source.text), name))
    for read in (assignments, targets, references, people, names):
        assert [values(fact) for fact in read(document)] == [values(fact) for fact in read(five[name])]
    for fact in targets(document):
        assert fact.value in said(document, fact.evidence[0])
    for task in assignments(document):
        assert task.lead in said(document, task.evidence["lead"])


READERS = (assignments, targets, references, people, names, terms, events)


def seconds(documents: Iterable[Document]) -> float:
    """Processor time of reading every fact; the better of two runs, since other programs share the caches."""
    taken = []
    for _ in range(2):
        started = time.process_time()
        for document in documents:
            for read in READERS:
                read(document)
        taken.append(time.process_time() - started)
    return min(taken)


def test_facts_of_the_five_documents_take_under_half_a_second(five: dict[str, Document]) -> None:
    assert seconds(five.values()) < 0.5


@pytest.mark.parametrize(
    "piece",
    ["tỷ lệ hộ nghèo đạt 5% và tăng 7 ", "Đến năm 2030, thu nhập đạt 5 triệu đồng; ", "Nghị quyết số 5-NQ/TU ngày 1/2/2025 của Thành ủy về ",
     "“phong trào ” “", "Phòng Kinh tế chủ trì, phối hợp với ", "12/13 "],
)  # fmt: skip
def test_facts_are_linear_in_length(piece: str) -> None:
    small, large = (parse(source("I. CÁC CHỈ TIÊU\n1. " + piece * count)) for count in (400, 3200))
    assert seconds([large]) < 8 * 2.5 * max(seconds([small]), 0.004)
