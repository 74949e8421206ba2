"""Known questions: the file format and the fixed split."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askresolution.domain import Turn
from askresolution.errors import EvaluationError
from askresolution.vietnamese import collapse, normalize

KINDS = (
    "who", "deadline", "number", "list", "footnote", "identifier", "cause", "compare", "overview", "followup", "unanswerable",
)  # fmt: skip
LANGUAGES = ("vi", "vi-nodia", "en")
#: How a question is typed: a key beside the right one, a shortened word that the documents do not use.
TRAITS = ("misprint", "abbreviation")
#: Kinds whose expected words may stand further down in the answer.
LONG_KINDS = frozenset({"list", "compare", "overview"})


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the answer stands: a document and words of it, blanks collapsed."""

    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a questions file. `must`: every group needs one of its alternatives in the answer.

    `traits` says how the question is typed (see TRAITS), so that such questions can be counted and scored apart;
    `line` is its line in the file.
    """

    id: str
    lang: str
    kind: str
    question: str
    history: tuple[Turn, ...]
    gold: tuple[Gold, ...]
    must: tuple[tuple[str, ...], ...]
    note: str = ""
    traits: tuple[str, ...] = ()
    line: int = 0

    @property
    def split(self) -> str:
        """ "report" for a third of all ids, fixed by hash; "develop" for the rest."""
        return "report" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0 else "develop"

    @property
    def answerable(self) -> bool:
        """Whether the corpus is meant to answer it."""
        return self.kind != "unanswerable"


def load_questions(path: Path) -> list[Question]:
    """Questions of a file. Raises EvaluationError with line number and reason for the first fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc}; cần JSON Lines, mỗi dòng một câu hỏi") from exc
    questions: list[Question] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            question = _parse(path, number, line)
            if question.id in seen:
                raise EvaluationError(f"{path}, dòng {number}: id '{question.id}' lặp lại; mỗi câu hỏi cần id riêng")
            seen.add(question.id)
            questions.append(question)
    if not questions:
        raise EvaluationError(f"{path}: không có câu hỏi nào")
    return questions


def _parse(path: Path, number: int, line: str) -> Question:
    where = f"{path}, dòng {number}"
    try:
        row: dict[str, Any] = json.loads(line)
    except ValueError as exc:
        raise EvaluationError(f"{where}: không phải JSON ({exc})") from exc
    if not isinstance(row, dict):
        raise EvaluationError(f"{where}: cần một đối tượng JSON, có {type(row).__name__}")
    missing = [key for key in ("id", "lang", "kind", "question") if not isinstance(row.get(key), str) or not row[key].strip()]
    if missing:
        raise EvaluationError(f"{where}: thiếu {', '.join(missing)}")
    if row["kind"] not in KINDS:
        raise EvaluationError(f"{where}: kind '{row['kind']}' lạ; các loại: {', '.join(KINDS)}")
    if row["lang"] not in LANGUAGES:
        raise EvaluationError(f"{where}: lang '{row['lang']}' lạ; cần một trong: {', '.join(LANGUAGES)}")
    try:
        history = tuple(_turn(turn) for turn in _list(row, "history"))
        gold = tuple(_gold(entry) for entry in _list(row, "gold"))
        must = tuple(_group(group) for group in _list(row, "must"))
        traits = tuple(_trait(trait) for trait in _list(row, "traits"))
        note = _text(row.get("note") or "", "note", empty=True)
    except ValueError as exc:
        raise EvaluationError(f"{where}: {exc}") from exc
    if row["kind"] != "unanswerable" and not must:
        raise EvaluationError(f"{where}: câu hỏi trả lời được cần ít nhất một nhóm must")
    return Question(row["id"], row["lang"], row["kind"], row["question"], history, gold, must, note, traits, number)


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if value is not None and not isinstance(value, list):
        raise ValueError(f"{key} cần là một danh sách, có {type(value).__name__}")
    return value or []


def _text(value: object, key: str, empty: bool = False) -> str:
    if not isinstance(value, str) or not (empty or value.strip()):
        raise ValueError(f"{key} cần là một chuỗi{'' if empty else ' không trống'}, có {value!r}")
    return value


def _turn(value: object) -> Turn:
    if not isinstance(value, dict) or value.get("role") not in ("user", "assistant"):
        raise ValueError(f"history cần các mục {{'role': 'user' | 'assistant', 'content': chuỗi}}, có {value!r}")
    return Turn(value["role"], _text(value.get("content"), "history.content"))


def _gold(value: object) -> Gold:
    if not isinstance(value, dict):
        raise ValueError(f"gold cần các mục {{'doc': mã tài liệu, 'quote': nguyên văn}}, có {value!r}")
    return Gold(_text(value.get("doc"), "gold.doc"), collapse(_text(value.get("quote"), "gold.quote")))


def _group(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"must cần các nhóm là danh sách cách viết không trống, có {value!r}")
    return tuple(_text(str(option) if isinstance(option, int | float) else option, "must") for option in value)


def _trait(value: object) -> str:
    if value not in TRAITS:
        raise ValueError(f"traits có {value!r}; các giá trị: {', '.join(TRAITS)}")
    return str(value)


def flat(text: str) -> str:
    """The form in which answers and sources are compared: one tone placement, blanks collapsed, lower case."""
    return collapse(normalize(text)).lower()
