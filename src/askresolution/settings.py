"""One frozen Settings: `ASKRESOLUTION_*` variables over `askresolution.toml` over the defaults here."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from askresolution.errors import SettingsError

BUNDLED = "bundled"
SECRET_NAMES = ("api_key", "access_token", "password")


def _setting(default: object, text: str, **limits: object) -> object:
    return field(default=default, metadata={"help": text, **limits})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Paths are relative to `project`."""

    project: Path = Path(".")
    host: str = _setting("127.0.0.1", "address that the server binds to")  # type: ignore[assignment]
    port: int = _setting(7860, "port of the server", low=1, high=65535)  # type: ignore[assignment]
    language: str = _setting("vi", "language of help and messages", choices=("vi", "en"))  # type: ignore[assignment]
    embedder: str = _setting(BUNDLED, "'bundled', a folder, or a sentence-transformers model name")  # type: ignore[assignment]
    dense_weight: float = _setting(-1.0, "share of the dense score, 0 to 1; -1 takes the model's own", low=-1.0, high=1.0)  # type: ignore[assignment]
    reranker: str = _setting("", "a cross-encoder (folder or name) that reads the best passages again; empty for none")  # type: ignore[assignment]
    passages: int = _setting(12, "passages that an answer looks at", low=1, high=50)  # type: ignore[assignment]
    max_question: int = _setting(2000, "longest question taken, in characters", low=50, high=20000)  # type: ignore[assignment]
    max_file_mb: int = _setting(64, "largest corpus file read, in megabytes", low=1, high=4096)  # type: ignore[assignment]
    max_pages: int = _setting(2000, "most PDF pages read from one file", low=1, high=100000)  # type: ignore[assignment]
    max_unpacked_mb: int = _setting(256, "most that an archive (DOCX) may unpack to, in megabytes", low=1, high=8192)  # type: ignore[assignment]
    max_seconds: int = _setting(120, "longest time for reading one file", low=1, high=3600)  # type: ignore[assignment]
    max_memory_mb: int = _setting(3072, "most memory for reading one DOCX, PDF or HTML file", low=256, high=65536)  # type: ignore[assignment]
    chroma_url: str = _setting("", "address of a Chroma server; empty keeps the index in the project")  # type: ignore[assignment]
    llm: str = _setting("", "language model as 'provider:model', as 'ollama:qwen3:8b'; empty answers without one")  # type: ignore[assignment]
    llm_base_url: str = _setting("", "address of the model's server, as 'http://127.0.0.1:8000/v1'", address=True)  # type: ignore[assignment]
    llm_key_file: str = _setting("", "file that holds the model's key; else the provider's own variable does")  # type: ignore[assignment]
    llm_first_token_s: float = _setting(20.0, "longest wait for the model's first word, in seconds", low=0.05, high=600.0)  # type: ignore[assignment]
    llm_total_s: float = _setting(90.0, "longest time for the model's whole answer, in seconds", low=0.1, high=1800.0)  # type: ignore[assignment]
    llm_retries: int = _setting(2, "new attempts when the model's server is busy or away", low=0, high=5)  # type: ignore[assignment]
    llm_evidence_tokens: int = _setting(3000, "tokens of evidence given to the model", low=200, high=100000)  # type: ignore[assignment]
    llm_history_tokens: int = _setting(300, "tokens of the conversation given to the model", low=0, high=20000)  # type: ignore[assignment]
    llm_answer_tokens: int = _setting(800, "longest answer of the model, in tokens", low=50, high=8000)  # type: ignore[assignment]
    llm_temperature: float = _setting(0.0, "the model's temperature; -1 leaves it to the model", low=-1.0, high=2.0)  # type: ignore[assignment]
    llm_cache: str = _setting("on", "keep answers of the model in the index folder until the next indexing", choices=("on", "off"))  # type: ignore[assignment]
    home_issuer: str = _setting("", 'the commune that "xã mình" means, as "xã Nghi Dương"')  # type: ignore[assignment]

    @property
    def corpus_dir(self) -> Path:
        return self.project / "corpus"

    @property
    def index_dir(self) -> Path:
        return self.project / "index"

    @property
    def prompts_dir(self) -> Path:
        return self.project / "prompts"

    @property
    def eval_dir(self) -> Path:
        return self.project / "eval"


def load_settings(project: Path | str = ".", environ: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """Settings in force for a project folder; `flags` that are not None win over everything.

    Raises SettingsError, naming key, value and source, for an unknown key or a value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    folder = Path(project)
    if not folder.is_dir():
        raise SettingsError(f"Thư mục dự án '{folder}' không tồn tại; hãy tạo bằng: askresolution init {folder}")
    values: dict[str, object] = {}
    for key, value in _from_file(folder / "askresolution.toml").items():
        values[key] = _convert(key, value, "askresolution.toml")
    for item in fields(Settings):
        name = f"ASKRESOLUTION_{item.name.upper()}"
        if item.name != "project" and environ.get(name, "") != "":
            values[item.name] = _convert(item.name, environ[name], name)
    for key, value in flags.items():
        if value is not None:
            values[key] = _convert(key, value, f"--{key}")
    return Settings(project=folder, **values)  # type: ignore[arg-type]


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise SettingsError(f"Không đọc được {path}: {exc}. Cần một tệp TOML dạng: port = 7860") from exc


def _convert(key: str, value: object, source: str) -> object:
    known = {item.name: item for item in fields(Settings) if item.name != "project"}
    if key not in known:
        raise SettingsError(f"{source}: không có thiết lập '{key}'; các thiết lập có thể dùng: {', '.join(known)}")
    meta = known[key].metadata
    kind: Any = type(known[key].default)
    try:
        converted: Any = kind(value) if not isinstance(value, bool) else _refuse_bool(value)
    except (TypeError, ValueError) as exc:
        expected = {int: "một số nguyên", float: "một số", str: "một chuỗi"}[kind]
        raise SettingsError(f"{source}: {key} = {value!r} không dùng được, cần {expected}") from exc
    if "address" in meta and re.search(r"//[^/]*@|[?&](?:key|token|api_key)=", str(converted)):
        raise SettingsError(f"{source}: {key} chứa khóa hoặc mật khẩu; hãy để khóa trong biến môi trường hoặc llm_key_file")
    if "choices" in meta and converted not in meta["choices"]:
        raise SettingsError(f"{source}: {key} = {value!r} không dùng được, cần một trong: {', '.join(meta['choices'])}")
    if "low" in meta and not meta["low"] <= converted <= meta["high"]:
        raise SettingsError(f"{source}: {key} = {value!r} nằm ngoài khoảng cho phép {meta['low']} … {meta['high']}")
    return converted


def _refuse_bool(value: bool) -> object:
    raise ValueError(value)


def describe(settings: Settings) -> list[tuple[str, object, str]]:
    """(name, value, explanation) of every setting, for `doctor`; nothing secret is among them."""
    return [(i.name, getattr(settings, i.name), i.metadata.get("help", "project folder")) for i in fields(Settings)]
