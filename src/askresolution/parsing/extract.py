"""Collects the text of a structured format piece by piece, with marks for the structure that the format knows."""

from __future__ import annotations

from dataclasses import dataclass

from askresolution.domain import Mark


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: its size, pages, unpacked size (megabytes), seconds and memory (megabytes)."""

    file_mb: int = 64
    pages: int = 2000
    unpacked_mb: int = 256
    seconds: int = 120
    memory_mb: int = 3072


@dataclass(frozen=True, slots=True)
class Extract:
    """Text as a format gave it, the structure that the format knew, and what the reader should be told."""

    text: str
    marks: tuple[Mark, ...] = ()
    notices: tuple[str, ...] = ()


class Collector:
    """Builds an Extract: text only grows, marks refer to what was added."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self.notices: list[str] = []
        self.length = 0

    def add(self, text: str) -> tuple[int, int]:
        """Adds text and returns where it stands."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def mark(self, kind: str, start: int, end: int, key: str = "", level: int = 0) -> None:
        """Marks text that was added."""
        self._marks.append(Mark(kind, start, end, key, level))

    def extract(self) -> Extract:
        """The finished Extract, marks in order."""
        marks = sorted(self._marks, key=lambda mark: (mark.start, mark.end))
        return Extract("".join(self._parts), tuple(marks), tuple(self.notices))
