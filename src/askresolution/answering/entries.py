"""The entries of a part of a document, told in the room that an answer has: cut at words, figures before the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.citing import Citations
from askresolution.answering.matching import coverage, credit, padded
from askresolution.answering.naming import document_name, place
from askresolution.answering.sorts import says_figure
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Node
from askresolution.reading import Reading, sentences
from askresolution.vietnamese import nfc

#: Entries that are told of one list.
MOST_TOLD = 20
#: Characters that one entry of a few, of some, or of many is cut at.
_FEW, _LONGEST_OF_FEW, _SOME, _LONGEST_OF_SOME, LONGEST_OF_MANY = 3, 900, 7, 480, 330
#: Entries up to which a list is told in full, whatever else it is about.
_MANY = 8
#: From this weight on a word is a subject of its own.
_SUBJECT = 1.2
#: Least characters in which a sentence tells anything.
_WORTH = 80


def asks_overview(task: Task) -> bool:
    """Whether a question asks for the whole picture, and for nothing more precise."""
    counts = "number" in task.intents and bool(re.search(r" (?:bao nhieu|may|how (?:many|much)) ", task.folded))
    return "overview" in task.intents and not counts and not task.intents & {
        "deadline", "identifier", "compare", "lead", "director", "coordinating", "funding", "name",
    }  # fmt: skip


def listed_after(document: Document, node: Node, citations: Citations) -> list[str]:
    """The entries that a sentence ending in a colon opens: the items below it, else those that follow it."""
    entries = [child for child in node.children if child.kind in ("item", "bullet")]
    if not entries:
        beside: tuple[Node, ...] = next((n.children for n in document.root.walk() if node in n.children), ())
        for other in beside[beside.index(node) + 1 :] if node in beside else []:
            if other.kind not in ("item", "bullet"):
                break
            entries.append(other)
    shown = entries[:MOST_TOLD]
    room = max(70, min(330, 1800 // max(len(shown), 1)))
    return [f"- {short(entry_text(child), room)} {citations.mark(evidence_of(document, child, *told_below(child)))}" for child in shown]


def content(node: Node) -> list[Node]:
    """What a part holds: its entries, paragraphs, tables and parts, notes aside."""
    return [
        child for child in node.children if child.kind in ("item", "bullet", "paragraph", "section", "table_row", "part", "table")
    ]


def told_entries(document: Document, node: Node, task: Task, citations: Citations, budget: int) -> list[str]:
    """Lines for the entries of a part, at most `budget` characters in all, each with its citation."""
    children = [
        row
        for child in content(node)
        for row in (child.children if child.kind == "table" else [child])
        if row.kind != "furniture"
    ]
    children = [child for child in children if child.text]
    children = _on_subject(task, node, children)
    if children and all(child.kind in ("part", "section") for child in children):
        # A list of headings answers little: what stands below each is shown with it.
        families = [[grandchild for grandchild in content(child) if grandchild.text] for child in children]
        if sum(map(len, families)) + len(children) <= MOST_TOLD:
            children = [node for child, nodes in zip(children, families, strict=True) for node in (child, *nodes)]
        elif asks_overview(task):
            return _by_parts(document, node, children, task, citations, budget)
    shown = children[:MOST_TOLD]
    most = _LONGEST_OF_FEW if len(shown) <= _FEW else _LONGEST_OF_SOME if len(shown) <= _SOME else LONGEST_OF_MANY
    room = max(70, min(most, (budget - 150) // max(len(shown), 1) - 12))
    source = document_name(document, task.wording)
    lines = [task.wording.say("list_intro", source=source, where=place(document, node.id) or node.name, count=len(children))]
    telling = gist if asks_overview(task) else short
    if len(shown) == 1 and len(shown[0].text) > _LONGEST_OF_FEW and (pieces := _sentences_of(document, shown[0])):
        # A part that is one long paragraph is told sentence by sentence.
        room = max(90, (budget - 150) // len(pieces) - 12)
        told = [(text if len(text) <= room else short(text, room), evidence) for text, evidence in pieces]
        lines[0] = task.wording.say("passage_intro", source=source, where=place(document, node.id) or node.name)
        return lines + [f"- {text} {citations.mark(evidence)}" for text, evidence in told]
    ids = {child.id for child in shown}
    for child in shown:
        if asks_overview(task) and (below := _under_heading(child)) and not any(each.id in ids for each in below):
            lines.append(f"- {_headed_gist(child, below, room)} {citations.mark(evidence_of(document, child, *below))}")
            continue
        lines.append(f"- {telling(entry_text(child), room)} {citations.mark(evidence_of(document, child, *told_below(child)))}")
    if len(children) > len(shown):
        lines.append(task.wording.say("list_more", more=len(children) - len(shown)))
    return lines


def _under_heading(node: Node) -> list[Node]:
    """What stands below an entry that is only a heading ("a) Trồng trọt"); empty for one that says something itself."""
    if node.text.rstrip().endswith((":", ".", ";")) or len(node.text.split()) > _LONGEST_HEADING:
        return []
    return [child for child in node.walk() if child is not node and child.kind in ("paragraph", "item", "bullet") and child.text][:_FEW]


def _headed_gist(node: Node, below: Sequence[Node], room: int) -> str:
    """A heading with what stands below it, in little room: those that tell figures before others, in reading order."""
    name = nfc(node.text).lstrip("-+*• ").strip()
    told = [child for child in below if says_figure(child.text)] or list(below)
    share = max((room - len(name)) // len(told), _WORTH)
    return f"{name}: {' '.join(gist(entry_text(child), share) for child in told)}"


#: Words of an entry that only heads others.
_LONGEST_HEADING = 14


def _sentences_of(document: Document, node: Node) -> list[tuple[str, Evidence]]:
    """The sentences of a paragraph, at most as many as a list tells, each with its place."""
    reading = Reading(document.source.text, node.spans)
    pieces = [(reading.text[start:end].strip(), Evidence(document.id, node.id, reading.spans(start, end))) for start, end in sentences(reading.text)]
    pieces = [(re.sub(r"\s+", " ", nfc(text)).lstrip("-+*• "), evidence) for text, evidence in pieces if text]
    return pieces if 1 < len(pieces) <= MOST_TOLD else []


def _by_parts(
    document: Document, node: Node, parts: Sequence[Node], task: Task, citations: Citations, budget: int
) -> list[str]:
    """The parts of a chapter, each with that of its paragraphs that says the most of what is asked, else the most figures."""
    source, where = document_name(document, task.wording), place(document, node.id) or node.name
    lines = [task.wording.say("list_intro", source=source, where=where, count=len(parts))]
    room = max(120, (budget - 150) // len(parts) - 12)
    wanted = [c for c in task.headed if credit(padded(" / ".join([*document.path(node.id), node.name])), c) <= 0.5]
    for part in parts[:MOST_TOLD]:
        below = [child for child in part.walk() if child.kind in ("paragraph", "item", "bullet") and child.text]
        best = max(below, key=lambda child: (coverage(padded(child.text), wanted) if wanted else 0.0, says_figure(child.text)), default=None)
        told = f"{nfc(part.name)}: {gist(entry_text(best), max(room - len(part.name), _WORTH))}" if best is not None else nfc(part.name)
        proof = evidence_of(document, part, *([best, *told_below(best)] if best is not None else []))
        lines.append(f"- {told} {citations.mark(proof)}")
    return lines


def _on_subject(task: Task, node: Node, children: list[Node]) -> list[Node]:
    """Of the many entries under a heading of several subjects ("văn hóa, giáo dục, y tế") those on the one that is asked
    for; all where the heading is of nothing else or few entries name it."""
    subject = [c for c in task.wanted if c.weight >= _SUBJECT]
    heading = padded(node.heading or node.text[:200])
    parts = [padded(part) for part in re.split(r"[,;]| và ", nfc(node.heading or node.text[:200])) if part.strip()]
    several = len(parts) > 1 and any(not any(credit(part, c) for c in task.headed) for part in parts)
    if len(children) <= _MANY or not several or not subject or not all(credit(heading, c) > 0.5 for c in subject):
        return children
    on = [child for child in children if any(credit(padded(child.text), c) > 0.5 for c in subject)]
    return on if len(on) >= 2 else children


def entry_text(node: Node) -> str:
    """A child's own words, with the short entries below it."""
    text = nfc(node.text).lstrip("-+*• ").strip()
    if below := told_below(node):
        text = f"{text} {'; '.join(nfc(child.text).lstrip('-+* ').rstrip(' .;') for child in below)}"
    return re.sub(r"\s+", " ", text)


