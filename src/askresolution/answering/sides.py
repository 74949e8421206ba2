"""Comparisons as several questions: what is asked is asked of each commune, document or time that is set beside another.

Side by side, one commune's sentence that fits a little better silences the other's; alone, each is answered as it would be
if the question named nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from askresolution.answering.knowledge import Knowledge
from askresolution.answering.standing import asks_of
from askresolution.answering.task import Task, prepare
from askresolution.domain import Document
from askresolution.vietnamese import fold, has_diacritics, nfc

#: Comparing words, folded, and what is asked of one side in their place. "bên nào đông đảng viên hơn" → "bao nhiêu đảng viên".
_WHICH = r"(?:ben|xa|noi|phuong|cho|don vi|dia phuong|dau|ai|dang bo|thon) (?:nao )?"
_SIZE = r"(?:cao|thap|nhieu|it|lon|dong|nho|kha|tot|dai|rong|nhinh|troi)"
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b{_WHICH}((?:\w+ ){{0,4}}?)(?:som|muon|tre|nhanh|truoc)(?: \w+)? hon\b"), "khi nào"),
    (re.compile(rf"\b{_WHICH}((?:co |thi |dat |\w+ )?){_SIZE} (?=\w+(?: \w+){{0,3}} hon\b)"), "bao nhiêu"),
    (re.compile(rf"\b{_WHICH}((?:\w+ ){{0,3}}?)(?:{_SIZE}(?: hon| nhat)?|hon)\b"), "bao nhiêu"),
    (re.compile(rf"\b(){_SIZE} hon(?: han| mot chut)?\b"), "bao nhiêu"),  # "A hay B có tỷ lệ … lớn hơn?"
    (
        re.compile(
            r"\b()(?:khac nhau|khac gi(?: nhau)?|chenh(?: lech)?(?: nhau)?|hon kem(?: nhau)?|co (?:\w+ )?(?:khop|giong|trung|lech|venh|mau thuan)(?: voi)?(?: nhau)?(?: khong| ko)?)"
            r"(?: (?:ra sao|the nao|nhu the nao|bao nhieu|gi|may|khong))?"
        ),
        "bao nhiêu",
    ),
    (re.compile(r"\b()(?:thi )?(?:ra sao|nhu the nao|the nao)(?= *[?.]*$)"), "bao nhiêu"),
    (re.compile(r"\b()(?:(?:de nghi |xin |hay |cho )?(?:so sanh|doi chieu)|so voi|giua|hon(?= *[?,.]|$))\b"), ""),
    (re.compile(r"\b()(?:compare[ds]?(?: with| to)?|which (?:did better|commune|ward|of them|one|is|has)|versus|vs|between|how (?:did|has|have)|chang(?:e|ed)(?= |$|\?))\b"), ""),
)
#: Stands for each character of a name while comparing words are looked for.
_KEPT = "\x00"
#: Who counts heads asks for a number of them: "đảng viên xã nào đông hơn".
_MORE = re.compile(r"\b(?:dong|nhieu|it)(?: hon| nhat)?\W*$")
#: Words that only join one name to another, before and after the name.
_JOINS_BEFORE = re.compile(r"(?:\b(?:va|voi|hay|hoac|so voi|and|or|with|than|versus)\s+|,\s*)(?:(?:o|cua|dang bo|ubnd|at|in|of|that of)\s+){0,2}$")
_JOINS_AFTER = re.compile(r"^\s*(?:,|(?:va|voi|hay|hoac|so voi|and|or|with)\b)")
#: What says that the state reached is asked for, where nothing else says so.
_NOW = re.compile(r"\b(?:nay|(?:toi|den) gio|gio)\b")
_ASKS = r"(?:bao nhieu|may|bn|muc nao|the nao|ra sao|khi nao|bao gio|luc nao|(?:ngay|thang|nam|quy|hom) (?:nao|may)|den dau|how (?:many|much)|when)"
_ASK = re.compile(rf"\b{_ASKS}\b")
#: Between two clauses that both ask.
_BREAK = re.compile(r"[,;]|(?<=\s)(?:con|roi|ma|va|hay|nhung)(?=\s)|[-–](?=\s)")
_TIME = re.compile(
    r"\b(?:(?:toi|den|luc|vao|tinh den|cho den) )*(?:(?:\d{1,2}|sau|chin) thang(?: dau(?: nam)?| cuoi(?: nam)?| nam)?(?: 20\d\d)?|(?:dau|giua|cuoi|het) (?:thang \d{1,2}(?:[/-]20\d\d)?|nam(?: 20\d\d)?|quy \w+)"
    r"|nua (?:dau|cuoi)(?: nam)?(?: 20\d\d)?|ca nam(?: 20\d\d)?|nam (?:20\d\d|nay|ngoai|sau|truoc|toi)|20\d\d|ca nhiem ky|nhiem ky (?:toi|moi|nay|truoc|cu)|(?:hoi |trong )?thang \d{1,2}(?:[/-]20\d\d)?|cuoi nam|dau nam|sang nam|hien nay|hien (?:co|tai)|(?:toi|den) (?:gio|nay)|nay)\b"
    r"|\b(?:(?:the |after |in |at |of |its |as of )*(?:(?:first )?(?:nine|six|three|[369])[- ]months?(?: (?:review|report|figure|conclusion))?(?: of 20\d\d)?"
    r"|(?:annual|full[- ]year|year[- ]end|end[- ]of[- ]year|yearly)(?: (?:20\d\d|report|figure|review))*|(?:whole|full|end of the) (?:year|20\d\d)(?: 20\d\d)?|(?:early|mid|late|the (?:start|beginning|end) of) (?:[a-z]+ber|january|february|march|april|may|june|july|august|20\d\d)(?: 20\d\d)?))\b"
)
#: The time of one side, right after its name.
_OWN_TIME = re.compile(
    r"\s*(?:\([^()]{2,40}\)|(?:(?:in|at|by|after|for|of|the|end|start|first|half|trong|luc|hoi|vao|nua|cuoi|het) ){0,5}"
    rf"(?:{_TIME.pattern}|(?:nine|six|three|the whole) (?:months?|year)(?: of 20\d\d)?|20\d\d\b))"
)
#: Bodies whose documents a question sets beside one another, and the letters of their numbers.
_ORGANS = {"hdnd": "hdnd", "hoi dong nhan dan": "hdnd", "ubnd": "ubnd", "uy ban nhan dan": "ubnd", "uy ban": "ubnd", "dang uy": "dau", "cap uy": "dau", "dai hoi": "daihoi"}
_ORGAN = re.compile(rf"\b(?:{'|'.join(sorted(_ORGANS, key=len, reverse=True))})\b")
_DRAFT = re.compile(r"\b(?:ban )?du thao\b")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the questions that a comparison holds: its text, and whose statements may answer it."""

    text: str
    issuer: str = ""
    documents: tuple[str, ...] = ()


