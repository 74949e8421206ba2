"""`askresolution bench`: speed on the project's own documents, retrieval on BEIR folders, growth with the collection."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from askresolution.answering.assistant import Assistant
from askresolution.corpus import list_corpus, read_entry
from askresolution.errors import SettingsError
from askresolution.evaluation.beir import BeirScores, Typed, run_beir
from askresolution.evaluation.metrics import percentile
from askresolution.evaluation.questions import load_questions
from askresolution.evaluation.scale import MOST_IN_CHROMA, Scale, run_scale
from askresolution.parsing import parse
from askresolution.settings import Settings

#: Everything that is printed, in Vietnamese and English.
_SAY: dict[str, tuple[str, str]] = {
    "parsing": ("Đọc cấu trúc: {documents} tài liệu, {megabytes:.2f} MB trong {parsing_s:.2f} s ({parsing_rate:.2f} MB/s)",
                "Parsing: {documents} documents, {megabytes:.2f} MB in {parsing_s:.2f} s ({parsing_rate:.2f} MB/s)"),
    "search": ("Tìm kiếm: {questions} câu hỏi trên {passages} đoạn · p50 {search_p50_ms:.1f} ms · p95 {search_p95_ms:.1f} ms",
               "Search: {questions} questions over {passages} passages · p50 {search_p50_ms:.1f} ms · p95 {search_p95_ms:.1f} ms"),
    "answer": ("Trả lời: p50 {answer_p50_ms:.1f} ms · p95 {answer_p95_ms:.1f} ms", "Answers: p50 {answer_p50_ms:.1f} ms · p95 {answer_p95_ms:.1f} ms"),
    "no_beir": ("Chưa có bộ BEIR nào để đo độ chính xác; hãy chạy: askresolution bench --beir DIR (hoặc make bench BEIR=\"DIR …\")",
                'No BEIR folder was given, so nothing is said of accuracy; run: askresolution bench --beir DIR (or make bench BEIR="DIR …")'),
    "size": ("{questions} câu hỏi, {passages} đoạn", "{questions} questions, {passages} passages"),
    "askresolution": ("askresolution", "askresolution"),
    "lexical": ("– không nhúng", "– no embedding"),
    "bm25": ("BM25 thường", "plain BM25"),
    "langchain": ("LangChain + Chroma", "LangChain + Chroma"),
    "ratio": ("gấp {recall} recall@5, {mrr} MRR", "ours is {recall} its recall@5, {mrr} its MRR"),
    "undiacritised": ("không dấu", "no diacritics"),
    "typos": ("{share:.0%} số từ gõ sai", "{share:.0%} of words mistyped"),
    "scale": ("{passages:>9,} đoạn · từ khóa {lexical_rate:,.0f}/s · nhúng {embedding_rate:,.0f}/s · Chroma {chroma} · chỉ mục {index_mb:,.0f} MB · "
              "bộ nhớ {memory_mb:,.0f} MB (cao nhất {peak_mb:,.0f}) · p50 {p50_ms:.1f} ms · p95 {p95_ms:.1f} ms{growth}",
              "{passages:>9,} passages · lexical {lexical_rate:,.0f}/s · embedding {embedding_rate:,.0f}/s · Chroma {chroma} · index {index_mb:,.0f} MB · "
              "memory {memory_mb:,.0f} MB (peak {peak_mb:,.0f}) · p50 {p50_ms:.1f} ms · p95 {p95_ms:.1f} ms{growth}"),
    "no_chroma": ("không nạp", "left out"),
    "growth": (" · p95 gấp {times:.1f} khi đoạn gấp {more:.0f}", " · p95 times {times:.1f} for {more:.0f} times the passages"),
    "chroma_left_out": ("Trên {most:,} đoạn, Chroma không được nạp và chỉ đo chỉ mục từ khóa.",
                        "Above {most:,} passages Chroma is left out and the lexical index alone is searched."),
}  # fmt: skip
Say = Callable[..., str]


def bench(options: argparse.Namespace, settings: Settings, bring_up_to_date: Callable[[], None]) -> int:
    """Runs one `askresolution bench`; the exit status. Raises SettingsError for options that do not go together,
    EvaluationError for folders that cannot be used."""
    _check_options(options)
    language = int(options.lang == "en")

    def say(key: str, **values: object) -> str:
        return _SAY[key][language].format(**values)

    if options.scale:
        _scales(options, settings, say)
    elif options.beir:
        _sets(options, settings, say)
    else:
        bring_up_to_date()
        _own(options, settings, say)
    return 0


def _check_options(options: argparse.Namespace) -> None:
    if not 0 <= options.typos <= 1:
        raise SettingsError(f"--typos cần từ 0 đến 1, có {options.typos}")
    if (options.against or options.undiacritised or options.typos or options.scale) and not options.beir:
        raise SettingsError("--against, --undiacritised, --typos và --scale cần một bộ dữ liệu; hãy thêm --beir DIR")
    if options.scale and (len(options.beir) > 1 or options.against or options.undiacritised or options.typos):
        raise SettingsError("--scale đo tốc độ trên một bộ dữ liệu; hãy chỉ nêu một --beir DIR và bỏ các lựa chọn khác")


@dataclass(frozen=True, slots=True)
class Speed:
    """Speed on the project's own documents; times of searches and answers in milliseconds, one process, one thread."""

    documents: int
    megabytes: float
    parsing_s: float
    parsing_rate: float
    questions: int
    passages: int
    search_p50_ms: float
    search_p95_ms: float
    answer_p50_ms: float
    answer_p95_ms: float


