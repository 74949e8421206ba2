"""A footnote asked for by its number: "Chú thích số 5 trong báo cáo nói gì?"."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.vietnamese import nfc

_NUMBER = re.compile(r"(?:chu thich|ghi chu|cuoc chu|footnote|endnote)(?: (?:so|thu|cuoi trang|number))* (\d{1,3})\b")
_LONGEST = 900


def answer_footnotes(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The footnote of that number in the documents that the question names, else in all that have one."""
    match = _NUMBER.search(task.folded)
    if match is None:
        return []
    lines = []
    for document in knowledge.documents.values():
        if not task.allows(document.metadata.issuer, document.id):
            continue
        if task.query.documents and document.id not in task.query.documents:
            continue
        for node in document.root.walk():
            if node.kind == "footnote" and node.label == match.group(1):
                text = nfc(node.text) if len(node.text) <= _LONGEST else nfc(node.text)[:_LONGEST].rsplit(" ", 1)[0] + " …"
                lines.append(f"{document_name(document, task.wording)}:")
                lines.append(f"> “{text}” {citations.mark(whole(document, node.id))}")
    return lines
