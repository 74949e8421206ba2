"""The parts of a document that frame its text: letterhead, title, recipients, signature, furniture.

Furniture (page numbers, gazette lines, rules, digital-signature dumps, e-mail addresses) is kept in the
tree for provenance and never indexed or shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from askresolution.parsing.labels import read_label
from askresolution.parsing.lines import Line, ends_sentence, measure
from askresolution.vietnamese import fold, nfc, normalize

_RULE = re.compile(r"[-–—_=*~.•\s\\]{2,}$|[*_\\]$|\*{3}|\|?(?:\s?:?-{2,}:?\s?\|)+(?:\s?:?-{2,}:?)?$")
#: A page's number on a line of its own.
PAGE_NUMBER = re.compile(r"(?:(?:Trang|Page)\s+)?[-–—]?\s?\d{1,4}(?:\s?/\s?\d{1,4})?\s?[-–—]?$", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_DUMP = re.compile(
    r"EMAILADDRESS=|^\{\"[\w]+\":|\bCN=.+\b(?:OU|O|C|L)=|^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}|^[\w.+-]+@[\w.-]+$"
    r"|^Ký bởi:|^Người ký:|^Cơ quan:\s+[A-ZĐ]|^(?:Ngày|Thời gian) ký:|^Email:|^Digitally signed|^\(?Handwritten signature\)?$"
    r"|^\(?(?:Đã ký|đã ký|ĐÃ KÝ|Chữ ký)(?:(?:,| và) đóng dấu)?\)?$",
)
_GAZETTE = re.compile(r"CÔNG BÁO\s*/\s*Số\s+[\d+\s]+/\s*Ngày\s+[\d\-/]+")
_LETTERHEAD = re.compile(
    r"^(?:dang bo|dang uy|dang cong san|tinh uy|thanh uy|huyen uy|quan uy|uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd"
    r"|cong hoa xa hoi|doc lap\s*[-–]|chinh phu$|thu tuong chinh phu$|quoc hoi$|bo [a-z ]+$|chu tich nuoc$|van phong"
    r"|so\s*:|so\s+\d|so\s+[-/]|\(?du thao|ban chap hanh|uy ban thuong vu|mat tran to quoc|ban thuong vu|tinh doan|so [a-z ]+$"
    r"|thanh pho [a-z ]+$|tinh [a-z ]+$|huyen [a-z ]+$|xa [a-z ]+$|phuong [a-z ]+$|ban to chuc|ban tuyen giao|\*$)"
)
#: "(DỰ THẢO LẦN 2 - gửi xin ý kiến …)", however long the remark.
_DRAFT_MARK = re.compile(r"^\W*du thao\b")
_DATE_LINE = re.compile(r"ngay\s+\d{0,2}\s*(?:\.{2,}|…)?\s*thang\s+\d{0,2}\s*(?:\.{2,}|…)?\s*nam\s+\d{2,4}\s*(?:\.{2,}|…)?$")
#: The kinds of documents of the genre, in capitals as they open a title.
DOCUMENT_KINDS = (
    "NGHỊ QUYẾT LIÊN TỊCH", "NGHỊ QUYẾT", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "KẾT LUẬN", "BÁO CÁO CHÍNH TRỊ",
    "BÁO CÁO", "KẾ HOẠCH", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO", "TỜ TRÌNH", "QUY ĐỊNH", "QUY CHẾ", "HƯỚNG DẪN",
    "ĐỀ ÁN", "CÔNG VĂN", "THÔNG TƯ", "NGHỊ ĐỊNH", "LUẬT", "CÔNG ĐIỆN", "PHƯƠNG ÁN", "ĐỀ CƯƠNG", "BIÊN BẢN", "GIẤY MỜI",
)  # fmt: skip
_RECIPIENTS = re.compile(r"^\**noi nhan\**\s*:?\**$|^noi nhan\s*:")
_SIGN_FOR = re.compile(r"^\**\s*(?:T/?M|TM|KT|K/T|TL|T/?L|TUQ|Q)\s?\.?\s*(?=[A-ZĐ\u00c0-\u1ef8])")
#: A footnote at the foot of the page that cuts the list of recipients in two.
_NOTE_AT_FOOT = re.compile(r"(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3})\s+[A-ZĐ\u00c0-\u1ef8]")
_POSTS = re.compile(
    r"^\**(?:quyen )?(?:bi thu|pho bi thu|chu tich|pho chu tich|thu tuong|pho thu tuong|bo truong|thu truong|truong ban"
    r"|pho truong ban|chanh van phong|pho chanh van phong|giam doc|pho giam doc|truong phong|pho truong phong"
    r"|uy vien|chu nhiem|pho chu nhiem|tong bi thu|thuong truc|truong doan|pho truong doan|hieu truong|chi huy truong)\b"
)
_RANK = r"(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|uý)\s+)"
#: "(dự kiến) Trần Quốc Khải", in a draft.
_REMARK = r"(?:\((?:dự kiến|đã ký|Đã ký|ký thay)\)\s*)"
_NAME = re.compile(rf"^\**{_REMARK}?{_RANK}?[A-ZĐ\u00c0-\u1ef8][\w'’]*(?:\s+[A-ZĐ\u00c0-\u1ef8][\w'’]*){{1,4}}\**$")
#: What stands in brackets between a post and a name: "(Đã ký)", "(dự kiến ký)", "(Ký tên, đóng dấu)".
_SIGNED = re.compile(r"\([^()]{2,40}\)")
#: What parts the columns of a typed line.
_COLUMN_GAP = re.compile(r"[ \u00a0]*\t\s*|[ \u00a0]{3,}")


@dataclass(slots=True)
class Zones:
    """Line indexes of each framing part; `end` is the first line after the last signature."""

    furniture: set[int] = field(default_factory=set)
    letterhead: list[int] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    recipients: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)
    end: int = 0

    def all(self) -> frozenset[int]:
        """Every framed line."""
        return frozenset(self.furniture.union(self.letterhead, self.title, self.recipients, self.signature))


def part_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of "Nơi nhận" with the signature typed beside it as two: what stands left, and what stands right."""
    heads = [i for i, line in enumerate(lines) if fold(line.text[:12]).startswith("noi nhan") and _COLUMN_GAP.search(line.text)]
    if not heads:
        return list(lines)
    first = heads[-1]
    gaps = {i: _signing_gap(lines[i].text) for i in range(first, min(first + _LONGEST_RECIPIENTS, len(lines)))}
    last = max((i for i, gap in gaps.items() if gap), default=first)
    parted: list[Line] = list(lines[:first])
    for index, line in enumerate(lines[first:], first):
        gap = gaps.get(index)
        if gap is None:
            # Between parted lines, one whose other column is empty: an entry stands left, all else right.
            parted.append(replace(line, column=1) if index < last and not _signs(line.text) else line)
            continue
        left, right = line.text[: gap.start()], line.text[gap.end() :]
        cut = line.start + gap.start(), line.start + gap.end()
        parted.append(replace(line, end=cut[0], text=left, width=measure(left), column=1))
        parted.append(replace(line, start=cut[1], text=right, width=measure(right), gap=0, page_start=False, column=2))
    return parted


