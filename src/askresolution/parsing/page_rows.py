"""A page's words and the lines that they stand in; lengths in points, `top` counted down from the page's upper edge."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    """One word and its box."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True)
class PageRow:
    """One line of words."""

    words: list[Word] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Upper edge of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def x0(self) -> float:
        """Left edge of its first word."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right edge of its last word."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """Size of most of its letters."""
        return statistics.median([word.size for word in self.words for _ in word.text])
