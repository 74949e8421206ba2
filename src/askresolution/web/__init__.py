"""The HTTP service and the chat page. Both call `Assistant`; no logic of the answer lives here."""

from __future__ import annotations
