"""Charts of the report as inline SVG: no script, no request, colours from the page's style sheet.

Drawn 360 units wide, so that their text is read on a phone without zooming; wider screens show them larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH = 360
_LABEL, _RIGHT, _ROW = 150, 40, 26
#: Half the width of the widest figure below a histogram.
_HALF_TICK = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a share from 0 to 1 with its interval, and the baseline's share where there is one."""

    label: str
    count: int
    value: float
    low: float
    high: float
    before: float | None = None


def bars(title: str, rows: Sequence[Bar], above: bool = False) -> str:
    """Horizontal bars with intervals as whiskers and the baseline as a tick; labels left of the bars, or above them."""
    left = 4 if above else _LABEL
    step = _ROW + 16 if above else _ROW
    span = WIDTH - left - _RIGHT
    drawn = []
    for number, row in enumerate(rows):
        top = number * step + (18 if above else 2)
        middle = top + 9
        x = [left + span * share for share in (row.value, row.low, row.high)]
        label = f"{row.label} ({row.count})"
        at = f'x="{left}" y="{top - 5}"' if above else f'x="{left - 6}" y="{middle + 4}" text-anchor="end"'
        drawn.append(
            f"<g><title>{escape(label)}: {row.value:.3f} ({row.low:.3f} – {row.high:.3f})"
            f"{'' if row.before is None else f'; {row.before:.3f}'}</title>"
            f'<text class="label" {at}>{escape(label)}</text>'
            f'<rect class="track" x="{left}" y="{top}" width="{span}" height="18" rx="3"/>'
            f'<rect class="bar" x="{left}" y="{top}" width="{x[0] - left:.1f}" height="18" rx="3"/>'
            f'<path class="whisker" d="M{x[1]:.1f} {middle}H{x[2]:.1f}M{x[1]:.1f} {middle - 4}v8M{x[2]:.1f} {middle - 4}v8"/>'
            + ("" if row.before is None else f'<path class="tick" d="M{left + span * row.before:.1f} {top - 2}v22"/>')
            + f'<text class="value" x="{WIDTH - 2}" y="{middle + 4}" text-anchor="end">{row.value:.2f}</text></g>'
        )
    return _svg(title, len(rows) * step + 4, "".join(drawn))


def histogram(title: str, axis: str, values: Sequence[float], marks: Sequence[tuple[str, float]]) -> str:
    """Counts of positive values in bins of equal ratio, with named values as vertical lines."""
    low, high = max(min(values), 0.1), max(max(values), 0.2)
    start, end = log10(low) - 0.02, log10(max(high, low * 1.2)) + 0.02
    bins = 24
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int((log10(max(value, low)) - start) / (end - start) * bins))] += 1
    base, tall, wide = 132, 100, WIDTH - 16

    def across(value: float) -> float:
        return 8 + wide * (log10(max(value, low)) - start) / (end - start)

    drawn = [
        f'<rect class="bar" x="{8 + wide * number / bins + 1:.1f}" y="{base - tall * count / max(counts):.1f}" '
        f'width="{wide / bins - 2:.1f}" height="{tall * count / max(counts):.1f}"><title>{count}</title></rect>'
        for number, count in enumerate(counts)
        if count
    ]
    drawn.append(f'<path class="axis" d="M8 {base}H{WIDTH - 8}"/>')
    for tick in (step * 10**power for power in range(-1, 6) for step in (1, 3)):
        if 10**start <= tick <= 10**end:
            x = min(max(across(tick), _HALF_TICK), WIDTH - _HALF_TICK)  # a tick at the chart's edge keeps its figure inside
            drawn.append(f'<text class="value" x="{x:.1f}" y="{base + 15}" text-anchor="middle">{tick:g}</text>')
    for number, (name, value) in enumerate(marks):
        x = across(value)
        anchor = "end" if x > WIDTH * 0.75 else "start"
        drawn.append(f'<path class="tick" d="M{x:.1f} {12 + 14 * number}V{base}"/>')
        drawn.append(
            f'<text class="label" x="{x + (-4 if anchor == "end" else 4):.1f}" y="{14 + 14 * number}" text-anchor="{anchor}">{escape(name)}</text>'
        )
    drawn.append(f'<text class="label" x="{WIDTH / 2}" y="{base + 32}" text-anchor="middle">{escape(axis)}</text>')
    return _svg(title, base + 40, "".join(drawn))


def stacks(title: str, rows: Sequence[Sequence[tuple[str, str, int]]]) -> str:
    """Bars that add up to their row's total; each part is (words, style class, count), told in full below its bar."""
    drawn, top = [], 4
    for parts in rows:
        total = sum(count for _, _, count in parts) or 1
        x = 4.0
        for words, style, count in parts:
            width = (WIDTH - 8) * count / total
            drawn.append(
                f'<rect class="{style}" x="{x:.1f}" y="{top}" width="{width:.1f}" height="20"><title>{escape(words)}: {count}</title></rect>'
            )
            x += width
        top += 36
        for words, style, count in parts:
            drawn.append(f'<rect class="{style}" x="4" y="{top - 9}" width="10" height="10"/>')
            drawn.append(f'<text class="label" x="20" y="{top}">{escape(words)}: {count} ({count / total:.0%})</text>')
            top += 17
        top += 8
    return _svg(title, top, "".join(drawn))


def _svg(title: str, height: float, content: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{content}</svg>"
    )
