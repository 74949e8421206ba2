"""People whom documents name with a post: signatories first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askresolution.domain import Document, Evidence
from askresolution.facts.composed import Composed
from askresolution.facts.model import Person
from askresolution.parsing.boilerplate import signature_facts
from askresolution.vietnamese import UPPER, fold, nfc

_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đào|Đoàn|Trịnh|Trương|Lâm|Mai|Cao|Lương|Tạ|Hà|Chu|Quách|"
    "Tô|Vương|Thái|Kiều|Tống|Phùng|Đàm|La|Tăng|Triệu|Nông|Bế|Giàng|Sùng|Vàng|Thào|Lò|Quàng|Cầm|Hứa|Ma|Lục|Hoàn|Tẩn|Chảo|Bàn|Ninh|Châu|Thạch|Khổng|Doãn"
)
_NAME = rf"(?:{_SURNAMES})(?: [{UPPER}][a-zà-ỹđ]+){{1,3}}"
#: After "đồng chí", "ông" or a rank any two to five capitalised syllables are a name: surnames are many.
_ADDRESSED = rf"[{UPPER}][\w’']*(?: [{UPPER}][\w’']*){{1,4}}"
_TITLE = (
    r"(?:cố )?(?:Phó )?(?:Tổng Bí thư|Bí thư(?: Thường trực)?|Chủ tịch|Giám đốc|Hiệu trưởng|Chủ nhiệm|Trưởng (?:[Bb]an|[Pp]hòng|[Cc]ông an|thôn|xóm|bản|trạm|đoàn)|Chánh (?:Văn phòng|Thanh tra)|"
    r"Chỉ huy trưởng|Chính trị viên|Đồn trưởng|Hạt trưởng|Kế toán trưởng|Thủ tướng|Bộ trưởng|Thứ trưởng)"
)
_POST = rf"{_TITLE}(?: (?:Đảng (?:ủy|uỷ)|Ban|Công an|Hội|Phòng|UBND|HĐND|nước|Ủy ban|Mặt trận|MTTQ)(?: [^\W\d_]+){{0,6}}?)?"
_POST_WORD = re.compile(r"bi thu|chu tich|giam doc|truong |chanh |thu tuong|chu nhiem|chinh tri vien")
#: "Tổng Bí thư Tô Lâm"; "đồng chí Nguyễn Văn A, Bí thư Đảng ủy xã".
_POST_FIRST = re.compile(rf"\b(?P<post>{_POST})\s+(?:đồng chí )?(?P<name>{_NAME})\b(?! \d)")
_NAME_FIRST = re.compile(
    r"\b(?:[Đđ]ồng chí|[Đđ]/c|[ÔôBb](?:ng|à)|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý))\s+"
    rf"(?P<name>{_ADDRESSED})\s*[,–(-]\s*(?P<post>{_TITLE}[^.;:()\d]{{0,160}})"
)
#: Where a post ends and what its holder does begins.
_POST_ENDS = re.compile(
    r"\s+(?:làm|là|trực tiếp|phụ trách|chỉ đạo|theo dõi|chịu|chủ trì|chủ tọa|phát biểu|đã|được|sẽ|tham gia|cùng|và|giúp|thay|ký|trình bày|báo cáo|nhấn mạnh|yêu cầu|đôn đốc)\b"
)


def people(document: Document) -> list[Person]:
    """Signatories of a document, in order, then people whom it names together with a post, each once.

    Name and post are as printed; the body of a signatory is that of "T/M …".
    """
    signatories = _signatories(document)
    found = {person.name: person for person in signatories}
    for person in _mentioned(document):
        found.setdefault(person.name, person)
    return list(found.values())


def _mentioned(document: Document) -> Iterator[Person]:
    for node in document.root.walk():
        if node.kind in ("furniture", "letterhead", "recipients", "signature", "table") or not _POST_WORD.search(fold(node.text)):
            continue
        reading = Composed(document, node)
        for pattern in (_NAME_FIRST, _POST_FIRST):
            for match in pattern.finditer(reading.text):
                post = _whole_post(match.group("post")) if pattern is _NAME_FIRST else match.group("post")
                end = match.start("post") + len(post) if pattern is _NAME_FIRST else match.end()
                yield Person(
                    document.metadata.issuer, document.id, node.id, match.group("name"), post.removeprefix("cố ").strip(), "",
                    "mentioned", reading.evidence(match.start(), end),
                )  # fmt: skip


def _whole_post(words: str) -> str:
    """The posts that words after a name open with: "Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã chịu trách …"."""
    end = 0
    for part in re.finditer(r"[^,]+", words):
        said = part.group()
        if end and not re.match(rf"\s*{_TITLE}\b", said):
            break
        stop = _POST_ENDS.search(said, 1)
        end = part.start() + (stop.start() if stop else len(said.rstrip()))
        if stop:
            break
    return words[:end]


def _signatories(document: Document) -> list[Person]:
    found = []
    for node in document.root.children:
        if node.kind != "signature":
            continue
        lines = [
            document.source.text[start:end].strip()
            for span in node.spans
            for start, end in _line_ranges(document.source.text, span)
        ]
        name, post, body = signature_facts([line for line in lines if line])
        if name:
            found.append(
                Person(
                    document.metadata.issuer, document.id, node.id, nfc(name), nfc(post), nfc(body), "signatory",
                    Evidence(document.id, node.id, node.spans),
                )
            )  # fmt: skip
    return found


def _line_ranges(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    ranges, start = [], span[0]
    for line in text[span[0] : span[1]].split("\n"):
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    return ranges
