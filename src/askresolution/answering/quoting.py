"""Which sentences answer a question: every sentence of the passages found is weighed by its signs (scoring)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, Line, coverage, credit, padded
from askresolution.answering.people_answers import names_nobody
from askresolution.answering.scoring import fitted, probability
from askresolution.answering.signs import SIGNS, Around, Asked, alone, name_missing, together
from askresolution.answering.sorts import (
    asks_twice,
    contradicts,
    fits_year,
    only_sort,
    right_sort,
    says_no_commune,
    says_no_figure,
    says_no_firm,
    says_no_measure,
    says_no_name,
    says_no_origin,
    says_no_time,
    single_years,
)
from askresolution.answering.standing import asks_aim_and_result, speaks_of
from askresolution.answering.table_rows import column_names
from askresolution.answering.task import Task
from askresolution.domain import Document, Evidence, Hit, Node, Span
from askresolution.index.embedder import StaticEmbedder
from askresolution.index.passages import LONGEST
from askresolution.reading import Reading, sentences
from askresolution.retrieval.periods import asked_parts, part_of_year
from askresolution.vietnamese import fold

_YEAR = re.compile(r"\b20\d\d\b")
_CONNECTED = re.compile(r"(?:Do vậy|Vì vậy|Vì thế|Do đó|Bởi vậy|Từ đó|Qua đó|Nhờ đó|Nhờ vậy|Theo đó|Trong đó)\b")
_NOTE_LABEL = re.compile(r"^\s*[(\[]?\^?\d{1,3}[)\]]?:?\s+")
_PASSAGE_LIKENESS = SIGNS.index("similarity")
_BUDGET = 1150
#: What a deed must weigh to be looked for itself.
_TELLING_DEED = 3.5
#: Characters up to which a short paragraph is quoted whole, though one of its sentences answers.
_NEXT_DOOR = 500
_LONGEST = 620
#: Passages whose sentences are kept in memory, a few KB each.
_KEPT = 8192
#: Characters up to which the note of the best sentence is told whole where a list is asked for.
_LONGEST_NOTE = 1500
#: Sentences that may stand beside the best: their odds against it, at least.
_NEARLY, _NEARLY_MANY = 0.2, 0.1
#: From this weight on a word of an overview is a subject of its own; how likely a sentence on it must be (log odds).
_SUBJECT, _SUBJECT_ODDS = 1.2, 1.5
#: Shares of the subject that a follow-up turns to, and of the earlier question, that a sentence must hold.
_OF_SUBJECT, _SAME_RESPECT = 0.6, 0.5
#: How much less likely the sentence of another time may be where a question sets two beside one another.
_EACH_TIME = 4.0
#: How much less likely (in log odds) the sentence of another commune or document may be where they are compared.
_EACH = 3.2


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence that may be chosen for the answer; `signs` as signs.SIGNS, `score` as scoring.Scorer gives it."""

    text: str
    evidence: Evidence
    signs: NDArray[np.float32]
    score: float
    issuer: str
    #: The headings above it with its document's kind and title; "aim" or "result"; the part of the year that it is of.
    place: str = ""
    standing: str = ""
    part: str = ""


def select(knowledge: Knowledge, task: Task, found: Sequence[Selected]) -> list[Selected]:
    """The fewest of the sentences found (see `ranked`) that answer, best first; empty when none is likely to."""
    scorer = fitted()
    if probability(np.asarray([s.score for s in found], dtype=np.float32), scorer.nothing) < scorer.least:
        return _grown(knowledge, _by_subject(found, task, scorer.nothing), _BUDGET) if "overview" in task.intents else []
    chosen = _few(found, task)
    if _THE_OTHER.search(task.folded):
        chosen = [_with_next(knowledge, selected) for selected in chosen]
    if task.intents & {"overview", "cause", "list"} and not task.intents & {"number", "identifier", "deadline"}:
        chosen = _grown(knowledge, chosen, _BUDGET)
    else:
        # Where little stands around the sentence it is quoted with it: half a question is often answered next door.
        chosen = _grown(knowledge, chosen, _BUDGET if asks_twice(task.folded) else _NEXT_DOOR)
    return _with_notes(knowledge, task, task.wanted or task.headed, chosen)


#: "Cụm còn lại thì sao?": what is said of the other stands next to what was said of the first.
_THE_OTHER = re.compile(r" (?:con lai|kia|the other|other one|remaining) ")


def _with_next(knowledge: Knowledge, selected: Selected) -> Selected:
    """A sentence with the one after it in its paragraph, where the two are not too long."""
    document = knowledge.documents[selected.evidence.document]
    reading = Reading(document.source.text, document.nodes[selected.evidence.node].spans)
    start = reading.text.find(selected.text)
    end = start + len(selected.text)
    after = next(((a, b) for a, b in _clauses(reading.text) if a >= end), None)
    if start < 0 or after is None or after[1] - start > _LONGEST:
        return selected
    evidence = Evidence(document.id, selected.evidence.node, reading.spans(start, after[1]))
    return replace(selected, text=reading.text[start : after[1]].strip(), evidence=evidence)


