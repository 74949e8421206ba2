"""Project folders: making one, and telling what is in force and what is wrong in one."""

from __future__ import annotations

import importlib.metadata
import shutil
from pathlib import Path

from askresolution.answering.generative.models import open_model
from askresolution.answering.generative.prompting import load_prompts
from askresolution.answering.wording import load_wording
from askresolution.corpus import list_corpus
from askresolution.errors import AskResolutionError, CorpusError
from askresolution.index.build import needs_indexing, open_index
from askresolution.index.embedder import load_embedder
from askresolution.resources import bundled
from askresolution.retrieval.reranking import load_reranker
from askresolution.settings import Settings, describe

_CATALOG = """# Mỗi tài liệu một mục; trường bỏ trống được đọc từ chính văn bản. status: issued (đã ban hành) hoặc draft (dự thảo).
documents: {}
#  ten-tep-khong-co-duoi:
#    title: "Nghị quyết …"
#    issuer: "xã …"
#    kind: "Nghị quyết"
#    date: "2025-10-09"
#    status: issued
"""
_TOML = '# port = 7860\n# home_issuer = "xã …"   # xã mà "xã mình" chỉ tới\n'


def init_project(folder: Path) -> list[Path]:
    """Makes a project folder; existing files are left alone. Returns the paths made.

    Raises CorpusError when the folder cannot be written.
    """
    made: list[Path] = []
    try:
        for name in ("corpus", "prompts", "eval"):
            if not (folder / name).exists():
                (folder / name).mkdir(parents=True)
                made.append(folder / name)
        files = {
            folder / "corpus" / "catalog.yaml": _CATALOG,
            folder / "askresolution.toml": _TOML,
            folder / ".gitignore": "index/\neval/runs/\n",
        }
        for path, content in files.items():
            if not path.exists():
                path.write_text(content, encoding="utf-8")
                made.append(path)
        for source in sorted(bundled("prompts").glob("*.toml")):
            target = folder / "prompts" / source.name
            if not target.exists():
                shutil.copyfile(source, target)
                made.append(target)
    except OSError as exc:
        raise CorpusError(f"Không tạo được thư mục dự án {folder}: {exc.strerror or exc}; hãy chọn thư mục ghi được") from exc
    return made


def diagnose(settings: Settings) -> list[tuple[str, str]]:
    """(level, sentence) of everything worth knowing; levels are ok, info, warning, error."""
    found: list[tuple[str, str]] = [("info", f"{name} = {value}  ({text})") for name, value, text in describe(settings)]
    for package in ("langchain-core", "langchain-chroma", "chromadb", "sentence-transformers", "fastapi", "gradio"):
        try:
            found.append(("info", f"{package} {importlib.metadata.version(package)}"))
        except importlib.metadata.PackageNotFoundError:
            found.append(("warning", f"Thiếu gói {package}; hãy chạy: pip install {package}"))
    for check in (_check_prompts, _check_model, _check_language_model, _check_corpus, _check_index):
        try:
            found.extend(check(settings))
        except AskResolutionError as exc:
            found.append(("error", str(exc)))
    return found


def _check_prompts(settings: Settings) -> list[tuple[str, str]]:
    load_wording(settings.prompts_dir)
    load_prompts(settings.prompts_dir)
    return [("ok", "Câu chữ cố định (prompts) dùng được")]


def _check_model(settings: Settings) -> list[tuple[str, str]]:
    embedder = load_embedder(settings)
    found = [("ok", f"Mô hình nhúng: {embedder.name} ({embedder.fingerprint})")]
    if reranker := load_reranker(settings):
        reranker.load()
        found.append(("ok", f"Mô hình xếp lại: {reranker.name}"))
    return found


def _check_language_model(settings: Settings) -> list[tuple[str, str]]:
    if not settings.llm:
        return [("info", "Không dùng mô hình ngôn ngữ; câu trả lời là trích nguyên văn")]
    return [("ok", f"Mô hình ngôn ngữ: {open_model(settings).name}")]


def _check_corpus(settings: Settings) -> list[tuple[str, str]]:
    entries = list_corpus(settings)
    if not entries:
        return [("warning", f"Thư mục {settings.corpus_dir} chưa có tài liệu nào")]
    bare = [entry.id for entry in entries if entry.catalog is None]
    found = [("ok", f"{len(entries)} tài liệu trong {settings.corpus_dir}")]
    found += [("warning", f"{name}: chưa có mục trong catalog.yaml; tên và đơn vị được đọc từ văn bản") for name in bare]
    return found


def _check_index(settings: Settings) -> list[tuple[str, str]]:
    if needs_indexing(settings):
        return [("warning", "Chỉ mục chưa có hoặc cũ hơn kho tài liệu; hãy chạy: askresolution index")]
    index = open_index(settings)
    found = [("ok", f"Chỉ mục có {len(index.passages)} đoạn văn của {len(index.documents)} tài liệu")]
    for document in index.documents.values():
        found += [("warning", f"{document.id}: {finding}") for finding in document.findings]
        if not document.metadata.issuer:
            found.append(("warning", f"{document.id}: không đọc được đơn vị ban hành; hãy ghi issuer trong catalog.yaml"))
    found += [("error", f"Không đọc được {reason}") for reason in index.failed.values()]
    return found
