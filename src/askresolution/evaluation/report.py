"""Scores of a run as tables and JSON, and the gate against an accepted baseline."""

from __future__ import annotations

import hashlib
import json
import random
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askresolution import __version__
from askresolution.answering.knowledge import Knowledge
from askresolution.errors import EvaluationError
from askresolution.evaluation.questions import flat
from askresolution.evaluation.run import Outcome, summary
from askresolution.vietnamese import nfc

_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d[\d.,/]*\d|\d{2,}")
_ROUNDS = 1000


def unsupported_numbers(outcome: Outcome, knowledge: Knowledge) -> list[str]:
    """Numbers of two digits or more in an answer that stand in no quote, title, place or period that it cites."""
    if outcome.answer.status != "answered":
        return []
    support = [flat(outcome.question.question)]
    for citation in outcome.answer.citations:
        data = knowledge.documents[citation.document].metadata
        support += [
            flat(citation.quote),
            flat(" ".join(citation.path)),
            flat(f"{data.title} {data.period} {data.status_note} {data.date}"),
        ]
    text = " ".join(support)
    answer = _MARK.sub(" ", flat(nfc(outcome.answer.answer)))
    entries = sum(line.startswith("- ") for line in outcome.answer.answer.splitlines())
    return [n for n in _NUMBER.findall(answer) if n not in text and not (n.isdigit() and int(n) == entries)]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % percentile bootstrap interval of a mean (Efron 1979), 1,000 resamples with a fixed seed."""
    if not values:
        return 0.0, 0.0
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(_ROUNDS))
    return means[int(0.025 * _ROUNDS)], means[int(0.975 * _ROUNDS)]


def as_json(outcomes: Sequence[Outcome], knowledge: Knowledge) -> dict[str, Any]:
    """A run with everything that determined it: version, model, settings, hashes of corpus and prompts."""
    settings = knowledge.settings
    prompts = sorted(settings.prompts_dir.glob("*.toml"))
    return {
        "version": __version__,
        "embedder": settings.embedder,
        "dense_weight": settings.dense_weight,
        "passages": settings.passages,
        "corpus": {name: hashlib.sha256(d.source.text.encode()).hexdigest()[:16] for name, d in knowledge.documents.items()},
        "prompts": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in prompts},
        "summary": {key: round(value, 4) for key, value in summary(outcomes).items() if not key.endswith(" ms")},
        "unsupported_numbers": {o.question.id: bad for o in outcomes if (bad := unsupported_numbers(o, knowledge))},
        "questions": {
            o.question.id: {
                "kind": o.question.kind, "lang": o.question.lang, "split": o.question.split, "question": o.question.question,
                "status": o.answer.status, "correct": o.correct, "recall_5": round(o.recall_5, 4),
                "citation_recall": round(o.citation_recall, 4), "quotes_true": o.quotes_true,
                "answer": o.answer.answer, "must": [list(group) for group in o.question.must],
            }
            for o in outcomes
        },
    }  # fmt: skip


def table(outcomes: Sequence[Outcome]) -> str:
    """Correct answers by kind, language and split, then every metric, for a terminal."""
    rows = [f"{'':<16}{'câu hỏi':>8}{'đúng':>8}{'khoảng 95 %':>16}{'recall@5':>10}{'trích dẫn':>11}"]
    groups: list[tuple[str, list[Outcome]]] = [("tất cả", list(outcomes))]
    for attribute in ("kind", "lang", "split"):
        names = dict.fromkeys(getattr(o.question, attribute) for o in outcomes)
        groups.extend((name, [o for o in outcomes if getattr(o.question, attribute) == name]) for name in names)
    for name, members in groups:
        low, high = interval([float(o.correct) for o in members])
        correct = statistics.fmean(o.correct for o in members)
        recall = statistics.fmean(o.recall_5 for o in members)
        cited = statistics.fmean(o.citation_recall for o in members)
        rows.append(f"{name:<16}{len(members):>8}{correct:>8.3f}{f'{low:.3f}–{high:.3f}':>16}{recall:>10.3f}{cited:>11.3f}")
    metrics = " · ".join(
        f"{key} {value:.3f}" if value < 100 else f"{key} {value:.0f}" for key, value in summary(outcomes).items()
    )
    return "\n".join([*rows, "", metrics])


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two runs on the questions that both hold."""

    lost: tuple[str, ...]
    won: tuple[str, ...]
    common: int
    chance: float

    @property
    def fails(self) -> bool:
        """Runs without a language model are exact, so one known answer lost is a fact and not noise."""
        return bool(self.lost)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """The questions that flipped, with the two-sided sign-test probability that chance alone did it."""
    old, new = before["questions"], after["questions"]
    common = [name for name in old if name in new]
    lost = tuple(n for n in common if old[n]["correct"] and not new[n]["correct"])
    won = tuple(n for n in common if new[n]["correct"] and not old[n]["correct"])
    return Change(lost, won, len(common), _sign_test(len(lost), len(won)))


def _sign_test(lost: int, won: int) -> float:
    """Two-sided binomial sign test, 0 to 1."""
    total, least = lost + won, min(lost, won)
    if not total:
        return 1.0
    ways, tail = 1, 0
    for i in range(least + 1):
        tail += ways
        ways = ways * (total - i) // (i + 1)
    return min(1.0, float(2 * tail) / float(2**total))


def read_run(path: Path) -> dict[str, Any]:
    """A saved run. Raises EvaluationError when it is none."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise EvaluationError(f"Không đọc được {path}: {exc}; cần tệp do 'askresolution eval --save' ghi") from exc
    if not isinstance(run, dict) or not isinstance(run.get("questions"), dict):
        raise EvaluationError(f"{path}: không phải kết quả đánh giá; cần tệp do 'askresolution eval --save' ghi")
    return run
