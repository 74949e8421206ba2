"""People whom documents name with a post: signatories first."""

from __future__ import annotations

import re

from askresolution.domain import Document, Evidence
from askresolution.facts.model import Person
from askresolution.parsing.boilerplate import signature_facts
from askresolution.vietnamese import nfc

_STAMP_POST = re.compile(r"\"location\":\"([^\"]+?)(?:::\d+)?\"")


def people(document: Document) -> list[Person]:
    """Signatories of a document, in order; name and post as printed, the body from "T/M …"."""
    found = []
    for node in document.root.children:
        if node.kind != "signature":
            continue
        lines = [
            document.source.text[start:end].strip()
            for span in node.spans
            for start, end in _line_ranges(document.source.text, span)
        ]
        name, post, body = signature_facts([line for line in lines if line])
        if name:
            found.append(
                Person(
                    document.metadata.issuer, document.id, node.id, nfc(name), nfc(post), nfc(body), "signatory",
                    Evidence(document.id, node.id, node.spans),
                )
            )  # fmt: skip
    return found


def _line_ranges(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    ranges, start = [], span[0]
    for line in text[span[0] : span[1]].split("\n"):
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    return ranges
