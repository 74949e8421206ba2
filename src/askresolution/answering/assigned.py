"""Answers from assignments: who leads, directs, coordinates a scheme or task, by when, with what money; and what
an agency leads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.citing import Citations, whole
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import Concept, closeness, coverage, padded
from askresolution.answering.naming import document_name, introduction
from askresolution.answering.quoting import ranked
from askresolution.answering.scoring import fitted
from askresolution.answering.sorts import day_asked, says_day, says_no_time
from askresolution.answering.task import Task
from askresolution.facts.model import Assignment
from askresolution.vietnamese import fold, nfc, tokens

#: Least share of the question's content that an assignment's title must hold.
ENOUGH = 0.62
#: The same when the question names a scheme, plan or task as such, and a role in it or its time.
ENOUGH_NAMED = 0.45
#: The same for one whose title is among the best passages.
_RETRIEVED = 0.25
_ASKED = {
    "lead": ("lead", "director"),
    "director": ("director", "lead"),
    "coordinating": ("coordinating", "lead"),
    "deadline": ("draft_by", "start", "finish"),
    "funding": ("funding",),
    "result": ("result",),
}
#: Least weight of a word that narrows what an agency leads.
_TELLING = 2.5
#: Words that name the sort of thing assigned; they tell no scheme from another.
_MATTER = frozenset("ten de an ke hoach chuong trinh du an nhiem vu cong tac viec xay dung trien khai thuc hien".split())


def answer_assignments(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Lines for the assignments that the question is about; empty when it asks for no role or time of one."""
    by_agency = _of_agency(knowledge, task)
    if by_agency:
        return _agency_lines(knowledge, task, by_agency, citations)
    if "cause" in task.intents or body_asked(task):
        return []
    asked: list[str] = [name for name in ("coordinating", "director", "lead", "deadline", "funding", "result") if name in task.intents]
    if asked and "overview" in task.intents:
        asked += [name for name in _ASKED if name not in asked]  # a scheme summed up is told by all that is known of it
    if asked == ["deadline"] and "identifier" in task.intents:
        return []  # "kế hoạch … ký số bao nhiêu, hôm nào?" asks of a paper
    if not asked:
        return _listed(knowledge, task, citations)
    found = _about(knowledge, task, asked)
    found = [fact for fact in found if _says(fact, asked[0], task)]
    lines: list[str] = []
    for assignment in found:
        lines.extend(_lines(knowledge, task, assignment, asked, citations))
    if found and {"lead", "compare"} & task.intents:
        lines.extend(_silent(knowledge, task, found))
    if lines and asked[0] == "deadline":
        lines.extend(_carried_out(knowledge, task, found, citations))
    return lines


#: A scheme or plan as a paper, and words for the thing itself being there.
_PAPER = re.compile(r"\b(?:de an|ke hoach|chuong trinh|scheme|plan|programme|draft|soan|trinh)\b")
_DONE = re.compile(r"\b(?:hoan thanh|dua vao (?:su dung|khai thac|van hanh|hoat dong)|khanh thanh|di vao hoat dong|xay dung xong|nghiem thu|ban giao|khoi cong)\b|\bvao (?:cuoi )?nam 20\d\d")
#: Of how many sentences one may tell when the thing is done.
_LOOKED_AT = 5


def _carried_out(knowledge: Knowledge, task: Task, found: Sequence[Assignment], citations: Citations) -> list[str]:
    """When what a scheme is about will be there, told elsewhere: the day on which the paper is due is not the day on which
    the market stands. Empty where the question asks of the paper."""
    if _PAPER.search(task.folded) or not any(_PAPER.match(fold(fact.title).lstrip("- +")) for fact in found):
        return []
    own = {evidence.node for fact in found for evidence in fact.evidence.values()}
    nothing = fitted().nothing
    for selected in ranked(knowledge, task)[:_LOOKED_AT]:
        if selected.score < nothing:
            break
        if selected.evidence.node not in own and _DONE.search(fold(selected.text)) and not says_no_time(task, selected.text):
            document = knowledge.documents[selected.evidence.document]
            intro = introduction(document, selected.evidence.node, task.wording, selected.text)
            return [intro, f"> “{nfc(selected.text).strip()}” {citations.mark(selected.evidence)}"]
    return []


