"""Answers of the model kept in the index folder: by question, evidence, prompt and model, until the next indexing.

What is kept is the model's raw text; it is checked again whenever it is used, so that an entry is never trusted.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import threading
from pathlib import Path

from askresolution.errors import IndexError_
from askresolution.index.build import ANSWERS

_LOG = logging.getLogger(__name__)
#: Entries kept; the oldest go first.
_MOST = 500


class AnswerCache:
    """Texts by key, one file each, in a folder that belongs to one state of the index."""

    def __init__(self, index_dir: Path, stamp: str) -> None:
        self._folder = index_dir / ANSWERS / stamp
        self._lock = threading.Lock()
        for old in (index_dir / ANSWERS).glob("*"):
            if old.name != stamp:
                shutil.rmtree(old, ignore_errors=True)

    @staticmethod
    def key(*parts: str) -> str:
        """The key for everything that an answer depends on."""
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    def get(self, key: str) -> str | None:
        """The text of a key; None when there is none that can be read."""
        try:
            return str(json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))["text"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, text: str) -> None:
        """Keeps a text. A folder that cannot be written is told once per write in the log and costs no answer."""
        path = self._folder / f"{key}.json"
        partial = path.with_suffix(f".{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps({"text": text}, ensure_ascii=False), encoding="utf-8")
            partial.replace(path)
            self._prune()
        except OSError as exc:
            _LOG.warning("%s", IndexError_(f"Không ghi được câu trả lời vào {self._folder}: {exc.strerror or exc}"))

    def _prune(self) -> None:
        with self._lock:
            entries = sorted(os.scandir(self._folder), key=lambda entry: entry.stat().st_mtime)
            for entry in entries[: max(0, len(entries) - _MOST)]:
                Path(entry.path).unlink(missing_ok=True)
