"""Prompt → text of the model as it streams, within its time limits; new attempts only where they may help."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.prompts import ChatPromptTemplate

from askresolution.answering.generative.models import OpenedModel, Trouble, redact, trouble_of
from askresolution.answering.generative.usage import Meter
from askresolution.settings import Settings

_LOG = logging.getLogger(__name__)
#: Wait before the second attempt, in seconds; each further one waits twice as long, and up to half as long again by chance.
_BACKOFF = 0.25
_COMPLETE = frozenset({"stop", "end_turn", "eos", "stop_sequence", "complete", "completed"})


class Writing:
    """One request to a model. After the stream, `trouble` says what went wrong and `complete` whether the model came
    to its end by itself."""

    def __init__(self, model: OpenedModel, settings: Settings, meter: Meter) -> None:
        self._model = model
        self._settings = settings
        self.meter = meter
        self.trouble: Trouble | None = None
        self.complete = False

    async def stream(self, prompt: ChatPromptTemplate, variables: Mapping[str, str]) -> AsyncGenerator[str, None]:
        """Pieces of the model's text; ends early, with `trouble` set, when something goes wrong."""
        started = time.perf_counter()
        deadline = asyncio.get_running_loop().time() + self._settings.llm_total_s
        try:
            for attempt in range(self._settings.llm_retries + 1):
                self.meter.attempts = attempt + 1
                self.trouble = None
                written = False
                try:
                    async with aclosing(self._attempt(prompt, variables, deadline)) as pieces:
                        async for piece in pieces:
                            if not written:
                                self.meter.first_ms = round((time.perf_counter() - started) * 1000, 1)
                            written = True
                            yield piece
                    return
                except Exception as exc:  # every provider has its own errors; they are told apart by what they mean
                    self.trouble = trouble_of(exc)
                    _LOG.warning("%s: %s", self._model.name, redact(f"{type(exc).__name__}: {exc}"[:300], self._model.secrets))
                if written or not self.trouble.again or attempt == self._settings.llm_retries:
                    return
                wait = max(self.trouble.wait, _BACKOFF * 2**attempt * (1 + random.random() / 2))
                if asyncio.get_running_loop().time() + wait >= deadline:
                    return
                await asyncio.sleep(wait)
        finally:
            self.meter.total_ms = round((time.perf_counter() - started) * 1000, 1)

    async def _attempt(self, prompt: ChatPromptTemplate, variables: Mapping[str, str], deadline: float) -> AsyncGenerator[str, None]:
        chain = prompt | self._model.chat
        loop = asyncio.get_running_loop()
        first = min(loop.time() + self._settings.llm_first_token_s, deadline)
        chunks: Any = chain.astream(dict(variables))
        begun = False
        async with aclosing(chunks):
            while True:
                async with asyncio.timeout_at(deadline if begun else first):
                    try:
                        chunk = await anext(chunks)
                    except StopAsyncIteration:
                        return
                begun = begun or _says_something(chunk)
                self._count(chunk)
                if text := _text(chunk):
                    yield text

    def _count(self, chunk: AIMessageChunk) -> None:
        usage, data = getattr(chunk, "usage_metadata", None) or {}, getattr(chunk, "response_metadata", None) or {}
        self.meter.input_tokens += int(usage.get("input_tokens") or 0)
        self.meter.output_tokens += int(usage.get("output_tokens") or 0)
        cost = data.get("cost") or (data.get("token_usage") or {}).get("cost")
        if isinstance(cost, int | float):
            self.meter.cost = (self.meter.cost or 0.0) + float(cost)
        reason = data.get("finish_reason") or data.get("done_reason") or data.get("stop_reason")
        if reason:
            self.complete = str(reason).lower() in _COMPLETE


def _text(chunk: AIMessageChunk) -> str:
    """The text of a chunk; thoughts and tool calls are none."""
    content = chunk.content
    if isinstance(content, str):
        return content
    return "".join(str(block.get("text", "")) for block in content if isinstance(block, dict) and block.get("type") == "text")


def _says_something(chunk: AIMessageChunk) -> bool:
    return bool(chunk.content) or bool(chunk.additional_kwargs.get("reasoning_content"))
