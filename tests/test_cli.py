from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from askresolution.cli import FAILED, NOT_FOUND, OK, USAGE, build_parser, main
from askresolution.settings import Settings
from tests.conftest import ROOT


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_ask_prints_the_answer_its_citations_and_status(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    project = str(settings.project)
    status, out, _ = run(capsys, "ask", "Ai chủ trì đề án phân loại rác thải?", "--project", project)
    assert status == OK
    assert "Phòng Kinh tế" in out
    assert "/documents/nguyen-luong-bang-chuong-trinh-hanh-dong#" in out
    status, out, _ = run(capsys, "ask", "Giá vé máy bay đi Paris?", "--project", project, "--json")
    assert status == NOT_FOUND
    assert json.loads(out)["status"] == "not_found"
    assert json.loads(out)["citations"] == []


def test_json_is_that_of_the_api(capsys: pytest.CaptureFixture[str], settings: Settings, client: object) -> None:
    question = "Ai chủ trì đề án phân loại rác thải?"
    _, out, _ = run(capsys, "ask", question, "--json", "--project", str(settings.project))
    theirs = client.post("/api/ask", json={"question": question}).json()  # type: ignore[attr-defined]
    assert {**json.loads(out), "took_ms": 0} == {**theirs, "took_ms": 0}


def test_search_documents_facts_and_doctor(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    project = ["--project", str(settings.project)]
    assert json.loads(run(capsys, "search", "rác thải", "-k", "3", "--json", *project)[1])["hits"][0]["score"] > 0
    assert "Dự thảo lần 4" in run(capsys, "documents", *project)[1]
    assert "3.1. Các Đề án" in run(capsys, "documents", "nguyen-luong-bang-chuong-trinh-hanh-dong", *project)[1]
    table = run(capsys, "facts", "assignments", "--csv", *project)[1].splitlines()
    assert len(table) == 1 + 12 + 27
    status, out, _ = run(capsys, "doctor", *project)
    assert status == OK
    assert "Chú thích in số 23" in out


def test_init_makes_a_project_that_works(capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path) -> None:
    status, out, _ = run(capsys, "init", str(tmp_path / "moi"))
    assert status == OK
    text = (project / "corpus" / "nghi-quyet.txt").read_bytes()
    (tmp_path / "moi" / "corpus" / "nghi-quyet.txt").write_bytes(text)
    status, out, _ = run(capsys, "ask", "Ai chủ trì đề án nhãn hiệu mật ong?", "--project", str(tmp_path / "moi"))
    assert status == OK
    assert "Phòng Nông nghiệp" in out
    assert "chưa có mục trong catalog.yaml" in run(capsys, "doctor", "--project", str(tmp_path / "moi"))[1]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [(["ask", "x", "--project", "/nowhere"], USAGE, "không tồn tại"), (["documents", "khong-co"], USAGE, "Không có tài liệu"),
     (["serve", "--port", "abc"], USAGE, "số nguyên"), (["serve", "--port", "0"], USAGE, "ngoài khoảng"),
     (["bench", "--beir", "/nowhere"], FAILED, "Không đọc được"), (["nope"], USAGE, "nope"), ([], USAGE, "askresolution"),
     (["ask", " "], FAILED, "Câu hỏi trống"), (["ask", "a" * 10000], FAILED, "quá giới hạn")],
)  # fmt: skip
def test_bad_usage_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], settings: Settings, arguments: list[str], status: int, message: str
) -> None:
    if arguments and "--project" not in arguments and arguments[0] != "nope":
        arguments = [*arguments, "--project", str(settings.project)]
    code, _, err = run(capsys, *arguments)
    assert code == status
    assert message in err
    if arguments and arguments[0] != "nope":
        assert len(err.strip().splitlines()) == 1


def test_a_missing_corpus_and_a_broken_setting_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path
) -> None:
    status, _, err = run(capsys, "index", "--project", str(tmp_path))
    assert (status, "Không thấy thư mục tài liệu" in err) == (FAILED, True)
    (project / "askresolution.toml").write_text("port = 'chin'", encoding="utf-8")
    status, _, err = run(capsys, "index", "--project", str(project))
    assert (status, "askresolution.toml: port = 'chin'" in err) == (USAGE, True)
    (project / "askresolution.toml").write_text("cong = 1", encoding="utf-8")
    assert "không có thiết lập 'cong'" in run(capsys, "index", "--project", str(project))[2]


def test_a_busy_port_is_said_at_once(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, err = run(capsys, "serve", "--port", str(taken.getsockname()[1]), "--project", str(settings.project))
    assert status == USAGE
    assert "chọn cổng khác" in err


def test_help_is_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    vietnamese = run(capsys, "--help")[1]
    english = run(capsys, "--lang", "en", "--help")[1]
    assert "trả lời một câu hỏi" in vietnamese
    assert "answer one question" in english
    for command in re.findall(r"^    (\w+) ", english, re.M):
        status, out, _ = run(capsys, command, "--help")
        assert status == OK
        assert "--project" in out


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (\w+) ", build_parser(1).format_help(), re.M)
    assert len(commands) >= 9
    for command in commands:
        assert f"askresolution {command}" in readme, command


def test_cold_start_imports_no_torch(settings: Settings) -> None:
    code = (
        "import sys; from askresolution.cli import main; "
        f"main(['ask', 'Ai chủ trì đề án rác thải?', '--json', '--project', {str(settings.project)!r}]); "
        "sys.exit(int('torch' in sys.modules or 'gradio' in sys.modules))"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert time.perf_counter() - started < 20  # seconds on a loaded machine; the README quotes the usual figure