def _by_subject(found: Sequence[Selected], task: Task, nothing: float) -> list[Selected]:
    """For an overview that no part and no one sentence gives: the best sentence on each of its subjects; empty unless each
    has one that is not much less likely than no answer at all."""
    subjects = [concept for concept in task.wanted if concept.weight >= _SUBJECT]
    chosen: list[Selected] = []
    for concept in subjects:
        best = next((s for s in found if s.score >= nothing - _SUBJECT_ODDS and credit(padded(s.text), concept) > 0.5), None)
        if best is None:
            return []
        if all(best.text != other.text for other in chosen):
            chosen.append(best)
    return chosen[:4]


def _grown(knowledge: Knowledge, chosen: Sequence[Selected], room: int) -> list[Selected]:
    """What is asked in general is told by the whole paragraph rather than by its best sentence, where it is short enough."""
    result: list[Selected] = []
    for selected in chosen:
        document = knowledge.documents[selected.evidence.document]
        node = document.nodes[selected.evidence.node]
        whole = Reading(document.source.text, node.spans)
        if any(s.evidence.node == node.id and selected.text in s.text for s in result):
            continue
        if node.kind in ("paragraph", "bullet", "item", "footnote") and len(selected.text) < len(whole.text) <= room:
            evidence = Evidence(document.id, node.id, tuple(node.spans))
            selected = Selected(whole.text.strip(), evidence, selected.signs, selected.score, selected.issuer)
        room -= len(selected.text)
        result.append(selected)
    return result


def ranked(knowledge: Knowledge, task: Task) -> list[Selected]:
    """Every sentence of the passages found, likeliest first, however unlikely."""
    found = candidates(knowledge, task)
    if not found:
        return []
    scores = fitted().scores(np.stack([selected.signs for selected in found]))
    scored = [replace(selected, score=float(score)) for selected, score in zip(found, scores, strict=True)]
    return sorted(scored, key=lambda s: -s.score)


def candidates(knowledge: Knowledge, task: Task) -> list[Selected]:
    """Every sentence of the passages found, in order of the passages, not yet scored."""
    wanted = task.wanted or task.headed
    if not wanted:
        return []
    lexical = knowledge.index.lexical
    total = max(sum(concept.weight for concept in wanted), 1e-6)
    known = [any(all(lexical.frequency(part) for part in option.split()) for option in c.alternatives) for c in wanted]
    asked = Asked.of(task, wanted, sum(c.weight for c, here in zip(wanted, known, strict=True) if not here) / total)
    found = [selected for rank, hit in enumerate(task.hits) for selected in _sentences(knowledge, asked, hit, rank)]
    table = together([selected.signs for selected in found], _likenesses(knowledge, task, found))
    return [replace(selected, signs=row) for selected, row in zip(found, table, strict=True)]


def _likenesses(knowledge: Knowledge, task: Task, found: Sequence[Selected]) -> NDArray[np.float32]:
    """Shape (sentences,): cosine similarity of each to the question.

    An embedding model that takes its time is not asked once a sentence: then the likeness of the passage must do.
    """
    embedder = knowledge.index.embedder
    if found and isinstance(embedder, StaticEmbedder):
        near: NDArray[np.float32] = embedder.embed_each([s.text for s in found]) @ embedder.embed([task.query.dense_text])[0]
        return near
    return np.asarray([s.signs[_PASSAGE_LIKENESS] for s in found], dtype=np.float32)


