"""A scripted model server, and assistants that ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.answering.generative.engine import GenerativeEngine
from askresolution.answering.knowledge import Knowledge
from askresolution.settings import Settings
from tests.generative.scripted import Scripted

PROVIDERS = ("openai", "ollama")


@pytest.fixture
def server() -> Iterator[Scripted]:
    made = Scripted()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def knowledge(settings: Settings) -> Knowledge:
    return Knowledge.open(settings)


@pytest.fixture
def generative(server: Scripted, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Assistant]]:
    """Makes an assistant that asks the scripted server as a provider; settings may be changed."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted-secret-key-0001")

    def make(provider: str = "openai", **changes: Any) -> Assistant:
        address = f"http://127.0.0.1:{server.port}" + ("/v1" if provider == "openai" else "")
        given = {"llm_cache": "off", "llm_retries": 0, "llm_first_token_s": 5.0, "llm_total_s": 10.0, **changes}
        settings = replace(knowledge.settings, llm=f"{provider}:scripted", llm_base_url=address, **given)
        own = _with_settings(knowledge, settings)
        opened.append(GenerativeEngine.open(own, strictly=True))
        return Assistant(own, opened[-1])

    opened: list[GenerativeEngine] = []
    yield make
    for engine in opened:
        engine.loop.stop()


def _with_settings(knowledge: Knowledge, settings: Settings) -> Knowledge:
    """The same opened project under other settings."""
    made = object.__new__(Knowledge)
    made.__dict__.update(knowledge.__dict__)
    made.settings = settings
    return made
