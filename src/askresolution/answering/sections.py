"""Answers that are a whole part of a document: its list of entries, its causes, its outline."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from askresolution.answering.citing import Citations, whole
from askresolution.answering.entries import (
    LONGEST_OF_MANY,
    MOST_TOLD,
    asks_overview,
    content,
    entry_text,
    evidence_of,
    short,
    told_entries,
)
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import closeness, coverage, credit, padded
from askresolution.answering.naming import document_name, place
from askresolution.answering.outlines import documents_outlined
from askresolution.answering.sorts import single_years, spans_year
from askresolution.answering.standing import asks_of
from askresolution.answering.task import Task
from askresolution.domain import Document, Node
from askresolution.retrieval.periods import other_period, other_term
from askresolution.vietnamese import fold, nfc, tokens

#: Least share of the question's words that a heading, with those above it, must hold.
ENOUGH = 0.78
_BUDGET = 2500
#: Sentences found that show which list is meant, and the share of the question that its heading must say: with two of
#: them in the list, and with one.
_NEAR, _SAID, _SAID_ALONE = 6, 0.4, 0.6
#: What the share of the hits that a part holds counts for, what its size takes away, and how many make it the subject.
_INSIDE, _SIZE, _MOSTLY_INSIDE, _PARTLY = 0.8, 0.06, 0.6, 0.22
#: Questions that look ahead or back, and headings that do.
_AHEAD = re.compile(r" (?:toi|sap toi|phuong huong|nhiem vu|giai phap|dinh huong|se|ke hoach|next|will|plans?|upcoming|tasks?) ")
_BACK = re.compile(r" (?:ket qua|da|dat duoc|lam duoc|vua qua|tinh hinh|results?|achieved|achievements?|performed) ")
_PLANS = re.compile(r" (?:phuong huong|(?<!thuc hien )nhiem vu|giai phap|muc tieu|chi tieu) ")
_RESULTS = re.compile(r" (?:ket qua|danh gia|tinh hinh thuc hien|thanh tuu) ")
_SHARED, _TENSE = 0.2, 0.2
#: From this weight on a word is a subject of its own.
_SUBJECT = 1.2
#: Words with which headings open or go on, and that say nothing of their subject.
_HEADING_WORDS = frozenset("ve cong tac linh vuc phat trien nhiem vu tinh hinh ket qua va chung tong quat cu the".split())
_HEADED = ("part", "section", "item")
#: How many headings side by side that name what is asked are a list of it, and how much less well they may name it.
_SEVERAL, _NEARLY_AS_WELL = 3, 0.2
#: What counts for a part of a document of just the year that is asked for, against one whose term holds that year.
_VERY_YEAR = 0.3


_WORD = re.compile(r"\w+")
#: Words of a heading that is taken for one where a question repeats it.
_TITLE_WORDS = 3
#: What a question for a part calls it.
_ASKS_PART = frozenset("diem chinh chu yeu cot loi noi dung muc phan chuong trinh bay".split())


def answer_sections(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The entries of the part whose heading the question names; empty when it names none."""
    named = bool(task.intents & {"list", "overview", "cause"})
    if not named and task.intents - {"identifier", "definition"}:
        return []
    if asks_overview(task) and (titled := _titled(knowledge, task)):
        return told_entries(*titled, task, citations, _BUDGET)
    if _PART_OF.search(task.folded) and (topic := answer_topic(knowledge, task, citations)):
        return topic
    chosen = documents_outlined(knowledge, task, citations)
    if chosen:
        return chosen
    if numbered := _numbered_parts(knowledge, task, citations):
        return numbered
    if asks_overview(task) and (topic := answer_topic(knowledge, task, citations)):
        return topic
    scored = [
        (score, document, node)
        for document in knowledge.documents.values()
        if task.allows(document.metadata.issuer, document.id)
        for node in document.root.walk()
        if node.kind in ("part", "section", "item") and (score := _fit(task, document, node)) >= ENOUGH
    ]
    scored = _narrowest(task, _of_named(task, scored))
    if "list" in task.intents and (alike := _alike(scored)):
        return _headings(*alike, task, citations)
    if not named:
        # A question that only names a heading ("Bài học kinh nghiệm của xã?") asks for what stands below it.
        scored = [s for s in scored if s[2].kind != "item" and coverage(padded(s[2].heading or s[2].text), task.headed) >= 0.85]
    if not scored:
        return []
    best = max(score for score, _, _ in scored)
    lines: list[str] = []
    seen: set[str] = set()
    budget = _BUDGET
    for _, document, node in sorted((s for s in scored if s[0] >= best - 0.06), key=lambda s: -s[0]):
        if document.metadata.issuer in seen and not (task.intents & {"cause"} and budget > 900):
            continue
        seen.add(document.metadata.issuer)
        made = told_entries(document, node, task, citations, budget)
        budget -= sum(map(len, made))
        lines.extend(made)
        if budget < 400:
            break
    return lines


