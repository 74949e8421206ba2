"""Imports point one way, and nothing works on import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

SRC = ROOT / "src" / "askresolution"
#: Layers from the bottom up; a module may import its own layer and those before it.
LAYERS = [
    {"domain", "errors", "resources", "vietnamese", "reading"}, {"settings"}, {"parsing"}, {"corpus"}, {"index"},
    {"retrieval"}, {"facts"}, {"answering"}, {"project"}, {"evaluation"}, {"web"}, {"cli", "__main__"},
]  # fmt: skip


def layer(module: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if module in names)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found.update(names)
    return found


def test_imports_point_one_way() -> None:
    for path in SRC.rglob("*.py"):
        mine = path.relative_to(SRC).parts[0].removesuffix(".py")
        if mine == "__init__":
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "askresolution" and len(parts) > 1 and parts[1] != "__version__":
                assert layer(parts[1]) <= layer(mine), f"{path.name} imports {name}"


def test_only_the_dense_index_imports_chromadb() -> None:
    users = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if any(n.split(".")[0] == "chromadb" for n in imports(path))
    }
    assert users == {"index/dense.py"}


def test_importing_every_module_writes_nothing(tmp_path: Path) -> None:
    modules = sorted(
        ".".join(("askresolution", *path.relative_to(SRC).with_suffix("").parts))
        for path in SRC.rglob("*.py")
        if path.stem not in ("__main__", "page")
    )
    code = "import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in modules)
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=120)
    assert list(tmp_path.iterdir()) == []


def test_the_corpus_is_the_files_that_were_given() -> None:
    """Byte for byte: their checksums."""
    import hashlib

    sums = dict(line.split() for line in (Path(__file__).parent / "corpus.sha256").read_text().splitlines())
    assert {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (ROOT / "corpus").glob("*.txt")} == sums
