"""Fixtures: the five documents, parsed and indexed once; a tiny project that tests may change."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from askresolution.answering.assistant import Assistant
from askresolution.domain import Document, Mark, SourceFile
from askresolution.evaluation.questions import Question, load_questions
from askresolution.evaluation.run import Outcome, run
from askresolution.index.build import build_index
from askresolution.parsing import parse
from askresolution.settings import Settings, load_settings
from askresolution.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def collect_what_is_left() -> None:
    """Finalise the event loops and sockets that a closed server or browser leaves to the garbage collector.

    Their finalisers warn, and warning imports. Run by chance in the midst of another import, that is a re-entrant import,
    which Python 3.11 answers with a KeyError in whatever fixture was importing.
    """
    gc.collect()


def source(text: str, name: str = "made", marks: tuple[Mark, ...] = ()) -> SourceFile:
    """A source made in a test."""
    return SourceFile(name, f"{name}.txt", "txt", text, hashlib.sha256(text.encode()).hexdigest(), marks)


def corpus_source(name: str) -> SourceFile:
    """One of the five documents as read."""
    return source((CORPUS / f"{name}.txt").read_bytes().decode("utf-8"), name)


FIVE = tuple(sorted(path.stem for path in CORPUS.glob("*.txt")))


@pytest.fixture(scope="session")
def five() -> dict[str, Document]:
    """The five documents, parsed without their catalog entries."""
    return {name: parse(corpus_source(name)) for name in FIVE}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A project with the five documents, indexed."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(CORPUS, project / "corpus")
    made = load_settings(project, environ={})
    build_index(made)
    return made


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.fixture(scope="session")
def known() -> list[Question]:
    """The known questions."""
    return load_questions(ROOT / "eval" / "questions.jsonl")


@pytest.fixture(scope="session")
def outcomes(assistant: Assistant, known: list[Question]) -> list[Outcome]:
    """One run over all known questions, shared by every test that looks at scores."""
    return run(assistant, known)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, opened once for a file of tests.

    Playwright's driver keeps an event loop running in the thread of the tests until it is closed: kept for the whole
    session, it would forbid a second driver and every `asyncio.run` of the files that follow.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield opened
        opened.close()
    collect_what_is_left()


@pytest.fixture(scope="session")
def client(settings: Settings, assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(settings, assistant, page=False), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one document that a test may change."""
    folder = tmp_path / "project"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "nghi-quyet.txt").write_text(RESOLUTION, encoding="utf-8")
    return folder


RESOLUTION = """ĐẢNG ỦY XÃ AN HÒA
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 12-NQ/ĐU
An Hòa, ngày 05 tháng 02 năm 2026

NGHỊ QUYẾT
về phát triển nghề nuôi ong giai đoạn 2026 - 2030
-----
Thực hiện chủ trương của cấp trên, Ban Chấp hành Đảng bộ xã An Hòa quyết nghị như sau.

I. MỤC TIÊU
1. Đến năm 2030, toàn xã có 1.250 đàn ong.
2. Thu nhập từ mật ong đạt trên 85 triệu đồng mỗi hộ.

II. PHÂN CÔNG
(1) Đề án “Vườn hoa cho ong”.
(2) Đề án “Nhãn hiệu mật ong An Hòa”.
- Tổ chức thực hiện: Giao đồng chí Phó Chủ tịch UBND xã chỉ đạo xây dựng đề án.
+ Cơ quan chủ trì: Phòng Nông nghiệp.
+ Cơ quan phối hợp: Hội Nông dân xã, Trạm Khuyến nông.
- Thời gian hoàn thiện đề án: Hết tháng 6/2026.

T/M ĐẢNG ỦY
BÍ THƯ

Trần Văn Bách
"""
