"""What stands before every route: bounded bodies and waits, the methods that exist, and errors that are problem documents.

The page's framework brings routes that this product does not use (uploads, files, calls by number); they are shut.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from askresolution.web.problems import STATUSES, problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: Longest request body, in bytes; longest in words is a question with a long conversation.
MOST_BYTES = 4_000_000
#: Longest time for a body to come, in seconds, so that slow clients do not pile up.
_BODY_S = 30.0
#: Longest path and longest name in it, in bytes, that file systems know.
_MOST_PATH, _MOST_NAME = 2000, 255
_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
#: What the page itself asks of its framework; nothing else below this path is reachable.
_PAGE = "/gradio_api/"
_OPEN = ("queue/", "heartbeat", "info", "startup-events", "app_id", "reset", "cancel", "theme.css")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = str(scope["path"]), str(scope["method"])
        shut = path.startswith(_PAGE) and not path[len(_PAGE) :].startswith(_OPEN)
        if shut or _nameless(path):
            await problem(404, STATUSES[404], scope)(scope, receive, send)
            return
        if method == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        elif method not in _METHODS:
            refusal = problem(
                405, f"Dịch vụ không nhận phương thức {method[:20]}; cần {', '.join(sorted(_METHODS))} hoặc HEAD", scope
            )
            refusal.headers["Allow"] = ", ".join([*sorted(_METHODS), "HEAD"])
            await refusal(scope, receive, send)
            return
        if method in ("POST", "PUT", "PATCH"):
            try:
                async with asyncio.timeout(_BODY_S):
                    body = await _body(receive)
            except TimeoutError:
                await problem(408, "Nội dung gửi tới quá chậm; hãy gửi lại", scope)(scope, receive, send)
                return
            if body is None:
                too_long = f"Nội dung dài quá {MOST_BYTES // 1_000_000} MB; hãy gửi câu hỏi ngắn hơn"
                await problem(413, too_long, scope)(scope, receive, send)
                return
            receive = _again(body, receive)
        await self._app(scope, receive, _Errors(scope, receive, send, path.startswith(_PAGE)))


def _nameless(path: str) -> bool:
    """Whether no file can have such a path; the page's framework asks the file system, which fails on it."""
    return len(path.encode("utf-8", "replace")) > _MOST_PATH or any(
        len(part.encode("utf-8", "replace")) > _MOST_NAME for part in path.split("/")
    )


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is longer than allowed, or the client has gone. Also for bodies of no stated length."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = bool(message.get("more_body"))
        if size > MOST_BYTES:
            return None
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A receive that gives a body that was read already, and then whatever comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only


class _Errors:
    """A send that replaces error responses of any other form by problem documents."""

    def __init__(self, scope: Message, receive: Receive, send: Send, page: bool) -> None:
        self._scope, self._receive, self._send, self._page = scope, receive, send, page
        self._replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            # Only problems tell their language; they are problem documents, or pages for people.
            if not any(name.lower() == b"content-language" for name, _ in message.get("headers", [])):
                # A request that the page's framework cannot read is the sender's fault.
                status = 400 if self._page and message["status"] >= 500 else message["status"]
                self._replaced = True
                await problem(status, STATUSES.get(status, HTTPStatus(status).phrase), self._scope)(
                    self._scope, self._receive, self._send
                )
                return
        if not self._replaced:
            await self._send(message)
