"""Keeps the index in step with the corpus: only what changed is read, parsed and embedded again."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from askresolution.corpus import Entry, list_corpus, read_entry
from askresolution.domain import Document, Passage
from askresolution.errors import AskResolutionError, IndexError_, SourceError
from askresolution.index.dense import DenseIndex, clear_store_cache
from askresolution.index.embedder import Embedder, load_embedder
from askresolution.index.lexical import LexicalIndex
from askresolution.index.passages import make_passages
from askresolution.index.store import load_document, save_document
from askresolution.parsing import parse
from askresolution.settings import Settings

_LOG = logging.getLogger(__name__)
MANIFEST = "manifest.json"
#: Folder of the language model's kept answers, which belong to one state of the index.
ANSWERS = "answers"
#: Raised whenever parsing, passages or terms change in a way that an old index does not show.
FORMAT = 17


@dataclass(slots=True)
class IndexReport:
    """What an indexing run did. `failed` maps document ids to the reason in one line."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    passages: int = 0

    @property
    def touched(self) -> bool:
        """Whether the stores had to be written."""
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class Index:
    """An opened index: documents, their passages by id, and both stores."""

    documents: dict[str, Document]
    passages: dict[str, Passage]
    lexical: LexicalIndex
    dense: DenseIndex
    embedder: Embedder
    stamp: str
    failed: dict[str, str]


def needs_indexing(settings: Settings) -> bool:
    """Whether the index is missing, made by another version or model, or behind the corpus."""
    manifest = _manifest(settings.index_dir)
    if manifest is None or manifest.get("embedder") != load_embedder(settings).fingerprint:
        return True
    known = {**manifest["documents"], **manifest["failed"]}
    current = {entry.id: entry for entry in list_corpus(settings)}
    return set(known) != set(current) or any(known[name]["signature"] != entry.signature for name, entry in current.items())


