"""`askresolution bench` and `eval --tune`, on made sets."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from askresolution.cli import FAILED, OK, USAGE, main
from askresolution.evaluation import tune as tuning
from askresolution.evaluation.beir import Typed, run_beir, typed_as
from askresolution.evaluation.questions import load_questions
from askresolution.evaluation.scale import made_passages, run_scale
from askresolution.index.embedder import load_embedder
from askresolution.retrieval.ranking import FEATURES, Ranking, load_ranking, shipped_ranking
from askresolution.settings import Settings, load_settings
from askresolution.vietnamese import fold
from tests.conftest import CORPUS, ROOT

TEXTS = ("Toàn xã có 1.250 đàn ong.", "Thu gom rác thải tại nguồn.", "Xây trường mầm non đạt chuẩn.", "Nâng cấp đường liên thôn.")
ASKED = ("Có bao nhiêu đàn ong?", "Rác thải được thu gom ở đâu?", "Trường mầm non nào đạt chuẩn?", "Đường nào được nâng cấp?")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Four passages, four questions, each with its own passage."""
    folder = tmp_path / "made"
    (folder / "qrels").mkdir(parents=True)
    rows = [json.dumps({"_id": f"p{n}", "title": "", "text": text}, ensure_ascii=False) for n, text in enumerate(TEXTS)]
    (folder / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    asked = [json.dumps({"_id": f"q{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(ASKED)]
    (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    lines = ["query-id\tcorpus-id\tscore", *(f"q{n}\tp{n}\t1" for n in range(4))]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def bench(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["bench", *arguments])
    return status, *capsys.readouterr()


def test_one_folder_prints_its_scores(capsys: pytest.CaptureFixture[str], beir: Path, project: Path) -> None:
    status, out, _ = bench(capsys, "--beir", str(beir), "--json", "--project", str(project))
    told = json.loads(out)
    assert status == OK
    assert (told["questions"], told["passages"], told["recall_1"], told["mrr_10"], told["ndcg_10"]) == (4, 4, 1.0, 1.0, 1.0)
    assert "peers" not in told


def test_stock_pipelines_get_the_same_questions(capsys: pytest.CaptureFixture[str], beir: Path, project: Path) -> None:
    found = run_beir(beir, load_settings(project, environ={}), Typed(undiacritised=True), against=True)
    assert list(found) == ["askresolution", "lexical", "bm25", "langchain"]
    assert found["askresolution"].recall_1 == found["lexical"].recall_1 == 1.0
    # "Duong nao duoc nang cap?" shares no word with its passage as plain BM25 sees it, nor has "Co bao nhieu dan ong?" but "ong".
    assert found["bm25"].recall_1 <= 0.5
    status, out, _ = bench(capsys, "--beir", str(beir), "--against", "--lang", "en", "--project", str(project))
    assert status == OK
    assert "LangChain + Chroma" in out
    assert "ours is" in out


def test_several_folders_are_told_apart(capsys: pytest.CaptureFixture[str], beir: Path, project: Path) -> None:
    other = Path(shutil.copytree(beir, beir.parent / "other"))
    _, out, _ = bench(capsys, "--beir", str(beir), "--beir", str(other), "--json", "--project", str(project))
    assert [row["set"] for row in json.loads(out)["sets"]] == ["made", "other"]


def test_without_a_folder_the_own_documents_are_timed(capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path) -> None:
    project = tmp_path / "own"
    shutil.copytree(settings.project, project)
    (project / "eval").mkdir()
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:5]
    (project / "eval" / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    status, out, _ = bench(capsys, "--lang", "en", "--project", str(project))
    assert status == OK
    assert "No BEIR folder was given" in out
    assert "Parsing: 5 documents" in out
    assert "5 questions over" in out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [(["--against"], USAGE, "--beir DIR"), (["--typos", "2", "--beir", "x"], USAGE, "từ 0 đến 1"), (["--scale", "10"], USAGE, "--beir DIR"),
     (["--scale", "10", "--against", "--beir", "x"], USAGE, "bỏ các lựa chọn khác"), (["--beir", "/nowhere"], FAILED, "JSON Lines")],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(
    capsys: pytest.CaptureFixture[str], project: Path, arguments: list[str], status: int, said: str
) -> None:
    code, _, err = bench(capsys, *arguments, "--project", str(project))
    assert (code, len(err.strip().splitlines()), said in err) == (status, 1, True), err


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [("corpus.jsonl", '{"_id": "p0"}', "dòng 1 thiếu _id hoặc text"), ("queries.jsonl", "[1]", "dòng 1 thiếu"),
     ("qrels/test.tsv", "a\tb\n1\t2\n", "query-id"), ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq9\tp0\t1\n", "không nêu câu hỏi")],
)  # fmt: skip
def test_a_broken_folder_is_named(
    capsys: pytest.CaptureFixture[str], beir: Path, project: Path, file: str, text: str, said: str
) -> None:
    (beir / file).write_text(text, encoding="utf-8")
    code, _, err = bench(capsys, "--beir", str(beir), "--project", str(project))
    assert (code, len(err.strip().splitlines()), said in err) == (FAILED, 1, True), err


def test_a_third_of_the_words_has_a_tenth_of_its_letters_wrong() -> None:
    text = " ".join(["nghiencuukhoahoc"] * 4000)
    mistyped = typed_as(text, Typed(typos=1 / 3), random.Random(0)).split()
    changed = [sum(a != b for a, b in zip(word, "nghiencuukhoahoc", strict=True)) for word in mistyped]
    # 16 letters, a third of the words, a tenth of the letters: 16/30 wrong letters a word on average.
    assert sum(changed) / len(changed) == pytest.approx(16 / 30, rel=0.1)
    # A word stays right when it is spared, or when it is not and all its letters are: 2/3 + 1/3 · 0.9^16.
    assert changed.count(0) / len(changed) == pytest.approx(2 / 3 + 0.9**16 / 3, rel=0.05)
    assert typed_as("Ủy ban?", Typed(undiacritised=True), random.Random(0)) == fold("Ủy ban?")


def test_growth_is_measured_from_the_smallest(capsys: pytest.CaptureFixture[str], beir: Path, project: Path) -> None:
    scales = list(run_scale(beir, [60, 20], load_settings(project, environ={})))
    assert [scale.passages for scale in scales] == [20, 60]
    assert all(scale.chroma_rate and scale.p95_ms >= scale.p50_ms > 0 and scale.index_mb > 0 for scale in scales)
    status, out, _ = bench(capsys, "--beir", str(beir), "--scale", "20", "--scale", "60", "--lang", "en", "--project", str(project))
    assert status == OK
    assert "for 3 times the passages" in out


def test_made_passages_are_the_same_whatever_their_number(beir: Path) -> None:
    from askresolution.evaluation.beir import read_beir

    passages, _, _ = read_beir(beir)
    assert made_passages(passages, 30)[:10] == made_passages(passages, 10)
    assert len({made.text for made in made_passages(passages, 30)}) > 10


def test_make_bench_says_what_it_would_run(tmp_path: Path) -> None:
    made = subprocess.run(["make", "-n", "bench", "BEIR=a b"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "bench --against --beir a --beir b" in made
    alone = subprocess.run(["make", "-n", "bench"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--beir" not in alone


@pytest.fixture
def known(settings: Settings, tmp_path: Path) -> Path:
    """The five documents, indexed, with a part of the known questions."""
    project = tmp_path / "known"
    shutil.copytree(settings.index_dir, project / "index")
    shutil.copytree(CORPUS, project / "corpus", copy_function=shutil.copy2)
    (project / "eval").mkdir()
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    (project / "eval" / "questions.jsonl").write_text("\n".join(lines[:120]), encoding="utf-8")
    return project


def tune(capsys: pytest.CaptureFixture[str], project: Path, *more: str) -> tuple[int, str, str]:
    status = main(["eval", "--tune", *more, "--project", str(project)])
    return status, *capsys.readouterr()


def test_better_weights_are_saved_for_the_model_in_use(
    capsys: pytest.CaptureFixture[str], known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped weights are replaced by ones that look at headings alone, which fitting must beat."""
    poor = Ranking(dict.fromkeys(("vi", "en"), shipped_ranking(load_embedder(Settings())).with_dense(0.02).weights["vi"] * [0.1, 0, 0, 0, 20, 1]))
    monkeypatch.setattr(tuning, "shipped_ranking", lambda _: poor)
    status, out, _ = tune(capsys, known, "--json")
    told = json.loads(out)
    assert status == OK
    assert told["cross_validated_mrr"] > told["shipped_mrr"]
    stored = json.loads((known / "ranking.json").read_text(encoding="utf-8"))
    embedder = load_embedder(load_settings(known, environ={}))
    assert stored["model"] == embedder.fingerprint
    assert set(stored["weights"]["vi"]) == set(FEATURES)
    in_use = load_ranking(known, embedder, -1.0).weights["vi"]
    assert in_use.tolist() == pytest.approx([told["weights"]["vi"][name] for name in FEATURES], abs=1e-4)


def test_weights_that_are_no_better_are_not_saved(
    capsys: pytest.CaptureFixture[str], known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = shipped_ranking(load_embedder(Settings()))
    monkeypatch.setattr(tuning, "fitted_on", lambda *_: shipped)
    status, out, _ = tune(capsys, known, "--lang", "en")
    assert status == FAILED
    assert "Nothing is saved" in out
    assert not (known / "ranking.json").exists()


def test_tuning_needs_questions_and_a_free_dense_weight(capsys: pytest.CaptureFixture[str], known: Path) -> None:
    (known / "askresolution.toml").write_text("dense_weight = 0.3", encoding="utf-8")
    status, _, err = tune(capsys, known)
    assert (status, "dense_weight = -1" in err) == (USAGE, True)
    (known / "askresolution.toml").unlink()
    lines = (known / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    (known / "eval" / "questions.jsonl").write_text("\n".join(lines[:9]), encoding="utf-8")
    status, _, err = tune(capsys, known)
    assert (status, "ít nhất 20 câu" in err) == (FAILED, True)
    assert tune(capsys, known, "--gate")[0] == USAGE


def test_wordings_of_one_question_are_tried_together() -> None:
    questions = load_questions(ROOT / "eval" / "questions.jsonl")
    folds: dict[tuple[str, str], set[int]] = {}
    for question in questions:
        if question.gold:
            folds.setdefault((question.gold[0].doc, question.gold[0].quote), set()).add(tuning.fold_of(question))
    assert all(len(found) == 1 for found in folds.values())
    assert len(set.union(*folds.values())) == tuning.FOLDS
