"""Faithfulness and citation metrics of an answer, by the same rules that check a model; no model judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askresolution.answering.generative.checking import CITED, Scope, check, cited_numbers
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
    scope = Scope(query.language, query.text, (), knowledge.issuers, knowledge.translator)
    sources = {citation.number: _source(knowledge, citation.document, citation.url, citation.spans) for citation in answer.citations}
    supported, faults, used = 0, [], set()
    claims = _claims(answer.answer)
    for claim in claims:
        numbers = cited_numbers(claim)
        cited = [sources[number] for number in numbers if number in sources]
        verdict = _quotation(claim, cited) or check(claim, cited if len(cited) == len(numbers) else [], scope).reason
        if verdict in ("", "verbatim"):
            supported += 1
            used.update(numbers)
        else:
            faults.append((claim, verdict))
    return Faithfulness(len(claims), supported, tuple(faults), tuple(n for n in sources if n not in used))


def _source(knowledge: Knowledge, document: str, url: str, spans: Sequence[tuple[int, int]]) -> Source:
    found = knowledge.documents[document]
    evidence = Evidence(document, url.rpartition("#")[2], tuple(spans))
    text = nfc(" ".join(found.source.text[start:end] for start, end in spans))
    return make_source(found, evidence, text, knowledge.understanding.abbreviations)


def _quotation(claim: str, cited: Sequence[Source]) -> str:
    """"verbatim" for a line that only quotes what it cites."""
    match = re.fullmatch(r">\s*“(.*)”\s*", CITED.sub("", claim), re.S)
    if match is None:
        return ""
    words = " ".join(word for word, _ in said(plain(match.group(1))).words)
    return "verbatim" if any(f" {words} " in source.line for source in cited) else "quotations"


def _claims(text: str) -> list[str]:
    """The sentences of an answer; a line that opens a list or a quotation (it ends with ":") is part of what follows."""
    claims: list[str] = []
    lead = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        if line.startswith(">"):
            claims.append(line.strip())
            continue
        cutter = Sentences()
        for piece in [*cutter.feed(f"{line}\n"), *cutter.finish(True)]:
            if piece.text.rstrip("*").endswith(":") and not cited_numbers(piece.text):
                lead = piece.text
            elif piece.item and lead:
                claims.append(f"{lead} {bare(piece.text)}")
            else:
                claims.append(piece.text)
    return claims
