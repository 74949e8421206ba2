"""Footnotes and endnotes of plain-text exports: their bodies, their markers, and the gaps of lost markers.

Three layouts of the genre are read:

- numbered notes at the foot of a page, cutting the running sentence in two; the marker is glued to a word
  or bracketed ("Thành ủy1.", "tỷ đồng(16))");
- the same notes gathered at the end;
- endnotes whose numbers were lost (a replacement character opens each body) and whose markers vanished,
  leaving a line break in mid-sentence: paired by order with those gaps.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from askresolution.domain import Span
from askresolution.parsing.boilerplate import is_caps
from askresolution.parsing.labels import read_label
from askresolution.parsing.lines import Line, ends_sentence
from askresolution.vietnamese import fold

_BODY = re.compile(r"(?:\((\d{1,3})\)|\[(\d{1,3})\]|(\d{1,3}))(?:\s+|(?<=[)\]]))(?=[-“\"'(]?\s?(?:[^\W\d_]|\d[\d.,]*%?\s+[^\W\d_]))")
_DOTTED_BODY = re.compile(r"(\d{1,3})[.)]\s+(?=[-“\"'(]?\s?[A-ZĐ\u00c0-\u1ef9])")
#: A number on a line of its own, and what the body below it opens with.
_ALONE = re.compile(r"\d{1,3}")
_OPENS_BODY = re.compile(r"[-“\"'(]?\s?(?:[A-ZĐ\u00c0-\u00dd\u1ea0-\u1ef8]|\d[\d.,]*%?\s+[^\W\d_])")
#: Lines between the bodies of neighbouring notes at most.
_NEIGHBOUR = 5
_PLAIN_BODY = re.compile(r"\d{1,3}\s+[-“\"'(]?\s?[A-ZĐ\u00c0-\u1ef9]")
#: "1 15 chỉ tiêu đạt và vượt": a note that opens with a figure looks like a row of a table, unless other notes stand beside it.
_FIGURE_BODY = re.compile(r"\d{1,3}\s+\d[\d.,]*%?\s+[a-zđ\u00df-\u1ef9]")
_GLUED = re.compile(r"(?<=[^\W\d_]|[”\"’)\]%…])(\d{1,3})(?=[\s.,;:)…/]|$)(?![.,]\d)")
_BRACKETED = re.compile(r"(?<=[^\s(\[])\s?(\((\d{1,3})\)|\[(\d{1,3})\])")
#: A bracketed marker that the page's width put at the start of a line, the sentence going on behind it.
_OPENING_MARKER = re.compile(r"(?:\((\d{1,3})\)|\[(\d{1,3})\])\s*(?=(\S))")
_LOST_LABEL = re.compile(r"[\ufffd\uf000-\uf8ff]\s*")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?$")
#: Glued to a year, whose four digits show where it ends: "trước ngày 30/6/20265.", "nhiệm kỳ 2025 - 20301,".
_AFTER_YEAR = re.compile(r"(?:\d{1,2}/|\bnăm\s|\b(?:19|20)\d\d\s?[-–]\s?)(?:19|20)\d\d(\d{1,2})(?=[\s.,;:)…]|$)(?![.,]\d)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_MARKER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
#: Stars that open a note's body: "(*) Chỉ tiêu này …".
STARRED = re.compile(r"\((\*{1,4})\)\s*(?=[^\W_])")
#: What stands above notes gathered at the end.
_NOTES_HEADING = re.compile(r"(?:cac )?(?:chu thich|ghi chu|chu giai)(?: cuoi (?:trang|van ban))?\s*:?")
_SYMBOLS = re.compile(r"(?<![^\W\d_])(?:m|km|cm|dm|mm|ha|CO|SO|NO|H|O|IMO|TW|PM|Covid|COVID|[A-Z]{1,3})$")
#: "50-CT/TW" with a marker behind it is no symbol with an index.
_DOCUMENT_NUMBER = re.compile(r"\d[-/](?:[A-ZĐ]{2,}[-/&])+[A-ZĐ]{2,}$")
#: How far (in characters) a page's text can lie between a marker and its note.
_REACH = 12_000
#: Markers in a row that may be lost before the numbering is taken to end.
_MOST_LOST = 3


@dataclass(slots=True)
class NoteBody:
    """A footnote's body as lines [first, last), its printed label and that label's length in characters."""

    first: int
    last: int
    label: str
    label_end: int
    marker: Span | None = None
    anchor: int | None = None


@dataclass(slots=True)
class Footnotes:
    """What was found; `body_lines` are indexes of lines that belong to notes."""

    notes: list[NoteBody] = field(default_factory=list)
    body_lines: set[int] = field(default_factory=set)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Marker:
    number: int
    span: Span
    line: int
    strong: bool


def find_footnotes(text: str, lines: Sequence[Line], skip: frozenset[int], body_end: int) -> Footnotes:
    """Footnotes among `lines`; `skip` are lines already known as something else, `body_end` the first line
    after the signature, where gathered endnotes may stand."""
    lost = [i for i, line in enumerate(lines) if _LOST_LABEL.match(line.text) and i not in skip]
    if len(lost) >= 2:
        return _lost_number_notes(text, lines, lost, skip)
    section = _notes_section(lines, skip)
    if section is not None:
        found = _numbered_notes(lines, skip, min(body_end, section[0]), section)
        if found.notes:
            found.body_lines.add(section[0])
        return found
    closing = _closing_notes(lines, skip, body_end)
    return _numbered_notes(lines, skip, body_end, closing)


def _notes_section(lines: Sequence[Line], skip: frozenset[int]) -> tuple[int, int] | None:
    """The lines from the heading of gathered notes to what follows them, an annex or the end; None without one."""
    for index in range(len(lines) - 2, -1, -1):
        line = lines[index]
        if index in skip or len(line.text) > 30 or not _NOTES_HEADING.fullmatch(fold(line.text).strip(" *_")):
            continue
        if _BODY.match(lines[index + 1].text.translate(_RAISED)):
            end = next((i for i in range(index + 1, len(lines)) if i in skip or _ends_notes(lines[i])), len(lines))
            return index, end
    return None


def _closing_notes(lines: Sequence[Line], skip: frozenset[int], body_end: int) -> tuple[int, int] | None:
    """Notes that follow the signature without a heading: the line before the first and the line after the last. None unless
    the first line there opens note 1, the next notes count on, and the text before holds markers of most of them."""
    first = next((index for index in range(body_end, len(lines)) if index not in skip and lines[index].text), None)
    bodies = [entry for entry in _body_candidates(lines, skip) if first is not None and entry[0] >= first]
    if first is None or len(bodies) < 2 or bodies[0][:2] != (first, 1) or bodies[1][1] != 2:
        return None
    numbers = [number for number, (_, value, _) in enumerate(bodies, start=1) if number == value]
    marked = {marker.number for marker in _marker_candidates(lines, skip) if marker.line < first}
    if sum(number in marked for number in numbers) * 2 <= len(numbers):
        return None
    return first - 1, next((i for i in range(first + 1, len(lines)) if i in skip or _ends_notes(lines[i])), len(lines))


def _ends_notes(line: Line) -> bool:
    """Whether a line opens what follows gathered notes: an annex, or a heading in capitals."""
    label = read_label(line.text)
    if label is not None and label.style.kind == "part":
        return True
    if STARRED.match(line.text) or (line.gap and _NOTES_HEADING.fullmatch(fold(line.text).strip(" *_"))):
        return True
    return bool(line.gap) and is_caps(line.text) and len(line.text) > 3


def _numbered_notes(
    lines: Sequence[Line], skip: frozenset[int], body_end: int, section: tuple[int, int] | None = None
) -> Footnotes:
    """Notes with numbers; with `section`, those between its heading and its end only, their markers before it."""
    result = Footnotes()
    markers = _marker_candidates(lines, skip)
    candidates = sorted([*_body_candidates(lines, skip), *_parted_candidates(lines, markers)])
    if section is not None:
        candidates = [entry for entry in candidates if section[0] < entry[0] < section[1]]
        markers = [marker for marker in markers if marker.line < section[0]]
    chain = _Series(lines, candidates, markers, _pages(lines, skip)).chain(gathered=section is not None)
    if not chain:
        return result
    if section is not None:
        chain = _with_unmarked(chain, candidates)
    starts = [index for index, _, _ in chain]
    marked = sorted(marker.line for _, _, marker in chain if marker is not None)
    for (index, label, marker), following in zip(chain, [*starts[1:], len(lines)], strict=True):
        # A line that holds another note's marker is running text again.
        following = min([following, *(line for line in marked if line > index)])
        following = min(following, section[1]) if section else following
        last = _body_extent(lines, index, following, skip, endnote=index >= body_end)
        note = NoteBody(index, last, label.translate(_RAISED).strip("()[]. "), _label_length(lines[index].text))
        if marker is not None:
            note.marker, note.anchor = marker.span, marker.span[0]
            if str(marker.number) != note.label:
                result.findings.append(
                    f"Chú thích in số {note.label} được ghép với dấu chú thích {marker.number} theo thứ tự và vị trí."
                )
                note.label = str(marker.number)
        elif section is not None:
            result.findings.append(f"Không thấy dấu của chú thích {note.label} trong câu nào; chú thích đứng riêng.")
        else:
            note.anchor = lines[index - 1].end if index else None
            result.findings.append(f"Không thấy dấu của chú thích {note.label} trong câu; neo vào cuối dòng ngay trước nó.")
        result.notes.append(note)
        result.body_lines.update(range(index, last))
    return result


def _with_unmarked(
    chain: Sequence[tuple[int, str, _Marker | None]], candidates: Sequence[tuple[int, int, str]]
) -> list[tuple[int, str, _Marker | None]]:
    """The chain and the gathered notes after it that count on, though no sentence refers to them."""
    index, label, _ = chain[-1]
    whole = list(chain)
    number = next(value for at, value, _ in candidates if at == index) + 1 if any(at == index for at, _, _ in candidates) else 0
    shape = re.sub(r"\d+", "", label)
    for at, value, printed in candidates:
        if at > index and value == number and re.sub(r"\d+", "", printed) == shape:
            whole.append((at, printed, None))
            number += 1
    return whole


def _label_length(text: str) -> int:
    text = text.translate(_RAISED)
    match = _BODY.match(text) or _DOTTED_BODY.match(text) or _ALONE.fullmatch(text)
    return match.end() if match else 0


def _body_candidates(lines: Sequence[Line], skip: frozenset[int]) -> list[tuple[int, int, str]]:
    """(line index, number, label) of lines that could open a note's body."""
    found, figures = [], []
    for index, line in enumerate(lines):
        if index in skip:
            continue
        text = line.text.translate(_RAISED)
        match = _BODY.match(text)
        if match is None:
            continue
        entry = (index, int(next(group for group in match.groups() if group)), match.group().strip())
        if not match.group(3) or _PLAIN_BODY.match(text) or text != line.text:
            found.append(entry)
        elif _FIGURE_BODY.match(text):
            figures.append(entry)
    while sure := [entry for entry in figures if any(_beside(entry, other) for other in found)]:
        found += sure
        figures = [entry for entry in figures if entry not in sure]
    return sorted(found)


