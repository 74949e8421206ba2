"""What a document says of itself outside its text: its number, its date, whom it was sent to."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.naming import document_name
from askresolution.answering.people_answers import answer_people
from askresolution.answering.sorts import first_kind
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Node
from askresolution.retrieval.periods import asked_part, part_of_year
from askresolution.vietnamese import collapse, fold, nfc, tokens

_RECIPIENTS = re.compile(
    r"\b(?:noi nhan|(?:duoc )?gui (?:cho|den|toi|di)|gui (?:nhung|cac) (?:noi|co quan|don vi)|gui ai|gui dau)\b|\b(?:recipients?|(?:is|was|were) (?:it |this |the \w+ )*sent to|distribution list|copied to)\b"
)
#: Whether a document is issued yet, or which draft it is.
_OWN_STATUS = re.compile(
    r"\b(?:ban )?(?:du thao|ban nhap|nhap)\b.{0,15}\b(?:thu may|lan may|so may|chua|khong|hay)\b|\b(?:ban hanh|chinh thuc|thong qua|so hieu|so ban hanh)\b.{0,20}\b(?:chua|hay (?:chua|con|moi))\b"
    r"|\b(?:which|what) draft\b|\b(?:still )?a draft\b|\bdraft (?:number|version)\b|\b(?:issued|adopted|final|official)\b.{0,15}\b(?:yet|or)\b"
)
_OWN_NUMBER = re.compile(
    r"\b(?:number and date|date and number)\b|\b(?:so (?:ki |ky )?hieu|so van ban|(?:mang|co|la) so (?:may|bao nhieu|gi)|(?<!con )so (?:may|bao nhieu|gi)|(?<!con )so nao|(?:danh|dang ky) so|so va ngay|(?:bao cao|ket luan|ke hoach|chuong trinh(?: hanh dong)?|nghi quyet|thong bao) so (?:may|bao nhieu)|so (?:va )?ngay (?:thang )?(?:ban hanh |ky )?(?:cua )?(?:van ban|nghi quyet|ket luan|ke hoach|chuong trinh|bao cao|quyet dinh))\b|\b(?:document number|reference number|number of the|its number|what number)\b"
)
_OWN_DATE = re.compile(
    r"\b(?:number and date|date and number|number or date)\b|\b(?:what|which) (?:number and )?date\b.{0,40}\b(?:carry|bear|have|of)\b|\b(?:de|ghi|ky|ra) ngay (?:nao|may)\b|\b(?:ban hanh|ky|ra|de ngay|phat hanh)\b.{0,25}\b(?:ngay (?:nao|may|thang nam nao)|khi nao|bao gio|luc nao|thoi diem nao)\b"
    r"|\b(?:ban hanh|ky|ra|de) (?:vao )?ngay (?:bao nhieu|may)\b|\bso (?:va )?ngay (?:thang )?(?:cua )?(?:van ban|nghi quyet|ket luan|ke hoach|chuong trinh|bao cao|quyet dinh)\b"
    r"|\bngay (?:ban hanh|ky)\b|\b(?:when was|date of|what date)\b.{0,60}\b(?:issued|signed|dated|adopted|promulgated)\b"
)
#: "Kế hoạch 2026 căn cứ nghị quyết số mấy?" asks for the number of another document than it names.
_GROUND = re.compile(r" (?:can cu|dua tren|theo (?:nghi|quyet|chi|ke)|thuc hien nghi quyet so|vien dan|cites?|based on|refers? to) ")
_DATE = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}")
#: Words beside the document's kind, commune and time with which its own number or date is asked.
_ASIDE = frozenset(
    "so hieu ky ki van ban may bao nhieu gi ngay thang nam ban hanh phat khi luc thoi diem ra de document number reference issued "
    "signed date dated ban hanh cua bao cao ket luan chuong trinh hanh dong nghi quyet dang uy uy bch chap hanh bo xa ten day du quy "
    "ban nhap du thao moi chua da dang o cai hay lan nghi thao version still yet issued adopted final official carry carries bear third second first meeting conference session "
    "nhiem ky khoa hoi lan thu gui cho den toi di noi nhan nhung cac co quan don vi ai dau duoc recipients recipient sent who whom copied "
    "bc kl nq cthd du hieu ki j cho xin kh ct qd mang distribution list commune party committee program programme action report conclusion resolution political chinh tri ve viec thi "
    "tong ket danh dang ra van ban giay to cuoi nam ho giup voi tom "
    "ket qua thuc hien nhiem vu thang dau cuoi which what when was were number to its this i ii iii iv dot xin".split()
)


def answer_documents(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Number, date, status or recipients of the documents that the question is about; empty when it asks something else.

    Number and date stand together on a document and are told together; so is that it is a draft, which may have neither.
    """
    number, date, recipients, status = (
        bool(pattern.search(task.folded)) for pattern in (_OWN_NUMBER, _OWN_DATE, _RECIPIENTS, _OWN_STATUS)
    )
    if not (number or date or recipients or status):
        return []
    lines: list[str] = []
    for document in _meant(knowledge, task, status):
        name = document_name(document, task.wording)
        if recipients:
            node = next((n for n in document.root.walk() if n.kind == "recipients" and n.text), None)
            if node is not None:
                lines.append(f"{name}:")
                lines.append(f"> “{collapse(nfc(_text(node)))}” {citations.mark(_evidence(document, node))}")
            continue
        told = [_said(task, document, name, "document_number", document.metadata.number, citations)] if document.metadata.number else []
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", document.metadata.date):
            year, month, day = document.metadata.date.split("-")
            told.append(_said(task, document, name, "document_date", f"{int(day)}/{int(month)}/{year}", citations))
        if document.metadata.status == "draft" and (status or not any(told)):
            note = document.metadata.status_note or task.wording.say("draft")
            told.append(_said(task, document, name, "document_status", note, citations))
        lines.extend(told)
    if any(lines) and "signer" in task.intents:
        lines.extend(answer_people(knowledge, task, citations))  # "ký ngày nào, ai ký?"
    return [line for line in lines if line]