def _signing_gap(text: str) -> re.Match[str] | None:
    gap = _COLUMN_GAP.search(text)
    return gap if gap and _signs(text[gap.end() :]) else None


#: Lines that recipients and the signature beside them take at most.
_LONGEST_RECIPIENTS = 25


def _signs(text: str) -> bool:
    """Whether a column's text can stand in a signature: for whom, the post, a remark in brackets, a name."""
    composed = nfc(text).strip("* ")
    return bool(_SIGN_FOR.match(composed) or _NAME.match(composed) or _SIGNED.fullmatch(composed) or is_dump(composed)) or (
        _is_caps(composed)
    )


def find_zones(lines: Sequence[Line], levels: Mapping[int, int] | None = None) -> Zones:
    """Frames of a document, from its lines and the levels of those lines (by index) that the format calls headings."""
    zones = Zones(end=len(lines))
    zones.furniture = _furniture(lines)
    body = [i for i in range(len(lines)) if i not in zones.furniture]
    _find_head(lines, zones, levels or {})
    _find_signature(lines, body, zones)
    head = {*zones.letterhead, *zones.title}
    zones.signature = [index for index in zones.signature if index not in head]
    zones.recipients = sorted({index for index in zones.recipients if index not in head and index not in zones.signature})
    return zones


def is_dump(text: str) -> bool:
    """Whether a line belongs to a digital-signature dump or holds an e-mail address standing alone."""
    return bool(_DUMP.search(text))


