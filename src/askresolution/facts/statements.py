"""Clauses of running text that state a figure: which noun phrase is measured, and by how much.

Two shapes: "<indicator> đạt trên 90%" and "trên 90% <what has it>"; parts follow "trong đó".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from askresolution.facts.measures import PERIOD, Measure, measures
from askresolution.reading import sentences

#: Nouns that open an indicator.
_HEAD = (
    r"(?:(?:tỷ lệ|tỉ lệ|tỷ số|tỉ số|tỷ trọng|tỉ trọng|tỷ suất|tốc độ|tổng|giá trị|thu nhập|thu ngân sách|chi ngân sách|thu nội địa|sản lượng|năng suất|"
    r"diện tích|vốn|đàn|doanh thu|kim ngạch|chỉ số|mật độ|mức độ|mức|tuổi thọ|độ che phủ|số|lượng|quy mô)(?=\s+[^\W\d])(?! số \d)|dân số\b)"
)
_HEADED = re.compile(rf"(?:các )?{_HEAD}", re.I)
_PART = r"[,.;:]?\s*\(?\s*\btrong đó(?: có)?\s*:?\s+"
#: A new sentence whose full stop was lost: an indicator's noun in capitals after small letters.
_LOST_STOP = r"(?<=[^\W\d_])\s+(?=(?-i:Tỷ lệ|Tổng|Giá trị|Thu nhập|Thu ngân sách|Chi ngân sách|Sản lượng|Năng suất|Diện tích)\s)"
#: Words that go on with the indicator before a comma, so that what follows them names no other.
_SAME = (
    r"tăng|giảm|đạt|bằng|vượt|chiếm|so|ước|bình quân|trong|tương|riêng|còn|nâng|cao|thấp|hoàn|trên|dưới|đến|từ|cùng|và|hụt|gấp|xấp xỉ|tức|là|cả|"
    r"kế hoạch|năm|quý|tháng|nhưng|song|do|nhờ|phấn đấu"
)
#: The next of several parts: "trong đó nông nghiệp tăng 4,2%, công nghiệp - xây dựng tăng 14%".
_NEXT_PART = rf",\s+(?=(?!(?:{_SAME})\b)[^,;.:()\d]{{4,50}}?\s(?:tăng|giảm|chiếm|đạt)\s(?:bình quân\s|khoảng\s|trên\s)?\d)"
_CUT = re.compile(
    rf";\s+|,\s+(?=phấn đấu\b)|,\s+(?={_HEAD})|\s+và\s+(?=\d+(?:[.,]\d+)?\s?%)|(?P<part>{_PART})|{_LOST_STOP}|(?P<next>{_NEXT_PART})",
    re.I,
)
_OTHER = re.compile(rf"^(?!\s*(?:{_SAME})\b)\s*[^\W\d_]+(?:\s+(?:-\s+)?[^\W\d_]+)+\s*$", re.I)
_AIM = re.compile(
    r"(?:(?:tiếp tục|phấn đấu|bảo đảm|đảm bảo|duy trì|mục tiêu|đạt(?: tỷ lệ| tỉ lệ)?|kết quả|kết thúc nhiệm kỳ|đến nay|hiện nay|nhất là|qua đó|do đó|theo đó)[,:]?\s+)+"
    r"|(?:(?:toàn )?xã |trên địa bàn(?: xã)? )?(?:đã )?có\s+(?=\D{0,12}\d)|đã\s+(?=\w+(?: \w+)? \d)"
    rf"|[^;:.\d]{{0,60}}\bcó\s+(?={_HEAD})",
    re.I,
)
_ONLY_OPENING = re.compile(rf"(?:(?:phấn đấu|hằng năm|đồng thời),?\s*)*(?:{PERIOD})?\s*", re.I)
#: Where the thing counted ends and a further statement begins.
_COUNTED_ENDS = re.compile(r"\s*[,(]\s*(?:đạt|đảm bảo|bảo đảm|nâng|bình quân|thu gom|có \d|tăng|giảm|chiếm|bằng|vượt)\b", re.I)
_PERIOD_AT_START = re.compile(rf"({PERIOD})\s*[,:]?\s+", re.I)
_PERIOD_AT_END = re.compile(rf"[\s,]+({PERIOD})$", re.I)
_PERIOD_AFTER = re.compile(rf"[\s,]*({PERIOD})(?=$|[\s,.;()])|\s*\((?P<year>(?:19|20)\d\d)\)", re.I)
_LOOSE_END = re.compile(r"(?:[\s,:(–-]+|\s(?:ở|tại|là|có|với|cho|phấn đấu|ước|đạt|được|để|thì|cơ bản|đã))+$", re.I)
#: Units that are the thing counted and so a part of the indicator; "%" and measures of extent are not.
_COUNTABLE = re.compile(r"(?!.*(?:%|‰|\b(?:tấn|tạ|kg|gram|ha|héc-ta|km2?|km²|m2|m²|m3|m³|m|lít|kWh|MW)\b)).+")
_BULLET = re.compile(r"^[\s\-+*•�]+")
#: A clause of more characters is text that lost its punctuation, and states nothing that can be relied on.
_LONGEST = 800


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure or aim of a text: `text[start:end]` states it. `measure` is None for an aim without a figure.

    `headed` tells that the indicator opens with a noun that can be measured, `opening` that the period opens the
    statement and so governs what follows it, `counted` that the figure stands before what it counts. A `part` belongs to the statement before it, or to what
    `text[group[0]:group[1]]` names.
    """

    indicator: str
    measure: Measure | None
    period: str
    start: int
    end: int
    headed: bool
    opening: bool = False
    part: bool = False
    group: tuple[int, int] | None = None
    counted: bool = False


