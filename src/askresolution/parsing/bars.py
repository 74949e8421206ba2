"""Frames that a converter set in a table's bars: a letterhead or a signature as "| left | right |", a cell a line or many.

Such a table holds no rows of anything; its cells are lines of the frame, as they are on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askresolution.parsing.lines import Line, measure
from askresolution.parsing.markdown import BREAK
from askresolution.parsing.ruled_tables import is_frame

_RULE = re.compile(r"[+|][-=:+| ]*[-=][-=:+| ]*[+|]?")
_BREAK = re.compile(BREAK)
#: Columns that a frame has at most, with one between that keeps them apart.
_WIDEST = 3


def part_bars(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, those of frames in bars as the lines of their cells; the bars themselves stand in none of them."""
    parted: list[Line] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and _barred(lines[end].text):
            end += 1
        run = lines[index:end]
        if run and is_frame(" ".join(line.text for line in run)) and all(len(_bounds(line)) - 1 <= _WIDEST for line in run):
            parted.extend(piece for line in run if not _RULE.fullmatch(line.text) for piece in _pieces(text, line))
        else:
            parted.extend(run)
        if end < len(lines):
            parted.append(lines[end])
        index = end + 1
    return parted


def _barred(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) or (text.startswith("|") and text.endswith("|") and len(text) > 1)


def _bounds(line: Line) -> list[int]:
    return [match.start() for match in re.finditer(r"(?<!\\)\|", line.text)]


def _pieces(text: str, line: Line) -> list[Line]:
    """The lines of the cells in one line, left to right; a cell's own breaks end them."""
    found: list[Line] = []
    bounds = _bounds(line)
    for column, (low, high) in enumerate(zip(bounds, bounds[1:], strict=False), start=1):
        cuts = [(m.start() - line.start, m.end() - line.start) for m in _BREAK.finditer(text, line.start + low, line.start + high)]
        starts, ends = [low + 1, *(end for _, end in cuts)], [*(start for start, _ in cuts), high]
        for start, end in zip(starts, ends, strict=True):
            piece = line.text[start:end]
            if not (shown := piece.strip()):
                continue
            begin = line.start + start + len(piece) - len(piece.lstrip())
            stop = line.start + start + len(text[line.start + start : line.start + end].rstrip())  # signs of markup included
            found.append(
                replace(
                    line, start=begin, end=stop, text=shown, width=measure(shown),
                    gap=0 if found else line.gap, page_start=line.page_start and not found, column=min(column, 2),
                )
            )  # fmt: skip
    return found
