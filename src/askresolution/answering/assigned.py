"""Answers from assignments: who leads, directs, coordinates a scheme or task, by when, with what money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import closeness, coverage, padded
from askresolution.answering.naming import document_name
from askresolution.facts.model import Assignment
from askresolution.vietnamese import nfc

if TYPE_CHECKING:
    from askresolution.answering.extractive import Task

#: Least share of the question's content that an assignment's title must hold.
ENOUGH = 0.6
_FIELDS = ("lead", "director", "coordinating", "draft_by", "start", "finish", "funding", "result")
_ASKED = {
    "lead": ("lead", "director"),
    "director": ("director", "lead"),
    "coordinating": ("coordinating", "lead"),
    "deadline": ("draft_by", "finish", "start"),
    "funding": ("funding",),
}


def answer_assignments(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Lines for the assignments that the question is about; empty when it asks for no role or time of one."""
    asked = [name for name in ("coordinating", "director", "lead", "deadline", "funding") if name in task.intents]
    if not asked or not task.wanted:
        return []
    found = _about(knowledge, task)
    if not found:
        return []
    lines: list[str] = []
    for assignment in found:
        lines.extend(_lines(knowledge, task, assignment, asked, citations))
    return lines


def _about(knowledge: Knowledge, task: Task) -> list[Assignment]:
    """The assignments whose title fits best, of each commune that has one."""
    scored = []
    for assignment in knowledge.facts.assignments:
        if not _allowed(task, assignment):
            continue
        line = padded(assignment.title)
        score = coverage(line, task.wanted) + 0.1 * closeness(line, task.wanted)
        if score >= ENOUGH:
            scored.append((score, assignment))
    if not scored:
        return []
    scored.sort(key=lambda pair: -pair[0])
    best = scored[0][0]
    chosen: list[Assignment] = []
    for score, assignment in scored:
        mine = [s for s, a in scored if a.issuer == assignment.issuer]
        if score >= max(mine) - 0.02 and score >= best - 0.25 and len(chosen) < 4:
            chosen.append(assignment)
    return chosen


def _allowed(task: Task, assignment: Assignment) -> bool:
    if task.query.issuers and assignment.issuer not in task.query.issuers:
        return False
    if task.filters.issuers and assignment.issuer not in task.filters.issuers:
        return False
    return not task.filters.documents or assignment.document in task.filters.documents


def _lines(
    knowledge: Knowledge, task: Task, assignment: Assignment, asked: Sequence[str], citations: Citations
) -> list[str]:
    wording = task.wording
    source = document_name(knowledge.documents[assignment.document], wording)
    title = assignment.title if len(assignment.title) < 240 else assignment.title[:240].rsplit(" ", 1)[0] + " …"
    proof = assignment.evidence.get("title")
    head = wording.say("assignment", title=nfc(title), source=source)
    document = knowledge.documents[assignment.document]
    lines = [f"{head} {citations.mark(whole(document, proof.node))}" if proof else head]
    wanted = list(dict.fromkeys(name for intent in asked for name in _ASKED[intent]))
    first = _ASKED[asked[0]][0]
    for name in wanted:
        value = getattr(assignment, name)
        value = ", ".join(value) if isinstance(value, tuple) else value
        if value:
            # The whole line or row is cited: a reader checks a role against the words that name it.
            marks = citations.mark(whole(document, assignment.evidence[name].node)) if name in assignment.evidence else ""
            lines.append(f"- {wording.say(name, **{name: value})} {marks}".rstrip())
        elif name == first and asked[0] != "deadline":
            lines.append(f"- {wording.say('field_missing', field=wording.say(f'field_{name}'))}")
    return lines
