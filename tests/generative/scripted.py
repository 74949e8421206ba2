"""A server on the loopback that speaks the wire protocols of OpenAI and Ollama and answers as a script says.

It is a raw asyncio server, so that a script may also break the protocol: close the socket, stall, send half a character.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does for one request. `text` is cut into `pieces` (or every `every` characters) and streamed.

    `status` other than 200 sends `body` with `headers`; `close_after` closes the socket after so many pieces;
    `stall_after` stops sending after so many pieces and keeps the socket open; `raw` is sent instead of the protocol's
    own events, byte for byte; `delay` is waited before the first piece, `pause` between pieces.
    """

    text: str = ""
    pieces: tuple[str, ...] = ()
    every: int = 7
    status: int = 200
    body: str = '{"error": {"message": "scripted failure", "type": "server_error"}}'
    headers: tuple[tuple[str, str], ...] = ()
    close_after: int = -1
    stall_after: int = -1
    raw: bytes = b""
    delay: float = 0.0
    pause: float = 0.0
    finish: str | None = "stop"
    endless: bool = False

    def parts(self) -> Sequence[str]:
        """The pieces of the text as they are sent."""
        return self.pieces or [self.text[i : i + self.every] for i in range(0, len(self.text), self.every)]


@dataclass
class Scripted:
    """The running server. `script` gets the decoded request and gives the reply; `requests` keeps what was asked."""

    script: Callable[[dict[str, Any]], Reply] = lambda _: Reply()
    requests: list[dict[str, Any]] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def start(self) -> None:
        """Starts the server in a thread."""
        ready = threading.Event()

        def serve() -> None:
            self._loop = asyncio.new_event_loop()
            self._server = self._loop.run_until_complete(asyncio.start_server(self._handle, "127.0.0.1", 0))
            self.port = self._server.sockets[0].getsockname()[1]
            ready.set()
            self._loop.run_forever()
            self._loop.run_until_complete(self._stop())
            self._loop.close()

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        assert ready.wait(10)

    async def _stop(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """Stops the server and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
                body = json.loads(await reader.readexactly(length) or b"{}")
                path = head.split(" ")[1]
                request = {"path": path, "head": head, **body}
                self.requests.append(request)
                if not await self._reply(self.script(request), path, body, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            self.closed.set()
        finally:
            writer.close()

    async def _reply(self, reply: Reply, path: str, body: dict[str, Any], writer: asyncio.StreamWriter) -> bool:
        """Sends one reply; False when the connection is to be closed."""
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.status != 200:
            extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
            payload = reply.body.encode()
            head = f"HTTP/1.1 {reply.status} Scripted\r\ncontent-type: application/json\r\ncontent-length: {len(payload)}\r\nconnection: close\r\n{extra}\r\n"
            writer.write(head.encode() + payload)
            await writer.drain()
            return False
        ollama = path.endswith("/api/chat")
        kind = "application/x-ndjson" if ollama else "text/event-stream"
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n".encode())
        if reply.raw:
            _chunk(writer, reply.raw)
        sent = 0
        parts = reply.parts()
        while not reply.raw and (reply.endless or sent < len(parts)):
            if sent == reply.close_after:
                await writer.drain()
                writer.transport.abort()
                return False
            if sent == reply.stall_after:
                await writer.drain()
                await asyncio.sleep(60)
            _chunk(writer, _event(ollama, parts[sent % len(parts)], body, None))
            await writer.drain()
            if writer.transport.is_closing():
                self.closed.set()
                return False
            await asyncio.sleep(reply.pause)
            sent += 1
        if not reply.raw and reply.finish is not None:
            _chunk(writer, _end(ollama, body, reply.finish))
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return False


def _chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _event(ollama: bool, text: str, body: dict[str, Any], finish: str | None) -> bytes:
    if ollama:
        return json.dumps({"model": body.get("model"), "created_at": "2026-01-01T00:00:00Z", "message": {"role": "assistant", "content": text}, "done": False}).encode() + b"\n"
    event = {
        "id": "x", "object": "chat.completion.chunk", "created": 1, "model": body.get("model"),
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}],
    }  # fmt: skip
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def _end(ollama: bool, body: dict[str, Any], finish: str) -> bytes:
    if ollama:
        done = {
            "model": body.get("model"), "created_at": "2026-01-01T00:00:00Z", "message": {"role": "assistant", "content": ""}, "done": True,
            "done_reason": finish, "total_duration": 1, "prompt_eval_count": 321, "eval_count": 45,
        }  # fmt: skip
        return json.dumps(done).encode() + b"\n"
    usage = {
        "id": "x", "object": "chat.completion.chunk", "created": 1, "model": body.get("model"), "choices": [],
        "usage": {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366},
    }  # fmt: skip
    return _event(False, "", body, finish) + b"data: " + json.dumps(usage).encode() + b"\n\ndata: [DONE]\n\n"
