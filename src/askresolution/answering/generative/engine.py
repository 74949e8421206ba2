"""The generative engine: choose evidence → write → check, sentence by sentence; the extractive answer stands behind it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from askresolution.answering.generative import conversation
from askresolution.answering.generative.cache import AnswerCache
from askresolution.answering.generative.composing import Composer, Extract
from askresolution.answering.generative.evidence import Pack, choose, escaped, show
from askresolution.answering.generative.models import OpenedModel, Trouble, open_model, redact
from askresolution.answering.generative.names import names
from askresolution.answering.generative.prompting import Prompts, load_prompts
from askresolution.answering.generative.running import Loop
from askresolution.answering.generative.streaming import Sentences, Thoughts
from askresolution.answering.generative.surface import fault_of, plain
from askresolution.answering.generative.usage import Meter, Totals
from askresolution.answering.generative.writing import Writing
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.layout import markdown
from askresolution.answering.task import Task
from askresolution.answering.wording import Language
from askresolution.domain import Citation, Generation, Note, Turn
from askresolution.errors import ModelError
from askresolution.settings import Settings
from askresolution.vietnamese import TOKEN, fold

_LOG = logging.getLogger(__name__)
#: Text of the model after which no more is read, in characters.
_MOST_TEXT = 24_000
#: Share of a rewritten question's words that the conversation must hold.
_OWN_WORDS = 0.8
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The end of an answer: all of it."""

    text: str
    found: bool
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    engine: str
    generation: Generation | None = None


@dataclass(slots=True)
class _Shown:
    """Text that has passed, and how much of it the reader has."""

    held: str = ""
    open: bool = False

    def add(self, text: str, release: bool) -> str:
        self.held += text
        self.open = self.open or release
        if not self.open:
            return ""
        out, self.held = self.held, ""
        return out


