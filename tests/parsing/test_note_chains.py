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
