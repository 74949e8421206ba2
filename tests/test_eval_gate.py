"""The gate against planted faults: each is caught, and the questions that it spoils are named, and no others."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.cli import FAILED, OK, main
from askresolution.domain import Answer, Filters, Turn
from askresolution.evaluation.command import verdict_lines
from askresolution.evaluation.gate import Verdict, judge
from askresolution.evaluation.labels import labels
from askresolution.evaluation.questions import Question
from askresolution.evaluation.report import as_json
from askresolution.evaluation.run import Outcome, run
from tests.conftest import CORPUS, ROOT

REPORT, PROGRAMME = "nguyen-luong-bang-bao-cao-2025", "nguyen-luong-bang-chuong-trinh-hanh-dong"
#: Questions that are asked here, by the document that answers them; all are answered right without a fault.
ASKED = {
    PROGRAMME: ("who-001", "who-002", "deadline-001"),
    REPORT: ("footnote-001", "footnote-002", "number-001", "number-017"),
    "nam-thanh-mien-bao-cao-chinh-tri": ("number-012", "footnote-006", "list-001"),
    "": ("unanswerable-004", "unanswerable-009", "unanswerable-019"),
}
NAMES = [name for names in ASKED.values() for name in names]


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five documents, indexed, with some known questions and an accepted baseline."""
    project = tmp_path_factory.mktemp("gate")
    shutil.copytree(CORPUS, project / "corpus")
    (project / "eval").mkdir()
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = [line for line in lines if json.loads(line)["id"] in NAMES]
    (project / "eval" / "questions.jsonl").write_text("\n".join(chosen) + "\n", encoding="utf-8")
    assert main(["eval", "--accept", "trước khi gài lỗi", "--project", str(project)]) == OK
    baseline = json.loads((project / "eval" / "baseline.json").read_text(encoding="utf-8"))
    assert baseline["reason"] == "trước khi gài lỗi"
    assert {name: row["correct"] for name, row in baseline["questions"].items()} == dict.fromkeys(NAMES, True)
    return project


@pytest.fixture
def spoilt(accepted: Path, tmp_path: Path) -> Path:
    """A copy of that project which a test may spoil."""
    return Path(shutil.copytree(accepted, tmp_path / "project"))


def gate(capsys: pytest.CaptureFixture[str], project: Path) -> tuple[int, str, set[str], set[str]]:
    """Status, what was printed, the questions named as lost, and those named as out of date."""
    capsys.readouterr()
    status = main(["eval", "--gate", "--project", str(project)])
    out = capsys.readouterr().out
    return status, out, set(re.findall(r"^  - ([\w-]+):", out, re.M)), set(re.findall(r"^  ! ([\w-]+):", out, re.M))


def change(project: Path, document: str, pattern: str, new: str) -> None:
    path = project / "corpus" / f"{document}.txt"
    text = path.read_bytes().decode("utf-8")
    changed, count = re.subn(pattern, new, text, count=1, flags=re.S)
    assert count == 1, pattern
    path.write_bytes(changed.encode("utf-8"))