@dataclass(slots=True)
class GenerativeEngine:
    """Writes answers with one model. `problem` says why there is no model, where it could not be opened."""

    knowledge: Knowledge
    name: str
    model: OpenedModel | None
    prompts: dict[Language, Prompts]
    cache: AnswerCache | None = None
    problem: str = ""
    totals: Totals = field(default_factory=Totals)
    loop: Loop = field(default_factory=Loop)

    @classmethod
    def open(cls, knowledge: Knowledge, strictly: bool = False) -> GenerativeEngine:
        """The engine of a project's settings. A missing package or key is told in every answer, or, `strictly`, raised.

        Raises SettingsError, PromptError and, `strictly`, ModelError.
        """
        settings = knowledge.settings
        prompts = load_prompts(settings.prompts_dir)
        cache = AnswerCache(settings.index_dir, knowledge.index.stamp) if settings.llm_cache == "on" else None
        try:
            model = open_model(settings)
        except ModelError as exc:
            if strictly:
                raise
            _LOG.warning("%s", exc)
            return cls(knowledge, settings.llm, None, prompts, cache, str(exc))
        return cls(knowledge, model.name, model, prompts, cache)

    async def events(self, state: State, again: Callable[[str], State]) -> AsyncGenerator[str | Written, None]:
        """Pieces of the answer's text as they pass the check, then the whole. `state` is what the chain made of the
        question, extractive answer included; `again(question)` runs it for a completed question."""
        if self._needs_completing(state):
            state = await self._completed(state, again)
        extract, task = Extract(state["draft"], state["citations"]), state["task"]
        prompts = self.prompts[task.query.language]
        pack = Pack(()) if _off_topic(state) else await asyncio.to_thread(self._pack, state)
        composer = Composer(self.knowledge, task, pack, extract, prompts.nothing)
        if not pack.items or self.model is None:
            notes = [] if not pack.items else [self._note(task, Trouble("setup"))]
            for event in _extracted(extract, notes, None):
                yield event
            return
        async for event in self._written(state, composer, pack, prompts, Meter()):
            yield event

    def _pack(self, state: State) -> Pack:
        draft, citations = state["draft"], state["citations"]
        facts = [citations.evidence(n + 1) for n in range(len(citations.all()))] if draft.found else []
        return choose(self.knowledge, state["task"], facts, self.knowledge.settings.llm_evidence_tokens)

    async def _written(
        self, state: State, composer: Composer, pack: Pack, prompts: Prompts, meter: Meter
    ) -> AsyncGenerator[str | Written, None]:
        assert self.model is not None
        settings, task = self.knowledge.settings, state["task"]
        extract = Extract(state["draft"], state["citations"])
        variables = self._variables(state, pack, settings)
        key = self.cache.key(task.query.text, variables["evidence"], prompts.version, self.name) if self.cache and not state["history"] else ""
        kept = self.cache.get(key) if self.cache and key else None
        writing = Writing(self.model, settings, meter)
        shown, raw = _Shown(), ""
        thoughts, cutter = Thoughts(), Sentences()
        source = _one(kept) if kept is not None else writing.stream(prompts.answer, variables)
        async with aclosing(source) as pieces:
            async for text in pieces:
                raw += text
                for piece in cutter.feed(thoughts.feed(text)):
                    if not composer.full and (out := shown.add(composer.offer(piece), self._may_show(composer))):
                        yield out
                if composer.full or len(raw) > _MOST_TEXT:
                    break
        if len(raw) > _MOST_TEXT:
            composer.reasons.append("endless")
        if not composer.full:
            complete = kept is not None or (writing.complete and writing.trouble is None)
            for piece in [*cutter.feed(thoughts.finish()), *cutter.finish(complete)]:
                if not composer.full and (out := shown.add(composer.offer(piece), self._may_show(composer))):
                    yield out
        if self.cache and key and kept is None and writing.complete and writing.trouble is None and composer.shown:
            self.cache.put(key, raw)
        generation = self._generation(meter, composer, prompts, kept is not None)
        for event in self._ended(composer, extract, shown, writing.trouble, generation):
            yield event

    def _ended(
        self, composer: Composer, extract: Extract, shown: _Shown, trouble: Trouble | None, generation: Generation
    ) -> list[str | Written]:
        """The last pieces of an answer: what was held back, or the extractive answer in its place or after it."""
        task = composer.task
        events: list[str | Written] = []
        keep = composer.shown > 0 and composer.relevant() and not (composer.strict and (composer.withheld or trouble))
        notes: list[Note] = []
        if not keep and not shown.open:
            # Nothing of the model has been shown, and nothing will be.
            if not (composer.declined and not composer.reasons):
                notes.append(self._note(task, trouble or Trouble(_why(composer))))
            generation = replace(generation, sentences=0, withheld=composer.withheld + composer.shown)
            self.totals.add("replaced", generation)
            return _extracted(extract, notes, generation)
        if shown.held:
            events.append(shown.held)
        incomplete = composer.withheld > composer.replaced or trouble is not None or not composer.relevant()
        if incomplete and extract.draft.found:
            if added := composer.add_extract():
                events.append(added)
        if trouble is not None or "endless" in composer.reasons:
            reason = self._reason(task, trouble or Trouble("endless"))
            notes.append(Note("model_partly", task.wording.say("note_model_partly", reason=reason)))
        self.totals.add("mixed" if notes or composer.withheld else "written", generation)
        return [*events, self._whole(composer, extract, notes, generation)]

    def _may_show(self, composer: Composer) -> bool:
        """Whether the reader may see what has passed: the extractive engine found an answer, and this one speaks of it."""
        return not composer.strict and composer.shown > 0 and composer.relevant()

    def _variables(self, state: State, pack: Pack, settings: Settings) -> dict[str, str]:
        task: Task = state["task"]
        return {
            "evidence": show(pack.items),
            "conversation": conversation.summary(state["history"], settings.llm_history_tokens),
            "question": escaped(task.query.text),
        }

    def _generation(self, meter: Meter, composer: Composer, prompts: Prompts, cached: bool) -> Generation:
        return Generation(
            self.name, prompts.version, composer.shown, composer.withheld, meter.input_tokens, meter.output_tokens, meter.first_ms,
            meter.total_ms, meter.attempts, meter.cost, cached,
        )  # fmt: skip

    def _whole(self, composer: Composer, extract: Extract, notes: Sequence[Note], generation: Generation | None) -> Written:
        used = composer.shown > 0
        return Written(
            text=composer.text,
            found=used or extract.draft.found,
            citations=composer.citations.all(),
            notes=(*composer.notes(), *notes),
            engine=self.name if used else "extractive",
            generation=generation,
        )

    def _note(self, task: Task, trouble: Trouble) -> Note:
        return Note("model_unused", task.wording.say("note_model", reason=self._reason(task, trouble)))

    def _reason(self, task: Task, trouble: Trouble) -> str:
        detail = redact(self.problem, self.model.secrets if self.model else ())
        return task.wording.say(f"reason_{trouble.kind}", **({"detail": detail} if trouble.kind == "setup" else {}))

    def _needs_completing(self, state: State) -> bool:
        """Whether a question of a conversation was left as it is by the rules, and finds nothing as it is."""
        asked_before = any(turn.role == "user" for turn in state["history"])
        untouched = state["completed"].question == state["question"] and not state["completed"].entry
        return self.model is not None and asked_before and untouched and not state["draft"].found and not _off_topic(state)

    async def _completed(self, state: State, again: Callable[[str], State]) -> State:
        """The state for the question as the model completes it; the same state where that is of no use."""
        assert self.model is not None
        settings, task = self.knowledge.settings, state["task"]
        history: Sequence[Turn] = state["history"]
        variables = {
            "conversation": conversation.summary(history, max(settings.llm_history_tokens, 100)), "question": escaped(state["question"]),
        }  # fmt: skip
        text = ""
        writing = Writing(self.model, settings, Meter())
        async with aclosing(writing.stream(self.prompts[task.query.language].rewrite, variables)) as pieces:
            async for piece in pieces:
                text += piece
                if len(text) > 4000:
                    break
        thoughts = Thoughts()
        question = " ".join((thoughts.feed(text) + thoughts.finish()).split())
        if writing.trouble or not usable_question(question, state["question"], history, task.query.language, settings.max_question):
            return state
        completed = await asyncio.to_thread(again, question)
        if not completed["draft"].found:
            return state
        completed["draft"].notes.insert(0, Note("completed", completed["task"].wording.say("note_completed", question=question)))
        return {**completed, "history": history}


