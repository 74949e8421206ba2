"""Damaged stores, empty folders and hostile input: one clear sentence, and the index mends itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from askresolution.answering.assistant import Assistant
from askresolution.domain import Answer, Citation
from askresolution.errors import IndexError_, ModelError
from askresolution.index import build
from askresolution.index.build import build_index, open_index
from askresolution.settings import Settings, load_settings
from askresolution.web.app import create_app
from askresolution.web.page import render_answer

TEXT = "NGHỊ QUYẾT\nvề thu ngân sách\n\n1. Thu ngân sách\n- Tổng thu ngân sách xã Mẫu đạt 12,5 tỷ đồng.\n"


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mau.txt").write_text(TEXT, encoding="utf-8")
    settings = load_settings(tmp_path, environ={})
    build_index(settings)
    return settings


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff" * 500])
@pytest.mark.parametrize("name", ["lexical.json", "lexical.npz", "documents/mau.json"])
def test_a_damaged_index_says_so_and_indexing_mends_it(small: Settings, name: str, content: bytes) -> None:
    (small.index_dir / name).write_bytes(content)
    with pytest.raises(IndexError_, match="askresolution index"):
        open_index(small)
    build_index(small, force=True)
    assert len(open_index(small).passages) > 0


def test_indexing_mends_a_damaged_lexical_index_by_itself(small: Settings) -> None:
    (small.index_dir / "lexical.npz").write_bytes(b"")
    assert build_index(small).passages > 0
    assert "12,5 tỷ đồng" in Assistant.open(small).ask("Tổng thu ngân sách bao nhiêu tỷ đồng?").answer


def test_a_fault_that_a_new_index_would_not_mend_costs_no_index(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ModelError("mô hình hỏng")

    monkeypatch.setattr(build, "load_embedder", broken)
    with pytest.raises(ModelError):
        build_index(small)
    monkeypatch.undo()
    assert len(open_index(small).passages) > 0


def test_an_empty_corpus_answers_not_found(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    settings = load_settings(tmp_path, environ={})
    build_index(settings)
    assert Assistant.open(settings).ask("hộ nghèo").status == "not_found"
    with TestClient(create_app(settings, page=False), raise_server_exceptions=False) as client:
        assert client.post("/api/ask", json={"question": "hộ nghèo"}).json()["status"] == "not_found"
        assert client.post("/api/search", json={"query": "hộ nghèo"}).json()["hits"] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/ask", 405), ("DELETE", "/api/search", 405), ("GET", "/api/nope", 404), ("POST", "/healthz", 405)],
)
def test_wrong_methods_and_addresses_are_problem_documents(client: TestClient, method: str, path: str, status: int) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"{", "JSON"),
        (b'{"question": 3}', "chuỗi"),
        (b"{}", "thiếu"),
        (b'{"question": "a", "filters": {"x": 1}}', "trường này không có"),
    ],
)
def test_faults_of_a_request_are_told_in_vietnamese(client: TestClient, body: bytes, word: str) -> None:
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422
    assert word in reply.json()["detail"]


def test_a_body_that_no_question_needs_is_refused_unread(client: TestClient) -> None:
    reply = client.post("/api/ask", content=b" " * 5_000_000, headers={"content-type": "application/json"})
    assert reply.status_code == 413


def test_control_characters_do_not_spoil_a_question(assistant: Assistant) -> None:
    plain = assistant.ask("Tỷ lệ hộ nghèo xã Nguyễn Lương Bằng năm 2025?")
    marked = assistant.ask("Tỷ lệ hộ nghèo\x00 xã Nguyễn Lương Bằng\x1b[31m năm 2025?\udcff")
    assert marked.answer == plain.answer


def test_source_words_show_on_the_page_as_they_are_written() -> None:
    words = "đạt <img src=x> ![a](http://e.example/a.png) **đậm** [bấm](javascript:1) 5*3_2"
    citation = Citation(1, "d", "t", "i", (), "paragraph", words, ((0, len(words)),), "/documents/d#n1")
    shown = render_answer(Answer("answered", f"Nguồn:\n\n> “{words}” [1]", (citation,), (), "extractive", 1.0))
    assert "<img" not in shown
    assert "![" not in shown
    assert not re.search(r"(?<!\\)\]\((?!/documents)", shown)
    assert "\\*\\*đậm" in shown
    assert "(/documents/d?spans=" in shown


def test_an_index_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "index").write_text("no folder", encoding="utf-8")
    with pytest.raises(IndexError_, match="quyền ghi"):
        build_index(load_settings(tmp_path, environ={}))
    shutil.rmtree(tmp_path / "corpus")