#: A body that is asked what it leads, coordinates or directs: "Văn phòng Đảng ủy chủ trì những đề án nào?".
_BODY_ASKED = re.compile(
    r"^ (?:cho (?:toi|em|minh )?hoi )?((?:van phong|phong|ban|cong an|hoi|doan|trung tam|uy ban|ubnd|hdnd|mttq|ubmttq|mat tran|tram|truong|bo phan|thuong truc)(?: (?!nao\b|gi\b|duoc\b|phai\b|se\b)\w+){1,10}?)"
    r"(?: (?:duoc giao|phai|se|dang|con))* (?:chu tri|phoi hop|phu trach|dau moi|chi dao|om|ganh|dam nhan|cam trich) (?:\w+ ){0,4}(?:nao|gi)\b"
)


def body_asked(task: Task) -> str:
    """The body, folded, of which a question asks what it leads; empty where it asks something else."""
    match = _BODY_ASKED.search(task.folded)
    return match.group(1) if match else ""


def told_of(knowledge: Knowledge, task: Task, document: str, node: str, citations: Citations) -> list[str]:
    """Lines of the scheme or task whose title or attributes a sentence is, where a role, a time or money is asked for.

    Schemes are asked for in other words than their titles; what names the scheme answers only with what stands below it.
    """
    asked = [name for name in ("coordinating", "director", "lead", "deadline", "funding", "result") if name in task.intents]
    if not asked or "cause" in task.intents:
        return []
    for fact in knowledge.facts.assignments:
        nodes = {evidence.node for evidence in fact.evidence.values()}
        apart = len(nodes) > 1 or knowledge.documents[document].nodes[node].kind == "table_row"
        if fact.document == document and node in nodes and apart and _says(fact, asked[0], task):
            return _lines(knowledge, task, fact, asked, citations)
    return []


def _says(fact: Assignment, asked: str, task: Task) -> bool:
    """Whether an assignment says what is asked first: an end where an end is asked for, money where money is."""
    if asked == "funding":
        asks_sum = bool(re.search(r" bao nhieu | how much ", task.folded))
        return bool(re.search(r"\d", fact.funding) if asks_sum else fact.funding)
    if asked == "deadline":
        if day_asked(task.folded) and not any(says_day(told) for told in (fact.finish, fact.draft_by, fact.start)):
            return False
        ends = re.search(r" (?:hoan thanh|ket thuc|xong|completed?|finish(?:ed)?) ", task.folded)
        return bool(fact.finish or fact.draft_by or (fact.start and not ends))
    if asked == "result":
        return bool(fact.result)
    return any(getattr(fact, name) for name in ("lead", "director", "coordinating"))


def elsewhere(knowledge: Knowledge, task: Task) -> list[str]:
    """Communes, other than the one asked of, whose documents assign what the question is about."""
    asked = [name for name in ("coordinating", "director", "lead") if name in task.intents]
    subject = _subject(task)
    if not asked or not subject or not task.query.issuers:
        return []
    return list(
        dict.fromkeys(
            fact.issuer
            for fact in knowledge.facts.assignments
            if fact.issuer not in task.query.issuers and coverage(padded(fact.title), subject) >= ENOUGH
        )
    )


def _subject(task: Task) -> list[Concept]:
    """What the question is about, without the words for the sort of thing assigned, in either language."""
    return [
        concept
        for concept in task.wanted
        if set(concept.word.split()) - _MATTER and set(concept.alternatives[0].split()) - _MATTER
    ]


