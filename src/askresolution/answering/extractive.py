"""The extractive engine: facts where the question asks for one, else the fewest sentences that answer it, quoted.

It never writes a figure, name or date of its own: whatever it says about the subject is the source's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from askresolution.answering.assigned import answer_assignments, body_asked, elsewhere, told_of
from askresolution.answering.body_answers import answer_body
from askresolution.answering.citing import Citations, whole
from askresolution.answering.cost_answers import answer_costs
from askresolution.answering.document_answers import answer_documents, silent_documents
from askresolution.answering.entries import listed_after
from askresolution.answering.footnote_answers import answer_footnotes
from askresolution.answering.ground_answers import answer_grounds
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import coverage, padded
from askresolution.answering.naming import document_name, introduction, place
from askresolution.answering.people_answers import (
    answer_people,
    asks_for_a_name,
    names_holder,
    names_in,
    names_only_holder,
    nobody_signed,
)
from askresolution.answering.quoting import Selected, ranked, select
from askresolution.answering.scoring import fitted, log_odds, probability
from askresolution.answering.sections import answer_sections, answer_topic, entries_of, widened
from askresolution.answering.sides import side_tasks
from askresolution.answering.signs import SIGNS
from askresolution.answering.sorts import only_sort
from askresolution.answering.table_rows import told_cells
from askresolution.answering.target_answers import answer_targets
from askresolution.answering.task import Draft, Task
from askresolution.answering.term_answers import answer_terms
from askresolution.answering.verdict_answers import answer_verdicts
from askresolution.domain import Note
from askresolution.index.lexical import ACCENTED
from askresolution.retrieval.commonness import spellings
from askresolution.vietnamese import TOKEN, UPPER, collapse, fold, nfc, tokens

#: A commune or ward by its name with capitals: "xã Hải Tân Phong", "Hai Tan Phong commune".
_CAPITAL = f"[{UPPER}]"
_COMMUNE = re.compile(
    rf"\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Cc]ommune of)\s+(?P<name>{_CAPITAL}\w+(?:\s+{_CAPITAL}\w*){{1,3}})"
    rf"|(?P<before>{_CAPITAL}\w+(?:\s+{_CAPITAL}\w*){{1,3}})\s+(?:commune|ward)\b"
    rf"|(?:[Tt]hành phố|[Tt]ỉnh|[Hh]uyện|[Qq]uận)\s+(?P<wider>{_CAPITAL}\w+(?:\s+{_CAPITAL}\w*){{0,3}})"
    rf"|(?P<city>{_CAPITAL}\w+(?:\s+{_CAPITAL}\w*){{0,3}})\s+(?:city|province|district)\b"
)
_NAME = re.compile(rf"{_CAPITAL}\w+(?:\s+{_CAPITAL}\w+)*")
#: Share of a question's content that is unknown to the corpus from which nothing in it can answer.
_LOST = 0.75
#: The sign that tells how much of a question a sentence itself says, and how many entries beside the best are told.
_OWN, _MOST_BESIDE, _SAME_COUNT = SIGNS.index("own"), 5, SIGNS.index("same_count")
ENGINE = "extractive"
#: Greetings, insults, questions to the program itself, attempts to make it play another part: no questions of fact.
_OFF_TOPIC = re.compile(
    r"^ (?:xin )?(?:chao|hello|hi|alo|hey)\b.{0,25}$|^ (?:cam on|thank)|^ (?:ban|may|em|bot) (?:la|ten|co phai) (?:ai|gi|la|nguoi|robot)|who are you"
    r"|\b(?:do ngu|ngu the|oc cho|dien a|stupid|idiot|shut up)\b|bo qua (?:moi|tat ca|cac|toan bo) (?:chi dan|huong dan|lenh|quy tac)|ignore (?:all|any|previous|the)"
    r"|\b(?:hom nay|ngay mai|hom qua|toi nay|may gio roi|thoi tiet|troi (?:co )?(?:mua|nang|lanh|ret)|gia vang|gia xang|ty gia|xo so|bong da|today|weather|gold price|exchange rate|football|tomorrow|right now)\b"  # documents tell nothing of the present moment
    r"|(?:gia vo|dong vai|hay dong) |act as|pretend|system prompt|mat khau he thong|^ (?:ban|bot|may|ad|em) (?:co the |hay |oi )?(?:noi|viet|dich|doc|hat) (?!ve)|^ (?:dien dat|viet|noi|trinh bay|doc) lai |viet (?:cho \w+ )?(?:mot )?(?:bai tho|bai hat|truyen|code|doan ma)|ke chuyen|ke cho \w+ (?:mot )?chuyen cuoi|tell (?:me |us )?a (?:joke|story)|cong thuc nau|recipe|write (?:me )?a (?:poem|song|story)"
)


def answer(knowledge: Knowledge, task: Task) -> tuple[Draft, Citations]:
    """The answer's lines, notes and citations; `found` is False when nothing supports one."""
    draft, citations = Draft(), Citations(knowledge.documents)
    if off_topic(task):
        draft.lines.append(task.wording.say("off_topic"))
        return draft, citations
    if not task.query.documents and unknown_subject(knowledge, task):
        draft.lines.extend(_refusal(knowledge, task))
        return draft, citations
    stranger = unknown_commune(knowledge, task)
    if stranger:
        issuers = ", ".join(knowledge.issuers)
        draft.lines.append(task.wording.say("not_found"))
        draft.lines.append(task.wording.say("unknown_commune", name=stranger, issuers=issuers))
        return draft, citations
    if silent := silent_documents(knowledge, task):
        draft.lines.extend([task.wording.say("not_found"), *silent])
        return draft, citations
    if nobody_signed(knowledge, task):
        draft.lines.extend(_refusal(knowledge, task))
        return draft, citations
    lines, citations = _attempted(knowledge, task, draft)
    draft.lines.extend(lines)
    draft.found = bool(lines)
    if draft.found:
        draft.notes.extend(_notes(knowledge, task, citations))
    else:
        draft.lines.extend(_refusal(knowledge, task))
        citations = Citations(knowledge.documents)
    return draft, citations


