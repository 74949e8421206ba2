"""Figures of a claim: each stands in the source with its unit, comparator, year, commune and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.generative.claims import GRAMMAR, LIGHT, Scope
from askresolution.answering.generative.figures import Figure, contains
from askresolution.answering.generative.sources import Said, Source, years_of
from askresolution.answering.generative.surface import plain

#: A figure or name whose surroundings fit another one of the source by this much better is that other's.
_MARGIN = 0.2
_DOCUMENT_KINDS = re.compile(r"(?:nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|nghị định|quy định|thông tư|luật|resolution|decision|directive|decree|số|no\.?)\s*(?:số\s*)?$", re.I)


def figures_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    for position, figure in enumerate(claim.figures):
        if figure.kind == "year" and (_range_invented(claim, figure, sources) or _fits_another(claim, figure, sources)):
            return figure.written
        if figure.kind in ("year", "code", "document"):
            if not any(_stated(figure, claim, source) for source in sources):
                return figure.written
            if figure.kind != "year":
                continue
        if not any(_borne(claim, position, source, scope) for source in sources):
            return figure.written
        if figure.kind != "year" and _fits_another(claim, figure, sources):
            return f"{figure.written} ≠"
    return ""


def _range_invented(claim: Said, figure: Figure, sources: Sequence[Source]) -> bool:
    """Whether a year stands in a range ("2025 - 2027") that no source has."""
    own = next((years for start, years in reversed(_year_spans(claim)) if start <= figure.start), frozenset())
    if len(own) < 2:
        return False
    theirs = [years for source in sources for part in (*source.sentences, source.about_said) for _, years in _year_spans(part)]
    return own not in theirs


def _stated(figure: Figure, claim: Said, source: Source) -> bool:
    """Whether a source states a year, document number or code at all, in its words or of its place."""
    if figure.kind == "code":
        return f" {figure.value[0]} " in source.line
    return any(contains(own, figure) for part in (*source.sentences, source.about_said) for own in part.figures)


def _borne(claim: Said, position: int, source: Source, scope: Scope) -> bool:
    """Whether one source holds a figure with its unit, comparator, year, commune and what it counts."""
    figure = claim.figures[position]
    if scope.issuers and (place := _governing_issuer(claim, figure.start, scope)):
        if place != source.issuer.lower() and f" {place} " not in source.line:
            return False
    if figure.kind == "number" and _numbered_document(claim, figure, source):
        return True
    for part in source.sentences:
        for at, own in enumerate(part.figures):
            if contains(own, figure) or _same_words(own, figure, scope):
                if _agree(figure, own) and _same_year(claim, position, part, at, source, scope) and _counts_the_same(claim, figure, part, own, scope):
                    return True
    if figure.kind == "number" and (figure.unit or figure.bound):
        return False
    if any(contains(own, figure) for own in source.about_said.figures):
        return figure.kind != "number" or _label(figure, source)
    return figure.kind == "number" and not figure.unit and _label(figure, source)


def _same_words(own: Figure, figure: Figure, scope: Scope) -> bool:
    """English answers may copy a figure as the Vietnamese source writes it."""
    return scope.language == "en" and own.kind == figure.kind == "number" and own.unit == figure.unit and own.written == figure.written


def _label(figure: Figure, source: Source) -> bool:
    """Whether a bare number is a label of the source: "(4) Đề án …", "mục 3.1"."""
    return bool(re.search(rf"(?<![\d.,])\(?{re.escape(figure.written)}[).]?(?![\d,%])", source.about)) or bool(
        re.match(rf"\(?{re.escape(figure.written)}[).]", source.text)
    )


def _numbered_document(claim: Said, figure: Figure, source: Source) -> bool:
    """"Nghị quyết 57": the number of a document that the source writes in full."""
    if not _DOCUMENT_KINDS.search(claim.text[: figure.start]):
        return False
    own = [f for part in (*source.sentences, source.about_said) for f in part.figures if f.kind == "document"]
    return any(str(f.value[0]).split("-")[0].split("/")[0] == figure.written.lstrip("0") for f in own)


def _agree(figure: Figure, own: Figure) -> bool:
    """Comparator and trend are the source's."""
    if figure.kind == "number":
        if figure.bound != own.bound:
            return False
        return figure.trend == own.trend
    early, late = ("before", "by"), ("after", "from")
    if (figure.bound in early and own.bound in late) or (figure.bound in late and own.bound in early):
        return False
    return not (figure.bound in ("before", "after") and own.bound != figure.bound)


