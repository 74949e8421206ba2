"""Domain values as the JSON of the fixed contracts; the command line prints the same objects."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from askresolution.domain import Answer, Document, Hit, Node


def answer_payload(answer: Answer) -> dict[str, Any]:
    """The object of POST /api/ask."""
    return {
        "status": answer.status,
        "answer": answer.answer,
        "citations": [
            {**asdict(citation), "path": list(citation.path), "spans": [list(span) for span in citation.spans]}
            for citation in answer.citations
        ],
        "notes": [asdict(note) for note in answer.notes],
        "engine": answer.engine,
        "took_ms": answer.took_ms,
        **({"generation": asdict(answer.generation)} if answer.generation else {}),
    }


def hit_payload(hit: Hit) -> dict[str, Any]:
    """One hit of POST /api/search."""
    passage = hit.passage
    return {
        "document": passage.document,
        "path": list(passage.path),
        "kind": passage.kind,
        "text": passage.text,
        "spans": [list(span) for span in passage.spans],
        "score": hit.score,
        "issuer": passage.issuer,
        "node": passage.node,
        "url": f"/documents/{passage.document}#{passage.node}",
    }


def document_payload(document: Document) -> dict[str, Any]:
    """One entry of GET /api/documents."""
    return {
        "id": document.id,
        **asdict(document.metadata),
        "format": document.source.format,
        "characters": len(document.source.text),
        "sha256": document.source.sha256,
        "findings": list(document.findings),
    }


def node_payload(node: Node) -> dict[str, Any]:
    """A node and everything below it, as GET /api/documents/{id} gives its root."""
    payload: dict[str, Any] = {
        "id": node.id,
        "kind": node.kind,
        "label": node.label,
        "heading": node.heading,
        "text": node.text,
        "spans": [list(span) for span in node.spans],
        "children": [node_payload(child) for child in node.children],
    }
    if node.anchor is not None:
        payload["anchor"] = {"node": node.anchor.node, "offset": node.anchor.offset}
    if node.kind == "table_row":
        payload["cells"] = {cell.column: cell.text for cell in node.cells}
    if node.shares is not None:
        payload["shares"] = node.shares
    return payload
