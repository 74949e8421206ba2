"""Who signed, and who holds a post: only from names that documents give with their post."""

from __future__ import annotations

import re

from askresolution.answering.citing import Citations
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import coverage, credit, padded
from askresolution.answering.naming import document_name
from askresolution.answering.task import Task
from askresolution.facts.model import Person
from askresolution.retrieval.abbreviations import GENRE
from askresolution.vietnamese import UPPER, fold, nfc, tokens

_POST = re.compile(
    r"\b(?:pho )?(?:bi thu|chu tich|chu nhiem|giam doc|hieu truong|truong (?:cong an|ban|phong|tram|thon|khoa|xa)|chanh van phong|chi huy truong|"
    r"thu truong|ke toan truong|tong bi thu|thu tuong|bo truong)\b|\b(?:chair(?:man|person|woman)?|secretary|director|principal|head|mayor|chief|minister)\b"
)
#: "Ai làm trưởng công an …?": who holds the post, not who does a task.
_HOLDS = re.compile(rf"\bai (?:dang |hien )*(?:la|lam|giu)(?: chuc(?: vu)?)? (?:{_POST.pattern})")
_WHO = re.compile(
    r"\b(?:ten (?:la )?gi|la ai|ho ten|ten ai|ai la|ten nguoi|la nguoi nao|ai dang|ai giu|ai lam)\b|\bwho is\b|\bwho was\b|\bname\b"
)


#: "… giữ chức vụ gì?", asked of a person by name.
_POSITION = re.compile(r" (?:chuc|chuc vu|chuc danh|la ai|lam gi|cuong vi) | (?:post|position|title|who is|role) ")


def asks_for_a_name(task: Task) -> bool:
    """Whether a question asks who holds a post."""
    folded = task.folded
    if _HOLDS.search(folded):
        return True
    return bool(_POST.search(folded) and _WHO.search(folded)) and not task.intents & {"lead", "director", "coordinating"}


#: Family names of the Kinh and of other peoples of Vietnam.
_SURNAMES = "Giàng|Thào|Sùng|Vàng|Lầu|Lò|Lường|Cầm|Quàng|Tòng|Nông|Bế|Triệu|Chảo|Phàn|Tẩn|Hứa|Đàm|Vi|Lô|Ksor|Siu|Thạch|Danh|Phùng|Doãn|Bạch|Lưu|Mạc|Tăng|Lục|Sầm|Hầu|Lại|Tống|Nghiêm|Khổng|Ma|Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đào|Đoàn|Trịnh|Trương|Lâm|Mai|Cao|Lương|Tạ|Hà|Chu|Quách|Tô|Vương|Thái|Kiều"
#: What is called like a person and is none.
_NO_PERSON = r"(?!Đoàn (?:Thanh|thanh|viên|Thể)|Hội |Công an|Tổ |Ban |Phó |Bí thư|Chủ |Trưởng |Ủy |Uỷ |Thường |Đảng |Chánh |Giám |Hiệu )"
_PERSON = re.compile(rf"\b{_NO_PERSON}(?:{_SURNAMES})(?: [{UPPER}][a-zà-ỹđ]+){{1,3}}\b")


#: A name after "đồng chí" or "ông" whatever the family, by itself where the family's name is a common one.
_NAMED = (
    rf"(?:(?:đồng chí|đ/c|[Ôô]ng|[Bb]à)\s+{_NO_PERSON}[{UPPER}][a-zà-ỹđ]*(?:\s[{UPPER}][a-zà-ỹđ]*){{1,3}}"
    rf"|{_NO_PERSON}(?:{_SURNAMES})(?:\s[{UPPER}][a-zà-ỹđ]*){{1,3}})\b"
)
#: Somebody is asked for, and no body: "giao người nào lo?".
_PERSON_WANTED = re.compile(r" (?:nguoi|ong|ba|dong chi|dc|can bo|sep|co|chu|anh|chi) nao ")


