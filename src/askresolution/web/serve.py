"""Starts the server: index first when needed, then bind, then say where the page is."""

from __future__ import annotations

import socket
from collections.abc import Callable

from askresolution.errors import SettingsError
from askresolution.settings import Settings


def serve(settings: Settings, prepare: Callable[[], None]) -> None:
    """Runs until interrupted. Raises SettingsError when the port is taken."""
    sock = _bind(settings.host, settings.port)
    with sock:
        prepare()
        import uvicorn

        from askresolution.answering.assistant import Assistant
        from askresolution.web.app import create_app

        app = create_app(settings, Assistant.open(settings))
        print(
            f"Trang hỏi đáp: http://{settings.host}:{settings.port}/  ·  API: http://{settings.host}:{settings.port}/docs",
            flush=True,
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
        server.run(sockets=[sock])


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(128)
    except OSError as exc:
        sock.close()
        raise SettingsError(
            f"Không mở được cổng {host}:{port} ({exc.strerror or exc}); hãy dừng chương trình đang dùng cổng đó hoặc chọn cổng khác: --port 7861"
        ) from exc
    return sock
