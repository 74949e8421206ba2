"""Which resolution a document carries out, and which papers it rests on: told in its title and before its first part."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.domain import Document, Node
from askresolution.vietnamese import collapse, fold, nfc

_KINDS = "nghi quyet|chi thi|ket luan|quyet dinh|ke hoach|chuong trinh hanh dong|cong van|to trinh|thong bao|van ban"
#: "… để thực hiện nghị quyết nào?", "which resolution does … implement?".
_ASKED = re.compile(
    rf" (?:thuc hien|trien khai|lam theo|cu the hoa|can cu|dua (?:tren|vao)|quan triet|thi hanh|bat nguon tu|theo)(?: \w+)? (?P<kind>{_KINDS})(?: \w+)? (?:so )?(?:nao|may|gi|bao nhieu)\b"
    r"|(?:which|what) (?P<english>resolution|directive|conclusion|decision|plan|submission|document)s?\b.{0,60}\b(?:implements?|carr(?:y|ies) out|based on|rests? on|led)\b"
)
_ENGLISH = {
    "resolution": "nghi quyet", "directive": "chi thi", "conclusion": "ket luan", "decision": "quyet dinh", "plan": "ke hoach",
    "submission": "to trinh", "document": "van ban",
}  # fmt: skip
#: A paper by its number.
_NUMBERED = r"(?:số\s*)?:?\s*\d+(?:/\d{4})?[-/]\s?[A-ZĐ]"


def answer_grounds(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The lines of a document's opening that name the paper asked for; empty when the question asks something else."""
    asked = _ASKED.search(task.folded)
    if asked is None or not (task.query.documents or task.query.issuers):
        return []
    kind = asked.group("kind") or _ENGLISH[asked.group("english")]
    lines: list[str] = []
    for document in _meant(knowledge, task):
        for node in _opening(document):
            if _names(node, kind):
                name = document_name(document, task.wording)
                lines += [f"{name}:", f"> “{collapse(nfc(node.text))}” {citations.mark(whole(document, node.id))}"]
                break
    return lines


def _meant(knowledge: Knowledge, task: Task) -> list[Document]:
    """The documents that the question names, else those of its commune whose kind it opens with."""
    own = [d for d in knowledge.documents.values() if task.allows(d.metadata.issuer, d.id)]
    named = [d for d in own if d.id in task.query.documents]
    opening = [d for d in own if d.metadata.kind and fold(d.metadata.kind).split()[0] in task.query.words[:4]]
    return (named or opening)[:2]


def _opening(document: Document) -> list[Node]:
    """What is written before the first part: first the sentences, which tell number and date, then the title."""
    before: list[Node] = []
    for child in document.root.children:
        if child.kind in ("part", "section"):
            break
        if child.kind in ("paragraph", "item", "bullet"):
            before.append(child)
    return [*before[:6], *(child for child in document.root.children if child.kind == "title")]


def _names(node: Node, kind: str) -> bool:
    text = nfc(node.text)
    kinds = _KINDS if kind == "van ban" else kind
    return any(re.match(rf"\s*{_NUMBERED}", text[match.end() :]) for match in re.finditer(rf"\b(?:{kinds})\b", fold(text)))