def usable_question(rewritten: str, question: str, history: Sequence[Turn], language: str, longest: int) -> bool:
    """Whether a question that a model rewrote says nothing that the user has not said: its figures and names, and most
    of its words, are those of the conversation."""
    if not 0 < len(rewritten) <= min(longest, 400) or fault_of(rewritten, language) not in ("", "language"):
        return False
    own = " ".join([question, *(turn.content for turn in history if turn.role == "user")])
    known = {fold(match.group()) for match in TOKEN.finditer(plain(own))}
    words = [fold(match.group()) for match in TOKEN.finditer(plain(rewritten))]
    if not words or any(any(char.isdigit() for char in word) and word not in known for word in words):
        return False
    if any(word not in known for name in names(plain(rewritten)) for word in re.findall(r"[^\W_]+", fold(name.value))):
        return False
    return sum(word in known for word in words) >= _OWN_WORDS * len(words)


def _extracted(extract: Extract, notes: Sequence[Note], generation: Generation | None) -> list[str | Written]:
    """The extractive answer as it is, with what is to be said of the model."""
    draft = extract.draft
    text = markdown(draft.lines)
    whole = Written(text, draft.found, extract.citations.all(), (*draft.notes, *notes), "extractive", generation)
    return [*(f"{paragraph}\n\n" for paragraph in text.split("\n\n")), whole]


def _off_topic(state: State) -> bool:
    """Small talk and questions about the program keep their fixed line."""
    draft, task = state["draft"], state["task"]
    return not draft.found and draft.lines == [task.wording.say("off_topic")]


def _why(composer: Composer) -> str:
    """Why nothing of what a model wrote was used."""
    if "endless" in composer.reasons:
        return "endless"
    return "unsupported" if composer.withheld or composer.shown else "empty"


async def _one(text: str) -> AsyncGenerator[str, None]:
    yield text
