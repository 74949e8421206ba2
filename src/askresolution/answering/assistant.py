"""The one entry that the command line, the HTTP API and the page all call."""

from __future__ import annotations

import asyncio
import re
import time
import unicodedata
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from askresolution.answering.chain import build_chain
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.layout import markdown
from askresolution.answering.narrowing import narrowed
from askresolution.answering.scoring import calibration
from askresolution.domain import Answer, Filters, Hit, Turn
from askresolution.errors import QuestionError, SettingsError
from askresolution.retrieval.continuation import continued
from askresolution.settings import Settings
from askresolution.vietnamese import collapse

if TYPE_CHECKING:
    from askresolution.answering.generative.engine import GenerativeEngine, Written

EngineName = Literal["extractive", "generative"]
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its extractive answer, which is always there first. `started` is a time of `perf_counter`."""

    state: dict[str, Any]
    started: float


class Assistant:
    """Answers questions over one opened project."""

    def __init__(self, knowledge: Knowledge, engine: GenerativeEngine | None = None) -> None:
        self.knowledge = knowledge
        self.engine = engine
        self._chain = build_chain(knowledge)

    @classmethod
    def open(cls, settings: Settings, engine: EngineName | None = None) -> Assistant:
        """Opens a project that has been indexed. Without `engine` the settings decide: generative where a model is set.

        Raises IndexError_, PromptError, ModelError; SettingsError for "generative" without a model.
        """
        knowledge = Knowledge.open(settings)
        if engine == "extractive" or (engine is None and not settings.llm):
            return cls(knowledge)
        if not settings.llm:
            raise SettingsError("Chưa đặt mô hình ngôn ngữ; hãy đặt ASKRESOLUTION_LLM, ví dụ ollama:qwen3:8b")
        from askresolution.answering.generative.engine import GenerativeEngine

        return cls(knowledge, GenerativeEngine.open(knowledge, strictly=engine == "generative"))

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Answers a question. Raises QuestionError for one that is empty or too long, FilterError for unknown filters."""
        *_, answer = self.stream(self.prepare(question, history, filters))
        assert isinstance(answer, Answer)
        return answer

    def prepare(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Asked:
        """Understands, retrieves and answers extractively. Raises QuestionError, FilterError."""
        started = time.perf_counter()
        narrow = narrowed(self.knowledge.documents, filters or Filters())
        return Asked(self._run(self._checked(question), tuple(history), narrow), started)

    def stream(self, asked: Asked) -> Iterator[str | Answer]:
        """Pieces of the answer's text as they are ready, then the whole answer. Leaving early stops the model."""
        if self.engine is None:
            yield from self._extractive(asked)
            return
        engine = self.engine
        for event in engine.loop.iterate(lambda: engine.events(asked.state, self._again(asked))):
            yield event if isinstance(event, str) else _answer(event, asked)

    async def astream(self, asked: Asked) -> AsyncGenerator[str | Answer, None]:
        """The same for an event loop, which it never blocks."""
        if self.engine is None:
            for piece in self._extractive(asked):
                yield piece
                await asyncio.sleep(0)
            return
        engine = self.engine
        async with aclosing(engine.loop.aiterate(lambda: engine.events(asked.state, self._again(asked)))) as events:
            async for event in events:
                yield event if isinstance(event, str) else _answer(event, asked)

    def search(self, query: str, k: int, filters: Filters | None = None) -> list[Hit]:
        """The k best passages for a query, headings with their content. Raises QuestionError, FilterError."""
        understood = self.knowledge.understanding.read(self._checked(query))
        documents = self.knowledge.documents
        hits = self.knowledge.searcher.search(understood, 2 * k, narrowed(documents, filters or Filters()))
        return continued(documents, hits, k)

    def _run(self, question: str, history: tuple[Turn, ...], filters: Filters) -> dict[str, Any]:
        return self._chain.invoke({"question": question, "history": history, "filters": filters})

    def _again(self, asked: Asked) -> Any:
        return lambda question: self._run(question, (), asked.state["filters"])

    def _extractive(self, asked: Asked) -> Iterator[str | Answer]:
        draft, citations = asked.state["draft"], asked.state["citations"]
        answer = Answer(
            status="answered" if draft.found else "not_found",
            answer=markdown(draft.lines),
            citations=citations.all(),
            notes=tuple(draft.notes),
            engine=asked.state["engine"],
            took_ms=_since(asked.started),
            confidence=_confidence(asked),
        )
        for paragraph in answer.answer.split("\n\n"):
            yield f"{paragraph}\n\n"
        yield answer

    def _checked(self, question: str) -> str:
        text = _CORRECTED.sub("", clean(question))
        limit = self.knowledge.settings.max_question
        if not text:
            raise QuestionError("Câu hỏi trống; hãy nhập một câu hỏi")
        if len(text) > limit:
            raise QuestionError(f"Câu hỏi dài {len(text)} ký tự, quá giới hạn {limit}; hãy hỏi ngắn lại")
        return text


def _answer(written: Written, asked: Asked) -> Answer:
    return Answer(
        status="answered" if written.found else "not_found",
        answer=written.text,
        citations=written.citations,
        notes=written.notes,
        engine=written.engine,
        took_ms=_since(asked.started),
        generation=written.generation,
        confidence=_confidence(asked),
    )


def _confidence(asked: Asked) -> float:
    """What the search for an answer tells of there being one, whoever writes it."""
    draft = asked.state["draft"]
    return calibration().confidence(draft.decided, draft.log_odds)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


#: What somebody takes back in the same breath: "Thế học phí... à không, thế phòng học thông minh thì sao?".
#: "Không" and "thôi" take back only before a pause: "có hỗ trợ à không có ai" goes on.
_CORRECTED = re.compile(
    r"^.{3,200}?[\s.,…;–-]\s*(?:à|ờ|ủa)\s+(?:(?:không|thôi)(?:\s+phải)?\s*[,.:;]|(?:nhầm|quên)(?:\s+rồi)?\s*[,.:;]?)\s+(?=\S+\s+\S+\s+\S)", re.I
)


def clean(text: str) -> str:
    """Text without terminal escapes, control characters and halves of characters; blanks collapsed."""
    plain = _ESCAPES.sub(" ", text.encode("utf-8", "ignore").decode())
    return collapse("".join(" " if unicodedata.category(char) == "Cc" else char for char in plain))