def _titled(knowledge: Knowledge, task: Task) -> tuple[Document, Node] | None:
    """The one part whose whole heading the question repeats and asks nothing besides, as one does who reads a table of
    contents: "Tóm tắt phần kết quả đạt được trong nghị quyết". Of two documents that head a part so, none."""
    asked = " ".join(_WORD.findall(task.folded))
    found: list[tuple[Document, Node, str]] = []
    for document in knowledge.documents.values():
        data = document.metadata
        if not task.allows(data.issuer, document.id) or (task.query.documents and document.id not in task.query.documents):
            continue
        for node in document.root.walk():
            heading = " ".join(_WORD.findall(fold(nfc(node.heading)))) if node.kind in ("part", "section") else ""
            if len(heading.split()) < _TITLE_WORDS or f" {heading} " not in f" {asked} " or not content(node):
                continue
            told = padded(f"{heading} {data.kind} {data.issuer}")
            if all(concept.word in _ASKS_PART or credit(told, concept) > 0.5 for concept in task.wanted):
                found.append((document, node, heading))
    longest = max((len(heading) for _, _, heading in found), default=0)
    found = [entry for entry in found if len(entry[2]) == longest]
    return found[0][:2] if len(found) == 1 else None


#: A part of a document is asked for, and not the document: "Tóm tắt phần quốc phòng, an ninh trong báo cáo".
_PART_OF = re.compile(
    r" (?:phan|muc|chuong|section|chapter) (?!(?:trinh|tieu|dich|cong|loai|dau|tram|anh|mem|lon|do|thu|bao|nao|gi|tren|of|on) )(?:\w+ ){2,14}(?:trong|o|cua|tai|of|in|from) | noi (?:nhung )?gi ve (?=\w+ \w+)"
)
#: A part that a question names by its number: "Điều 4", "phụ lục 2", "Article 4", "mục II", "phần thứ nhất".
_PART_NUMBER = re.compile(
    r" (dieu|chuong|phu luc|bieu|muc|phan|chi tieu|muc tieu|nhiem vu|giai phap|article|chapter|appendix|annex|part|target|task) (?:so |number )?(thu (?:nhat|hai|ba|tu|bon|nam)|\d{1,2}|[ivx]{1,5})(?= )(?! (?:thang|nam|nguoi|ty|trieu))"
)
_PART_KINDS = {"article": "dieu", "chapter": "chuong", "appendix": "phu luc", "annex": "phu luc", "part": "phan", "target": "chi tieu", "task": "nhiem vu"}
#: Entries that a list numbers, and which its heading names.
_ENTRY_KINDS = frozenset(("chi tieu", "muc tieu", "nhiem vu", "giai phap"))
_PART_ORDINALS = {"nhat": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4", "nam": "5", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}


def _numbered_parts(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The entries of the part that a question names by its number and asks nothing else of; empty without such a part."""
    named = _PART_NUMBER.search(task.folded)
    asks = task.intents & {"overview", "definition"} or re.search(r" (?:noi|quy dinh|ghi|co|gom|neu|viet|says?|cover|contain)(?: \w+){0,3} (?:gi|nao|nhung|about|what) | what ", task.folded)
    if named is None or not asks or task.intents & {"lead", "director", "deadline", "compare"}:
        return []
    kind = _PART_KINDS.get(named.group(1), named.group(1))
    told = named.group(2).removeprefix("thu ")  # "phần thứ hai"; "năm 2026" is no fifth
    number = _PART_ORDINALS.get(told, told)
    for document in knowledge.documents.values():
        if not task.allows(document.metadata.issuer, document.id) or (task.query.documents and document.id not in task.query.documents):
            continue
        for node in document.root.walk():
            words = tokens(node.label)
            same = node.kind in ("part", "section", "item") and words and _PART_ORDINALS.get(words[-1], words[-1]) == number
            if same and kind in _ENTRY_KINDS and kind in fold(" / ".join(document.path(node.id))):
                evidence = evidence_of(document, node, *content(node))
                told = "; ".join(entry_text(part) for part in (node, *content(node)))
                return [task.wording.say("passage_intro", source=document_name(document, task.wording), where=place(document, node.id) or node.name), f"> “{told}” {citations.mark(evidence)}"]
            if same and (" ".join(words[:-1]).removesuffix(" thu").removesuffix(" so") == kind or (kind == "muc" and len(words) == 1)):
                return told_entries(document, node, task, citations, _BUDGET) if content(node) else []
    return []


def _narrowest(task: Task, scored: list[tuple[float, Document, Node]]) -> list[tuple[float, Document, Node]]:
    """Headings without those whose words a heading below them says as well: "Khâu đột phá" under "Các khâu đột phá và …"."""

    def own(node: Node) -> float:
        return coverage(padded(node.heading or node.text[:160]), task.headed)

    kept = []
    for score, document, node in scored:
        below = [other for _, d, other in scored if d is document and other is not node and any(n is other for n in node.walk())]
        if not any(own(other) >= own(node) - 0.05 and other.kind in ("part", "section") for other in below):
            kept.append((score, document, node))
    return kept


def _alike(scored: Sequence[tuple[float, Document, Node]]) -> tuple[Document, list[Node]] | None:
    """Neighbouring parts whose headings name what is asked equally well ("Nhóm giải pháp về …"): the headings are the list."""
    if not scored:
        return None
    _, document, best = max(scored, key=lambda entry: entry[0])
    above = document.parents.get(best.id)
    least = max(score for score, _, _ in scored) - _NEARLY_AS_WELL
    beside = [n for score, d, n in scored if d is document and n.kind != "item" and document.parents.get(n.id) == above and score >= least]
    if len(beside) < _SEVERAL or above is None:
        return None
    # One whose heading opens alike belongs to them, however long it goes on.
    opening = tokens(best.heading)[:2]
    return document, [n for n in document.nodes[above].children if n in beside or (n.heading and tokens(n.heading)[:2] == opening)]


def _headings(document: Document, nodes: Sequence[Node], task: Task, citations: Citations) -> list[str]:
    parent = document.parents.get(nodes[0].id)
    source, where = document_name(document, task.wording), place(document, parent) if parent else ""
    lines = [task.wording.say("list_intro", source=source, where=where or document.metadata.kind, count=len(nodes))]
    lines.extend(f"- {short(nfc(node.text), LONGEST_OF_MANY)} {citations.mark(whole(document, node.id))}" for node in nodes[:MOST_TOLD])
    return lines


def entries_of(knowledge: Knowledge, task: Task, document: Document, node: Node, citations: Citations) -> list[str]:
    """What stands directly below a heading, as a cited list; empty when nothing does."""
    return told_entries(document, node, task, citations, _BUDGET) if content(node) else []


def widened(knowledge: Knowledge, task: Task, selected: Sequence[tuple[str, str]], citations: Citations) -> list[str]:
    """The whole list that the best sentence is an entry or the caption of, where a list or an overview is asked for.

    `selected` are (document, node) of the sentences found, best first. The list is that of the nearest heading above which,
    with those above it, says what is asked, or of the table that the sentence is the caption of; empty when there is none.
    """
    listed = bool(task.intents & {"list", "overview"})
    # "Hạn chế của xã là gì?" asks for all that stands below such a heading too.
    if not selected or not task.headed or not (listed or task.intents == {"definition"}):
        return []
    name, best = selected[0]
    document = knowledge.documents[name]
    table = _table_of(document, best)
    rows = {node for other, node in selected[:_NEAR] if other == name and document.nodes[node].kind == "table_row"}
    heading = document.nodes.get(document.parents.get(table.id) or "") if table is not None else None
    named = heading is not None and _says(document, heading, task) >= _SAID
    if table is not None and (document.nodes[best].kind != "table_row" or (len(rows) > 1 and named)):
        return told_entries(document, table, task, citations, _BUDGET)
    near = {node for other, node in selected[:_NEAR] if other == name}
    current = best if document.nodes[best].kind in _HEADED else document.parents.get(best)
    while current is not None and document.nodes[current].kind != "document":
        node = document.nodes[current]
        inside = sum(1 for below in node.walk() if below.id in near)
        enough = _SAID if inside > 1 and listed else _SAID_ALONE
        if len(content(node)) >= 2 and _says(document, node, task) >= enough and (listed or node.kind != "item"):
            return told_entries(document, node, task, citations, _BUDGET)
        current = document.parents.get(current)
    return []


def answer_topic(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """The part that an overview is about: its heading says the subject, or most of what was found stands in it.

    Empty when no overview is asked, or no part is about the subject.
    """
    if not asks_overview(task):
        return []
    strengths = {
        (hit.passage.document, hit.passage.node): 1.0 / (2.0 + rank)
        for rank, hit in enumerate(task.hits)
        if task.allows(hit.passage.issuer, hit.passage.document)
    }
    total = sum(strengths.values())
    if not total:
        return []
    scored = []
    for name in dict.fromkeys(document for document, _ in strengths):
        document = knowledge.documents[name]
        for node in document.root.walk():
            if node.kind not in ("part", "section") or not content(node):
                continue
            if of_other_time(task, node, document):
                continue
            below = list(node.walk())
            inside = sum(strengths.get((name, other.id), 0.0) for other in below) / total
            said = _says(document, node, task)
            if said >= _SAID or (inside >= _MOSTLY_INSIDE and said > 0) or (inside >= _PARTLY and said >= _PARTLY):
                sense = _sense(task, document, node)
                scored.append((said + _INSIDE * inside - _SIZE * math.log(len(below)) + sense, document, node))
    if not scored:
        return []
    scored = sorted(_of_named(task, scored), key=lambda entry: -entry[0])
    chosen: list[tuple[Document, Node]] = []
    for score, document, node in scored:
        if score >= scored[0][0] - 0.15 and document.metadata.issuer not in {d.metadata.issuer for d, _ in chosen} and len(chosen) <= 2:
            chosen.append((document, node))
    chosen = [(document, _down(task, document, node)) for document, node in chosen]
    if len(chosen) == 1:
        chosen.extend(_other_subjects(task, chosen[0], scored))
    share = _BUDGET if len(chosen) == 1 else _BUDGET // 2
    return [line for document, node in chosen for line in told_entries(document, node, task, citations, share)]


def _of_named(task: Task, scored: list[tuple[float, Document, Node]]) -> list[tuple[float, Document, Node]]:
    """The parts of documents that the question names by their kind ("… trong báo cáo của xã"), where any of them fits."""
    return [entry for entry in scored if entry[1].id in task.query.documents] or scored


def _down(task: Task, document: Document, node: Node) -> Node:
    """The one part below whose heading says a word of the question that none above it says: of "kết quả kinh tế" that of
    the results, in a chapter on the economy."""
    while True:
        above = padded(" / ".join([*document.path(node.id), (node.heading or node.text)[:200]]))
        open_words = [c for c in task.headed if credit(above, c) <= 0.5]
        below = [child for child in node.children if child.kind in ("part", "section") and child.heading and content(child)]
        saying = [child for child in below if any(credit(padded(child.heading), c) > 0.5 for c in open_words)]
        named = [child for child in below if _names_all(task, child.heading)]
        saying = named if len(named) == 1 else saying
        if len(saying) != 1 or of_other_time(task, saying[0], document):
            return node
        node = saying[0]


def _names_all(task: Task, heading: str) -> bool:
    """Whether a heading is the subject asked for and nothing else: "1. Kinh tế" under "Phát triển kinh tế - xã hội"."""
    english = task.query.language == "en"  # else what means much the same ("chỉ tiêu" of "mục tiêu") is another heading
    said = {word for c in (*task.wanted, *task.headed) for option in (c.alternatives if english else (c.word,)) for word in option.split()}
    words = [word for word in tokens(heading) if word not in _HEADING_WORDS]
    return bool(words) and set(words) <= said


def _other_subjects(
    task: Task, first: tuple[Document, Node], scored: Sequence[tuple[float, Document, Node]]
) -> list[tuple[Document, Node]]:
    """The parts of the same document for what else a question names: "giáo dục, y tế" stand under two headings."""
    document, node = first
    said = padded(" / ".join([node.heading or node.text[:200], *(child.heading for child in node.walk() if child.heading)]))
    rest = [c for c in task.wanted if c.weight >= _SUBJECT and credit(said, c) <= 0.5]
    beside = {node.id} | {n.id for n in node.walk()}
    found: list[tuple[Document, Node]] = []
    for concept in rest[:2]:
        for _, other_document, other in scored:
            heading = padded(other.heading or other.text[:200])
            if other_document is document and other.id not in beside and credit(heading, concept) > 0.5 and all(n.id != node.id for n in other.walk()):
                found.append((document, other))
                beside |= {n.id for n in other.walk()}
                break
    return found


def _sense(task: Task, document: Document, node: Node) -> float:
    """What speaks for a part besides its subject: the genre's words that the question shares with the headings, and whether
    both look ahead (tasks, aims) or back (results)."""
    path = padded(" / ".join([*document.path(node.id), (node.heading or node.text)[:200]]))
    shared = _SHARED * coverage(path, task.headed) + _VERY_YEAR * _of_the_very_year(task, document, node)
    ahead, back = bool(_AHEAD.search(task.folded)), bool(_BACK.search(task.folded))
    if ahead == back:
        return shared
    plans, results = bool(_PLANS.search(path.folded)), bool(_RESULTS.search(path.folded))
    return shared + _TENSE * ((plans - results) if ahead else (results - plans))


def _of_the_very_year(task: Task, document: Document, node: Node) -> bool:
    """Whether the one year that is asked for dates a part, and not a span of years that holds it."""
    if len(task.query.years) != 1:
        return False
    dated = next((said for said in (node.text, *reversed(document.path(node.id))) if re.search(r"20\d\d", said)), "")
    return task.query.years[0] in single_years(dated or f"{document.metadata.title} {document.metadata.period}")


def _says(document: Document, node: Node, task: Task) -> float:
    """Share of the question's content that a node's own heading says, what stands above it counting less, 0 to 1."""
    own = padded((node.heading or node.text)[:200])
    above = padded(" / ".join([*document.path(node.id), document.metadata.title, document.metadata.kind]))
    wanted = task.wanted or task.headed
    if not any(credit(own, concept) > 0.5 for concept in wanted):
        return 0.0
    total = sum(concept.weight for concept in wanted)
    return sum(c.weight * max(credit(own, c), 0.7 * credit(above, c)) for c in wanted) / max(total, 1e-9)


def _table_of(document: Document, node_id: str) -> Node | None:
    """The table that a paragraph or heading captions, or that a row belongs to."""
    node = document.nodes[node_id]
    parent = document.parents.get(node_id)
    if node.kind == "table_row" and parent is not None:
        return document.nodes[parent] if document.nodes[parent].kind == "table" else None
    if node.kind in ("part", "section") and len(node.children) and node.children[0].kind == "table":
        return node.children[0]
    beside = list(document.nodes[parent].children) if parent is not None else []
    at = next((i for i, other in enumerate(beside) if other.id == node_id), len(beside))
    following = beside[at + 1] if at + 1 < len(beside) else None
    return following if following is not None and following.kind == "table" and len(node.text) < 250 else None


def _fit(task: Task, document: Document, node: Node) -> float:
    """How well a heading answers: its words and those above it against the question's, 0 to about 1."""
    if len(content(node)) < (2 if node.kind == "item" else 1):
        return 0.0
    if _aims_of_year(task, node):
        return 1.0
    if not task.headed:
        return 0.0
    own = padded(node.heading or node.text[:160])
    if not any(credit(own, concept) > 0.5 for concept in task.headed):
        return 0.0
    above = padded(" / ".join([*document.path(node.id), document.metadata.title, document.metadata.kind]))
    if of_other_time(task, node, document):
        return 0.0
    total = sum(concept.weight for concept in task.headed)
    covered = sum(c.weight * max(credit(own, c), 0.8 * credit(above, c)) for c in task.headed) / max(total, 1e-9)
    extra = max(0, len(own.folded.split()) - 2 * len(task.headed) - 6)
    if "cause" in task.intents:
        covered += 0.2 if "nguyen nhan" in own.folded else -0.2
    elif " nguyen nhan " in own.folded and " nguyen nhan " not in task.folded:
        covered -= 0.1  # "Nguyên nhân của hạn chế" is not the shortcomings themselves
    return covered + 0.05 * closeness(own, task.headed) + 0.1 * coverage(own, task.headed) - 0.008 * extra - 0.1


def _aims_of_year(task: Task, node: Node) -> bool:
    """Whether a heading sets the aims of the very year that is asked for, with nothing said of what they are to be of:
    "Mục tiêu đến năm 2028"."""
    own = fold(node.heading or node.text[:160])
    subject = [c for c in task.headed if c.word not in ("muc tieu", "chi tieu") and not set(c.alternatives) & {"muc tieu", "chi tieu"}]
    aims = re.search(r"\b(?:muc tieu|chi tieu)\b", own) and asks_of(task.folded) == "aim"
    return bool(aims and not subject and any(year in own for year in task.query.years))


def of_other_time(task: Task, node: Node, document: Document) -> bool:
    """Whether a part is of another year than the question names, or of another part of the year."""
    headings = [node.text, *reversed(document.path(node.id))]
    said = fold(" ".join([*headings, document.metadata.title]))
    if other_term(task.query.text, headings):
        return True
    if task.query.years and not _speaks_of_year(task, node, document):
        return True
    return "compare" not in task.intents and other_period(task.folded, fold(" ".join(headings)), said)


def _speaks_of_year(task: Task, node: Node, document: Document) -> bool:
    """The nearest heading that names a year dates what stands below it; else the document's title and period do."""
    for said in (node.text, *reversed(document.path(node.id))):
        if re.search(r"20\d\d", said):
            return bool(_years_of(said, task.query.years))
    said = " ".join([document.metadata.title, document.metadata.period])
    return bool(_years_of(said, task.query.years))


def _years_of(said: str, years: Sequence[str]) -> list[str]:
    """The years asked for that a text names, or that a span of years in it ends or begins with or holds."""
    return [year for year in years if year in said or spans_year(said, year)]
