"""Sentences of the model → the answer: what passes the check is kept, the rest is withheld or replaced by quotation."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from askresolution.answering.citing import Citations
from askresolution.answering.generative.checking import CITED, Verdict, check, cited_numbers
from askresolution.answering.generative.claims import Scope
from askresolution.answering.generative.evidence import Item, Pack
from askresolution.answering.generative.sources import make_source
from askresolution.answering.generative.streaming import Piece
from askresolution.answering.generative.surface import bare, plain
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import coverage, padded
from askresolution.answering.task import Draft, Task
from askresolution.domain import Evidence, Note
from askresolution.reading import quote
from askresolution.vietnamese import nfc

#: Sentences of one answer, and those withheld after which the rest is not waited for.
_MOST, _PATIENCE = 40, 12
#: Times that a sentence may come again before the model is taken to go in circles.
_REPEATS = 3
#: A quotation replaces a sentence only when it holds this share of what was asked.
_RELEVANT = 0.5
#: Cited words longer than this are narrowed to the sentence that carries the statement.
_NARROW = 240
_MARKS = re.compile(r"((?:\[\d+\])+)\s*$")


@dataclass(frozen=True, slots=True)
class Extract:
    """The extractive answer that stands behind every other."""

    draft: Draft
    citations: Citations


class Composer:
    """The answer to one question in the making. `offer` gives the text that may be shown for a sentence, "" for none.

    `strict`: the extractive engine found nothing, so that nothing is shown before the whole answer has passed.
    """

    def __init__(self, knowledge: Knowledge, task: Task, pack: Pack, extract: Extract, nothing: str) -> None:
        self._knowledge = knowledge
        self.task = task
        self._pack = pack
        self._extract = extract
        self._nothing = nothing
        self._scope = Scope(
            task.query.language, task.query.text, task.query.issuers or task.filters.issuers, knowledge.issuers, task.query.years,
            knowledge.translator, knowledge.compounds,
        )  # fmt: skip
        self.citations = Citations(knowledge.documents)
        self.strict = not extract.draft.found
        self.text = ""
        self.shown = 0
        self.withheld = 0
        self.replaced = 0
        self.reasons: list[str] = []
        self.declined = False
        self._lead: Piece | None = None
        self._heading = ""
        self._line_open = False
        self._last_item = False
        self._seen: set[str] = set()
        self._repeats = 0
        self._on_facts = False
        self._quoted: set[Evidence] = set()

    @property
    def full(self) -> bool:
        """Whether nothing more is wanted of the model."""
        endless = "endless" in self.reasons
        return self.declined or endless or self.shown >= _MOST or self.withheld >= _PATIENCE or (self.strict and self.withheld > 0)

    def offer(self, piece: Piece) -> str:
        """What may be shown for a sentence of the model."""
        if piece.too_long:
            return self._withhold("endless", ())
        if plain(piece.text).strip(" .") == plain(self._nothing).strip(" ."):
            self.declined = True
            return ""
        key = plain(piece.text)
        if key in self._seen:
            self._repeats += 1
            if self._repeats > _REPEATS:
                self.reasons.append("endless")
            return ""
        self._seen.add(key)
        if piece.text.rstrip("*").endswith(":") and not cited_numbers(piece.text):
            self._drop_lead()
            self._lead, self._heading = piece, ""
            return ""
        return self._judge(piece)

    def _judge(self, piece: Piece) -> str:
        numbers = cited_numbers(piece.text)
        items = [item for number in numbers if (item := self._pack.get(number))]
        lead, self._lead = self._lead, None
        if not piece.item and lead is None:
            self._heading = ""
        if len(items) < len(numbers) or not items:
            self._lead = None
            if lead is not None:
                self._count(Verdict(False, "citation"))
            return self._withhold("citation", items)
        sources = [item.source for item in items]
        verdict = check(piece.text, sources, self._scope)
        if lead is not None:
            with_lead = check(f"{lead.text} {bare(piece.text)}", sources, self._scope)
            if verdict.ok and with_lead.ok:
                self._heading = lead.text
                return self._show(lead, lead.text) + self._accept(piece, items)
            self._count(with_lead if verdict.ok else verdict)
        elif verdict.ok and self._heading:
            verdict = check(f"{self._heading} {bare(piece.text)}", sources, self._scope)
        return self._accept(piece, items) if verdict.ok else self._withhold(verdict.reason, items)

    def _drop_lead(self) -> None:
        if self._lead is not None:
            self._count(Verdict(False, "citation"))
            self._lead = None

    def _count(self, verdict: Verdict) -> None:
        self.withheld += 1
        self.reasons.append(verdict.reason)

    def _accept(self, piece: Piece, items: list[Item]) -> str:
        self.shown += 1
        self._on_facts = self._on_facts or any(item.fact for item in items)
        narrowed = self._narrowed(piece.text, items)
        marks = {item.number: self.citations.mark(evidence) for item, evidence in zip(items, narrowed, strict=True)}

        def renumbered(match: re.Match[str]) -> str:
            lead = match.group()[: match.group().index("[")]
            return lead + "".join(dict.fromkeys(marks[int(n)] for n in re.split(r"\s*[,;]\s*", match.group(1))))

        return self._show(piece, CITED.sub(renumbered, piece.text))

    def _narrowed(self, text: str, items: list[Item]) -> list[Evidence]:
        """Of each source the one sentence that carries the statement, where one does; else all of its words."""
        chosen = [item.evidence for item in items]
        sources = [item.source for item in items]
        for at, item in enumerate(items):
            if item.fact or len(item.reading.text) <= _NARROW or len(item.ranges) < 2:
                continue
            claim = padded(plain(CITED.sub("", text)))
            best = max(item.ranges, key=lambda r: _shared(claim.accented, padded(plain(item.reading.text[r[0] : r[1]])).accented))
            part = item.part(*best)
            narrow = make_source(item.document, part, nfc(item.reading.text[best[0] : best[1]]), self._knowledge.understanding.abbreviations)
            others = [narrow if i == at else source for i, source in enumerate(sources)]
            if part.spans and check(text, others, self._scope).ok:
                chosen[at], sources = part, others
        return chosen

    def _show(self, piece: Piece, text: str) -> str:
        """Adds a text in the place that the sentence has, and returns what was added."""
        text = _tidy(text)
        if not self.text:
            joint = ""
        elif piece.opens or not self._line_open:
            joint = "\n" if piece.item and self._last_item else "\n\n"
        else:
            joint = " "
        self._line_open, self._last_item = True, piece.item
        self.text += joint + text
        return joint + text

    def _withhold(self, reason: str, items: list[Item] | tuple[Item, ...]) -> str:
        self.withheld += 1
        self.reasons.append(reason)
        if self.strict:
            return ""
        shown = ""
        for item in items:
            shown += self._quotation(item)
        if shown:
            self.replaced += 1
        return shown

    def _quotation(self, item: Item) -> str:
        """The source's own words for a sentence that was withheld; "" where they do not answer the question."""
        evidence = item.evidence if item.fact else self._best_part(item)
        if evidence is None or evidence in self._quoted:
            return ""
        self._quoted.add(evidence)
        mark = self.citations.mark(evidence)
        words = nfc(self._reading(evidence)).replace("\ufffd", "").strip()
        self._line_open = False
        return self._show(Piece("", True), f"> “{words}” {mark}")

    def _best_part(self, item: Item) -> Evidence | None:
        wanted = self.task.wanted
        best = max(item.ranges, key=lambda r: coverage(padded(nfc(item.reading.text[r[0] : r[1]])), wanted))
        where = " ".join(item.document.path(item.evidence.node))
        held = coverage(padded(nfc(f"{item.reading.text[best[0] : best[1]]} {where}")), wanted)
        part = item.part(*best)
        return part if held >= _RELEVANT and part.spans and self.task.wanted else None

    def _reading(self, evidence: Evidence) -> str:
        return quote(self._knowledge.documents[evidence.document].source.text, evidence.spans)

    def relevant(self) -> bool:
        """Whether what was shown speaks of what was asked: its subject and, for an answer that stands alone, its
        communes and years."""
        said = [self.text, *(f"{c.quote} {' '.join(c.path)} {c.title}" for c in self.citations.all())]
        held = coverage(padded(nfc(" ".join(said))), self.task.wanted)
        if not self.strict:
            return self._on_facts or held >= _RELEVANT or not self.task.wanted
        cited = {c.issuer for c in self.citations.all()}
        whole = " ".join([*said, *(self._knowledge.documents[c.document].metadata.period for c in self.citations.all())])
        each = all(
            any(coverage(padded(nfc(f"{c.quote} {' '.join(c.path)}")), (concept,)) > 0.3 for c in self.citations.all())
            for concept in self.task.wanted
        )
        return each and set(self.task.query.issuers) <= cited and all(year in whole for year in self.task.query.years)

    def add_extract(self) -> str:
        """Adds the extractive lines for what the answer does not cite yet, and returns what was added."""
        self._drop_lead()
        cited = {evidence.node for evidence in self._cited()} if self.shown or self.replaced else set()
        added = ""
        pending: list[str] = []
        for line in self._extract.draft.lines:
            marks = _MARKS.search(line)
            if marks is None:
                pending.append(line)
                continue
            evidences = [self._extract.citations.evidence(int(n)) for n in re.findall(r"\d+", marks.group(1))]
            if all(evidence.node in cited for evidence in evidences):
                continue
            for before in pending:
                added += self._line(before)
            pending = []
            added += self._line(line[: marks.start()] + self.citations.mark(*evidences))
        if not self._extract.draft.found or not self.text:
            for before in pending:
                added += self._line(before)
        return added

    def _line(self, line: str) -> str:
        item = line.startswith("- ")
        self._line_open = False
        return self._show(Piece("", True, item), line)

    def _cited(self) -> list[Evidence]:
        return [self.citations.evidence(number + 1) for number in range(len(self.citations.all()))]

    def notes(self) -> list[Note]:
        """The notes of the extractive answer that still hold, drafts among the cited documents, and what the check did."""
        say = self.task.wording.say
        notes = [n for n in self._extract.draft.notes if not (self.strict and self.shown and n.kind not in ("completed", "repaired"))]
        cited = self.citations.all()
        known = " ".join(note.text for note in notes)
        for document in dict.fromkeys(c.document for c in cited):
            data = self._knowledge.documents[document].metadata
            name = f"{data.kind} {data.issuer}".strip()
            if data.status == "draft" and name not in known:
                notes.append(Note("draft", say("note_draft", name=name, note=data.status_note or "dự thảo")))
        issuers = list(dict.fromkeys(c.issuer for c in cited if c.issuer))
        given = {item.source.issuer for item in self._pack.items}
        if self.shown and len(given) > 1 and len(issuers) == 1 and not self.task.query.issuers and issuers[0].lower() not in self.text.lower():
            notes.append(Note("only_issuer", say("note_only_issuer", issuers=issuers[0])))
        if self.shown and self.replaced:
            notes.append(Note("unsupported_removed", say("note_replaced", count=self.replaced)))
        if self.shown and self.withheld > self.replaced:
            notes.append(Note("unsupported_removed", say("note_removed", count=self.withheld - self.replaced)))
        return notes


def _shared(claim: str, part: str) -> float:
    words = set(claim.split())
    return len(words & set(part.split())) / (len(words) or 1)


def _tidy(text: str) -> str:
    """A line of the model with the one list mark that answers have, and entities as the characters they mean."""
    return re.sub(r"^\s*[*+•]\s+", "- ", html.unescape(text))