def _about(knowledge: Knowledge, task: Task, asked: Sequence[str]) -> list[Assignment]:
    """The assignments whose title fits best, of each commune that has one."""
    if numbered := _numbered(knowledge, task):
        return numbered
    subject = _subject(task)
    if not subject:
        return []
    # "Khi nào …?" may ask of anything; only a question that names a scheme or task asks of an assignment.
    matter = re.search(r" (?:de an|ke hoach|chuong trinh|nhiem vu|scheme|schemes|plan|task|programme|project) ", task.folded)
    enough = ENOUGH_NAMED if matter and asked[0] != "funding" else ENOUGH if matter or asked[0] != "deadline" else 0.8
    scored = []
    for assignment in knowledge.facts.assignments:
        if not task.allows(assignment.issuer, assignment.document):
            continue
        line = padded(assignment.title)
        score = coverage(line, subject) + 0.1 * closeness(line, subject) + 0.05 * coverage(line, task.wanted)
        # "Các chi bộ nộp kế hoạch … khi nào?" names a plan, so that a scheme must fit as if nothing had been named.
        other = bool(matter) and asked[0] == "deadline" and fold(assignment.kind) in _KINDS and f" {fold(assignment.kind)} " not in task.folded
        if coverage(line, subject) >= (_UNNAMED if other and task.query.language == "vi" else enough):
            scored.append((score, assignment))
    scored.sort(key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    chosen: list[Assignment] = []
    for score, assignment in scored:
        mine = max(s for s, a in scored if a.issuer == assignment.issuer)
        if score >= mine - 0.02 and score >= best - 0.35 and len(chosen) < 4:
            chosen.append(assignment)
    return chosen or (_retrieved(knowledge, task, subject) if matter else [])


#: What is assigned, by its sort; and the share of a question that a title of another sort than it names must hold.
_KINDS, _UNNAMED = frozenset(("de an", "ke hoach", "chuong trinh")), 0.8


#: A scheme that is asked for by its number in the list: "đề án số 3", "scheme 9"; "Đề án 06" is a name.
_BY_NUMBER = re.compile(r" (?:de an|ke hoach|nhiem vu|cong trinh|du an|scheme|task|plan) (?:so |thu |number |no )?([1-9]\d?)(?= )(?! (?:nam|thang|trieu|ty|ha|km|xa|thon)\b)")


def _numbered(knowledge: Knowledge, task: Task) -> list[Assignment]:
    """The scheme or task that stands under the number that a question names, of each document that numbers its own."""
    named = _BY_NUMBER.search(task.folded)
    if named is None:
        return []
    found: dict[str, Assignment] = {}
    for fact in knowledge.facts.assignments:
        if not task.allows(fact.issuer, fact.document) or "title" not in fact.evidence:
            continue
        node = knowledge.documents[fact.document].nodes[fact.evidence["title"].node]
        digits = re.findall(r"\d+", node.label) or re.findall(r"^\W*(?:đề án|kế hoạch|nhiệm vụ)(?: số)? (\d+)", nfc(node.text).lower())
        if digits and digits[-1].lstrip("0") == named.group(1):
            found.setdefault(fact.document, fact)
    return list(found.values())[:4]


def _retrieved(knowledge: Knowledge, task: Task, subject: Sequence[Concept]) -> list[Assignment]:
    """The assignment whose own title is among the best passages: schemes are asked for in other words than theirs."""
    by_title = {(f.document, f.evidence["title"].node): f for f in knowledge.facts.assignments if "title" in f.evidence}
    for hit in task.hits[:4]:
        fact = by_title.get((hit.passage.document, hit.passage.node))
        if fact and task.allows(fact.issuer, fact.document) and coverage(padded(fact.title), subject) >= _RETRIEVED:
            return [fact]
    return []


def _of_agency(knowledge: Knowledge, task: Task) -> list[Assignment]:
    """Assignments that an agency named in the question leads: "Phòng Kinh tế chủ trì những đề án nào?"."""
    if not task.intents & {"lead", "list", "coordinating"} or "who" in task.folded.split() or " ai " in task.folded:
        return []
    bodies = {body for fact in knowledge.facts.assignments for body in _bodies(fact, task)}
    spoken = task.folded + _in_vietnamese(knowledge, task)
    named = [body for body in bodies if _names(spoken, body)]
    if not named:
        return []
    longest = max(len(_plain(body)) for body in named)
    agencies = {_plain(body) for body in named if len(_plain(body)) == longest}
    own = {word for agency in agencies for word in re.split(r"[ -]+", agency)}
    rest = [c for c in _subject(task) if not set(c.word.split()) <= own and c.weight >= _TELLING]
    found = [
        fact
        for fact in knowledge.facts.assignments
        if {_plain(body) for body in _bodies(fact, task)} & agencies and task.allows(fact.issuer, fact.document)
    ]
    if rest:
        found = [fact for fact in found if coverage(padded(fact.title), rest) >= 0.5]
    return found


def _in_vietnamese(knowledge: Knowledge, task: Task) -> str:
    """The glossary's Vietnamese for the terms of an English question, folded, blanks around each; bodies are named by them."""
    if task.query.language != "en":
        return ""
    terms = (term for english, _ in knowledge.translator.phrases(task.query.text) for term in knowledge.translator.terms(english))
    return "".join(f"| {' '.join(tokens(term))} " for term in terms)


def _bodies(fact: Assignment, task: Task) -> tuple[str, ...]:
    """The bodies of an assignment in the role that is asked of: those that coordinate, or the one that leads."""
    return fact.coordinating if _coordinates(task) else (fact.lead,) if fact.lead else ()


def _coordinates(task: Task) -> bool:
    return "coordinating" in task.intents and "lead" not in task.intents


def _plain(body: str) -> str:
    """A body's name, folded, as it is spoken: without "cơ quan" before it and "xã" behind it."""
    name = " ".join(fold(body).replace("-", " ").split()).removeprefix("co quan ")
    return name.removesuffix(" xa").removesuffix(" phuong")


def _names(folded: str, lead: str) -> bool:
    short = _plain(lead)
    folded = f"{folded}|{folded.replace('-', ' ')}|{folded.replace('-', '').replace('&', '')}"  # "Phòng VH-XH"
    head, *rest = short.split()
    initials = "".join(word[0] for word in rest)
    first = re.escape(rest[0]) if rest else ""
    abbreviated = len(initials) > 2 and re.search(rf" {re.escape(head)}(?: {first})?(?: chuyen mon)? {re.escape(initials)} ", folded)
    return len(short.split()) > 1 and (f" {short} " in folded or bool(abbreviated))


def _agency_lines(knowledge: Knowledge, task: Task, found: Sequence[Assignment], citations: Citations) -> list[str]:
    lines = []
    spoken = task.folded + _in_vietnamese(knowledge, task)
    for document_id in dict.fromkeys(fact.document for fact in found):
        mine = [fact for fact in found if fact.document == document_id]
        document = knowledge.documents[document_id]
        role = "coordinating" if _coordinates(task) else "lead"
        body = next(body for body in _bodies(mine[0], task) if _names(spoken, body))
        key = "agency_coordinates" if role == "coordinating" else "agency_leads"
        head = task.wording.say(key, agency=nfc(body), count=len(mine), source=document_name(document, task.wording))
        lines.append(head)
        room = max(90, 2400 // len(found))
        for fact in mine:
            nodes = dict.fromkeys([fact.evidence["title"].node, fact.evidence[role].node])
            marks = citations.mark(*(whole(document, node) for node in nodes))
            lines.append(f"- {_short(fact.title, room)} {marks}")
    return lines


def _listed(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """All schemes or plans of a commune, when the question asks to list them and nothing narrower."""
    if not task.intents & {"list", "number"} or _subject(task) or not task.wanted:
        return []
    kinds = [kind for kind in ("đề án", "kế hoạch", "nhiệm vụ") if f" {fold(kind)} " in task.folded]
    found = [f for f in knowledge.facts.assignments if f.kind in kinds and task.allows(f.issuer, f.document)]
    lines = []
    for document_id in dict.fromkeys(fact.document for fact in found):
        mine = [fact for fact in found if fact.document == document_id]
        document = knowledge.documents[document_id]
        lines.append(
            task.wording.say("listed", count=len(mine), what=", ".join(kinds), source=document_name(document, task.wording))
        )
        room = max(80, 2300 // len(found))
        for fact in mine:
            lead = f" – {fact.lead}" if fact.lead else ""
            lines.append(f"- {_short(fact.title, room)}{lead} {citations.mark(whole(document, fact.node))}")
    return lines


def _short(text: str, most: int) -> str:
    text = nfc(text).lstrip("-+ ")
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _lines(knowledge: Knowledge, task: Task, fact: Assignment, asked: Sequence[str], citations: Citations) -> list[str]:
    wording = task.wording
    document = knowledge.documents[fact.document]
    proof = fact.evidence.get("title")
    head = wording.say("assignment", title=_short(fact.title, 240), source=document_name(document, wording))
    lines = [f"{head} {citations.mark(whole(document, proof.node))}" if proof else head]
    wanted = list(dict.fromkeys(name for intent in asked for name in _ASKED[intent]))
    if re.search(r" (?:may|bao nhieu|bn|san pham|gom|how many|product|output) ", task.folded):
        wanted.append("result")  # "hạn đến hôm nào, gồm mấy biển?"
    first = _ASKED[asked[0]][0]
    for name in wanted:
        value = getattr(fact, name)
        value = ", ".join(value) if isinstance(value, tuple) else value
        if value:
            # The whole line or row is cited: a reader checks a role against the words that name it.
            marks = citations.mark(whole(document, fact.evidence[name].node)) if name in fact.evidence else ""
            lines.append(f"- {wording.say(name, **{name: value})} {marks}".rstrip())
        elif name == first and asked[0] not in ("deadline",):
            lines.append(f"- {wording.say('field_missing', field=wording.say(f'field_{name}'))}")
    return lines


def _silent(knowledge: Knowledge, task: Task, found: Sequence[Assignment]) -> list[str]:
    """Communes that were asked for, or not excluded, and whose documents assign nobody."""
    # A commune with something near it is not said to have nothing.
    subject = _subject(task)
    near = {f.issuer for f in knowledge.facts.assignments if coverage(padded(f.title), subject) >= ENOUGH_NAMED}
    having = {fact.issuer for fact in found} | near
    asked = task.query.issuers or (knowledge.issuers if not task.filters.issuers and not task.filters.documents else ())
    return [task.wording.say("no_assignment", issuer=issuer) for issuer in asked if issuer not in having and len(asked) > 1]
