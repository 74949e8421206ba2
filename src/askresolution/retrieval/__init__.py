"""Question → hits: understanding, lexical and dense search, fusion, the LangChain retriever."""

from __future__ import annotations
