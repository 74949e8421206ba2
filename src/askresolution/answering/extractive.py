"""The extractive engine: facts where the question asks for one, else the fewest sentences that answer it, quoted.

It never writes a figure, name or date of its own: whatever it says about the subject is the source's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from askresolution.answering.assigned import answer_assignments
from askresolution.answering.citing import Citations
from askresolution.answering.intent import intents
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, concepts
from askresolution.answering.naming import document_name, place
from askresolution.answering.quoting import Selected, select
from askresolution.answering.wording import Wording
from askresolution.domain import Filters, Hit, Note
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import fold, nfc

ENGINE = "extractive"


@dataclass(slots=True)
class Draft:
    """An answer in the making."""

    lines: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    found: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One question as the engine sees it."""

    query: Query
    hits: tuple[Hit, ...]
    wanted: tuple[Concept, ...]
    intents: frozenset[str]
    filters: Filters
    wording: Wording


def prepare(knowledge: Knowledge, query: Query, hits: Sequence[Hit], filters: Filters) -> Task:
    """Works out what the question wants."""
    wanted = concepts(
        query, knowledge.index.lexical, knowledge.understanding.abbreviations, knowledge.translator, knowledge.synonyms
    )
    return Task(query, tuple(hits), tuple(wanted), intents(fold(query.text)), filters, knowledge.wording[query.language])


def answer(knowledge: Knowledge, task: Task) -> tuple[Draft, Citations]:
    """The answer's lines, notes and citations; `found` is False when nothing supports one."""
    draft, citations = Draft(), Citations(knowledge.documents)
    if not task.wanted and not task.query.issuers and not task.query.documents:
        draft.lines.append(task.wording.say("off_topic"))
        return draft, citations
    for attempt in (answer_assignments, _quoted):
        lines = attempt(knowledge, task, citations)
        if lines:
            draft.lines.extend(lines)
            draft.found = True
            break
    if draft.found:
        draft.notes.extend(_notes(knowledge, task, citations))
    else:
        draft.lines.extend(_refusal(knowledge, task))
        citations = Citations(knowledge.documents)
    return draft, citations


def _quoted(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    chosen = select(knowledge, task.query, task.hits, task.wanted, task.intents, task.filters)
    lines: list[str] = []
    last_place = ""
    for selected in chosen:
        document = knowledge.documents[selected.evidence.document]
        where = place(document, selected.evidence.node)
        source = document_name(document, task.wording)
        intro = (
            task.wording.say("passage_intro", source=source, where=where)
            if where
            else task.wording.say("passage_intro_plain", source=source)
        )
        if intro != last_place:
            lines.append(intro)
            last_place = intro
        lines.append(_quotation(selected, citations))
    return lines


def _quotation(selected: Selected, citations: Citations) -> str:
    return f"> “{nfc(selected.text)}” {citations.mark(selected.evidence)}"


def _notes(knowledge: Knowledge, task: Task, citations: Citations) -> list[Note]:
    cited = list(dict.fromkeys(citation.document for citation in citations.all()))
    notes = []
    for name in cited:
        data = knowledge.documents[name].metadata
        if data.status == "draft":
            text = task.wording.say(
                "note_draft", name=f"{data.kind} {data.issuer}".strip(), note=data.status_note or "dự thảo"
            )
            notes.append(Note("draft", text))
    issuers = list(dict.fromkeys(knowledge.documents[name].metadata.issuer for name in cited))
    if len(issuers) > 1 and not task.query.issuers and not task.filters.issuers:
        notes.append(Note("several_issuers", task.wording.say("note_several", issuers=", ".join(issuers))))
    for typed, meant in task.query.repaired.items():
        if any(concept.word == typed for concept in task.wanted):
            notes.append(Note("repaired", task.wording.say("note_repaired", typed=typed, meant=meant)))
    return notes


def _refusal(knowledge: Knowledge, task: Task) -> list[str]:
    lines = [task.wording.say("not_found")]
    closest = []
    for hit in task.hits[:8]:
        document = knowledge.documents[hit.passage.document]
        where = place(document, hit.passage.node)
        item = task.wording.say("closest_item", source=document_name(document, task.wording), where=where or hit.passage.text[:60])
        if item not in closest:
            closest.append(item)
    if closest:
        lines.append(task.wording.say("not_found_closest"))
        lines.extend(closest[:3])
    return lines


def is_year(word: str) -> bool:
    """Whether a word is a year of this century."""
    return bool(re.fullmatch(r"20\d\d", word))
