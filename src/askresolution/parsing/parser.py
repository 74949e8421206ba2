"""The order of parsing: frames, tables, footnotes, blocks, outline; then one sweep for what is left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from askresolution.domain import Anchor, Cell, Document, Mark, Metadata, Node, SourceFile, Span
from askresolution.parsing.bars import part_bars
from askresolution.parsing.blocks import build_blocks, cut_out, reading_text
from askresolution.parsing.boilerplate import Zones, find_zones, page_numbers, part_columns
from askresolution.parsing.drawn_tables import find_drawn_tables
from askresolution.parsing.footnotes import Footnotes, NoteBody, find_footnotes
from askresolution.parsing.lines import Line, detect_wrapping, measure, physical_lines
from askresolution.parsing.metadata import read_metadata
from askresolution.parsing.outline import Draft, build_outline
from askresolution.parsing.ruled_tables import tables_from_marks
from askresolution.parsing.starred import add_starred
from askresolution.parsing.tables import Table, find_flat_tables
from askresolution.parsing.typed_tables import find_typed_tables


def parse(source: SourceFile, catalog: Metadata | None = None) -> Document:
    """The document tree of a source. Never fails on odd text: what is not understood stays as paragraphs.

    `catalog` overrides what the text itself says of title, issuer, date and status.
    """
    text = source.text
    marks = source.marks
    lines = physical_lines(text, frozenset(mark.start for mark in marks if mark.kind == "page"))
    _skip_syntax(lines, text, marks)
    ruled = tables_from_marks(text, marks)
    loose = _outside_tables(lines, ruled)
    loose, drawn = _take_tables(loose, partial(find_drawn_tables, text))
    loose, typed = _take_tables(loose, partial(find_typed_tables, text))
    loose, flat = _take_tables(loose, find_flat_tables)
    loose = part_bars(text, loose)
    tables = [*ruled, *drawn, *typed, *flat]
    outside = loose
    kept = Ranges((mark.start, mark.end) for mark in marks if mark.kind in ("furniture", "note"))
    framed = part_columns([line for line in outside if not kept.hold(line.start)])
    levels = _heading_levels(framed, marks)
    zones = find_zones(framed, {i: levels[line.start] for i, line in enumerate(framed) if line.start in levels})
    notes, noted = _all_footnotes(text, framed, zones, marks)
    frames = zones.all() | noted
    content = [line for i, line in enumerate(framed) if i not in frames]
    holes = sorted(
        [note.marker for note in notes.notes if note.marker] + _spans_of(marks, "noteref") + _spans_of(marks, "syntax")
    )
    wrapping = detect_wrapping([line for line in content if not _is_cell_like(line)])
    wrapping = replace(wrapping, spaced=any(mark.kind == "page" for mark in marks))
    elements: list[Line | Table] = [*content, *tables]
    ordered = sorted(elements, key=lambda element: element.start)
    blocks = build_blocks(text, ordered, wrapping, lambda line: levels.get(line.start, 0), holes)
    root = Draft("document")
    _add_frame(text, root, "letterhead", framed, zones.letterhead)
    _add_frame(text, root, "title", framed, zones.title)
    framing = [framed[i].start for i in [*zones.recipients, *zones.signature]]
    build_outline(text, blocks, root, min(framing, default=None))
    _add_frame(text, root, "recipients", framed, zones.recipients)
    _add_frame(text, root, "signature", framed, zones.signature)
    _cut_holes(root, holes)
    findings = [*source.notices, *notes.findings]
    _attach_notes(text, root, framed, notes, marks)
    _sweep(text, root)
    return _freeze(source, root, catalog, findings)


def _take_tables(
    lines: Sequence[Line], find: Callable[[Sequence[Line]], tuple[list[Table], set[int]]]
) -> tuple[list[Line], list[Table]]:
    """The lines outside the tables that are found among them, and those tables; page numbers do not interrupt one."""
    pages = page_numbers(lines)
    shown = [line for index, line in enumerate(lines) if index not in pages]
    tables, taken = find(shown)
    inside = {shown[index].start for index in taken}
    return [line for line in lines if line.start not in inside], tables


def _heading_levels(lines: Sequence[Line], marks: Sequence[Mark]) -> dict[int, int]:
    """Level of each line that the format calls a heading, by the line's start."""
    ends = [line.end for line in lines]
    places = [(bisect_right(ends, mark.start), mark) for mark in marks if mark.kind == "heading"]
    return {lines[i].start: mark.level for i, mark in reversed(places) if i < len(lines) and lines[i].start < mark.end}


