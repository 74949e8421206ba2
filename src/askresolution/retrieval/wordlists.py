"""Word lists that a project may extend: files of lines `from<TAB>to;to`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from askresolution.errors import CorpusError


def read_entries(path: Path, form: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries of a file, as (left of the tab, what ";" separates right of it); none where the file is missing.

    `form` says in messages what a line must look like. Raises CorpusError for a line of another form and for a file that
    is not UTF-8 text.
    """
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise CorpusError(f"Không đọc được {path}: {exc}; cần tệp văn bản UTF-8") from exc
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        left, tab, right = line.partition("\t")
        if not tab or not left.strip() or not right.strip():
            raise CorpusError(f"{path}, dòng {number}: cần '{form}', có {line[:60]!r}")
        yield left.strip(), tuple(part.strip() for part in right.split(";") if part.strip())