def build_index(settings: Settings, progress: Callable[[str, int, int], None] | None = None, force: bool = False) -> IndexReport:
    """Brings the index up to date. A file that cannot be read is reported and left out; the others go on.

    `progress(step, done, total)` is called as the work goes on. Raises CorpusError and IndexError_.
    """
    folder = settings.index_dir
    entries = list_corpus(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise IndexError_(f"Không tạo được thư mục chỉ mục {folder}: {exc.strerror}; hãy kiểm tra quyền ghi") from exc
    with _locked(folder):
        try:
            return _build(settings, entries, progress or _silent, force)
        except AskResolutionError as exc:
            # What a new index would not mend (the corpus, the model, a Chroma server) is told and costs no index.
            if not isinstance(exc, IndexError_) or settings.chroma_url:
                raise
            return _anew(settings, entries, progress or _silent, exc)
        except Exception as exc:  # a damaged store fails in many unrelated ways; the corpus is intact, so it is made anew
            return _anew(settings, entries, progress or _silent, exc)


def _anew(settings: Settings, entries: list[Entry], progress: Callable[[str, int, int], None], cause: Exception) -> IndexReport:
    """Removes a damaged index and makes it again."""
    _LOG.warning("Chỉ mục trong %s không dùng được (%s); lập lại từ đầu", settings.index_dir, cause)
    _wipe(settings.index_dir)
    return _build(settings, entries, progress, True)


def _wipe(folder: Path) -> None:
    """Removes everything that indexing makes. Raises IndexError_ when it cannot."""
    clear_store_cache()
    try:
        for name in ("chroma", "documents"):
            shutil.rmtree(folder / name, ignore_errors=False) if (folder / name).exists() else None
        for name in (MANIFEST, "lexical.json", "lexical.npz"):
            (folder / name).unlink(missing_ok=True)
    except OSError as exc:
        raise IndexError_(f"Không ghi được thư mục chỉ mục {folder}: {exc.strerror}; hãy kiểm tra quyền ghi") from exc


def _silent(_step: str, _done: int, _total: int) -> None:
    """No progress shown."""


def _build(settings: Settings, entries: list[Entry], progress: Callable[[str, int, int], None], force: bool) -> IndexReport:
    folder, embedder = settings.index_dir, load_embedder(settings)
    shutil.rmtree(folder / ANSWERS, ignore_errors=True)
    manifest = None if force else _manifest(folder)
    same_model = manifest is not None and manifest.get("embedder") == embedder.fingerprint
    known: dict[str, Any] = dict(manifest["documents"]) if manifest else {}
    report = IndexReport()
    documents: dict[str, dict[str, Any]] = {}
    failed: dict[str, dict[str, str]] = {}
    fresh: list[Document] = []
    for done, entry in enumerate(entries):
        progress("Đọc tài liệu", done, len(entries))
        row = known.get(entry.id)
        if row and row["signature"] == entry.signature and (folder / "documents" / f"{entry.id}.json").exists():
            documents[entry.id] = row
            report.unchanged.append(entry.id)
            continue
        try:
            source = read_entry(entry, settings)
        except SourceError as exc:
            report.failed[entry.id] = str(exc)
            failed[entry.id] = {"signature": entry.signature, "reason": str(exc)}
            continue
        content = hashlib.sha256(f"{source.sha256}{entry.catalog!r}".encode()).hexdigest()
        if row and row["content"] == content and (folder / "documents" / f"{entry.id}.json").exists():
            documents[entry.id] = {**row, "signature": entry.signature}
            report.unchanged.append(entry.id)
            continue
        document = parse(source, entry.catalog)
        save_document(document, folder / "documents" / f"{entry.id}.json")
        documents[entry.id] = {"signature": entry.signature, "content": content}
        (report.changed if row else report.added).append(entry.id)
        fresh.append(document)
    progress("Đọc tài liệu", len(entries), len(entries))
    report.removed = [name for name in known if name not in documents]
    _store(settings, embedder, report, documents, fresh, same_model, progress)
    for name in report.removed:
        (folder / "documents" / f"{name}.json").unlink(missing_ok=True)
    _write_manifest(folder, embedder, documents, failed)
    return report


def _store(
    settings: Settings,
    embedder: Embedder,
    report: IndexReport,
    documents: dict[str, dict[str, Any]],
    fresh: list[Document],
    same_model: bool,
    progress: Callable[[str, int, int], None],
) -> None:
    folder = settings.index_dir
    if same_model and not report.touched and (folder / "lexical.npz").exists():
        report.passages = len(LexicalIndex.load(folder))
        stored = DenseIndex.open(folder / "chroma", embedder, settings.chroma_url).count()
        if stored != report.passages:
            raise IndexError_(f"{stored} véc-tơ nhưng {report.passages} đoạn văn")
        return
    loaded = {document.id: document for document in fresh}
    everything = [loaded.get(name) or load_document(folder / "documents" / f"{name}.json") for name in sorted(documents)]
    passages = {document.id: make_passages(document) for document in everything}
    dense = DenseIndex.open(folder / "chroma", embedder, settings.chroma_url)
    stale = {*report.removed, *report.changed, *report.added} if same_model else set(passages) | set(report.removed)
    for name in stale:
        dense.remove(name)
    todo = [name for name in sorted(stale) if name in passages]
    for done, name in enumerate(todo):
        progress("Nhúng đoạn văn", done, len(todo))
        dense.add(passages[name])
    progress("Nhúng đoạn văn", len(todo), len(todo))
    everyone = [passage for name in sorted(passages) for passage in passages[name]]
    LexicalIndex.build(everyone).save(folder)
    report.passages = len(everyone)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the index holds it: the signature of the file that it was read from, and where it is stored."""

    signature: str
    path: Path

    def load(self) -> Document:
        """The document as it was parsed. Raises IndexError_ when it is broken."""
        try:
            return load_document(self.path)
        except (OSError, ValueError, KeyError) as exc:
            raise IndexError_(f"Chỉ mục hỏng ở {self.path} ({exc}); hãy chạy: askresolution index --force") from exc


def indexed_documents(settings: Settings) -> dict[str, Indexed] | None:
    """What the last index holds, by document id; None without a usable index. Nothing is brought up to date."""
    manifest = _manifest(settings.index_dir)
    if manifest is None:
        return None
    folder = settings.index_dir / "documents"
    return {name: Indexed(row["signature"], folder / f"{name}.json") for name, row in manifest["documents"].items()}


def open_index(settings: Settings) -> Index:
    """Opens the index for searching. Raises IndexError_ when it is missing or made with another model."""
    folder, embedder = settings.index_dir, load_embedder(settings)
    manifest = _manifest(folder)
    if manifest is None:
        raise IndexError_(f"Chưa có chỉ mục trong {folder}; hãy chạy: askresolution index --project {settings.project}")
    if manifest.get("embedder") != embedder.fingerprint:
        raise IndexError_(
            f"Chỉ mục được tạo bằng mô hình nhúng khác ('{manifest.get('embedder_name')}') với thiết lập hiện tại "
            f"('{embedder.name}'); hãy chạy: askresolution index"
        )
    try:
        documents = {name: load_document(folder / "documents" / f"{name}.json") for name in sorted(manifest["documents"])}
    except (OSError, ValueError, KeyError) as exc:
        raise IndexError_(f"Chỉ mục trong {folder} bị hỏng ({exc}); hãy chạy: askresolution index --force") from exc
    passages = {passage.id: passage for document in documents.values() for passage in make_passages(document)}
    lexical = LexicalIndex.load(folder)
    if list(passages) != lexical.ids:
        raise IndexError_(f"Chỉ mục trong {folder} không khớp với tài liệu; hãy chạy: askresolution index --force")
    dense = DenseIndex.open(folder / "chroma", embedder, settings.chroma_url)
    failed = {name: row["reason"] for name, row in manifest["failed"].items()}
    return Index(documents, passages, lexical, dense, embedder, manifest["stamp"], failed)


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("format") == FORMAT else None


def _write_manifest(
    folder: Path, embedder: Embedder, documents: dict[str, dict[str, Any]], failed: dict[str, dict[str, str]]
) -> None:
    contents = sorted((name, row["content"]) for name, row in documents.items())
    manifest = {
        "format": FORMAT,
        "embedder": embedder.fingerprint,
        "embedder_name": embedder.name,
        "stamp": hashlib.sha256(repr((FORMAT, embedder.fingerprint, contents)).encode()).hexdigest()[:16],
        "documents": documents,
        "failed": failed,
    }
    partial = folder / f"{MANIFEST}.partial"
    partial.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(folder / MANIFEST)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One indexing run at a time; a second one waits."""
    try:
        opened = open(folder / ".lock", "w", encoding="utf-8")  # noqa: SIM115 - closed by the with below
    except OSError as exc:
        raise IndexError_(f"Không ghi được thư mục chỉ mục {folder}: {exc.strerror}; hãy kiểm tra quyền ghi") from exc
    with opened as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
