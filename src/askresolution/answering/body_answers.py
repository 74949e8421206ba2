"""What a body is charged with, where a document tells it body by body: "5. Bộ Y tế", "Công an phường: …"."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, credit, padded
from askresolution.answering.naming import introduction
from askresolution.answering.sections import entries_of, of_other_time
from askresolution.answering.task import Task
from askresolution.domain import Document, Node
from askresolution.facts.assignments import AGENCY_HEAD
from askresolution.vietnamese import UPPER, fold, nfc, tokens

#: What a body is to do, asked as a whole; who leads, or what is led, is read from the facts.
_ASKS_TASKS = re.compile(
    r" (?:(?:duoc )?giao|phan cong|yeu cau|lam|lo|nhiem vu|trach nhiem|phan viec|viec)(?: (?!ai\b)\w+){0,7} (?:gi|nao)\b"
    r"| (?:nhiem vu|trach nhiem|phan viec|cong viec) (?:cua|giao cho|doi voi) | (?:tasks?|duties|work) (?:of|for|given to|assigned to) "
    r"| (?:must|should|has to|have to|asked to|told to|required to|supposed to) (?:\w+ ){0,4}(?:do|deliver|carry out) | what (?:does|do|is|are) .* (?:asked|told|assigned|charged|required) "
)
_LEADS = re.compile(r" (?:chu tri|dau moi|phoi hop|lead|leads|coordinates?) | (?:de an|ke hoach) nao ")
_BODY = re.compile(rf"^(?:Đối với |Giao |Đề nghị |Yêu cầu )?(?P<name>(?!Các\b(?! (?:phòng|cơ quan|chi bộ|thôn|bộ|ban|sở|đoàn)))(?:{AGENCY_HEAD}|[Cc]ác (?:phòng|cơ quan|chi bộ|thôn|bộ|ban))\b[^:;.]{{0,110}})")
#: Where the name of a body ends in a heading, and what parts several in one heading.
_ENDS = re.compile(r"\s+(?:chủ trì|phối hợp|theo chức năng|căn cứ|có trách nhiệm|chịu trách nhiệm|lãnh đạo|chỉ đạo|thực hiện|tham mưu|tổ chức|xây dựng)\b")
_APART = re.compile(rf",\s+| và (?=[{UPPER}])|;\s*")
#: Syllables of a body's name that others share with it, and that say nothing of which body is meant.
_SHARED = frozenset("co quan xa phuong cac va cua dang viet nam to quoc nhan dan hoi ban phong bo so".split())
_LONGEST_HEADING = 200


def answer_body(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The entries below the headings that are the body asked of, document by document; empty when the question asks for no
    body's tasks or no document tells them so."""
    asks = task.intents & {"list", "overview"} and not task.intents & {"lead", "director", "coordinating"}
    if not asks or _LEADS.search(task.folded) or not _ASKS_TASKS.search(task.folded):
        return []
    spoken = _spoken(knowledge, task)
    found: list[tuple[int, Document, Node]] = []
    for document in knowledge.documents.values():
        if not task.allows(document.metadata.issuer, document.id) or (task.query.documents and document.id not in task.query.documents):
            continue
        for node in document.root.walk():
            said = max((_names(spoken, body) for body in bodies_of(node)), default=0)
            if said and not (task.query.years and of_other_time(task, node, document)):
                found.append((said, document, node))
    best = max((said for said, _, _ in found), default=0)
    lines: list[str] = []
    chosen = [(document, node) for said, document, node in found if said == best and _about(task, node)]
    for document, node in chosen[:2]:
        lines.extend(entries_of(knowledge, task, document, node, citations) or _alone(task, document, node, citations))
    return lines


def bodies_of(node: Node) -> list[str]:
    """The bodies whose tasks a node holds: named by its heading, or before the colon that opens it."""
    if node.kind not in ("section", "part", "item", "bullet", "paragraph"):
        return []
    text = nfc(node.heading or node.text).lstrip("-+*• ")
    label = nfc(node.label)
    text = text.removeprefix(label).lstrip(".) ") if label else text
    heads = node.kind in ("section", "part") or ":" in text[:_LONGEST_HEADING]
    match = _BODY.match(text[:_LONGEST_HEADING]) if heads else None
    if match is None or not (node.children or ":" in text):
        return []
    name = _ENDS.split(match.group("name"))[0]
    return [part.strip() for part in _APART.split(name) if part.strip()]


def _spoken(knowledge: Knowledge, task: Task) -> str:
    """The question's words with abbreviations written out beside them."""
    words = list(task.query.words)
    long = [fold(said) for word in words for said in knowledge.understanding.abbreviations.expansions(word)]
    return f" {' '.join(words)} | {' | '.join(' '.join(tokens(one)) for one in long)} "


def _names(spoken: str, body: str) -> int:
    """How many syllables of a body's name a question says in a row, at least two telling ones; 0 when it does not name it."""
    words = tokens(body)
    while words and words[-1] in ("xa", "phuong", "tinh"):
        words = words[:-1]
    for size in range(len(words), 1, -1):
        if f" {' '.join(words[:size])} " in spoken and (size == len(words) or set(words[size:]) <= _SHARED):
            return size if set(words[:size]) - _SHARED else 0
    return 0


def _about(task: Task, node: Node) -> bool:
    """Whether a body's tasks may be what is asked: what else the question names is said among them."""
    line = padded(" ".join(below.text for below in node.walk() if below.text))
    rest: list[Concept] = [c for c in task.wanted if c.weight >= _TELLING]
    return not rest or any(credit(line, concept) > 0.5 for concept in rest)


#: From this weight on a word of the question says what the tasks are about.
_TELLING = 3.0


def _alone(task: Task, document: Document, node: Node, citations: Citations) -> list[str]:
    return [introduction(document, node.id, task.wording), f"> “{nfc(node.text).lstrip('-+*• ').strip()}” {citations.mark(whole(document, node.id))}"]
