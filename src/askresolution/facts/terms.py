"""Abbreviations and short names that documents define in their own text."""

from __future__ import annotations

from askresolution.domain import Document, Evidence
from askresolution.facts.model import Term
from askresolution.reading import Reading
from askresolution.retrieval.abbreviations import defined_in
from askresolution.vietnamese import nfc


def terms(document: Document) -> list[Term]:
    """Terms of a document, each once, where it is first defined."""
    found: dict[str, Term] = {}
    for node in document.root.walk():
        if "(" not in node.text or node.kind in ("furniture", "letterhead", "recipients"):
            continue
        for short, long in defined_in(node.text).items():
            if short in found:
                continue
            reading = Reading(document.source.text, node.spans)
            at = nfc(reading.text).find(f"({short})")
            begin = max(nfc(reading.text).rfind(long.split()[0], 0, at), 0) if at >= 0 else 0
            spans = reading.spans(begin, at + len(short) + 2) if at >= 0 and nfc(reading.text) == reading.text else node.spans
            found[short] = Term(document.metadata.issuer, document.id, short, long, Evidence(document.id, node.id, spans))
    return list(found.values())
