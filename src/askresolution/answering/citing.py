"""Evidence → numbered citations: the same evidence keeps its number throughout one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askresolution.domain import Citation, Document, Evidence
from askresolution.reading import quote


class Citations:
    """Collects the citations of one answer in the order in which they are first used."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._numbers: dict[Evidence, int] = {}

    def mark(self, *evidences: Evidence) -> str:
        """The marks of some evidence as they stand in the text: "[1]" or "[1][3]"."""
        numbers = []
        for evidence in evidences:
            number = self._numbers.setdefault(evidence, len(self._numbers) + 1)
            if number not in numbers:
                numbers.append(number)
        return "".join(f"[{number}]" for number in numbers)

    def all(self) -> tuple[Citation, ...]:
        """Every citation used so far, by number."""
        return tuple(self._citation(evidence, number) for evidence, number in self._numbers.items())

    def evidence(self, number: int) -> Evidence:
        """The evidence that a number stands for. Raises IndexError."""
        return list(self._numbers)[number - 1]

    def _citation(self, evidence: Evidence, number: int) -> Citation:
        document = self._documents[evidence.document]
        node = document.nodes[evidence.node]
        return Citation(
            number=number,
            document=document.id,
            title=document.metadata.title,
            issuer=document.metadata.issuer,
            path=(*document.path(node.id), *((node.name,) if node.kind in ("part", "section") else ())),
            kind=node.kind,
            quote=quote(document.source.text, evidence.spans),
            spans=evidence.spans,
            url=f"/documents/{document.id}#{node.id}",
        )


def whole(document: Document, node_id: str) -> Evidence:
    """A node's own text as evidence."""
    return Evidence(document.id, node_id, document.nodes[node_id].spans)


def joined(evidences: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without repetitions, in order."""
    return list(dict.fromkeys(evidences))
