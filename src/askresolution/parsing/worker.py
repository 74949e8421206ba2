"""Reads one untrusted file in a process of its own, with limits of time and memory.

`python -m askresolution.parsing.worker PATH LIMITS` prints the Extract, or the reason, as JSON.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from askresolution.domain import Mark
from askresolution.errors import SourceError
from askresolution.parsing.docx import read_docx
from askresolution.parsing.extract import Extract, Limits
from askresolution.parsing.html import read_html
from askresolution.parsing.pdf import SCANNED, read_pdf

READERS: dict[str, Callable[[str, bytes, Limits], Extract]] = {
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
}


def read_apart(path: Path, limits: Limits) -> Extract:
    """The Extract of a file, read in a child process. Raises SourceError in one line.

    A scanned PDF is passed through OCR when ocrmypdf and Tesseract's Vietnamese are installed.
    """
    try:
        return _run(path, limits)
    except SourceError as exc:
        if SCANNED not in str(exc) or not _can_recognise():
            raise
    with tempfile.TemporaryDirectory() as scratch:
        return _run(_recognised(path, Path(scratch), limits), limits)


def _run(path: Path, limits: Limits) -> Extract:
    command = [sys.executable, "-m", "askresolution.parsing.worker", str(path), json.dumps(asdict(limits))]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as exc:
        raise SourceError(
            f"{path.name}: đọc quá {limits.seconds} giây (thiết lập max_seconds) nên đã dừng; tệp có thể bị hỏng"
        ) from exc
    try:
        content = json.loads(done.stdout)
    except ValueError as exc:
        raise SourceError(
            f"{path.name}: không đọc được trong giới hạn bộ nhớ {limits.memory_mb} MB (thiết lập max_memory_mb) hoặc tệp bị hỏng"
        ) from exc
    if "error" in content:
        raise SourceError(content["error"])
    return Extract(content["text"], tuple(Mark(*mark) for mark in content["marks"]), tuple(content["notices"]))


def _can_recognise() -> bool:
    if not shutil.which("ocrmypdf") or not shutil.which("tesseract"):
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in listed.stdout.split()


def _recognised(path: Path, scratch: Path, limits: Limits) -> Path:
    out = scratch / path.name
    command = ["ocrmypdf", "-l", "vie", "--force-ocr", "--output-type", "pdf", "--quiet", str(path), str(out)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=limits.seconds * 10)
    except (subprocess.SubprocessError, OSError) as exc:
        raise SourceError(f"{path.name}: nhận dạng chữ không thành công ({type(exc).__name__}); hãy kiểm tra bản quét") from exc
    return out


def main() -> int:
    """Entry point of the child process."""
    path, limits = Path(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    most = limits.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    try:
        extract = READERS[path.suffix.lower()](path.name, path.read_bytes(), limits)
        content = {
            "text": extract.text,
            "marks": [[m.kind, m.start, m.end, m.key, m.level] for m in extract.marks],
            "notices": extract.notices,
        }
    except SourceError as exc:
        content = {"error": str(exc)}
    except (MemoryError, RecursionError) as exc:
        content = {"error": f"{path.name}: quá phức tạp để đọc trong giới hạn ({type(exc).__name__}); tệp bị từ chối"}
    sys.stdout.write(json.dumps(content, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
