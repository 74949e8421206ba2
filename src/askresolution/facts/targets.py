"""Targets and results: indicators with their values, from target lists, tables, and sentences of reports.

In a list of targets every item counts, also one without a figure. Elsewhere an indicator must open with a noun
that can be measured ("tỷ lệ …", "tổng …"), or be a share of something: precision comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from askresolution.domain import Document, Evidence, Node
from askresolution.facts.composed import Composed
from askresolution.facts.measures import PERIOD
from askresolution.facts.model import Target
from askresolution.facts.statements import Statement, statements
from askresolution.facts.target_tables import is_target_table, table_targets
from askresolution.vietnamese import collapse, fold, nfc

#: Headings, folded, under which figures are outcomes, and those under which they are aims.
_RESULT = re.compile(
    r"^(?:ve |mot so |nhung |cac )?(?:ket qua|tinh hinh|hien trang|thuc trang|danh gia|han che|ton tai|thanh tuu|uu diem|thuc hien (?:cac )?chi tieu)|"
    r"ket qua (?:dat duoc|lanh dao|thuc hien|cu the)|thuc hien (?:cac )?chi tieu"
)
_TARGET = re.compile(
    r"chi tieu|muc tieu|phuong huong|giai phap|nhiem vu|phan dau|dinh huong|noi dung chuong trinh|quan diem|tam nhin"
)
_LIST = re.compile(r"(?:cac |nhung |mot so |he thong )?(?:chi tieu|muc tieu(?! (?:chung|tong quat)))")
#: Words that measure, and say nothing of what is measured.
_BARE = frozenset(
    "tổng số tiền giá trị tỷ tỉ lệ lượng mức diện tích vốn đầu tư kinh phí quy mô bình quân thu hút với là của".split()
)
_PLANS = re.compile(r"chuong trinh|ke hoach|nghi quyet|de an|quyet dinh|chi thi")
_PERIOD = re.compile(PERIOD, re.I)
#: An item that only names the period of those below it: "Giai đoạn 1 (2026 - 2028)", "Đến năm 2030:".
_PHASE = re.compile(rf"{PERIOD}|giai đoạn (?:\d|[IVX]+)\s*[(:]?\s*(?:từ )?(?:năm )?\d{{4}}\s?[-–]\s?(?:năm )?\d{{4}}\)?", re.I)
_OUTCOME = re.compile(r"\b(?:ước đạt|đã đạt|đến nay|hiện nay|hiện có|đã có)\b", re.I)
_AIMED = re.compile(r"\b(?:phấn đấu|mục tiêu|dự kiến|yêu cầu|bảo đảm|đảm bảo)\b", re.I)
_FIGURE = re.compile(r"\d")
_TERM = re.compile(r"\d{4}\s?[-–]\s?\d{4}")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
#: An indicator in running text has at most so many words; longer ones are sentences that were not understood.
_MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class _Place:
    """What headings say of the figures below them."""

    kind: str
    period: str = ""
    proof: Evidence | None = None
    listing: bool = False
    part_of: str = ""
    stem: Evidence | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """Words that bear on a statement from outside of it, and their proof."""

    text: str = ""
    proof: Evidence | None = None


def targets(document: Document) -> list[Target]:
    """Targets and results of a document in reading order."""
    kind = "target" if _PLANS.search(fold(document.metadata.kind)) else "result"
    period = _lower(document.metadata.period)
    if kind == "result" and _TERM.search(period):
        period = ""  # a report to a congress is for the coming term; its results stand under a heading that dates them
    return list(_below(document, document.root, _Place(kind, *_titled(document, period))))


def _titled(document: Document, period: str) -> tuple[str, Evidence | None]:
    """A document's one year as its title says it ("năm 2027"), with that as its proof."""
    title = next((node for node in document.root.children if node.kind == "title"), None)
    said = _PERIOD.search(nfc(title.text)) if title and _YEARS.fullmatch(period) else None
    if title is None or said is None or period not in said.group():
        return period, None
    return _lower(said.group()), Evidence(document.id, title.id, title.spans)


def _below(document: Document, node: Node, place: _Place) -> Iterator[Target]:
    place = replace(place, listing=place.listing and _lists_figures(node))
    for child in node.children:
        if child.kind in ("part", "section", "title"):
            yield from _below(document, child, _under(document, child, place))
        elif child.kind == "table":
            yield from _from_table(document, child, place)
        elif child.kind in ("item", "bullet", "paragraph", "footnote"):
            if child.children and _PHASE.fullmatch(_own(child)):
                yield from _below(document, child, _under(document, child, place, _own(child)))
                continue
            found = list(_from_node(document, child, place)) if _worth(child, place) else []
            yield from found
            yield from _below(document, child, _stemmed(document, child, found, place))


def _lists_figures(node: Node) -> bool:
    """Whether most entries of a list hold a figure: one that names works or tasks is no list of targets."""
    entries = [child for child in node.children if child.kind in ("item", "bullet")]
    figures = sum(bool(_FIGURE.search(_YEARS.sub("", child.text[len(child.label) :]))) for child in entries)
    return figures * 2 >= len(entries)


def _worth(node: Node, place: _Place) -> bool:
    return bool(_FIGURE.search(node.text)) or (place.listing and node.kind in ("item", "bullet"))


def _own(node: Node) -> str:
    text = nfc(node.text)
    return text.removeprefix(nfc(node.label)).strip(" .:-+")