def test_without_a_fault_it_passes_and_twice_alike(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    status, out, lost, stale = gate(capsys, spoilt)
    assert (status, lost, stale) == (OK, set(), set())
    assert "Đạt" in out
    main(["eval", "--save", str(spoilt / "a.json"), "--project", str(spoilt)])
    main(["eval", "--save", str(spoilt / "b.json"), "--project", str(spoilt)])
    assert (spoilt / "a.json").read_bytes() == (spoilt / "b.json").read_bytes()


def test_a_dropped_footnote(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    change(spoilt, REPORT, r"Bắt giữ 03 vụ về ma túy.*?7\.750\.000 đồng", "")
    status, out, lost, stale = gate(capsys, spoilt)
    assert (status, lost, stale) == (FAILED, {"footnote-001"}, {"footnote-001"})
    assert f"trích dẫn vàng không còn trong {REPORT}" in out
    assert "KHÔNG ĐẠT" in out


def test_a_removed_document(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    name = "nam-thanh-mien-bao-cao-chinh-tri"
    (spoilt / "corpus" / f"{name}.txt").unlink()
    status, out, lost, stale = gate(capsys, spoilt)
    assert status == FAILED
    assert stale == set(ASKED[name])
    assert lost >= stale
    assert not lost & {*ASKED[PROGRAMME], *ASKED[REPORT]}  # what the other documents answer is still answered
    assert f"tài liệu {name} không còn trong kho" in out


def test_a_wrong_lead_agency(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    """The quote still stands elsewhere in the document, so that only the answer shows the fault."""
    change(spoilt, PROGRAMME, r"Cơ quan chủ trì: Phòng Kinh tế", "Cơ quan chủ trì: Phòng Văn hoá - Xã hội")
    status, _, lost, stale = gate(capsys, spoilt)
    assert (status, lost, stale) == (FAILED, {"who-001", "who-002"}, set())


class Spoilt(Assistant):
    """The product's assistant with one fault in its answers."""

    def spoil(self, question: str, answer: Answer) -> Answer:
        raise NotImplementedError

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        return self.spoil(question, super().ask(question, history, filters))


class NeverRefuses(Spoilt):
    def spoil(self, _question: str, answer: Answer) -> Answer:
        return replace(answer, status="answered") if answer.status == "not_found" else answer


class InventsNumbers(Spoilt):
    def spoil(self, question: str, answer: Answer) -> Answer:
        wants = "rác thải" in question and answer.status == "answered"
        return replace(answer, answer=answer.answer + "\n\nTổng kinh phí 98,765 tỷ đồng.") if wants else answer


class InventsDecisions(Spoilt):
    def spoil(self, question: str, answer: Answer) -> Answer:
        wants = "Tổng đàn lợn" in question
        return replace(answer, answer=answer.answer + " (Quyết định 45/QĐ-UBND)") if wants else answer


class Misquotes(Spoilt):
    def spoil(self, question: str, answer: Answer) -> Answer:
        if "Hiến máu" not in question:
            return answer
        first, *others = answer.citations
        return replace(answer, citations=(replace(first, quote=first.quote.replace("190", "290")), *others))


class CitesTheWrongPlace(Spoilt):
    """Right words, wrong evidence: no answer flips, only the metrics fall."""

    def spoil(self, _question: str, answer: Answer) -> Answer:
        return replace(answer, citations=tuple(replace(c, spans=((0, 1),), quote="") for c in answer.citations))


@pytest.fixture(scope="module")
def asked(known: list[Question]) -> list[Question]:
    return [question for question in known if question.id in NAMES]


def verdict(faulty: type[Spoilt], assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> tuple[Verdict, str]:
    """The gate's verdict on a faulty assistant against the true one, and what it says."""
    before = as_json([o for o in outcomes if o.question.id in NAMES], assistant.knowledge)
    after = run(faulty(assistant.knowledge), asked)
    found = judge(before, as_json(after, assistant.knowledge), after)
    return found, "\n".join(verdict_lines(found, labels("vi")))


def test_refusal_switched_off(assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> None:
    found, _ = verdict(NeverRefuses, assistant, asked, outcomes)
    assert found.fails
    assert set(found.change.lost) == set(ASKED[""])


def test_an_invented_number(assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> None:
    found, said = verdict(InventsNumbers, assistant, asked, outcomes)
    assert found.fails
    assert found.change.lost == ()  # the right words are still there: only the support check sees it
    names = {o.question.id for o in found.numbers}
    assert names == {q.id for q in asked if "rác thải" in q.question}
    assert all(name in said for name in names)
    assert "98,765" in said


def test_an_invented_document_number(assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> None:
    found, said = verdict(InventsDecisions, assistant, asked, outcomes)
    assert found.fails
    assert [o.question.id for o in found.identifiers] == ["number-017"]
    assert "45/QĐ-UBND" in said


def test_a_quote_that_is_not_the_source(assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> None:
    found, said = verdict(Misquotes, assistant, asked, outcomes)
    assert found.fails
    assert [o.question.id for o in found.untrue] == ["footnote-002"]
    assert "footnote-002" in said


def test_a_metric_beyond_its_interval(assistant: Assistant, asked: list[Question], outcomes: list[Outcome]) -> None:
    found, said = verdict(CitesTheWrongPlace, assistant, asked, outcomes)
    assert found.fails
    assert set(found.change.fallen) == {"citation recall", "citation precision"}
    assert "citation recall" in said
    assert "recall@5" not in found.change.fallen


def test_a_new_question_without_proof_is_refused_alone_and_named_by_the_gate(
    capsys: pytest.CaptureFixture[str], spoilt: Path
) -> None:
    path = spoilt / "eval" / "questions.jsonl"
    row = {"id": "new", "lang": "vi", "kind": "number", "question": "Bao nhiêu?", "must": [["7"]],
           "gold": [{"doc": REPORT, "quote": "bảy con rồng"}]}  # fmt: skip
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    capsys.readouterr()
    assert main(["eval", "--project", str(spoilt)]) == FAILED
    assert f"dòng {len(NAMES) + 1} (new)" in capsys.readouterr().err
    status, out, lost, stale = gate(capsys, spoilt)
    assert (status, lost, stale) == (FAILED, set(), {"new"})
    assert f"dòng {len(NAMES) + 1}: trích dẫn vàng không còn" in out


def test_a_question_taken_out_of_the_file_is_said(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    path = spoilt / "eval" / "questions.jsonl"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if '"who-001"' not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    status, out, lost, _ = gate(capsys, spoilt)
    assert (status, lost) == (OK, set())
    assert "không được hỏi lần này (không tính): who-001" in out


def test_nothing_in_common_with_the_baseline_is_no_pass(capsys: pytest.CaptureFixture[str], spoilt: Path) -> None:
    path = spoilt / "eval" / "baseline.json"
    baseline = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**baseline, "questions": {}}), encoding="utf-8")
    status, out, _, _ = gate(capsys, spoilt)
    assert status == FAILED
    assert "Không có câu nào chung với mốc" in out
