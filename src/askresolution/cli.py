"""The command line: askresolution serve | ask | search | index | documents | facts | eval | bench | init | doctor."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askresolution import __version__
from askresolution.domain import Filters
from askresolution.errors import AskResolutionError, SettingsError
from askresolution.settings import Settings, load_settings

if TYPE_CHECKING:
    from askresolution.answering.assistant import Assistant

OK, FAILED, USAGE, NOT_FOUND = 0, 1, 2, 3

#: Every text of the help, in both languages.
_HELP: dict[str, tuple[str, str]] = {
    "about": ("Hỏi đáp trên nghị quyết, chương trình hành động, kết luận và báo cáo; trích dẫn đúng nguyên văn.",
              "Answers questions over Vietnamese resolutions and reports, quoting the source word for word."),
    "serve": ("mở trang hỏi đáp và dịch vụ HTTP (tự lập chỉ mục khi cần)", "open the chat page and HTTP service (indexes first when needed)"),
    "ask": ("trả lời một câu hỏi", "answer one question"),
    "search": ("tìm các đoạn văn cho một câu hỏi", "find passages for a query"),
    "index": ("lập hoặc cập nhật chỉ mục", "build or update the index"),
    "documents": ("liệt kê tài liệu, hoặc in dàn ý một tài liệu", "list documents, or print the outline of one"),
    "facts": ("in các dữ kiện đọc được: assignments | terms", "print facts read from the documents: assignments | terms"),
    "eval": ("chấm bộ câu hỏi đã biết và so với lần trước", "score the known questions, and compare with an earlier run"),
    "questions": ("tệp câu hỏi (mặc định eval/questions.jsonl của dự án)", "questions file (default: the project's eval/questions.jsonl)"),
    "only": ("chỉ loại câu hỏi này (lặp lại được)", "only this kind of question (repeatable)"),
    "failures": ("in các câu trả lời sai", "print the failed questions"),
    "save": ("ghi kết quả ra tệp JSON", "save the run as JSON"),
    "compare": ("so với một kết quả đã ghi", "compare with a saved run"),
    "gate": ("so với eval/baseline.json; thoát khác 0 khi mất một câu đúng", "compare with eval/baseline.json; non-zero when a right answer is lost"),
    "accept": ("nhận kết quả này làm mốc, kèm lý do", "make this run the baseline, with a reason"),
    "bench": ("đo tìm kiếm trên một bộ dữ liệu BEIR", "measure the search on a BEIR folder"),
    "init": ("tạo thư mục dự án cho một xã khác", "make a project folder for another commune"),
    "doctor": ("kiểm tra thiết lập, kho tài liệu, chỉ mục", "check settings, corpus and index"),
    "project": ("thư mục dự án (corpus, index, prompts, eval)", "project folder (corpus, index, prompts, eval)"),
    "lang": ("ngôn ngữ trợ giúp: vi hoặc en", "language of the help: vi or en"),
    "json": ("in JSON", "print JSON"),
    "question": ("câu hỏi", "question"),
    "query": ("từ khóa hoặc câu hỏi", "query"),
    "k": ("số đoạn văn", "number of passages"),
    "issuer": ("chỉ đơn vị này (lặp lại được)", "only this issuer (repeatable)"),
    "document": ("chỉ tài liệu này (lặp lại được)", "only this document (repeatable)"),
    "name": ("mã tài liệu", "document id"),
    "force": ("lập lại từ đầu", "rebuild from nothing"),
    "host": ("địa chỉ mở cổng", "address to bind"),
    "port": ("cổng", "port"),
    "beir": ("thư mục BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv", "BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv"),
    "undiacritised": ("bỏ dấu câu hỏi trước khi tìm", "strip diacritics from the questions first"),
    "typos": ("tỷ lệ từ bị gõ sai một chữ (0 đến 1)", "share of words with one wrong letter (0 to 1)"),
    "csv": ("in CSV", "print CSV"),
    "what": ("loại dữ kiện", "kind of fact"),
    "folder": ("thư mục mới", "new folder"),
    "help": ("in trợ giúp này", "show this help"),
    "version": ("in phiên bản", "show the version"),
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point. Exit status 0 answered or done, 3 not found, 2 usage, 1 failure with one line on stderr."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser(_language(arguments))
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        return int(options.run(options))
    except SettingsError as exc:
        print(f"askresolution: {exc}", file=sys.stderr)
        return USAGE
    except AskResolutionError as exc:
        print(f"askresolution: {exc}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return OK


def _language(arguments: Sequence[str]) -> int:
    for position, word in enumerate(arguments):
        if word == "--lang" and position + 1 < len(arguments):
            return int(arguments[position + 1] == "en")
        if word.startswith("--lang="):
            return int(word == "--lang=en")
    return 0


def build_parser(language: int = 0) -> argparse.ArgumentParser:
    """The parser with its help in Vietnamese (0) or English (1)."""
    say = {key: texts[language] for key, texts in _HELP.items()}
    parser = argparse.ArgumentParser(prog="askresolution", description=say["about"], add_help=False)
    parser.add_argument("-h", "--help", action="help", help=say["help"])
    parser.add_argument("--version", action="version", version=f"askresolution {__version__}", help=say["version"])
    commands = parser.add_subparsers(title="commands" if language else "các lệnh", metavar="")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("-h", "--help", action="help", help=say["help"])
    shared.add_argument("--project", type=Path, default=Path("."), metavar="DIR", help=say["project"])
    shared.add_argument("--lang", choices=("vi", "en"), default="vi", help=say["lang"])
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help=say["lang"])

    def command(name: str, run: Callable[[argparse.Namespace], int], *aliases: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=say[name], description=say[name], parents=[shared], add_help=False)
        added.set_defaults(run=run)
        return added

    _add_commands(command, say)
    return parser


def _add_commands(command: Callable[..., argparse.ArgumentParser], say: dict[str, str]) -> None:
    serve = command("serve", _serve)
    serve.add_argument("--host", help=say["host"])
    serve.add_argument("--port", help=say["port"])
    ask = command("ask", _ask)
    ask.add_argument("question", nargs="+", help=say["question"])
    search = command("search", _search)
    search.add_argument("query", nargs="+", help=say["query"])
    search.add_argument("-k", type=int, default=10, help=say["k"])
    for added in (ask, search):
        added.add_argument("--issuer", action="append", default=[], help=say["issuer"])
        added.add_argument("--document", action="append", default=[], help=say["document"])
        added.add_argument("--json", action="store_true", help=say["json"])
    index = command("index", _index)
    index.add_argument("--force", action="store_true", help=say["force"])
    index.add_argument("--json", action="store_true", help=say["json"])
    documents = command("documents", _documents)
    documents.add_argument("name", nargs="?", help=say["name"])
    documents.add_argument("--json", action="store_true", help=say["json"])
    facts = command("facts", _facts)
    facts.add_argument("what", choices=("assignments", "terms"), help=say["what"])
    facts.add_argument("--csv", action="store_true", help=say["csv"])
    evaluate = command("eval", _eval)
    evaluate.add_argument("--questions", type=Path, metavar="FILE", help=say["questions"])
    evaluate.add_argument("--only", action="append", default=[], metavar="KIND", help=say["only"])
    evaluate.add_argument("--failures", action="store_true", help=say["failures"])
    evaluate.add_argument("--save", type=Path, metavar="FILE", help=say["save"])
    evaluate.add_argument("--compare", type=Path, metavar="RUN", help=say["compare"])
    evaluate.add_argument("--gate", action="store_true", help=say["gate"])
    evaluate.add_argument("--accept", metavar="REASON", help=say["accept"])
    evaluate.add_argument("--json", action="store_true", help=say["json"])
    bench = command("bench", _bench)
    bench.add_argument("--beir", type=Path, required=True, metavar="DIR", help=say["beir"])
    bench.add_argument("--undiacritised", action="store_true", help=say["undiacritised"])
    bench.add_argument("--typos", type=float, default=0.0, help=say["typos"])
    bench.add_argument("--json", action="store_true", help=say["json"])
    init = command("init", _init)
    init.add_argument("folder", type=Path, help=say["folder"])
    doctor = command("doctor", _doctor)
    doctor.add_argument("--json", action="store_true", help=say["json"])


def _settings(options: argparse.Namespace, **flags: object) -> Settings:
    return load_settings(options.project, None, **flags)


def _indexed(settings: Settings, quiet: bool = False) -> None:
    """Brings the index up to date, with a progress bar when a person is watching."""
    from askresolution.index.build import build_index, needs_indexing

    if needs_indexing(settings):
        report = build_index(settings, _bar(quiet))
        for reason in report.failed.values():
            print(f"askresolution: bỏ qua {reason}", file=sys.stderr)


def _bar(quiet: bool) -> Callable[[str, int, int], None] | None:
    if quiet or not sys.stderr.isatty():
        return None

    def show(step: str, done: int, total: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r{step:<16} [{'█' * filled}{'·' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _filters(options: argparse.Namespace, assistant: Assistant) -> Filters:
    """Filters of a command. An unknown name is a usage error that lists the known ones."""
    knowledge = assistant.knowledge
    for name in options.issuer:
        if name not in knowledge.issuers:
            raise SettingsError(f"Không có đơn vị ban hành '{name}'; các đơn vị có: {', '.join(knowledge.issuers)}")
    for name in options.document:
        if name not in knowledge.documents:
            raise SettingsError(f"Không có tài liệu '{name}'; các tài liệu có: {', '.join(knowledge.documents)}")
    return Filters(tuple(options.issuer), tuple(options.document))


def _serve(options: argparse.Namespace) -> int:
    from askresolution.web.serve import serve

    settings = _settings(options, host=options.host, port=options.port)
    serve(settings, lambda: _indexed(settings))
    return OK


def _ask(options: argparse.Namespace) -> int:
    from askresolution.answering.assistant import Assistant
    from askresolution.web.payload import answer_payload

    settings = _settings(options)
    _indexed(settings, quiet=options.json)
    assistant = Assistant.open(settings)
    asked = assistant.prepare(" ".join(options.question), (), _filters(options, assistant))
    growing = assistant.engine is not None and not options.json and sys.stdout.isatty()
    for event in assistant.stream(asked):
        if isinstance(event, str):
            print(event if growing else "", end="", flush=growing)
        else:
            answer = event
    if options.json:
        _print_json(answer_payload(answer))
    else:
        print("" if growing else answer.answer)
        for note in answer.notes:
            print(f"\n* {note.text}")
        if answer.citations:
            print()
        for citation in answer.citations:
            where = " › ".join(citation.path)
            print(f"[{citation.number}] {citation.title} — {where}\n    “{citation.quote}”\n    {citation.url}")
    return OK if answer.status == "answered" else NOT_FOUND


def _search(options: argparse.Namespace) -> int:
    from askresolution.answering.assistant import Assistant
    from askresolution.web.payload import hit_payload

    settings = _settings(options)
    _indexed(settings, quiet=options.json)
    assistant = Assistant.open(settings)
    if not 1 <= options.k <= 100:
        raise SettingsError(f"-k cần từ 1 đến 100, có {options.k}")
    hits = assistant.search(" ".join(options.query), options.k, _filters(options, assistant))
    if options.json:
        _print_json({"hits": [hit_payload(hit) for hit in hits]})
    else:
        for number, hit in enumerate(hits, 1):
            print(
                f"{number:2}. {hit.score:.3f}  {hit.passage.document} · {' › '.join(hit.passage.path[-2:])}\n    {hit.passage.text}"
            )
    return OK if hits else NOT_FOUND


def _index(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from askresolution.index.build import build_index

    report = build_index(_settings(options), _bar(options.json), options.force)
    if options.json:
        _print_json(asdict(report))
        return OK
    for reason in report.failed.values():
        print(f"askresolution: bỏ qua {reason}", file=sys.stderr)
    counts = (len(report.added), len(report.changed), len(report.removed), len(report.unchanged), report.passages)
    print("Thêm {} · đổi {} · bỏ {} · giữ nguyên {} tài liệu; {} đoạn văn.".format(*counts))
    return OK


def _documents(options: argparse.Namespace) -> int:
    from askresolution.index.build import open_index
    from askresolution.web.payload import document_payload, node_payload

    settings = _settings(options)
    _indexed(settings, quiet=options.json)
    documents = open_index(settings).documents
    if options.name is None:
        rows = [document_payload(document) for document in documents.values()]
        if options.json:
            _print_json({"documents": rows})
        for row in rows if not options.json else []:
            state = f" [{row['status_note'] or 'dự thảo'}]" if row["status"] == "draft" else ""
            print(f"{row['id']}\n    {row['title']}{state}\n    {row['issuer']} · {row['kind']} · {row['date'] or row['period']}")
        return OK
    if options.name not in documents:
        raise SettingsError(f"Không có tài liệu '{options.name}'; các tài liệu có: {', '.join(documents)}")
    document = documents[options.name]
    if options.json:
        _print_json({**document_payload(document), "root": node_payload(document.root)})
        return OK
    for node in document.root.walk():
        if node.kind in ("part", "section"):
            print("  " * len(document.path(node.id)) + node.name)
    return OK


def _facts(options: argparse.Namespace) -> int:
    from askresolution.answering.knowledge import Knowledge
    from askresolution.web.payload import assignment_payload, term_payload

    settings = _settings(options)
    _indexed(settings, quiet=True)
    knowledge = Knowledge.open(settings)
    if options.what == "assignments":
        rows = [assignment_payload(fact, knowledge.documents) for fact in knowledge.facts.assignments]
    else:
        rows = [term_payload(fact, knowledge.documents) for fact in knowledge.facts.terms]
    if not options.csv:
        _print_json({options.what: rows})
        return OK
    columns = [key for key in (rows[0] if rows else {}) if key != "citations"]
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: "; ".join(row[key]) if isinstance(row[key], list) else row[key] for key in columns})
    return OK


def _eval(options: argparse.Namespace) -> int:
    from askresolution.answering.assistant import Assistant
    from askresolution.errors import EvaluationError
    from askresolution.evaluation.questions import KINDS, check_gold, load_questions
    from askresolution.evaluation.report import as_json, compare, read_run, table
    from askresolution.evaluation.run import run

    settings = _settings(options)
    questions = load_questions(options.questions or settings.project / "eval" / "questions.jsonl")
    if unknown := set(options.only) - set(KINDS):
        raise SettingsError(f"Loại câu hỏi lạ: {', '.join(sorted(unknown))}; các loại: {', '.join(KINDS)}")
    questions = [question for question in questions if not options.only or question.kind in options.only]
    if not questions:
        raise EvaluationError(f"Tệp câu hỏi không có câu nào thuộc loại {', '.join(options.only)}")
    _indexed(settings, quiet=True)
    assistant = Assistant.open(settings)
    if faults := check_gold(questions, assistant.knowledge.documents):
        raise EvaluationError("Bộ câu hỏi không khớp kho tài liệu:\n  " + "\n  ".join(faults))
    bar = _bar(options.json)
    outcomes = run(assistant, questions, (lambda done, total: bar("Đánh giá", done, total)) if bar else None)
    result = as_json(outcomes, assistant.knowledge)
    print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else table(outcomes))
    if options.failures and not options.json:
        for outcome in outcomes:
            if not outcome.correct:
                asked = outcome.question
                wanted = " và ".join(" | ".join(group) for group in asked.must) or "không tìm thấy"
                print(
                    f"\n{asked.id} [{asked.kind}, {asked.lang}] {asked.question}\n  cần: {wanted}\n  có:  {outcome.answer.answer[:400]}"
                )
    for path in [options.save] if options.save else []:
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    baseline = settings.project / "eval" / "baseline.json"
    if options.accept:
        baseline.write_text(
            json.dumps({"reason": options.accept, **result}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    status = OK
    for path in [p for p in (options.compare, baseline if options.gate else None) if p]:
        change = compare(read_run(path), result)
        print(
            f"\nSo với {path.name} trên {change.common} câu chung: đúng thêm {len(change.won)}, sai thêm {len(change.lost)} "
            f"(kiểm định dấu p = {change.chance:.3f})",
            *(f"  + {name}: {result['questions'][name]['question']}" for name in change.won),
            *(f"  - {name}: {result['questions'][name]['question']}" for name in change.lost),
            sep="\n",
        )
        status = FAILED if options.gate and change.fails else status
    broken = not all(outcome.quotes_true for outcome in outcomes) or bool(result["unsupported_numbers"])
    if options.gate and broken:
        print(f"\nTrích dẫn sai nguyên văn hoặc số không có trong trích dẫn: {result['unsupported_numbers']}")
    return FAILED if options.gate and broken else status


def _bench(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from askresolution.evaluation.beir import run_beir

    scores = run_beir(options.beir, _settings(options), options.undiacritised, options.typos)
    if options.json:
        _print_json(asdict(scores))
    else:
        print(
            f"{scores.questions} câu hỏi, {scores.passages} đoạn · recall@1 {scores.recall_1:.3f} · recall@5 {scores.recall_5:.3f} · "
            f"recall@10 {scores.recall_10:.3f} · MRR@10 {scores.mrr_10:.3f} · nDCG@10 {scores.ndcg_10:.3f} · "
            f"p50 {scores.p50_ms:.1f} ms · p95 {scores.p95_ms:.1f} ms"
        )
    return OK


def _init(options: argparse.Namespace) -> int:
    from askresolution.project import init_project

    for path in init_project(options.folder):
        print(path)
    print(f"Hãy đặt tài liệu vào {options.folder / 'corpus'} rồi chạy: askresolution serve --project {options.folder}")
    return OK


def _doctor(options: argparse.Namespace) -> int:
    from askresolution.project import diagnose

    findings = diagnose(_settings(options))
    if options.json:
        _print_json([{"level": level, "text": text} for level, text in findings])
    else:
        for level, text in findings:
            print(f"{ {'ok': '✓', 'info': '·', 'warning': '!', 'error': '✗'}[level] } {text}")
    return FAILED if any(level == "error" for level, _ in findings) else OK


if __name__ == "__main__":
    sys.exit(main())
