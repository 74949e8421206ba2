"""A conversation → a few lines for the model, made by rules: the user's own questions, the latest in full."""

from __future__ import annotations

from collections.abc import Sequence

from askresolution.answering.generative.evidence import escaped, tokens_in
from askresolution.domain import Turn
from askresolution.vietnamese import collapse

#: Characters kept of a question that is not the latest one.
_SHORT = 120


def summary(history: Sequence[Turn], budget: int) -> str:
    """The earlier questions, oldest first, as many of the latest as fit in `budget` tokens.

    Answers are left out: the client sends them, and may have changed them.
    """
    asked = [collapse(turn.content) for turn in history if turn.role == "user" and turn.content.strip()]
    lines: list[str] = []
    left = budget
    for age, question in enumerate(reversed(asked)):
        kept = question if age == 0 else _cut(question)
        line = f"- {escaped(kept)}"
        if tokens_in(line) > left:
            line = f"- {escaped(_cut(question))}"
        if tokens_in(line) > left:
            break
        left -= tokens_in(line)
        lines.append(line)
    return "\n".join(reversed(lines))


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"