def _furniture(lines: Sequence[Line]) -> set[int]:
    repeated = _running_heads(lines) | page_numbers(lines)
    found: set[int] = set()
    for index, line in enumerate(lines):
        text = line.text
        if (
            _RULE.fullmatch(text)
            or is_dump(text)
            or _GAZETTE.search(text)
            or index in repeated
            or (PAGE_NUMBER.fullmatch(text) and _is_page_number(lines, index))
        ):
            found.add(index)
    return found


#: Pages have at least so many lines, on the median.
_SHORTEST_PAGE = 14


def page_numbers(lines: Sequence[Line]) -> set[int]:
    """Bare numbers, set off by blank lines, that count up by one from page to page.

    Known before anything else, they cannot be taken for the ordinals or figures of a table that they interrupt.
    """
    chains: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        match = re.fullmatch(r"[-–—]?\s?(\d{1,4})\s?[-–—]?", line.text)
        if match and (line.page_start or line.gap >= 2):
            number = int(match.group(1))
            chain = [*chains.pop(number - 1, []), index]
            chains[number] = max(chain, chains.get(number, []), key=len)
    best = max(chains.values(), key=len, default=[])
    distances = sorted(b - a for a, b in zip(best, best[1:], strict=False))
    return set(best) if len(best) >= 3 and distances[len(distances) // 2] >= _SHORTEST_PAGE else set()


def _is_page_number(lines: Sequence[Line], index: int) -> bool:
    """A bare number alone on its line, unless it looks like a cell of a column of numbers; "Trang 3" is always one."""
    if lines[index].text[:1].isalpha():
        return True
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    bare = re.compile(r"[\d.,%]+")
    return not (bare.fullmatch(before) or bare.fullmatch(after))


def _running_heads(lines: Sequence[Line]) -> set[int]:
    """Lines that open or close several pages with the same words, page numbers aside; and a second such line beside one.
    What stands below a page's number opens the next page."""
    edges: dict[int, str] = {}
    beside: dict[int, tuple[int, str]] = {}
    numbered = {index + 1 for index, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line.text) and _is_page_number(lines, index)}
    for index, line in enumerate(lines):
        at_top = line.page_start or not index or index in numbered
        at_bottom = index + 1 == len(lines) or lines[index + 1].page_start
        if (at_top or at_bottom) and len(line.text) < 120:
            edges[index] = _numberless(line.text)
            second = index + 1 if at_top else index - 1
            if 0 <= second < len(lines) and len(lines[second].text) < 120:
                beside[second] = (index, _numberless(lines[second].text))
    counts = Counter(edges.values())
    first = {
        index
        for index, words in edges.items()
        if counts[words] >= (2 if index in numbered else 3) and read_label(lines[index].text) is None and not ends_sentence(lines[index].text)
    }
    seconds = Counter(words for edge, words in beside.values() if edge in first)
    return first | {
        index
        for index, (edge, words) in beside.items()
        if edge in first and seconds[words] >= 2 and read_label(lines[index].text) is None and not ends_sentence(lines[index].text)
    }


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text))


def _find_head(lines: Sequence[Line], zones: Zones, levels: Mapping[int, int]) -> None:
    total = min(len(lines), 60)
    index = _before_letterhead(lines, zones, total)
    zones.furniture.update(range(index))
    while index < total:
        if index in zones.furniture:
            index += 1
        elif _is_letterhead(lines[index].text):
            zones.letterhead.append(index)
            index += 1
        else:
            break
    if not any(
        re.match(r"(?:dang|cong hoa|uy ban|ubnd|chinh phu|thu tuong|hoi dong|tinh uy|thanh uy|so)", fold(lines[i].text).lstrip("| *"))
        for i in zones.letterhead
    ):
        zones.letterhead.clear()
        index = 0
    elif named := _kind_below(lines, zones, index):
        zones.letterhead.extend(i for i in range(index, named) if i not in zones.furniture and not _is_remark(lines[i].text))
        index = named
    _find_title(lines, zones, index, levels)


#: The line of the state or the Party, which no other line of a page looks like.
_NATIONAL = re.compile(r"(?:^|\s{3,}|\|\s*)\**(?:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM)")


