"""What changed in the corpus since the last index, section by section.

The index keeps every document as it was parsed, so that the comparison needs no digest of its own: documents whose
file changed are parsed anew and held against what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from askresolution.corpus import list_corpus, read_entry
from askresolution.domain import Document, Node
from askresolution.errors import IndexError_, SourceError
from askresolution.index.build import indexed_documents
from askresolution.parsing import parse
from askresolution.settings import Settings
from askresolution.vietnamese import collapse, normalize

#: Kinds of nodes that hold no words of a section.
_OUTSIDE = frozenset({"furniture", "document"})


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document with the words that stand under it, up to the next heading."""

    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section that differs. `kind` is "added", "removed", "changed", "renamed" (same words under another heading), or
    "unreadable" for a file that cannot be read. `before` and `after` are the words that differ, in context."""

    document: str
    kind: str
    path: tuple[str, ...]
    before: str = ""
    after: str = ""


def corpus_changes(settings: Settings) -> list[SectionChange]:
    """Every section of the corpus that the index does not hold as it is now, by document and in reading order.

    Raises IndexError_ when there is no index to compare with, CorpusError when the corpus cannot be used.
    """
    stored = indexed_documents(settings)
    if stored is None:
        raise IndexError_(
            f"Chưa có chỉ mục dùng được trong {settings.index_dir} để so; hãy chạy: askresolution index --project {settings.project}"
        )
    found: list[SectionChange] = []
    entries = {entry.id: entry for entry in list_corpus(settings)}
    for name in sorted({*stored, *entries}):
        entry, old = entries.get(name), stored.get(name)
        if entry is None:
            found += _between(name, old.load() if old else None, None)
        elif old is None or old.signature != entry.signature:
            try:
                found += _between(name, old.load() if old else None, parse(read_entry(entry, settings), entry.catalog))
            except SourceError as exc:
                found.append(SectionChange(name, "unreadable", (), after=str(exc)))
    return found


def sections(document: Document) -> list[Section]:
    """Sections of a document in reading order; words before the first heading are a section with an empty path."""
    made: dict[tuple[str, ...], list[str]] = {}
    repeated: dict[tuple[str, ...], int] = {}
    for path, node in _placed(document.root, ()):
        key = path
        if node.kind in ("part", "section"):
            repeated[path] = repeated.get(path, 0) + 1
            if repeated[path] > 1:
                key = (*path[:-1], f"{path[-1]} ({repeated[path]})")
            made.setdefault(key, [])
        elif repeated.get(path, 0) > 1:
            key = (*path[:-1], f"{path[-1]} ({repeated[path]})")
        if node.kind not in ("part", "section") and node.text:
            made.setdefault(key, []).append(node.text)
    return [Section(path, collapse(normalize(" ".join(texts)))) for path, texts in made.items()]


def _placed(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    if node.kind in _OUTSIDE and node.kind != "document":
        return
    here = (*path, collapse(normalize(node.name))) if node.kind in ("part", "section") else path
    if node.kind != "document":
        yield here, node
    for child in node.children:
        yield from _placed(child, here)


def _between(name: str, old: Document | None, new: Document | None) -> list[SectionChange]:
    before = {section.path: section.text for section in sections(old)} if old else {}
    after = {section.path: section.text for section in sections(new)} if new else {}
    gone = [path for path in before if path not in after]
    come = [path for path in after if path not in before]
    changes = [
        _changed(name, path, before[path], after[path]) for path in after if path in before and before[path] != after[path]
    ]
    for path in come:
        same = next((other for other in gone if before[other] == after[path] and after[path]), None)
        if same is None:
            changes.append(SectionChange(name, "added", path, after=_shortened(after[path])))
        else:
            gone.remove(same)
            changes.append(SectionChange(name, "renamed", path, before=" › ".join(same), after=" › ".join(path)))
    order = {path: number for number, path in enumerate(after)}
    removed = [SectionChange(name, "removed", path, before=_shortened(before[path])) for path in gone]
    return sorted(changes, key=lambda change: order[change.path]) + removed


def _changed(name: str, path: tuple[str, ...], before: str, after: str) -> SectionChange:
    """The stretch from the first to the last word that differs, with some words around it."""
    old, new = before.split(), after.split()
    blocks = [op for op in SequenceMatcher(None, old, new, False).get_opcodes() if op[0] != "equal"]
    was = " ".join(old[max(0, blocks[0][1] - 4) : blocks[-1][2] + 4])
    now = " ".join(new[max(0, blocks[0][3] - 4) : blocks[-1][4] + 4])
    return SectionChange(name, "changed", path, _shortened(was), _shortened(now))


def _shortened(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
