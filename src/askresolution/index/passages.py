"""Document → passages: each clause, bullet, footnote or row whole, never cut in mid-sentence.

A unit whose parts say nothing alone travels with them (an item with its attribute lines, a list with its
short entries). Items that share an attribute block each carry it. Long paragraphs are split at sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askresolution.domain import Document, Node, Passage, Span
from askresolution.reading import Reading, sentences
from askresolution.vietnamese import fold, nfc

#: Longest passage, in characters of reading text; longer nodes are split at sentences.
LONGEST = 1100
#: A family of small units travels together up to this many characters.
_TOGETHER = 700
#: A child longer than this stands on its own.
_SMALL = 260
#: A heading with at least this many words says something by itself.
_TELLING_HEADING = 2


def make_passages(document: Document) -> list[Passage]:
    """Passages of a document in reading order; ids are `document#node`, with `.k` for the parts of a split node."""
    return list(_passages(document))


def _passages(document: Document) -> Iterator[Passage]:
    covered: set[str] = set()
    for node in document.root.walk():
        if node.id in covered:
            continue
        if node.kind in ("paragraph", "item", "bullet"):
            family = _family(node)
            if family is not None:
                covered.update(member.id for member in family)
                yield from _make(document, node, [span for member in family for span in member.spans])
            elif node.spans:
                yield from _make(document, node, [*node.spans, *_shared(document, node)])
        elif node.kind in ("footnote", "table_row", "title", "signature") or (
            node.kind in ("part", "section") and len(node.text.split()) > _TELLING_HEADING
        ):
            yield from _make(document, node, list(node.spans))


def _family(node: Node) -> list[Node] | None:
    """The node and its descendants when they are small enough to be read together."""
    parts = [child for child in node.walk() if child.kind in ("item", "bullet", "paragraph")]
    if len(parts) < 2 or len(node.text) > _TOGETHER:
        return None
    if any(len(child.text) > _SMALL for child in parts[1:]) or sum(len(child.text) for child in parts) > _TOGETHER:
        return None
    return parts


def _shared(document: Document, node: Node) -> list[Span]:
    """Spans of the attribute block that an item shares but does not hold itself."""
    if node.shares is None or any(child.id == node.shares for child in node.children):
        return []
    return [span for member in document.nodes[node.shares].walk() for span in member.spans]


def _make(document: Document, node: Node, spans: Sequence[Span]) -> Iterator[Passage]:
    spans = separated(document.source.text, spans)
    reading = Reading(document.source.text, spans)
    context = _context(document, node)
    pieces = _pieces(reading.text)
    for number, (start, end) in enumerate(pieces):
        yield Passage(
            id=f"{document.id}#{node.id}" + (f".{number}" if len(pieces) > 1 else ""),
            document=document.id,
            node=node.id,
            kind=node.kind,
            path=document.path(node.id),
            text=reading.text[start:end].strip(),
            spans=reading.spans(start, end),
            issuer=document.metadata.issuer,
            context=context,
        )


def separated(source: str, spans: Sequence[Span]) -> list[Span]:
    """Spans of several nodes, each but the last with the blank after it, so that words stay apart."""
    return [(start, end + 1) if end < len(source) and source[end].isspace() else (start, end) for start, end in spans]


def _pieces(text: str) -> list[Span]:
    if len(text) <= LONGEST:
        return [(0, len(text))]
    count = -(-len(text) // (LONGEST - 150))
    target = len(text) / count
    pieces: list[Span] = []
    start = 0
    for begin, end in sentences(text):
        if end - start > LONGEST and begin > start:
            pieces.append((start, begin))
            start = begin
        elif end - start >= target:
            pieces.append((start, end))
            start = end
    if start < len(text):
        if pieces and len(text) - start < 120:
            start = pieces.pop()[0]
        pieces.append((start, len(text)))
    return pieces


def _context(document: Document, node: Node) -> str:
    """What a passage is found by besides its own words: its notes, the sentence that it explains and its number as people
    say it, or, under a document, that this is who signed it (a signature's own words are a post and a name)."""
    if node.kind == "signature":
        data = document.metadata
        title = data.title if fold(data.kind) in fold(data.title) else f"{data.kind} {data.title}"
        return nfc(f"Người ký {title}")
    if node.kind == "footnote" and node.anchor is not None:
        anchor = document.nodes[node.anchor.node]
        explained = _sentence_before(anchor, document.source.text, node.anchor.offset)
        return f"Chú thích số {node.label}. {explained}" if node.label.isdigit() else explained
    notes = [child.text for child in node.children if child.kind == "footnote"]
    return nfc(" ".join(notes))


def _sentence_before(anchor: Node, source: str, offset: int) -> str:
    reading = Reading(source, [(s, min(e, offset)) for s, e in anchor.spans if s < offset])
    if not reading.text:
        return ""
    start, end = sentences(reading.text)[-1]
    return nfc(reading.text[start:end])
