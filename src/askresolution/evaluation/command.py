"""`askresolution eval`: what its options do, in the order in which they are done."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Document
from askresolution.errors import EvaluationError, SettingsError
from askresolution.evaluation.checking import Fault, check_gold, makeup
from askresolution.evaluation.engines import chat_model, open_engine
from askresolution.evaluation.gate import Verdict, compare, gap_of, judge
from askresolution.evaluation.labels import Say, labels
from askresolution.evaluation.page import Content, render
from askresolution.evaluation.peers import score_peers
from askresolution.evaluation.questions import KINDS, Question, load_questions
from askresolution.evaluation.report import (
    as_json,
    change_lines,
    gap_lines,
    peer_lines,
    read_run,
    reliability_lines,
    table,
    write_run,
    write_text,
)
from askresolution.evaluation.run import Outcome, run
from askresolution.evaluation.stale import knows_sections, reason, stale_golds, stale_lines, stale_rows
from askresolution.evaluation.suggest import as_lines, suggest
from askresolution.evaluation.tune import tune
from askresolution.index.build import open_index
from askresolution.retrieval.ranking import FEATURES
from askresolution.settings import Settings

PASSED, FAILED = 0, 1
Bar = Callable[[str, int, int], None]


def evaluate(options: argparse.Namespace, settings: Settings, bring_up_to_date: Callable[[], None], bar: Bar | None) -> int:
    """Runs one `askresolution eval`; the exit status. Raises SettingsError for options that do not go together,
    EvaluationError for files that cannot be used."""
    _check_options(options)
    say = labels(options.lang)
    if options.suggest:
        bring_up_to_date()
        return _suggest(options, _documents(settings), say)
    path = options.questions or settings.eval_dir / "questions.jsonl"
    questions = _chosen(load_questions(path), options.only)
    bring_up_to_date()
    if options.check:
        return _check(questions, _documents(settings), options.json, say)
    if options.stale:
        return _stale(questions, settings, options.json, say)
    if options.tune:
        return _tune(questions, settings, options.json, say)
    return _score(options, settings, path, questions, bar, say)


def _check_options(options: argparse.Namespace) -> None:
    modes = [name for name in ("check", "stale", "suggest", "tune") if getattr(options, name)]
    if len(modes) > 1:
        raise SettingsError(f"--{' và --'.join(modes)} không dùng cùng nhau; hãy chạy từng lệnh")
    if options.out and not options.suggest:
        raise SettingsError("--out chỉ dùng cùng --suggest DOC; để ghi kết quả chấm hãy dùng --save FILE")
    if options.accept is not None and (options.gate or options.only):
        raise SettingsError("--accept không dùng cùng --gate hay --only; hãy chạy --gate trước, rồi --accept với cả bộ câu hỏi")
    if options.accept is not None and not options.accept.strip():
        raise SettingsError('--accept cần một lý do, ví dụ: --accept "thêm nghị quyết tháng 12"')
    if options.tune and (options.gate or options.accept is not None):
        raise SettingsError("--tune không dùng cùng --gate hay --accept; hãy chạy --tune trước, rồi --gate")
    if unknown := set(options.only) - set(KINDS):
        raise SettingsError(f"Loại câu hỏi lạ: {', '.join(sorted(unknown))}; các loại: {', '.join(KINDS)}")


def _documents(settings: Settings) -> dict[str, Document]:
    return open_index(settings).documents


def _chosen(questions: Sequence[Question], only: Sequence[str]) -> list[Question]:
    chosen = [question for question in questions if not only or question.kind in only]
    if not chosen:
        raise EvaluationError(f"Tệp câu hỏi không có câu nào thuộc loại {', '.join(only)}; hãy bỏ --only hoặc chọn loại khác")
    return chosen


def _suggest(options: argparse.Namespace, documents: dict[str, Document], say: Say) -> int:
    if options.suggest not in documents:
        raise SettingsError(f"Không có tài liệu '{options.suggest}'; các tài liệu có: {', '.join(documents)}")
    drafts = suggest(documents[options.suggest])
    if not options.out:
        print(as_lines(drafts), end="")
        return PASSED
    if options.out.exists():
        raise EvaluationError(f"{options.out} đã có; bản nháp không ghi đè tệp nào, hãy chọn tên khác")
    write_text(options.out, as_lines(drafts))
    print(say("suggested", count=len(drafts), path=options.out))
    return PASSED


def _check(questions: Sequence[Question], documents: dict[str, Document], as_json_: bool, say: Say) -> int:
    made, faults = makeup(questions), check_gold(questions, documents)
    if as_json_:
        rows = [{"id": f.question.id, "line": f.question.line, "kind": f.kind, "reason": f.reason} for f in faults]
        _print({**asdict(made), "borrowed_share": round(made.borrowed_share, 4), "faults": rows})
        return FAILED if faults else PASSED
    print(say("check_total", total=made.total, with_gold=made.with_gold))
    for counts in (made.kinds, made.languages, made.splits):
        print("  " + " · ".join(f"{say(name)} {count}" for name, count in counts.items()))
    parts = ", ".join(f"{say(name)} {count}" for name, count in made.traits.items())
    print("  " + say("check_traits", marked=made.marked, parts=parts or say("none")))
    print("  " + say("check_borrowed", count=len(made.borrowed), share=made.borrowed_share))
    for fault in faults:
        print(f"  ! {_where(fault)}: {fault.reason}")
    if not faults:
        print("  " + say("check_ok"))
    return FAILED if faults else PASSED


def _stale(questions: Sequence[Question], settings: Settings, as_json_: bool, say: Say) -> int:
    path = settings.eval_dir / "baseline.json"
    baseline = read_run(path) if path.exists() else None
    found = stale_golds(questions, _documents(settings), baseline)
    if as_json_:
        _print({"stale": stale_rows(found)})
    else:
        print(*stale_lines(found, say), sep="\n")
        if not knows_sections(baseline):
            print("\n" + say("stale_no_paths"))
    return FAILED if found else PASSED


def _tune(questions: Sequence[Question], settings: Settings, as_json_: bool, say: Say) -> int:
    tuning = tune(Knowledge.open(settings), questions)
    weights = {language: dict(zip(FEATURES, map(float, row), strict=True)) for language, row in tuning.ranking.weights.items()}
    if as_json_:
        _print({
            "questions": tuning.questions, "english": tuning.english, "shipped_mrr": tuning.shipped,
            "cross_validated_mrr": tuning.tuned, "weights": weights, "saved": tuning.saved, "path": str(tuning.path),
        })  # fmt: skip
    else:
        print(say("tune_tried", count=tuning.questions, english=tuning.english, before=tuning.shipped, after=tuning.tuned))
        for language, row in weights.items():
            print(f"  {say(language)}: " + " · ".join(f"{name} {value:.3f}" for name, value in row.items()))
        print(say("tune_saved" if tuning.saved else "tune_refused", path=tuning.path))
    return PASSED if tuning.saved else FAILED


def _score(
    options: argparse.Namespace, settings: Settings, path: Path, questions: Sequence[Question], bar: Bar | None, say: Say
) -> int:
    assistant = open_engine(settings, options.engine)
    accepted = settings.eval_dir / "baseline.json"
    baseline = read_run(accepted) if options.gate or accepted.exists() else None
    faults = check_gold(questions, assistant.knowledge.documents)
    if options.questions and not options.gate:
        # Whoever wrote somebody else's file may have chosen a short gold quote: its must groups are that file's own matter.
        if any(fault.kind != "must" for fault in faults):
            raise EvaluationError(_unproven(path, [fault for fault in faults if fault.kind != "must"]))
        for fault in faults:
            print(f"{path}, {_where(fault)}: {fault.reason}", file=sys.stderr)
        faults = []
    if faults and not options.gate:
        raise EvaluationError(_unproven(path, faults))
    stale = {fault.question.id: f"{say('line', number=fault.question.line)}: {reason(fault, say)}" for fault in reversed(faults)}
    outcomes = run(assistant, questions, _progress(bar, "Đánh giá"), stale)
    result = as_json(
        outcomes, assistant.knowledge, options.engine, chat_model(settings) if options.engine == "generative" else ""
    )
    peers = score_peers(assistant.knowledge, outcomes, _progress(bar, "So sánh")) if options.against else []
    change = compare(baseline, result) if baseline else None
    content = Content(result, outcomes, gap_of(result, baseline), baseline, change, peers)
    verdict = judge(baseline, result, outcomes) if options.gate and baseline else None

    said = [table(outcomes, say), "", *gap_lines(content.gap, say)]
    if reliable := reliability_lines(outcomes, say):
        said += ["", *reliable]
    if options.failures:
        said += [line for outcome in outcomes if not outcome.correct for line in _failure(outcome, say)]
    said += ["", *peer_lines(peers, say)] if peers else []
    if options.compare:
        said += ["", *change_lines(options.compare.name, compare(read_run(options.compare), result), result["questions"], say)]
    if verdict:
        said += ["", *change_lines(accepted.name, verdict.change, result["questions"], say), *verdict_lines(verdict, say)]
    if options.save:
        write_run(options.save, result)
    if options.accept:
        write_run(accepted, {"reason": options.accept, **result})
    if options.json:
        _print({**result, **_extras(content, verdict)})
    else:
        print(*said, sep="\n")
    _write_report(options, settings, content, say)
    return FAILED if verdict and verdict.fails else PASSED


def _progress(bar: Bar | None, step: str) -> Callable[[int, int], None] | None:
    return (lambda done, total: bar(step, done, total)) if bar else None


def _unproven(path: Path, faults: Sequence[Fault]) -> str:
    """One line that names the first question that its corpus does not prove, and says how to see the others."""
    more = f" (và {len(faults) - 1} lỗi nữa; xem: askresolution eval --check)" if len(faults) > 1 else ""
    return f"{path}, {_where(faults[0])}: {faults[0].reason}{more}; nếu kho tài liệu vừa đổi, hãy chạy --stale hoặc --gate"


def _where(fault: Fault) -> str:
    return f"dòng {fault.question.line} ({fault.question.id})"


def _failure(outcome: Outcome, say: Say) -> list[str]:
    asked = outcome.question
    wanted = " + ".join(say("or").join(group) for group in asked.must) or say("expected_refusal")
    return [
        f"\n{asked.id} [{asked.kind}, {asked.lang}] {asked.question}",
        f"  {say('expected')}: {wanted}",
        f"  {say('answer')}: {outcome.answer.answer[:400]}",
    ]


def verdict_lines(verdict: Verdict, say: Say) -> list[str]:
    """Every reason why a run may not pass, with the questions at fault; one line when it may."""
    lines = []
    for key, outcomes, detail in (
        ("gate_stale", verdict.stale, lambda o: o.stale),
        ("gate_quotes", verdict.untrue, lambda _: ""),
        ("gate_numbers", verdict.numbers, lambda o: ", ".join(o.unsupported_numbers)),
        ("gate_identifiers", verdict.identifiers, lambda o: ", ".join(o.unsupported_identifiers)),
    ):
        if outcomes:
            lines.append(say(key))
            lines += [f"  ! {o.question.id}: {o.question.question}" + (f" ({detail(o)})" if detail(o) else "") for o in outcomes]
    if verdict.change.fallen:
        lines.append(say("gate_metrics", names=", ".join(verdict.change.fallen)))
    if verdict.change.missing:
        lines.append(say("gate_missing", names=", ".join(verdict.change.missing)))
    if verdict.empty:
        lines.append(say("gate_empty"))
    return ["", *lines, say("gate_failed") if verdict.fails else say("gate_passed")]


def _extras(content: Content, verdict: Verdict | None) -> dict[str, Any]:
    """What a run in JSON tells besides its own scores: the gap, the gate and the peers, where they were asked for."""
    extras: dict[str, Any] = {"gap": {**asdict(content.gap), "widened": content.gap.widened}}
    if verdict:
        extras["gate"] = {
            "passed": not verdict.fails, "lost": list(verdict.change.lost), "won": list(verdict.change.won),
            "fallen": list(verdict.change.fallen), "stale": [o.question.id for o in verdict.stale],
            "untrue_quotes": [o.question.id for o in verdict.untrue],
            "unsupported_numbers": [o.question.id for o in verdict.numbers],
            "unsupported_identifiers": [o.question.id for o in verdict.identifiers],
        }  # fmt: skip
    if content.peers:
        extras["peers"] = [asdict(peer) for peer in content.peers]
    return extras


def _write_report(options: argparse.Namespace, settings: Settings, content: Content, say: Say) -> None:
    """Writes the HTML report: where asked, else into eval/runs, which a read-only project may refuse without harm."""
    if options.json and not options.report:
        return
    name = hashlib.sha256(json.dumps(content.result, sort_keys=True).encode()).hexdigest()[:10]
    path = options.report or settings.eval_dir / "runs" / f"{name}.html"
    try:
        write_text(path, render(content, options.lang))
    except EvaluationError as exc:
        if options.report:
            raise
        print(f"askresolution: {exc}", file=sys.stderr)
        return
    if not options.json:
        print("\n" + say("report_at", path=path))


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
