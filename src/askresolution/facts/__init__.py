"""Document → facts: assignments, targets, terms, people, each with the spans that prove it."""

from __future__ import annotations
