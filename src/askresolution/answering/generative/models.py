"""One setting → a chat model of LangChain's `init_chat_model`, with its key from the environment or a file.

A provider's package is an extra of this one: `pip install 'askresolution[ollama]'`. Keys live in the model object only;
every text that comes from a provider passes `redact` before anyone reads it.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from askresolution.errors import ModelError, SettingsError
from askresolution.settings import Settings


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: its package and extra, the variables that may hold its key (none: needs no key), and the names
    of its arguments for the key, the address, the length of answers and the timeout."""

    name: str
    package: str
    extra: str
    keys: tuple[str, ...] = ()
    key_argument: str = "api_key"
    length_argument: str = "max_tokens"
    more: Mapping[str, Any] = field(default_factory=dict)


PROVIDERS: tuple[Provider, ...] = (
    Provider("ollama", "langchain_ollama", "ollama", length_argument="num_predict", more={"reasoning": False}),
    Provider("openai", "langchain_openai", "openai", ("OPENAI_API_KEY",), more={"stream_usage": True, "max_retries": 0}),
    Provider("anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",), more={"max_retries": 0}),
    Provider(
        "google_genai", "langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY"), "google_api_key",
        "max_output_tokens", {"max_retries": 1},
    ),
)  # fmt: skip
_KEY_SHAPES = re.compile(r"\b(?:sk|pk|gsk|xai|key)-[\w-]{8,}|\bAIza[\w-]{20,}|(?<=Bearer )\S+|(?<=//)[^/\s@]+:[^/\s@]+(?=@)|(?<=[?&]key=)[^&\s]+")


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """A chat model ready to be asked. `name` is "provider:model"; `secrets` are never shown."""

    name: str
    chat: BaseChatModel
    secrets: tuple[str, ...] = field(default=(), repr=False)


def open_model(settings: Settings, environ: Mapping[str, str] | None = None) -> OpenedModel:
    """The model of `settings.llm`. Contacts nothing.

    Raises SettingsError for a value that is no "provider:model", ModelError when the provider's package or key is missing.
    """
    environ = os.environ if environ is None else environ
    name, _, model = settings.llm.partition(":")
    if not re.fullmatch(r"[a-z_]+", name) or not model.strip():
        raise SettingsError(f"llm = {settings.llm!r} không dùng được, cần 'nhà cung cấp:mô hình', ví dụ ollama:qwen3:8b hoặc openai:gpt-4o-mini")
    provider = next((p for p in PROVIDERS if p.name == name), Provider(name, "", ""))
    if provider.package and importlib.util.find_spec(provider.package) is None:
        raise ModelError(f"Thiếu gói cho '{name}'; hãy chạy: pip install 'askresolution[{provider.extra}]'")
    key = _key(provider, settings, environ)
    secrets = (key,) if key else ()
    try:
        from langchain.chat_models import init_chat_model

        chat = init_chat_model(model, model_provider=name, **_arguments(provider, settings, key))
    except ImportError as exc:
        package = f"langchain-{name.replace('_', '-')}"
        raise ModelError(f"Thiếu gói cho '{name}'; hãy chạy: pip install {package}") from exc
    except Exception as exc:  # each provider has its own errors for arguments and keys that it does not take
        raise ModelError(f"Không mở được mô hình '{settings.llm}': {redact(_one_line(exc), secrets)}; hãy xem askresolution doctor") from None
    return OpenedModel(settings.llm, chat, secrets)


def _key(provider: Provider, settings: Settings, environ: Mapping[str, str]) -> str:
    if settings.llm_key_file:
        path = settings.project / settings.llm_key_file
        try:
            key = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as exc:
            raise ModelError(f"Không đọc được tệp khóa {path} ({type(exc).__name__}); cần một tệp văn bản chỉ chứa khóa") from None
        if not key or len(key.split()) != 1:
            raise ModelError(f"Tệp khóa {path} cần đúng một dòng chứa khóa")
        return key
    key = next((environ[variable].strip() for variable in provider.keys if environ.get(variable, "").strip()), "")
    if not key and provider.keys and not settings.llm_base_url:
        raise ModelError(f"Thiếu khóa của '{provider.name}'; hãy đặt biến {provider.keys[0]} hoặc thiết lập llm_key_file")
    # Servers of one's own (vLLM, llama.cpp, LM Studio) take no key, but the client insists on one.
    return key


def _arguments(provider: Provider, settings: Settings, key: str) -> dict[str, Any]:
    given: dict[str, Any] = dict(provider.more)
    if key:
        given[provider.key_argument] = key
    elif provider.keys:
        given[provider.key_argument] = "none"
    if settings.llm_base_url:
        given["base_url"] = settings.llm_base_url
    if settings.llm_temperature >= 0:
        given["temperature"] = settings.llm_temperature
    if provider.name == "openai" and settings.llm_base_url:
        given["extra_body"] = {"max_tokens": settings.llm_answer_tokens}  # the name that every such server knows
    elif provider.package:
        given[provider.length_argument] = settings.llm_answer_tokens
    if provider.name == "ollama":
        # Ollama cuts prompts silently at a small default window.
        given["num_ctx"] = 1024 + settings.llm_evidence_tokens + settings.llm_history_tokens + settings.llm_answer_tokens
        given["client_kwargs"] = {"timeout": settings.llm_total_s}
    elif provider.package:
        given["timeout"] = settings.llm_total_s
    return given


def redact(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Text without the given secrets and without anything that is shaped like a key."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return _KEY_SHAPES.sub("***", text)


def _one_line(exc: BaseException) -> str:
    return " ".join(f"{type(exc).__name__} {exc}".split())[:200]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a model. `kind` is the key of its wording; `again` says that a new attempt may help,
    after `wait` seconds where the server names a time."""

    kind: str
    again: bool = False
    wait: float = 0.0


def trouble_of(exc: BaseException) -> Trouble:
    """The trouble that a provider's error means; the providers share statuses, not classes."""
    status = getattr(exc, "status_code", None) or getattr(exc, "code", None)
    text = str(exc).lower()
    if isinstance(exc, TimeoutError) or "timeout" in type(exc).__name__.lower():
        return Trouble("slow")
    if status == 429 or "resourceexhausted" in type(exc).__name__.lower():
        if any(word in text for word in ("insufficient_quota", "quota", "billing", "credit")):
            return Trouble("quota")
        return Trouble("busy", True, _retry_after(exc))
    if status == 402:
        return Trouble("quota")
    if status in (401, 403):
        return Trouble("key")
    if status in (408, 409, 500, 502, 503, 504, 529):
        return Trouble("down", True, _retry_after(exc))
    if isinstance(status, int) and 400 <= status < 500:
        return Trouble("broken")
    named = " ".join(cls.__name__ for cls in type(exc).__mro__).lower()
    if isinstance(exc, OSError) or any(word in named for word in ("connect", "transport", "protocolerror", "networkerror")):
        return Trouble("down", True)
    return Trouble("broken")


def _retry_after(exc: BaseException) -> float:
    headers = getattr(getattr(exc, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", 0)))
    except (TypeError, ValueError):
        return 0.0