def _years_at(sentence: Said, position: int) -> frozenset[object]:
    """The years that a figure is of: those of its own clause, else the nearest before it, else the next after it.
    The years of a range ("2026 - 2030") go together."""
    figure = sentence.figures[position]
    low = max((b for b in sentence.breaks if b < figure.start), default=-1)
    high = min((b for b in sentence.breaks if b >= figure.end), default=len(sentence.text))
    spans = _year_spans(sentence)
    own = [years for start, years in spans if low < start < high]
    before = [years for start, years in spans if start < figure.start]
    after = [years for start, years in spans if start > figure.start]
    return frozenset().union(*own) if own else before[-1] if before else after[0] if after else frozenset()


def _year_spans(sentence: Said) -> list[tuple[int, frozenset[object]]]:
    """(place, years) of each time that a sentence names, ranges as one."""
    found: list[tuple[int, int, frozenset[object]]] = []
    for figure in sentence.figures:
        if figure.kind not in ("year", "month", "date", "quarter") or figure.value[-1] is None:
            continue
        years: frozenset[object] = frozenset(figure.value[-1:])
        if found and re.fullmatch(r"\s*(?:-|đến|tới|to)\s*(?:năm\s*)?", sentence.text[found[-1][1] : figure.start]):
            found[-1] = (found[-1][0], figure.end, found[-1][2] | years)
        else:
            found.append((figure.start, figure.end, years))
    return [(start, years) for start, _, years in found]


def _same_year(claim: Said, position: int, part: Said, at: int, source: Source, scope: Scope) -> bool:
    """A figure is of the year that the source gives it: in its sentence, else in the sentence before or the nearest
    heading, else in the data of the document. A sentence without a year speaks of the year that was asked for."""
    if claim.figures[position].kind != "number":
        return True
    wanted = _years_at(claim, position) or frozenset(int(year) for year in scope.years)
    if not wanted:
        return True
    own = _years_at(part, at)
    if own:
        return bool(wanted & own)
    before = source.sentences[: next(i for i, other in enumerate(source.sentences) if other is part)]
    around = next((years for other in reversed(before) if (years := years_of(other))), frozenset()) | source.heading_years
    if not around:
        around = years_of(source.about_said)
    return bool(wanted & around) or (not around and not _years_at(claim, position))


def _counts_the_same(claim: Said, figure: Figure, part: Said, own: Figure, scope: Scope) -> bool:
    """What a number without a unit counts is counted by that number in the source: "1.250 đàn ong", not "1.250 người"."""
    if figure.kind != "number" or scope.language == "en":
        return True
    counted = next((word for word, start in claim.words if start >= figure.end and claim.text[figure.end : start].strip(" ") == ""), "")
    if not counted or counted in GRAMMAR or any(char.isdigit() for char in counted):
        return True
    near = [word for word, start in part.words if own.start - 45 <= start <= own.end + 35]
    return counted in near


def _governing_issuer(claim: Said, at: int, scope: Scope) -> str:
    """The commune that a figure or name at an offset is said of: the last one named before it, else the next."""
    text = claim.text.lower()
    found = sorted((match.start(), plain(issuer).lower()) for issuer in scope.issuers for match in re.finditer(re.escape(plain(issuer).lower()), text))
    before = [name for start, name in found if start < at]
    return before[-1] if before else found[0][1] if found else ""


def _context(sentence: Said, start: int, end: int) -> frozenset[str]:
    """The words around a figure or name: its clause, and the clauses before it until they say something."""
    marks = [-1, *sentence.breaks, len(sentence.text)]
    low = max(i for i, b in enumerate(marks[:-1]) if b < start) if start > 0 else 0
    high = next(b for b in marks if b >= end)
    taken = {(f.start, f.end) for f in sentence.figures}
    words: set[str] = set()
    while True:
        words |= {
            word
            for word, place in sentence.words
            if marks[low] < place < high and not start <= place < end and not any(a <= place < b for a, b in taken) and word not in LIGHT
        }
        if len(words) >= 2 or low == 0:
            return frozenset(words)
        high = marks[low] if marks[low] > 0 else high
        low -= 1


def _fits_another(claim: Said, figure: Figure, sources: Sequence[Source]) -> bool:
    """Whether the words around a figure are those around another figure of the source: two figures that were swapped."""
    around = _context(claim, figure.start, figure.end)
    if not around:
        return False
    same, other = 0.0, 0.0
    for source in sources:
        for part in source.sentences:
            for own in part.figures:
                if own.kind != figure.kind or (own.kind == "number" and own.unit != figure.unit):
                    continue
                fit = len(around & _context(part, own.start, own.end)) / len(around)
                if contains(own, figure):
                    same = max(same, fit)
                else:
                    other = max(other, fit)
    return other > same + _MARGIN
