"""Signs that a sentence answers a question: what it and the words around it hold of the question, what sort of thing it
says, where it stands, what is asked, and how it compares with the other sentences found. Scoring turns them into a probability.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from askresolution.answering.matching import ASKING, Concept, Line, closeness, credit, padded
from askresolution.answering.sorts import (
    asked_count,
    asked_noun,
    counted,
    counted_noun,
    kind_numbered,
    measured,
    only_share,
    right_sort,
    same_count,
    says_figure,
    says_time,
)
from askresolution.answering.standing import other_standing
from askresolution.answering.task import Task
from askresolution.domain import Hit
from askresolution.retrieval.periods import other_period, other_term
from askresolution.vietnamese import fold, has_diacritics

Row = NDArray[np.float32]

#: What a sentence and its surroundings hold of the question, and what sort of thing it says.
_HELD = (
    "covered", "own", "close", "heaviest_missing", "unknown", "path_covered", "search_score", "search_rank", "similarity",
    "right_sort", "measured", "noun_missing", "year_elsewhere", "year_said", "heading_only", "figure_for_number",
    "time_for_deadline", "english", "english_covered", "few_concepts", "commune_named", "footnote", "table_row",
    "number_question", "unaccented", "squared", "number_wrong_sort", "time_wrong_sort", "document_wrong_sort", "role_wrong_sort",
    "enough", "enough_english", "certain", "formula", "other_period", "cause_said", "english_unknown",
    "counted", "only_share", "other_standing", "sentence_similarity", "sentence_similarity_rank", "adds_nothing",
    "kind_numbered", "frame", "unfinished", "assigned", "other_term", "same_count",
)  # fmt: skip
#: Its wording beside the question's, and its place in the passage.
_WORDING = (
    "length", "said_of_it", "figures", "figure_near", "position", "opens_a_list", "item", "bullet", "paragraph", "section",
    "part", "depth", "heaviest_own", "concepts_own", "pairs_said", "triples_said", "nearest_heading", "search_share",
    "around_covered", "concepts", "weight", "heaviest_share", "before_covered", "after_covered", "first_said", "own_weight",
    "enumerates", "passage_length",
)  # fmt: skip
#: How many concepts, heaviest first, are told one by one: in the sentence, above it, around it, their share of the weight.
_EACH = 3
_CONCEPTS = tuple(f"{where}_{number}" for number in range(1, _EACH + 1) for where in ("own", "above", "around", "share"))
_INTENTS = ("list", "overview", "compare", "cause", "lead", "director", "coordinating", "number", "deadline", "identifier")
#: What a sentence may tell, as the genre words it.
_TELLS = {
    "share": r"%",
    "money": r"\b(?:tỷ|triệu|nghìn) đồng|\bđồng\b",
    "date": r"\b(?:ngày|tháng|quý|năm)\s+\d|\d/20\d\d",
    "person": r"\b(?:đồng chí|ông|bà)\b",
    "body": r"\b(?:phòng|ban|văn phòng|công an|hội|đoàn|trung tâm|trạm|ubnd|ủy ban|đảng ủy|chi bộ|mttq|mặt trận)\b",
    "duty": r"\b(?:chủ trì|phối hợp|chỉ đạo|giao|phụ trách|tham mưu|theo dõi)\b",
    "cause": r"\b(?:do|vì|nguyên nhân|lý do|bởi|dẫn đến)\b",
    "lack": r"\b(?:chưa|không|hạn chế|khó khăn|chậm|thiếu|yếu)\b",
    "aim": r"\b(?:phấn đấu|đến năm|sẽ|tiếp tục|đẩy mạnh|tăng cường|xây dựng|triển khai)\b",
    "result": r"\b(?:đã|đạt|hoàn thành|được|tổ chức)\b",
    "definition": r"\b(?:là|gồm|bao gồm|gọi)\b",
    "brackets": r"[(]",
    "document": r"\d+[-/][A-ZĐ]{2}|\d/20\d\d/",
}
_TELLING = tuple(re.compile(pattern, 0 if name == "document" else re.I) for name, pattern in _TELLS.items())
#: What a question asks for, by its asking words; folded Vietnamese and English.
_ASKS = {
    "share": r"phan tram|ty le|ti le|%|percent|rate|share|proportion",
    "money": r"\b(?:tien|kinh phi|dong|von|thu|chi|ty|trieu|ngan sach)\b|money|cost|budget|billion|million|fund|revenue|spend",
    "when": r"bao gio|khi nao|nam nao|ngay nao|thang may|luc nao|han chot|thoi han|bao lau|when|deadline|which year|what date",
    "who": r"\bai\b|don vi nao|co quan nao|phong nao|nguoi nao|who|which (?:agency|body|office|unit)",
    "where": r"o dau|cho nao|noi nao|thon nao|xa nao|where",
    "why": r"vi sao|tai sao|sao lai|ly do|nguyen nhan|do dau|why|cause|reason",
    "how": r"the nao|ra sao|lam sao|cach nao|sao\b|how (?!many|much|long)",
    "count": r"bao nhieu|may\b|\bbn\b|how (?:many|much)",
    "several": r"nhung|cac|liet ke|ke ten|gom|list|which .*s\b|all the",
    "whether": r"co .* (?:khong|chua|ko|k)\s*$|co phai|^ (?:is|are|does|do|did|has|have|was|were) ",
    "what": r"\bgi\b|what",
    "purpose": r"de lam gi|muc dich|nham|purpose|what for",
    "meaning": r"la gi|nghia la|viet tat|mean|stand for",
    "note": r"chu thich|ghi chu|footnote",
}
_ASKING_FOR = tuple(re.compile(pattern) for pattern in _ASKS.values())
#: What speaks against a sentence: the sort of thing asked for is not in it, or it says the opposite (see sorts).
DOUBTS = (
    "contradicts", "no_firm", "no_commune", "no_origin", "no_name", "no_figure", "no_time", "names_nobody", "no_measure",
    "name_missing", "no_deed",
)  # fmt: skip
#: Signs of which the distance from the best sentence found counts too, and those of which the rank does.
_BESIDE = (
    "covered", "own", "close", "path_covered", "search_score", "similarity", "sentence_similarity", "heaviest_own", "concepts_own",
    "pairs_said", "triples_said", "nearest_heading", "said_of_it", "before_covered", "after_covered", "own_weight", "own_1",
    "own_2", "figure_near",
)  # fmt: skip
_RANKED = ("covered", "own", "sentence_similarity", "pairs_said")

#: Signs of one sentence, in the order of the arrays; then those that compare it with the others found.
ALONE = (
    *_HELD, *_WORDING, *_CONCEPTS, *(f"asked_{name}" for name in _INTENTS), *(f"tells_{name}" for name in _TELLS),
    *(f"asks_{name}" for name in _ASKS), *DOUBTS,
)  # fmt: skip
SIGNS = (*ALONE, *(f"{name}_below_best" for name in _BESIDE), *(f"{name}_rank" for name in _RANKED))
_LIKENESS, _LIKENESS_RANK = ALONE.index("sentence_similarity"), ALONE.index("sentence_similarity_rank")
_BESIDE_AT = [ALONE.index(name) for name in _BESIDE]
_RANKED_AT = [ALONE.index(name) for name in _RANKED]

#: What a concept that stands only in the headings above, or in the passage around, counts for.
FROM_PATH, FROM_PASSAGE = 0.75, 0.55
_ENOUGH, _ENOUGH_FIGURE, _ENOUGH_ENGLISH, _CERTAIN = 0.47, 0.53, 0.4, 0.8
#: Share of the thing counted that may be missing before a sentence speaks of another thing.
_THING_HELD = 0.7
#: What of a sentence must be new to the question for it to tell something.
_ADDS_NOTHING = 0.25
_FRAME_KINDS = frozenset(("title", "letterhead", "signature", "recipients"))
#: Where sentences stand; one that has no end there is a heading that was not printed as one.
_PROSE_KINDS = frozenset(("paragraph", "item", "bullet"))
#: What is asked for, and the fields of a scheme or task that tell it.
_TOLD = {name: {name} for name in ("lead", "director", "coordinating", "funding")} | {"deadline": {"draft_by", "start", "finish"}}
#: Words beside a figure beyond which it measures something else, and characters before and after a sentence that are looked at.
_FAR, _NEXT_TO = 30, 250

#: Sentences by which a document opens, closes and points: they name everything and say nothing.
_FORMULA = re.compile(
    r"^\W*(?:Trên đây là|Căn cứ|Thực hiện .*(?:như sau|sau đây)\s*:|Thực hiện .{0,200}\bban hành\b)|như sau\s*:?\W*$"
)
_CAUSE = re.compile(r"\b(?:do|vì|bởi|nguyên nhân|lý do|nên|Do vậy|dẫn đến|dẫn tới|từ đó)\b", re.I)
_ENUMERATES = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What all sentences found for a question are held against; made once for it."""

    task: Task
    wanted: Sequence[Concept]
    #: Share of the question's weight that is written nowhere in the corpus.
    unknown: float
    weights: Row
    total: float
    #: Places of the heaviest concepts in `wanted`, heaviest first.
    heaviest: tuple[int, ...]
    #: What is counted or measured ("bao nhiêu hộ"), and the concept that stands right after "bao nhiêu".
    noun: Concept | None
    count: Concept | None
    #: Every word that means something of the question; these and the words as typed; the latter two by two, three by three.
    words: frozenset[str]
    known: frozenset[str]
    pairs: tuple[tuple[str, ...], ...]
    triples: tuple[tuple[str, ...], ...]
    #: The signs that are the same for all sentences: intents and asking words.
    flags: tuple[float, ...]
    english: bool
    number: bool
    deadline: bool
    role: bool

    @classmethod
    def of(cls, task: Task, wanted: Sequence[Concept], unknown: float) -> Asked:
        """Of a question and its concepts; `unknown` is the share of them that the corpus does not know, 0 to 1."""
        weights = np.asarray([concept.weight for concept in wanted], dtype=np.float32)
        number = "number" in task.intents and not task.intents & {"list", "compare", "cause", "overview"}
        said = task.query.words
        meant = frozenset(word for concept in wanted for option in concept.alternatives for word in option.split())
        return cls(
            task=task,
            wanted=wanted,
            unknown=unknown,
            weights=weights,
            total=max(float(weights.sum()), 1e-6),
            heaviest=tuple(int(place) for place in np.argsort(-weights, kind="stable")[:_EACH]),
            noun=asked_noun(task, wanted),
            count=asked_count(task, wanted),
            words=meant,
            known=meant | frozenset(said),
            pairs=tuple(zip(said, said[1:], strict=False)),
            triples=tuple(zip(said, said[1:], said[2:], strict=False)),
            flags=(
                *(float(name in task.intents) for name in _INTENTS),
                *(float(bool(pattern.search(task.folded))) for pattern in _ASKING_FOR),
            ),
            english=task.query.language == "en",
            number=number,
            deadline="deadline" in task.intents and not number,
            role=bool(task.intents & {"lead", "director", "coordinating"}),
        )

    def held(self, line: Line) -> Row:
        """Shape (concepts,): how well a line holds each, 0 to 1."""
        return np.asarray([credit(line, concept) for concept in self.wanted], dtype=np.float32)

    def share(self, held: Row) -> float:
        """Share of the question's weight that is held; 1 when nothing is wanted."""
        return float((self.weights * held).sum()) / self.total if len(self.wanted) else 1.0


