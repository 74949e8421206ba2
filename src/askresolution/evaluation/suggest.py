"""Drafts of known questions for one document, from its facts, figures, outline and footnotes, for a person to accept.

A draft asks in the document's own words, which a person rewords as people ask; its gold quotes and expected words are
the source's, and a draft that the checker does not prove is not given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace

from askresolution.domain import Document, Evidence, Node
from askresolution.evaluation.checking import check_gold
from askresolution.evaluation.places import Places
from askresolution.evaluation.questions import Gold, Question
from askresolution.facts.assignments import assignments
from askresolution.facts.model import Assignment
from askresolution.facts.people import people
from askresolution.facts.terms import terms
from askresolution.reading import quote, sentences
from askresolution.vietnamese import collapse, nfc

#: Drafts of one sort at most; more would not be read.
MOST = 12
_LABEL = re.compile(r"^(?:[-+•*]|\(?\w{1,4}[).](?:\d+\.?)*)\s+")
#: What stands before the words of a note: blanks, strokes, signs that a font did not have.
_JUNK = re.compile(r"^[^\w“\"(]+")
_UNIT = (
    r"%|(?:nghìn |triệu |tỷ )?đồng(?:/\w+)*|triệu|tỷ|km2?²?|ha|tạ/ha|tấn|người|hộ|con|lượt(?: khách)?|đảng viên|hội viên|cuộc|vụ|"
    r"dự án|công trình|sản phẩm|doanh nghiệp|hồ sơ|mô hình|trường"
)
_FIGURE = re.compile(
    r"(?:^|(?<=[,;:.(]))\s*(?P<subject>[^,;.:()“”]{8,90}?)\s+(?:ước\s+)?(?:đạt|là|còn|chiếm|bằng)\s+(?:khoảng|trên|dưới|gần|hơn|từ)?\s*"
    rf"(?P<value>\d[\d.,]*\d|\d)\s*(?P<unit>{_UNIT})(?!\w)"
)
_NUMBERED = re.compile(
    r"(?P<kind>Nghị quyết|Quyết định|Chỉ thị|Kết luận|Kế hoạch|Quy định|Nghị định|Thông tư|Hướng dẫn|Đề án|Chương trình)\s+số\s+"
    r"(?P<number>\d[\w/.-]*\w)[^;.]{0,120}?\s(?P<about>về\s+[^;.,“”]{10,120}|“[^”]{10,120}”)"
)


def suggest(document: Document) -> list[Question]:
    """Drafts in the form of the questions file, each proven by its gold quotes; none for a document without any ground."""
    makers: Sequence[Callable[[Document], Iterator[Question]]] = (
        _assigned, _signed, _figures, _numbered, _defined, _footnotes, _outlined,
    )  # fmt: skip
    documents = {document.id: document}
    places = Places(documents)
    drafts: list[Question] = []
    asked: set[str] = set()
    for maker in makers:
        kept = 0
        for draft in maker(document):
            if kept == MOST:
                break
            if draft.question not in asked and not check_gold([draft], documents, places):
                asked.add(draft.question)
                drafts.append(replace(draft, id=f"draft-{document.id}-{len(drafts) + 1:03}"))
                kept += 1
    return drafts


def as_lines(drafts: Sequence[Question]) -> str:
    """The drafts as JSON Lines of the fixed form."""
    keys = ("id", "lang", "kind", "question", "history", "gold", "must", "note")
    rows = ({key: asdict(draft)[key] for key in keys} for draft in drafts)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _draft(document: Document, kind: str, question: str, quotes: Sequence[str], must: Sequence[str], note: str) -> Question:
    gold = tuple(Gold(document.id, collapse(text)) for text in quotes)
    return Question(
        "", "vi", kind, collapse(nfc(question)), (), gold, tuple((collapse(word),) for word in must), f"bản nháp: {note}"
    )


def _of(document: Document) -> str:
    """ "của xã X", empty where the document names no issuer."""
    return f" của {document.metadata.issuer}" if document.metadata.issuer else ""


def _said(document: Document, evidence: Evidence) -> str:
    return quote(document.source.text, evidence.spans)


def _bare(text: str) -> str:
    return _LABEL.sub("", collapse(text)).strip(" .;:")


def _assigned(document: Document) -> Iterator[Question]:
    """Who leads, who directs, who coordinates, and by when."""
    for fact in assignments(document):
        title = _bare(fact.title)
        if not title or len(title) > 220 or "title" not in fact.evidence:
            continue
        yield from _asked_of(document, fact, title)


def _asked_of(document: Document, fact: Assignment, title: str) -> Iterator[Question]:
    fields = (
        ("lead", "who", "Cơ quan nào chủ trì “{title}”{of}?", (fact.lead,)),
        ("director", "who", "Ai chỉ đạo “{title}”{of}?", (fact.director,)),
        ("coordinating", "list", "Những cơ quan nào phối hợp thực hiện “{title}”{of}?", fact.coordinating),
        ("draft_by", "deadline", "Khi nào phải hoàn thiện “{title}”{of}?", (fact.draft_by,)),
        ("finish", "deadline", "“{title}”{of} phải hoàn thành khi nào?", (fact.finish,)),
    )
    for field, kind, asked, values in fields:
        if field in fact.evidence and any(values):
            proof = [_said(document, fact.evidence["title"]), _said(document, fact.evidence[field])]
            yield _draft(
                document, kind, asked.format(title=title, of=_of(document)), proof, [v for v in values if v], "phân công"
            )


def _signed(document: Document) -> Iterator[Question]:
    kind = document.metadata.kind or "văn bản"
    for person in people(document):
        yield _draft(
            document, "who", f"Ai ký {kind}{_of(document)}?", [_said(document, person.evidence)], [person.name], "người ký"
        )


def _figures(document: Document) -> Iterator[Question]:
    """Statements that something is so much."""
    for text in _sentences(document):
        for found in _FIGURE.finditer(text):
            subject = _bare(found["subject"])
            if len(subject.split()) >= 3:
                asked = f"{subject[:1].upper()}{subject[1:]}{_of(document)} là bao nhiêu?"
                yield _draft(document, "number", asked, [found.group().strip()], [found["value"]], "số liệu")


def _numbered(document: Document) -> Iterator[Question]:
    """Documents that are named with number and subject."""
    for text in _sentences(document):
        for found in _NUMBERED.finditer(text):
            asked = f"{found['kind']} {found['about'].strip()} có số bao nhiêu?"
            yield _draft(document, "identifier", asked, [found.group()], [found["number"]], "số hiệu")


def _defined(document: Document) -> Iterator[Question]:
    for term in terms(document):
        yield _draft(
            document,
            "identifier",
            f"{term.term} là viết tắt của gì?",
            [_said(document, term.evidence)],
            [term.expansion],
            "viết tắt",
        )


def _footnotes(document: Document) -> Iterator[Question]:
    kind = document.metadata.kind or "văn bản"
    for node in document.root.walk():
        if node.kind == "footnote" and node.label.strip("[]().").isdigit():
            body = _JUNK.sub("", node.text.removeprefix(node.label))
            opening = " ".join(body.split()[:6])
            if opening:
                asked = f"Chú thích số {node.label.strip('[]().')} trong {kind}{_of(document)} nói gì?"
                yield _draft(document, "footnote", asked, [body], [opening], "chú thích")


def _outlined(document: Document) -> Iterator[Question]:
    """What a section with several points says; the opening words of its points are expected."""
    for node in document.root.walk():
        points = [child for child in node.children if child.kind in ("item", "bullet", "section") and child.text]
        if node.kind not in ("part", "section") or not node.heading or len(points) < 3:
            continue
        quotes = [_opening(child) for child in points[:4]]
        if all(len(text.split()) >= 4 for text in quotes):
            asked = f"Mục “{_bare(node.heading)}”{_of(document)} gồm những nội dung gì?"
            yield _draft(document, "overview", asked, quotes, quotes, "dàn ý")


def _opening(node: Node) -> str:
    return " ".join(_bare(node.text).split()[:8])


def _sentences(document: Document) -> Iterator[str]:
    for node in document.root.walk():
        if node.kind in ("paragraph", "item", "bullet", "footnote"):
            for start, end in sentences(node.text):
                yield node.text[start:end]
