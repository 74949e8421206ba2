"""What a found passage leads to: a heading its content, a sentence that announces a list its entries, a title the outline.

Such a passage is found by its own words, which say what follows; alone it would tell its reader nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from askresolution.domain import Document, Hit, Node, Span
from askresolution.index.passages import LONGEST, separated
from askresolution.reading import Reading

_HEADED = ("part", "section")
_TEXT = ("item", "bullet", "paragraph", "table_row")


def continued(documents: Mapping[str, Document], hits: Sequence[Hit], k: int) -> list[Hit]:
    """The k best hits, each with what it leads to; one whose words an earlier one has brought is left out."""
    hits = _merged(documents, hits)
    shown: list[Hit] = []
    told: dict[str, list[Span]] = {}
    for hit in hits:
        if len(shown) == k:
            break
        passage = hit.passage
        before = told.setdefault(passage.document, [])
        if all(any(start <= begin and end <= stop for start, stop in before) for begin, end in passage.spans):
            continue
        whole = with_what_follows(documents[passage.document], hit)
        before.extend(whole.passage.spans)
        shown.append(whole)
    return shown


def _merged(documents: Mapping[str, Document], hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with the whole list in place of an entry where another entry of the list was found, too, and it fits."""
    lists = [_short_list(documents[hit.passage.document], hit) for hit in hits]
    found = Counter((hit.passage.document, each.id) for hit, each in zip(hits, lists, strict=True) if each is not None)
    return [
        _whole(documents[hit.passage.document], each, hit) if each is not None and found[hit.passage.document, each.id] > 1 else hit
        for hit, each in zip(hits, lists, strict=True)
    ]


def _short_list(document: Document, hit: Hit) -> Node | None:
    """The heading over an entry, where heading and all below it are short enough for one passage.

    Not for entries that share a block of attributes, which stands apart from their list.
    """
    node = document.nodes[hit.passage.node]
    parent = document.parents.get(node.id)
    if parent is None or document.nodes[parent].kind not in _HEADED or node.kind not in _TEXT or node.shares is not None:
        return None
    above = document.nodes[parent]
    return above if sum(len(member.text) + 1 for member in above.walk() if member.kind in (*_TEXT, *_HEADED)) <= LONGEST else None


def _whole(document: Document, node: Node, hit: Hit) -> Hit:
    """A list as one passage, found as one of its entries was."""
    spans = separated(document.source.text, [span for member in node.walk() if member.kind in (*_TEXT, *_HEADED) for span in member.spans])
    reading = Reading(document.source.text, spans)
    passage = replace(
        hit.passage, id=f"{document.id}#{node.id}", node=node.id, kind=node.kind, path=document.path(node.id), text=reading.text,
        spans=reading.spans(0, len(reading.text)),
    )  # fmt: skip
    return replace(hit, passage=passage)


def with_what_follows(document: Document, hit: Hit) -> Hit:
    """The hit with its passage's text and spans continued, at most LONGEST characters in all."""
    node = document.nodes[hit.passage.node]
    following = list(_fitting(node, _following(document, node)))
    if not following:
        return hit
    spans = separated(document.source.text, [*hit.passage.spans, *(span for each in following for span in each.spans)])
    reading = Reading(document.source.text, spans)
    whole = replace(hit.passage, text=reading.text, spans=reading.spans(0, len(reading.text)))
    return replace(hit, passage=whole)


def _following(document: Document, node: Node) -> Sequence[Node]:
    """What a passage leads to, in reading order."""
    if node.kind == "title":
        return _outline(document.root)
    if node.kind in _HEADED:
        below = [member for member in node.walk() if member is not node and member.kind in _TEXT]
        headings = _outline(node)
        return headings if headings and sum(len(member.text) for member in below) > LONGEST else below
    if node.kind in _TEXT and node.text.rstrip().endswith(":"):
        children = [member for member in node.walk() if member is not node and member.kind in _TEXT]
        return children or _siblings_after(document, node)
    return ()


def _outline(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind in _HEADED]


def _siblings_after(document: Document, node: Node) -> list[Node]:
    """The entries right after a sentence that announces them, all of one kind."""
    siblings = document.nodes[document.parents[node.id]].children
    after = siblings[next(i for i, each in enumerate(siblings) if each.id == node.id) + 1 :]
    entries: list[Node] = []
    for sibling in after:
        if sibling.kind not in ("item", "bullet") or (entries and sibling.kind != entries[0].kind):
            break
        entries.append(sibling)
    return entries


def _fitting(node: Node, following: Sequence[Node]) -> Iterator[Node]:
    """As many of them, from the first on, as a passage may hold."""
    room = LONGEST - len(node.text)
    for each in following:
        room -= len(each.text) + 1
        if room < 0:
            return
        yield each
