"""A corpus folder and its catalog → source files with what the catalog says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from askresolution.domain import Metadata, SourceFile
from askresolution.errors import CorpusError, SourceError
from askresolution.parsing.extract import Limits
from askresolution.parsing.readers import FORMATS, read_source
from askresolution.settings import Settings

CATALOG = "catalog.yaml"
_FIELDS = ("title", "issuer", "kind", "number", "date", "period", "status", "status_note", "language")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the corpus folder: its path, its document id, and its catalog entry if it has one."""

    id: str
    path: Path
    catalog: Metadata | None

    @property
    def signature(self) -> str:
        """Changes when the file or its catalog entry may have changed; cheap, the content is not read."""
        stat = self.path.stat()
        return f"{stat.st_size}:{stat.st_mtime_ns}:{self.catalog!r}"


def list_corpus(settings: Settings) -> list[Entry]:
    """Readable files of the corpus folder in order of name.

    Raises CorpusError when the folder is missing, two files share a stem, or the catalog is malformed.
    """
    folder = settings.corpus_dir
    if not folder.is_dir():
        raise CorpusError(
            f"Không thấy thư mục tài liệu '{folder}'. Hãy tạo thư mục đó và đặt các tệp {', '.join(sorted(FORMATS))} vào, "
            "hoặc chỉ thư mục dự án khác bằng --project"
        )
    catalog = load_catalog(folder / CATALOG)
    entries: dict[str, Entry] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith((".", "~$")) or path.suffix.lower() not in FORMATS:
            continue
        if path.stem in entries:
            raise CorpusError(
                f"Hai tệp cùng tên '{path.stem}' trong {folder}: {entries[path.stem].path.name} và {path.name}; "
                "tên tệp (không kể phần mở rộng) là mã tài liệu nên phải khác nhau"
            )
        entries[path.stem] = Entry(path.stem, path, catalog.get(path.stem))
    return list(entries.values())


def load_catalog(path: Path) -> dict[str, Metadata]:
    """Catalog entries by document id; an absent file is an empty catalog.

    Raises CorpusError naming the entry and what was expected.
    """
    if not path.exists():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, OSError) as exc:
        detail = " ".join(str(exc).split())
        raise CorpusError(f"Không đọc được {path}: {detail}. Cần YAML dạng 'documents: {{mã: {{title: …, issuer: …}}}}'") from exc
    documents = (data or {}).get("documents") if isinstance(data, dict) or data is None else None
    if documents is None and data:
        raise CorpusError(f"{path}: thiếu khóa 'documents'; cần 'documents: {{mã tài liệu: {{title: …, issuer: …}}}}'")
    if not isinstance(documents or {}, dict):
        raise CorpusError(f"{path}: 'documents' phải là một bảng mã tài liệu → thông tin, không phải {type(documents).__name__}")
    return {str(name): _entry(path, str(name), entry) for name, entry in (documents or {}).items()}


def _entry(path: Path, name: str, entry: object) -> Metadata:
    if not isinstance(entry, dict):
        raise CorpusError(f"{path}: mục '{name}' phải là một bảng các trường {', '.join(_FIELDS)}")
    unknown = sorted(set(map(str, entry)) - set(_FIELDS))
    if unknown:
        raise CorpusError(f"{path}: mục '{name}' có trường lạ {', '.join(unknown)}; các trường dùng được: {', '.join(_FIELDS)}")
    values = {key: str(value) for key, value in entry.items() if value not in (None, "")}
    if values.get("status", "issued") not in ("issued", "draft"):
        raise CorpusError(f"{path}: mục '{name}' có status = {values['status']!r}; cần issued hoặc draft")
    return Metadata(**{"title": "", "issuer": "", **values})  # type: ignore[arg-type]


def read_entry(entry: Entry, settings: Settings) -> SourceFile:
    """The file's text and marks. Raises SourceError in one line that names the file and the remedy."""
    limits = Limits(
        settings.max_file_mb, settings.max_pages, settings.max_unpacked_mb, settings.max_seconds, settings.max_memory_mb
    )
    return read_source(entry.path, limits)


def read_all(settings: Settings) -> Iterator[tuple[Entry, SourceFile | SourceError]]:
    """Every file with its text, or with the reason why it cannot be read; the others still come."""
    for entry in list_corpus(settings):
        try:
            yield entry, read_entry(entry, settings)
        except SourceError as exc:
            yield entry, exc
