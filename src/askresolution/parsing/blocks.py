"""From physical lines to logical blocks: paragraphs, headings and list entries with their line breaks repaired."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from askresolution.domain import Span
from askresolution.parsing.boilerplate import is_caps
from askresolution.parsing.labels import Label, read_label
from askresolution.parsing.lines import Line, Wrapping, ends_sentence, is_full
from askresolution.parsing.tables import Table
from askresolution.vietnamese import collapse, fold

_BREAK_IN_TOKEN = re.compile(r"(?:\w[-/]|\d{4}\s?[-–])$")
_TOKEN_GOES_ON = re.compile(r"[A-ZĐ]{1,5}[/-]|[A-ZĐ]{2,}\b|\d|[A-ZĐ]+-?[A-ZĐ]*")


#: A line that ends with such a word cannot end a paragraph.
_UNFINISHED = re.compile(r"\b(?:với|của|và|các|cho|về|theo|từ|trong|là|được|những|do|tại|để|bởi|hoặc|như|đến|trên|số|ngày)$")


@dataclass(slots=True)
class Block:
    """A logical unit before it has a place in the tree."""

    spans: list[Span]
    label: Label | None = None
    level: int = 0
    table: Table | None = None
    lines: list[Line] = field(default_factory=list)
    text: str = ""


def reading_text(source: str, spans: Iterable[Span]) -> str:
    """What spans say: their slices joined as they stand, blanks collapsed."""
    return collapse("".join(source[start:end] for start, end in spans))


def build_blocks(
    source: str,
    content: Sequence[Line | Table],
    wrapping: Wrapping,
    heading_level: Callable[[Line], int],
    markers: Sequence[Span],
) -> list[Block]:
    """Joins the lines that a page's width, a page break or a footnote separated; tables stay as they are."""
    blocks: list[Block] = []
    open_numbers: dict[tuple[str, int], int] = {}
    # A footnote's marker that opens a wrapped line is no label.
    marked = {start for start, _ in markers if source[start : start + 1] in "(["}
    for element in content:
        if isinstance(element, Table):
            blocks.append(Block(spans=[], table=element))
            continue
        level = heading_level(element)
        previous = blocks[-1] if blocks and blocks[-1].table is None else None
        marker = previous is not None and element.start in marked
        label = None if marker else _believed_label(previous, element, wrapping, open_numbers)
        if previous is not None and label is None and (marker or _joins(source, previous, element, wrapping, level)):
            _append(source, previous, element)
            continue
        if label is not None:
            open_numbers[(label.style.name, label.depth)] = label.number
        blocks.append(Block([(element.start, element.end)], label, level, lines=[element]))
    for block in blocks:
        if block.table is None:
            block.spans = cut_out(block.spans, markers)
            block.text = reading_text(source, block.spans)
    return [block for block in blocks if block.table is not None or block.text]


