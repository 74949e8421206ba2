"""Sentence → verdict: whether the cited words say what a sentence says. Rules only, no model.

What must hold: the citation exists; every figure, unit, time, document number and name of the sentence stands in the
cited words (or in the headings and the document's own data); comparators, trends and negations agree; a figure keeps
the year, the commune and the subject that the source gives it; words in quotation marks are verbatim; and what is left
is said in the words of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askresolution.answering.generative.claims import QUOTED, Scope, line_of
from askresolution.answering.generative.figure_rules import figures_fault
from askresolution.answering.generative.name_rules import names_fault, places_fault, posts_fault
from askresolution.answering.generative.polarity_rules import negations_fault, opposites_fault
from askresolution.answering.generative.sources import Said, Source, said
from askresolution.answering.generative.surface import bare, fault_of, plain
from askresolution.answering.generative.word_rules import words_fault

CITED = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; else `reason` is a word for the rule and `detail` what offended it."""

    ok: bool
    reason: str = ""
    detail: str = ""


_FINE = Verdict(True)


def cited_numbers(sentence: str) -> tuple[int, ...]:
    """The numbers of the citations in a sentence, each once."""
    found = [int(part) for group in CITED.findall(sentence) for part in re.split(r"[,;]", group)]
    return tuple(dict.fromkeys(found))


def check(sentence: str, sources: Sequence[Source], scope: Scope) -> Verdict:
    """Whether the sources that a sentence cites support it. `sources` are those that its citations name."""
    fault = fault_of(sentence, scope.language)
    if fault:
        return Verdict(False, fault)
    if not sources:
        return Verdict(False, "citation")
    claim = said(plain(bare(CITED.sub("", sentence)).strip()).strip(), scope.language)
    if not claim.words:
        return Verdict(False, "empty")
    for name, rule in _RULES:
        offence = rule(claim, sources, scope)
        if offence:
            return Verdict(False, name, offence)
    return _FINE


def _quotations(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """Words in quotation marks are the source's own."""
    for match in QUOTED.finditer(claim.text):
        words = line_of(match.group(1) or match.group(2)).strip()
        if not any(f" {words} " in source.line for source in sources):
            return words
    return ""


#: The rules in the order in which they are asked, by the name that a verdict gives them.
_RULES: tuple[tuple[str, Callable[[Said, Sequence[Source], Scope], str]], ...] = (
    ("quotations", _quotations), ("figures", figures_fault), ("names", names_fault), ("posts", posts_fault), ("places", places_fault),
    ("negations", negations_fault), ("opposites", opposites_fault), ("words", words_fault),
)  # fmt: skip
