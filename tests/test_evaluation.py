"""The evaluation suite: metrics by their arithmetic, the question file and its checker, drafts, stale questions, commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.answering.scoring import calibration
from askresolution.cli import FAILED, OK, USAGE, main
from askresolution.domain import Document
from askresolution.errors import EvaluationError
from askresolution.evaluation import metrics
from askresolution.evaluation.chance import gap_interval, interval, paired, sign_test
from askresolution.evaluation.checking import borrows, check_gold, makeup
from askresolution.evaluation.gate import compare, gap_of
from askresolution.evaluation.labels import labels
from askresolution.evaluation.places import Places, holds
from askresolution.evaluation.questions import KINDS, Gold, Question, load_questions
from askresolution.evaluation.report import as_json, gap_lines, read_run, reliabilities, reliability_lines
from askresolution.evaluation.run import Outcome, run, summary
from askresolution.evaluation.suggest import as_lines, suggest
from askresolution.evaluation.support import unsupported_identifiers, unsupported_numbers
from askresolution.settings import Settings, load_settings
from askresolution.web.payload import answer_payload
from tests.conftest import FIVE, ROOT

LINE = {"id": "a", "lang": "vi", "kind": "number", "question": "Có bao nhiêu đàn ong?", "history": [], "note": "",
        "gold": [{"doc": "nghi-quyet", "quote": "toàn xã có 1.250 đàn ong"}], "must": [["1.250"]]}  # fmt: skip


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def write(path: Path, *rows: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------- metrics


def test_search_metrics_count_golds() -> None:
    held = [set(), {0}, {0, 1}, set(), {2}]
    assert metrics.gold_recall_at(1, held, 3) == 0
    assert metrics.gold_recall_at(3, held, 3) == 2 / 3
    assert metrics.gold_recall_at(5, held, 3) == 1
    assert metrics.gold_reciprocal_rank(10, held, 3) == 1 / 2
    ideal = 1 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert metrics.gold_ndcg_at(10, held, 3) == pytest.approx((1 / log2(3) + 1 / log2(4) + 1 / log2(6)) / ideal)
    assert metrics.gold_ndcg_at(10, [{0, 1}], 2) == 1  # one chunk that holds everything cannot do better
    assert metrics.gold_recall_at(5, [], 0) == metrics.gold_reciprocal_rank(5, [], 0) == metrics.gold_ndcg_at(5, [], 0) == 1


def test_refusals_citations_and_lengths() -> None:
    refused, unanswerable = [True, True, False, False], [True, False, True, False]
    assert metrics.refusal_precision(refused, unanswerable) == 1 / 2
    assert metrics.refusal_recall(refused, unanswerable) == 1 / 2
    assert metrics.refusal_precision([False], [True]) == 1
    assert metrics.citation_recall([{0}, set(), {0}], 2) == 1 / 2
    assert metrics.citation_precision([{0}, set(), {0}]) == 2 / 3
    assert metrics.citation_precision([]) is None
    assert metrics.quote_fidelity([True, False]) == 1 / 2
    assert metrics.median_length([10, 30, 20]) == 20
    assert metrics.percentile(0.5, [3.0, 1.0, 2.0]) == 2.0
    assert metrics.correctness([True, False, True, True]) == 3 / 4


def test_reliability_sets_what_is_stated_beside_what_is_true() -> None:
    stated, true = [0.1, 0.15, 0.9, 1.0], [False, True, True, True]
    low, high = metrics.reliability(stated, true, bins=5)
    assert (low.count, low.stated, low.true) == (2, pytest.approx((0.1 + 0.15) / 2), 1 / 2)
    assert (high.low, high.high, high.count, high.true) == (4 / 5, 1.0, 2, 1.0)  # 1.0 belongs to the last bin
    error = 2 / 4 * abs(1 / 2 - (0.1 + 0.15) / 2) + 2 / 4 * abs(1 - (0.9 + 1.0) / 2)
    assert metrics.calibration_error(stated, true, bins=5) == pytest.approx(error)
    assert metrics.brier_score(stated, true) == pytest.approx((0.1**2 + 0.85**2 + 0.1**2 + 0) / 4)
    assert metrics.calibration_error([], []) == metrics.brier_score([], []) == 0.0


def test_chance_is_told_from_progress() -> None:
    assert sign_test(0, 5) == 2 * 1 / 2**5
    assert sign_test(1, 3) == 2 * (1 + 4) / 2**4
    assert sign_test(0, 0) == 1
    assert sign_test(800, 800) == 1  # more changes than a float counts ways for
    assert 0 < sign_test(700, 800) < 0.05
    assert interval([1.0] * 10) == (1.0, 1.0)
    assert interval([0.0, 1.0] * 20) == interval([0.0, 1.0] * 20)
    worse, same = paired([1.0] * 30, [0.0] * 20 + [1.0] * 10), paired([0.0, 1.0] * 10, [1.0, 0.0] * 10)
    assert (worse.worse, worse.difference, worse.lost) == (True, pytest.approx(-2 / 3), 20)
    assert (same.worse, same.better, same.difference) == (False, False, 0)
    assert gap_interval([1.0] * 9, [0.0] * 9) == (1.0, 1.0)


def test_a_widening_gap_is_said() -> None:
    def rows(develop: int, report: int) -> dict[str, object]:
        made = {f"d{n}": {"split": "develop", "correct": n < develop} for n in range(20)}
        return {"questions": {**made, **{f"r{n}": {"split": "report", "correct": n < report} for n in range(10)}}}

    before, after = rows(16, 8), rows(20, 8)
    gap = gap_of(after, before)
    assert (gap.shared, gap.before, gap.wider) == (pytest.approx(20 / 20 - 8 / 10), pytest.approx(0), pytest.approx(0.2))
    assert gap.widened
    assert "CẢNH BÁO" in "\n".join(gap_lines(gap, labels("vi")))
    assert not gap_of(before, after).widened
    assert "WARNING" not in "\n".join(gap_lines(gap_of(before, before), labels("en")))


def test_every_label_has_both_languages_with_the_same_variables() -> None:
    import string

    from askresolution.evaluation.labels import _WORDS

    for key, texts in _WORDS.items():
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
        assert all(texts), key
        assert names[0] == names[1], key


# ------------------------------------------------------------------------------------------------- places


def test_a_quote_is_found_across_a_page_break_and_in_another_normal_form(five: dict[str, Document]) -> None:
    places = Places(five)
    name = "nghi-duong-chuong-trinh-hanh-dong"
    across = "thực hiện giảm thời lượng số và số cuộc hội, họp nhưng tăng chất lượng"  # a page number stands after "cuộc"
    found = places.find(name, across)
    assert len(found) == 1
    assert len(found[0]) == 2
    assert places.path(name, found[0])[-1].startswith("1.8.")
    assert places.find(name, "THUỶ SẢN THEO HƯỚNG SINH THÁI") == places.find(name, "thủy sản theo hướng sinh thái")
    assert places.find(name, "câu này không có ở đâu cả") == places.find("khong-co", "x") == []
    assert holds([(0, 10)], [(5, 50)])
    assert not holds([(0, 10)], [(6, 50)])


# ------------------------------------------------------------------------------------------------- question file


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("{", "không phải JSON"),
        ("[]", "cần một đối tượng JSON"),
        ({**LINE, "kind": "wish"}, "kind 'wish' lạ"),
        ({**LINE, "lang": "fr"}, "lang 'fr' lạ"),
        ({**LINE, "id": 7}, "thiếu id"),
        ({**LINE, "id": "first"}, "lặp lại"),
        ({**LINE, "must": []}, "ít nhất một nhóm must"),
        ({**LINE, "must": "1.250"}, "must cần là một danh sách"),
        ({**LINE, "must": [[]]}, "must cần các nhóm"),
        ({**LINE, "must": ["1.250"]}, "must cần các nhóm"),
        ({**LINE, "gold": [{"doc": "x"}]}, "gold.quote"),
        ({**LINE, "gold": [{"doc": "x", "quote": " "}]}, "gold.quote"),
        ({**LINE, "gold": "x"}, "gold cần là một danh sách"),
        ({**LINE, "history": [{"role": "bot", "content": "x"}]}, "history cần"),
        ({**LINE, "note": 3}, "note cần là một chuỗi"),
        ({**LINE, "traits": ["loud"]}, "misprint, abbreviation"),
    ],
)
def test_a_faulty_line_is_refused_with_its_number_and_the_reason(tmp_path: Path, fault: object, said: str) -> None:
    path = write(tmp_path / "q.jsonl", {**LINE, "id": "first"}, "", fault)
    with pytest.raises(EvaluationError, match="dòng 3") as caught:
        load_questions(path)
    assert said in str(caught.value)


def test_unknown_keys_and_missing_optional_ones_are_taken(tmp_path: Path) -> None:
    bare = {key: LINE[key] for key in ("id", "lang", "kind", "question", "must")}
    (question,) = load_questions(write(tmp_path / "q.jsonl", {**bare, "author": "ai đó"}))
    assert (question.gold, question.history, question.traits, question.line) == ((), (), (), 1)


def test_a_quote_that_never_was_there_is_refused_with_its_line(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    never = {**LINE, "id": "b", "gold": [{"doc": "nghi-quyet", "quote": "chín nghìn đàn ong"}], "must": [["chín nghìn"]]}
    unproven = {**LINE, "id": "c", "must": [["9.999"]]}
    lost = {**LINE, "id": "d", "gold": [{"doc": "khong-co", "quote": "x"}], "must": [["x"]]}
    path = write(project / "q.jsonl", LINE, never, unproven, lost)
    status, _, err = call(capsys, "eval", "--questions", str(path), "--project", str(project))
    assert status == FAILED
    assert len(err.strip().splitlines()) == 1
    assert "dòng 2 (b): trích dẫn không có nguyên văn" in err
    status, out, _ = call(capsys, "eval", "--questions", str(path), "--project", str(project), "--check")
    assert status == FAILED
    assert [part in out for part in ("dòng 2 (b)", "dòng 3 (c): nhóm must", "dòng 4 (d): tài liệu 'khong-co'")] == [True] * 3


def test_expected_words_that_a_foreign_file_does_not_quote_are_only_said(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    path = write(project / "q.jsonl", LINE, {**LINE, "id": "c", "must": [["9.999"]]})
    status, _, err = call(capsys, "eval", "--questions", str(path), "--project", str(project))
    assert status != FAILED
    assert "dòng 2 (c): nhóm must" in err


def test_the_set_is_what_it_must_be(five: dict[str, Document], known: list[Question], assistant: Assistant) -> None:
    made = makeup(known)
    assert made.total >= 250
    assert set(made.kinds) == set(KINDS)
    assert made.marked >= 40
    assert made.kinds["followup"] >= 30
    assert made.kinds["unanswerable"] >= 40
    assert made.languages["vi-nodia"] >= 40
    assert made.languages["en"] >= 30
    assert made.borrowed_share <= 1 / 3
    assert 0.25 < made.splits["report"] / made.total < 0.42
    assert check_gold(known, assistant.knowledge.documents) == []
    assert Counter(q.history != () for q in known if q.kind == "followup") == {True: made.kinds["followup"]}
    assert {gold.doc for question in known for gold in question.gold} == set(FIVE)


def test_borrowed_wording_is_told_from_own_words() -> None:
    gold = (Gold("d", "tỷ lệ hộ nghèo của xã còn dưới 0,2%"),)
    asked = Question("q", "vi", "number", "Tỷ lệ hộ nghèo của xã còn bao nhiêu?", (), gold, (("0,2",),))
    assert borrows(asked)
    assert borrows(replace(asked, question="ty le ho ngheo cua xa con may"))
    assert not borrows(replace(asked, question="Bao nhiêu gia đình trong xã vẫn chưa thoát nghèo?"))
    assert not borrows(replace(asked, gold=()))


# ------------------------------------------------------------------------------------------------- a whole run


def test_known_questions_are_answered_exactly_and_alike_every_time(
    assistant: Assistant, known: list[Question], outcomes: list[Outcome]
) -> None:
    scores = summary(outcomes)
    assert scores["quote fidelity"] == 1.0
    assert scores["unsupported numbers"] == scores["unsupported identifiers"] == 0
    assert scores["correct"] > 0.8
    third = [q for q in known if q.split == "report"]
    again = as_json(run(assistant, third), assistant.knowledge)
    first = as_json([o for o in outcomes if o.question.split == "report"], assistant.knowledge)
    assert again == first
    assert not compare(first, again).fails


def test_questions_are_read_alike_in_every_process(settings: Settings) -> None:
    """The order of sets differs from process to process; nothing may hang on it."""
    code = (
        "import hashlib; from pathlib import Path; from askresolution.answering.assistant import Assistant; "
        "from askresolution.evaluation.questions import load_questions; from askresolution.settings import load_settings; "
        f"assistant = Assistant.open(load_settings({str(settings.project)!r}, {{}})); "
        f"asked = load_questions(Path({str(ROOT / 'eval' / 'questions.jsonl')!r})); "
        "read = [sorted(assistant.knowledge.understanding.read(q.question).weights.items()) for q in asked]; "
        "print(hashlib.sha256(repr(read).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, timeout=120,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(digests) == 1


def test_every_answer_states_how_likely_there_is_one(assistant: Assistant, outcomes: list[Outcome]) -> None:
    """Better than stating the same share for every question, on both splits, and told for each of them."""
    rows = as_json(outcomes, assistant.knowledge)["questions"].values()
    assert all(0 <= row["confidence"] <= 1 for row in rows)
    for split in reliabilities(outcomes):
        answerable = [row["kind"] != "unanswerable" for row in rows if row["split"] == split.name]
        share = sum(answerable) / len(answerable)
        assert split.count == len(answerable) == sum(b.count for b in split.bins)
        assert split.brier < share * (1 - share) * 0.6  # far below what the bare share would score
    assert [split.name for split in reliabilities(outcomes)] == list(dict.fromkeys(o.question.split for o in outcomes))
    assert sum("–" in line for line in reliability_lines(outcomes, labels("vi"))) == sum(len(s.bins) for s in reliabilities(outcomes))


def test_confidence_rises_with_the_best_sentence_and_is_no_part_of_the_contract(assistant: Assistant) -> None:
    known = calibration()
    told = [known.confidence("sentence", odds) for odds in (-50.0, -3.0, 0.0, 3.0, 50.0)]
    assert told == sorted(told)
    assert len(set(told)) == 5
    assert known.rule < 0.5 < known.fact
    answer = assistant.ask("Thủ đô của nước Pháp ở đâu?")
    assert answer.confidence is not None
    assert "confidence" not in answer_payload(answer)


def test_the_accepted_baseline_holds(assistant: Assistant, outcomes: list[Outcome]) -> None:
    """The gate itself: whoever loses a known answer either mends it or accepts a new baseline with a reason."""
    change = compare(read_run(ROOT / "eval" / "baseline.json"), as_json(outcomes, assistant.knowledge))
    assert change.common >= 400
    assert change.lost == ()


def test_a_run_tells_what_determined_it(assistant: Assistant, outcomes: list[Outcome]) -> None:
    result = as_json(outcomes[:3], assistant.knowledge)
    assert set(result["corpus"]) == set(FIVE)
    assert result["engine"] == "extractive"
    assert result["embedder_fingerprint"] == assistant.knowledge.index.embedder.fingerprint
    assert result["settings"]["passages"] == assistant.knowledge.settings.passages
    assert "project" not in result["settings"]


def test_numbers_and_identifiers_without_support_are_found(assistant: Assistant, outcomes: list[Outcome]) -> None:
    outcome = next(o for o in outcomes if o.question.id == "who-001")
    documents, answer = assistant.knowledge.documents, outcome.answer
    assert unsupported_numbers(outcome.question, answer, documents) == ()
    invented = replace(answer, answer=answer.answer + " Kinh phí 98,7 tỷ đồng theo Quyết định 999/QĐ-TTg [1].")
    assert unsupported_numbers(outcome.question, invented, documents) == ("98,7", "999")
    assert unsupported_identifiers(outcome.question, invented, documents) == ("999/QĐ-TTg",)
    assert unsupported_numbers(outcome.question, replace(invented, status="not_found"), documents) == ()


# ------------------------------------------------------------------------------------------------- drafts


def test_drafts_are_proven_and_load_as_questions(five: dict[str, Document], tmp_path: Path) -> None:
    for name, document in five.items():
        drafts = suggest(document)
        assert len(drafts) >= 5, name
        path = tmp_path / f"{name}.jsonl"
        path.write_text(as_lines(drafts), encoding="utf-8")
        loaded = load_questions(path)
        assert [replace(q, line=0) for q in loaded] == drafts
        assert check_gold(loaded, {name: document}) == []
    kinds = {draft.kind for document in five.values() for draft in suggest(document)}
    assert kinds >= {"who", "deadline", "number", "list", "footnote", "identifier", "overview"}


def test_drafts_are_printed_or_written_and_overwrite_nothing(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    options = ["eval", "--suggest", "nghi-quyet", "--project", str(project)]
    status, out, _ = call(capsys, *options)
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == OK
    assert any(row["must"] == [["Phòng Nông nghiệp"]] and row["kind"] == "who" for row in rows)
    assert set(rows[0]) == set(LINE)
    target = project / "drafts.jsonl"
    status, out, _ = call(capsys, *options, "--out", str(target))
    assert (status, len(target.read_text().splitlines())) == (OK, len(rows))
    assert call(capsys, *options, "--out", str(target))[0] == FAILED
    status, _, err = call(capsys, "eval", "--suggest", "khong-co", "--project", str(project))
    assert (status, "nghi-quyet" in err) == (USAGE, True)


# ------------------------------------------------------------------------------------------------- a changed corpus


@pytest.fixture
def accepted(capsys: pytest.CaptureFixture[str], project: Path) -> Path:
    """The small project with three known questions and an accepted baseline."""
    lead = {**LINE, "id": "lead", "kind": "who", "question": "Ai chủ trì đề án nhãn hiệu mật ong?", "must": [["Phòng Nông nghiệp"]],
            "gold": [{"doc": "nghi-quyet", "quote": "+ Cơ quan chủ trì: Phòng Nông nghiệp."}]}  # fmt: skip
    none = {**LINE, "id": "none", "kind": "unanswerable", "question": "Giá vé máy bay?", "gold": [], "must": []}
    write(project / "eval" / "questions.jsonl", LINE, lead, none)
    assert call(capsys, "eval", "--accept", "mốc đầu", "--project", str(project))[0] == OK
    return project


def change_text(project: Path, old: str, new: str) -> None:
    path = project / "corpus" / "nghi-quyet.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_stale_questions_come_with_the_nearest_new_wording(capsys: pytest.CaptureFixture[str], accepted: Path) -> None:
    options = ["eval", "--stale", "--project", str(accepted)]
    assert call(capsys, *options)[:2] == (OK, "Không có câu hỏi nào lỗi thời.\n")
    change_text(accepted, "toàn xã có 1.250 đàn ong", "toàn xã có từ 1.400 đàn ong trở lên")
    change_text(accepted, "II. PHÂN CÔNG", "II. TỔ CHỨC THỰC HIỆN")
    status, out, _ = call(capsys, *options, "--json")
    quote, section = json.loads(out)["stale"]
    assert status == FAILED
    assert (quote["id"], quote["reason"]) == ("a", "quote")
    assert "1.400 đàn ong" in quote["nearest"]["text"]
    assert (section["id"], section["reason"]) == ("lead", "section")
    assert "PHÂN CÔNG" in section["before"][0]
    assert "TỔ CHỨC THỰC HIỆN" in section["after"][0]
    english = call(capsys, *options, "--lang", "en")[1]
    assert "the gold quote is no longer in nghi-quyet" in english
    assert "1.400 đàn ong" in english


def test_a_removed_document_is_stale_too(capsys: pytest.CaptureFixture[str], accepted: Path) -> None:
    shutil.move(accepted / "corpus" / "nghi-quyet.txt", accepted / "corpus" / "ban-moi.txt")
    rows = json.loads(call(capsys, "eval", "--stale", "--json", "--project", str(accepted))[1])["stale"]
    assert {row["reason"] for row in rows} == {"document"}
    assert {row["nearest"]["doc"] for row in rows} == {"ban-moi"}


def test_sections_that_changed_since_the_last_index(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    options = ["documents", "--diff", "--project", str(project)]
    status, _, err = call(capsys, *options)
    assert (status, "askresolution index" in err) == (FAILED, True)
    assert call(capsys, "index", "--project", str(project))[0] == OK
    assert "Không mục nào khác" in call(capsys, *options)[1]
    change_text(project, "1.250", "1.300")
    change_text(project, "II. PHÂN CÔNG", "II. GIAO VIỆC")
    change_text(project, "T/M ĐẢNG ỦY", "III. THEO DÕI\n1. Văn phòng Đảng ủy theo dõi và báo cáo hằng quý.\n\nT/M ĐẢNG ỦY")
    (project / "corpus" / "them.txt").write_text("I. MỤC TIÊU\n1. Trồng mười vườn hoa.\n", encoding="utf-8")
    changes = json.loads(call(capsys, *options, "--json")[1])["changes"]
    kinds = {(change["document"], change["kind"], change["path"][-1]) for change in changes}
    assert kinds == {
        ("nghi-quyet", "changed", "I. MỤC TIÊU"), ("nghi-quyet", "renamed", "II. GIAO VIỆC"),
        ("nghi-quyet", "added", "III. THEO DÕI"), ("them", "added", "I. MỤC TIÊU"),
    }  # fmt: skip
    changed = next(change for change in changes if change["kind"] == "changed")
    assert "1.250" in changed["before"]
    assert "1.300" in changed["after"]
    told = call(capsys, *options, "--lang", "en")[1]
    assert "renamed" in told
    (project / "corpus" / "nghi-quyet.txt").unlink()
    removed = json.loads(call(capsys, *options, "--json")[1])["changes"]
    assert {change["kind"] for change in removed if change["document"] == "nghi-quyet"} == {"removed"}
    assert call(capsys, "index", "--project", str(project))[0] == OK
    assert "Không mục nào khác" in call(capsys, *options)[1]


# ------------------------------------------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--stale", "--check"], USAGE, "không dùng cùng nhau"),
        (["--out", "x.jsonl"], USAGE, "--suggest"),
        (["--accept", "x", "--gate"], USAGE, "--gate"),
        (["--accept", "x", "--only", "who"], USAGE, "--only"),
        (["--accept", " "], USAGE, "lý do"),
        (["--only", "wish"], USAGE, "wish"),
        (["--only", "cause"], FAILED, "cause"),
        (["--engine", "generative"], USAGE, "ASKRESOLUTION_LLM"),
        (["--gate"], FAILED, "baseline.json"),
        (["--questions", "/nowhere"], FAILED, "/nowhere"),
        (["--report", "/proc/x/r.html"], FAILED, "/proc/x/r.html"),
    ],
)
def test_options_that_cannot_be_followed_are_one_clear_line(
    capsys: pytest.CaptureFixture[str], project: Path, options: list[str], status: int, said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("ASKRESOLUTION_LLM", raising=False)
    write(project / "eval" / "questions.jsonl", LINE)
    code, _, err = call(capsys, "eval", *options, "--project", str(project))
    assert (code, len(err.strip().splitlines()), said in err) == (status, 1, True), err


def test_a_run_is_saved_compared_and_reported(capsys: pytest.CaptureFixture[str], accepted: Path) -> None:
    saved = accepted / "run.json"
    status, out, _ = call(capsys, "eval", "--save", str(saved), "--against", "--failures", "--project", str(accepted))
    assert status == OK
    report = Path(out.strip().splitlines()[-1].removeprefix("Báo cáo: "))
    assert report.parent == accepted / "eval" / "runs"
    assert "LangChain" in out
    assert report.read_text(encoding="utf-8").count("<svg") >= 6
    assert read_run(saved)["questions"]["lead"]["paths"][0][0] == "II. PHÂN CÔNG"
    status, out, _ = call(capsys, "eval", "--compare", str(saved), "--gate", "--json", "--project", str(accepted))
    told = json.loads(out)
    assert status == OK
    assert told["gate"]["passed"]
    assert told["scoring"] == read_run(saved)["scoring"]
    again = {key: value for key, value in told.items() if key not in ("gate", "gap")}
    assert again == read_run(saved)


def test_settings_of_a_project_reach_the_run(capsys: pytest.CaptureFixture[str], accepted: Path) -> None:
    (accepted / "askresolution.toml").write_text("passages = 5", encoding="utf-8")
    told = json.loads(call(capsys, "eval", "--json", "--project", str(accepted))[1])
    assert told["settings"]["passages"] == load_settings(accepted, environ={}).passages == 5