def _attempted(knowledge: Knowledge, task: Task, draft: Draft) -> tuple[list[str], Citations]:
    """The lines of the first attempt that gives any; of a comparison, of the first that tells the most of its sides. The
    draft notes what decided."""
    best: tuple[list[str], Citations] = ([], Citations(knowledge.documents))
    sides, told = _sides(task), 0
    if side_by_side := _side_by_side(knowledge, task):
        draft.decided = "fact"
        return side_by_side

    def sentence(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
        draft.decided = "sentence"
        sentences = ranked(knowledge, task)
        draft.log_odds = log_odds([s.score for s in sentences], fitted().nothing)
        return _quoted(knowledge, task, citations, sentences)

    draft.decided = "fact"
    # A telephone number or an hour is told by a sentence that holds one, and by nothing else.
    for attempt in (sentence,) if only_sort(task) or task.subject else (*ATTEMPTS, sentence):
        citations = Citations(knowledge.documents)
        lines = attempt(knowledge, task, citations)
        if lines and attempt in _BY_SUBJECT and len(sides) < 2 and _better_said(knowledge, task, citations):
            continue
        if lines and len(sides) < 2:
            return lines, citations
        cited = {citation.document for citation in citations.all()}
        cited |= {knowledge.documents[name].metadata.issuer for name in cited}
        if lines and (heard := max(1, len(sides & cited))) > told:
            best, told = (lines, citations), heard
        if told and told >= len(sides):
            break
    return best


#: Attempts that choose a fact by its subject; what is told must say as much of the question as the best sentence does.
_BY_SUBJECT = (answer_assignments, answer_targets)
#: Share of a question from which a fact is not doubted, and how much more of it a sentence must say.
_TOLD, _MORE = 0.9, 0.1


def _better_said(knowledge: Knowledge, task: Task, citations: Citations) -> bool:
    """Whether the likeliest sentence says clearly more of the question than the fact that is told, and is no part of it."""
    wanted = task.wanted or task.headed
    told = coverage(padded(" ".join(citation.quote for citation in citations.all())), wanted)
    if told >= _TOLD:
        return False
    sentences = ranked(knowledge, task)
    scorer = fitted()
    likely = bool(sentences) and probability(np.asarray([s.score for s in sentences], dtype=np.float32), scorer.nothing) >= scorer.least
    if not likely or coverage(padded(sentences[0].text), wanted) < told + _MORE:
        return False
    first = sentences[0].evidence
    return not any(
        citation.document == first.document and any(start <= first.spans[0][0] < end for start, end in citation.spans)
        for citation in citations.all()
    )


def _side_by_side(knowledge: Knowledge, task: Task) -> tuple[list[str], Citations] | None:
    """The answers of all sides of a comparison, one after another; None where one of them has none.

    "Giải ngân 9 tháng của A so với B?" says no more of what is asked: a figure, if any of them has one.
    """
    sides = side_tasks(knowledge, task)
    if not sides or answer_documents(knowledge, task, Citations(knowledge.documents)):
        return None  # "ký ngày bao nhiêu, là dự thảo lần mấy?" asks twice of one document
    for wanted in (frozenset({"number"}), frozenset[str]()):
        citations = Citations(knowledge.documents)
        told = [_told_of_side(knowledge, side if side.intents else replace(side, intents=wanted), citations) for side in sides]
        if all(told):
            return _once([line for lines in told for line in lines]), citations
        if any(told):
            return None
    return None


def _told_of_side(knowledge: Knowledge, side: Task, citations: Citations) -> list[str]:
    return next((found for attempt in (*ATTEMPTS, _best_sentence) if (found := attempt(knowledge, side, citations))), [])


def _once(lines: Sequence[str]) -> list[str]:
    """The lines without a quotation that stands there already, nor the introduction to one that is gone."""
    kept: list[str] = []
    seen: set[str] = set()
    for line in lines:
        words = line.rpartition(" [")[0] if line.startswith("> ") else ""
        if words in seen and words:
            if kept and kept[-1].endswith(":"):
                kept.pop()
            continue
        seen.add(words)
        if not (line.endswith(":") and kept and kept[-1] == line):
            kept.append(line)
    return kept


def _best_sentence(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    return _quoted(knowledge, task, citations, ranked(knowledge, task))


def _sides(task: Task) -> set[str]:
    """What a question compares, where it names it: communes, else documents."""
    if "compare" not in task.intents:
        return set()
    return set(task.query.issuers) if len(task.query.issuers) > 1 else set(task.query.documents) if len(task.query.documents) > 1 else set()


#: Tried in this order; the first that gives lines is the answer.
ATTEMPTS = (
    answer_grounds, answer_documents, answer_costs, answer_people, answer_footnotes, answer_terms, answer_body, answer_assignments, answer_verdicts, answer_targets, answer_sections,
    answer_topic,
)  # fmt: skip


def off_topic(task: Task) -> bool:
    """Whether a question is small talk, an attempt to misuse the program, or about nothing at all."""
    return bool(_OFF_TOPIC.search(task.folded)) or not (task.headed or task.query.documents)


def unknown_subject(knowledge: Knowledge, task: Task) -> bool:
    """Whether most of what a question is about is written nowhere in the corpus, in any spelling: no section can be of it."""
    lexical = knowledge.index.lexical
    wanted = task.wanted or task.headed
    total = sum(concept.weight for concept in wanted)
    lost = sum(
        concept.weight
        for concept in wanted
        if not any(all(lexical.frequency(part) for part in option.split()) for option in concept.alternatives)
    )
    # A name in capitals that the corpus never writes so: "Messi", "Bách Khoa".
    names = {word for match in _NAME.finditer(nfc(task.query.text)) if match.start() for word in match.group().lower().split()}
    strange = [c for c in wanted if c.accented and set(c.accented.split()) <= names]
    named = sum(c.weight for c in strange if not all(lexical.frequency(ACCENTED + part) for part in c.accented.split()))
    return total > 0 and max(lost, named) / total >= _LOST


def unknown_commune(knowledge: Knowledge, task: Task) -> str:
    """The commune that a question names and no document speaks of; empty when there is none such."""
    if task.query.issuers:
        return ""
    match = _COMMUNE.search(nfc(task.query.text))
    if match is None:
        return ""
    name = tokens(next(group for group in match.groups() if group))
    lexical = knowledge.index.lexical
    known = all(lexical.frequency(f"{a} {b}") for a, b in pairwise(name)) and all(lexical.frequency(word) for word in name)
    return "" if known else collapse(match.group())


def only_entry(knowledge: Knowledge, task: Task, draft: Draft, citations: Citations, number: int) -> tuple[Draft, Citations]:
    """One entry of a listed answer in full, with what stands below it; `number` counts from 1, -1 is the last."""
    entries = [line for line in draft.lines if line.startswith("- ")]
    at = number - 1 if number > 0 else len(entries) - 1
    if not draft.found or not 0 <= at < len(entries):
        return draft, citations
    marks = re.findall(r"\[(\d+)\]", entries[at])
    cited = [citations.evidence(int(mark)) for mark in marks]
    shown = Draft(notes=draft.notes, found=True, decided=draft.decided, log_odds=draft.log_odds)
    own = Citations(knowledge.documents)
    for cited_first in cited[:1]:
        document = knowledge.documents[cited_first.document]
        node = document.nodes[cited_first.node]
        shown.lines.append(
            task.wording.say(
                "passage_intro", source=document_name(document, task.wording), where=place(document, node.id) or node.name
            )
        )
        for part in [
            node,
            *(below for below in node.walk() if below is not node and below.kind in ("item", "bullet", "paragraph")),
        ][:8]:
            evidence = whole(document, part.id)
            if part.text:
                shown.lines.append(f"> “{nfc(part.text).strip()}” {own.mark(evidence)}")
    return (shown, own) if shown.lines else (draft, citations)


def _quoted(knowledge: Knowledge, task: Task, citations: Citations, sentences: Sequence[Selected]) -> list[str]:
    lines: list[str] = []
    last = ""
    people = names_in(task)
    if asks_for_a_name(task):
        chosen = [s for s in sentences if names_holder(task, s.text)][:1]
        if not chosen:
            chosen = [s for s in select(knowledge, task, sentences)[:1] if names_only_holder(task, s.text)]
    else:
        chosen = [s for s in select(knowledge, task, sentences) if all(f" {name} " in padded(s.text).folded for name in people)]
    if body := body_asked(task):
        # What another body leads is no answer, however well it fits besides.
        name = " ".join(word for word in body.split() if word not in task.query.named)
        chosen = [s for s in chosen if f" {name} " in padded(s.text).folded]
    elif chosen and "compare" not in task.intents:
        first = chosen[0].evidence
        if told := told_of(knowledge, task, first.document, first.node, citations):
            return told
    chosen += _entries_beside(knowledge, task, sentences, chosen)
    whole_list = (
        []
        if asks_for_a_name(task) or (chosen and chosen[0].signs[_SAME_COUNT])  # "hai ban": the sentence that counts them tells
        else widened(knowledge, task, [(s.evidence.document, s.evidence.node) for s in chosen], citations)
    )
    if whole_list:
        return whole_list
    if chosen and "number" not in task.intents:
        first = chosen[0].evidence
        document = knowledge.documents[first.document]
        node = document.nodes[first.node]
        if node.kind in ("part", "section") and (listed := entries_of(knowledge, task, document, node, citations)):
            return listed
    for selected in chosen:
        document = knowledge.documents[selected.evidence.document]
        intro = introduction(document, selected.evidence.node, task.wording, selected.text)
        if intro != last:
            lines.append(intro)
            last = intro
        lines.append(_quotation(selected, citations))
        if task.intents & {"number", "compare", "deadline"} and (
            cells := told_cells(document, document.nodes[selected.evidence.node], selected.evidence, task, citations)
        ):
            lines.append(cells)
        if selected.text.rstrip().endswith(":"):
            # "… cụ thể như sau:" says nothing without the list that it opens.
            lines.extend(listed_after(document, document.nodes[selected.evidence.node], citations))
    return lines


def _entries_beside(knowledge: Knowledge, task: Task, sentences: Sequence[Selected], chosen: Sequence[Selected]) -> list[Selected]:
    """Of a list that is asked for: the entries beside the best one that say as much of what is asked as it does."""
    if "list" not in task.intents or not chosen:
        return []
    best = chosen[0]
    document = knowledge.documents[best.evidence.document]
    parent = document.parents.get(best.evidence.node)
    if document.nodes[best.evidence.node].kind not in ("item", "bullet", "table_row") or parent is None:
        return []
    own = best.signs[_OWN]
    nodes = {s.evidence.node for s in chosen}
    beside = [
        s for s in sentences
        if s.evidence.document == document.id and s.evidence.node not in nodes and document.parents.get(s.evidence.node) == parent
        and s.signs[_OWN] >= own - 1e-6
    ]  # fmt: skip
    return list({s.evidence.node: s for s in beside}.values())[:_MOST_BESIDE]


def _quotation(selected: Selected, citations: Citations) -> str:
    return f"> “{nfc(selected.text).lstrip(chr(0xFFFD)).strip()}” {citations.mark(selected.evidence)}"


def _notes(knowledge: Knowledge, task: Task, citations: Citations) -> list[Note]:
    cited = list(dict.fromkeys(citation.document for citation in citations.all()))
    notes = []
    for name in cited:
        data = knowledge.documents[name].metadata
        if data.status == "draft":
            text = task.wording.say("note_draft", name=f"{data.kind} {data.issuer}".strip(), note=data.status_note or "dự thảo")
            notes.append(Note("draft", text))
    issuers = list(dict.fromkeys(knowledge.documents[name].metadata.issuer for name in cited))
    if len(issuers) > 1 and not task.query.issuers and not task.filters.issuers:
        notes.append(Note("several_issuers", task.wording.say("note_several", issuers=", ".join(issuers))))
    for typed, meant in task.query.repaired.items():
        if any(typed in concept.word.split() for concept in task.wanted):
            shown, read = _as_written(knowledge, task, typed, meant)
            notes.append(Note("repaired", task.wording.say("note_repaired", typed=shown, meant=read)))
    return notes


def _as_written(knowledge: Knowledge, task: Task, typed: str, meant: str) -> tuple[str, str]:
    """A mended syllable as it was typed, and as it is written with diacritics beside the word that follows or precedes it."""
    words = [match.group().lower() for match in TOKEN.finditer(task.query.text)]
    at = next((place for place, word in enumerate(words) if fold(word) == typed), None)
    if at is None:
        return typed, meant
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    lexical, accented = knowledge.index.lexical, task.query.accented

    def firmness(word: str) -> tuple[float, int]:
        beside = max(knowledge.compounds.strength(before, word, accented), knowledge.compounds.strength(word, after, accented))
        return beside, lexical.frequency(ACCENTED + word)

    written = [word for word in spellings(meant) if lexical.frequency(ACCENTED + word)]
    return words[at], max(written, key=firmness) if written and accented else meant


def _refusal(knowledge: Knowledge, task: Task) -> list[str]:
    lines = [task.wording.say("not_found")]
    if others := elsewhere(knowledge, task):
        lines.append(task.wording.say("only_elsewhere", asked=", ".join(task.query.issuers), issuers=", ".join(others)))
    closest = []
    for hit in task.hits[:8]:
        document = knowledge.documents[hit.passage.document]
        where = place(document, hit.passage.node) or nfc(hit.passage.text[:60])
        item = task.wording.say("closest_item", source=document_name(document, task.wording), where=where)
        if item not in closest:
            closest.append(item)
    if closest:
        lines.append(task.wording.say("not_found_closest"))
        lines.extend(closest[:3])
    return lines
