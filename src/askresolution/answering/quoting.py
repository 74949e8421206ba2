"""Which sentences answer a question: scored by the concepts that they, and the headings above them, hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, Line, closeness, coverage, credit, padded
from askresolution.answering.task import Task
from askresolution.domain import Evidence, Hit, Node
from askresolution.reading import Reading, sentences
from askresolution.vietnamese import fold

#: Least share of the question's content that a sentence and its place must hold to be an answer.
ENOUGH = 0.47
#: The same for a figure: the wrong one is worse than none.
ENOUGH_FIGURE = 0.53
#: The same for English, whose words are translated.
ENOUGH_ENGLISH = 0.4
#: What a concept that stands only in the headings above, or in the passage around, counts for.
_FROM_PATH, _FROM_PASSAGE = 0.75, 0.55
#: A sentence alone must hold at least this share.
_OWN = 0.3
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\b(?:năm|tháng|quý|ngày|nhiệm kỳ|giai đoạn)\b|\d{1,2}/\d{4}", re.I)
_HOUR = re.compile(r"\d\s?(?:giờ|h\d?)")
_NUMBERED = re.compile(r"\d+(?:/\d{4})?[-/][A-ZĐ]")
_ROLE = re.compile(
    r"chủ trì|chỉ đạo|phối hợp|phụ trách|chịu trách nhiệm|đầu mối|tham mưu|được giao|\bgiao (?:cho |đồng chí |Đảng|Ủy|UB|phòng |ban )|do .{3,80} (?:thực hiện|triển khai)|lãnh đạo|trưởng ban",
    re.I,
)
_NO_FIGURE = re.compile(
    r"“[^”]{0,40}”|^\s*[-+*]?\s*\(?\d{1,3}[.)]\s|^\s*\d{1,3}\s+(?=[A-ZĐÀ-Ỵ])|\(\d{1,2}\)|\b\d+(?:/\d{4})?[-/][A-ZĐ][\w-]*(?:/[\w-]+)?|\bsố \d+\S*|\b\d{1,2}/\d{1,2}/\d{4}"
    r"|\b\d{1,2}/\d{4}|\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d|\b(?:19|20)\d\d\b|\b(?:Trung ương|khóa|khoá|lần thứ|Điều|Khoản|Phần|giai đoạn) \d{1,2}\b|\bngày \d{1,2}\b|\btháng \d{1,2}\b"
)
#: What a question measures, folded, and the unit that an answering figure must carry.
_UNITS = (
    (re.compile(r" (?:ty le|ti le|phan tram|percent\w*|share|proportion) "), re.compile(r"\d\s*%|%|/\d|phần trăm")),
    (
        re.compile(r" (?:bao nhieu|may) (?:ty|trieu|tien|dong)\b| how much (?:money|funding|budget) "),
        re.compile(r"\d\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|đ\b)"),
    ),
    (
        re.compile(
            r"^(?!.* (?:ty le|ti le|phan tram|muc|dat) ).* (?:bao nhieu|may) (?!nam|thang|trong|o|cua|so|moi|vao|den|va|phan)\w"
        ),
        re.compile(r"\d(?![\d.,]*\s?%)"),
    ),
    (re.compile(r" (?:dien tich|bao nhieu (?:ha|hec ta|km2)|area) "), re.compile(r"\d\s*(?:ha|km|m2|m²|héc|sào|mẫu)|%")),
)
_CONNECTED = re.compile(r"(?:Do vậy|Vì vậy|Vì thế|Do đó|Bởi vậy|Từ đó|Qua đó|Nhờ đó|Nhờ vậy|Theo đó|Trong đó)\b")
#: What is counted stands right after the asking word; a subject weighs at least this much.
_COUNTED = re.compile(r"\b(?:bao nhieu|may) (\w+(?: \w+)?)")
_NOUN = 1.5
_MEASURES = frozenset("tien ty trieu dong nghin nguoi ha phan".split())
#: Credit from which a text holds what a question counts, and what its coverage keeps when it does not.
_HELD, _WITHOUT_NOUN = 0.3, 0.45
_BUDGET = 1150
_LONGEST = 620


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence chosen for the answer."""

    text: str
    evidence: Evidence
    score: float
    covered: float
    issuer: str


def select(knowledge: Knowledge, task: Task) -> list[Selected]:
    """The fewest sentences that answer, best first; empty when none holds enough of the question."""
    wanted = task.wanted or task.headed
    if not wanted:
        return []
    scored = [s for rank, hit in enumerate(task.hits) for s in _sentences(knowledge, task, wanted, hit, rank)]
    enough = ENOUGH_ENGLISH if task.query.language == "en" else ENOUGH_FIGURE if task.intents == {"number"} else ENOUGH
    good = sorted((s for s in scored if s.covered >= enough and _right_sort(task, s)), key=lambda s: -s.score)
    return _with_notes(knowledge, task, wanted, _few(good, task)) if good else []


