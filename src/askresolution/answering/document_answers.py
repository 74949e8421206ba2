"""What a document says of itself outside its text: its number, its date, whom it was sent to."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Node
from askresolution.retrieval.periods import part_of_year
from askresolution.vietnamese import collapse, fold, nfc

_RECIPIENTS = re.compile(
    r"\b(?:noi nhan|(?:duoc )?gui (?:cho|den|toi|di)|gui (?:nhung|cac) (?:noi|co quan|don vi)|gui ai|gui dau)\b|\b(?:recipients?|(?:is|was|were) (?:it |this |the \w+ )*sent to|distribution list|copied to)\b"
)
_OWN_NUMBER = re.compile(
    r"\b(?:so (?:ki |ky )?hieu|so van ban|(?:mang|co|la) so (?:may|bao nhieu|gi)|so (?:may|bao nhieu|gi)|so nao)\b|\b(?:document number|reference number|number of the|its number|what number)\b"
)
_OWN_DATE = re.compile(
    r"\b(?:ban hanh|ky|ra|de ngay|phat hanh)\b.{0,25}\b(?:ngay (?:nao|may|thang nam nao)|khi nao|bao gio|luc nao|thoi diem nao)\b"
    r"|\bngay (?:ban hanh|ky)\b|\b(?:when was|date of|what date)\b.{0,60}\b(?:issued|signed|dated|adopted|promulgated)\b"
)
#: Words beside the document's kind, commune and time with which its own number or date is asked.
_ASIDE = frozenset(
    "so hieu ky ki van ban may bao nhieu gi ngay thang nam ban hanh phat khi luc thoi diem ra de document number reference issued "
    "signed date dated ban hanh cua bao cao ket luan chuong trinh hanh dong nghi quyet dang uy uy bch chap hanh bo xa ten day du quy "
    "nhiem ky khoa hoi lan thu gui cho den toi di noi nhan nhung cac co quan don vi ai dau duoc recipients recipient sent who whom copied "
    "bc kl nq cthd du hieu ki j cho xin kh ct qd mang distribution list commune party committee program programme action report conclusion resolution political chinh tri ve viec thi "
    "ket qua thuc hien nhiem vu thang dau cuoi which what when was were number to its this i ii iii iv dot xin".split()
)


def answer_documents(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Number, date or recipients of the documents that the question is about; empty when it asks something else."""
    asked = (_OWN_NUMBER, _OWN_DATE, _RECIPIENTS)
    number, date, recipients = (bool(pattern.search(task.folded)) for pattern in asked)
    if not (number or date or recipients) or _asks_more(task):
        return []
    lines: list[str] = []
    for document in _meant(knowledge, task):
        name = document_name(document, task.wording)
        if recipients:
            node = next((n for n in document.root.walk() if n.kind == "recipients" and n.text), None)
            if node is not None:
                lines.append(f"{name}:")
                lines.append(f"> “{collapse(nfc(_text(node)))}” {citations.mark(_evidence(document, node))}")
        elif number and document.metadata.number:
            lines.append(_said(task, document, name, "document_number", document.metadata.number, citations))
        elif date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", document.metadata.date):
            year, month, day = document.metadata.date.split("-")
            lines.append(_said(task, document, name, "document_date", f"{day}/{month}/{year}", citations))
    return [line for line in lines if line]


def _asks_more(task: Task) -> bool:
    """Whether the question is about something besides a document as such."""
    rest = [c for c in task.wanted if not set(c.word.split()) <= _ASIDE and not re.fullmatch(r"[\d/.-]+", c.word)]
    return bool(rest) or not (task.query.documents or task.query.issuers)


def _meant(knowledge: Knowledge, task: Task) -> list[Document]:
    """The documents that a question names by kind and commune, those of the time that it names before others."""
    named = [
        document
        for document in knowledge.documents.values()
        if task.allows(document.metadata.issuer, document.id)
        and (not task.query.documents or document.id in task.query.documents)
    ]
    part = part_of_year(fold(task.query.text))
    timed = [d for d in named if part_of_year(fold(d.metadata.title)) == part]
    return timed or named


def _said(task: Task, document: Document, name: str, key: str, value: str, citations: Citations) -> str:
    """A line with the value and the place in the document's frame where it stands."""
    frames = [node for node in document.root.children if node.kind in ("letterhead", "title", "furniture", "signature")]
    for node in [*frames, *document.root.walk()]:
        if node.text and _shows(node, value):
            return f"{name}: {task.wording.say(key, value=value)} {citations.mark(whole(document, node.id))}"
    return ""


def _shows(node: Node, value: str) -> bool:
    text = re.sub(r"\s", "", fold(nfc(node.text)))
    if "/" in value and re.fullmatch(r"\d\d/\d\d/\d{4}", value):
        day, month, year = (int(part) for part in value.split("/"))
        return bool(re.search(rf"ngay0?{day}thang0?{month}nam{year}", text))
    return re.sub(r"\s", "", fold(value)) in text


def _text(node: Node) -> str:
    return " ".join(part.text for part in node.walk() if part.text)


def _evidence(document: Document, node: Node) -> Evidence:
    spans = tuple(sorted(span for part in node.walk() for span in part.spans))
    return Evidence(document.id, node.id, spans)