def _under(document: Document, heading: Node, place: _Place, words: str = "") -> _Place:
    """The place below a heading, or below an item that only names a period (`words`)."""
    printed_words = words or nfc(heading.heading)
    said = fold(printed_words)
    if _RESULT.search(said):
        # What a plan found when it was made is no result of the term that it is for.
        ahead = place.kind == "target" and place.proof is None and bool(_TERM.search(place.period))
        place = replace(place, kind="result", listing=False, period="" if ahead else place.period)
    elif _TARGET.search(said):
        place = replace(place, kind="target", listing=bool(_LIST.match(said)))
    period = _PERIOD.search(printed_words)
    if period or words:
        printed = _lower(period.group()) if period else words
        whole = document.metadata.period if document.metadata.period.lower().startswith(printed) else printed
        place = replace(place, period=whole, proof=Evidence(document.id, heading.id, heading.spans))
    return place


def _stemmed(document: Document, node: Node, found: list[Target], place: _Place) -> _Place:
    """The place below an item that opens a list of parts ("…, trong đó:")."""
    if not found or not re.search(r"trong đó\s*:?\s*$|:\s*$", nfc(node.text)):
        return place
    stem = found[-1]
    return replace(place, part_of=stem.indicator, period=stem.period, stem=stem.evidence[0])


def _from_node(document: Document, node: Node, place: _Place) -> Iterator[Target]:
    reading = Composed(document, node)
    offset = len(nfc(node.label)) if node.label and reading.text.startswith(nfc(node.label)) else 0
    offset += len(reading.text[offset:]) - len(reading.text[offset:].lstrip(" ."))
    yield from _from_text(document, node, reading, offset, place)


def _from_text(document: Document, node: Node, reading: Composed, offset: int, place: _Place) -> Iterator[Target]:
    text = reading.text[offset:]
    listing = place.listing and node.kind in ("item", "bullet")
    governing, stem, stem_period, last = _Said(), _Said(place.part_of, place.stem), "", 0

    def proof(start: int, end: int) -> Evidence:
        # What opens an item is proved with its label: that is how a reader finds it.
        return reading.evidence(offset + start if start else 0, offset + end)

    for statement in statements(text):
        if not listing and "." in text[last : statement.start]:
            governing = _Said()
        last = statement.end
        own = proof(statement.start, statement.end)
        if statement.opening and statement.period:
            governing = _Said(statement.period, own)
        whole = _Said(place.part_of, place.stem)
        if statement.part:
            whole = _Said(text[slice(*statement.group)], proof(*statement.group)) if statement.group else stem
        kind = _kind(text[statement.start : statement.end], place)
        if not _stated(statement, kind, listing, bool(whole.text)):
            continue
        if not statement.part and statement.measure:
            stem, stem_period = _Said(statement.indicator, own), statement.period
        if statement.period:
            period = _Said(statement.period)
        elif statement.part and not statement.group and stem_period:
            period = _Said(stem_period, stem.proof)
        else:
            period = governing if governing.text else _Said(place.period, place.proof)
        proofs = dict.fromkeys(one for one in (own, whole.proof, period.proof) if one is not None)
        yield _target(document, node, statement, kind, (whole.text, period.text), tuple(proofs))


def _kind(sentence: str, place: _Place) -> str:
    if place.kind == "result":
        return "target" if re.search(r"\bphấn đấu\b", sentence, re.I) else "result"
    return "result" if _OUTCOME.search(sentence) and not _AIMED.search(sentence) else "target"


def _stated(statement: Statement, kind: str, listing: bool, part: bool) -> bool:
    """Whether a statement is one that can be relied on at this place."""
    if statement.measure is None:
        return listing and len(statement.indicator.split()) > 1
    if listing:
        return True
    measure, words = statement.measure, statement.indicator.lower().split()
    if re.match(r"(?:so với|cùng kỳ)\b", statement.indicator):
        return False
    if not measure.unit or not 1 < len(words) + part <= _MOST_WORDS or set(words) <= _BARE:
        return False
    if not statement.counted:
        return statement.headed or (part and bool(measure.verb))
    if measure.unit.startswith("%") or "/" in measure.value:
        return True
    return kind == "target" and (statement.opening or measure.comparator in (">=", ">", "between"))


def _target(
    document: Document, node: Node, statement: Statement, kind: str, around: tuple[str, str], proofs: tuple[Evidence, ...]
) -> Target:
    measure = statement.measure
    return Target(
        issuer=document.metadata.issuer,
        document=document.id,
        node=node.id,
        kind=kind,
        indicator=collapse(statement.indicator),
        comparator=measure.comparator if measure else "",
        value=measure.value if measure else "",
        unit=measure.unit if measure else "",
        period=around[1],
        change=measure.change if measure else "",
        basis=measure.basis if measure else "",
        part_of=around[0],
        evidence=proofs,
    )


def _from_table(document: Document, table: Node, place: _Place) -> Iterator[Target]:
    if is_target_table(table):
        yield from table_targets(document, table, place.kind, place.period)
        return
    for row in table.children:
        task = next((cell for cell in row.cells if cell.text and fold(cell.column).startswith(_TASKS)), None)
        if row.kind == "table_row" and task is not None and _FIGURE.search(task.text):
            reading = Composed(document, row, task.spans)
            yield from _from_text(document, row, reading, 0, replace(place, kind="target"))


#: Openings of the names of columns whose cells tell a task in words.
_TASKS = ("ten ", "nhiem vu", "noi dung", "chi tieu", "cong viec", "danh muc")


def _lower(period: str) -> str:
    return nfc(period).lower() if period.isupper() else nfc(period)
