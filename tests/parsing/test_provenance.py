"""The two laws: nothing is lost or told twice, and nothing is invented."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askresolution.domain import Document
from askresolution.parsing import parse
from tests.conftest import FIVE, corpus_source, source


def check_laws(document: Document) -> None:
    text = document.source.text
    owners: Counter[int] = Counter()
    for node in document.root.walk():
        for start, end in node.spans:
            assert 0 <= start < end <= len(text)
            owners.update(offset for offset in range(start, end) if not text[offset].isspace())
        said = "".join(text[start:end] for start, end in node.spans)
        assert " ".join(said.split()) == node.text
        assert list(node.spans) == sorted(node.spans)
    lost = [offset for offset, char in enumerate(text) if not char.isspace() and owners[offset] != 1]
    assert not lost, (lost[:5], text[max(lost[0] - 20, 0) : lost[0] + 20])


def check_tree(document: Document) -> None:
    nodes = list(document.root.walk())
    assert len({node.id for node in nodes}) == len(nodes)
    for node in nodes:
        if node.anchor is not None:
            assert node.anchor.node in document.nodes
            spans = document.nodes[node.anchor.node].spans
            assert spans[0][0] <= node.anchor.offset <= spans[-1][1] + 1
        if node.shares is not None:
            assert node.shares in document.nodes


@pytest.mark.parametrize("name", FIVE)
def test_laws_hold_for_the_five_documents(five: dict[str, Document], name: str) -> None:
    check_laws(five[name])
    check_tree(five[name])


_LINES = st.sampled_from(
    [
        "Phần thứ nhất", "KẾT QUẢ ĐẠT ĐƯỢC", "I. MỤC TIÊU", "1. Công tác tuyên giáo", "1.1. Về kinh tế: Phấn đấu tăng 2%.",
        "(1) Đề án “Một”", "a) Rà soát quy hoạch;", "- Giao Phòng Kinh tế chủ trì.", "+ Cơ quan chủ trì: Công an xã.", "* Ghi chú",
        "Một là, giữ vững kỷ cương.", "tiếp tục phần câu trên trang trước,", "Thực hiện nghiêm quy định1 của cấp trên.",
        "1 Theo Nghị quyết số 57-", "NQ/TW ngày 22/12/2024.", "(2) Chú thích trong ngoặc", "16", "-----", "", "", " Trang mới bắt đầu",
        "Stt Tên nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "1.", "2.", "Hằng năm Hằng năm", "Ủy ban nhân dân xã",
        "Nơi nhận:", "- Lưu VPĐU.", "T/M ĐẢNG ỦY", "BÍ THƯ", "Trần Văn Bách", "ten@tuhaiphong", "2025-10-09T12:44:45+0700",
        "\ufffd Chú thích mất số", ". Câu sau chỗ mất dấu chú thích", "PHỤ LỤC", "Điều 1. Phê duyệt Đề án", "\f", "\tthụt vào",
    ]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(_LINES, max_size=45))
def test_laws_hold_for_any_mixture_of_the_genre(lines: list[str]) -> None:
    document = parse(source("\n".join(lines)))
    check_laws(document)
    check_tree(document)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_laws_hold_for_any_text(text: str) -> None:
    check_laws(parse(source(text)))


@pytest.mark.parametrize("name", FIVE)
def test_laws_hold_after_random_damage(name: str) -> None:
    rng = random.Random(name)
    original = corpus_source(name).text
    for _ in range(12):
        chars = list(original[rng.randrange(len(original) // 2) :][:9000])
        for _ in range(60):
            at = rng.randrange(len(chars))
            chars[at] = rng.choice(["\n", " ", "", "1", "(", "-", "\f", "\ufffd", ".", "A", "\t", chars[at] * 2])
        document = parse(source("".join(chars)))
        check_laws(document)