@dataclass(frozen=True, slots=True)
class Around:
    """Where the sentences of one passage stand; made once for it."""

    hit: Hit
    rank: int
    #: The passage as it is read, the text that spans point into.
    text: str
    #: The headings above with the document's kind and title; the passage with its context.
    above: Line
    passage: Line
    above_held: Row
    passage_held: Row
    #: Share of the question that the nearest heading says.
    nearest: float
    heading_only: bool
    #: The document's title, folded; headings and kind in one; the fields that an assignment here tells.
    period: str
    headings: str
    told: frozenset[str]
    under_causes: bool
    #: The best score of the search.
    top: float

    @classmethod
    def of(
        cls,
        asked: Asked,
        hit: Hit,
        rank: int,
        text: str,
        above: Line,
        passage: Line,
        heading_only: bool,
        period: str,
        headings: str,
        told: frozenset[str],
    ) -> Around:
        """Of one hit and its place among them, counted from 0."""
        nearest = asked.share(asked.held(padded(hit.passage.path[-1]))) if hit.passage.path else asked.share(asked.held(padded("")))
        top = asked.task.hits[0].score if asked.task.hits else 0.0
        return cls(
            hit, rank, text, above, passage, asked.held(above), asked.held(passage), nearest, heading_only, period, headings, told,
            _under_causes(hit.passage.path), max(top, 1e-6),
        )  # fmt: skip


