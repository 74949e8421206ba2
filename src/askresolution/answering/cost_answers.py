"""What a whole plan or programme costs, and who pays: told in its section on funds, of which the question names nothing."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations
from askresolution.answering.document_answers import about_as_such
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import introduction
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Node
from askresolution.reading import Reading, sentences
from askresolution.vietnamese import fold, nfc

#: Headings of the section on funds, folded.
_FUNDS = re.compile(r"\b(?:kinh phi|nguon von|nguon luc thuc hien|du toan|khai toan)\b")
#: A sentence on the funds of the whole: "Kinh phí 96 triệu đồng từ ngân sách đảng".
_WHOLE = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:Tổng )?(?:[Kk]inh phí|nguồn lực|Nguồn lực|nhu cầu vốn|mức đầu tư|nguồn vốn)\b")
_MONEY = re.compile(r"\d\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng)|ngân sách|xã hội hóa|xã hội hoá|nguồn thu")
#: Sentences told at most.
_MOST = 3


def answer_costs(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The sentences of a named document that tell its funds; empty when the question asks of something besides, or when the
    document has none."""
    if "funding" not in task.intents or len(task.query.documents) != 1:
        return []
    document = knowledge.documents.get(task.query.documents[0])
    if document is None or not task.allows(document.metadata.issuer, document.id) or not about_as_such(task, document):
        return []
    lines: list[str] = []
    for node, start, end in _on_funds(document)[:_MOST]:
        reading = Reading(document.source.text, node.spans)
        intro = introduction(document, node.id, task.wording, reading.text)
        if intro not in lines:
            lines.append(intro)
        evidence = Evidence(document.id, node.id, reading.spans(start, end))
        lines.append(f"> “{nfc(reading.text[start:end]).strip()}” {citations.mark(evidence)}")
    return lines


def _on_funds(document: Document) -> list[tuple[Node, int, int]]:
    """Sentences that tell funds, as (node, start, end) in its reading text: those below a heading on funds, else any that
    opens with them."""
    headed, opening = [], []
    for node in document.root.walk():
        if node.kind not in ("paragraph", "item", "bullet"):
            continue
        reading = Reading(document.source.text, node.spans)
        path = document.path(node.id)
        for start, end in sentences(reading.text):
            text = nfc(reading.text[start:end])
            if not _MONEY.search(text):
                continue
            if path and _FUNDS.search(fold(path[-1])):
                headed.append((node, start, end))
            elif _WHOLE.match(text):
                opening.append((node, start, end))
    return headed or opening