def side_tasks(knowledge: Knowledge, task: Task) -> list[Task]:
    """One task for each side that a question sets beside another, in its order; none where it compares nothing by name."""
    text = nfc(task.query.text)
    if "compare" not in task.intents and len(_ASK.findall(fold(text))) < 2 and not _of_each(task):
        return []
    if len(fold(text)) != len(text):
        return []
    sides = _of_communes(knowledge, task, text) or _of_clauses(knowledge, task, text) or _of_documents(knowledge, task, text) or _of_times(task, text)
    return [_asked(knowledge, task, side) for side in sides]


def _asked(knowledge: Knowledge, task: Task, side: _Side) -> Task:
    query = knowledge.understanding.read(side.text)
    query = replace(query, issuers=(side.issuer,) if side.issuer else task.query.issuers, several=task.query.several)
    # Searched as the question alone would be: how far the best passage is ahead of others tells whether it answers.
    filters = replace(task.filters, documents=side.documents) if side.documents else task.filters
    hits = knowledge.searcher.search(query, knowledge.settings.passages, filters)
    alone = prepare(knowledge, query, hits, filters)
    return replace(alone, intents=alone.intents - {"compare"}, wording=task.wording)


def _of_communes(knowledge: Knowledge, task: Task, text: str) -> list[_Side]:
    if ("compare" not in task.intents and not _repeats(text) and not _of_each(task)) or len(task.query.issuers) < 2:
        return []
    places = knowledge.understanding.mentions(text)
    first = min((span for spans in places.values() for span in spans), default=(0, 0))
    timed = bool(_OWN_TIME.match(fold(text), first[1]))  # "A cả năm 2025 và B nửa đầu 2026": each has a time of its own
    sides = []
    for issuer in task.query.issuers:
        others = [_with_joins(text, _with_time(text, span) if timed else span) for other, spans in places.items() if other != issuer for span in spans]
        own = [text[slice(*span)] for span in places.get(issuer, ())]
        sides.append(_Side(_rewritten(_without(text, others), own), issuer))
    return sides


