"""What a claim says besides figures and names: the words of the source, or what renders them."""

from __future__ import annotations

from collections.abc import Sequence

from askresolution.answering.generative.claims import GRAMMAR, LIGHT, Scope, line_of
from askresolution.answering.generative.sources import Said, Source
from askresolution.answering.generative.surface import plain
from askresolution.retrieval.translation import Translator
from askresolution.vietnamese import fold

#: Shares of a claim's words that source or question, that the cited words alone, and that their English renderings must hold.
_SUPPORT_ALL, _SUPPORT_OWN, _SUPPORT_ENGLISH = 0.75, 0.4, 0.6
#: From this strength on two syllables are one word.
_FIRM = 0.3


def words_fault(claim: Said, sources: Sequence[Source], scope: Scope) -> str:
    """What a sentence says besides its figures is said in the words of the source."""
    taken = [(f.start, f.end) for f in claim.figures]
    content = [word for word, start in claim.words if not any(a <= start < b for a, b in taken)]
    if scope.language == "en":
        return _english_words(content, sources, scope)
    places = {word for issuer in scope.issuers if plain(issuer).lower() in claim.text.lower() for word in plain(issuer).lower().split()}
    content = [word for word in content if word not in GRAMMAR and word not in places]
    if not content:
        return "" if claim.figures else "empty"
    asked = line_of(plain(scope.question))
    unbacked = _unbacked_pairs(claim, sources, asked, scope)
    known = [(any(word in source.words for source in sources) or word in asked.split()) and word not in unbacked for word in content]
    own = sum(any(word in source.own_words for source in sources) for word in content)
    if unbacked:
        return " ".join(unbacked)
    run = _longest_gap(known)
    if sum(known) < _SUPPORT_ALL * len(content) or own < _SUPPORT_OWN * len(content) or run >= 2:
        return " ".join(word for word, k in zip(content, known, strict=True) if not k) or "support"
    return ""


def _unbacked_pairs(claim: Said, sources: Sequence[Source], asked: str, scope: Scope) -> tuple[str, ...]:
    """Words of two syllables of a sentence that neither source nor question writes together: "giải thể" is not said by
    a source that has "giải pháp" and "cụ thể"."""
    if scope.compounds is None:
        return ()
    words = [word for word, _ in claim.words]
    for start, end in scope.compounds.units(words, True, LIGHT):
        pair = " ".join(words[start:end])
        if end - start != 2 or set(words[start:end]) <= GRAMMAR or scope.compounds.strength(words[start], words[start + 1], True) < _FIRM:
            continue
        if not any(f" {pair} " in line for line in (asked, *(source.line for source in sources))):
            return tuple(words[start:end])
    return ()


def _english_words(content: list[str], sources: Sequence[Source], scope: Scope) -> str:
    translator = scope.translator
    content = [word for word in content if translator is None or not translator.is_stop(word)]
    if not content:
        return ""
    asked = set(line_of(plain(scope.question)).split())
    known = [english_supported(word, sources, scope) or word in asked for word in content]
    cited = sum(english_supported(word, sources, scope) for word in content)
    if sum(known) < _SUPPORT_ENGLISH * len(content) or cited < _SUPPORT_OWN * len(content) or _longest_gap(known) >= 3:
        return " ".join(word for word, k in zip(content, known, strict=True) if not k) or "support"
    return ""


def english_supported(word: str, sources: Sequence[Source], scope: Scope) -> bool:
    folded = fold(word)
    if any(f" {folded} " in source.folded for source in sources):
        return True
    if scope.translator is None:
        return False
    targets = [*scope.translator.targets(folded), *(fold(t) for t in scope.translator.glossary.get(folded, ()))]
    if any(f" {target} " in source.folded for source in sources for target in targets):
        return True
    return any(
        f" {fold(term)} " in source.folded
        for source in sources
        for english, terms in _phrases_with(scope.translator, folded)
        for term in terms
        if english
    )


def _phrases_with(translator: Translator, word: str) -> list[tuple[str, tuple[str, ...]]]:
    """Glossary phrases that use a word."""
    return [(english, terms) for english, terms in translator.glossary.items() if word in english.split()]


def _longest_gap(known: Sequence[bool]) -> int:
    longest = current = 0
    for ok in known:
        current = 0 if ok else current + 1
        longest = max(longest, current)
    return longest
