"""The fixed sentences of answers, from prompts/wording.<language>.toml of the project, checked at start."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from askresolution.errors import PromptError
from askresolution.resources import bundled

Language = Literal["vi", "en"]


class Wording:
    """Sentences of one language by key; `say(key, **values)` fills one in."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def say(self, key: str, **values: object) -> str:
        """The sentence of a key with its variables filled in."""
        return self._sentences[key].format(**values)


def load_wording(prompts_dir: Path) -> dict[Language, Wording]:
    """Wordings by language; a project's own file replaces single sentences of the shipped one.

    Raises PromptError naming file and key when a sentence is unknown or its variables do not match.
    """
    return {language: _load(prompts_dir, language) for language in ("vi", "en")}


def _load(folder: Path, language: Language) -> Wording:
    name = f"wording.{language}.toml"
    shipped = _read(bundled("prompts") / name)
    own_path = folder / name
    own = _read(own_path) if own_path.exists() else {}
    for key, sentence in own.items():
        if key not in shipped:
            raise PromptError(f"{own_path}: không có câu '{key}'; các câu dùng được: {', '.join(sorted(shipped))}")
        wanted, given = _variables(shipped[key], own_path, key), _variables(sentence, own_path, key)
        if given - wanted:
            raise PromptError(
                f"{own_path}: câu '{key}' dùng biến {', '.join(sorted(given - wanted))}; biến dùng được: {', '.join(sorted(wanted)) or 'không có'}"
            )
    return Wording(language, {**shipped, **own})


def _read(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise PromptError(f'Không đọc được {path}: {exc}; cần tệp TOML dạng: not_found = "…"') from exc
    wrong = [key for key, value in content.items() if not isinstance(value, str)]
    if wrong:
        raise PromptError(f"{path}: '{wrong[0]}' phải là một câu trong ngoặc kép")
    return content


def _variables(sentence: str, path: Path, key: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    except ValueError as exc:
        raise PromptError(f"{path}: câu '{key}' có ngoặc nhọn không khớp: {exc}") from exc