def _with_joins(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A name with the words that join it to the one beside it."""
    folded = fold(text)
    before = _JOINS_BEFORE.search(folded[: span[0]])
    after = None if before else _JOINS_AFTER.search(folded[span[1] :])
    return (before.start() if before else span[0], span[1] + after.end() if after else span[1])


def _with_time(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A name with the time, or the remark in brackets, that stands right after it."""
    own = _OWN_TIME.match(fold(text), span[1])
    return (span[0], own.end()) if own else span


def _of_each(task: Task) -> bool:
    """Whether a figure or a time is asked of several communes that are named: "A, B và C còn bao nhiêu hộ nghèo?"."""
    return len(task.query.issuers) > 1 and bool(task.intents & {"number", "deadline"}) and not task.intents & {"list", "overview", "cause"}


def _repeats(text: str) -> bool:
    return len(_ASK.findall(fold(text))) > 1


def _of_clauses(knowledge: Knowledge, task: Task, text: str) -> list[_Side]:
    """"X: kế hoạch bao nhiêu, đến nay được bao nhiêu?": each clause with what all are about."""
    folded = fold(text)
    head, body = "", text
    colon = folded.find(":")
    if colon > 0 and not _ASK.search(folded[:colon]):
        head, body = text[: colon + 1], text[colon + 1 :]
    clauses = _clauses(body)
    if len(clauses) < 2:
        return []
    about = set(re.findall(r"\w+", fold(head or clauses[0])))
    if not any(set(concept.word.split()) <= about for concept in task.wanted):
        return []  # a follow-up, whose subject stands at its end
    own = _own_documents(knowledge, task)
    marks = [(_times(clause), _named(knowledge, own, clause), asks_of(f" {fold(clause)} ")) for clause in clauses]
    if len(set(marks)) < len(marks) or not all(any(mark) for mark in marks[1:]):
        return []
    first = clauses[0]
    subject = head or _subject(knowledge, own, first, marks)
    texts = [f"{head} {first}", *(f"{subject} {clause}" for clause in clauses[1:])]
    return [_Side(_dated(side.strip(), clause), documents=_few_of(mark[1], own)) for side, clause, mark in zip(texts, clauses, marks, strict=True)]


def _dated(text: str, clause: str) -> str:
    if not _NOW.search(fold(clause)) or "hien nay" in fold(clause):
        return text
    return f"{text.rstrip(' ?.')} {'hiện nay' if has_diacritics(text) else 'hien nay'}"


def _clauses(body: str) -> list[str]:
    """The parts of a question of which each asks something."""
    folded = fold(body)
    asks = list(_ASK.finditer(folded))
    cuts = []
    for one, other in zip(asks, asks[1:], strict=False):
        between = list(_BREAK.finditer(folded, one.end(), other.start()))
        if not between:
            return []
        cuts.append(between[0])
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(body)]
    return [body[start:end].strip(" ,;") for start, end in zip(starts, ends, strict=True)]


def _subject(knowledge: Knowledge, own: Sequence[Document], first: str, marks: Sequence[tuple[frozenset[str], tuple[str, ...], str]]) -> str:
    """What the first clause is about, without its asking and without what later clauses have of their own."""
    folded = fold(first)
    spans = [m.span() for m in _ASK.finditer(folded)]
    if any(mark[0] for mark in marks[1:]):
        spans += [m.span() for m in _TIME.finditer(folded)]
    if any(mark[1] for mark in marks[1:]):
        spans += [span for _, span in _mentions(knowledge, own, first)]
    return _without(first, spans)


def _of_documents(knowledge: Knowledge, task: Task, text: str) -> list[_Side]:
    """"Mức giảm nghèo trong báo cáo và trong nghị quyết có khớp nhau không?"."""
    if "compare" not in task.intents:
        return []
    own = _own_documents(knowledge, task)
    mentions = _mentions(knowledge, own, text)
    groups = list(dict.fromkeys(documents for documents, _ in mentions))
    if len(groups) < 2 or any(set(one) & set(other) for one in groups for other in groups if one != other):
        return []
    plain = _rewritten(_without(text, [span for _, span in mentions]))
    return [_Side(plain, documents=documents) for documents in groups]


