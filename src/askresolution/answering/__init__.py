"""Evidence → Answer: the LangChain chain, the extractive engine, follow-ups, checks and refusals."""

from __future__ import annotations