#: "Trưởng ban là Bí thư Đảng ủy": a post told by another.
_BY_POST = re.compile(r" (?P<post>truong ban(?: chi dao)?|pho truong ban(?: thuong truc)?|to truong|pho to truong|chu nhiem|truong doan) (?:chi dao )?(?:la|do) (?:dong chi )?(?:pho )?(?:bi thu|chu tich|chanh van phong|truong |giam doc)")


def names_holder(task: Task, text: str) -> bool:
    """Whether a sentence names a person right beside the very post that is asked for, or tells which post that one has."""
    written = nfc(text)
    if any(f" {told.group('post')} " in task.folded for told in _BY_POST.finditer(padded(written).folded)):
        return True
    for match in _people_in(written):
        beside = padded(written[max(0, match.start() - _BESIDE) : match.end() + _BESIDE])
        near = beside.folded
        for post in _POST.finditer(task.folded):
            if f" {post.group()} " in near and not (f" pho {post.group()} " in near and " pho " not in task.folded):
                if post.group() in _OF_PARTY and _OTHER_SECRETARY.search(near) and not _OTHER_SECRETARY.search(task.folded):
                    continue
                implied = _PARTY if post.group() in _OF_PARTY else frozenset()
                asked = [c for c in task.wanted if not set(c.word.split()) <= _WHO_WORDS | implied]
                if coverage(beside, asked) >= _NEAR_ENOUGH:
                    return True
    return False


#: Before a name these make it one of a place.
_PLACE_BEFORE = re.compile(
    r"(?:[Xx]ã|[Tt]hôn|[Bb]uôn|[Bb]ản|[Ấấ]p|[Pp]hường|[Tt]rường|Tiểu học|Mầm non|Mẫu giáo|THCS|THPT|[Đđ]ường|[Cc]ầu|[Cc]hợ|[Cc]ụm|[Kk]hu|[Hh]uyện|[Tt]ỉnh|[Ss]ông|[Hh]ồ|[Đđ]ền|[Cc]hùa|Công ty|HTX|TNHH|[Tt]rạm|cư|CN)\s+$"
)


def _people_in(written: str) -> list[re.Match[str]]:
    """The names of persons in a text; those of places and firms look alike but for the word before them."""
    return [match for match in re.finditer(_NAMED, written) if not _PLACE_BEFORE.search(written[: match.start()])]


def names_only_holder(task: Task, text: str) -> bool:
    """Whether a sentence names one person and no other, right beside the post that is asked for, and says the rest of what
    is asked anywhere: "Chi bộ đầu tiên thành lập năm 1932 …, Bí thư là đồng chí …"."""
    written = nfc(text)
    people = _people_in(written)
    if len(people) != 1:
        return False
    match = people[0]
    near = padded(written[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]).folded
    posts = [post.group() for post in _POST.finditer(task.folded)]
    asked = [c for c in task.wanted if not set(c.word.split()) <= _WHO_WORDS]
    if any(credit(padded(written), c) <= 0.5 for c in asked if c.word in GENRE):
        return False  # of another body
    said = any(f" {post} " in near and (f" pho {post} " not in near or " pho " in task.folded) for post in posts)
    return said and coverage(padded(written), asked) >= _MOSTLY


#: "Bí thư" alone is that of the Party committee; those of cells and of the Youth Union are called so.
_OF_PARTY, _PARTY = frozenset(("bi thu", "pho bi thu")), frozenset("dang uy bo".split())
_OTHER_SECRETARY = re.compile(r" bi thu (?:chi bo|doan|chi doan|xa doan|dang bo bo phan) ")
#: Share of the words of a post that must stand beside the name; and of all that is asked, in a sentence with one name.
_NEAR_ENOUGH, _MOSTLY = 0.95, 0.6
#: Characters beside a name in which its post stands.
_BESIDE = 60
_WHO_WORDS = frozenset("ten ho la ai hien gio bay nay vay thay nguoi moi xa who is name quan ham cap bac hoc vi trinh do".split())


