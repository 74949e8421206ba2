"""SourceFile → Document: the tree of a document, every non-blank character of it in exactly one node."""

from __future__ import annotations

from askresolution.parsing.parser import parse

__all__ = ["parse"]