def alone(
    asked: Asked, around: Around, line: Line, text: str, span: tuple[int, int], year_fits: bool, doubts: Sequence[float]
) -> Row:
    """Shape (len(ALONE),) for one sentence: `line` is its `text` made ready, `span` its place in `around.text`,
    `doubts` as DOUBTS, 0 to 1. Both likenesses of the sentence are told later, by `together`."""
    own = asked.held(line)
    words = line.folded.split()
    values = (
        *_held_signs(asked, around, line, text, own, words, year_fits),
        *_wording_signs(asked, around, own, words, text, span),
        *_concept_signs(asked, around, own),
        *asked.flags[: len(_INTENTS)],
        *_tells(text),
        *asked.flags[len(_INTENTS) :],
        *doubts,
    )
    return np.asarray(values, dtype=np.float32)


def together(rows: Sequence[Row], likenesses: Row) -> Row:
    """Shape (sentences, len(SIGNS)): the signs of all sentences found, with each one's likeness to the question, -1 to 1, and
    with how far it is from the best of them."""
    if not rows:
        return np.zeros((0, len(SIGNS)), dtype=np.float32)
    table = np.stack(rows)
    table[:, _LIKENESS] = likenesses
    table[:, _LIKENESS_RANK] = 1.0 / (1.0 + _places(likenesses, ties=False))
    beside = table[:, _BESIDE_AT] - table[:, _BESIDE_AT].max(axis=0)
    ranked = np.stack([1.0 / (1.0 + _places(table[:, at])) for at in _RANKED_AT], axis=1)
    return np.concatenate([table, beside, ranked], axis=1).astype(np.float32)