def _sentences(knowledge: Knowledge, asked: Asked, hit: Hit, rank: int) -> list[Selected]:
    task, wanted, passage = asked.task, asked.wanted, hit.passage
    if not task.allows(passage.issuer, passage.document):
        return []
    document = knowledge.documents[passage.document]
    node = document.nodes[passage.node]
    whole_text, clauses = _cut(document.source.text, tuple(passage.spans))
    place = " / ".join([*passage.path[-3:], document.metadata.kind, document.metadata.title])
    headings = " / ".join([*passage.path, document.metadata.kind])
    period = fold(document.metadata.title)
    around = Around.of(
        asked,
        hit,
        rank,
        text=whole_text,
        above=padded(place),
        passage=padded(f"{passage.text} {passage.context} {_explained(document, node)}"),
        heading_only=_only_heading(node),
        period=period,
        headings=headings,
        told=knowledge.assigned_nodes.get((document.id, passage.node), frozenset()),
    )
    found = []
    strict_sort = only_sort(task)
    # Words and a year alone ("BHYT 2025") ask for a figure of that year, or for what stands of it.
    number = "number" in task.intents and not task.intents & {"list", "cause", "overview"}
    strictly = number or not task.intents
    deed = _deed(task, wanted)
    columns = column_names(node)
    where, folded_headings = f"{place} {document.metadata.period}", fold(headings)
    whole_part = part_of_year(fold(" / ".join(passage.path))) or part_of_year(period)
    for start, end, text, spans in clauses:
        # A year, a unit or "ước cả năm" in the head of a table is that of the cells below it.
        said = f"{text} {columns}" if columns else text
        # A note's own number is no figure of what it tells.
        line = padded(_NOTE_LABEL.sub("", said) if passage.kind == "footnote" else said)
        if (strict_sort and not right_sort(task, text)) or not _likewise(task, wanted, line, around.above):
            continue
        year_fits = not task.query.years or fits_year(
            task.query.years, said, passage.path, document.metadata.title, document.metadata.period, strictly,
            speaks_of(said, folded_headings) == "aim",
        )  # fmt: skip
        if not year_fits and number:
            continue  # a figure of another year is no answer, however much else fits
        doubts = _doubts(task, around, line, text, said, deed)
        row = alone(asked, around, line, said, (start, end), year_fits, doubts)
        evidence = Evidence(document.id, passage.node, spans)
        part = part_of_year(fold(said)) or whole_part
        found.append(Selected(text, evidence, row, 0.0, passage.issuer, where, speaks_of(said, folded_headings), part))
    return found


@lru_cache(maxsize=_KEPT)
def _cut(source: str, spans: tuple[Span, ...]) -> tuple[str, tuple[tuple[int, int, str, tuple[Span, ...]], ...]]:
    """A passage's text and its sentences: where each starts and ends in it, its words, its spans in the source."""
    reading = Reading(source, spans)
    clauses = _clauses(reading.text)
    found = []
    for number, (start, end) in enumerate(clauses):
        # "Do vậy …" says what came of the sentence before it: the two are quoted together.
        if number and _CONNECTED.match(reading.text[start:end].strip()) and end - clauses[number - 1][0] <= _LONGEST:
            start = clauses[number - 1][0]
        found.append((start, end, reading.text[start:end].strip(), reading.spans(start, end)))
    return reading.text, tuple(found)


def _doubts(task: Task, around: Around, line: Line, text: str, said: str, deed: Concept | None) -> tuple[float, ...]:
    """What speaks against a sentence, as signs.DOUBTS. Cells of a table say less than sentences do, and the time, the body or
    the money of a scheme may stand below its title."""
    passage = around.hit.passage
    row, scheme = passage.kind == "table_row", bool(around.told)
    opens = text.endswith(":")
    return (
        float(contradicts(task, text)),
        float(says_no_firm(task, text)),
        float(says_no_commune(task, said)),
        float(says_no_origin(task, text)),
        float(not row and not opens and says_no_name(task, f"{text} {passage.context}")),
        float("funding" not in around.told and says_no_figure(task, text, row)),
        float(not row and not scheme and says_no_time(task, text)),
        float(not row and not scheme and names_nobody(task, text)),
        float(not row and not scheme and says_no_measure(task, text)),
        name_missing(task, line, around.above, around.passage),
        float(deed is not None and not any(credit(told, deed) for told in (line, around.above, around.passage))),
    )


def _explained(document: Document, node: Node) -> str:
    """The paragraph that a footnote stands in, empty for what is no footnote: a note seldom repeats what it is about."""
    anchor = document.nodes[node.anchor.node] if node.kind == "footnote" and node.anchor is not None else None
    return anchor.text if anchor is not None and len(anchor.text) <= LONGEST else ""


def _likewise(task: Task, wanted: Sequence[Concept], line: Line, above: Line) -> bool:
    """Whether a sentence says of the subject that a follow-up turns to what the earlier question asked; of other questions
    nothing is required."""
    if not task.subject:
        return True
    earlier = [concept for concept in wanted if concept not in task.subject]
    said = coverage(line, task.subject)
    return said >= _OF_SUBJECT and max(coverage(line, earlier), coverage(above, earlier)) >= _SAME_RESPECT


_WHO_DID = re.compile(r"\b(?:ai|công ty nào|nhà thầu nào|doanh nghiệp nào|đơn vị nào|cơ quan nào|phòng nào|hội nào|trường nào)\s+(\w+\s+\w+)", re.I)


def _deed(task: Task, wanted: Sequence[Concept]) -> Concept | None:
    """What somebody is asked to have done, where it is a word of two syllables that tells much: "Ai trúng thầu …?". A
    sentence that says nothing of it does not tell who did it."""
    asked = _WHO_DID.search(task.query.text) if task.query.accented else None
    if asked is None:
        return None
    said = fold(asked.group(1))
    return next((c for c in wanted if c.word == said and c.weight >= _TELLING_DEED), None)


