"""The report: one self-contained HTML file with charts, comparisons, and every failed question in full."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from askresolution.evaluation.chance import interval
from askresolution.evaluation.charts import Bar, bars, histogram, stacks
from askresolution.evaluation.gate import Change, Gap
from askresolution.evaluation.labels import Say, labels
from askresolution.evaluation.metrics import percentile
from askresolution.evaluation.peers import Peer
from askresolution.evaluation.report import change_lines, difference, gap_lines, groups, reliabilities
from askresolution.evaluation.run import Outcome, summary

#: Share of a group's questions that the baseline must hold for its mean to be drawn beside theirs.
_COVERED = 0.75


@dataclass(frozen=True, slots=True)
class Content:
    """What a report tells. `baseline` is the accepted run, `change` what flipped since; both None without one."""

    result: Mapping[str, Any]
    outcomes: Sequence[Outcome]
    gap: Gap
    baseline: Mapping[str, Any] | None = None
    change: Change | None = None
    peers: Sequence[Peer] = ()


def render(content: Content, lang: str = "vi") -> str:
    """The HTML of a report, in Vietnamese or English. It asks nothing of any network and runs no script."""
    say = labels(lang)
    result = content.result
    title = say("title")
    subtitle = say(
        "subtitle", count=len(content.outcomes), version=result["version"], engine=result["model"] or result["engine"],
        embedder=result["embedder"],
    )  # fmt: skip
    sections = (_charts, _metrics, _reliability, _changes, _peers, _failures, _determined)
    body = "".join(section(content, say) for section in sections)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)} – askresolution</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body><main>'
        f"<h1>{escape(title)}</h1><p class='muted'>{escape(subtitle)}</p>{body}</main></body></html>\n"
    )


def _charts(content: Content, say: Say) -> str:
    outcomes = content.outcomes
    old = content.baseline["questions"] if content.baseline else {}
    whole = [_bar("all", outcomes, old, say)]
    kinds = [_bar(name, members, old, say) for name, members in groups(outcomes, "kind")]
    typed = [_bar(name, members, old, say) for by in ("lang", "traits") for name, members in groups(outcomes, by)]
    splits = [_bar(name, members, old, say) for name, members in groups(outcomes, "split")]
    reason = str(content.baseline.get("reason", "")) if content.baseline else ""
    legend = say("legend", reason=reason) if content.baseline else say("legend_alone")
    took = [o.took_ms for o in outcomes]
    marks = [(f"p{share * 100:.0f}", percentile(share, took)) for share in (0.5, 0.95)]
    note = say("latency_note", p50=marks[0][1], p95=marks[1][1], top=max(took))
    figures = (
        _figure(say("by_kind"), bars(say("by_kind"), whole + kinds), legend),
        _figure(say("by_lang"), bars(say("by_lang"), typed), legend),
        _figure(say("by_split"), bars(say("by_split"), splits), *gap_lines(content.gap, say)),
        _figure(say("refusals"), stacks(say("refusals"), _refusals(outcomes, say))),
        _figure(say("latency"), histogram(say("latency"), say("latency_axis"), took, marks), note),
    )
    return f"<div class='grid'>{''.join(figures)}</div>"


def _bar(name: str, members: Sequence[Outcome], old: Mapping[str, Any], say: Say) -> Bar:
    right = [float(o.correct) for o in members]
    before = [float(old[o.question.id]["correct"]) for o in members if o.question.id in old]
    # A baseline that knew few of these questions says nothing of them.
    known = statistics.fmean(before) if len(before) >= _COVERED * len(members) else None
    return Bar(say(name), len(members), statistics.fmean(right), *interval(right), known)


def _refusals(outcomes: Sequence[Outcome], say: Say) -> list[list[tuple[str, str, int]]]:
    def count(answerable: bool, refused: bool, correct: bool | None = None) -> int:
        return sum(
            o.question.answerable == answerable
            and (o.answer.status == "not_found") == refused
            and (correct is None or o.correct == correct)
            for o in outcomes
        )

    return [
        [
            (say("answered_right"), "good", count(True, False, True)),
            (say("answered_wrong"), "bad", count(True, False, False)),
            (say("refused_wrong"), "shy", count(True, True)),
        ],
        [(say("refused_right"), "good", count(False, True)), (say("answered_none"), "bad", count(False, False))],
    ]


def _metrics(content: Content, say: Say) -> str:
    old = content.baseline["summary"] if content.baseline else {}
    same = content.change is not None and content.change.same_scoring
    rows = [
        (say(key), _number(value), _number(old[key]) if same and key in old else "–")
        for key, value in summary(content.outcomes).items()
    ]
    return f"<h2>{escape(say('metrics'))}</h2>" + _table([say("metric"), say("this_run"), say("baseline")], rows)


def _reliability(content: Content, say: Say) -> str:
    """Tables of both splits: what is stated, and how often it is true."""
    told = []
    columns = [say("stated_bin"), say("stated_mean"), say("true_share"), say("questions")]
    for split in reliabilities(content.outcomes):
        head = say("reliability_of", split=say(split.name), count=split.count, error=split.error, brier=split.brier)
        rows = [(f"{b.low:.1f} – {b.high:.1f}", f"{b.stated:.3f}", f"{b.true:.3f}", str(b.count)) for b in split.bins]
        told.append(f"<h3>{escape(head)}</h3>{_table(columns, rows)}")
    note = f"<p class='muted'>{escape(say('reliability_note'))}</p>"
    return f"<h2>{escape(say('reliability'))}</h2>{note}{''.join(told)}" if told else ""


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and value > 1 else f"{value:.3f}"


def _changes(content: Content, say: Say) -> str:
    if content.change is None:
        return ""
    lines = change_lines(say("baseline"), content.change, content.result["questions"], say)
    return f"<h2>{escape(say('changes'))}</h2><pre>{escape(chr(10).join(lines))}</pre>"


def _peers(content: Content, say: Say) -> str:
    head = f"<h2>{escape(say('peers'))}</h2>"
    if not content.peers:
        return f"{head}<p class='muted'>{escape(say('peers_missing'))}</p>"
    drawn = [Bar(say(peer.name), peer.questions, peer.recall_5, peer.low, peer.high) for peer in content.peers]
    rows = [
        (
            say(peer.name),
            *(f"{score:.3f}" for score in (peer.recall_1, peer.recall_5, peer.recall_10, peer.mrr, peer.ndcg)),
            difference(peer),
        )
        for peer in content.peers
    ]
    columns = [say("pipeline"), "recall@1", "recall@5", "recall@10", "MRR@10", "nDCG@10", say("peer_diff")]
    chart = _figure("recall@5", bars("recall@5", drawn, above=True), say("peer_note"))
    return f"{head}<div class='grid'>{chart}</div>{_table(columns, rows)}"


def _failures(content: Content, say: Say) -> str:
    failed = [o for o in content.outcomes if not o.correct]
    told = "".join(_failure(o, say) for o in failed) or f"<p>{escape(say('no_failures'))}</p>"
    return f"<h2>{escape(say('failures', count=len(failed)))}</h2>{told}"


def _failure(outcome: Outcome, say: Say) -> str:
    asked, answer = outcome.question, outcome.answer
    wanted = "".join(f"<li>{escape(say('or').join(group))}</li>" for group in asked.must)
    golds = "".join(f"<blockquote>{escape(gold.quote)}<cite>{escape(gold.doc)}</cite></blockquote>" for gold in asked.gold)
    found = "".join(_found(hit.document, hit.path, hit.text, hit.holds_gold, say) for hit in outcome.found)
    before = "".join(f"<li>{escape(turn.role)}: {escape(turn.content)}</li>" for turn in asked.history)
    odd = [*outcome.unsupported_numbers, *outcome.unsupported_identifiers]
    parts = (
        (say("history"), f"<ul>{before}</ul>" if before else ""),
        (say("stale"), escape(outcome.stale)),
        (f"{say('answer')} ({answer.status})", f"<pre>{escape(answer.answer)}</pre>"),
        (say("unsupported"), escape(", ".join(odd))),
        (say("expected"), f"<ul>{wanted}</ul>" if wanted else escape(say("expected_refusal"))),
        (say("gold"), golds),
        (say("found"), f"<ol>{found}</ol>" if found else escape(say("nothing_found"))),
    )
    tags = [asked.kind, asked.lang, *asked.traits, asked.split, *(["stale"] if outcome.stale else [])]
    tagged = "".join(f"<span class='tag'>{escape(say(tag))}</span>" for tag in tags)
    body = "".join(f"<h3>{escape(head)}</h3>{told}" for head, told in parts if told)
    return (
        f"<details id='{escape(asked.id)}'><summary><b>{escape(asked.question)}</b> <span class='muted'>{escape(asked.id)}</span> "
        f"{tagged}</summary>{body}</details>"
    )


def _found(document: str, path: Iterable[str], text: str, holds_gold: bool, say: Say) -> str:
    mark = f" <span class='tag hit'>{escape(say('holds_gold'))}</span>" if holds_gold else ""
    return f"<li><cite>{escape(' › '.join((document, *path)))}</cite>{mark}<br>{escape(text)}</li>"


def _determined(content: Content, say: Say) -> str:
    result = content.result
    rows = [
        ("askresolution", result["version"]), ("engine", f"{result['engine']} {result['model']}".strip()),
        ("embedder", f"{result['embedder']} {result['embedder_fingerprint']}"),
        *((f"corpus/{name}", digest) for name, digest in result["corpus"].items()),
        *((f"prompts/{name}", digest) for name, digest in result["prompts"].items()),
        *((name, str(value)) for name, value in result["settings"].items()),
    ]  # fmt: skip
    return f"<details><summary><b>{escape(say('determined'))}</b></summary>{_table(['', say('value')], rows)}</details>"


def _figure(title: str, drawing: str, *notes: str) -> str:
    told = "".join(f"<p class='muted'>{escape(note)}</p>" for note in notes if note)
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawing}{told}</figure>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class='scroll'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


_STYLE = """
:root{--ink:#1c2430;--muted:#55606e;--paper:#fff;--card:#f5f7fa;--line:#d5dbe3;--bar:#2f6fb2;--track:#e4e9f0;--mark:#a63d00;
--good:#2c7a4b;--bad:#b3261e;--shy:#c98a00;--whisker:#10243c}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf0;--muted:#a7b2bf;--paper:#14181d;--card:#1d232b;--line:#38424e;--bar:#5a9bdd;
--track:#2b343f;--mark:#ffb27a;--good:#5cc08a;--bad:#f2857c;--shy:#e6b84d;--whisker:#f2f6fb}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Noto Sans","DejaVu Sans",sans-serif}
main{max-width:1180px;margin:0 auto;padding:16px}
h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.25rem;margin:1.6em 0 .5em}h3{font-size:.95rem;margin:1em 0 .2em;color:var(--muted)}
.muted{color:var(--muted);font-size:.9rem;margin:.3em 0}
.grid{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));align-items:start}
figure{margin:0;padding:12px;background:var(--card);border:1px solid var(--line);border-radius:8px;min-width:0}
figcaption{font-weight:600;margin-bottom:8px}
.chart{display:block;width:100%;max-width:560px;height:auto}
.chart text{font-size:12px;fill:var(--ink)}.chart .bar{fill:var(--bar)}.chart .track{fill:var(--track)}
.chart .whisker{stroke:var(--whisker);fill:none;stroke-width:1.5}.chart .tick{stroke:var(--mark);stroke-width:2.5;fill:none}
.chart .axis{stroke:var(--line)}.chart .good{fill:var(--good)}.chart .bad{fill:var(--bad)}.chart .shy{fill:var(--shy)}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;min-width:4.5em}
th:first-child,td:first-child{min-width:9.5em}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px;
margin:.3em 0;font:.88rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
details{border:1px solid var(--line);border-radius:8px;padding:8px 12px;margin:8px 0}
summary{cursor:pointer;overflow-wrap:anywhere}
.tag{display:inline-block;font-size:.78rem;border:1px solid var(--line);border-radius:10px;padding:0 8px;margin:0 2px;color:var(--muted)}
.tag.hit{border-color:var(--good);color:var(--good)}
blockquote{margin:.3em 0;padding:.2em 0 .2em 12px;border-left:3px solid var(--bar);overflow-wrap:anywhere}
cite{display:block;font-style:normal;font-size:.85rem;color:var(--muted);overflow-wrap:anywhere}
li cite{display:inline}ul,ol{margin:.3em 0;padding-left:1.4em;overflow-wrap:anywhere}li{margin:.3em 0}
"""
