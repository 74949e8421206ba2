"""What a document says of itself: title, commune or body, kind, number, date, term, draft.

Read from the frames where they stand (title, letterhead, signature), else from the opening text. Values of
the catalog override every one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace

from askresolution.domain import Metadata, Node, SourceFile
from askresolution.parsing.boilerplate import DOCUMENT_KINDS, opens_with_kind
from askresolution.vietnamese import UPPER, collapse, nfc, normalize

_PLACE = re.compile(
    rf"\b(?P<unit>xã|phường|thị trấn|đặc khu|Xã|Phường|Thị trấn|Đặc khu|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+"
    # All in capitals, as a letterhead prints it, or each word with one: what the next column says is no part of a name.
    rf"(?P<name>(?:[{UPPER}]{{2,}}(?:\s+[{UPPER}]+\b){{0,3}}\b)|[{UPPER}]\w*(?:\s+[{UPPER}](?![{UPPER}])\w*){{0,3}})"
)
_NOT_A_NAME = re.compile(
    r"^(?:Hội|Đảng|Mặt|Ủy|Uỷ|Ban|Lần|Nhiệm|Khóa|Khoá|Phát|Văn|Trung|Công|Đoàn|Phó|Bí|Chủ|Kiểm|Việt|Kết|I+|V|X|LẦN|NHIỆM|KHÓA|PHÁT|TỔ|ĐOÀN|HỘI)\b"
)
#: What the next line of a letterhead in capitals says: "PHƯỜNG NẬM KHOANG / ỦY BAN KIỂM TRA" is no longer name.
_NEXT_LINE = re.compile(
    r"\s(?:Ủy|Uỷ|Ban Chấp|Ban Thường|Ban Chỉ|Ban Xây|Ban Tổ|Ban Tuyên|Hội Đồng|Hội Liên|Hội Nông|Hội Cựu|Văn Phòng|Mặt Trận|Đoàn Thanh|Trung Tâm|Cơ Quan|Phòng|Chi Bộ|Công An)\b.*"
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
_YEARS = re.compile(r"\bnăm\s+(\d{4})\s?[-–]\s?(\d{4})\b", re.I)
_YEAR = re.compile(r"(?:\bnăm\s+|\bquý\s+[IVX]+\s?/\s?|\btháng\s+\d{1,2}\s?/\s?)(\d{4})\b", re.I)
#: Dates of other documents that a title or letterhead names say nothing of the period.
_FULL_DATE = re.compile(r"ngày\s+(?:\d{1,2})?[\s.…]*tháng\s+(?:\d{1,2})?[\s.…]*năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}", re.I)
#: In a title, the term of the body that met, and what is said in brackets: neither is what the document is about.
_WHOSE_TERM = re.compile(r"\bkh[oóò][aáà]\s+[IVXLC\d]+\s*,?\s*nhiệm\s+kỳ\s+\d{4}\s?[-–]\s?\d{4}|\([^()]*\)", re.I)
#: Remarks of a title that say where it is laid before or what it comes with.
_REMARK = re.compile(r"\s*\((?:Trình|Kèm theo|Ban hành kèm|Dự thảo|Tài liệu|Phục vụ|Báo cáo tại)[^()]*\)", re.I)
_DRAFT = re.compile(r"\bdự thảo(?:\s+lần\s+(?:thứ\s+)?\w+)?", re.I)
_DRAFT_LINE = re.compile(r"[(\[*_\s]*(dự thảo(?:\s+lần\s+(?:thứ\s+)?\w+)?)[)\]*_\s]*(?:[-–,;(]\s*(?:gửi|trình|xin|lấy|để|ngày|phục vụ)\b.{0,120})?", re.I)
_REMARKED = re.compile(r"\W*dự thảo\b", re.I)
#: A letterhead whose number is still to be given, and a signature still to be given.
_NO_NUMBER = re.compile(r"\bSố\s*:?[\s.…_]*[/-]\s?[A-ZĐ]{2}")
_TO_BE_SIGNED = re.compile(r"\(?\s*(dự kiến ký)\s*\)?", re.I)
_SIGNED = re.compile(r"\(?(?:đã ký|ký bởi|người ký|digitally signed|handwritten signature)\b", re.I)


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
    draft = _draft(source.text, root, frames)
    return Metadata(
        title=_title(frames["title"], kind, source.id),
        issuer=_issuer(head, opening, source.text, frames["signature"]),
        kind=kind,
        number=_first(_NUMBER, head) or _first(_NUMBER, opening[:600]),
        date=_date(frames["letterhead"], opening, source.text),
        period=_period(frames["title"], frames["letterhead"], opening),
        status="draft" if draft else "issued",
        status_note=draft,
        language="vi",
    )


def _draft(text: str, root: Node, frames: dict[str, str]) -> str:
    """How a document says that it is a draft: by that word in its frame, a number or a signature still to come; else ""."""
    # A mark that goes on at length ("DỰ THẢO LẦN 2 – gửi lấy ý kiến đến hết ngày …") is a paragraph before the body.
    remark = next((child.text for child in root.children[:6] if child.kind == "paragraph" and _REMARKED.match(nfc(child.text))), "")
    named = _DRAFT.search(frames["letterhead"]) or _DRAFT.search(nfc(remark))
    lines = (line for kind in ("title", "signature") for line in _lines_of(text, root, kind))
    alone = next((match for line in lines if (match := _DRAFT_LINE.fullmatch(line))), None)
    if named or alone:
        said = collapse(named.group() if named else alone.group(1) if alone else "")
        return _sentence_case(said) if said.isupper() else said
    if _TO_BE_SIGNED.search(frames["signature"]):
        return "dự thảo, dự kiến ký"
    if _NO_NUMBER.search(frames["letterhead"]) and not _SIGNED.search(text):
        return "dự thảo, chưa có số"
    return ""


def _lines_of(text: str, root: Node, kind: str) -> list[str]:
    spans = [span for child in root.children if child.kind == kind for span in child.spans]
    return [nfc(line).strip() for start, end in spans for line in text[start:end].split("\n")]


def _text_of(root: Node, kind: str) -> str:
    return nfc(" ".join(child.text for child in root.children if child.kind == kind))


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def _kind(title: str, opening: str) -> str:
    named = opens_with_kind(title)
    if named:
        return _sentence_case(named)
    folded = normalize(f"{title} {opening[:1500]}").lower()
    found = [(folded.find(normalize(kind).lower()), -len(kind), kind) for kind in DOCUMENT_KINDS]
    present = sorted(entry for entry in found if entry[0] >= 0 and entry[2] not in ("NGHỊ QUYẾT", "LUẬT"))
    return _sentence_case(present[0][2]) if present else ""


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _title(title: str, kind: str, stem: str) -> str:
    words = collapse(_REMARK.sub(" ", title.replace("-----", " "))).strip("* ")
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
            words = _NEXT_LINE.sub("", shaped).split()
            # "… xã Khe Mạ / Khe Mạ, ngày …": the next line begins with the place again.
            again = next((at for at in range(1, len(words)) if words[at] == words[0]), len(words))
            shaped = " ".join(words[: max(again, 1)])
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


def _period(title: str, letterhead: str, opening: str) -> str:
    """The years that a document is about: its title says them, else the date of its letterhead, else its opening."""
    subject = _WHOSE_TERM.sub(" ", _FULL_DATE.sub(" ", title))
    for part in (subject, _FULL_DATE.sub(" ", title), letterhead, opening[:3000]):
        match = _TERM.search(collapse(part)) or _YEARS.search(collapse(part))
        if match:
            first, last = (group for group in match.groups() if group)
            return f"{first}-{last}"
        year = _YEAR.search(part)
        if year:
            return year.group(1)
    return ""
