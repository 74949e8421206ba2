"""What is said to the model: `prompts/model.<language>.toml`, checked at start, known by a hash in every result."""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate

from askresolution.answering.wording import Language
from askresolution.errors import PromptError
from askresolution.resources import bundled

#: The prompts and their variables; each variable must be used.
_VARIABLES: Mapping[str, frozenset[str]] = {
    "answer_rules": frozenset(),
    "answer_request": frozenset({"evidence", "conversation", "question"}),
    "rewrite_rules": frozenset(),
    "rewrite_request": frozenset({"conversation", "question"}),
    "nothing": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of one language. `version` changes with every letter of them; `nothing` is what the model answers
    when the evidence does not answer the question."""

    answer: ChatPromptTemplate
    rewrite: ChatPromptTemplate
    nothing: str
    version: str


def load_prompts(prompts_dir: Path) -> dict[Language, Prompts]:
    """Prompts by language; a project's own file replaces single ones of the shipped file.

    Raises PromptError naming file and key when one is unknown or does not use exactly its variables.
    """
    return {language: _load(prompts_dir, language) for language in ("vi", "en")}


def _load(folder: Path, language: Language) -> Prompts:
    name = f"model.{language}.toml"
    texts = _read(bundled("prompts") / name)
    if (folder / name).exists():
        texts |= _read(folder / name)
    if missing := [key for key in _VARIABLES if key not in texts]:
        raise PromptError(f"{name}: thiếu phần '{missing[0]}'; hãy cài lại gói")
    version = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()[:12]
    return Prompts(
        ChatPromptTemplate.from_messages([("system", texts["answer_rules"]), ("human", texts["answer_request"])]),
        ChatPromptTemplate.from_messages([("system", texts["rewrite_rules"]), ("human", texts["rewrite_request"])]),
        texts["nothing"].strip(),
        version,
    )


def _read(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise PromptError(f'Không đọc được {path}: {exc}; cần tệp TOML dạng: answer_rules = """…"""') from exc
    for key, text in content.items():
        if key not in _VARIABLES:
            raise PromptError(f"{path}: không có phần '{key}'; các phần dùng được: {', '.join(_VARIABLES)}")
        if not isinstance(text, str) or not text.strip():
            raise PromptError(f"{path}: '{key}' phải là một đoạn chữ trong ngoặc kép, không để trống")
        used = _used(text, path, key)
        if used != _VARIABLES[key]:
            wanted = ", ".join(f"{{{v}}}" for v in sorted(_VARIABLES[key])) or "không có biến nào"
            given = ", ".join(f"{{{v}}}" for v in sorted(used)) or "không có biến nào"
            raise PromptError(f"{path}: phần '{key}' cần đúng các biến {wanted}; đang dùng {given}")
    return content


def _used(text: str, path: Path, key: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError as exc:
        raise PromptError(f"{path}: phần '{key}' có ngoặc nhọn không khớp: {exc}; ngoặc nhọn thường viết đôi: {{{{ }}}}") from exc