def cut_out(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """The spans without the holes; holes are sorted."""
    if not holes:
        return list(spans)
    result: list[Span] = []
    for start, end in spans:
        place = max(bisect_left(holes, (start, start)) - 1, 0)
        while place < len(holes) and holes[place][0] < end:
            low, high = holes[place]
            if high > start:
                if low > start:
                    result.append((start, low))
                start = max(start, high)
            place += 1
        if start < end:
            result.append((start, end))
    return result


def _believed_label(
    previous: Block | None, line: Line, wrapping: Wrapping, open_numbers: dict[tuple[str, int], int]
) -> Label | None:
    """The line's label, unless the line is the rest of a wrapped sentence that only looks labelled."""
    label = read_label(line.text)
    if label is None or previous is None or not previous.lines:
        return label
    last = previous.lines[-1]
    if ends_sentence(last.text) or previous.level or (not previous.text and _label_only(previous)):
        return label
    rest = line.text[label.end :].lstrip()
    lower = not rest or rest[0].islower() or rest[0].isdigit()
    cut = is_full(last, line, wrapping.full) if wrapping.wrapped else False
    if label.style.kind == "bullet":
        broken_range = bool(re.search(r"\d{4}\s*$", last.text)) and rest[:1].isdigit()
        return None if (cut and lower) or broken_range else label
    expected = open_numbers.get((label.style.name, label.depth), 0) + 1
    if cut and label.number not in (1, expected) and not is_caps(last.text):
        return None
    if cut and lower and label.style.name in ("alpha", "paren", "half-paren") and label.number not in (1, expected):
        return None
    return label


def _names_annex(previous: Block, line: Line, level: int) -> bool:
    """Whether a line is the title of the annex or part whose label stands alone above it."""
    headed = _label_only(previous) and previous.label is not None and previous.label.style.kind == "part"
    return headed and not line.text.startswith("(") and (is_caps(line.text) or level >= previous.level or not level)


def _label_only(block: Block) -> bool:
    return block.label is not None and len(block.lines) == 1 and block.label.end >= len(block.lines[0].text)


def _joins(source: str, previous: Block, line: Line, wrapping: Wrapping, level: int) -> bool:
    """Whether an unlabelled line continues the previous block."""
    last = previous.lines[-1]
    first = line.text[0]
    if _names_annex(previous, line, level):
        return True
    if level or previous.level:
        return bool(level and level == previous.level and not line.gap and is_caps(last.text) and is_caps(line.text))
    if first in ".,;:)":
        return True
    if _label_only(previous):
        return True
    if is_caps(line.text) or (is_caps(last.text) and len(last.text) > 3):
        return is_caps(line.text) and is_caps(last.text) and not ends_sentence(last.text) and line.gap < 4
    if first.islower():
        return not (ends_sentence(last.text) and ((line.gap and wrapping.blanks_mean) or not wrapping.wrapped))
    if first.isdigit() and wrapping.wrapped and not ends_sentence(last.text) and is_full(last, line, wrapping.full, 0.7):
        return True
    if wrapping.spaced:
        return not line.gap or (not ends_sentence(last.text) and is_full(last, line, wrapping.full or 1))
    if not wrapping.wrapped:
        return False
    over_page = line.page_start or source[last.end : line.start].strip() != ""
    # A heading may end with such a word ("Kết quả đạt được"): its line is short, and a blank one follows.
    if _UNFINISHED.search(last.text) and not (line.gap and not over_page and not is_full(last, line, wrapping.full, 0.75)):
        return True
    if line.gap and wrapping.blanks_mean and (not over_page or ends_sentence(last.text)):
        return False
    if _leads_to_list(last.text):
        return False
    if _restates_heading(previous, line):
        return False
    if ends_sentence(last.text):
        return is_full(last, line, wrapping.full, 0.97)
    return is_full(last, line, wrapping.full, 0.75 if over_page else 0.88)


def _restates_heading(previous: Block, line: Line) -> bool:
    """A section of the genre often opens by naming its subject again: "6. Lãnh đạo Mặt trận …" / "Mặt trận …"."""
    if previous.label is None or previous.label.style.kind != "section" or len(previous.lines) > 1:
        return False
    opening = " ".join(line.text.split()[:4])
    return len(opening.split()) == 4 and fold(opening) in fold(previous.lines[0].text)


def _leads_to_list(text: str) -> bool:
    return text.rstrip().endswith(":")


def _append(source: str, block: Block, line: Line) -> None:
    start, end = block.spans[-1]
    last = block.lines[-1]
    between = source[end : line.start]
    if _glued(last.text, line.text):
        block.spans.append((line.start, line.end))
    elif not between.strip():
        block.spans[-1] = (start, line.end)
    else:
        block.spans[-1] = (start, end + 1)
        block.spans.append((line.start, line.end))
    block.lines.append(line)


def _glued(first: str, second: str) -> bool:
    """Whether no blank belongs at the break: before a closing mark, and inside a number or document number."""
    if second[0] in ".,;:!?)" and not re.match(r"\.{2,}\w", second):
        return True
    return bool(_BREAK_IN_TOKEN.search(first) and _TOKEN_GOES_ON.match(second))