def _outside_tables(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    """Lines that stand in none of the ruled tables."""
    inside = Ranges(span for table in tables for span in table.ranges)
    return [line for line in lines if not inside.hold(line.start)]


def _spans_of(marks: Sequence[Mark], kind: str) -> list[Span]:
    return [(mark.start, mark.end) for mark in marks if mark.kind == kind]


class Ranges:
    """Ranges that can be asked whether they hold an offset; one may lie in another, as a table in a cell does."""

    def __init__(self, ranges: Iterable[Span]) -> None:
        self._ranges: list[Span] = []
        for start, end in sorted(ranges):
            if self._ranges and start < self._ranges[-1][1]:
                self._ranges[-1] = (self._ranges[-1][0], max(end, self._ranges[-1][1]))
            else:
                self._ranges.append((start, end))
        self._starts = [start for start, _ in self._ranges]

    def hold(self, offset: int) -> bool:
        """Whether one of the ranges holds the offset."""
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < self._ranges[place][1]


def _skip_syntax(lines: list[Line], text: str, marks: Sequence[Mark]) -> None:
    """Signs of markup ("## ", "**") are blanks to whoever reads a line; a line that is nothing else goes."""
    syntax = sorted(_spans_of(marks, "syntax"))
    place = 0
    for line in lines:
        while place < len(syntax) and syntax[place][1] <= line.start:
            place += 1
        if place == len(syntax) or syntax[place][0] >= line.end:
            continue
        shown = _blanked(text, (line.start, line.end), syntax[place : place + len(line.text)])
        line.start += len(shown) - len(shown.lstrip())
        line.text = shown.strip()
        line.width = measure(line.text)
    lines[:] = [line for line in lines if line.text]


def _blanked(text: str, span: Span, holes: Sequence[Span]) -> str:
    """The text of a span, as long as it is, with blanks for the holes in it; holes are sorted.

    The blank for a backslash stands behind the sign that it guards: "a\\)" is read as the label "a)".
    """
    pieces, at = [], span[0]
    for low, high in holes:
        if low >= span[1]:
            break
        pieces.append(text[at : max(at, low)])
        if text[low:high] == "\\" and at <= low and high < span[1]:
            pieces.append(text[high] + " ")
            at = high + 1
            continue
        pieces.append(" " * (min(high, span[1]) - max(at, low)))
        at = max(at, min(high, span[1]))
    return "".join([*pieces, text[at : span[1]]])


def _is_cell_like(line: Line) -> bool:
    return line.width < 6000


def _all_footnotes(text: str, lines: Sequence[Line], zones: Zones, marks: Sequence[Mark]) -> tuple[Footnotes, set[int]]:
    """Footnotes that the format knew, else those read from the text."""
    if any(mark.kind == "note" for mark in marks):
        return Footnotes(), set()
    notes = find_footnotes(text, lines, zones.all(), zones.end)
    add_starred(notes, lines, zones.all(), zones.end)
    return notes, notes.body_lines


def _add_frame(text: str, root: Draft, kind: str, lines: Sequence[Line], indexes: Sequence[int]) -> None:
    if not indexes:
        return
    spans: list[Span] = []
    previous = None
    for index in indexes:
        line = lines[index]
        if previous is not None and index == previous + 1:
            spans[-1] = (spans[-1][0], line.end)
        else:
            if spans:
                spans[-1] = (spans[-1][0], min(_next_blank(text, spans[-1][1]) + 1, line.start))
            spans.append((line.start, line.end))
        previous = index
    root.children.append(Draft(kind, spans))  # type: ignore[arg-type]


def _next_blank(text: str, offset: int) -> int:
    """The first blank from an offset on: signs of markup may stand between a line's last word and its end."""
    while offset < len(text) and not text[offset].isspace():
        offset += 1
    return offset


def _cut_holes(draft: Draft, holes: Sequence[Span]) -> None:
    """Footnote markers belong to their own nodes wherever they stand: in rows and run-in headings too."""
    if not holes:
        return
    for node in _walk(draft):
        node.spans = cut_out(node.spans, holes)
        node.cells = [(name, cut_out(spans, holes)) for name, spans in node.cells]


def _walk(draft: Draft) -> list[Draft]:
    found, pending = [], [draft]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(reversed(node.children))
    return found


def _attach_notes(text: str, root: Draft, lines: Sequence[Line], notes: Footnotes, marks: Sequence[Mark]) -> None:
    holes = sorted(note.marker for note in notes.notes if note.marker)
    bodies = [Draft("footnote", cut_out(_note_spans(text, lines, note), holes), label=note.label) for note in notes.notes]
    drafts = [*_walk(root), *bodies]
    owners = sorted(((start, end, draft) for draft in drafts for start, end in draft.spans), key=lambda o: o[:2])
    starts = [start for start, _, _ in owners]

    def owner(offset: int) -> Draft | None:
        place = bisect_right(starts, offset) - 1
        while place >= 0 and owners[place][2].kind in ("furniture", "table"):
            place -= 1
        return owners[place][2] if place >= 0 else None

    for note, draft in zip(notes.notes, bodies, strict=True):
        _anchor(root, draft, note.anchor, note.marker, owner)
    references = {mark.key: mark for mark in reversed(marks) if mark.kind == "noteref"}
    everything = _spans_of(marks, "noteref") + _spans_of(marks, "syntax")
    for mark in marks:
        if mark.kind == "note":
            reference = references.get(mark.key)
            span = (reference.start, reference.end) if reference else None
            draft = Draft("footnote", cut_out([(mark.start, mark.end)], sorted(everything)), label=mark.key.split(":")[-1])
            _anchor(root, draft, span[0] if span else None, span, owner)


def _anchor(root: Draft, draft: Draft, offset: int | None, marker: Span | None, owner: Callable[[int], Draft | None]) -> None:
    target = owner(max(offset - 1, 0)) if offset is not None else None
    if target is None or target is draft:
        root.children.append(draft)
        if marker:
            root.children.append(Draft("furniture", [marker], label=draft.label))
        return
    draft.anchor = (target, offset or 0)
    if marker:
        target.children.append(Draft("furniture", [marker], label=draft.label))
    target.children.append(draft)


def _note_spans(text: str, lines: Sequence[Line], note: NoteBody) -> list[Span]:
    spans: list[Span] = []
    for line in lines[note.first : note.last]:
        start = line.start
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], line.end)
        else:
            if spans:
                spans[-1] = (spans[-1][0], spans[-1][1] + 1)
            spans.append((start, line.end))
    return spans


