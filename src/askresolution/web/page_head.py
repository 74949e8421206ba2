"""The head of the chat page as this product means it: Vietnamese, and without the framework's own addresses."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from askresolution.web.guard import Message, Receive, Send

_ADVERTS = re.compile(rb'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
_LANGUAGE = re.compile(rb'(<html\b[^>]*?\blang=)"[^"]*"')


class PageHead:
    """ASGI middleware: rewrites the head of the HTML at "/"; the framework has no setting for its language."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = _ADVERTS.sub(b"", _LANGUAGE.sub(rb'\1"vi"', b"".join(parts), count=1))
            headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        # What is rewritten must not come compressed.
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, rewrite)
