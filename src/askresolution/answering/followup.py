"""Follow-up questions: completed from the user's earlier ones, so that each can be answered by itself.

Only the user's own questions are read; the answers between them may be cut, edited or made up by the client.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.intent import intents
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import content_words
from askresolution.domain import Turn
from askresolution.retrieval.commonness import telling
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import TOKEN, collapse, fold, normalize

#: Openings that tie a question to the one before.
_OPENING = re.compile(
    r"^(?:(?:và|va|thế|the|vậy|vay|rồi|roi|nhưng|còn|con)\s+)*(?:còn|con|thế|the|vậy|vay|và|va|rồi|roi)\b(?:\s+(?:thì|thi|đối với|doi voi|về|ve))?\s+"
    r"|^(?:ý|y) (?:tôi|toi|em|mình|minh) (?:là|la)\s+(?:của|cua|hỏi|hoi)?\s*"
    r"|^(?:and|but|what about|how about|and what about|so|i mean|i meant)\b\s*",
    re.I,
)
#: Words that stand for something said before.
_POINTING = re.compile(
    r"\b(?:(?:de an|ke hoach|viec|nhiem vu|muc tieu|chi tieu|du an|cong trinh|van ban|nghi quyet|chuong trinh|noi dung|so|con so|xa|phuong) (?:nay|do|ay|kia|tren|noi tren)"
    r"|cai (?:nay|do|ay)|(?:trong )?so (?:do|nay|ay)|dieu (?:nay|do)|no|thi sao)\b|\b(?:it|its|this|that|these|those|they|them)\b"
)
#: Times that replace the time of the question before.
_TIME = re.compile(
    r"\b(?:\d{1,2} (?:tháng|thang)(?: (?:đầu|dau|cuối|cuoi) (?:năm|nam))?|(?:cả|ca) (?:năm|nam|nhiệm kỳ|nhiem ky)|(?:quý|quy) (?:[1-4]|iv|i{1,3})"
    r"|(?:năm|nam|in|for|year) 20\d\d|20\d\d|(?:nhiệm kỳ|nhiem ky)(?: 20\d\d\s?[-–]\s?20\d\d)?|(?:giai đoạn|giai doan) 20\d\d\s?[-–]\s?20\d\d|the (?:whole|full) year)\b",
    re.I,
)
_NEXT_YEAR = re.compile(r"\b(?:nam (?:sau|toi|ke tiep|tiep theo)|(?:the )?(?:next|following) year)\b")
_LAST_YEAR = re.compile(r"\b(?:nam (?:truoc|ngoai)|(?:the )?(?:previous|last|prior) year)\b")
_ORDINAL = re.compile(
    r"\b(?:khau|cai|muc|y|diem|nhiem vu|giai phap|cong trinh|du an|de an|muc tieu|chi tieu|noi dung|phan|viec) (?:thu (?:tu )?|so )(nhat|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|\d{1,2})\b"
    r"|\bthe (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one| item| point| task)?\b"
)
_ORDINALS = {
    **{w: i for i, w in enumerate("nhat hai ba bon nam sau bay tam chin muoi".split(), 1)},
    "tu": 4,
    **{w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)},
    "last": -1,
}  # fmt: skip
#: A question that names what such documents consist of ("Các chỉ tiêu năm 2026 là gì?", "Ai ký báo cáo?") needs no other.
_STANDS_ALONE = re.compile(
    r"\b(?:cac|nhung|tat ca|toan bo|ke|liet ke|bao nhieu|may|\d+) (?:\w+ )?(?:chi tieu|muc tieu|nhiem vu|giai phap|de an|ke hoach|han che|ket qua|cong trinh|du an)\b"
    r"|\b(?:muc tieu|nhiem vu|chi tieu|han che|ton tai|nguyen nhan|bai hoc)\b.*\b(?:cua|nam 20\d\d|den nam|la gi)\b"
    r"|\b(?:ky|ban hanh|noi nhan)\b.*\b(?:bao cao|ket luan|nghi quyet|chuong trinh|van ban)\b"
    r"|\b(?:what|which|list|name)\b.*\b(?:targets|tasks|objectives|schemes|plans|shortcomings|results)\b|\bsigned the \w+"
)
#: Verbs of plans and results, with which another commune is asked the same.
_WILLING = frozenset(
    "aim aims plan plans target targets hope want wants expect set sets reach reaches do does did about phan dau dat thi sao ben".split()
)
#: Words that only turn to what follows: "Còn riêng năm 2026 thì sao?".
_ONLY = frozenset("rieng thi sao con only just alone".split())
#: Openings that go on about the same subject.
_STAYS = re.compile(r"^(?:the|vay|roi|va|so|and|then)\b")
_NUMBER_WORDS = re.compile(r"\b(?:(?:có|co|là|la|được|duoc)\s+)?(?:bao nhiêu|bao nhieu|mấy|may|bn|how many|how much)\b", re.I)
#: Earlier questions that are read.
_TURNS = 6
#: Intents of roles and times: a question with one of these and no subject asks it of the earlier subject.
_ROLES = frozenset(("lead", "director", "coordinating", "deadline", "funding", "signer", "cause", "footnote", "identifier"))
_ROLE_WORDS = re.compile(
    r"(?:cơ quan|co quan|đơn vị|don vi|đồng chí|dong chi|phòng|phong|ban) (?:nào|nao)\s*|\b(?:ai|do ai|bởi ai|boi ai)\b|(?:chủ trì|chu tri|phối hợp|phoi hop|chỉ đạo|chi dao|phụ trách|phu trach|đầu mối|dau moi)"
    r"|(?:khi nào|khi nao|bao giờ|bao gio|hạn chót|han chot|thời hạn|thoi han|nguồn lực|nguon luc|kinh phí|kinh phi)"
    r"|\b(?:who|leads?|leading|directs?|directed by|coordinates?|in charge of|responsible for|when|deadline|by when|which agency|what agency|is|are|does|must|the)\b",
    re.I,
)


#: A person said before, and what is asked of one.
_PERSON = re.compile(
    r"\b(?:ong|ba|dong chi|nguoi|anh|chi|co|chu|vi) (?:ay|do|nay|kia)\b|\b(?:his|her|he|she|this person|that person)\b"
)
_OF_PERSONS = frozenset(
    "chuc vu danh giu ten ho la gi nao post position title role name full job ong ba dong chi nguoi anh co chu vi ay do nay kia his her he she".split()
)
#: "Bí thư Nghi Dương sinh năm nào?" names whom it asks of, whatever was asked before.
_POST = re.compile(r"\b(?:bi thu|chu tich|truong (?:phong|ban|thon|cong an)|giam doc|hieu truong|chanh van phong|chi huy truong|secretary|chair\w*|head of)\b")
#: Words that are one another's opposites: who asks of the one after the other means the same of it ("Còn chi?" after "thu ngân sách").
_OPPOSITES = (
    ("thu", "chi"),
    ("xuất", "nhập"),
    ("tăng", "giảm"),
    ("nam", "nữ"),
    ("revenue", "expenditure"),
    ("revenue", "spending"),
)
#: So many words (syllables) of its own make a question that can be asked without the one before.
_ENOUGH_WORDS, _ENOUGH_SYLLABLES = 3, 4


@dataclass(frozen=True, slots=True)
class Completed:
    """A question that stands by itself. `entry` asks for the nth entry of the answer to it (-1: the last, 0: all);
    `otherwise` is another reading, for when the first finds no answer.

    `likewise` is the reading that is tried first, where there is one: the earlier question in full, asked of `subject`. It
    holds where something says of that subject what the earlier question asked ("Còn dịch vụ?" after "Giá trị sản xuất nông
    nghiệp …?")."""

    question: str
    entry: int = 0
    otherwise: str = ""
    likewise: str = ""
    subject: str = ""


def complete(knowledge: Knowledge, question: str, history: Sequence[Turn]) -> Completed:
    """The question, completed from the user's earlier questions where it does not stand by itself."""
    limit = knowledge.settings.max_question
    before = ""
    for turn in [turn for turn in history if turn.role == "user"][-_TURNS:]:
        if turn.role == "user" and turn.content.strip():
            said = collapse(turn.content.replace("\x00", " "))[:limit]
            before = _complete(knowledge, said, before).question if before else said
    return _complete(knowledge, question, before) if before else Completed(question)


def _complete(knowledge: Knowledge, question: str, before: str) -> Completed:
    text = collapse(normalize(question)).rstrip(" ?!.")
    folded = fold(text)
    opened = _OPENING.match(text)
    bare = text[opened.end() :] if opened else text
    now, last = knowledge.understanding.read(bare or text), knowledge.understanding.read(before)
    subject = content_words(now)
    if ordinal := _ORDINAL.search(folded):
        return Completed(before, _ORDINALS.get(ordinal.group(1) or ordinal.group(2)) or int(ordinal.group(1)))
    moved = _moved_year(folded, last)
    if moved and len(subject - {"sau", "truoc", "toi", "next", "last", "previous", "ngoai"}) == 0:
        return Completed(_with_time(before, moved))
    time = _TIME.search(bare)
    rest = subject - _ONLY - {word for match in _TIME.finditer(bare) for word in fold(match.group()).split()}
    asked = intents(fold(bare))
    if _PERSON.search(fold(bare)) and not now.issuers and subject <= _OF_PERSONS:
        return Completed(f"{before.rstrip(' ?!.')}, {bare}")
    pointing = bool(_POINTING.search(fold(bare)))
    if not opened and not pointing and now.issuers and _POST.search(fold(bare)):
        return Completed(question)
    own = not opened and not pointing and bool(now.issuers) and len(rest) > 1  # "Ai phụ trách chuyển đổi số ở Đồng Lâm?"
    if asked & _ROLES and not own and not any(telling(word, False) > 0.5 for word in rest):
        rest = set()  # "Thế phải soạn xong khi nào?": only words that any question may hold
    if not opened and not pointing and (rest or _STANDS_ALONE.search(fold(text))):
        free = (
            now.issuers or now.documents or not last.issuers or asked & {"compare", "signer"} or _STANDS_ALONE.search(fold(text))
        )
        return Completed(question) if free else _own_question(text, bare, before, now, last, rest)
    if not rest and asked & _ROLES and not (now.issuers and not now.words):
        return Completed(_role_of(bare, before, now, last))
    if not rest and (now.issuers or time):
        changed = before
        if now.issuers:
            changed = f"{_without_issuers(changed, last)} {_named(now)}"
        return Completed(_with_time(changed, time.group()) if time else changed)
    few = len(rest - _WILLING) < _ENOUGH_SYLLABLES and not any(telling(word, False) > 0.5 for word in rest - _WILLING)
    if opened and now.issuers and few:
        changed = f"{_without_issuers(before, last)} {_named(now)}"
        return Completed(_with_time(changed, time.group()) if time else changed)
    if opened and (turned := _turned(bare, before, rest)):
        return Completed(turned)
    if rest and opened and asked and not now.issuers:
        return _own_question(text, bare, before, now, last, rest)
    if rest and opened and not pointing:
        place = _place_and_time(now, last) if now.issuers or now.years else ""
        earlier = _without_issuers(before, last) if now.issuers else before.rstrip(" ?!.")
        likewise = collapse(f"{_with_time(earlier, time.group()) if time else earlier} {bare} {place}")
        return Completed(_topic_of(bare, before, now, last), likewise=likewise, subject=bare)
    if pointing or not rest:
        return Completed(_role_of(bare, before, now, last))
    return Completed(question)


def _moved_year(folded: str, last: Query) -> str:
    step = 1 if _NEXT_YEAR.search(folded) else -1 if _LAST_YEAR.search(folded) else 0
    return f"năm {int(last.years[-1]) + step}" if step and last.years else ""


def _with_time(question: str, time: str) -> str:
    """A question about another time. "Cả năm" keeps the year that the question names."""
    years = re.findall(r"20\d\d", question)
    rest = collapse(_TIME.sub(" ", question)).rstrip(" ?!.")
    keep = f" {years[-1]}" if years and not re.search(r"20\d\d|nhiệm|nhiem", time) else ""
    return f"{rest} {time}{keep}"


def _without_issuers(question: str, query: Query) -> str:
    words = question.rstrip(" ?!.").split()
    return " ".join(w for w in words if not {fold(t.group()) for t in TOKEN.finditer(w)} & query.named)


def _named(query: Query) -> str:
    return ", ".join(query.issuers)


def _role_of(bare: str, before: str, now: Query, last: Query) -> str:
    """Another role, time or aspect of the earlier subject."""
    subject = collapse(_ROLE_WORDS.sub(" ", before)).rstrip(" ?!.")
    if "number" in intents(fold(bare)):
        subject = collapse(_NUMBER_WORDS.sub(" ", subject))  # one count is asked for, the new one
    subject = _without_issuers(subject, last) if now.issuers else subject
    pointed = collapse(re.sub(_POINTING.pattern, " ", bare)) if _POINTING.search(bare) else bare
    return collapse(f"{pointed} {subject}")


def _own_question(said: str, bare: str, before: str, now: Query, last: Query, rest: set[str]) -> Completed:
    """A question with asking words of its own: it keeps the commune and the time before, and the subject where it has
    little of its own."""
    alone = collapse(f"{bare} {_place_and_time(now, last)}")
    old = content_words(last)
    kept = " ".join(
        w.strip("?!.,") for w in before.split() if {fold(t.group()) for t in TOKEN.finditer(w)} & old - rest - set(last.years)
    )
    mixed = collapse(f"{bare} {kept} {_place_and_time(now, last)}")
    # "Còn hội cựu chiến binh …?" turns to another subject, "Vậy ai …?" stays with the one before.
    enough = not _STAYS.match(fold(said)) and len(rest) >= (_ENOUGH_WORDS if now.language == "en" else _ENOUGH_SYLLABLES)
    return Completed(alone, otherwise=mixed) if enough else Completed(mixed, otherwise=alone)


def _turned(bare: str, before: str, rest: set[str]) -> str:
    """The earlier question asked of the opposite; empty when the new one names none."""
    if len(rest) > 1:
        return ""
    for pair in _OPPOSITES:
        for old, new in (pair, pair[::-1]):
            if rest <= {fold(new)} and re.search(rf"\b{fold(new)}\b", fold(bare)):
                turned, count = re.subn(rf"\b(?:{old}|{fold(old)})\b", new, before, count=1, flags=re.I)
                if count:
                    return turned
    return ""


def _place_and_time(now: Query, last: Query) -> str:
    place = "" if now.issuers else _named(last)
    time = "" if now.years or not last.years else f"năm {last.years[-1]}"
    return f"{place} {time}".strip()


def _topic_of(bare: str, before: str, now: Query, last: Query) -> str:
    """The earlier question asked of another subject: its asking words, commune and time stay."""
    old = content_words(last)
    kept = [
        w.strip("?!.,")
        for w in before.split()
        if not {fold(t.group()) for t in TOKEN.finditer(w)} & (old | last.named) and not re.search(r"20\d\d", w)
    ]
    return collapse(f"{' '.join(kept)} {bare} {_place_and_time(now, last)}")
