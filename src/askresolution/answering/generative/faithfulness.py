"""Faithfulness and citation metrics of an answer, by the same rules that check a model; no model judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.generative.checking import CITED, check, cited_numbers
from askresolution.answering.generative.claims import Scope
from askresolution.answering.generative.sources import Source, make_source, said
from askresolution.answering.generative.streaming import Sentences
from askresolution.answering.generative.surface import bare, plain
from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Answer, Evidence
from askresolution.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Sentences of an answer, how many are fully supported by what they cite, and the numbers of citations that no
    supported sentence uses. `unsupported` are the others with the rule that they break."""

    sentences: int
    supported: int
    unsupported: tuple[tuple[str, str], ...]
    idle_citations: tuple[int, ...]

    @property
    def share(self) -> float:
        """supported / sentences, 0 to 1; 1 for an answer without statements (Es et al. 2023, without a model)."""
        return self.supported / self.sentences if self.sentences else 1.0


def faithfulness(answer: Answer, question: str, knowledge: Knowledge) -> Faithfulness:
    """Checks every sentence of an answer against the words that it cites. A refusal states nothing."""
    if answer.status == "not_found":
        return Faithfulness(0, 0, (), ())
    query = knowledge.understanding.read(question)
    scope = Scope(query.language, query.text, (), knowledge.issuers, (), knowledge.translator, knowledge.compounds)
    sources = {citation.number: _source(knowledge, citation.document, citation.url, citation.spans) for citation in answer.citations}
    supported = 0
    faults: list[tuple[str, str]] = []
    used: set[int] = set()
    claims = _claims(answer.answer)
    for lead, claim, numbers in claims:
        cited = [sources[number] for number in numbers if number in sources]
        fault = "citation" if len(cited) < len(numbers) or not cited else _fault(lead, claim, cited, scope)
        if fault:
            faults.append((claim, fault))
        else:
            supported += 1
            used.update(numbers)
    return Faithfulness(len(claims), supported, tuple(faults), tuple(n for n in sources if n not in used))


def _source(knowledge: Knowledge, document: str, url: str, spans: Sequence[tuple[int, int]]) -> Source:
    found = knowledge.documents[document]
    evidence = Evidence(document, url.rpartition("#")[2], tuple(spans))
    text = nfc(" ".join(found.source.text[start:end] for start, end in spans))
    return make_source(found, evidence, text, knowledge.understanding.abbreviations)


def _fault(lead: str, claim: str, cited: Sequence[Source], scope: Scope) -> str:
    """What a claim lacks; "" when the cited words support it, by itself or as an entry of the list that it is in."""
    words = CITED.sub("", claim).strip()
    quoted = re.fullmatch(r">\s*“(.*)”", words, re.S)
    if verbatim(quoted.group(1) if quoted else bare(words), cited):
        return ""
    if quoted:
        return "quotations"
    verdict = check(claim, cited, scope)
    if not verdict.ok and lead and check(f"{lead} {bare(claim)}", cited, scope).ok:
        return ""
    return f"{verdict.reason}: {verdict.detail}" if not verdict.ok else ""


def verbatim(text: str, cited: Sequence[Source]) -> bool:
    """Whether a text is, word for word, in one of the sources."""
    words = " ".join(word for word, _ in said(plain(text)).words)
    return bool(words) and any(f" {words} " in source.line for source in cited)


def _claims(text: str) -> list[tuple[str, str, tuple[int, ...]]]:
    """(opening line, sentence, citations) of an answer. The citations at the end of a line are those of its sentences
    that have none; a line that opens a list or a quotation (it ends with ":") states nothing by itself."""
    claims: list[tuple[str, str, tuple[int, ...]]] = []
    lead = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        if line.startswith(">"):
            claims.append(("", line.strip(), cited_numbers(line)))
            continue
        cutter = Sentences()
        pieces = [*cutter.feed(f"{line}\n"), *cutter.finish(True)]
        last = cited_numbers(pieces[-1].text) if pieces else ()
        if len(pieces) == 1 and not last and line.rstrip("*").endswith(":"):
            lead = line
            continue
        whole = [p for p in pieces if CITED.sub("", bare(p.text)).strip()]
        claims.extend((lead if p.item else "", p.text, cited_numbers(p.text) or last) for p in whole)
    return claims
