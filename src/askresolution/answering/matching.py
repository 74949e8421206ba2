"""How much of a question's content a piece of text holds: concepts with alternatives, weighted by rarity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.index.lexical import ACCENTED, LexicalIndex
from askresolution.retrieval.abbreviations import TEENCODE, Abbreviations
from askresolution.retrieval.translation import Translator
from askresolution.retrieval.understanding import Query
from askresolution.vietnamese import TOKEN, fold, normalize, tokens

#: Words that frame questions of every subject: they ask, point, or stand in most sentences of the genre.
_FRAME = frozenset(
    (
        "ai gi nao may sao dau hay xin nhi a vay the ha hoi day nha nhe ad oi thi la rang va voi cua cho ve co duoc nhung cac cai "
        "mot nay do o tai trong theo tu den khi bao nhieu gio lau nhu ra vi cung da se dang bi boi de ma neu thi duoc phai can "
        "toi em minh ban cho biet giup vui long noi ke liet hien nay dia phuong cu the chinh xac bang so voi hon con gom nhung "
        "xa phuong tren khoang dat muc la ai cac ra lam nguoi dong chi viec ban van ban tai lieu neu nhac khong con nua di "
        "chu tri phoi hop chi dao phu trach dau moi thoi gian han hoan thanh hoan thien trien khai thuc hien khi nao bao gio ngay thang nam quy "
        "liet ke tom tat noi dung chinh tong quan so sanh khac nhau nguyen nhan ly do vi sao tai sao ty le ti phan tram tong so "
        "muc tieu chi ket qua giao nhiem vu co quan don vi"
    ).split()
)
_FRAME_ENGLISH = frozenset(
    (
        "commune communes document documents report say many much does will would percent percentage rate number total year years "
        "plan set target targets lead leads leading agency charge responsible directs direct coordinate coordinating deadline when who what which why "
        "cause causes reason reasons list compare summary summarize overview according name given state stated people's committee party expected achieve achieved"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question is about: spellings that all mean it, and its weight."""

    word: str
    alternatives: tuple[str, ...]
    weight: float


def concepts(
    query: Query, lexical: LexicalIndex, abbreviations: Abbreviations, translator: Translator, synonyms: dict[str, tuple[str, ...]]
) -> list[Concept]:
    """The content of a question: no asking words, no names of communes, no years."""
    if query.language == "en":
        return _english(query, lexical, translator)
    named = {word for issuer in query.issuers for word in fold(issuer).split()}
    words = [word for typed in query.words for word in fold(TEENCODE.get(typed, typed)).split()]
    line = " ".join(query.repaired.get(word, word) for word in words)
    found: list[Concept] = []
    for word in words:
        if word in _FRAME or word in named or re.fullmatch(r"20\d\d", word) or any(c.word == word for c in found):
            continue
        options = [word]
        if word in query.repaired:
            options.append(query.repaired[word])
        options.extend(" ".join(tokens(expansion)) for expansion in abbreviations.expansions(word))
        meant = query.repaired.get(word, word)
        for phrase, others in synonyms.items():
            if meant in phrase.split() and f" {phrase} " in f" {line} ":
                options.extend(others)
        for short in abbreviations.shorts_in(line.split()):
            if any(word in tokens(expansion) for expansion in abbreviations.expansions(short)):
                options.append(short)
        found.append(Concept(word, tuple(dict.fromkeys(options)), _weight(options, lexical)))
    return found


def _weight(options: Sequence[str], lexical: LexicalIndex) -> float:
    """Rarity of a concept's commonest spelling; a word that the corpus does not know weighs the most."""
    return min(lexical.idf(option) if " " not in option or lexical.frequency(option) else 9.0 for option in options)


def _english(query: Query, lexical: LexicalIndex, translator: Translator) -> list[Concept]:
    named = {word for issuer in query.issuers for word in fold(issuer).split()}
    found: list[Concept] = []
    covered: set[str] = set()
    for english, vietnamese in translator.phrases(query.text):
        covered.update(english.split())
        if english in _FRAME_ENGLISH:
            continue
        alternatives = tuple(" ".join(tokens(term)) for term in translator.glossary.get(english, (vietnamese,)))
        if all(set(alternative.split()) <= _FRAME for alternative in alternatives):
            continue
        found.append(Concept(english, alternatives, max(min(_phrase_idf(a, lexical) for a in alternatives), 0.3)))
    for word in re.findall(r"[a-z]+", fold(query.text)):
        if word in covered or word in named or word in _FRAME_ENGLISH or translator.is_stop(word):
            continue
        targets = translator.targets(word)
        known = tuple(t for t in targets if lexical.frequency(t) and t not in _FRAME) or ((word,) if lexical.frequency(word) else ())
        if targets and not known:
            continue
        found.append(Concept(word, known or (word,), max(min((lexical.idf(t) for t in known), default=3.0), 0.3) * (0.7 if targets else 1.0)))
    for token in tokens(query.text):
        if any(char.isdigit() for char in token) and not re.fullmatch(r"20\d\d", token):
            found.append(Concept(token, (token,), max(lexical.idf(token), 0.5)))
    return found


def _phrase_idf(phrase: str, lexical: LexicalIndex) -> float:
    words = phrase.split()
    return max(lexical.idf(word) for word in words) if words else 0.0


def padded(text: str) -> str:
    """Folded tokens of a text with blanks around, for looking up spellings as whole words."""
    return f" {' '.join(fold(match.group()) for match in TOKEN.finditer(normalize(text)))} "


def holds(line: str, concept: Concept) -> bool:
    """Whether a padded line holds a concept in any of its spellings."""
    return any(f" {option} " in line for option in concept.alternatives)


def coverage(line: str, wanted: Sequence[Concept]) -> float:
    """Share of the concepts' weight that a padded line holds; 1 when nothing is wanted."""
    total = sum(concept.weight for concept in wanted)
    return sum(concept.weight for concept in wanted if holds(line, concept)) / total if total else 1.0


def closeness(line: str, wanted: Sequence[Concept]) -> float:
    """Share of neighbouring concepts of the question that are neighbours in the line too, 0 to 1."""
    pairs = [(a, b) for a, b in zip(wanted, wanted[1:], strict=False)]
    if not pairs:
        return 0.0
    near = sum(any(f" {x} {y} " in line for x in a.alternatives for y in b.alternatives) for a, b in pairs)
    return near / len(pairs)


__all__ = ["ACCENTED", "Concept", "closeness", "concepts", "coverage", "holds", "padded"]