def names_in(task: Task) -> list[str]:
    """Names of people whose post a question asks, folded; places are called like people, and so are communes."""
    if not _POSITION.search(task.folded):
        return []
    found = [" ".join(tokens(match.group())) for match in _PERSON.finditer(task.query.text)]
    return [name for name in found if not set(name.split()) <= task.query.named]


def answer_people(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Signatories of the documents that the question names, or the holder of a post; empty otherwise."""
    by_name = [
        p for p in knowledge.facts.people if f" {' '.join(tokens(p.name))} " in task.folded and _POSITION.search(task.folded)
    ]
    if by_name:
        found = [person for person in by_name if person.post]
    elif "signer" in task.intents:
        found = _signers(knowledge, task)
    elif asks_for_a_name(task):
        found = _holders(knowledge, task)
    else:
        return []
    lines = []
    for person in found:
        document = knowledge.documents[person.document]
        body = f" ({person.body})" if person.body else ""
        wording = task.wording
        said = (
            wording.say("signature", name=person.name, post=person.post, body=body)
            if person.post
            else wording.say("signature_plain", name=person.name)
        )
        lines.append(f"{document_name(document, task.wording)}: {said} {citations.mark(person.evidence)}")
    return lines


#: Names are asked for, and not only posts.
_NAMES_WANTED = re.compile(r" (?:ten tuoi|ho ten|ho va ten|danh tinh) ")


def names_nobody(task: Task, text: str) -> bool:
    """Whether a person is asked for, and a sentence names neither one nor a post."""
    if _NAMES_WANTED.search(task.folded):
        return not _people_in(nfc(text))
    if not _PERSON_WANTED.search(task.folded) or task.intents & {"list", "number", "overview", "cause"}:
        return False
    return not _POST.search(fold(text)) and not _people_in(nfc(text))


def _signers(knowledge: Knowledge, task: Task) -> list[Person]:
    allowed = [p for p in knowledge.facts.people if p.role == "signatory" and task.allows(p.issuer, p.document)]
    named = [p for p in allowed if p.document in task.query.documents]
    if named or task.query.documents:
        return named  # who signed another document is no answer
    asked = _kinds_named(knowledge, task)
    if asked and not any(fold(knowledge.documents[person.document].metadata.kind) in asked for person in allowed):
        return []  # the commune has no document of the kind that is asked for
    scored = []
    for person in allowed:
        line = padded(
            f"{knowledge.documents[person.document].metadata.title} {knowledge.documents[person.document].metadata.kind}"
        )
        scored.append((sum(credit(line, concept) for concept in task.wanted), person))
    best = max((score for score, _ in scored), default=0.0)
    return [person for score, person in scored if score == best] if best or task.query.issuers else []


def _kinds_named(knowledge: Knowledge, task: Task) -> set[str]:
    """Kinds of documents, folded, that the corpus has and a question names."""
    kinds = {fold(document.metadata.kind) for document in knowledge.documents.values() if document.metadata.kind}
    return {kind for kind in kinds if f" {kind} " in task.folded}


def nobody_signed(knowledge: Knowledge, task: Task) -> bool:
    """Whether the signatory of a document is asked for whose signature the corpus does not hold: no sentence tells it."""
    named = bool(task.query.documents or _kinds_named(knowledge, task))
    return "signer" in task.intents and named and not _signers(knowledge, task)


def _holders(knowledge: Knowledge, task: Task) -> list[Person]:
    """People whose printed post is exactly the one asked for."""
    asked = {fold(match.group()) for match in _POST.finditer(task.folded)}
    said = {word for post in asked for word in post.split()}
    wanted = {c.word for c in task.wanted if not set(c.word.split()) <= said | {"thuong", "truc", "xa", "ten", "ho", "hien"}}
    held = []
    for person in knowledge.facts.people:
        post = fold(person.post)
        body = padded(f"{person.body} {person.issuer} đảng ủy đảng bộ")
        fits = post in asked or (post.removesuffix(" thuong truc") in asked and "thuong truc" in task.folded)
        if fits and task.allows(person.issuer, person.document) and all(f" {word} " in body.folded for word in wanted):
            held.append(person)
    return held
