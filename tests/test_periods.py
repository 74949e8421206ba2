"""Which part of a year a question and a sentence speak of."""

from __future__ import annotations

import pytest

from askresolution.retrieval.periods import asked_part, other_period, part_of_year

YEARLY, NINE = "bao cao ket qua nam 2026", "bao cao ket qua 9 thang dau nam 2026"


@pytest.mark.parametrize(
    ("asked", "text", "title", "other"),
    [
        (" thu ngan sach 9 thang nam 2026 ", "Thu ngân sách đạt 91 tỷ.", YEARLY, True),
        (" thu ngan sach 9 thang nam 2026 ", "Thu ngân sách đạt 63 tỷ.", NINE, False),
        (" thu ngan sach 9 thang nam 2026 ", "Thu 9 tháng đạt 63 tỷ.", YEARLY, False),
        (" ca nam 2026 thu bao nhieu ", "Thu ngân sách đạt 63 tỷ.", NINE, True),
        (" ca nam 2026 thu bao nhieu ", "Thu ngân sách đạt 91 tỷ.", YEARLY, False),
        (" so thu 9 thang voi ca nam 2026 ", "Thu ngân sách đạt 63 tỷ.", NINE, False),
        (" thu ngan sach bao nhieu ", "Thu ngân sách đạt 63 tỷ.", NINE, False),
        # A day of a month is no part of a year.
        (" ca nam 2026 thu bao nhieu ", "Ngày 20 tháng 12 năm 2026 thu đạt 91 tỷ.", YEARLY, False),
    ],
)
def test_a_sentence_of_another_part_of_the_year(asked: str, text: str, title: str, other: bool) -> None:
    assert other_period(asked, text, title) is other


@pytest.mark.parametrize(
    ("said", "part"), [("9 thang dau nam", "9 thang"), ("chin thang", "9 thang"), ("sau thang dau nam", "6 thang"), ("sau thang 7", ""), ("quy 1 nam 2026", "quy i"), ("quy iv", "quy iv"), ("nam 2026", "")]
)
def test_the_part_that_is_named(said: str, part: str) -> None:
    assert part_of_year(f" {said} ") == part


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("tinh het quy iii nam 2026 thu duoc may ty", "9 thang"),
        ("den cuoi thang 9/2026 ket nap may dang vien", "9 thang"),
        ("tinh den 30/6/2026 co bao nhieu ho", "6 thang"),
        ("nua dau nam thu bao nhieu", "6 thang"),
        ("how much was collected by the end of september", "9 thang"),
        ("quy iii thu bao nhieu", "quy iii"),
        ("hop vao thang 9/2026", ""),
    ],
)
def test_a_part_of_the_year_named_by_its_end(asked: str, part: str) -> None:
    assert asked_part(f" {asked} ") == part


def test_the_year_of_a_part_asks_nothing_of_the_whole_year() -> None:
    assert not other_period(" tinh het quy iii nam 2026 thu bao nhieu ", "Thu ngân sách đạt 63 tỷ.", NINE)
    assert other_period(" tinh het quy iii nam 2026 thu bao nhieu ", "Thu ngân sách đạt 91 tỷ.", YEARLY)
