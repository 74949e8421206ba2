"""Names in a sentence: persons, agencies, communes, and whatever else is written with capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from askresolution.vietnamese import fold

NameKind = Literal["person", "agency", "place", "other"]
_TOKEN = re.compile(r"[^\W\d_]+(?:&[^\W\d_]+)?")
_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương lâm mai tô hà tạ đinh cao chu lương phùng quách tăng".split()
)
_BEFORE_PERSON = re.compile(r"(?:đồng chí|ông|bà|anh|chị|mr\.?|mrs\.?|ms\.?|comrade)\s+$", re.I)
_BEFORE_PLACE = re.compile(r"(?:xã|phường|huyện|quận|tỉnh|thành phố|thị xã|thị trấn|thôn|ấp|bản|làng|khu phố|commune(?: of)?|ward)\s+$", re.I)
_AGENCY = (
    "phòng|ban|sở|hội|đoàn|đảng ủy|đảng bộ|chi bộ|trung tâm|công an|trạm|văn phòng|chi cục|ủy ban|ubnd|hđnd|mttq|mặt trận|trường|bộ|viện|tòa án|quỹ|công ty|ngân hàng|liên đoàn|hợp tác xã|bch|cục|tổng cục|tổ công tác"
)
_AGENCY_START = re.compile(rf"^(?:{_AGENCY})\b", re.I)
_BEFORE_AGENCY = re.compile(rf"\b(?:{_AGENCY})\s+$", re.I)
#: An agency written in small letters: its kind and what follows.
_SMALL_AGENCY = re.compile(
    r"(?<![ủỦ]y )\b(phòng|ban|sở|hội|đoàn|trung tâm|công an|trạm|văn phòng|chi cục|ủy ban|trường|quỹ|công ty|ngân hàng|liên đoàn|bộ)\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?"
)
#: Words that follow such a kind without naming an agency.
_NO_AGENCY = frozenset(
    "hành đầu sung chống ngừa bệnh trừ hữu kết hợp nghị họp thảo viên thi thoại nhập tế cháy thủ lãnh chỉ chấp thường cơ đó này nào là và của trên được có do đã đất phận máy môn".split()
)
#: Syllables that are no second half of a word.
_SEPARATE = frozenset(
    "là và của có được đã sẽ đang tại ở trong cho với do thì về theo này đó chủ phối chỉ giao ký phụ đạt gồm hoặc cùng đến từ trên còn năm xã is was has and leads will the in of to for".split()
)
#: Names of months, whose capitals name no one.
_MONTHS = frozenset("january february march april may june july august september october november december".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `text[start:end]`, in lower case."""

    kind: NameKind
    value: str
    start: int
    end: int


def names(text: str) -> tuple[Name, ...]:
    """Runs of words with capitals; the first word of the sentence counts only where more capitals follow it."""
    found: list[Name] = []
    run: list[re.Match[str]] = []
    tokens = [*_TOKEN.finditer(text)]
    first = tokens[0].start() if tokens else -1
    for token in tokens:
        capital = token.group()[0].isupper()
        joined = bool(run) and text[run[-1].end() : token.start()] == " "
        if capital and (joined or not run):
            run.append(token)
            continue
        _close(text, run, first, found, token if joined else None)
        run = [token] if capital else []
    _close(text, run, first, found, None)
    for match in _SMALL_AGENCY.finditer(text):
        if match.group(2) not in _NO_AGENCY and match.group(2).islower():
            found.append(Name("agency", f"{match.group(1)} {match.group(2)}".lower(), match.start(1), match.end(2)))
    return tuple(found)


def _close(text: str, run: list[re.Match[str]], first: int, found: list[Name], following: re.Match[str] | None) -> None:
    """Adds the name that a run of capitals makes. Only the first syllable of a word has a capital ("Công an", "Phòng
    Kinh tế"), so that an agency or a lone capital takes the syllable after it."""
    if not run:
        return
    if len(run) == 1:
        word = run[0].group()
        opens = run[0].start() == first or re.search(r"[:.“\"(]\s*$", text[: run[0].start()])
        if (opens and not (word.isupper() and len(word) > 1)) or fold(word) in _MONTHS:
            return
    start, end = run[0].start(), run[-1].end()
    value = text[start:end].lower()
    before = text[:start]
    kind: NameKind = "other"
    if _BEFORE_PLACE.search(before):
        kind = "place"
    elif _BEFORE_PERSON.search(before) or (len(run) in (2, 3, 4) and run[0].group().lower() in _SURNAMES and run[1].group().istitle()):
        kind = "person"
    elif _AGENCY_START.search(value) or _BEFORE_AGENCY.search(before):
        kind = "agency"
    lone = len(run) == 1 and kind == "other" and not value.isupper() and not run[0].group().isupper()
    if following is not None and (lone or (kind == "agency" and not run[-1].group().isupper())) and following.group() not in _SEPARATE:
        end = following.end()
        kind = "agency" if _AGENCY_START.search(text[start:end].lower()) else kind
    found.append(Name(kind, text[start:end].lower(), start, end))
