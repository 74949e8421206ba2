"""What stands before every route: bounded bodies, methods, shut routes of the page's framework, errors of one form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from askresolution.answering.assistant import Assistant
from askresolution.settings import Settings
from askresolution.web.app import create_app
from askresolution.web.guard import MOST_BYTES


@pytest.fixture(scope="module")
def paged(settings: Settings, assistant: Assistant) -> Iterator[TestClient]:
    """The whole application, with the page."""
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
    assert "twitter:" not in response.text
    assert "og:" not in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert paged.head("/").status_code == 200