def _sweep(text: str, root: Draft) -> None:
    """Gives every non-blank character that no node owns yet to a furniture node."""
    owned = sorted(span for draft in _walk(root) for span in draft.spans)
    position = 0
    for start, end in [*owned, (len(text), len(text))]:
        if start > position:
            piece = text[position:start]
            if piece.strip():
                low = position + len(piece) - len(piece.lstrip())
                root.children.append(Draft("furniture", [(low, low + len(piece.strip()))]))
        position = max(position, end)


def _freeze(source: SourceFile, root: Draft, catalog: Metadata | None, findings: Sequence[str]) -> Document:
    text = source.text
    ids = {id(draft): f"n{number}" for number, draft in enumerate(_walk(root))}
    nodes: dict[str, Node] = {}
    parents: dict[str, str] = {}

    def freeze(draft: Draft, children: tuple[Node, ...]) -> Node:
        name = ids[id(draft)]
        for child in children:
            parents[child.id] = name
        node = Node(
            id=name,
            kind=draft.kind,
            label=draft.label,
            heading=draft.heading,
            text=reading_text(text, draft.spans),
            spans=tuple(draft.spans),
            children=children,
            anchor=Anchor(ids[id(draft.anchor[0])], draft.anchor[1]) if draft.anchor else None,
            cells=tuple(Cell(column, reading_text(text, spans), tuple(spans)) for column, spans in draft.cells),
            shares=ids[id(draft.shares)] if draft.shares else None,
        )
        nodes[name] = node
        return node

    frozen = _freeze_tree(root, freeze)
    metadata = read_metadata(source, frozen, catalog)
    return Document(source, metadata, frozen, tuple(findings), nodes, parents)


def _freeze_tree(root: Draft, freeze: Callable[[Draft, tuple[Node, ...]], Node]) -> Node:
    """Children before parents, without recursion: nesting of hostile depth must not exhaust the stack."""
    done: dict[int, Node] = {}
    for draft in reversed(_walk(root)):
        done[id(draft)] = freeze(draft, tuple(done[id(child)] for child in draft.children))
    return done[id(root)]