def silent_documents(knowledge: Knowledge, task: Task) -> list[str]:
    """A line for each document whose own number is asked for and that bears none; empty where any bears one."""
    if not _OWN_NUMBER.search(task.folded) or _RECIPIENTS.search(task.folded) or not task.query.documents:
        return []
    meant = _meant(knowledge, task, False)
    if not meant or any(d.metadata.number or (d.metadata.status == "draft") for d in meant):
        return []
    return [task.wording.say("document_unnumbered", name=document_name(d, task.wording)) for d in meant]


def _meant(knowledge: Knowledge, task: Task, status: bool) -> list[Document]:
    """The documents that a question is about as such: named by kind and commune, those of the time that it names before
    others; none when it asks of something besides. With `status` a commune is enough: its drafts are meant."""
    if not (task.query.documents or task.query.issuers or (status and len(knowledge.documents) == 1)):
        return []
    admitted = [d for d in knowledge.documents.values() if task.allows(d.metadata.issuer, d.id)]
    named = [d for d in admitted if not task.query.documents or d.id in task.query.documents]
    if status and not task.query.documents:
        named = [d for d in admitted if d.metadata.status == "draft"] or named
    named = [d for d in named if not _asks_more(task, d)]
    part = asked_part(task.folded)
    timed = [d for d in named if part_of_year(fold(d.metadata.title)) == part]
    timed = [d for d in timed or named if any(year in d.metadata.title + d.metadata.period for year in task.query.years)] or timed
    return timed or named


#: Words with which the money of a document as a whole is asked.
_OF_COST = frozenset("kinh phi tien ton het mat chi tong cong von nguon lay tu dau thuc hien dong ty trieu du toan can muc dau tu ngan sach cost budget funding funds money total much source paid".split())


def about_as_such(task: Task, document: Document) -> bool:
    """Whether a question about money asks it of a document as a whole, and of nothing that its text is about."""
    title = set(tokens(document.metadata.title)) | _ASIDE | _OF_COST
    return all(any(set(said.split()) <= title for said in (c.word, *c.alternatives)) or c.word.isdigit() for c in task.wanted)


def _asks_more(task: Task, document: Document) -> bool:
    """Whether a question is about something besides a document as such: its kind, commune, title and time."""
    title = set(tokens(document.metadata.title)) | {"van", "kien", "dai", "hoi"}
    if _RECIPIENTS.search(task.folded):  # "gửi cho tổ công tác nào?" names one of them
        title |= {word for node in document.root.walk() if node.kind == "recipients" for word in tokens(_text(node))}
    rest = [
        c
        for c in task.wanted
        if not any(set(said.split()) <= _ASIDE | title for said in (c.word, *c.alternatives))
        and not re.fullmatch(r"[\d/.-]+", c.word)
        and c.word != fold(document.metadata.number)
    ]
    kind, own = first_kind(task.folded), fold(document.metadata.kind)
    if kind and own and not (own.startswith(kind) or kind in own):
        return True  # "Tờ trình xin ban hành kế hoạch số mấy?" asks for no plan's number
    return bool(rest) or bool(_GROUND.search(task.folded))


def _said(task: Task, document: Document, name: str, key: str, value: str, citations: Citations) -> str:
    """A line with the value and the place in the document's frame where it stands."""
    frames = [node for node in document.root.children if node.kind in ("letterhead", "title", "furniture", "signature")]
    for node in [*frames, *document.root.walk()]:
        if node.text and _shows(node, value):
            written = _DATE.search(collapse(nfc(node.text)))
            if key == "document_date" and written:
                value = f"{value} (“{written.group()}”)"
            return f"{name}: {task.wording.say(key, value=value)} {citations.mark(whole(document, node.id))}"
    return ""


def _shows(node: Node, value: str) -> bool:
    text = re.sub(r"\s", "", fold(nfc(node.text)))
    if "/" in value and re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", value):
        day, month, year = (int(part) for part in value.split("/"))
        return bool(re.search(rf"ngay0?{day}thang0?{month}nam{year}|{year}-{month:02}-{day:02}", text))
    return re.sub(r"\s", "", fold(value)) in text


def _text(node: Node) -> str:
    return " ".join(part.text for part in node.walk() if part.text)


def _evidence(document: Document, node: Node) -> Evidence:
    spans = tuple(sorted(span for part in node.walk() for span in part.spans))
    return Evidence(document.id, node.id, spans)
