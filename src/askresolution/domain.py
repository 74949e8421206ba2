"""Frozen values that flow through the package; no behaviour beyond reading them.

Every offset counts Unicode code points of `SourceFile.text`, half open: `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]

NodeKind = Literal[
    "document", "part", "section", "item", "bullet", "paragraph", "footnote", "table",
    "table_row", "letterhead", "title", "recipients", "signature", "furniture",
]  # fmt: skip

#: Kinds whose own text may be found, quoted and cited. The others are kept for provenance only.
QUOTABLE_KINDS = frozenset({"part", "section", "item", "bullet", "paragraph", "footnote", "table_row", "title", "signature"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Structure that a file format knows and plain text has lost, for `text[start:end]`.

    `kind` is one of: "page" (a page begins at `start`), "noteref" (a footnote marker), "note" (the
    body of a footnote), "cell" (one table cell), "heading", "list" (a list label made from automatic
    numbering), "furniture" (page header or footer, stamp). `key` pairs noteref with note, and is
    "table:row:column" for a cell.
    """

    kind: str
    start: int
    end: int
    key: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the corpus as it was read: the text that all offsets refer to."""

    id: str
    path: str
    format: str
    text: str
    sha256: str
    marks: tuple[Mark, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a footnote belongs: a node, and the offset in the source at which its marker stands (or stood)."""

    node: str
    offset: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row, under its column's name."""

    column: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One unit of a document. `text` is the reading text of its own spans, label included, children excluded."""

    id: str
    kind: NodeKind
    label: str
    heading: str
    text: str
    spans: tuple[Span, ...]
    children: tuple[Node, ...] = ()
    anchor: Anchor | None = None
    cells: tuple[Cell, ...] = ()
    shares: str | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def name(self) -> str:
        """What a path shows for this node: its label and heading, or the opening words of its text."""
        title = " ".join(part for part in (self.label, self.heading) if part)
        return title or (self.text if len(self.text) <= 90 else self.text[:90].rsplit(" ", 1)[0] + " …")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document: from the catalog, else from its own text. Unknown values are empty."""

    title: str
    issuer: str
    kind: str = ""
    number: str = ""
    date: str = ""
    period: str = ""
    status: Literal["issued", "draft"] = "issued"
    status_note: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source: its tree, its metadata and what the parser found odd in it."""

    source: SourceFile
    metadata: Metadata
    root: Node
    findings: tuple[str, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False, compare=False)
    parents: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        return self.source.id

    def path(self, node_id: str) -> tuple[str, ...]:
        """Names of the labelled or headed ancestors of a node, outermost first, itself excluded."""
        names: list[str] = []
        current = self.parents.get(node_id)
        while current is not None:
            node = self.nodes[current]
            if node.kind in ("part", "section", "item", "bullet", "paragraph") and (node.label or node.heading):
                if node.kind not in ("bullet", "paragraph") or node.heading:
                    names.append(node.name)
            current = self.parents.get(current)
        return tuple(reversed(names))


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and found: one node's text with what is needed to read it alone."""

    id: str
    document: str
    node: str
    kind: NodeKind
    path: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    issuer: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits the question; scores are comparable within one result only."""

    passage: Passage
    score: float
    lexical: float = 0.0
    dense: float = 0.0


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a search; empty means everything. Kinds and periods are those of documents (see answering.narrowing)."""

    issuers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the source that carry a statement of an answer."""

    document: str
    node: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Evidence made checkable for a reader."""

    number: int
    document: str
    title: str
    issuer: str
    path: tuple[str, ...]
    kind: str
    quote: str
    spans: tuple[Span, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of an answer must know: a draft, a conflict, a completed question."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Generation:
    """What a language model had to do with an answer. Times in milliseconds, cost in US dollars where the provider tells.

    `prompt` is the version of the prompts; `sentences` of the model were shown, `withheld` had no support.
    """

    model: str
    prompt: str
    sentences: int = 0
    withheld: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    first_ms: float = 0.0
    total_ms: float = 0.0
    attempts: int = 0
    cost: float | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The fixed contract of an answer; `generation` is there when a language model was asked. `confidence` is the calibrated
    probability (0 to 1) that the corpus answers the question at all; it is no part of the contract, so no payload has it."""

    status: Literal["answered", "not_found"]
    answer: str
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    engine: str
    took_ms: float
    generation: Generation | None = None
    confidence: float | None = None
