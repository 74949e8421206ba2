"""Files → SourceFile: one reader per format, all with the same limits and the same kind of error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from askresolution.domain import SourceFile
from askresolution.errors import SourceError
from askresolution.parsing.encodings import decode
from askresolution.parsing.extract import Extract, Limits
from askresolution.parsing.markdown import read_markdown
from askresolution.parsing.worker import READERS, read_apart


def read_source(path: Path, limits: Limits) -> SourceFile:
    """Reads one file. Raises SourceError in one line naming the file, what is wrong and what to do."""
    try:
        size = path.stat().st_size
        if size > limits.file_mb * 1_000_000:
            raise SourceError(
                f"{path.name}: {size / 1e6:.0f} MB, quá giới hạn {limits.file_mb} MB (thiết lập max_file_mb); hãy chia nhỏ tệp"
            )
        data = path.read_bytes()
    except OSError as exc:
        raise SourceError(f"{path.name}: không đọc được ({exc.strerror or exc}); hãy kiểm tra quyền đọc tệp") from exc
    if not data.strip():
        raise SourceError(f"{path.name}: tệp rỗng; hãy bỏ tệp khỏi thư mục corpus hoặc thay bằng bản có nội dung")
    extract = FORMATS[path.suffix.lower()](path, data, limits)
    if not extract.text.strip():
        raise SourceError(f"{path.name}: không có chữ nào để đọc; nếu là bản quét (ảnh), hãy nhận dạng chữ trước")
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(
        id=path.stem,
        path=path.name,
        format=path.suffix.lower().lstrip("."),
        text=extract.text,
        sha256=digest,
        marks=extract.marks,
        notices=extract.notices,
    )


#: A line that stands within Markdown's signs, and how many of them make a text one of Markdown, whatever its name says.
_MARKDOWN_LINE = re.compile(r"^(?:\*\*[^*\n]+\*\*|#{1,6} \S.*)[ \t]*\r?$", re.M)
_MARKDOWN_LINES = 4


def _read_text(path: Path, data: bytes, limits: Limits) -> Extract:
    text, encoding = decode(data, path.name)
    if len(_MARKDOWN_LINE.findall(text)) >= _MARKDOWN_LINES:
        return replace(read_markdown(path.name, data, limits), notices=_notices(encoding))
    return Extract(text, notices=_notices(encoding))


def _notices(encoding: str) -> tuple[str, ...]:
    return (f"Tệp dùng bảng mã {encoding}, đã chuyển sang Unicode.",) if not encoding.startswith("utf") else ()


def _read_markdown(path: Path, data: bytes, limits: Limits) -> Extract:
    return read_markdown(path.name, data, limits)


def _read_apart(path: Path, data: bytes, limits: Limits) -> Extract:
    return read_apart(path, limits)


#: Readers by suffix. Each takes (path, bytes, limits) and returns an Extract.
FORMATS: dict[str, Callable[[Path, bytes, Limits], Extract]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    **dict.fromkeys(READERS, _read_apart),
}