def _only_heading(node: Node) -> bool:
    """Whether a node is a heading whose matter stands below it."""
    return node.kind in ("part", "section", "title") and any(child.kind != "footnote" for child in node.children)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Sentences; very long ones in pieces at semicolons."""
    pieces: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if end - start <= _LONGEST:
            pieces.append((start, end))
            continue
        begin = start
        for match in re.finditer(r";\s+", text[start:end]):
            at = start + match.end()
            if at - begin > 160:
                pieces.append((begin, at))
                begin = at
        if begin < end:
            pieces.append((begin, end))
    return pieces


def _few(good: Sequence[Selected], task: Task) -> list[Selected]:
    """The best sentence, those nearly as good, and the best of each further commune when none was named."""
    best = good[0]
    many = bool(task.intents & {"list", "overview", "compare", "cause"}) or asks_twice(task.folded)
    most = 4 if many else 3
    gap = -float(np.log(_NEARLY_MANY if many else _NEARLY))
    chosen = [best]
    for candidate in good[1:]:
        if len(chosen) >= most or sum(len(s.text) for s in chosen) + len(candidate.text) > _BUDGET:
            break
        if candidate.score >= best.score - gap and all(c.text != candidate.text for c in chosen):
            chosen.append(candidate)
    chosen += [s for s in _sides(good, task, best) if all(s.text != c.text for c in chosen)]
    wide = _EACH if "compare" in task.intents or len(task.query.issuers) > 1 else gap
    if "compare" in task.intents:
        for candidate in good:
            if candidate.evidence.document not in {c.evidence.document for c in chosen} and candidate.score >= best.score - wide:
                chosen.append(candidate)
    if len(task.query.issuers) != 1:  # each commune that was named, or every one when none was, is heard
        for candidate in good:
            if candidate.score >= best.score - wide and candidate.issuer not in {c.issuer for c in chosen}:
                chosen.append(candidate)
    return chosen


def _sides(good: Sequence[Selected], task: Task, best: Selected) -> list[Selected]:
    """The best sentence of each time that a question sets beside another: of each year that it names, of nine months and of
    the year, of what is reached and of what is aimed at."""
    if not (task.intents & {"compare", "number"}):
        return []
    near = [s for s in good if s.score >= best.score - _EACH_TIME]
    found: list[Selected] = []
    if len(task.query.years) == 2:
        for year in task.query.years:
            found += [s for s in near if _of_year(s, year)][:1]
    if asks_aim_and_result(task.folded):
        for standing in ("result", "aim"):
            found += [s for s in near if s.standing == standing][:1]
    parts = asked_parts(task.folded)
    if len(parts) == 2:
        for part in parts:
            found += [s for s in near if s.part == part][:1]
    return found


def _of_year(selected: Selected, year: str) -> bool:
    said = set(_YEAR.findall(selected.text))
    return year in (said or single_years(selected.place))


def _with_notes(knowledge: Knowledge, task: Task, wanted: Sequence[Concept], chosen: list[Selected]) -> list[Selected]:
    """A footnote belongs to its sentence: where the sentence leaves open what is asked, the note is quoted after it."""
    result: list[Selected] = []
    room = _BUDGET - sum(len(s.text) for s in chosen)
    for place, selected in enumerate(chosen):
        result.append(selected)
        document = knowledge.documents[selected.evidence.document]
        for note in _notes_in(document.nodes[selected.evidence.node], selected.evidence):
            reading = Reading(document.source.text, note.spans)
            ranked = sorted(_clauses(reading.text), key=lambda r: -coverage(padded(reading.text[r[0] : r[1]]), wanted))
            # A list is often told in the note alone: "06 dự án(16)".
            lists = "list" in task.intents and not place and len(reading.text) <= _LONGEST_NOTE
            whole_note = len(reading.text) <= 420 or lists
            start, end = (0, len(reading.text)) if whole_note else ranked[0]
            text = reading.text[start:end].strip()
            if (lists or len(text) <= room) and all(s.evidence.node != note.id for s in chosen):
                room -= len(text)
                evidence = Evidence(document.id, note.id, reading.spans(start, end))
                result.append(Selected(text, evidence, selected.signs, selected.score, selected.issuer))
    return result


def _notes_in(node: Node, evidence: Evidence) -> list[Node]:
    """Footnotes whose marker stands (or stood) within the quoted words."""
    low, high = evidence.spans[0][0], evidence.spans[-1][1]
    return [c for c in node.children if c.kind == "footnote" and c.anchor is not None and low <= c.anchor.offset <= high + 1]
