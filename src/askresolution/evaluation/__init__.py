"""The evaluation suite: it imports the steps that it measures; nothing but the command line imports it."""

from __future__ import annotations
