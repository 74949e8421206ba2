"""The command line: askresolution serve | ask | search | index | documents | facts | eval | bench | init | doctor."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from askresolution import __version__
from askresolution.domain import Filters
from askresolution.errors import AskResolutionError, FilterError, SettingsError
from askresolution.settings import Settings, load_settings

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
    "facts": ("in các dữ kiện đọc được: phân công, chỉ tiêu, thuật ngữ, người ký, văn bản được nhắc tới, sự kiện",
              "print facts read from the documents: assignments, targets, terms, people, documents referred to, events"),
    "bom": ("ghi dấu UTF-8 ở đầu CSV để Excel hiện đúng tiếng Việt (kèm --csv)", "begin the CSV with a UTF-8 mark so that Excel shows Vietnamese (with --csv)"),
    "text": ("chỉ dòng có chữ này (không phân biệt dấu)", "only rows that hold this text (diacritics do not matter)"),
    "one_issuer": ("chỉ đơn vị này", "only this issuer"),
    "one_document": ("chỉ tài liệu này", "only this document"),
    "eval": ("chấm bộ câu hỏi đã biết và so với lần trước", "score the known questions, and compare with an earlier run"),
    "questions": ("tệp câu hỏi (mặc định eval/questions.jsonl của dự án)", "questions file (default: the project's eval/questions.jsonl)"),
    "only": ("chỉ loại câu hỏi này (lặp lại được)", "only this kind of question (repeatable)"),
    "failures": ("in các câu trả lời sai", "print the failed questions"),
    "save": ("ghi kết quả ra tệp JSON", "save the run as JSON"),
    "compare": ("so với một kết quả đã ghi", "compare with a saved run"),
    "gate": ("so với eval/baseline.json; thoát khác 0 khi mất một câu đúng hoặc một chỉ số giảm quá khoảng tin cậy", "compare with eval/baseline.json; non-zero when a right answer is lost or a metric falls beyond its interval"),
    "engine": ("engine trả lời: extractive, hoặc generative (cần ASKRESOLUTION_LLM)", "answering engine: extractive, or generative (needs ASKRESOLUTION_LLM)"),
    "against": ("chấm cả các cách làm có sẵn: LangChain + Chroma, BM25", "score stock pipelines as well: LangChain + Chroma, BM25"),
    "report": ("ghi báo cáo HTML vào tệp này (mặc định eval/runs/…html)", "write the HTML report to this file (default: eval/runs/…html)"),
    "check": ("kiểm tra bộ câu hỏi: số lượng, nguyên văn, căn cứ", "check the question set: make-up, verbatim quotes, support"),
    "tune": ("khớp trọng số xếp hạng với câu hỏi phát triển của dự án, ghi ranking.json nếu tốt hơn", "fit the ranking weights on the project's development questions; saves ranking.json when better"),
    "stale": ("liệt kê câu hỏi mà kho tài liệu đã đổi khác, kèm lời văn mới gần nhất", "list questions that the corpus has overtaken, with the nearest new wording"),
    "suggest": ("viết nháp câu hỏi cho một tài liệu", "draft questions for a document"),
    "out": ("tệp cho các câu nháp của --suggest", "file for the drafts of --suggest"),
    "diff": ("các mục thêm, bỏ, đổi so với lần lập chỉ mục trước", "sections added, removed, changed since the last index"),
    "accept": ("nhận kết quả này làm mốc, kèm lý do", "make this run the baseline, with a reason"),
    "bench": ("đo tốc độ trên tài liệu của dự án, hoặc tìm kiếm trên các bộ dữ liệu BEIR", "measure speed on the project's own documents, or the search on BEIR folders"),
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
    "kind": ("chỉ loại văn bản này, như 'Báo cáo' (lặp lại được)", "only documents of this kind, as 'Báo cáo' (repeatable)"),
    "period": ("chỉ văn bản của năm hay giai đoạn này: 2026 hoặc 2025-2030 (lặp lại được)", "only documents of this year or period: 2026 or 2025-2030 (repeatable)"),
    "name": ("mã tài liệu", "document id"),
    "force": ("lập lại từ đầu", "rebuild from nothing"),
    "host": ("địa chỉ mở cổng", "address to bind"),
    "port": ("cổng", "port"),
    "beir": ("thư mục BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv (lặp lại được)", "BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv (repeatable)"),
    "undiacritised": ("bỏ dấu câu hỏi trước khi tìm", "strip diacritics from the questions first"),
    "typos": ("tỷ lệ từ bị gõ sai (0 đến 1); mỗi chữ của một từ như thế sai với xác suất 0,1", "share of words that are mistyped (0 to 1); each letter of such a word is wrong with chance .1"),
    "scale": ("đo tốc độ và bộ nhớ với N đoạn văn ghép từ câu của bộ BEIR (lặp lại được)", "measure speed and memory with N passages made of the BEIR folder's sentences (repeatable)"),
    "csv": ("in CSV", "print CSV"),
    "what": ("loại dữ kiện", "kind of fact"),
    "folder": ("thư mục mới", "new folder"),
    "help": ("in trợ giúp này", "show this help"),
    "version": ("in phiên bản", "show the version"),
}  # fmt: skip

#: What `documents --diff` says of a section, in both languages.
_DIFF: dict[str, tuple[str, str]] = {
    "added": ("thêm", "added"),
    "removed": ("bỏ", "removed"),
    "changed": ("đổi", "changed"),
    "renamed": ("đổi tên", "renamed"),
    "unreadable": ("không đọc", "unreadable"),
    "same": ("Không mục nào khác với lần lập chỉ mục trước.", "No section differs from the last index."),
}


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
    except (SettingsError, FilterError) as exc:
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
        added.add_argument("--kind", action="append", default=[], help=say["kind"])
        added.add_argument("--period", action="append", default=[], metavar="YEARS", help=say["period"])
        added.add_argument("--json", action="store_true", help=say["json"])
    index = command("index", _index)
    index.add_argument("--force", action="store_true", help=say["force"])
    index.add_argument("--json", action="store_true", help=say["json"])
    documents = command("documents", _documents)
    documents.add_argument("name", nargs="?", help=say["name"])
    documents.add_argument("--diff", action="store_true", help=say["diff"])
    documents.add_argument("--json", action="store_true", help=say["json"])
    facts = command("facts", _facts)
    facts.add_argument("what", choices=("assignments", "targets", "terms", "people", "documents", "events"), help=say["what"])
    form = facts.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help=say["csv"])
    form.add_argument("--json", action="store_true", help=say["json"])
    facts.add_argument("--bom", action="store_true", help=say["bom"])
    facts.add_argument("--issuer", default="", help=say["one_issuer"])
    facts.add_argument("--document", default="", help=say["one_document"])
    facts.add_argument("--text", default="", help=say["text"])
    evaluate = command("eval", _eval)
    evaluate.add_argument("--questions", type=Path, metavar="FILE", help=say["questions"])
    evaluate.add_argument("--only", action="append", default=[], metavar="KIND", help=say["only"])
    evaluate.add_argument("--failures", action="store_true", help=say["failures"])
    evaluate.add_argument("--save", type=Path, metavar="FILE", help=say["save"])
    evaluate.add_argument("--compare", type=Path, metavar="RUN", help=say["compare"])
    evaluate.add_argument("--gate", action="store_true", help=say["gate"])
    evaluate.add_argument("--accept", metavar="REASON", help=say["accept"])
    evaluate.add_argument("--engine", choices=("extractive", "generative"), default="extractive", help=say["engine"])
    evaluate.add_argument("--against", action="store_true", help=say["against"])
    evaluate.add_argument("--report", type=Path, metavar="FILE", help=say["report"])
    evaluate.add_argument("--check", action="store_true", help=say["check"])
    evaluate.add_argument("--tune", action="store_true", help=say["tune"])
    evaluate.add_argument("--stale", action="store_true", help=say["stale"])
    evaluate.add_argument("--suggest", metavar="DOC", help=say["suggest"])
    evaluate.add_argument("--out", type=Path, metavar="FILE", help=say["out"])
    evaluate.add_argument("--json", action="store_true", help=say["json"])
    bench = command("bench", _bench)
    bench.add_argument("--beir", type=Path, action="append", default=[], metavar="DIR", help=say["beir"])
    bench.add_argument("--undiacritised", action="store_true", help=say["undiacritised"])
    bench.add_argument("--typos", type=float, default=0.0, metavar="SHARE", help=say["typos"])
    bench.add_argument("--against", action="store_true", help=say["against"])
    bench.add_argument("--scale", type=int, action="append", default=[], metavar="N", help=say["scale"])
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


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(tuple(options.issuer), tuple(options.document), tuple(options.kind), tuple(options.period))


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
    asked = assistant.prepare(" ".join(options.question), (), _filters(options))
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
    hits = assistant.search(" ".join(options.query), options.k, _filters(options))
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
    if options.diff:
        return _diff(options, settings)
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


def _diff(options: argparse.Namespace, settings: Settings) -> int:
    from dataclasses import asdict

    from askresolution.index.changes import corpus_changes

    changes = [change for change in corpus_changes(settings) if options.name in (None, change.document)]
    if options.json:
        _print_json({"changes": [asdict(change) for change in changes]})
        return OK
    language = int(options.lang == "en")
    if not changes:
        print(_DIFF["same"][language])
    for change in changes:
        where = " › ".join((change.document, *change.path))
        print(f"{_DIFF[change.kind][language]:<10} {where}")
        for sign, text in (("-", change.before), ("+", change.after)):
            if text:
                print(f"    {sign} {text}")
    return OK


def _facts(options: argparse.Namespace) -> int:
    from askresolution.answering.knowledge import Knowledge
    from askresolution.web.facts import as_csv, rows

    settings = _settings(options)
    if options.bom and not options.csv:
        raise SettingsError("--bom chỉ dùng cùng --csv; hãy thêm --csv")
    _indexed(settings, quiet=True)
    filters = {"issuer": options.issuer, "document": options.document, "q": options.text}
    found = rows(Knowledge.open(settings), options.what, filters)
    if options.csv:
        print(as_csv(options.what, found, options.bom), end="")
    else:
        _print_json({options.what: found})
    return OK


def _eval(options: argparse.Namespace) -> int:
    from askresolution.evaluation.command import evaluate

    settings = _settings(options)
    return evaluate(options, settings, lambda: _indexed(settings, quiet=True), _bar(options.json))


def _bench(options: argparse.Namespace) -> int:
    from askresolution.evaluation.bench import bench

    settings = _settings(options)
    return bench(options, settings, lambda: _indexed(settings, quiet=True))


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