def _of_times(task: Task, text: str) -> list[_Side]:
    """"Thu ngân sách 9 tháng với cả năm chênh nhau ra sao?": the question with one time, then with the other."""
    if "compare" not in task.intents:
        return []
    spans = [m.span() for m in _TIME.finditer(fold(text))]
    if len(spans) != 2 or fold(text[slice(*spans[0])]) == fold(text[slice(*spans[1])]):
        return []
    return [_Side(_rewritten(_without(text, [_with_joins(text, span)]))) for span in reversed(spans)]


def _own_documents(knowledge: Knowledge, task: Task) -> list[Document]:
    return [d for d in knowledge.documents.values() if task.allows(d.metadata.issuer, d.id)]


def _mentions(knowledge: Knowledge, own: Sequence[Document], text: str) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    """Documents that a stretch names by kind, body or standing, and where: a kind next to a body is one mention."""
    folded = fold(text)
    found: list[tuple[set[str], tuple[int, int]]] = []
    for kind in {fold(d.metadata.kind) for d in own if d.metadata.kind}:
        for name in knowledge.understanding.kind_names(kind):
            for match in re.finditer(rf"\b{re.escape(name)}\b", folded):
                found.append(({d.id for d in own if fold(d.metadata.kind) == kind}, match.span()))
    for match in _ORGAN.finditer(folded):
        found.append(({d.id for d in own if _is_of(d, _ORGANS[match.group()])}, match.span()))
    found += [({d.id for d in own if d.metadata.status == "draft"}, match.span()) for match in _DRAFT.finditer(folded)]
    joined: list[tuple[set[str], tuple[int, int]]] = []
    for documents, (start, end) in sorted((f for f in found if f[0]), key=lambda f: f[1]):
        if joined and len(folded[joined[-1][1][1] : start].split()) <= 1 and not re.search(r"[,;]|\b(?:voi|va|con|hay|and)\b", folded[joined[-1][1][1] : start]):
            before, (first, last) = joined[-1]
            joined[-1] = (before & documents or documents, (first, max(last, end)))
        else:
            joined.append((documents, (start, end)))
    return [(tuple(sorted(documents)), span) for documents, span in joined]


def _is_of(document: Document, organ: str) -> bool:
    number, kind = fold(document.metadata.number), fold(f"{document.metadata.kind} {document.metadata.title}")
    if organ == "daihoi":
        return "bao cao chinh tri" in kind or number.endswith("dh") or ("nghi quyet" in kind and "dai hoi" in kind)
    if organ == "dau":
        return bool(re.search(r"[-/](?:du|dux|bth|btv)\b", number))
    return organ in number


def _named(knowledge: Knowledge, own: Sequence[Document], clause: str) -> tuple[str, ...]:
    mentions = _mentions(knowledge, own, clause)
    return mentions[0][0] if mentions else ()


def _few_of(documents: tuple[str, ...], own: Sequence[Document]) -> tuple[str, ...]:
    return documents if len(documents) < len(own) else ()


def _times(clause: str) -> frozenset[str]:
    return frozenset(m.group() for m in _TIME.finditer(fold(clause)))


def _rewritten(text: str, names: Sequence[str] = ()) -> str:
    """A comparison as a question about one side, with or without diacritics as it was typed; `names` hold no comparing word
    ("phường Đông Hải")."""
    plain = not has_diacritics(text)
    for name in names:
        text = text.replace(name, _KEPT * len(name))
    if _MORE.search(fold(text)) and not re.search(r"\b(?:ty|ti) le\b", fold(text)):
        text = f"{'so' if plain else 'số'} {text}"
    for pattern, instead in _REWRITTEN:
        folded = fold(text)
        for match in reversed(list(pattern.finditer(folded))):
            kept = text[slice(*match.span(1))]
            text = f"{text[: match.start()]} {kept} {fold(instead) if plain else instead} {text[match.end() :]}"
    text = re.sub(r"(?:\b(?:bao nhiêu|bao nhieu)\s*,?\s*){2,}", "bao nhieu " if plain else "bao nhiêu ", text)
    for name in names:
        text = text.replace(_KEPT * len(name), name, 1)
    return re.sub(r"\s+", " ", text).strip()


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s+", " ", text).strip()