def _right_sort(task: Task, selected: Selected) -> bool:
    """Whether a sentence holds the sort of thing asked for: a figure, a time, a role, a document number."""
    text = selected.text
    if "identifier" in task.intents:
        return bool(_NUMBERED.search(text) or re.search(r"\bsố \d", text))
    if task.intents & {"lead", "director", "coordinating"} and " ai " in task.folded:
        return bool(_ROLE.search(text))
    if task.intents & {"list", "overview", "cause", "compare", "definition"}:
        return True
    if "number" in task.intents:
        return _fits_units(task, text)
    if "deadline" in task.intents:
        return bool((_HOUR if " may gio " in task.folded else _TIME).search(text))
    return True


def _fits_units(task: Task, text: str) -> bool:
    """Whether a text holds a figure that measures what is asked: a share, money, an area."""
    figures = _figures(text)
    if not re.search(r"\d", figures):
        return False
    return all(unit.search(figures) for asked, unit in _UNITS if asked.search(task.folded))


def _figures(text: str) -> str:
    """A text without the digits that measure nothing: labels, numbers of documents, dates and years."""
    return _NO_FIGURE.sub(" ", text)


def _sentences(knowledge: Knowledge, task: Task, wanted: Sequence[Concept], hit: Hit, rank: int) -> list[Selected]:
    passage = hit.passage
    if not task.allows(passage.issuer, passage.document):
        return []
    document = knowledge.documents[passage.document]
    reading = Reading(document.source.text, passage.spans)
    place = " / ".join([*passage.path[-3:], document.metadata.kind, document.metadata.title])
    above, around = padded(place), padded(f"{passage.text} {passage.context}")
    found = []
    clauses = _clauses(reading.text)
    asked_for = _asked_noun(task, wanted)
    for number, (start, end) in enumerate(clauses):
        # "Do vậy …" says what came of the sentence before it: the two are quoted together.
        if number and _CONNECTED.match(reading.text[start:end].strip()) and end - clauses[number - 1][0] <= _LONGEST:
            start = clauses[number - 1][0]
        text = reading.text[start:end].strip()
        strictly = "number" in task.intents and not task.intents & {"list", "compare", "cause", "overview"}
        if task.query.years and not _fits_year(task.query.years, text, place, document.metadata.period, strictly):
            continue
        line = padded(text)
        own = coverage(line, wanted)
        if own < _OWN:
            continue
        covered = _covered(line, above, around, wanted)
        if asked_for is not None and max(credit(line, asked_for), credit(above, asked_for), credit(around, asked_for)) < _HELD:
            covered *= _WITHOUT_NOUN
        score = covered + 0.35 * own + 0.25 * closeness(line, wanted) + 0.15 * hit.score - 0.01 * rank
        score += 0.1 * bool(task.intents & {"number", "compare"} and _DIGIT.search(text))
        if "number" in task.intents:
            score += 0.25 * _measured(line, wanted)
        score += 0.08 * bool("deadline" in task.intents and _TIME.search(text))
        score += 0.12 * bool("identifier" in task.intents and _NUMBERED.search(text))
        score += 0.12 * bool(task.query.years and any(year in text for year in task.query.years))
        evidence = Evidence(document.id, passage.node, reading.spans(start, end))
        if _only_heading(document.nodes[passage.node]):
            score -= 0.35
        found.append(Selected(text, evidence, score, covered, passage.issuer))
    return found


def _asked_noun(task: Task, wanted: Sequence[Concept]) -> Concept | None:
    """What a question counts or measures: the noun after "bao nhiêu", else the first that the question names.

    "Lương chủ tịch xã bao nhiêu?" is not answered by a figure of anything but pay.
    """
    if "number" not in task.intents or task.query.language != "vi" or not wanted:
        return None
    after = _COUNTED.search(fold(task.query.text))
    for concept in wanted if after else ():
        if after and concept.word not in _MEASURES and concept.word in (after.group(1), after.group(1).split()[0]):
            return concept
    return next((concept for concept in wanted if concept.weight >= _NOUN), None)


def _only_heading(node: Node) -> bool:
    """Whether a node is a heading whose matter stands below it."""
    return node.kind in ("part", "section", "title") and any(child.kind != "footnote" for child in node.children)


def _measured(line: Line, wanted: Sequence[Concept]) -> float:
    """Share of the concepts that stand right before or after a figure: "1.218 đảng viên", "tỷ lệ hộ nghèo còn 0,2%"."""
    near = 0.0
    for concept in wanted:
        for option in concept.alternatives:
            word = re.escape(option)
            if re.search(rf" \d[\d.,]*(?: \w+)? {word} | {word}(?: \w+){{0,4}} \d", line.folded):
                near += concept.weight
                break
    total = sum(concept.weight for concept in wanted)
    return near / total if total else 0.0


