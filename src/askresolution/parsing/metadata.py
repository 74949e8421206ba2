"""What a document says of itself: title, commune or body, kind, number, date, term, draft.

Read from the frames where they stand (title, letterhead, signature), else from the opening text. Values of
the catalog override every one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace

from askresolution.domain import Metadata, Node, SourceFile
from askresolution.parsing.boilerplate import DOCUMENT_KINDS, starts_with_kind
from askresolution.vietnamese import UPPER, collapse, nfc, normalize

_PLACE = re.compile(
    rf"\b(?P<unit>xã|phường|thị trấn|đặc khu|Xã|Phường|Thị trấn|Đặc khu|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+"
    # All in capitals, as a letterhead prints it, or each word with one: what the next column says is no part of a name.
    rf"(?P<name>(?:[{UPPER}]{{2,}}(?:\s+[{UPPER}]+\b){{0,3}}\b)|[{UPPER}]\w*(?:\s+[{UPPER}](?![{UPPER}])\w*){{0,3}})"
)
_NOT_A_NAME = re.compile(
    r"^(?:Hội|Đảng|Mặt|Ủy|Uỷ|Ban|Lần|Nhiệm|Khóa|Khoá|Phát|Văn|Trung|Công|Đoàn|Phó|Bí|Chủ|Kiểm|Việt|Kết|I+|V|X|LẦN|NHIỆM|KHÓA|PHÁT|TỔ|ĐOÀN|HỘI)\b"
)
_CENTRAL = (
    ("CHÍNH PHỦ", "Chính phủ"), ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"), ("QUỐC HỘI", "Quốc hội"),
    ("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Ủy ban Thường vụ Quốc hội"), ("BỘ CHÍNH TRỊ", "Bộ Chính trị"),
    ("BAN BÍ THƯ", "Ban Bí thư"), ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
)  # fmt: skip
_REGION = re.compile(
    rf"(?:TỈNH ỦY|THÀNH ỦY|TỈNH UỶ|THÀNH UỶ|UBND (?:TỈNH|THÀNH PHỐ)|ỦY BAN NHÂN DÂN (?:TỈNH|THÀNH PHỐ)|HĐND (?:TỈNH|THÀNH PHỐ)"
    rf"|HỘI ĐỒNG NHÂN DÂN (?:TỈNH|THÀNH PHỐ))\s+[{UPPER} ]+"
)
_NUMBER = re.compile(r"Số\s*:?\s*(\d+(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\w/Đ-]*)")
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_MONTH = re.compile(r"ngày\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_STAMP = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}:\d{2}")
_TERM = re.compile(r"nhiệm kỳ\s+(\d{4})\s?[-–]\s?(\d{4})|giai đoạn\s+(\d{4})\s?[-–]\s?(\d{4})", re.I)
_DRAFT = re.compile(r"\(?\s*(dự thảo(?:\s+lần\s+(?:thứ\s+)?\w+)?)\s*\)?", re.I)


def read_metadata(source: SourceFile, root: Node, catalog: Metadata | None) -> Metadata:
    """Metadata of a parsed source; a catalog entry's non-empty values win over what the text says."""
    read = _from_text(source, root)
    if catalog is None:
        return read
    given = {f.name: getattr(catalog, f.name) for f in fields(catalog) if getattr(catalog, f.name)}
    if given.get("status") == "issued" and not catalog.status_note:
        given["status_note"] = ""
    return replace(read, **given)


def _from_text(source: SourceFile, root: Node) -> Metadata:
    frames = {kind: _text_of(root, kind) for kind in ("letterhead", "title", "signature")}
    opening = collapse(nfc(source.text[:6000]))
    head = f"{frames['letterhead']} {frames['title']}"
    kind = _kind(frames["title"], opening)
    draft = _DRAFT.search(nfc(frames["letterhead"])) or _DRAFT.search(nfc(frames["title"])[:80])
    return Metadata(
        title=_title(frames["title"], kind, source.id),
        issuer=_issuer(head, opening, source.text, frames["signature"]),
        kind=kind,
        number=_first(_NUMBER, head) or _first(_NUMBER, opening[:600]),
        date=_date(frames["letterhead"], opening, source.text),
        period=_period(head, opening),
        status="draft" if draft else "issued",
        status_note=collapse(draft.group(1)) if draft else "",
        language="vi",
    )