@lru_cache(maxsize=8192)
def _tells(text: str) -> tuple[float, ...]:
    return tuple(float(bool(pattern.search(text))) for pattern in _TELLING)


def _places(values: Row, ties: bool = True) -> Row:
    """The place of each value from the greatest, counted from 0; equal values share one, or stand in their order."""
    if ties:
        return (len(values) - np.searchsorted(np.sort(values), values, side="right")).astype(np.float32)
    places = np.empty(len(values), dtype=np.float32)
    places[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return places


def _held_signs(
    asked: Asked, around: Around, line: Line, text: str, own: Row, words: Sequence[str], year_fits: bool
) -> Iterable[float]:
    task, wanted, hit = asked.task, asked.wanted, around.hit
    share = np.maximum(own, np.maximum(FROM_PATH * around.above_held, FROM_PASSAGE * around.passage_held))
    covered = asked.share(share) if len(wanted) else 0.0
    missing = float((asked.weights * (1 - share)).max()) / asked.total if len(wanted) else 0.0
    noun = 0.0
    if asked.noun is not None:
        noun = 1.0 - max(credit(place, asked.noun) for place in (line, around.above, around.passage))
    fits = right_sort(task, text)
    return (
        covered,
        asked.share(own),
        closeness(line, wanted),
        missing,
        asked.unknown,
        asked.share(around.above_held),
        hit.score,
        1.0 / (1.0 + around.rank),
        hit.dense,
        float(fits),
        measured(line, wanted) if "number" in task.intents else 0.0,
        noun,
        float(not year_fits),
        float(bool(task.query.years) and any(year in text for year in task.query.years)),
        float(around.heading_only),
        float(asked.number and says_figure(text)),
        float("deadline" in task.intents and says_time(task, text)),
        float(asked.english),
        covered if asked.english else 0.0,
        1.0 / max(len(wanted), 1),
        float(bool(task.query.issuers)),
        float(hit.passage.kind == "footnote"),
        float(hit.passage.kind == "table_row"),
        float(asked.number),
        float(not task.query.accented and not asked.english),
        covered * covered,
        *(float(not fits and wrong) for wrong in (asked.number, asked.deadline, "identifier" in task.intents, asked.role)),
        *_enough(covered * (1 - 0.55 * (noun > _THING_HELD)) * (fits and year_fits), asked.number, asked.english),
        float(covered > _CERTAIN and fits and year_fits),
        float(bool(_FORMULA.search(text))),
        float("compare" not in task.intents and other_period(task.folded, text, around.period)),
        float("cause" in task.intents and (bool(_CAUSE.search(text)) or around.under_causes)),
        asked.unknown if asked.english else 0.0,
        float(counted(line, asked.count) if asked.count is not None else counted_noun(task, line)),
        float(only_share(task, text)),
        float(other_standing(task.folded, text, around.headings)),
        0.0,  # both likenesses are told once all sentences are known (together)
        0.0,
        float(_adds(asked, words) < _ADDS_NOTHING),
        float("identifier" in task.intents and kind_numbered(task, text)),
        float(hit.passage.kind in _FRAME_KINDS),
        float(hit.passage.kind in _PROSE_KINDS and text[-1:] not in ".;:!?…”\"),"),
        float(any(intent in task.intents and told & around.told for intent, told in _TOLD.items())),
        float(other_term(task.query.text, [text, *reversed(hit.passage.path), around.period])),
        float(same_count(task, line)),
    )


def _wording_signs(
    asked: Asked, around: Around, own: Row, words: Sequence[str], text: str, span: tuple[int, int]
) -> Iterable[float]:
    passage, kind = around.text, around.hit.passage.kind
    said = [place for place, word in enumerate(words) if word in asked.words]
    matched = [place for place in said if not words[place][:1].isdigit()]
    figures = [place for place, word in enumerate(words) if word[:1].isdigit()]
    content = [word for word in words if word not in ASKING]
    near = min((abs(figure - place) for figure in figures for place in matched), default=_FAR)
    pairs, triples = set(pairwise(words)), set(zip(words, words[1:], words[2:], strict=False))
    start, end = span
    before, after = passage[max(0, start - _NEXT_TO) : start], passage[end : end + _NEXT_TO].strip(" .;")
    weight = float((own * asked.weights).sum())
    return (
        math.log(max(len(words), 1)),
        sum(word in asked.words for word in content) / max(len(content), 1),
        math.log1p(len(figures)),
        1.0 / (1.0 + near),
        start / max(len(passage), 1),
        float(text.endswith(":")),
        *(float(kind == name) for name in ("item", "bullet", "paragraph", "section", "part")),
        len(around.hit.passage.path) / 5,
        float(own[asked.heaviest[0]]) if asked.heaviest else 0.0,
        float((own >= 0.5).sum()) / max(len(own), 1),
        sum(pair in pairs for pair in asked.pairs) / max(len(asked.pairs), 1),
        sum(triple in triples for triple in asked.triples) / max(len(asked.triples), 1),
        around.nearest,
        around.hit.score / around.top,
        asked.share(around.passage_held),
        math.log1p(len(asked.wanted)),
        math.log1p(asked.total),
        float(asked.weights.max()) / asked.total if len(asked.weights) else 0.0,
        asked.share(asked.held(padded(before))) if before else 0.0,
        asked.share(asked.held(padded(after))) if after else 0.0,
        min(matched, default=len(words)) / max(len(words), 1),
        math.log1p(weight),
        math.log1p(len(_ENUMERATES.findall(text))),
        math.log1p(passage.count(" ") + 1),
    )


def _concept_signs(asked: Asked, around: Around, own: Row) -> Iterable[float]:
    for number in range(_EACH):
        if number >= len(asked.heaviest):
            yield from (0.0, 0.0, 0.0, 0.0)
            continue
        at = asked.heaviest[number]
        yield from (float(own[at]), float(around.above_held[at]), float(around.passage_held[at]), float(asked.weights[at]) / asked.total)


def _under_causes(path: Sequence[str]) -> bool:
    """Whether the nearest heading that tells shortcomings from their causes is of causes."""
    for heading in reversed(path):
        if re.search(r"\bnguyen nhan\b", folded := fold(heading)):
            return not re.search(r"\b(?:han che|ton tai|khuyet diem|yeu kem)\b.*\bnguyen nhan\b(?! (?:cua|han|ton))", folded)
        if re.search(r"\b(?:han che|ton tai|khuyet diem|yeu kem|ket qua|uu diem)\b", folded):
            return False
    return False


def _enough(covered: float, number: bool, english: bool) -> tuple[float, float]:
    """How far a sentence's coverage is beyond what such questions mostly need, -1 to 1; in Vietnamese, in English."""
    beyond = max(-1.0, min(1.0, 4 * (covered - (_ENOUGH_ENGLISH if english else _ENOUGH_FIGURE if number else _ENOUGH))))
    return (0.0, beyond) if english else (beyond, 0.0)


def name_missing(task: Task, line: Line, above: Line, around: Line) -> float:
    """Share of the proper names in a question ("Đền Mõ", "Kim Ưng") that neither a sentence nor what is around it holds."""
    if not task.names:
        return 0.0
    texts = (line, above, around)
    missing = [
        name for name in task.names if not any(f" {name} " in (t.accented if has_diacritics(name) else t.folded) for t in texts)
    ]
    return len(missing) / len(task.names)


def _adds(asked: Asked, words: Sequence[str]) -> float:
    """Share of a sentence's words that the question does not hold in any spelling: a title or a name that is only
    repeated adds nothing."""
    known = asked.known
    if any(word not in known and word[:1].isdigit() for word in words[1:]):
        return 1.0  # a figure that the question does not hold is always news
    return sum(word not in known for word in words) / len(words) if words else 0.0
