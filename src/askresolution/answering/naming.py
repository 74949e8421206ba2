"""How documents, places in them and facts are called in an answer."""

from __future__ import annotations

import re

from askresolution.answering.wording import Wording
from askresolution.domain import Document, Node
from askresolution.vietnamese import fold, nfc


def document_name(document: Document, wording: Wording) -> str:
    """A document's short name: kind, period, issuer, and that it is a draft where it is one."""
    data = document.metadata
    kind = data.kind or data.title
    if not data.issuer:
        name = data.title
    elif data.number:
        name = wording.say("document_name_numbered", kind=kind, number=data.number, issuer=data.issuer)
    elif data.period:
        name = wording.say("document_name_dated", kind=kind, period=data.period, issuer=data.issuer)
    else:
        name = wording.say("document_name", kind=kind, issuer=data.issuer)
    if data.status == "draft":
        name = wording.say("draft_suffix", name=name, note=data.status_note or "dự thảo")
    return nfc(name)


def place(document: Document, node_id: str) -> str:
    """Where a node stands, short: the labels of its path and the heading of the nearest one."""
    labels = []
    heading = ""
    for ancestor in _ancestors(document, node_id):
        if ancestor.kind in ("part", "section", "item") and ancestor.label:
            labels.append(ancestor.label.rstrip(". "))
        if ancestor.kind in ("part", "section") and ancestor.heading:
            heading = ancestor.heading
    shown = f"{' › '.join(labels)} {_short(heading)}".strip()
    return nfc(shown)


def introduction(document: Document, node_id: str, wording: Wording, quoted: str = "") -> str:
    """The line before a quotation: the document, and where in it the words stand, where that has a name.

    A bullet that opens with whom or what it is about ("Hội Phụ nữ: …") is named so, where what is `quoted` leaves that out.
    """
    source, where = document_name(document, wording), place(document, node_id)
    subject = _subject(document.nodes[node_id]) if quoted else ""
    if subject and fold(subject) not in fold(quoted) and fold(subject) not in fold(where):
        where = f"{where} › {subject}" if where else subject
    return wording.say("passage_intro", source=source, where=where) if where else wording.say("passage_intro_plain", source=source)


#: What a bullet or a note is about, before its colon.
_SUBJECT = re.compile(r"^[\W\d]*(?P<subject>[A-ZĐ\u00c0-\u1ef8][^:;.]{5,60}?)\s?:\s+(?=[A-ZĐ\u00c0-\u1ef8])")


def _subject(node: Node) -> str:
    match = _SUBJECT.match(nfc(node.text)) if node.kind in ("bullet", "paragraph", "item", "footnote") else None
    return match.group("subject") if match else ""


def _ancestors(document: Document, node_id: str) -> list:  # type: ignore[type-arg]
    found = []
    node = document.nodes[node_id]
    current = document.parents.get(node_id) if node.kind not in ("part", "section") else node_id
    while current is not None:
        found.append(document.nodes[current])
        current = document.parents.get(current)
    return list(reversed(found))


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
