"""Documents that a document refers to by number: kind, number, date, issuing body, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from askresolution.domain import Document, Node
from askresolution.facts.composed import Composed
from askresolution.facts.model import Reference
from askresolution.vietnamese import collapse, fold

_KINDS = (
    r"Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kết luận|Kế hoạch|Quy định|Quy chế|Thông tư|Thông báo|Thông tri|Công văn|Tờ trình|Hướng dẫn|"
    r"Chương trình hành động|Chương trình|Báo cáo|Luật|Pháp lệnh|Công điện|Đề án|Nghị quyết liên tịch"
)
_NUMBER = r"\d{1,4}(?:/\d{4})?\s?[-/]\s?(?-i:[A-ZĐ][A-ZĐa-zđ0-9&]*)(?:[-/](?-i:[A-ZĐ][\wĐ&]*))*"
_DATE = r"(?:,?\s*(?:ban hành\s+)?ngày\s+(?P<date>\d{1,2}/\d{1,2}/\d{4}|\d{1,2}[-.]\d{1,2}[-.]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?"
_BODY = (
    r"(?:,?\s*của\s+(?P<body>(?:Bộ Chính trị|Ban Bí thư(?: Trung ương(?: Đảng)?)?|Ban Chấp hành Trung ương(?: Đảng)?|Trung ương|Quốc hội|"
    r"(?:Ủy|Uỷ) ban Thường vụ Quốc hội|Thủ tướng Chính phủ|Chính phủ|Ban Thường vụ [^\W\d_]+ [^\W\d_]+|Ban Chấp hành Đảng bộ [^\W\d_]+ ?[^\W\d_]*|"
    r"(?:Tỉnh|Thành|Huyện) (?:ủy|uỷ)(?: [A-ZĐ]\w+)*|Đảng (?:ủy|uỷ)(?: xã)?|(?:HĐND|UBND|Hội đồng nhân dân|Ủy ban nhân dân|Uỷ ban nhân dân) (?:thành phố|tỉnh|xã)"
    r"(?: [A-ZĐ]\w+)*|Bộ (?-i:[A-ZĐ])[^,;.()]{2,40}?|Bộ trưởng [^,;.()]{2,40}?))(?=\s+(?:về|thực hiện|khóa|khoá|quy định|ban hành|là)|\s*[,;.(“]|\s*$|\s+(?-i:[^\W\d_]+)))?"
    r"(?:\s*,?\s*\(?(?:khóa|khoá)\s+[XVI]+\)?)?"
)
_SUBJECT = r"(?:,?\s+(?:về|quy định(?: về)?|thực hiện)\s+(?P<subject>“[^”]{4,160}”|(?:[^;.()“]|“[^”]{1,120}”){6,260}?)(?=[;.(]|,\s+(?:Đảng (?:ủy|uỷ)|Ban (?:Chấp hành|Thường vụ)|(?:Ủy|Uỷ) ban|UBND|HĐND|Hội đồng|Chính phủ|Bộ|ngày|định hướng|đồng thời|gắn với)|\s+gắn với|$))?"
_MENTION = re.compile(
    rf"\b(?P<kind>{_KINDS})\s+(?:số\s*:?\s*)?(?P<numbers>{_NUMBER}(?:\s*(?:,|và)\s+{_NUMBER})*){_DATE}{_BODY}{_SUBJECT}"
)


def references(document: Document) -> list[Reference]:
    """Documents named by number, each once, in order of first mention, with what all mentions together say of it."""
    found: dict[str, Reference] = {}
    own = _key(document.metadata.number)
    for node in document.root.walk():
        if node.kind in ("furniture", "letterhead", "recipients", "signature", "table") or not re.search(
            r"\d\s?[-/]\s?[A-ZĐ]", node.text
        ):
            continue
        for mention in _mentions(document, node):
            key = _key(mention.number)
            if key != own:
                found[key] = _joined(found[key], mention) if key in found else mention
    return list(found.values())


def _mentions(document: Document, node: Node) -> Iterator[Reference]:
    """Mentions in a node's own text; in a table row, cell by cell. "số 127-KL/TW, 128-KL/TW của …" is two."""
    readings = [Composed(document, node, cell.spans) for cell in node.cells] or [Composed(document, node)]
    for reading, match in ((one, match) for one in readings for match in _MENTION.finditer(one.text)):
        said = {name: collapse(match.group(name) or "").strip(" ,") for name in ("date", "body", "subject")}
        said["subject"] = re.sub(r"^“([^“”]*)”$", r"\1", said["subject"])
        for number in re.findall(_NUMBER, match.group("numbers")):
            yield Reference(
                issuer=document.metadata.issuer,
                document=document.id,
                node=node.id,
                kind=match.group("kind"),
                number=re.sub(r"\s", "", number),
                evidence=reading.evidence(match.start(), match.end()),
                date=said["date"],
                body=said["body"],
                subject=said["subject"],
            )


def _joined(first: Reference, later: Reference) -> Reference:
    """One reference from two mentions: the evidence of the fuller one, and what either says."""
    fuller = later if _fullness(later) > _fullness(first) else first
    other = first if fuller is later else later
    return replace(
        fuller,
        date=fuller.date or other.date,
        body=fuller.body or other.body,
        subject=fuller.subject or other.subject,
        mentions=first.mentions + 1,
    )


def _fullness(reference: Reference) -> int:
    return bool(reference.date) + bool(reference.body) + 2 * bool(reference.subject)


def _key(number: str) -> str:
    return re.sub(r"^0+|\s", "", fold(number))
