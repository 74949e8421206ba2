"""Filters as a user gives them → filters that the indexes apply: names are checked, kinds and periods become documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from askresolution.domain import Document, Filters
from askresolution.errors import FilterError
from askresolution.vietnamese import collapse, fold

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: Most characters of a wrong value that an error repeats.
_SHOWN = 80


def narrowed(documents: Mapping[str, Document], filters: Filters) -> Filters:
    """The same filters, their `documents` those that have one of the kinds and touch one of the periods.

    A kind is compared whatever its case and diacritics; a period is a year or two ("2026", "2025-2030") and keeps
    documents that share a year with it. Raises FilterError for a value that no document has, listing those there are,
    and where no document has all that is asked for.
    """
    issuers = {document.metadata.issuer for document in documents.values() if document.metadata.issuer}
    _check("đơn vị ban hành", "các đơn vị", filters.issuers, issuers)
    _check("tài liệu", "các tài liệu", filters.documents, documents)
    if not filters.kinds and not filters.periods:
        return filters
    kept = {name: document for name, document in documents.items() if not filters.documents or name in filters.documents}
    if filters.kinds:
        kinds = {fold(document.metadata.kind): document.metadata.kind for document in documents.values() if document.metadata.kind}
        wanted = [fold(collapse(kind)) for kind in filters.kinds]
        for typed, kind in zip(filters.kinds, wanted, strict=True):
            if kind not in kinds:
                raise FilterError(f"Không có loại văn bản '{_shown(typed)}'; các loại có: {', '.join(sorted(kinds.values()))}")
        kept = {name: document for name, document in kept.items() if fold(document.metadata.kind) in wanted}
    if filters.periods:
        spans = [_asked(period, documents) for period in filters.periods]
        kept = {
            name: document
            for name, document in kept.items()
            if (own := years(document)) and any(own[0] <= last and first <= own[1] for first, last in spans)
        }
    if not kept:
        raise FilterError("Không tài liệu nào thỏa tất cả bộ lọc cùng lúc; hãy bỏ bớt bộ lọc loại văn bản, giai đoạn hay tài liệu")
    return replace(filters, documents=tuple(kept))


def years(document: Document) -> tuple[int, int] | None:
    """First and last year that a document speaks for: of its period, else of its date; None when neither names a year."""
    return _years(document.metadata.period) or _years(document.metadata.date)


def _years(text: str) -> tuple[int, int] | None:
    found = [int(match.group()) for match in _YEAR.finditer(text)]
    return (min(found), max(found)) if found else None


def _asked(period: str, documents: Mapping[str, Document]) -> tuple[int, int]:
    asked = _years(period)
    if asked is None:
        raise FilterError(f"Giai đoạn '{_shown(period)}' không nêu năm; cần một năm hoặc hai năm, như 2026 hoặc 2025-2030")
    spans = {own for document in documents.values() if (own := years(document))}
    if not any(first <= asked[1] and asked[0] <= last for first, last in spans):
        known = ", ".join(f"{first}-{last}" if first < last else str(first) for first, last in sorted(spans))
        raise FilterError(f"Không có tài liệu nào của giai đoạn '{_shown(period)}'; các giai đoạn có: {known}")
    return asked


def _check(what: str, plural: str, given: Collection[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise FilterError(f"Không có {what} '{_shown(name)}'; {plural} có: {', '.join(sorted(known))}")


def _shown(value: str) -> str:
    return value.encode("utf-8", "replace").decode()[:_SHOWN]