def _before_letterhead(lines: Sequence[Line], zones: Zones, total: int) -> int:
    """The first line of a letterhead that menus of a web page or a stamp stand above; 0 where nothing else does."""
    text = [normalize(line.text) for line in lines[:total]]
    national = next((i for i in range(total) if _NATIONAL.search(text[i]) and _is_caps(text[i])), 0)
    first = national
    while first and (first - 1 in zones.furniture or _is_letterhead(text[first - 1])):
        first -= 1
    above = [i for i in range(first) if i not in zones.furniture]
    if not above or any(len(text[i]) > _LONGEST_MENU or ends_sentence(text[i]) or starts_with_kind(text[i]) for i in above):
        return 0
    return first


#: Characters of the longest line of a menu.
_LONGEST_MENU = 110


def _is_remark(text: str) -> bool:
    """Whether a mark of a draft goes on to say what is to be done with it: that is text, which may be asked for."""
    return bool(_DRAFT_MARK.match(fold(text))) and len(text.split()) > _LONGEST_MARK


#: Words of a bare mark: "(Dự thảo lần 4, ngày 05 tháng 10 năm 2026)".
_LONGEST_MARK = 11


def _kind_below(lines: Sequence[Line], zones: Zones, first: int) -> int | None:
    """The line that opens the title with its kind, where only short lines of the letterhead stand before it."""
    for index in range(first, min(first + 8, len(lines))):
        if opens_with_kind(lines[index].text) and (_is_caps(lines[index].text) or kind_alone(lines[index].text)):
            return index
        if index in zones.furniture or _DRAFT_MARK.match(fold(lines[index].text)):
            continue
        if len(lines[index].text) > 110 or _opens_body(lines[index].text, True):
            return None
    return None


def _is_letterhead(text: str) -> bool:
    if "|" in text:  # its columns as a table of one row
        cells = [cell.strip() for cell in text.strip("| ").split("|")]
        return len(cells) == 2 and all(_is_letterhead(cell) for cell in cells)
    folded = fold(text).strip("* ")
    if starts_with_kind(text):
        return False
    return len(text) < 110 and bool(_LETTERHEAD.match(folded) or _DATE_LINE.search(folded))


def starts_with_kind(text: str) -> str:
    """The kind of document that a line in capitals opens with, or ""."""
    composed = nfc(text).strip("* ")
    for kind in DOCUMENT_KINDS:
        if composed.startswith(kind) and not composed[len(kind) : len(kind) + 1].isalpha():
            return kind
    return ""


def opens_with_kind(text: str) -> str:
    """As `starts_with_kind`, for titles in small letters too."""
    return starts_with_kind(nfc(text).upper())


def kind_alone(text: str) -> bool:
    """Whether a line says the kind of document and nothing else: what it is about stands on the next ones."""
    return nfc(text).strip("* ").upper() in DOCUMENT_KINDS


def _find_title(lines: Sequence[Line], zones: Zones, first: int, levels: Mapping[int, int]) -> None:
    """Title lines: up to a rule near the top, else the lines in capitals and the short lines below them.

    What opens it is in capitals, is the kind alone, or is the document's one heading of the first level.
    """
    limit = min(len(lines), first + 16)
    rule = next((i for i in range(first, limit) if i in zones.furniture and _RULE.fullmatch(lines[i].text)), None)
    stop = rule if rule is not None else limit
    topmost = [index for index, level in levels.items() if level == 1]
    title: list[int] = []
    for index in range(first, stop):
        if index in zones.furniture:
            continue
        text = lines[index].text
        headed = not title and topmost[:1] == [index] and (len(topmost) == 1 or bool(opens_with_kind(text)))
        subject = len(title) == 1 and kind_alone(lines[title[0]].text) and _is_subject(lines, index)
        # A heading in small letters goes on with the one above it: "# KẾT LUẬN", "## về giải phóng mặt bằng".
        goes_on = bool(title) and text[:1].islower() and read_label(text) is None
        if title and not subject and not goes_on and levels.get(index) and levels[index] != levels.get(title[0]):
            break
        if not subject and not headed and (_opens_body(text, bool(title)) or (title and _BODY_LINE.fullmatch(nfc(text)))):
            break
        if rule is None and not (headed or subject or _title_like(lines, index, title)):
            break
        if rule is None and not _is_caps(text) and not headed and _is_sentence(lines, index):
            break
        title.append(index)
    opening = lines[title[0]].text if title else ""
    if title and (rule is not None or _is_caps(opening) or kind_alone(opening) or title[0] in topmost):
        zones.title = title