def _clauses(text: str) -> list[tuple[int, int]]:
    """Sentences; very long ones in pieces at semicolons."""
    pieces: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if end - start <= _LONGEST:
            pieces.append((start, end))
            continue
        begin = start
        for match in re.finditer(r";\s+", text[start:end]):
            at = start + match.end()
            if at - begin > 160:
                pieces.append((begin, at))
                begin = at
        if begin < end:
            pieces.append((begin, end))
    return pieces


def _covered(line: Line, above: Line, around: Line, wanted: Sequence[Concept]) -> float:
    total = sum(concept.weight for concept in wanted)
    if not total:
        return 0.0
    return (
        sum(c.weight * max(credit(line, c), _FROM_PATH * credit(above, c), _FROM_PASSAGE * credit(around, c)) for c in wanted)
        / total
    )


def _fits_year(years: Sequence[str], text: str, place: str, period: str, strictly: bool) -> bool:
    """Whether a sentence speaks of a year that the question names: it says so, or its place does.

    A figure (`strictly`) is that of a year only where the year is named, not a range of years around it.
    """
    own = set(re.findall(r"20\d\d", text))
    if own & set(years) or (not strictly and any(_spans(text, year) for year in years)):
        return True
    if any(year in place for year in years) and not (strictly and own):
        return True
    if own:
        return False
    if any(year in period for year in years):
        return not (strictly and _RANGE.search(period))
    return not strictly and any(_spans(period, year) for year in years)


_RANGE = re.compile(r"(20\d\d)\s?[-–]\s?(20\d\d)")


def _spans(text: str, year: str) -> bool:
    """Whether a range of years in a text includes a year."""
    return any(int(a) <= int(year) <= int(b) for a, b in re.findall(r"(20\d\d)\s?[-–]\s?(20\d\d)", text))


def _few(good: Sequence[Selected], task: Task) -> list[Selected]:
    """The best sentence, those nearly as good, and the best of each further commune when none was named."""
    best = good[0]
    most = 4 if task.intents & {"list", "overview", "compare", "cause"} else 3
    keep = 0.8 if task.intents & {"overview", "compare", "list", "cause"} else 0.88
    chosen = [best]
    for candidate in good[1:]:
        if len(chosen) >= most or sum(len(s.text) for s in chosen) + len(candidate.text) > _BUDGET:
            break
        if candidate.score >= best.score * keep and all(c.text != candidate.text for c in chosen):
            chosen.append(candidate)
    if "compare" in task.intents:
        for candidate in good:
            if (
                candidate.evidence.document not in {c.evidence.document for c in chosen}
                and candidate.covered >= best.covered * 0.85
            ):
                chosen.append(candidate)
    if len(task.query.issuers) != 1:
        for candidate in good:
            fits = candidate.covered >= best.covered * (0.75 if "compare" in task.intents else 0.88)
            if fits and candidate.issuer not in {c.issuer for c in chosen}:
                chosen.append(candidate)
    return chosen


def _with_notes(knowledge: Knowledge, task: Task, wanted: Sequence[Concept], chosen: list[Selected]) -> list[Selected]:
    """A footnote belongs to its sentence: where the sentence leaves open what is asked, the note is quoted after it."""
    result: list[Selected] = []
    room = _BUDGET - sum(len(s.text) for s in chosen)
    for selected in chosen:
        result.append(selected)
        document = knowledge.documents[selected.evidence.document]
        for note in _notes_in(document.nodes[selected.evidence.node], selected.evidence):
            reading = Reading(document.source.text, note.spans)
            ranked = sorted(_clauses(reading.text), key=lambda r: -coverage(padded(reading.text[r[0] : r[1]]), wanted))
            whole_note = len(reading.text) <= 420
            start, end = (0, len(reading.text)) if whole_note else ranked[0]
            text = reading.text[start:end].strip()
            if len(text) <= room and all(s.evidence.node != note.id for s in chosen):
                room -= len(text)
                evidence = Evidence(document.id, note.id, reading.spans(start, end))
                result.append(Selected(text, evidence, selected.score, selected.covered, selected.issuer))
    return result


def _notes_in(node: Node, evidence: Evidence) -> list[Node]:
    """Footnotes whose marker stands (or stood) within the quoted words."""
    low, high = evidence.spans[0][0], evidence.spans[-1][1]
    return [c for c in node.children if c.kind == "footnote" and c.anchor is not None and low <= c.anchor.offset <= high + 1]
