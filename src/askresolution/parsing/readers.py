"""Files → SourceFile: one reader per format, all with the same limits and the same kind of error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from askresolution.domain import Mark, SourceFile
from askresolution.errors import SourceError
from askresolution.parsing.encodings import decode


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: its size, its pages, and what an archive may unpack to (megabytes)."""

    file_mb: int = 64
    pages: int = 2000
    unpacked_mb: int = 256


@dataclass(frozen=True, slots=True)
class Extract:
    """Text as a format gave it, the structure that the format knew, and what the reader should be told."""

    text: str
    marks: tuple[Mark, ...] = ()
    notices: tuple[str, ...] = ()


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


def _read_text(path: Path, data: bytes, limits: Limits) -> Extract:
    text, encoding = decode(data, path.name)
    notice = (f"Tệp dùng bảng mã {encoding}, đã chuyển sang Unicode.",) if not encoding.startswith("utf") else ()
    return Extract(text, notices=notice)


#: Readers by suffix. Each takes (path, bytes, limits) and returns an Extract.
FORMATS: dict[str, Callable[[Path, bytes, Limits], Extract]] = {".txt": _read_text}
