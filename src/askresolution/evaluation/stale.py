"""Known questions that a changed corpus has overtaken, each with the nearest new wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from askresolution.domain import QUOTABLE_KINDS, Document
from askresolution.evaluation.checking import Fault
from askresolution.evaluation.labels import Say
from askresolution.evaluation.places import Places
from askresolution.evaluation.questions import Gold, Question, flat
from askresolution.reading import sentences
from askresolution.vietnamese import collapse, tokens

#: Sentences that are looked at closely, and how alike the best must be to be shown.
_CLOSE, _ALIKE = 12, 0.5


@dataclass(frozen=True, slots=True)
class Nearest:
    """The wording of today's corpus that comes nearest to a gold quote; `ratio` from 0 to 1."""

    document: str
    path: tuple[str, ...]
    text: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Stale:
    """A gold quote that the corpus has overtaken. `kind` is "document", "quote" or "section"; `before` and `after` are
    the headings of the last accepted run and of today."""

    question: Question
    gold: Gold
    kind: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    nearest: Nearest | None = None


def stale_golds(
    questions: Sequence[Question], documents: Mapping[str, Document], baseline: Mapping[str, Any] | None
) -> list[Stale]:
    """Gold quotes that are gone, or stand under other headings than when the baseline was accepted, in order of the file."""
    places = Places(documents)
    wordings = [wording for document in documents.values() for wording in _wordings(document)]
    known = (baseline or {}).get("questions", {})
    found = []
    for question in questions:
        paths = known.get(question.id, {}).get("paths", [])
        for number, gold in enumerate(question.gold):
            wheres = places.find(gold.doc, gold.quote)
            if not wheres:
                kind = "quote" if gold.doc in documents else "document"
                found.append(Stale(question, gold, kind, nearest=_nearest(gold, wordings)))
                continue
            before = tuple(paths[number]) if number < len(paths) else ()
            now = [places.path(gold.doc, where) for where in wheres]
            if before and not any(_same_path(before, path) for path in now):
                found.append(Stale(question, gold, "section", before, now[0]))
    return found


def _same_path(one: Sequence[str], other: Sequence[str]) -> bool:
    return [flat(name) for name in one] == [flat(name) for name in other]


def knows_sections(baseline: Mapping[str, Any] | None) -> bool:
    """Whether a baseline holds the headings of its gold quotes."""
    return any(row.get("paths") for row in (baseline or {}).get("questions", {}).values())


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of today's corpus with its tokens."""

    document: str
    path: tuple[str, ...]
    text: str
    counts: Counter[str]


def _wordings(document: Document) -> Iterator[Wording]:
    for node in document.root.walk():
        if node.kind in QUOTABLE_KINDS:
            path = document.path(node.id)
            for start, end in sentences(node.text):
                if text := collapse(node.text[start:end]):
                    yield Wording(document.id, path, text, Counter(tokens(text)))


def _nearest(gold: Gold, wordings: Sequence[Wording]) -> Nearest | None:
    """By the share of the quote's tokens first, the best few then in order; the gold's own document wins a tie.

    A quote is often a part of a sentence, so that it is held against the stretch of a sentence that is most like it.
    """
    asked = tokens(gold.quote)
    wanted = Counter(asked)

    def missing(wording: Wording) -> tuple[float, bool, int, str]:
        lacking = sum((wanted - wording.counts).values())
        return lacking, wording.document != gold.doc, wording.counts.total(), wording.text

    close = sorted(wordings, key=missing)[:_CLOSE]
    best = max(
        (Nearest(w.document, w.path, w.text, _likeness(asked, tokens(w.text))) for w in close),
        key=lambda nearest: (nearest.ratio, nearest.document == gold.doc),
        default=None,
    )
    return best if best and best.ratio >= _ALIKE else None


def _likeness(quote: Sequence[str], text: Sequence[str]) -> float:
    """Ratio of equal tokens in order (Ratcliff & Obershelp 1988) of a quote and the stretch of a text where it would stand."""
    match = SequenceMatcher(None, text, quote, False).find_longest_match()
    start = max(0, match.a - match.b)
    return SequenceMatcher(None, quote, text[start : start + len(quote)], False).ratio()


def reason(fault: Fault, say: Say) -> str:
    """Why a question no longer fits its corpus, in a few words."""
    if fault.kind == "must":
        return fault.reason
    gone = next((gold.doc for gold in fault.question.gold if gold.doc in fault.reason), "")
    return say(f"stale_{fault.kind}", doc=gone)


def stale_lines(found: Sequence[Stale], say: Say) -> list[str]:
    """The list for a terminal."""
    if not found:
        return [say("stale_none")]
    lines = [say("stale_count", count=len({stale.question.id for stale in found}))]
    for stale in found:
        asked = stale.question
        arrow = {"before": " › ".join(stale.before), "after": " › ".join(stale.after), "doc": stale.gold.doc}
        lines.append(f"\n{asked.id} [{asked.kind}, {asked.lang}] {asked.question}\n  {say(f'stale_{stale.kind}', **arrow)}")
        lines.append("  " + say("stale_was", text=stale.gold.quote))
        if stale.nearest:
            where = " › ".join((stale.nearest.document, *stale.nearest.path))
            lines.append("  " + say("stale_now", ratio=stale.nearest.ratio, text=f"{stale.nearest.text}\n    {where}"))
        elif stale.kind != "section":
            lines.append("  " + say("stale_nowhere"))
    return lines


def stale_rows(found: Sequence[Stale]) -> list[dict[str, Any]]:
    """The list as JSON."""
    return [
        {
            "id": stale.question.id, "question": stale.question.question, "line": stale.question.line, "reason": stale.kind,
            "doc": stale.gold.doc, "quote": stale.gold.quote, "before": list(stale.before), "after": list(stale.after),
            "nearest": None if stale.nearest is None else {
                "doc": stale.nearest.document, "path": list(stale.nearest.path), "text": stale.nearest.text,
                "ratio": round(stale.nearest.ratio, 3),
            },
        }
        for stale in found
    ]  # fmt: skip
