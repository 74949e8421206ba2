"""Dated events: meetings, congresses and the like that a document says were or will be held on a day."""

from __future__ import annotations

import re

from askresolution.domain import Document
from askresolution.facts.composed import Composed
from askresolution.facts.model import Event
from askresolution.reading import sentences
from askresolution.vietnamese import collapse

_DAY = (
    r"(?:\d{1,2} ngày\s+)?(?:các ngày\s+|từ ngày\s+|ngày\s+)?(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4})?(?:\s*(?:và|đến(?: ngày)?|-)\s*\d{1,2}/\d{1,2}(?:/\d{4})?)?"
    r"|(?:các ngày\s+|từ ngày\s+|ngày\s+)\d{1,2} tháng \d{1,2} năm \d{4}"
)
_EVENT = r"(?:Đại hội|Hội nghị|Hội thi|Hội thảo|Lễ|Kỳ họp|kỳ họp|Diễn đàn|Ngày hội|Tổng tuyển cử|bầu cử|cuộc bầu cử|Ngày bầu cử)"
_HELD = re.compile(
    rf"(?P<name>{_EVENT}\b[^;.()]{{3,160}}?)\s*,?\s*(?:đã |sẽ |được |dự kiến )*(?:tổ chức|diễn ra|khai mạc|tiến hành|họp)\s+(?:thành công\s+)?(?:trong|vào|từ|ngày|,)?\s*(?P<date>{_DAY})"
)
_ON_DAY = re.compile(rf"^\W*(?P<date>(?i:{_DAY})),?\s+tại\s+(?P<name>{_EVENT}\b[^;.]{{3,160}}?)(?=,\s|\s+đã\b|$)")


def events(document: Document) -> list[Event]:
    """Events of a document in reading order, each once with its date."""
    found: dict[tuple[str, str], Event] = {}
    for node in document.root.walk():
        if node.kind not in ("paragraph", "bullet", "item", "footnote") or not re.search(r"\d/\d|\d tháng \d", node.text):
            continue
        reading = Composed(document, node)
        for start, end in sentences(reading.text):
            for pattern in (_HELD, _ON_DAY):
                match = pattern.search(reading.text[start:end])
                if match:
                    name, date = collapse(match.group("name")).strip(" ,"), collapse(match.group("date"))
                    proof = reading.evidence(start + match.start(), start + match.end())
                    found.setdefault((name, date), Event(document.metadata.issuer, document.id, node.id, name, date, proof))
    return list(found.values())
