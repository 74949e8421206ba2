"""Where the files that ship with the package are: inside an installed wheel, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Path of a shipped folder or file, as "models/askresolution-static" or "prompts"."""
    inside = _PACKAGE / "bundled" / name
    return inside if inside.exists() else _PACKAGE.parent.parent / name
