"""A document in short: its outline, what it says of itself, and the figures that everyone reads it for."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.entries import content, entry_text, evidence_of, short, told_below
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import coverage, padded
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence
from askresolution.reading import Reading, quote, sentences
from askresolution.vietnamese import collapse, fold, nfc

_BUDGET = 2500
#: Headings under which a document sums itself up, and how many points are told of one.
_SUMS_UP = re.compile(r"\b(?:muc tieu (?:tong quat|chung)|danh gia chung|ket qua noi bat|nhan dinh chung)\b|^\W*(?:[\divx]+\W+)?muc tieu\W*$")
_POINTS = 9
#: Documents of so few parts are told with what opens each.
_FEW = 3
#: Characters that are told of an article without a heading, and of the parts of a short document.
_OPENING = 260
_HEADED = ("part", "section", "item")


def documents_outlined(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The outline of the documents that an overview question names and asks nothing further of."""
    if "overview" not in task.intents and "list" not in task.intents:
        return []
    lines: list[str] = []
    for name in task.query.documents:
        document = knowledge.documents[name]
        data = document.metadata
        english = " ".join(knowledge.understanding.kind_names(data.kind)) if task.query.language == "en" else ""
        head = next((nfc(node.text) for node in document.root.children if node.kind == "letterhead"), "")
        named = padded(f"{data.kind} {data.title} {data.period} {data.number} {english} {head}")
        if (
            coverage(named, task.wanted) < 0.7
            or not task.allows(document.metadata.issuer, name)
            or "overview" not in task.intents
        ):
            continue
        share = _BUDGET // max(len(task.query.documents), 1)
        lines.extend(_outline(document, task, citations, share // 2))
        lines.extend(_main_points(knowledge, document, task, citations, share // 2))
    return lines


def _main_points(knowledge: Knowledge, document: Document, task: Task, citations: Citations, budget: int) -> list[str]:
    """What a document says in short: its general aim or assessment, and the first of its figures, quoted."""
    lines: list[str] = []
    for node in document.root.walk():
        said = [child for child in content(node) if child.text and child.kind in ("paragraph", "bullet", "item")][:1]
        if node.kind in _HEADED and (said or node.kind == "item") and _SUMS_UP.search(fold(node.heading or node.text[:120])):
            told = said[0] if said else node
            lines.append(f"- {short(entry_text(told), 500)} {citations.mark(evidence_of(document, told, *told_below(told)))}")
            break
    if met := _targets_met(document):
        lines.append(f"- {short(met[0], 300)} {citations.mark(met[1])}")
    facts = [fact for fact in knowledge.facts.targets if fact.document == document.id and fact.value]
    aims = [fact for fact in facts if fact.kind == "target"]
    chosen = aims if len(aims) >= len(facts) / 2 else [fact for fact in facts if fact.kind != "target"]
    # First what every report and programme is read for, then evenly from the whole document: its first figures are all of
    # one matter.
    first = [next((fact for fact in chosen if head in fold(fact.indicator)), None) for head in _HEADLINES]
    evenly = [chosen[at * len(chosen) // _POINTS] for at in range(_POINTS) if chosen]
    for fact in [*(fact for fact in first if fact is not None), *evenly]:
        proof = fact.evidence[0]
        said_here = collapse(nfc(quote(document.source.text, proof.spans))).lstrip("-+*•\ufffd ")
        line = f"- {short(said_here, 170)}"
        if any(other.startswith(line) for other in lines) or sum(map(len, lines)) + len(line) > budget:
            continue
        lines.append(f"{line} {citations.mark(proof)}")
    return [task.wording.say("main_points"), *lines] if lines else []


#: The indicators that every report and programme of a commune is read for, folded.
_HEADLINES = ("gia tri san xuat", "thu ngan sach", "thu nhap binh quan", "ho ngheo", "ket nap dang vien")
#: "Trong 13 chỉ tiêu, có 10 chỉ tiêu đạt và vượt": what a report says of its targets as a whole.
_MET = re.compile(r"\b\d+\s*/\s*\d+ chỉ tiêu|\d+ chỉ tiêu\b.{0,60}?\b(?:đạt|vượt|hoàn thành)\b.{0,60}?\d+ chỉ tiêu|\d+ chỉ tiêu (?:chủ yếu)?.{0,20}\bcó \d+ chỉ tiêu")


def _targets_met(document: Document) -> tuple[str, Evidence] | None:
    """The first sentence that says how many of its targets were met, with its place."""
    for node in document.root.walk():
        if node.kind not in ("paragraph", "bullet", "item") or not _MET.search(nfc(node.text)):
            continue
        reading = Reading(document.source.text, node.spans)
        for start, end in sentences(reading.text):
            if _MET.search(nfc(reading.text[start:end])):
                return reading.text[start:end].strip().lstrip("-+*• "), Evidence(document.id, node.id, reading.spans(start, end))
    return None


def _outline(document: Document, task: Task, citations: Citations, budget: int) -> list[str]:
    tops = [node for node in document.root.children if node.kind in ("part", "section")]
    title = next((node for node in document.root.walk() if node.kind == "title"), None)
    lines = [f"**{document_name(document, task.wording)}**"]
    if title is not None and title.text:
        lines.append(f"> “{short(nfc(title.text), 400)}” {citations.mark(whole(document, title.id))}")
    if tops:
        lines.append(task.wording.say("part_sections"))
    room = max(120, (budget - 100) // max(len(tops), 1))
    for top in tops:
        below = [child for child in top.children if child.kind in ("part", "section")]
        lead = next((child for child in content(top) if child.text and child not in below), None)
        said = nfc(lead.text) if lead is not None else ""
        if not top.heading and len(top.text) > len(top.name):
            lead, said = None, nfc(top.text).removeprefix(nfc(top.label)).strip()  # an article may say all in the line that opens it
        opens = bool(said) and (not top.heading or len(tops) <= _FEW)
        text = nfc(top.name) + (f" {short(said, _OPENING)}" if opens else "")
        text += f" ({'; '.join(nfc(child.name) for child in below)})" if below else ""
        told = [*([lead] if opens and lead is not None else []), *below]
        lines.append(f"- {short(text, room)} {citations.mark(evidence_of(document, top, *told))}")
    return lines
