"""A stream of text → whole sentences, each as soon as it is sure to be one."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A sentence longer than this is no sentence.
LONGEST = 1500
_MARK = r"(?:\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])"
_END = re.compile(rf"[.!?…]+[\"”’)*]*{_MARK}*[.]?(?=\s|$)")
_SHORTENED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TT|ThS|TS|PGS|GS|BS|Mr|Mrs|Ms|Dr|v\.v|No|tr|st|[A-ZĐ])|^\s*(?:[-*+]\s+)?\(?(?:\d{1,3}|[IVX]{1,5})(?:\.\d+)*|^\s*[a-zđ])\.$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence as written. `opens` says that it begins a line; `item`, that the line is an entry of a list."""

    text: str
    opens: bool
    item: bool = False
    too_long: bool = False


class Thoughts:
    """Removes what a model thinks aloud ("<think>…</think>") from a stream, wherever the pieces are cut."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._held = ""
        self._inside = False

    def feed(self, text: str) -> str:
        """The part of the stream so far that is certainly no thought."""
        self._held += text
        out = ""
        while True:
            tag = self._CLOSE if self._inside else self._OPEN
            at = self._held.find(tag)
            if at < 0:
                keep = next((n for n in range(len(tag) - 1, 0, -1) if self._held.endswith(tag[:n])), 0)
                shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
                return out if self._inside else out + shown
            out += "" if self._inside else self._held[:at]
            self._held = self._held[at + len(tag) :]
            self._inside = not self._inside

    def finish(self) -> str:
        """What was held back in case it began a tag."""
        held, self._held = self._held, ""
        return "" if self._inside else held


class Sentences:
    """Cuts a stream into sentences. A citation that follows the full stop belongs to the sentence before it."""

    def __init__(self) -> None:
        self._buffer = ""
        self._opens = True
        self._item = False
        self._skipping = False

    def feed(self, text: str) -> list[Piece]:
        """Sentences that are complete with this text."""
        self._buffer += text.replace("\r", "")
        found: list[Piece] = []
        while (cut := self._cut()) is not None:
            found.extend(cut)
        return found

    def finish(self, complete: bool) -> list[Piece]:
        """The rest of the stream. When the stream was cut off (`complete` false) a rest without an end is dropped."""
        rest, self._buffer = self._buffer, ""
        if self._skipping or not rest.strip():
            return []
        if not complete and not re.search(rf"(?:[.!?…][\"”’)*]*{_MARK}*|{_MARK}[.]?)\s*$", rest):
            return []
        return self._piece(rest)

    def _cut(self) -> list[Piece] | None:
        """The first sentence of the buffer, [] for an empty line, None when it is not sure to be complete."""
        newline = self._buffer.find("\n")
        line = self._buffer if newline < 0 else self._buffer[:newline]
        for match in _END.finditer(line):
            head, rest = line[: match.end()], line[match.end() :].lstrip()
            if not rest and newline < 0:
                break  # a citation may still follow
            if rest.startswith("[") and (newline < 0 or not re.match(_MARK, rest)):
                if "]" not in rest and newline < 0:
                    break
            if not rest or self._shortened(head):
                continue
            self._buffer = self._buffer[match.end() :].lstrip(" \t")
            return self._take(head)
        if newline >= 0:
            self._buffer = self._buffer[newline + 1 :]
            taken = self._take(line) if line.strip() else []
            self._opens, self._item = True, False
            return taken
        if len(self._buffer) > LONGEST:
            self._buffer, self._skipping = "", True
            return [Piece("", self._opens, self._item, True)]
        return None

    def _shortened(self, head: str) -> bool:
        opened = head.count("“") > head.count("”") and len(head) < 600
        return opened or bool(_SHORTENED.search(head))

    def _take(self, text: str) -> list[Piece]:
        if self._skipping:
            self._skipping = False
            return []
        return self._piece(text)

    def _piece(self, text: str) -> list[Piece]:
        item = bool(re.match(r"\s*(?:[-*+•]|\(?\d{1,2}[.)])\s", text)) if self._opens else self._item
        piece = Piece(text.strip(), self._opens, item)
        self._opens, self._item = False, item
        return [piece] if piece.text else []