def told_below(node: Node) -> list[Node]:
    """The entries below a line that ends in a colon, which are told with it."""
    return [child for child in content(node)[:6] if child.text] if node.text.rstrip().endswith(":") else []


def evidence_of(document: Document, node: Node, *below: Node) -> Evidence:
    """A node's own words and those of what is told with it, as one piece of evidence."""
    spans = sorted({span for part in (node, *below) for span in part.spans})
    return Evidence(document.id, node.id, tuple(spans))


def short(text: str, most: int) -> str:
    """A text cut at a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def gist(text: str, most: int) -> str:
    """A long paragraph in little room: how it opens, and the sentences with figures, in reading order and in its own words."""
    if len(text) <= most:
        return text
    pieces = [text[start:end].strip() for start, end in sentences(text)]
    kept = [short(pieces[0], max(most // 3, _WORTH))]
    last, room = 0, most - len(kept[0])
    for at, piece in enumerate(pieces[1:], 1):
        if not says_figure(piece) or room < _WORTH:
            continue
        gap = at > last + 1 and not kept[-1].endswith("…")
        told = short(piece, room - 3)
        kept.append(f"… {told}" if gap else told)
        last, room = at, room - len(told) - 3
    cut = last + 1 < len(pieces) and not kept[-1].endswith("…")
    return " ".join(kept) + (" …" if cut else "") if len(kept) > 1 else short(text, most)
