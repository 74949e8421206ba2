"""Everything an engine answers from, opened once: documents, search, facts, wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from askresolution.answering.wording import Language, Wording, load_wording
from askresolution.domain import Document
from askresolution.facts.assignments import assignments
from askresolution.facts.events import events
from askresolution.facts.model import Assignment, Event, Person, Reference, Target, Term
from askresolution.facts.names import names
from askresolution.facts.people import people
from askresolution.facts.references import references
from askresolution.facts.targets import targets
from askresolution.facts.terms import terms
from askresolution.index.build import Index, open_index
from askresolution.resources import bundled
from askresolution.retrieval.compounds import Compounds
from askresolution.retrieval.search import Searcher
from askresolution.retrieval.synonyms import read_synonyms
from askresolution.retrieval.translation import Translator, load_translator
from askresolution.retrieval.understanding import Understanding
from askresolution.settings import Settings
from askresolution.vietnamese import UPPER, fold, nfc


@dataclass(slots=True)
class Facts:
    """Facts of the whole corpus. `people` signed documents, `mentioned` are named in them with a post (communes are
    named after some of these, so no question is answered from them); `terms` are abbreviations, `names` what the
    documents call by a name in quotation marks.
    """

    assignments: list[Assignment]
    people: list[Person]
    mentioned: list[Person]
    terms: list[Term]
    targets: list[Target]
    references: list[Reference]
    names: list[Term]
    events: list[Event]


class Knowledge:
    """An opened project. Reading it is safe from several threads."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self.settings = settings
        self.index = index
        self.documents: Mapping[str, Document] = index.documents
        self.translator: Translator = load_translator(settings.project)
        self.synonyms = read_synonyms((bundled("models/synonyms.tsv"), settings.project / "synonyms.tsv"))
        self.understanding = Understanding(
            index.documents.values(), index.lexical, self.translator, settings.home_issuer, self.synonyms
        )
        self.searcher = Searcher.over(index, settings)
        self.wording: dict[Language, Wording] = load_wording(settings.prompts_dir)

    @classmethod
    def open(cls, settings: Settings) -> Knowledge:
        """Opens a project's index. Raises IndexError_, PromptError, ModelError."""
        return cls(settings, open_index(settings))

    @cached_property
    def facts(self) -> Facts:
        """Facts read from every document, the first time that they are asked for."""
        documents = list(self.documents.values())
        named = [fact for document in documents for fact in people(document)]
        return Facts(
            [fact for document in documents for fact in assignments(document)],
            [fact for fact in named if fact.role == "signatory"],
            [fact for fact in named if fact.role != "signatory"],
            [fact for document in documents for fact in terms(document)],
            [fact for document in documents for fact in targets(document)],
            [fact for document in documents for fact in references(document)],
            [fact for document in documents for fact in names(document)],
            [fact for document in documents for fact in events(document)],
        )

    @cached_property
    def target_lines(self) -> list[tuple[Target, str]]:
        """Each target with all that it says of what it measures, abbreviations written out as well: "BHXH" is found
        as "bảo hiểm xã hội", and a growth also as a speed of growth."""
        found = []
        for fact in self.facts.targets:
            speed = "tốc độ tăng" if fact.change.lower().startswith("tăng") else ""
            said = " ".join((fact.part_of, fact.indicator, fact.change, speed, fact.unit, fact.basis))
            shorts = re.findall(rf"\b[{UPPER}]{{2,}}\b", nfc(said))  # "dự" is no "ĐU"
            meant = [long for short in shorts for long in self.understanding.abbreviations.expansions(fold(short))[:1]]
            found.append((fact, " ".join((re.sub(r"(\d)(?=[^\W\d])", r"\1 ", said), *meant))))  # "1ha" is "1 ha"
        return found

    @cached_property
    def assigned_nodes(self) -> dict[tuple[str, str], frozenset[str]]:
        """Of every line that gives a scheme or task, or one of its attributes, as (document, node): what is told of that
        scheme ("lead", "finish", …; "funding" only as a sum)."""
        told: dict[tuple[str, str], frozenset[str]] = {}
        for fact in self.facts.assignments:
            fields = frozenset(name for name in ("lead", "director", "coordinating", "draft_by", "start", "finish") if getattr(fact, name))
            fields |= {"funding"} if re.search(r"\d", fact.funding) else frozenset()
            for evidence in fact.evidence.values():
                told[fact.document, evidence.node] = told.get((fact.document, evidence.node), frozenset()) | fields
        return told

    @cached_property
    def compounds(self) -> Compounds:
        """Words of two syllables, shipped and of this corpus."""
        terms = (term for targets in self.translator.glossary.values() for term in targets)
        return Compounds((document.source.text for document in self.documents.values()), terms)

    @cached_property
    def issuer_words(self) -> frozenset[str]:
        """Words of the communes' own names, with and without diacritics, which stand everywhere and say nothing of a subject."""
        names = [word for issuer in self.issuers for word in issuer.lower().split()[1:]]
        return frozenset(names) | frozenset(map(fold, names))

    @property
    def issuers(self) -> tuple[str, ...]:
        """Communes and bodies of the corpus, in order of name."""
        return tuple(sorted({d.metadata.issuer for d in self.documents.values() if d.metadata.issuer}))