def measure_speed(settings: Settings) -> Speed:
    """Parses every document of the corpus once, then searches and answers the project's known questions."""
    sources = [(read_entry(entry, settings), entry.catalog) for entry in list_corpus(settings)]
    started = time.perf_counter()
    for source, catalog in sources:
        parse(source, catalog)
    parsing = time.perf_counter() - started
    size = sum(len(source.text.encode()) for source, _ in sources) / 1e6
    asked = [question.question for question in load_questions(settings.eval_dir / "questions.jsonl")]
    assistant = Assistant.open(settings)
    assistant.ask(asked[0])  # facts are read with the first question
    searching = [_milliseconds(lambda text: assistant.search(text, 10), text) for text in asked]
    answering = [_milliseconds(assistant.ask, text) for text in asked]
    return Speed(
        len(sources), size, parsing, size / parsing, len(asked), len(assistant.knowledge.index.passages),
        percentile(0.5, searching), percentile(0.95, searching), percentile(0.5, answering), percentile(0.95, answering),
    )  # fmt: skip


def _milliseconds(work: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    work(text)
    return (time.perf_counter() - started) * 1000


def _own(options: argparse.Namespace, settings: Settings, say: Say) -> None:
    speed = measure_speed(settings)
    if options.json:
        _print(asdict(speed))
        return
    for key in ("parsing", "search", "answer"):
        print(say(key, **asdict(speed)))
    print(say("no_beir"))


def _sets(options: argparse.Namespace, settings: Settings, say: Say) -> None:
    typed = Typed(options.undiacritised, options.typos)
    rows = []
    for folder in options.beir:
        found = run_beir(folder, settings, typed, options.against)
        rows.append(_row(folder, found))
        if not options.json:
            print(*_lines(folder, typed, found, say), sep="\n", flush=True)
    if options.json:
        _print(rows[0] if len(rows) == 1 else {"sets": rows})


def _row(folder: Path, found: dict[str, BeirScores]) -> dict[str, Any]:
    """The product's scores, and those of the others under "peers" where they were asked for."""
    others = {name: asdict(scores) for name, scores in found.items() if name != "askresolution"}
    return {"set": folder.name, **asdict(found["askresolution"]), **({"peers": others} if others else {})}


def _lines(folder: Path, typed: Typed, found: dict[str, BeirScores], say: Say) -> Iterator[str]:
    ours = found["askresolution"]
    traits = [say("undiacritised")] * typed.undiacritised + ([say("typos", share=typed.typos)] if typed.typos else [])
    yield " · ".join([folder.name, say("size", questions=ours.questions, passages=ours.passages), *traits])
    for name, scores in found.items():
        line = (
            f"  {say(name):<19} recall@1 {scores.recall_1:.3f} · recall@5 {scores.recall_5:.3f} · recall@10 {scores.recall_10:.3f} · "
            f"MRR@10 {scores.mrr_10:.3f} · nDCG@10 {scores.ndcg_10:.3f} · p50 {scores.p50_ms:.1f} ms · p95 {scores.p95_ms:.1f} ms"
        )
        if name != "askresolution":
            line += "\n    → " + say("ratio", recall=_times(ours.recall_5, scores.recall_5), mrr=_times(ours.mrr_10, scores.mrr_10))
        yield line


def _times(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}×" if theirs else "∞×"


def _scales(options: argparse.Namespace, settings: Settings, say: Say) -> None:
    before: Scale | None = None
    rows = []
    for scale in run_scale(options.beir[0], options.scale, settings):
        rows.append(asdict(scale))
        if not options.json:
            growth = (
                say("growth", times=scale.p95_ms / before.p95_ms, more=scale.passages / before.passages) if before else ""
            )
            chroma = f"{scale.chroma_rate:,.0f}/s" if scale.chroma_rate else say("no_chroma")
            print(say("scale", **asdict(scale), chroma=chroma, growth=growth), flush=True)
        before = scale
    if options.json:
        _print({"scales": rows})
    elif max(options.scale) > MOST_IN_CHROMA:
        print(say("chroma_left_out", most=MOST_IN_CHROMA))


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
