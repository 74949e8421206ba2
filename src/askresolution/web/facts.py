"""Tables of facts: the same rows for GET /api/facts/…, `askresolution facts …` and the page of facts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from askresolution.answering.citing import Citations
from askresolution.answering.knowledge import Facts, Knowledge
from askresolution.domain import Document, Evidence
from askresolution.errors import FilterError
from askresolution.facts.model import Assignment, Event, Person, Reference, Target, Term
from askresolution.vietnamese import fold

Fact = Assignment | Target | Term | Person | Reference | Event
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of facts: its name in paths and JSON, its columns in order, and where the facts come from.

    `filters` are the columns that a request may name; each keeps the rows whose value contains the text, whatever
    its case and diacritics. `closed` are the columns with few values, whose filter must be one of them.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Facts], Iterable[Fact]]
    filters: tuple[str, ...]
    closed: Mapping[str, tuple[str, ...]]


TABLES: tuple[Table, ...] = (
    Table(
        "assignments",
        ("issuer", "document", "kind", "title", "director", "lead", "coordinating", "draft_by", "period", "start", "finish", "funding", "result"),
        lambda facts: facts.assignments, ("title", "director", "lead", "coordinating", "kind"), {},
    ),
    Table(
        "targets",
        ("issuer", "document", "kind", "indicator", "part_of", "change", "comparator", "value", "unit", "basis", "period"),
        lambda facts: facts.targets, ("indicator", "period", "kind"), {"kind": ("target", "result")},
    ),
    Table(
        "terms", ("issuer", "document", "kind", "term", "expansion", "parts"),
        lambda facts: [*facts.terms, *facts.names], ("term", "kind"), {},
    ),
    Table(
        "people", ("issuer", "document", "role", "name", "post", "body"),
        lambda facts: [*facts.people, *facts.mentioned], ("name", "post", "role"), {"role": ("signatory", "mentioned")},
    ),
    Table(
        "documents", ("issuer", "document", "kind", "number", "date", "body", "subject", "mentions"),
        lambda facts: facts.references, ("number", "kind", "subject"), {},
    ),
    Table("events", ("issuer", "document", "name", "date"), lambda facts: facts.events, ("name", "date"), {}),
)  # fmt: skip


def table(name: str) -> Table:
    """The table of a name. Raises KeyError."""
    return {one.name: one for one in TABLES}[name]


def rows(knowledge: Knowledge, name: str, filters: Mapping[str, str]) -> list[Row]:
    """The rows of a table that pass every filter, each with its citations, in reading order of the documents.

    Filters: `issuer`, `document`, `q` (any text of the row) and the table's own. Raises FilterError when a filter
    is not one of these, or names an issuer, a document or a kind that does not exist.
    """
    chosen = table(name)
    given = {key: value.strip() for key, value in filters.items() if value.strip()}
    _check(knowledge, chosen, filters, given)
    text = fold(given.pop("q", ""))
    found = []
    for fact in chosen.read(knowledge.facts):
        if all(fold(value) in _folded(getattr(fact, key)) for key, value in given.items()):
            row = {column: getattr(fact, column) for column in chosen.columns}
            if not text or any(text in _folded(value) for value in row.values()):
                plain = {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
                found.append({**plain, "citations": _citations(fact, knowledge.documents)})
    return found


def _check(knowledge: Knowledge, chosen: Table, filters: Mapping[str, str], given: Mapping[str, str]) -> None:
    allowed = ("issuer", "document", "q", *chosen.filters)
    for key in filters:
        if key not in allowed:
            raise FilterError(f"Không có bộ lọc '{_shown(key)}' cho {chosen.name}; các bộ lọc có: {', '.join(allowed)}")
    known = {"issuer": tuple(knowledge.issuers), "document": tuple(knowledge.documents), **chosen.closed}
    for key, values in known.items():
        value = given.get(key, "")
        if value and not any(fold(value) in fold(one) for one in values):
            raise FilterError(f"Bộ lọc {key} không khớp giá trị nào: '{_shown(value)}'; các giá trị có: {', '.join(values)}")


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:80]


def _folded(value: Any) -> str:
    return fold("; ".join(value) if isinstance(value, (list, tuple)) else str(value))


def _citations(fact: Fact, documents: Mapping[str, Document]) -> list[Row]:
    """The citations that prove a fact, in the form of those of an answer."""
    citations = Citations(documents)
    citations.mark(*_evidence(fact))
    return [
        {**asdict(citation), "path": list(citation.path), "spans": [list(span) for span in citation.spans]}
        for citation in citations.all()
    ]


def _evidence(fact: Fact) -> Sequence[Evidence]:
    if isinstance(fact, Assignment):
        return tuple(fact.evidence.values())
    return fact.evidence if isinstance(fact, Target) else (fact.evidence,)


def as_csv(name: str, found: Sequence[Row], bom: bool = False) -> str:
    """Rows as CSV with the table's columns and the address of the first citation; lists joined by "; ".

    A value that a spreadsheet would take for a formula gets an apostrophe before it. `bom=True` marks the text as
    UTF-8 for Excel.
    """
    columns = (*table(name).columns, "url")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in found:
        cited = row["citations"][0]["url"] if row["citations"] else ""
        writer.writerow([_safe({**row, "url": cited}[column]) for column in columns])
    return ("\ufeff" if bom else "") + out.getvalue()


def _safe(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return (
        f"'{text}" if text.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) else text
    )
