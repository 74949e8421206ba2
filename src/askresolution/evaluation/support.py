"""What an answer states and its citations do not: numbers and document numbers without support."""

from __future__ import annotations

import re
from collections.abc import Mapping

from askresolution.domain import Answer, Document
from askresolution.evaluation.questions import Question, flat
from askresolution.vietnamese import collapse, nfc, normalize

_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d[\d.,/]*\d|\d{2,}")
#: A date written out supports the same date in figures.
_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
#: A document number as "57-NQ/TW", "323/QĐ-TTg", "198/2025/QH15": digits, then capitals after a stroke or slash.
_IDENTIFIER = re.compile(r"\d+(?:/\d{4})?[-/][A-ZĐ][A-ZĐa-z0-9&]*(?:[-/][A-ZĐ][\w]*)*")


def unsupported_numbers(question: Question, answer: Answer, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Numbers of two digits or more in an answer that stand in no quote, title, place or period that it cites, nor in
    the question. A count of a list's own entries is supported by them. Empty for a refusal; must be empty."""
    if answer.status != "answered":
        return ()
    support = flat(_support(question, answer, documents))
    counts = _entry_counts(answer.answer)
    stated = _NUMBER.findall(flat(_stated(answer)))
    return tuple(n for n in stated if n not in support and not (n.isdigit() and int(n) in counts))


def _entry_counts(answer: str) -> set[int]:
    """How many entries each list of an answer has, and all together."""
    counts, run = [], 0
    for line in [*answer.splitlines(), "."]:
        if line.startswith("- "):
            run += 1
        elif line.strip() and run:
            counts.append(run)
            run = 0
    return {*counts, sum(counts)}


def unsupported_identifiers(question: Question, answer: Answer, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Document numbers in an answer that stand nowhere in what it cites, nor in the question, blanks around strokes aside.
    Empty for a refusal; must be empty."""
    if answer.status != "answered":
        return ()
    support = _tight(_support(question, answer, documents))
    return tuple(n for n in _IDENTIFIER.findall(_tight(_stated(answer))) if n not in support)


def _stated(answer: Answer) -> str:
    lines = (re.sub(r"^\s*(?:[-*>]\s+)+", "", line) for line in nfc(answer.answer).splitlines())
    return _MARK.sub(" ", " ; ".join(lines))  # the sign that opens an entry joins nothing


def _tight(text: str) -> str:
    """Normal form in which a document number has no blanks: "57 - NQ/TW" reads "57-NQ/TW"."""
    return re.sub(r"(?<=\w) ?([-/]) ?(?=[A-ZĐ0-9])", r"\1", collapse(normalize(text)))


def _support(question: Question, answer: Answer, documents: Mapping[str, Document]) -> str:
    parts = [question.question]
    for citation in answer.citations:
        data = documents[citation.document].metadata
        parts += [f"{int(d)}/{int(m)}/{y}" for d, m, y in _DATE.findall(collapse(nfc(citation.quote)))]
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", data.date):
            year, month, day = data.date.split("-")
            parts.append(f"{int(day)}/{int(month)}/{year}")
        parts += [citation.quote, *citation.path, data.title, data.number, data.period, data.status_note, data.date]
    return " ".join(parts)
