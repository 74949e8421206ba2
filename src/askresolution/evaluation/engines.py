"""The answering engines by name, as `askresolution eval --engine` takes them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from askresolution.answering.assistant import Assistant
from askresolution.errors import SettingsError
from askresolution.settings import Settings

ENGINES = ("extractive", "generative")


def open_engine(settings: Settings, engine: str) -> Assistant:
    """An assistant that answers with one engine. Raises SettingsError for "generative" without a chat model."""
    configurable = "llm" in {field.name for field in fields(Settings)}
    if engine == "generative":
        if not chat_model(settings):
            raise SettingsError(
                "--engine generative cần một mô hình ngôn ngữ nhưng chưa cấu hình mô hình nào; "
                "hãy đặt ASKRESOLUTION_LLM (hoặc llm trong askresolution.toml), hoặc dùng --engine extractive"
            )
        return Assistant.open(settings)
    without: dict[str, Any] = {"llm": ""} if configurable else {}
    return Assistant.open(replace(settings, **without))


def chat_model(settings: Settings) -> str:
    """The chat model that is configured, empty without one."""
    return str(getattr(settings, "llm", "") or "")
