"""Documents → passages → stores: Chroma for vectors, a lexical index of our own beside it."""

from __future__ import annotations
