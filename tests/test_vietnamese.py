from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askresolution.vietnamese import fold, is_syllable, normalize, roman_value, tokens


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Uỷ ban", "Ủy ban"), ("hoá", "hóa"), ("thuỷ sản", "thủy sản"), ("sức khoẻ", "sức khỏe"),
        # a final consonant fixes the tone's place, and after q the u belongs to the consonant
        ("toán", "toán"), ("quý", "quý"), ("Quỹ", "Quỹ"), ("hoàn", "hoàn"), ("ngoài", "ngoài"), ("xoáy", "xoáy"),
    ],
)  # fmt: skip
def test_one_tone_placement_by_rule(typed: str, normal: str) -> None:
    assert normalize(typed) == normal
    assert normalize(unicodedata.normalize("NFD", typed)) == normal


def test_fold_drops_diacritics_and_case() -> None:
    assert fold("Đảng uỷ xã") == fold("ĐẢNG ỦY XÃ") == "dang uy xa"


@given(st.text())
def test_normal_forms_are_stable(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert fold(fold(text)) == fold(text)


def test_identifiers_and_numbers_stay_whole() -> None:
    assert tokens("Nghị quyết số 57-NQ/TW, Nghị định 178/2024/NĐ-CP đạt 98,23% và 1.218 người") == [
        "nghi", "quyet", "so", "57-nq/tw", "nghi", "dinh", "178/2024/nd-cp", "dat", "98,23", "va", "1.218", "nguoi",
    ]  # fmt: skip


def test_syllable_shapes() -> None:
    assert all(is_syllable(word) for word in "nghieng thuy quyen ngoan xoay khuyu duong".split())
    assert not any(is_syllable(word) for word in "school waste target strength".split())


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("XIV", 14), ("", 0), ("AB", 0)])
def test_roman_numerals(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value
