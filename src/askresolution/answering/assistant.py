"""The one function that the command line, the HTTP API and the page all call."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence

from askresolution.answering.chain import build_chain
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.narrowing import narrowed
from askresolution.domain import Answer, Filters, Hit, Turn
from askresolution.errors import QuestionError
from askresolution.settings import Settings
from askresolution.vietnamese import collapse

_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Assistant:
    """Answers questions over one opened project."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._chain = build_chain(knowledge)

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Opens a project that has been indexed. Raises IndexError_, PromptError, ModelError."""
        return cls(Knowledge.open(settings))

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Answers a question. Raises QuestionError for one that is empty or too long, FilterError for unknown filters."""
        started = time.perf_counter()
        text = self._checked(question)
        narrow = narrowed(self.knowledge.documents, filters or Filters())
        state = self._chain.invoke({"question": text, "history": tuple(history), "filters": narrow})
        draft, citations = state["draft"], state["citations"]
        return Answer(
            status="answered" if draft.found else "not_found",
            answer="\n\n".join(_paragraphs(draft.lines)),
            citations=citations.all(),
            notes=tuple(draft.notes),
            engine=state["engine"],
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def search(self, query: str, k: int, filters: Filters | None = None) -> list[Hit]:
        """The k best passages for a query. Raises QuestionError, FilterError."""
        understood = self.knowledge.understanding.read(self._checked(query))
        return self.knowledge.searcher.search(understood, k, narrowed(self.knowledge.documents, filters or Filters()))

    def _checked(self, question: str) -> str:
        text = clean(question)
        limit = self.knowledge.settings.max_question
        if not text:
            raise QuestionError("Câu hỏi trống; hãy nhập một câu hỏi")
        if len(text) > limit:
            raise QuestionError(f"Câu hỏi dài {len(text)} ký tự, quá giới hạn {limit}; hãy hỏi ngắn lại")
        return text


def clean(text: str) -> str:
    """Text without terminal escapes, control characters and halves of characters; blanks collapsed."""
    plain = _ESCAPES.sub(" ", text.encode("utf-8", "ignore").decode())
    return collapse("".join(" " if unicodedata.category(char) == "Cc" else char for char in plain))


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines as markdown paragraphs; list entries and quotations that follow one another stay together."""
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and line.startswith("- ") and not paragraphs[-1].startswith(">"):
            joint = "\n" if paragraphs[-1].splitlines()[-1].startswith("- ") else "\n\n"
            paragraphs[-1] += joint + line
        else:
            paragraphs.append(line)
    return paragraphs
