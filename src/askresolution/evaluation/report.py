"""A run as JSON and as tables for a terminal."""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askresolution import __version__
from askresolution.answering.knowledge import Knowledge
from askresolution.errors import EvaluationError
from askresolution.evaluation.chance import interval, told
from askresolution.evaluation.gate import Change, Gap
from askresolution.evaluation.labels import Say, labels
from askresolution.evaluation.metrics import Bin, brier_score, calibration_error, reliability
from askresolution.evaluation.peers import Peer
from askresolution.evaluation.run import Outcome, confidences, summary
from askresolution.settings import describe

#: Raised whenever a score is computed in another way, so that old and new ones are not compared.
SCORING = 2
#: Settings that change no answer.
_OUTSIDE = frozenset({"project", "host", "port", "language", "chroma_url"})


def as_json(outcomes: Sequence[Outcome], knowledge: Knowledge, engine: str = "extractive", model: str = "") -> dict[str, Any]:
    """A run with everything that determined it: version, engine, model, settings, hashes of corpus and prompts.

    No latency is among it, so that the same run gives the same JSON.
    """
    settings = knowledge.settings
    prompts = sorted({path.name: path for path in settings.prompts_dir.glob("*.toml")}.items())
    return {
        "version": __version__,
        "scoring": SCORING,
        "engine": engine,
        "model": model,
        "embedder": settings.embedder,
        "embedder_fingerprint": knowledge.index.embedder.fingerprint,
        "dense_weight": settings.dense_weight,
        "passages": settings.passages,
        "settings": {name: value for name, value, _ in describe(settings) if name not in _OUTSIDE},
        "corpus": {name: hashlib.sha256(d.source.text.encode()).hexdigest()[:16] for name, d in knowledge.documents.items()},
        "prompts": {name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for name, path in prompts},
        "summary": {key: round(value, 4) for key, value in summary(outcomes).items() if not key.endswith(" ms")},
        "unsupported_numbers": {o.question.id: list(o.unsupported_numbers) for o in outcomes if o.unsupported_numbers},
        "unsupported_identifiers": {
            o.question.id: list(o.unsupported_identifiers) for o in outcomes if o.unsupported_identifiers
        },
        "stale": {o.question.id: o.stale for o in outcomes if o.stale},
        "questions": {o.question.id: _row(o) for o in outcomes},
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    question, precision = outcome.question, outcome.citation_precision
    return {
        "kind": question.kind, "lang": question.lang, "split": question.split, "traits": list(question.traits),
        "question": question.question, "status": outcome.answer.status, "correct": outcome.correct,
        "recall_5": round(outcome.recall_5, 4), "mrr": round(outcome.reciprocal_rank, 4), "ndcg": round(outcome.ndcg, 4),
        "citation_recall": round(outcome.citation_recall, 4),
        "citation_precision": None if precision is None else round(precision, 4),
        "confidence": None if outcome.answer.confidence is None else round(outcome.answer.confidence, 4),
        "quotes_true": outcome.quotes_true, "answer": outcome.answer.answer, "must": [list(group) for group in question.must],
        "paths": [list(path) for path in outcome.paths],
    }  # fmt: skip


def groups(outcomes: Sequence[Outcome], attribute: str) -> list[tuple[str, list[Outcome]]]:
    """Outcomes by kind, lang or split, or by each trait, in order of first appearance."""
    if attribute == "traits":
        names = dict.fromkeys(trait for o in outcomes for trait in o.question.traits)
        return [(name, [o for o in outcomes if name in o.question.traits]) for name in names]
    names = dict.fromkeys(getattr(o.question, attribute) for o in outcomes)
    return [(name, [o for o in outcomes if getattr(o.question, attribute) == name]) for name in names]


def table(outcomes: Sequence[Outcome], say: Say | None = None) -> str:
    """Correct answers by kind, language, trait and split, then every metric, for a terminal."""
    say = say or labels("vi")
    heads = [say("questions"), say("correct"), say("interval"), "recall@5", say("citation recall")]
    rows = [f"{'':<28}{heads[0]:>10}{heads[1]:>9}{heads[2]:>16}{heads[3]:>10}{heads[4]:>17}"]
    sets: list[tuple[str, list[Outcome]]] = [("all", list(outcomes))]
    for attribute in ("kind", "lang", "traits", "split"):
        sets += groups(outcomes, attribute)
    for name, members in sets:
        low, high = interval([float(o.correct) for o in members])
        correct = statistics.fmean(o.correct for o in members)
        recall, cited = (_over_answerable(members, name) for name in ("recall_5", "citation_recall"))
        shown = name if say(name) == name else f"{name} ({say(name)})"
        rows.append(f"{shown:<28}{len(members):>10}{correct:>9.3f}{f'{low:.3f}–{high:.3f}':>16}{recall:>10}{cited:>17}")
    metrics = [f"{key} {value:.3f}" if value < 100 and value % 1 else f"{key} {value:.0f}" for key, value in _shown(outcomes)]
    return "\n".join([*rows, "", *(" · ".join(metrics[low : low + 6]) for low in range(0, len(metrics), 6))])


@dataclass(frozen=True, slots=True)
class Reliability:
    """What the stated probabilities of a set of questions are worth; see metrics.reliability and those after it."""

    name: str
    count: int
    bins: Sequence[Bin]
    error: float
    brier: float


def reliabilities(outcomes: Sequence[Outcome]) -> list[Reliability]:
    """Of each split whose answers state probabilities, in order of first appearance."""
    found = []
    for name, members in groups(outcomes, "split"):
        stated, true = confidences(members)
        if stated:
            bins = reliability(stated, true)
            found.append(Reliability(name, len(stated), bins, calibration_error(stated, true), brier_score(stated, true)))
    return found


def reliability_lines(outcomes: Sequence[Outcome], say: Say) -> list[str]:
    """The stated probability that there is an answer against the share that has one, by split, for a terminal."""
    lines = []
    for split in reliabilities(outcomes):
        lines.append(say("reliability_of", split=say(split.name), count=split.count, error=split.error, brier=split.brier))
        lines += ["  " + say("reliability_bin", low=b.low, high=b.high, stated=b.stated, true=b.true, count=b.count) for b in split.bins]
    return [say("reliability"), *lines] if lines else []


def _over_answerable(members: Sequence[Outcome], name: str) -> str:
    """A mean over the questions that have an answer; a dash where none has."""
    values = [float(getattr(o, name)) for o in members if o.question.answerable]
    return f"{statistics.fmean(values):.3f}" if values else "–"


def _shown(outcomes: Sequence[Outcome]) -> list[tuple[str, float]]:
    return list(summary(outcomes).items())


def gap_lines(gap: Gap, say: Say) -> list[str]:
    """What the two splits say of over-fitting, against the baseline where there is one."""
    lines = [say("gap", gap=gap.now, low=gap.low, high=gap.high)]
    if gap.before is not None:
        lines.append("  " + say("gap_baseline", common=gap.common, gap=gap.shared, before=gap.before))
        lines.append("  " + (say("gap_wider", wider=gap.wider) if gap.widened else say("gap_same")))
    return lines


def change_lines(name: str, change: Change, questions: Mapping[str, Any], say: Say) -> list[str]:
    """A comparison with another run: what flipped, by name, and every metric with its paired interval."""
    lines = [
        say("against", name=name, common=change.common, won=len(change.won), lost=len(change.lost), chance=told(change.chance)),
        *(f"  + {name}: {questions[name]['question']}" for name in change.won),
        *(f"  - {name}: {questions[name]['question']}" for name in change.lost),
    ]
    for metric in change.metrics:
        pair = metric.paired
        mark = say("worse") if pair.worse else say("better") if pair.better else ""
        lines.append(
            say("metric_change", metric=metric.name, before=metric.before, after=metric.after, difference=pair.difference,
                low=pair.low, high=pair.high, mark=mark)
        )  # fmt: skip
    return lines if change.same_scoring else [*lines, say("other_scoring")]


def peer_lines(peers: Sequence[Peer], say: Say) -> list[str]:
    """The product and the stock pipelines side by side."""
    if not peers:
        return []
    heads = f"{say('pipeline'):<40}{'recall@1':>9}{'recall@5':>9}{'recall@10':>10}{'MRR@10':>8}{'nDCG@10':>8}  "
    lines = [say("peers_title", count=peers[0].questions), heads + say("peer_diff")]
    for peer in peers:
        scores = f"{peer.recall_1:>9.3f}{peer.recall_5:>9.3f}{peer.recall_10:>10.3f}{peer.mrr:>8.3f}{peer.ndcg:>8.3f}"
        lines.append(f"{say(peer.name):<40}{scores}{difference(peer)}")
    return lines


def difference(peer: Peer) -> str:
    """A peer's paired difference in words: "-0.120 (-0.160 … -0.080, p = 0.001)"; empty for the product itself."""
    pair = peer.paired
    return "" if pair is None else f"  {pair.difference:+.3f} ({pair.low:+.3f} … {pair.high:+.3f}, {told(pair.chance)})"


def read_run(path: Path) -> dict[str, Any]:
    """A saved run. Raises EvaluationError when it is none."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc}; cần tệp do 'askresolution eval --save' ghi") from exc
    rows = run.get("questions") if isinstance(run, dict) else None
    if not isinstance(rows, dict) or not all(isinstance(row, dict) and "correct" in row for row in rows.values()):
        raise EvaluationError(f"{path}: không phải kết quả đánh giá; cần tệp do 'askresolution eval --save' ghi")
    return dict(run)


def write_run(path: Path, content: Mapping[str, Any]) -> None:
    """Writes a run as JSON. Raises EvaluationError when the file cannot be written."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes a file, making its folder. Raises EvaluationError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise EvaluationError(f"Không ghi được {path}: {exc.strerror or exc}; hãy chọn nơi ghi được") from exc
