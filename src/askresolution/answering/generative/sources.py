"""A cited source made ready for checking: sentences, figures, names, and all that is said of where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from askresolution.answering.generative.figures import Figure, figures
from askresolution.answering.generative.surface import plain
from askresolution.domain import Document, Evidence
from askresolution.reading import sentences
from askresolution.retrieval.abbreviations import Abbreviations
from askresolution.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:[.,/]\d+)*")
_BREAKS = re.compile(r"[;:,](?=\s|$)|\.\s|\s[-+]\s|\s(?:và|and|còn|while)\s|[()]")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its words in lower case with their places, and its figures."""

    text: str
    words: tuple[tuple[str, int], ...]
    figures: tuple[Figure, ...]
    breaks: tuple[int, ...]


@lru_cache(maxsize=8192)
def said(text: str, language: str = "vi") -> Said:
    """A sentence taken apart."""
    words = tuple((match.group().lower(), match.start()) for match in _WORD.finditer(text))
    return Said(text, words, figures(text, language), tuple(match.start() for match in _BREAKS.finditer(text)))


@dataclass(frozen=True)
class Source:
    """Evidence as the checker sees it. `text` is the words cited; `about` says where they stand: headings above,
    title, issuer, number and dates of the document. `extra` holds written-out abbreviations of both, `headings` those above
    the words, outermost first."""

    text: str
    issuer: str = ""
    about: str = ""
    extra: str = ""
    headings: tuple[str, ...] = ()

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """The sentences of the cited words."""
        return tuple(said(part) for start, end in sentences(self.text) if (part := self.text[start:end].strip()))

    @cached_property
    def about_said(self) -> Said:
        """What is said of the place, taken apart."""
        return said(self.about)

    @cached_property
    def heading_years(self) -> frozenset[object]:
        """The years of the nearest heading that names any."""
        for heading in reversed(self.headings):
            if years := years_of(said(heading)):
                return years
        return frozenset()

    @cached_property
    def line(self) -> str:
        """Every word of text and place, in lower case, blanks around."""
        parts = f"{self.text} {self.about} {self.extra}"
        return f" {' '.join(match.group().lower() for match in _WORD.finditer(parts))} "

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of text and place."""
        return frozenset(self.line.split())

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words of the cited text alone, abbreviations written out."""
        return frozenset(word.group().lower() for word in _WORD.finditer(f"{self.text} {self.extra}"))

    @cached_property
    def folded(self) -> str:
        """The line without diacritics."""
        return fold(self.line)


def make_source(document: Document, evidence: Evidence, text: str, abbreviations: Abbreviations) -> Source:
    """The source for some words of a document; `text` is their reading text."""
    data = document.metadata
    path = document.path(evidence.node)
    number = f"số {data.number}" if data.number else ""
    low, high = (evidence.spans[0][0], evidence.spans[-1][1]) if evidence.spans else (0, 0)
    # A cell of a table says what its column says.
    columns = [c.column for c in document.nodes[evidence.node].cells if any(a < high and b > low for a, b in c.spans)]
    parts = (*path, *columns, data.title, data.kind, data.issuer, number, _day(data.date) or data.date, data.period, data.status_note)
    words, about = plain(text), plain(" . ".join(part for part in parts if part))
    return Source(words, plain(data.issuer), about, _written_out(f"{words} {about}", abbreviations), tuple(map(plain, path)))


def years_of(sentence: Said) -> frozenset[object]:
    """Every year that a sentence names, in dates too."""
    times = ("year", "month", "date", "quarter")
    return frozenset(f.value[-1] for f in sentence.figures if f.kind in times and f.value[-1] is not None)


def _day(date: str) -> str:
    """An ISO date as Vietnamese documents write it."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    return f"ngày {match.group(3)} tháng {match.group(2)} năm {match.group(1)}" if match else ""


@lru_cache(maxsize=4096)
def _written_out(text: str, abbreviations: Abbreviations) -> str:
    """Abbreviations of a text written out, and phrases of it abbreviated."""
    capitals = dict.fromkeys(re.findall(r"\b[A-ZĐ][A-ZĐ&]{1,9}\b", text))
    longs = [plain(long) for short in capitals for long in abbreviations.expansions(fold(short))]
    shorts = abbreviations.shorts_in([fold(word) for word in _WORD.findall(text)])
    upper = [short.upper() for short in dict.fromkeys(shorts)]
    named = [upper_short.replace("D", "Đ") for upper_short in upper]
    return " . ".join([*longs, *upper, *named])
