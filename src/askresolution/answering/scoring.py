"""Signs that a sentence answers a question, and the fitted weights that turn them into a probability.

The weights (`models/answering.json`, fitted by scripts/fit_answering.py on known questions) belong to a softmax over the
sentences found and "nothing here answers"; whether to answer is decided by the best sentence against nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from askresolution.answering.matching import Concept, Line, closeness, coverage, credit
from askresolution.answering.sorts import (
    asked_count,
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
from askresolution.answering.task import Decided, Task
from askresolution.domain import Hit
from askresolution.errors import ModelError
from askresolution.resources import bundled
from askresolution.retrieval.periods import other_period, other_term
from askresolution.vietnamese import fold, has_diacritics

#: Names of the signs, in the order of the arrays.
SIGNS = (
    "covered", "own", "close", "heaviest_missing", "unknown", "path_covered", "search_score", "search_rank", "similarity",
    "right_sort", "measured", "noun_missing", "year_elsewhere", "year_said", "heading_only", "figure_for_number",
    "time_for_deadline", "english", "english_covered", "few_concepts", "commune_named", "footnote", "table_row",
    "number_question", "unaccented", "squared", "number_wrong_sort", "time_wrong_sort", "document_wrong_sort", "role_wrong_sort",
    "number_year_elsewhere", "enough", "enough_english", "certain", "formula", "other_period", "cause_said", "english_unknown",
    "counted", "only_share", "other_standing", "sentence_similarity", "sentence_similarity_rank", "adds_nothing",
    "kind_numbered", "frame", "unfinished", "assigned", "other_term", "same_count",
)  # fmt: skip
#: What a concept that stands only in the headings above, or in the passage around, counts for.
FROM_PATH, FROM_PASSAGE = 0.75, 0.55
_ENOUGH, _ENOUGH_FIGURE, _ENOUGH_ENGLISH, _CERTAIN = 0.47, 0.53, 0.4, 0.8
#: Share of the thing counted that may be missing before a sentence speaks of another thing.
_HELD = 0.7
#: What of a sentence must be new to the question for it to tell something.
_ADDS_NOTHING = 0.25
_FRAME_KINDS = frozenset(("title", "letterhead", "signature", "recipients"))
#: Where sentences stand; one that has no end there is a heading that was not printed as one.
_PROSE_KINDS = frozenset(("paragraph", "item", "bullet"))
#: What is asked for, and the fields of a scheme or task that tell it.
_TOLD = {name: {name} for name in ("lead", "director", "coordinating", "funding")} | {"deadline": {"draft_by", "start", "finish"}}
#: Log odds beyond which nothing becomes surer.
_FARTHEST = 12.0
_KIND_FLAGS = ("footnote", "table_row")


#: Sentences by which a document opens, closes and points: they name everything and say nothing.
_FORMULA = re.compile(
    r"^\W*(?:Trên đây là|Căn cứ|Thực hiện .*(?:như sau|sau đây)\s*:|Thực hiện .{0,200}\bban hành\b)|như sau\s*:?\W*$"
)
_CAUSE = re.compile(r"\b(?:do|vì|bởi|nguyên nhân|lý do|nên|Do vậy|dẫn đến|dẫn tới|từ đó)\b", re.I)


def held(line: Line, above: Line, around: Line, wanted: Sequence[Concept]) -> NDArray[np.float32]:
    """Shape (concepts,): how well each is held by a sentence, the headings above it or the passage around it, 0 to 1."""
    return np.asarray(
        [max(credit(line, c), FROM_PATH * credit(above, c), FROM_PASSAGE * credit(around, c)) for c in wanted], dtype=np.float32
    )


def signs(
    task: Task,
    wanted: Sequence[Concept],
    hit: Hit,
    rank: int,
    line: Line,
    above: Line,
    around: Line,
    text: str,
    asked_for: Concept | None,
    year_fits: bool,
    heading_only: bool,
    unknown: float,
    period: str,
    headings: str,
    told: frozenset[str],
) -> NDArray[np.float32]:
    """Shape (len(SIGNS),) for one sentence of one hit."""
    weights = np.asarray([concept.weight for concept in wanted], dtype=np.float32)
    total = max(float(weights.sum()), 1e-6)
    share = held(line, above, around, wanted)
    covered = float((weights * share).sum()) / total
    missing = float((weights * (1 - share)).max()) / total if len(wanted) else 0.0
    noun = 0.0
    if asked_for is not None:
        noun = 1.0 - max(credit(line, asked_for), credit(above, asked_for), credit(around, asked_for))
    counts = asked_count(task, wanted)
    number = "number" in task.intents and not task.intents & {"list", "compare", "cause", "overview"}
    english = task.query.language == "en"
    deadline = "deadline" in task.intents and not number
    role = bool(task.intents & {"lead", "director", "coordinating"})
    fits = right_sort(task, text)
    values = (
        covered,
        coverage(line, wanted),
        closeness(line, wanted),
        missing,
        unknown,
        coverage(above, wanted),
        hit.score,
        1.0 / (1.0 + rank),
        hit.dense,
        float(fits),
        measured(line, wanted) if "number" in task.intents else 0.0,
        noun,
        float(not year_fits),
        float(bool(task.query.years) and any(year in text for year in task.query.years)),
        float(heading_only),
        float(number and says_figure(text)),
        float("deadline" in task.intents and says_time(task, text)),
        float(english),
        covered if english else 0.0,
        1.0 / max(len(wanted), 1),
        float(bool(task.query.issuers)),
        *(float(hit.passage.kind == kind) for kind in _KIND_FLAGS),
        float(number),
        float(not task.query.accented and not english),
        covered * covered,
        *(float(not fits and asked) for asked in (number, deadline, "identifier" in task.intents, role)),
        float(number and not year_fits),
        *_enough(covered * (1 - 0.55 * (noun > _HELD)) * (fits and year_fits), number, english),
        float(covered > _CERTAIN and fits and year_fits),
        float(bool(_FORMULA.search(text))),
        float("compare" not in task.intents and other_period(task.folded, text, period)),
        float("cause" in task.intents and (bool(_CAUSE.search(text)) or _under_causes(hit.passage.path))),
        unknown if english else 0.0,
        float(counted(line, counts) if counts is not None else counted_noun(task, line)),
        float(only_share(task, text)),
        float(other_standing(task.folded, text, headings)),
        0.0,  # both likenesses of the sentence itself are told once all sentences are known (quoting)
        0.0,
        float(_adds(task, wanted, line) < _ADDS_NOTHING),
        float("identifier" in task.intents and kind_numbered(task, text)),
        float(hit.passage.kind in _FRAME_KINDS),
        float(hit.passage.kind in _PROSE_KINDS and text[-1:] not in ".;:!?…”\"),"),
        float(any(intent in task.intents and told & fields for intent, fields in _TOLD.items())),
        float(other_term(task.query.text, [text, *reversed(hit.passage.path), period])),
        float(same_count(task, line)),
    )
    return np.asarray(values, dtype=np.float32)


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


@lru_cache(maxsize=1)
def fitted() -> tuple[NDArray[np.float32], float, float]:
    """Weights of the signs, the score of "nothing here answers", and the least probability of an answer.

    Raises ModelError when the file is missing or does not fit this version.
    """
    path = bundled("models/answering.json")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        weights = np.asarray([float(stored["weights"][name]) for name in SIGNS], dtype=np.float32)
        return weights, float(stored["nothing"]), float(stored["least"])
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"Không đọc được trọng số trả lời {path}: {exc!r}; hãy cài lại gói") from exc


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often questions have an answer in the corpus: share where a rule refused them, share where a fact answered them,
    and for the best sentence a logistic curve over its log odds (Platt 1999), which rises with them."""

    rule: float
    fact: float
    offset: float
    slope: float

    def confidence(self, decided: Decided, log_odds: float) -> float:
        """The probability that the corpus answers a question at all, 0 to 1."""
        if decided == "sentence":
            logit = self.offset + self.slope * max(-_FARTHEST, min(_FARTHEST, log_odds))
            return 1.0 / (1.0 + math.exp(-logit))
        return self.rule if decided == "rule" else self.fact


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The fitted calibration. Raises ModelError when it is missing, or when its curve does not rise."""
    path = bundled("models/answering.json")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["calibration"]
        found = Calibration(*(float(stored[name]) for name in ("rule", "fact", "offset", "slope")))
        if found.slope <= 0:
            raise ValueError("slope")
        return found
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"Không đọc được hiệu chỉnh xác suất trong {path}: {exc!r}; hãy cài lại gói") from exc


def log_odds(scores: Sequence[float], nothing: float) -> float:
    """Of the best sentence against that nothing here answers; the least there is without sentences."""
    return max(scores) - nothing if scores else -_FARTHEST


def probability(scores: NDArray[np.float32], nothing: float) -> float:
    """That the best of the sentences answers, against that nothing here does, 0 to 1; 0 without sentences.

    Many middling sentences together are no answer, so only the best counts.
    """
    return 1.0 / (1.0 + math.exp(nothing - float(scores.max()))) if len(scores) else 0.0


def name_missing(task: Task, line: Line, above: Line, around: Line) -> float:
    """Share of the proper names in a question ("Đền Mõ", "Kim Ưng") that neither a sentence nor what is around it holds."""
    if not task.names:
        return 0.0
    texts = (line, above, around)
    missing = [
        name for name in task.names if not any(f" {name} " in (t.accented if has_diacritics(name) else t.folded) for t in texts)
    ]
    return len(missing) / len(task.names)


def _adds(task: Task, wanted: Sequence[Concept], line: Line) -> float:
    """Share of a sentence's words that the question does not hold in any spelling: a title or a name that is only
    repeated adds nothing."""
    asked = set(task.query.words) | {word for concept in wanted for option in concept.alternatives for word in option.split()}
    words = line.folded.split()
    if any(word not in asked and word[:1].isdigit() for word in words[1:]):
        return 1.0  # a figure that the question does not hold is always news
    return sum(word not in asked for word in words) / len(words) if words else 0.0
