"""What stands before every route: bounded bodies, methods, shut routes of the page's framework, errors of one form."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from askresolution.answering.assistant import Assistant
from askresolution.errors import QuestionError
from askresolution.settings import Settings
from askresolution.web import guard
from askresolution.web.app import create_app
from askresolution.web.guard import MOST_BYTES
from tests.conftest import collect_what_is_left
from tests.generative.test_engine import Running


@pytest.fixture(scope="module")
def paged(settings: Settings, assistant: Assistant) -> Iterator[TestClient]:
    """The whole application, with the page."""
    collect_what_is_left()
    with TestClient(create_app(settings, assistant), raise_server_exceptions=False) as made:
        yield made


def test_a_body_of_no_stated_length_is_bounded_too(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(MOST_BYTES // 100_000 + 2):
            yield b"a" * 100_000

    response = client.post("/api/ask", content=pieces(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.json()["detail"].startswith("Nội dung dài quá 4 MB")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/documents", "/docs"])
def test_head_is_a_get_without_its_body(client: TestClient, path: str) -> None:
    response = client.head(path)
    assert response.status_code == client.get(path).status_code == 200
    assert response.content == b""


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("OPTIONS", "/api/ask", 405), ("TRACE", "/api/ask", 405), ("GET", "/nope", 404), ("GET", "/redoc", 404),
        ("POST", "/", 405), ("POST", "/gradio_api/upload", 404), ("POST", "/gradio_api/run/predict", 404),
        ("POST", "/gradio_api/call/x", 404), ("GET", "/gradio_api/file=/etc/passwd", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_document(paged: TestClient, method: str, path: str, status: int) -> None:
    response = paged.request(method, path, json={"data": []} if method == "POST" else None)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["status"] == status


def test_the_page_itself_is_served(paged: TestClient) -> None:
    response = paged.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert response.status_code == 200
    assert "askresolution" in response.text
    assert re.search(r'<html\s+lang="vi"', response.text)
    assert '="twitter:' not in response.text
    assert '="og:' not in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert paged.head("/").status_code == 200


def test_a_body_that_never_ends_is_given_up(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_BODY_S", 0.3)
    with Running(assistant) as address, socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=10) as slow:
        slow.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
        assert slow.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_the_health_of_a_busy_service_is_told_at_once(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """More questions than there are threads, none of them done: whoever watches the process must not think it dead."""
    free, begun = threading.Event(), threading.Semaphore(0)

    def prepare(*_: Any) -> None:
        begun.release()
        free.wait(20)
        raise QuestionError("Câu hỏi trống; hãy nhập một câu hỏi")

    busy = Assistant(assistant.knowledge)
    monkeypatch.setattr(busy, "prepare", prepare)
    with Running(busy) as address, ThreadPoolExecutor(60) as clients:
        asked = [clients.submit(httpx.post, f"{address}/api/ask", json={"question": "x"}, timeout=30) for _ in range(60)]
        try:
            assert all(begun.acquire(timeout=10) for _ in range(40))
            assert httpx.get(f"{address}/healthz", timeout=3).status_code == 200
        finally:
            free.set()
        assert {one.result().status_code for one in asked} == {400}


@pytest.mark.parametrize(
    "body",
    [b'{"question":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b'{"question":"\xff\xc3("}',
     b'{"question":"\\ud800"}', b'{"question":"x","question":5}', b'{"query":"x","k":' + b"9" * 6000 + b"}", b"\x1f\x8b00", b"", b"null"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/search"])
def test_a_hostile_body_is_the_senders_fault(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "%ff%fe", "a%0d%0aSet-Cookie:%20x=1", "a" * 9000, "a/" * 4000]
)
@pytest.mark.parametrize("place", ["/documents/{}", "/api/documents/{}", "/api/documents/{}/source", "/gradio_api/file={}", "/assets/{}"])
def test_no_name_of_a_document_leads_elsewhere(paged: TestClient, place: str, name: str) -> None:
    response = paged.get(place.format(name))
    assert response.status_code in (403, 404)
    assert "set-cookie" not in response.headers
    assert "root:" not in response.text