def statements(text: str) -> Iterator[Statement]:
    """Statements of a text in order, aims without a figure included: the caller knows whether the place lists aims."""
    part = goes_on = False
    group: tuple[int, int] | None = None
    for start, end in sentences(text):
        if not text[:start].rstrip().endswith(";"):
            part, goes_on, group = False, False, None
        for begin, stop, opens_part in _clauses(text, start, end):
            if opens_part:
                # "trong đó: …; …" lists several parts, "trong đó …" names one.
                part, goes_on, group = True, text[:begin].rstrip().endswith(":"), None
            colon = re.match(r"[^:\d]{3,60}:\s+", text[begin:stop]) if part and not group else None
            if colon:
                group = (begin, begin + len(colon.group().rstrip(" :")))
                begin += colon.end()
            found = list(_read(text, begin, stop, part, group))
            yield from found
            if part and not group and not goes_on:
                part = False


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, opens a part) of a sentence's clauses."""
    begin, part = start, False
    for match in _CUT.finditer(text, start, end):
        if _ONLY_OPENING.fullmatch(text, begin, match.start()) and match.group().startswith(","):
            continue
        if match.group("next") and not part:
            continue
        if match.start() > begin:
            yield begin, match.start(), part
        begin, part = match.end(), bool(match.group("part") or match.group("next"))
    if begin < end:
        yield begin, end, part


def _read(text: str, start: int, end: int, part: bool, group: tuple[int, int] | None) -> Iterator[Statement]:
    """The statements of one clause: its figure, and further figures of the same indicator ("…, bằng 105% kế hoạch")."""
    if end - start > _LONGEST:
        return
    clause = text[start:end].rstrip(" .;,:")
    lead = _BULLET.match(clause)
    at = lead.end() if lead else 0
    at, period = _strip_openings(clause, at)
    if (colon := clause.rfind(": ", at)) > 0 and _HEADED.match(clause[colon + 2 :]):
        at, later = _strip_openings(clause, colon + 2)
        period = later or period
    core = clause[at:]
    if len(core) < 4:
        return
    opening = bool(period)
    where = (start, start + len(clause))
    figures = measures(core)
    counted = _inverted(core, figures)
    chosen = counted or _direct(core, figures)
    if chosen is None:
        indicator, ended = _without_period(core)
        yield Statement(_clean(indicator), None, ended or period, *where, bool(_HEADED.match(core)), opening, part, group)
        return
    indicator, measure = chosen
    indicator, ended = _without_period(indicator)
    after = _PERIOD_AFTER.match(core, measure.after)
    said = ended or period or ((after.group(1) or after.group("year")) if after else "")
    rest = (*where, bool(_HEADED.match(indicator)), opening, part, group, counted is not None)
    yield Statement(_clean(indicator), measure, said, *rest)
    for more in figures:
        if more.start >= measure.after and more.verb and _goes_on(core[measure.after : more.start], counted is not None):
            yield Statement(_clean(indicator), more, said, *rest)
            measure = more


