"""Lines of an answer → markdown."""

from __future__ import annotations

from collections.abc import Sequence


def markdown(lines: Sequence[str]) -> str:
    """Lines as markdown paragraphs; list entries and quotations that follow one another stay together."""
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and line.startswith("- ") and not paragraphs[-1].startswith(">"):
            joint = "\n" if paragraphs[-1].splitlines()[-1].startswith("- ") else "\n\n"
            paragraphs[-1] += joint + line
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)
