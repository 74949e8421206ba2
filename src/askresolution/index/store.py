"""Parsed documents on disk: one JSON file each, so that a start reads and does not parse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from askresolution.domain import Anchor, Cell, Document, Metadata, Node, SourceFile


def save_document(document: Document, path: Path) -> None:
    """Writes a document; the file is complete or not there."""
    content = {
        "source": {**asdict(document.source), "marks": []},
        "metadata": asdict(document.metadata),
        "findings": document.findings,
        "nodes": [_node_row(node) for node in document.root.walk()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(orjson.dumps(content))
    partial.replace(path)


def load_document(path: Path) -> Document:
    """Reads what `save_document` wrote. Raises OSError, ValueError or KeyError when it cannot."""
    content = orjson.loads(path.read_bytes())
    source = SourceFile(**{**content["source"], "marks": (), "notices": tuple(content["source"]["notices"])})
    nodes: dict[str, Node] = {}
    parents: dict[str, str] = {}
    rows = content["nodes"]
    for row in reversed(rows):
        node = _node(row, tuple(nodes[child] for child in row["children"]))
        nodes[node.id] = node
        for child in row["children"]:
            parents[child] = node.id
    ordered = {row["id"]: nodes[row["id"]] for row in rows}
    metadata = Metadata(**content["metadata"])
    return Document(source, metadata, nodes[rows[0]["id"]], tuple(content["findings"]), ordered, parents)


def _node_row(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind,
        "label": node.label,
        "heading": node.heading,
        "text": node.text,
        "spans": node.spans,
        "children": [child.id for child in node.children],
        "anchor": [node.anchor.node, node.anchor.offset] if node.anchor else None,
        "cells": [[cell.column, cell.text, cell.spans] for cell in node.cells],
        "shares": node.shares,
    }


def _node(row: dict[str, Any], children: tuple[Node, ...]) -> Node:
    return Node(
        id=row["id"],
        kind=row["kind"],
        label=row["label"],
        heading=row["heading"],
        text=row["text"],
        spans=tuple((start, end) for start, end in row["spans"]),
        children=children,
        anchor=Anchor(row["anchor"][0], row["anchor"][1]) if row["anchor"] else None,
        cells=tuple(Cell(name, text, tuple((s, e) for s, e in spans)) for name, text, spans in row["cells"]),
        shares=row["shares"],
    )
