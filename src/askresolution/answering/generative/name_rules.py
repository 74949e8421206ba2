"""Names of a claim: persons, agencies, communes, posts and what the source has them do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.generative.claims import QUOTED, Scope, line_of
from askresolution.answering.generative.names import Name, names
from askresolution.answering.generative.sources import Said, Source
from askresolution.answering.generative.surface import plain
from askresolution.answering.generative.word_rules import english_supported

#: Words that begin a sentence before a name: "Theo Báo cáo …", "Tại Phòng …".
_OPENING = frozenset("theo tại ở trong đến về ngoài do và còn riêng với the in at by for of".split())
_ROLES = re.compile(
    r"\b(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng|phó giám đốc|giám đốc|phó hiệu trưởng|hiệu trưởng|trưởng|chủ trì|phối hợp|chỉ đạo|tham mưu|giám sát)\b"
)
_POSTS = re.compile(r"\b(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng|trưởng|phó giám đốc|giám đốc|hiệu trưởng)\b")
_DUTIES = re.compile(r"\b(?:chủ trì|phối hợp|chỉ đạo|tham mưu|giám sát)\b")


def names_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """Every name stands in the cited words or of their place; a topic may be the question's own."""
    text = QUOTED.sub(lambda match: " " * len(match.group()), claim.text)
    found = names(text)
    for name in found:
        if any(figure.start < name.end and name.start < figure.end for figure in claim.figures):
            continue
        line = line_of(name.value).strip()
        opening, _, rest = line.partition(" ")
        if rest and opening in _OPENING:
            line = rest
        if any(f" {line} " in source.line for source in sources) or _in_parts(line, sources):
            if name.kind in ("person", "agency") and _plays_another(claim, name, sources):
                return f"{name.value} ≠"
            continue
        if scope.language == "en" and _translated(line, sources, scope):
            continue
        if name.kind == "other" and f" {line} " in line_of(plain(scope.question)):
            continue
        return name.value
    return ""


def _in_parts(line: str, sources: Sequence[Source]) -> bool:
    """"Chủ tịch UBND xã Trần Văn A" may join names that the source writes apart; each part has two words or is a word of capitals there."""
    words = line.split()
    if len(words) < 3:
        return False
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        if any(f" {left} " in s.line and f" {right} " in s.line for s in sources) and min(cut, len(words) - cut) >= 2:
            return True
    return False


def _plays_another(claim: Said, name: Name, sources: Sequence[Source]) -> bool:
    """Whether the role that a sentence gives a name is the source's role for others and never for this one."""
    if re.search(rf"(?:{_ROLES.pattern})\s*$", claim.text[: name.start].lower()):
        return False  # a part of a post: "Chủ tịch UBND xã"
    wanted = _role_at(claim, name.start, name.end)
    if not wanted:
        return False
    line = line_of(name.value).strip()
    own: set[str] = set()
    for source in sources:
        for part in source.sentences:
            lower = part.text.lower()
            for match in re.finditer(re.escape(line), lower):
                own.add(_role_at(part, match.start(), match.end()))
    own.discard("")
    return bool(own) and wanted not in own


def _role_at(sentence: Said, start: int, end: int) -> str:
    """The role word nearest to a place of a sentence: before it in the same clause or list, else right after it."""
    text = sentence.text.lower()
    low = max((m.end() for m in re.finditer(r"[;.]\s|\s\+\s", text[:start])), default=0)
    before = _ROLES.findall(text[low:start])
    stop = re.search(r"[,;.]", text[end:])
    after = _ROLES.findall(text[end : end + min(stop.start() if stop else 40, 40)])
    if after and not re.search(r":[^;.]*$", text[low:start]):
        return str(after[0])
    return str(before[-1] if before else after[0] if after else "")


def posts_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What an official does is what the source has this post do: who directs does not lead."""
    for match in _POSTS.finditer(claim.text.lower()):
        duty = _duty_at(claim, match.start(), match.end())
        if not duty:
            continue
        own = {
            _duty_at(part, other.start(), other.end())
            for source in sources
            for part in source.sentences
            for other in _POSTS.finditer(part.text.lower())
            if other.group() == match.group()
        } - {""}
        if own and duty not in own:
            return f"{match.group()} {duty}"
    return ""


def _duty_at(sentence: Said, start: int, end: int) -> str:
    """The duty named right after a post, else the last one before it in the same statement."""
    text = sentence.text.lower()
    after = _DUTIES.search(re.split(r"[.;]", text[end : end + 60])[0])
    before = _DUTIES.findall(re.split(r"[.;]\s", text[:start])[-1])
    return after.group() if after else str(before[-1]) if before else ""


def _translated(line: str, sources: Sequence[Source], scope: Scope) -> bool:
    """Whether English words of a name render words of the source: "Economic Office", "People's Committee"."""
    return all(english_supported(word, sources, scope) for word in line.split())


def places_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """A commune that is named is one of the cited sources; what is said of the commune asked for is cited from it."""
    named = [issuer for issuer in scope.issuers if plain(issuer).lower() in claim.text.lower()]
    for issuer in named:
        name = plain(issuer).lower()
        if not any(source.issuer.lower() == name or f" {line_of(name).strip()} " in source.line for source in sources):
            return issuer
    asked = {plain(issuer).lower() for issuer in scope.asked}
    if asked and not any(plain(issuer).lower() not in asked for issuer in named):
        strangers = [s for s in sources if s.issuer.lower() not in asked and not any(f" {name} " in s.line for name in asked)]
        if strangers:
            return strangers[0].issuer
    return ""