def _text_of(root: Node, kind: str) -> str:
    return nfc(" ".join(child.text for child in root.children if child.kind == kind))


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def _kind(title: str, opening: str) -> str:
    named = starts_with_kind(title)
    if named:
        return _sentence_case(named)
    folded = normalize(f"{title} {opening[:1500]}").lower()
    found = [(folded.find(normalize(kind).lower()), -len(kind), kind) for kind in DOCUMENT_KINDS]
    present = sorted(entry for entry in found if entry[0] >= 0 and entry[2] not in ("NGHỊ QUYẾT", "LUẬT"))
    return _sentence_case(present[0][2]) if present else ""


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _title(title: str, kind: str, stem: str) -> str:
    words = collapse(title.replace("-----", " ")).strip("* ")
    if not words:
        return f"{kind} ({stem})" if kind else stem
    if kind and not words.lower().startswith(kind.lower()) and words[:1].islower():
        return f"{kind} {words}"
    return words if len(words) < 300 else words[:300].rsplit(" ", 1)[0] + " …"


def _issuer(head: str, opening: str, text: str, signature: str) -> str:
    capitals = collapse(head[:400]).upper()
    for printed, name in reversed(_CENTRAL):
        if re.search(rf"(?:^|\s){printed}(?:\s+CỘNG H|\s+NGHỊ|\s+_|\s*$|\s+Độc|\s+SỐ|\s+QUYẾT)", capitals):
            return name
    region = _REGION.search(capitals)
    place = _place(head, opening, text, signature)
    if place:
        return place
    if region:
        return _sentence_case(collapse(region.group()))
    for printed, name in reversed(_CENTRAL):
        if capitals.startswith(printed) or f"TM. {printed}" in signature.upper():
            return name
    return ""


def _place(head: str, opening: str, text: str, signature: str) -> str:
    """The commune named most, names in the letterhead and title counting more than those in running text."""
    votes: Counter[str] = Counter()
    for weight, part in ((40, head), (12, opening[:2500]), (1, nfc(text)), (10, signature)):
        for match in _PLACE.finditer(part):
            name = match.group("name")
            if _NOT_A_NAME.match(name):
                continue
            shaped = " ".join(word.capitalize() if word.isupper() else word for word in name.split())
            shaped = re.sub(r"\s(?:Lần|Nhiệm|Khóa|Phát|Đến|Năm|Số|Độc|Đảng|Cộng)\b.*", "", shaped)
            votes[f"{match.group('unit').lower()} {normalize(shaped)}"] += weight
    return votes.most_common(1)[0][0] if votes else ""


def _date(letterhead: str, opening: str, text: str) -> str:
    for part in (letterhead, opening[:1500]):
        match = _DATE.search(collapse(part))
        if match:
            day, month, year = (int(group) for group in match.groups())
            return f"{year:04d}-{month:02d}-{day:02d}"
        partial = _MONTH.search(collapse(part))
        if partial:
            return f"{int(partial.group(2)):04d}-{int(partial.group(1)):02d}"
    stamp = _STAMP.search(text)
    return "-".join(stamp.groups()) if stamp else ""


def _period(head: str, opening: str) -> str:
    for part in (head, opening[:3000]):
        match = _TERM.search(collapse(part))
        if match:
            first, last = (group for group in match.groups() if group)
            return f"{first}-{last}"
        year = re.search(r"\bnăm (\d{4})\b", part)
        if year:
            return year.group(1)
    return ""
