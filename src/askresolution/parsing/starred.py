"""Notes told by stars, "(*) Chỉ tiêu này …": a document with one or two notes often numbers none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.parsing.footnotes import STARRED, Footnotes, NoteBody
from askresolution.parsing.lines import Line

#: A bare star opens a note behind the signature, or below the rule that parts notes from a page's text; else it is a bullet.
_BARE_BODY = re.compile(r"(\*{1,4})\s+(?=[^\W\d_])")
_NOTES_RULE = re.compile(r"[_\-–—‾]{5,}")
_MARKER = re.compile(r"(?<=[^\s(*])\s?\((\*{1,4})\)")
_BARE_MARKER = re.compile(r"(?<=[^\W_])(\*{1,4})(?=[\s.,;:)]|$)")


def add_starred(notes: Footnotes, lines: Sequence[Line], skip: frozenset[int], body_end: int) -> None:
    """Adds to `notes` each line that opens with stars and is referred to by as many stars in a sentence before it.

    `skip` and `body_end` as in footnotes.find_footnotes. A body without a marker stays the text that it is.
    """
    for index, line in enumerate(lines):
        if index in skip or index in notes.body_lines:
            continue
        bare = index >= body_end or _below_rule(lines, index, notes)
        match = STARRED.match(line.text) or (_BARE_BODY.match(line.text) if bare else None)
        if match is None:
            continue
        marker = _marker_before(lines, skip, index, match.group(1), bare=not match.group().startswith("("))
        if marker is None:
            continue
        last = next((at for at in range(index + 1, len(lines)) if _ends(lines, at, skip, notes)), len(lines))
        notes.notes.append(NoteBody(index, last, match.group(1), match.end(), marker, marker[0]))
        notes.body_lines.update(range(index, last))


def _below_rule(lines: Sequence[Line], index: int, notes: Footnotes) -> bool:
    """Whether a line is the first below a rule drawn at a page's foot, or follows a note that is."""
    above = lines[index - 1].text if index else ""
    return bool(_NOTES_RULE.fullmatch(above)) or (index - 1 in notes.body_lines and not lines[index].gap)


def _marker_before(lines: Sequence[Line], skip: frozenset[int], index: int, stars: str, bare: bool) -> tuple[int, int] | None:
    """The span of the nearest marker with the same stars above a body."""
    for at in range(index - 1, -1, -1):
        if at in skip:
            continue
        for match in reversed([*(_BARE_MARKER if bare else _MARKER).finditer(lines[at].text)]):
            if match.group(1) == stars:
                return lines[at].start + match.start(), lines[at].start + match.end()
    return None


def _ends(lines: Sequence[Line], at: int, skip: frozenset[int], notes: Footnotes) -> bool:
    """Whether a line no longer belongs to the note above it."""
    line = lines[at]
    return bool(line.gap) or line.page_start or at in skip or at in notes.body_lines or line.text.startswith(("*", "(*"))
