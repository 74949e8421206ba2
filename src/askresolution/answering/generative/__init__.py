"""Answers written by a language model: evidence → prompt → streamed sentences → each checked against the cited words."""

from __future__ import annotations
