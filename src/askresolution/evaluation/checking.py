"""The checker of a question set: what its corpus does not prove, how it is made up, how far it borrows the documents' words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from askresolution.domain import Document
from askresolution.evaluation.places import Places
from askresolution.evaluation.questions import Question, flat
from askresolution.vietnamese import tokens

#: A question borrows the documents' wording when one unbroken run of its gold quote makes up half of it, or is this long.
BORROWED, COPIED_TOKENS = 0.5, 6


@dataclass(frozen=True, slots=True)
class Fault:
    """A question that its corpus does not prove. `kind` is "document", "quote" or "must"."""

    question: Question
    kind: str
    reason: str


def check_gold(questions: Iterable[Question], documents: Mapping[str, Document], places: Places | None = None) -> list[Fault]:
    """Faults of a question set against its corpus: quotes that are not there, must groups that no gold supports.

    `places` of the same documents spare looking through them again.
    """
    places = places or Places(documents)
    titles = flat(" ".join(f"{d.metadata.title} {d.metadata.issuer} {d.metadata.status_note}" for d in documents.values()))
    return [fault for question in questions for fault in _faults(question, places, titles)]


def _faults(question: Question, places: Places, titles: str) -> list[Fault]:
    faults = []
    for gold in question.gold:
        if gold.doc not in places.documents:
            faults.append(Fault(question, "document", f"tài liệu '{gold.doc}' không có trong kho"))
        elif not places.find(gold.doc, gold.quote):
            faults.append(Fault(question, "quote", f"trích dẫn không có nguyên văn trong {gold.doc}: {gold.quote[:80]}"))
    proof = flat(" ".join(gold.quote for gold in question.gold))
    for group in question.must if question.answerable else ():
        if not any(flat(option) in proof or flat(option) in titles for option in group):
            faults.append(Fault(question, "must", f"nhóm must {list(group)} không có trong trích dẫn vàng"))
    return faults


def borrows(question: Question) -> bool:
    """Whether a question is in the documents' own wording: its longest run of tokens shared with one of its gold quotes
    is at least half of the question, or six tokens. Both are folded, so that typing without diacritics is not taken for
    own words. False without gold."""
    asked = tokens(question.question)
    longest = max((_longest_run(asked, tokens(gold.quote)) for gold in question.gold), default=0)
    return bool(asked) and (longest >= BORROWED * len(asked) or longest >= COPIED_TOKENS)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common run of tokens (dynamic programming over both)."""
    longest = 0
    row = [0] * (len(other) + 1)
    for token in one:
        above = row
        row = [0] * (len(other) + 1)
        for at, candidate in enumerate(other):
            if token == candidate:
                row[at + 1] = above[at] + 1
                longest = max(longest, row[at + 1])
    return longest


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a question set holds: counts by kind, language and trait, and the share in the documents' own wording."""

    total: int
    kinds: Mapping[str, int]
    languages: Mapping[str, int]
    traits: Mapping[str, int]
    marked: int
    splits: Mapping[str, int]
    borrowed: tuple[str, ...]
    with_gold: int

    @property
    def borrowed_share(self) -> float:
        """Questions in the documents' own wording / questions with gold, 0 to 1."""
        return len(self.borrowed) / self.with_gold if self.with_gold else 0.0


def makeup(questions: Sequence[Question]) -> Makeup:
    """Counts of a question set."""
    with_gold = [q for q in questions if q.gold and q.answerable]
    return Makeup(
        total=len(questions),
        kinds=Counter(q.kind for q in questions),
        languages=Counter(q.lang for q in questions),
        traits=Counter(trait for q in questions for trait in q.traits),
        marked=sum(bool(q.traits) for q in questions),
        splits=Counter(q.split for q in questions),
        borrowed=tuple(q.id for q in with_gold if borrows(q)),
        with_gold=len(with_gold),
    )