def _parted_candidates(lines: Sequence[Line], markers: Sequence[_Marker]) -> list[tuple[int, int, str]]:
    """Bodies whose numbers stand on lines of their own above them, as some converters of PDF leave raised numbers.

    A number is that of a page unless a marker glued to a word calls for it, or for the number of such a body beside it.
    """
    found = [
        (index, int(line.text), line.text)
        for index, (line, below) in enumerate(pairwise(lines))
        if _ALONE.fullmatch(line.text) and line.gap and _OPENS_BODY.match(below.text)
    ]
    called: dict[int, int] = {}
    for marker in markers:
        if marker.strong:
            called.setdefault(marker.number, marker.line)
    sure = [entry for entry in found if called.get(entry[1], len(lines)) < entry[0]]
    return [entry for entry in found if entry in sure or any(_beside(entry, other) for other in sure)]


def _beside(entry: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two candidates are neighbours in number and in place."""
    return abs(entry[1] - other[1]) == 1 and abs(entry[0] - other[0]) <= _NEIGHBOUR and (entry[1] < other[1]) == (entry[0] < other[0])


def _marker_candidates(lines: Sequence[Line], skip: frozenset[int]) -> list[_Marker]:
    found: list[_Marker] = []
    for index, line in enumerate(lines):
        if index in skip:
            continue
        for match in _GLUED.finditer(line.text):
            before = line.text[: match.start()]
            word = before.split()[-1] if before.split() else ""
            if _SYMBOLS.search(word) and not before[-1:].islower() and not _DOCUMENT_NUMBER.search(word):
                continue
            if re.search(r"(?<![^\W\d_])(?:k|c|d|m)?m$", before):
                continue
            found.append(_marker(line, index, match.start(1), match.end(1), int(match.group(1)), True))
        for match in _AFTER_YEAR.finditer(line.text):
            found.append(_marker(line, index, match.start(1), match.end(1), int(match.group(1)), True))
        for match in _RAISED_MARKER.finditer(line.text):
            before = line.text[: match.start()]
            if before.strip() and not re.search(r"(?<![^\W\d_])[kcdm]?m$", before):
                number = int(match.group().translate(_RAISED))
                found.append(_marker(line, index, match.start(), match.end(), number, True))
        opening = _OPENING_MARKER.match(line.text)
        goes_on = opening and (opening.group(3) in ".,;:" or opening.group(3).islower())
        if opening and goes_on and index and not line.gap and not re.search(r"[.,;:!?…]\s*$", lines[index - 1].text):
            number = int(opening.group(1) or opening.group(2))
            found.append(_marker(line, index, 0, len(opening.group().rstrip()), number, False))
        for match in _BRACKETED.finditer(line.text):
            # "gồm: (1) …; (2) …" counts the parts of a sentence.
            if line.text[: match.start(1)].rstrip().endswith((":", ";", ",")):
                continue
            number = int(match.group(2) or match.group(3))
            # A blank before a marker that a closing mark follows would be left before that mark.
            closed = line.text[match.end() : match.end() + 1] in (".", ",", ";", ":", ")")
            found.append(_marker(line, index, match.start() if closed else match.start(1), match.end(1), number, False))
    return sorted(found, key=lambda marker: marker.span)


def _marker(line: Line, index: int, start: int, end: int, number: int, strong: bool) -> _Marker:
    return _Marker(number, (line.start + start, line.start + end), index, strong)


class _Series:
    """Markers and bodies of one text, by number, and the page that each line stands on."""

    def __init__(
        self, lines: Sequence[Line], candidates: Sequence[tuple[int, int, str]], markers: Sequence[_Marker], pages: Sequence[int]
    ) -> None:
        self.lines = lines
        self.pages = pages
        self.candidates = candidates
        self.bodies: dict[int, list[tuple[int, str]]] = {}
        for index, value, label in candidates:
            self.bodies.setdefault(value, []).append((index, label))
        self.markers: dict[int, list[_Marker]] = {}
        for marker in markers:
            self.markers.setdefault(marker.number, []).append(marker)

    def chain(self, gathered: bool = False) -> list[tuple[int, str, _Marker | None]]:
        """Pairs markers 1, 2, 3, … with bodies in reading order; numbering may restart on a later page.

        A body whose printed number disagrees takes the marker whose turn it is, when it stands where that
        marker's note must stand: after the marker and before the next note. Of `gathered` notes the first may
        have lost its marker too.
        """
        chain: list[tuple[int, str, _Marker | None]] = []
        number, body_at, marker_at = 1, -1, -1
        while True:
            step: tuple[int, str, _Marker | None] | None = self._pair(number, body_at, marker_at)
            if step is None and number == 1 and gathered and not chain:
                skipped = self._skipping(number, body_at, marker_at)
                chain.extend(skipped[:-1])
                number += max(len(skipped) - 1, 0)
                step = skipped[-1] if skipped else None
            elif step is None and number > 1:
                step = self._dotted(number, body_at, marker_at) or self._misprinted(number, body_at, marker_at)
                if step is None:
                    again = self._pair(1, body_at, marker_at)
                    skipped = self._skipping(number, body_at, marker_at)
                    if skipped and (again is None or skipped[-1][0] < again[0]):
                        chain.extend(skipped[:-1])
                        number += len(skipped) - 1
                        step = skipped[-1]
                    elif again is not None:
                        step, number = again, 1
            if step is None and (following := self._after_unread(number, body_at, marker_at)):
                number, step = following
            if step is None:
                return chain
            index, label, marker = step
            chain.append((index, label, marker))
            body_at, marker_at, number = index, marker.span[0] if marker else marker_at, number + 1

    def _dotted(self, number: int, body_at: int, marker_at: int) -> tuple[int, str, _Marker] | None:
        """A body whose label is printed as a list's ("15. Hai trường …") but that stands right among other notes."""
        marker = next((m for m in self.markers.get(number, ()) if m.strong and m.span[0] > marker_at), None)
        if marker is None:
            return None
        beside = {body_at, *(index for index, _ in self.bodies.get(number + 1, ()))}
        for index in range(max(body_at, marker.line) + 1, len(self.lines)):
            match = _DOTTED_BODY.match(self.lines[index].text)
            if match and int(match.group(1)) == number and any(0 < abs(index - other) <= _NEIGHBOUR for other in beside):
                return index, match.group().strip(), marker
        return None

    def _skipping(self, number: int, body_at: int, marker_at: int) -> list[tuple[int, str, _Marker | None]]:
        """The bodies of notes whose markers are lost, up to the next note that has both; empty when there is none near.

        One lost marker must not cost all the notes after it.
        """
        for ahead in range(number + 1, number + 1 + _MOST_LOST):
            step = self._pair(ahead, body_at, marker_at)
            if step is None:
                continue
            lost: list[tuple[int, str, _Marker | None]] = []
            at = body_at
            for missing in range(number, ahead):
                body = next(((i, label) for i, label in self.bodies.get(missing, ()) if at < i < step[0]), None)
                if body is None:
                    return []
                lost.append((*body, None))
                at = body[0]
            return [*lost, step]
        return []

    def _after_unread(self, number: int, body_at: int, marker_at: int) -> tuple[int, tuple[int, str, _Marker]] | None:
        """The next note, with its number, after some whose bodies cannot be told from the text, where it and the one after
        it are certain: one body must not cost all the notes after it."""
        for ahead in range(number + 1, number + 1 + _MOST_LOST):
            if not any(marker.strong for marker in self.markers.get(ahead - 1, ())):
                return None
            step = self._pair(ahead, body_at, marker_at)
            following = self._pair(ahead + 1, step[0], step[2].span[0]) if step is not None and step[2].strong else None
            if step is not None and following is not None and following[2].strong:
                return ahead, step
        return None

    def _pair(self, number: int, body_at: int, marker_at: int) -> tuple[int, str, _Marker] | None:
        """The next marker of a number with its body: at the foot of the marker's page, else the first after it.

        At the foot it is the last candidate of the page, since numbered items of the text stand above it.
        """
        limit = self._limit(number + 1, body_at)
        for marker in self.markers.get(number, ()):
            if marker.span[0] <= marker_at:
                continue
            after = [(i, label) for i, label in self.bodies.get(number, ()) if i > max(body_at, marker.line)]
            here = [entry for entry in after if self.pages[entry[0]] == self.pages[marker.line]]
            later = [entry for entry in after if entry[0] <= limit]
            for index, label in [*reversed(here), *later]:
                return index, label, self._nearest(number, marker, index)
        return None

    def _nearest(self, number: int, marker: _Marker, index: int) -> _Marker:
        """Of the markers of a number before a body, the first one glued to a word, which no list label is."""
        between = [m for m in self.markers[number] if marker.span[0] <= m.span[0] and m.line < index]
        same_page = [m for m in between if self.pages[m.line] == self.pages[marker.line]]
        return next((m for m in same_page if m.strong), marker)

    def _limit(self, number: int, body_at: int) -> int:
        """No note stands after the note that follows it, where that one is certain (has body and marker)."""
        if number not in self.markers:
            return 10**9
        first = self.markers[number][0].line
        later = [index for index, _ in self.bodies.get(number, ()) if index > max(body_at, first)]
        return later[-1] if later and self.pages[later[-1]] == self.pages[first] else later[0] if later else 10**9

    def _misprinted(self, number: int, body_at: int, marker_at: int) -> tuple[int, str, _Marker] | None:
        marker = next((m for m in self.markers.get(number, ()) if m.span[0] > marker_at), None)
        if marker is None:
            return None
        following = [index for index, _ in self.bodies.get(number + 1, ()) if index > marker.line]
        limit = following[0] if following else len(self.lines)
        # Notes stand together at the foot of the page: the nearest candidate above the next note is the one.
        for index, value, label in reversed(self.candidates):
            if not marker.line < index < limit or index <= body_at or value == number + 1:
                continue
            near = self.lines[index].start - marker.span[0] < _REACH
            if near and not ends_sentence(self.lines[index - 1].text):
                return index, label, marker
        return None


def _pages(lines: Sequence[Line], skip: frozenset[int]) -> list[int]:
    """The page of each line, counted from the signs of a page's beginning or end."""
    pages, page = [], 0
    for index, line in enumerate(lines):
        if line.page_start or (index in skip and _PAGE_NUMBER.match(line.text)):
            page += 1
        pages.append(page)
    return pages


def _body_extent(lines: Sequence[Line], first: int, following: int, skip: frozenset[int], endnote: bool) -> int:
    """Index after the last line of the note that opens at `first`.

    A note ends where the next one, a page or a page number begins; gathered endnotes end only at the next
    note. Without any sign of the page's end, it ends where a full stop is followed by what must be body
    text: a structural label, or the lower-case rest of the sentence that the note cut.
    """
    cut_sentence = first > 0 and not ends_sentence(lines[first - 1].text)
    page_end = _page_end(lines, first + 1, following, skip)
    if page_end is not None:
        return page_end
    if endnote:
        return next((i for i in range(first + 1, following) if _ends_notes(lines[i])), following)
    for index in range(first + 1, following):
        previous, line = lines[index - 1], lines[index]
        if not ends_sentence(previous.text) or previous.text.rstrip().endswith((";", ":")):
            continue
        label = read_label(line.text)
        if label is not None and label.style.name not in ("dash", "plus"):
            return index
        if cut_sentence and line.text[0].islower():
            return index
        if not cut_sentence and (line.gap or label is not None or previous.width < lines[first].width * 0.75):
            return index
    return following


def _page_end(lines: Sequence[Line], low: int, high: int, skip: frozenset[int]) -> int | None:
    for index in range(low, high):
        if lines[index].page_start or index in skip or _PAGE_NUMBER.match(lines[index].text):
            return index
    if high < len(lines) and lines[high].page_start:
        return high
    return None


def _lost_number_notes(text: str, lines: Sequence[Line], lost: Sequence[int], skip: frozenset[int]) -> Footnotes:
    result = Footnotes()
    for index, following in zip(lost, [*lost[1:], len(lines)], strict=True):
        last = next((i for i in range(index + 1, following) if i in skip), following)
        match = _LOST_LABEL.match(lines[index].text)
        note = NoteBody(index, last, str(len(result.notes) + 1), match.end() if match else 0)
        result.notes.append(note)
        result.body_lines.update(range(index, last))
    gaps = _gaps(lines[: lost[0]], skip)
    if len(gaps) > len(lost):
        firm = [gap for gap in gaps if gap[1]]
        gaps = firm if len(firm) >= len(lost) else gaps
    for note, (offset, _) in zip(result.notes, gaps, strict=False):
        note.anchor = offset
    if len(gaps) == len(lost):
        result.findings.append(
            f"{len(lost)} chú thích cuối văn bản mất số; đã ghép theo thứ tự với {len(gaps)} chỗ ngắt mà dấu chú thích để lại."
        )
    else:
        result.findings.append(
            f"{len(lost)} chú thích cuối văn bản mất số nhưng chỉ thấy {len(gaps)} chỗ ngắt trong câu: "
            "việc ghép chú thích với câu có thể sai, cần người đọc đối chiếu."
        )
    return result


def _gaps(lines: Sequence[Line], skip: frozenset[int]) -> list[tuple[int, bool]]:
    """(offset, certain) of line breaks that a vanished marker left: before a closing mark, or in mid-sentence."""
    found: list[tuple[int, bool]] = []
    long_line = sorted(line.width for line in lines)[len(lines) * 3 // 4] if lines else 0
    for index, (first, second) in enumerate(zip(lines, lines[1:], strict=False)):
        if index in skip or index + 1 in skip:
            continue
        if second.text[0] in ".,;:" and (len(second.text) == 1 or not second.text[1].isdigit()):
            found.append((first.end, True))
        elif second.text[0].islower() and not ends_sentence(first.text) and first.width > long_line * 0.3:
            if read_label(second.text) is None:
                found.append((first.end, False))
    return found


def line_at(starts: Sequence[int], offset: int) -> int:
    """Index of the line that holds an offset, given the lines' sorted starts."""
    return bisect_right(starts, offset) - 1