#: A line of more characters is no line of a typeset page: the text is not wrapped.
_WIDEST_LINE = 130
#: A subject below the kind has at most so many characters on its line.
_LONGEST_SUBJECT = 320


def _is_subject(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says what the document is about, below its kind: "Triển khai thực hiện Nghị quyết …"."""
    text = nfc(lines[index].text)
    if read_label(text) is not None or len(text) > _LONGEST_SUBJECT or re.match(r"(?:Căn cứ|Kính gửi|Kính thưa)\b", text):
        return False
    return not _is_sentence(lines, index)


#: The line of the body that resolves, between the title and the legal grounds.
_BODY_LINE = re.compile(
    r"CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|QUỐC HỘI|CHỦ TỊCH NƯỚC|(?:BỘ TRƯỞNG|CHỦ TỊCH|ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN)\b.*"
)


def _is_sentence(lines: Sequence[Line], index: int) -> bool:
    """Whether the lines from here to the next blank one read as a paragraph, closed by a full stop or a colon."""
    text = lines[index].text
    if text.startswith("(") and text.endswith(")"):
        return False
    for line in lines[index + 1 : index + 12]:
        if line.gap or re.search(r"[.;]\s+[A-ZĐ\u00c0-\u1ef8]", text) or ends_sentence(text):
            break
        # A line wider than a page's is a paragraph of its own: this text is not wrapped.
        if len(line.text) > _WIDEST_LINE or _opens_body(line.text, True):
            break
        text = f"{text} {line.text}"
    return bool(re.search(r"[.]\s+[A-ZĐ\u00c0-\u1ef8]", text)) or text.rstrip().endswith((".", ":"))


def _title_like(lines: Sequence[Line], index: int, title: Sequence[int]) -> bool:
    text = lines[index].text
    if _is_caps(text):
        return True
    return bool(title) and len(text) < 110 and not text.endswith((".", ":"))


def _opens_body(text: str, started: bool) -> bool:
    label = read_label(text)
    if label is not None and label.style.name != "letter":
        return True
    if len(text) > 260:
        return True
    opening = re.match(r"(?:Căn cứ|Thực hiện|Thi hành|Triển khai|Xét|Theo|Quán triệt|Ngày \d|Năm \d|Sau khi|Nhằm)\b", nfc(text))
    return bool(opening) and (started or len(text) > 60)


def _is_caps(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) * 10 >= len(letters) * 9


def is_caps(text: str) -> bool:
    """Whether a line is set in capitals."""
    return _is_caps(text)


#: An entry of "Nơi nhận", and the characters of the longest.
_ENTRY = re.compile(r"[-–+]\s*\S")
_LONGEST_ENTRY = 100


def _entry(text: str) -> bool:
    return bool(_ENTRY.match(text)) and len(text) < _LONGEST_ENTRY


def _find_signature(lines: Sequence[Line], body: Sequence[int], zones: Zones) -> None:
    """The last block that opens with "T/M …" or a post in capitals near a name, and what it closes."""
    start = _signature_start(lines, body, zones)
    if start is None:
        _find_recipients(lines, body, zones, len(lines))
        return
    end, taken = start, -1
    beside: list[int] = []
    for index in (i for i in body if i >= start and lines[i].column != 1):
        text = nfc(lines[index].text)
        entry = _ENTRY.match(text) or (beside and beside[-1] == index - 1 and text[0].islower())
        if index > start and entry and len(text) < _LONGEST_ENTRY and len(beside) < _LONGEST_RECIPIENTS:
            beside.append(index)  # two columns read line by line: recipients stand between the post and the name
            continue
        if beside and not _NAME.match(text.strip("* ")):
            break
        taken += 1
        if taken and read_label(text) is not None and not _SIGN_FOR.match(text):
            break
        known = _SIGN_FOR.match(text) or _POSTS.match(fold(text)) or _NAME.match(text) or (taken and _SIGNED.fullmatch(text))
        if not (known or _is_caps(text)) or taken > 7:
            break
        if re.match(r"phu luc\b", fold(text)):
            break
        zones.signature.append(index)
        end = index + 1
        if _NAME.match(text.strip("* ")) and not _is_caps(text):
            break
    zones.end = end
    _find_recipients(lines, body, zones, start)
    # Those of "Nơi nhận" that stand beside the signature.
    zones.recipients += [index for index in beside if zones.recipients and index < end]


def _signature_start(lines: Sequence[Line], body: Sequence[int], zones: Zones) -> int | None:
    head = set(zones.letterhead) | set(zones.title)
    body = [index for index in body if lines[index].column != 1]
    for position in range(len(body) - 1, -1, -1):
        index = body[position]
        text = nfc(lines[index].text)
        if index in head or len(text) > 90:
            continue
        below = [nfc(lines[i].text) for i in body[position + 1 : position + 7 + _LONGEST_RECIPIENTS]]
        window = [t for before, t in pairwise(["", *below]) if not (_entry(t) or (_entry(before) and t[0].islower()))][:6]
        named = any(_NAME.match(t.strip("* ")) and not _is_caps(t) for t in window)
        if _SIGN_FOR.match(text) and (named or any(_POSTS.match(fold(t)) for t in window[:2])):
            while position and _SIGN_FOR.match(lines[body[position - 1]].text):
                position -= 1
            return body[position]
        if _POSTS.match(fold(text)) and _is_caps(text) and named:
            while position and _SIGN_FOR.match(lines[body[position - 1]].text):
                position -= 1
            return body[position]
    return None


def _find_recipients(lines: Sequence[Line], body: Sequence[int], zones: Zones, before: int) -> None:
    """ "Nơi nhận" and its list; where that line was lost, the list that ends with the file copy ("Lưu …")."""
    head = next((i for i in body if _RECIPIENTS.match(fold(lines[i].text)) and i > len(zones.letterhead)), None)
    if head is not None:
        left = max((i for i in body if lines[i].column == 1), default=-1)
        in_note = False
        for index in (i for i in body if i >= head):
            if index in zones.signature and index < left:
                continue
            if index in zones.signature and index + 1 < zones.end and _ENTRY.match(lines[index + 1].text):
                continue
            if index in zones.signature or (index > head + 2 * _LONGEST_RECIPIENTS):
                break
            text = lines[index].text
            if index > head and re.match(r"phu luc\b", fold(text)):
                break
            if index > head and (in_note or _NOTE_AT_FOOT.match(nfc(text))) and not _ENTRY.match(text):
                in_note = True
                continue
            in_note = False
            zones.recipients.append(index)
            if index > head and re.match(r"[-–+]\s*luu\b", fold(text)):
                zones.recipients.extend(_rest_of_entry(lines, body, index, zones))
                break
        zones.end = max(zones.end if zones.signature else 0, max(zones.recipients) + 1)
        return
    listed = [i for i in body if i < before][-20:]
    filed = next((i for i in reversed(listed) if re.match(r"[-–+]\s*luu\b", fold(lines[i].text))), None)
    if filed is None or not zones.signature:
        return
    entries: list[int] = []
    for index in reversed([i for i in listed if i <= filed]):
        if _ENTRY.match(lines[index].text) and len(lines[index].text) < _LONGEST_ENTRY:
            entries.append(index)
        else:
            break
    zones.recipients = sorted(entries)


def _rest_of_entry(lines: Sequence[Line], body: Sequence[int], index: int, zones: Zones) -> Iterable[int]:
    """Lines that continue the last entry of the recipients' list until it is closed."""
    rest = []
    current = index
    while not ends_sentence(lines[current].text) and not lines[current].text.endswith(")"):
        following = next((i for i in body if i > current), None)
        if following is None or following in zones.signature or len(lines[following].text) > 60:
            break
        if _SIGN_FOR.match(lines[following].text) or not lines[following].text[0].islower():
            break
        rest.append(following)
        current = following
    return rest


def signature_facts(texts: Sequence[str]) -> tuple[str, str, str]:
    """(name, post, body signed for) from the lines of a signature; unknown ones empty."""
    name = post = body = ""
    for text in texts:
        clean = nfc(text).strip("* ")
        match = _SIGN_FOR.match(clean)
        if match:
            if not re.match(r"(?:KT|K/T)", clean):
                body = clean[match.end() :].strip()
        elif _NAME.match(clean) and not _is_caps(clean):
            name = re.sub(rf"^{_REMARK}?{_RANK}?", "", clean)
        elif _POSTS.match(fold(clean)):
            post = f"{post} {clean}".strip() if post and not name else clean
    return name, post, body