def _goes_on(between: str, counted: bool) -> bool:
    """Whether the words between two figures leave them with one indicator."""
    if counted or ")" in between:
        return not between.strip(" ,(")
    if "," in between and _OTHER.match(between.rsplit(",", 1)[1]):
        return False
    return len(between) < 45 and not re.search(r"[;.]|\b(?:trong đó|thu hút|gồm)\b|\w+\s+\w+\s+\w+\s+\w+\s*$", between)


def _strip_openings(clause: str, at: int) -> tuple[int, str]:
    """Offset after aim words and periods that open a clause, and the period."""
    period = ""
    while True:
        if match := _PERIOD_AT_START.match(clause, at):
            period = period or match.group(1)
        elif not (match := _AIM.match(clause, at)):
            return at, period
        at = match.end()


def _without_period(text: str) -> tuple[str, str]:
    text = _LOOSE_END.sub("", text)
    match = _PERIOD_AT_END.search(text)
    if match and len(text[: match.start()].split()) >= 1 and not text[: match.start()].rstrip().endswith(("so với", "cùng kỳ")):
        return _LOOSE_END.sub("", text[: match.start()]), re.sub(r"^vào\s+|^bình quân\s+", "", match.group(1), flags=re.I)
    return text, ""


def _inverted(core: str, figures: list[Measure]) -> tuple[str, Measure] | None:
    """ "[thành lập] ít nhất 02 tổ chức đảng trong doanh nghiệp …": the figure stands before what it counts."""
    if not figures or _HEADED.match(core):
        return None
    first = figures[0]
    lead = core[: first.start]
    verb = first.verb.lower()
    if len(lead.split()) > 5 or (verb and verb not in ("có", "thu hút") and lead.strip()) or re.match(r"mỗi\b", lead, re.I):
        return None
    unit = first.unit
    if not unit or re.search(r"đồng|^(?:nghìn|triệu|tỷ|tỉ)$", unit):
        return None
    noun = unit if _COUNTABLE.fullmatch(unit) else ""
    ends = _COUNTED_ENDS.search(core, first.end)
    stop = ends.start() if ends else len(core)
    tail = core[first.end : stop].strip(" ,.;")
    comparator = first.comparator
    if tail.endswith("trở lên") and not re.search(r"\btừ\b", tail):
        tail, comparator = tail.removesuffix("trở lên").rstrip(), ">="
    if verb == "thu hút":
        lead = f"{lead}{core[first.start : first.start + 8]}"
    if not noun and not tail:
        return None
    indicator = " ".join(part for part in (lead.strip(), noun, tail) if part)
    change = "" if lead.strip() else first.change
    return indicator, Measure(comparator, first.value, unit, change, "", "", first.start, first.end, stop)


def _direct(core: str, figures: list[Measure]) -> tuple[str, Measure] | None:
    """ "<indicator> [động từ] [so sánh] <giá trị>": the first figure that a verb leads to, else the last one."""
    second = re.match(r"\s*\S+\s+\S+", core)
    named = [m for m in figures if m.start > 0 and (m.verb or (second and m.start >= second.end()))]
    led = [m for m in named if m.verb and not (m.verb.lower() in ("có", "là", "thu hút") and _HEADED.match(core) and not m.unit)]
    chosen = led[:1] or [m for m in named if m.unit or "/" in m.value][-1:]
    if not chosen:
        return None
    measure = chosen[0]
    # "giảm từ 2,2% (2021) xuống dưới 1%": the change and where it began are no part of the indicator.
    indicator = _LOOSE_END.sub("", re.sub(r"\s(?:tăng|giảm)(?: dần)?\s+từ\s.*$", "", core[: measure.start], flags=re.I))
    return (indicator, measure) if indicator else None


def _clean(indicator: str) -> str:
    return re.sub(r"^(?:về|là)\s+(?=\w)", "", indicator.strip(" ,.;:–-")) if indicator else ""
