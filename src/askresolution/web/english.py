"""Refusals in English for clients that ask for it: each Vietnamese sentence that a client can be sent, and its translation.

The sentences are made where the mistake is seen, in Vietnamese; this is the one place that knows them in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Vietnamese sentence → English sentence; a name in braces stands for a value and is kept as it is.
SENTENCES = {
    "Câu hỏi trống; hãy nhập một câu hỏi": "The question is empty; enter a question",
    "Câu hỏi dài {length} ký tự, quá giới hạn {limit}; hãy hỏi ngắn lại": (
        "The question has {length} characters, more than the limit of {limit}; shorten it"
    ),
    "Không có đơn vị ban hành '{name}'; các đơn vị có: {known}": "No issuer '{name}'; issuers there are: {known}",
    "Không có tài liệu '{name}'; các tài liệu có: {known}": "No document '{name}'; documents there are: {known}",
    "Không có loại văn bản '{name}'; các loại có: {known}": "No kind of document '{name}'; kinds there are: {known}",
    "Giai đoạn '{name}' không nêu năm; cần một năm hoặc hai năm, như 2026 hoặc 2025-2030": (
        "The period '{name}' names no year; it takes one or two, as 2026 or 2025-2030"
    ),
    "Không có tài liệu nào của giai đoạn '{name}'; các giai đoạn có: {known}": (
        "No document of the period '{name}'; periods there are: {known}"
    ),
    "Không tài liệu nào thỏa tất cả bộ lọc cùng lúc; hãy bỏ bớt bộ lọc loại văn bản, giai đoạn hay tài liệu": (
        "No document passes all filters at once; leave out a filter of kinds, periods or documents"
    ),
    "Không có bộ lọc '{name}' cho {table}; các bộ lọc có: {known}": "No filter '{name}' for {table}; filters there are: {known}",
    "Bộ lọc {name} không khớp giá trị nào: '{value}'; các giá trị có: {known}": (
        "The filter {name} matches no value: '{value}'; values there are: {known}"
    ),
    "Bộ lọc '{name}' được nêu nhiều lần; hãy nêu mỗi bộ lọc một lần": "The filter '{name}' is given more than once; give each filter once",
    "Không có địa chỉ '{path}'; các địa chỉ của dịch vụ có ở /docs": "No address '{path}'; the addresses of the service are at /docs",
    "Không có địa chỉ này; các địa chỉ của dịch vụ có ở /docs": "No such address; the addresses of the service are at /docs",
    "Địa chỉ này chỉ nhận {allowed}, không nhận {method}": "This address takes {allowed} only, not {method}",
    "Địa chỉ này không nhận phương thức đó; hãy xem /docs": "This address does not take that method; see /docs",
    "Dịch vụ không nhận phương thức {method}; cần {allowed} hoặc HEAD": "The service does not take the method {method}; use {allowed} or HEAD",
    "Không được phép truy cập địa chỉ này": "This address may not be read",
    "Không đọc được nội dung yêu cầu; cần JSON mã hóa UTF-8": "The body of the request cannot be read; it must be JSON in UTF-8",
    "Nội dung dài quá {limit} MB; hãy gửi câu hỏi ngắn hơn": "The body is longer than {limit} MB; send a shorter question",
    "Nội dung gửi tới quá chậm; hãy gửi lại": "The body came too slowly; send it again",
}
_UNKNOWN = "The service cannot do this now; its reason, in Vietnamese: {said}"


def prefers_english(accept: str) -> bool:
    """Whether an Accept-Language header ranks English above Vietnamese; False where it names neither."""
    best = {"en": 0.0, "vi": 0.0}
    for language, quality in _ranges(accept):
        if language in best:
            best[language] = max(best[language], quality)
    return best["en"] > best["vi"]


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept[:1000].lower().split(","):
        name, _, rest = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", rest)
        if not rest or quality:
            yield name.strip().split("-")[0], float(quality[1]) if quality else 1.0


def in_english(said: str) -> str:
    """A refusal in English. What is not among the sentences keeps its own words behind an English opening."""
    for pattern, english in _PATTERNS:
        if match := pattern.fullmatch(said):
            return english.format(**match.groupdict())
    return said if said.isascii() else _UNKNOWN.format(said=said)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(sentence)), re.DOTALL)


_PATTERNS = tuple((_pattern(vietnamese), english) for vietnamese, english in SENTENCES.items())
