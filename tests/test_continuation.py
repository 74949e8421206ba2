"""What search shows of a passage that leads to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.index.build import build_index
from askresolution.index.passages import LONGEST
from askresolution.reading import quote
from askresolution.settings import load_settings

_PLAN = """ỦY BAN NHÂN DÂN
XÃ SÔNG TRÀ
Số: 31/KH-UBND
Sông Trà, ngày 14 tháng 3 năm 2026

KẾ HOẠCH
phát triển đàn ngựa bạch năm 2026

I. KHÂU ĐỘT PHÁ
1. Chọn giống thuần.
2. Trồng cỏ voi ven suối.
3. Mở phiên chợ vào ngày rằm.

II. NGUỒN LỰC
Ngân sách xã bố trí cho những việc sau:
- Xây chuồng trại 120 triệu đồng.
- Tiêm phòng 45 triệu đồng.

III. TỔ CHỨC
{long}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Mùa Thị Dợ
"""


@pytest.fixture
def opened(tmp_path: Path) -> Assistant:
    (tmp_path / "corpus").mkdir()
    tasks = "".join(f"{n}. Trưởng bản thứ {n} rà soát bãi chăn thả, báo cáo số ngựa cái sinh sản của bản mình.\n" for n in range(1, 30))
    (tmp_path / "corpus" / "ke-hoach.txt").write_text(_PLAN.format(long=tasks), encoding="utf-8")
    settings = load_settings(tmp_path, environ={})
    build_index(settings)
    return Assistant.open(settings)


def test_a_heading_comes_with_the_list_under_it(opened: Assistant) -> None:
    first = opened.search("khâu đột phá gồm những gì", 3)[0]
    assert first.passage.text == "I. KHÂU ĐỘT PHÁ 1. Chọn giống thuần. 2. Trồng cỏ voi ven suối. 3. Mở phiên chợ vào ngày rằm."
    assert quote(opened.knowledge.documents["ke-hoach"].source.text, first.passage.spans) == first.passage.text


def test_a_sentence_that_announces_entries_comes_with_them_and_none_comes_twice(opened: Assistant) -> None:
    texts = [hit.passage.text for hit in opened.search("ngân sách xã bố trí cho những việc nào", 5)]
    holding = [text for text in texts if "Tiêm phòng 45 triệu đồng" in text]
    assert len(holding) == 1
    assert "Ngân sách xã bố trí" in holding[0]


def test_a_list_too_long_for_a_passage_stays_apart(opened: Assistant) -> None:
    hits = opened.search("trưởng bản rà soát bãi chăn thả", 8)
    assert len(hits) == 8
    assert all(len(hit.passage.text) <= LONGEST for hit in hits)


def test_who_signed_finds_the_signature(opened: Assistant) -> None:
    assert opened.search("ai ký kế hoạch phát triển đàn ngựa", 1)[0].passage.kind == "signature"
    assert opened.search("who signed the plan", 1)[0].passage.kind == "signature"
    assert opened.search("kế hoạch phát triển đàn ngựa", 1)[0].passage.kind != "signature"
