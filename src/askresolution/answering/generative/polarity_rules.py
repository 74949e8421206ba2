"""What a claim denies, and words that turn a statement into its opposite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.generative.claims import LIGHT, Scope, clauses, closest_sentence, line_of, near_sentences
from askresolution.answering.generative.sources import Said, Source

_NEGATION = re.compile(r"\b(?:không|chưa|chẳng|chớ|đừng|không được|not|never|no|n't|cannot|without|neither|nor)\b", re.I)
#: "không gian", "không quá 5": the word that is no negation, or is part of a comparator.
_NO_NEGATION = re.compile(r"\bkhông (?:gian|khí|quân|ngừng|chỉ|những|quá|dưới|vượt|ít hơn|trên|muộn|thấp hơn|hơn)\b|\bno (?:later|less|more|fewer) than\b|\bnot (?:only|less|more)\b", re.I)
#: Words that turn a statement into its opposite.
_OPPOSITES = tuple(
    (frozenset(a.split("|")), frozenset(b.split("|")))
    for a, b in (
        ("tăng|tăng cường|nâng", "giảm|hạ|cắt"), ("cao", "thấp"), ("nhiều", "ít"), ("mở rộng", "thu hẹp"), ("đầu năm|đầu nhiệm", "cuối năm|cuối nhiệm"),
        ("trước khi|trước ngày|trước tháng|trước năm", "sau khi|sau ngày|sau tháng|sau năm"), ("bắt đầu|khởi công|triển khai", "kết thúc|chấm dứt|dừng"),
        ("cho phép|được phép", "cấm|nghiêm cấm"), ("bắt buộc", "tự nguyện|khuyến khích"), ("chủ trì", "phối hợp"), ("đạt chuẩn", "không đạt|chưa đạt"),
        ("thành lập", "giải thể"), ("hoàn thành", "chưa hoàn thành|không hoàn thành"), ("increase|rise|raise", "decrease|reduce|fall|cut"), ("highest|higher", "lowest|lower"),
        ("tích cực", "tiêu cực"), ("ban hành", "bãi bỏ|thu hồi"), ("miễn", "thu phí"), ("trong nước", "nước ngoài"), ("chính thức", "dự thảo"),
    )
)  # fmt: skip


def negations_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What the sentence denies the source denies, and the other way round."""
    parts = [part for source in sources for part in source.sentences]
    for denied in _negated(claim):
        theirs = [own for part in parts for own in _negated(part)]
        if scope.language == "en":
            if not theirs:
                return " ".join(denied)
        elif not any(_shares(denied, own) for own in theirs):
            return " ".join(denied)
    if scope.language == "en":
        best = closest_sentence(claim, parts)
        return "" if best is None or not _negated(best) or _negated(claim) or not _only_sentence(best, parts) else "not"
    for part in near_sentences(claim, parts):
        for denied in _negated(part):
            said_plainly = len(denied) >= 2 and f" {' '.join(denied[:2])} " in f" {' '.join(word for word, _ in claim.words)} "
            if said_plainly and not any(_shares(denied, own) for own in _negated(claim)):
                if not any(f" {' '.join(denied[:2])} " in _without_negation(other) for other in parts):
                    return " ".join(denied)
    return ""


def _negated(sentence: Said) -> list[tuple[str, ...]]:
    """What a sentence denies: the words after each negation."""
    silent = [(m.start(), m.end()) for m in _NO_NEGATION.finditer(sentence.text)]
    found = []
    for match in _NEGATION.finditer(sentence.text):
        if any(a <= match.start() < b for a, b in silent):
            continue
        after = [word for word, start in sentence.words if start >= match.end() and word not in ("được", "có", "phải", "còn", "bị")]
        found.append(tuple(after[:3]))
    return found


def _only_sentence(best: Said, parts: Sequence[Said]) -> bool:
    return len(parts) == 1 and parts[0] is best


def _without_negation(sentence: Said) -> str:
    """A sentence's words, those that it denies left out."""
    text = _NEGATION.sub("\x00", sentence.text.lower())
    kept = re.sub(r"\x00(?:\s+\S+){1,3}", " ", text)
    return line_of(kept)


def _shares(denied: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return bool(set(denied) & set(own)) if denied else bool(own)


def opposites_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """A word that has an opposite stands in the source sentence that the claim comes from, not its opposite."""
    parts = [part for source in sources for part in source.sentences]
    near = near_sentences(claim, parts) or parts
    own = f" {' '.join(word for word, _ in claim.words)} "
    lines = [f" {' '.join(word for word, _ in part.words)} " for part in near]
    for pair in _OPPOSITES:
        for words, against in (pair, pair[::-1]):
            used = [word for word in words if f" {word} " in own]
            if not used or any(f" {word} " in own for word in against):
                continue
            stated = any(f" {word} " in line for line in lines for word in words)
            reversed_ = any(f" {word} " in line for line in lines for word in against)
            if reversed_ and not stated:
                return used[0]
    return _turned_clause(claim, near)


def _turned_clause(claim: Said, near: Sequence[Said]) -> str:
    """The same clause by clause: "đầu vào tăng cao, đầu ra thấp" is not "đầu vào thấp, đầu ra tăng cao"."""
    theirs = [clause for part in near for clause in clauses(part)]
    for clause in clauses(claim):
        words = set(clause.split()) - LIGHT
        for pair in _OPPOSITES:
            for side, against in (pair, pair[::-1]):
                used = [word for word in side if f" {word} " in clause]
                rest = words - {part for word in (*side, *against) for part in word.split()}
                if not used or len(rest) < 2 or any(f" {word} " in clause for word in against):
                    continue
                fits = [(len(rest & set(other.split())), other) for other in theirs]
                best = max((fit for fit, _ in fits), default=0)
                closest = [other for fit, other in fits if fit == best]
                if best * 2 >= len(rest) and not any(f" {word} " in other for other in closest for word in side):
                    if any(f" {word} " in other for other in closest for word in against):
                        return used[0]
    return ""
