"""Known questions: the file format, its checker, and the fixed split."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askresolution.domain import Document, Turn
from askresolution.errors import EvaluationError
from askresolution.vietnamese import collapse, normalize

KINDS = (
    "who", "deadline", "number", "list", "footnote", "identifier", "cause", "compare", "overview", "followup", "unanswerable",
)  # fmt: skip
LANGUAGES = ("vi", "vi-nodia", "en")
#: Kinds whose expected words may stand further down in the answer.
LONG_KINDS = frozenset({"list", "compare", "overview"})


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the answer stands: a document and words of it, blanks collapsed."""

    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a questions file. `must`: every group needs one of its alternatives in the answer."""

    id: str
    lang: str
    kind: str
    question: str
    history: tuple[Turn, ...]
    gold: tuple[Gold, ...]
    must: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def split(self) -> str:
        """ "report" for a third of all ids, fixed by hash; "develop" for the rest."""
        return "report" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0 else "develop"


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
        history = tuple(Turn(turn["role"], turn["content"]) for turn in row.get("history", []))
        gold = tuple(Gold(entry["doc"], collapse(entry["quote"])) for entry in row.get("gold", []))
        must = tuple(tuple(str(option) for option in group) for group in row.get("must", []))
    except (TypeError, KeyError) as exc:
        raise EvaluationError(f"{where}: history, gold hoặc must sai dạng ({exc!r})") from exc
    if row["kind"] != "unanswerable" and not must:
        raise EvaluationError(f"{where}: câu hỏi trả lời được cần ít nhất một nhóm must")
    return Question(row["id"], row["lang"], row["kind"], row["question"], history, gold, must, row.get("note", ""))


def check_gold(questions: list[Question], documents: Mapping[str, Document]) -> list[str]:
    """Faults of a question set against its corpus: quotes that are not there, must groups that no gold supports."""
    sources = {name: flat(document.source.text) for name, document in documents.items()}
    repaired = {
        name: flat(" ".join(node.text for node in document.root.walk() if node.kind != "furniture"))
        for name, document in documents.items()
    }
    faults = []
    for question in questions:
        for gold in question.gold:
            if gold.doc not in sources:
                faults.append(f"{question.id}: tài liệu '{gold.doc}' không có trong kho")
            elif flat(gold.quote) not in sources[gold.doc] and flat(gold.quote) not in repaired[gold.doc]:
                faults.append(f"{question.id}: trích dẫn không có nguyên văn trong {gold.doc}: {gold.quote[:80]}")
        if question.kind == "unanswerable":
            continue
        proof = flat(" ".join(gold.quote for gold in question.gold))
        titles = flat(" ".join(f"{d.metadata.title} {d.metadata.issuer} {d.metadata.status_note}" for d in documents.values()))
        for group in question.must:
            if not any(flat(option) in proof or flat(option) in titles for option in group):
                faults.append(f"{question.id}: nhóm must {list(group)} không có trong trích dẫn vàng")
    return faults


def flat(text: str) -> str:
    """The form in which answers and sources are compared: one tone placement, blanks collapsed, lower case."""
    return collapse(normalize(text)).lower()
