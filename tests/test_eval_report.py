"""The HTML report in a real browser: at both widths and colour schemes, complete, escaped, and silent on the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from askresolution.answering.assistant import Assistant
from askresolution.evaluation.gate import compare, gap_of
from askresolution.evaluation.page import Content, render
from askresolution.evaluation.peers import Peer, score_peers
from askresolution.evaluation.report import as_json
from askresolution.evaluation.run import Outcome

pytestmark = pytest.mark.filterwarnings("ignore")
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script> & “quote”"


@pytest.fixture(scope="module")
def peers(assistant: Assistant, outcomes: list[Outcome]) -> list[Peer]:
    return score_peers(assistant.knowledge, outcomes)


@pytest.fixture(scope="module")
def content(assistant: Assistant, outcomes: list[Outcome], peers: list[Peer]) -> Content:
    """The shared run, with one answer made hostile and wrong, against itself as baseline."""
    first = outcomes[0]
    wrong = replace(
        first, correct=False, answer=replace(first.answer, answer=HOSTILE), question=replace(first.question, question=HOSTILE)
    )
    made = [wrong, *outcomes[1:]]
    result = as_json(made, assistant.knowledge)
    baseline = {"reason": HOSTILE, **as_json(outcomes, assistant.knowledge)}
    return Content(result, made, gap_of(result, baseline), baseline, compare(baseline, result), peers)


@pytest.mark.parametrize(("width", "scheme", "lang"), [(1280, "light", "vi"), (390, "dark", "en"), (390, "light", "vi")])
def test_the_report_is_read_at_any_width(
    browser: Browser, content: Content, tmp_path: Path, width: int, scheme: str, lang: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(content, lang), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert asked == [path.as_uri()]
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg.chart").count() == 6
    for chart in page.locator("svg.chart").all():
        assert chart.is_visible()
        # Every word of a chart lies inside it, and is at least 10 pixels high in print on a phone.
        inside = chart.evaluate(
            "c => [...c.querySelectorAll('text')].every(t => { const b = t.getBBox(); const v = c.viewBox.baseVal;"
            " return b.x >= 0 && b.x + b.width <= v.width + 1 && b.y >= -1 && b.y + b.height <= v.height + 1 })"
        )
        assert inside, chart.get_attribute("aria-label")
        assert chart.evaluate("c => 12 * c.getBoundingClientRect().width / c.viewBox.baseVal.width") >= 10
    ink, paper = page.evaluate("(() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor] })()")
    assert contrast(ink, paper) > 7
    assert page.title() != "hacked"
    assert page.locator("img, script").count() == 0
    assert page.locator("body").inner_text().count(HOSTILE) >= 3  # the question, the answer, the reason of the baseline
    context.close()


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "rgb(r, g, b)" colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_failure_is_told_in_full(content: Content) -> None:
    from html import escape

    page = render(content)
    failed = [o for o in content.outcomes if not o.correct]
    assert len(failed) > 1
    for outcome in failed:
        part = page[page.index(f"<details id='{outcome.question.id}'") :].split("</details>")[0]
        for text in (outcome.question.question, outcome.answer.answer, *(gold.quote for gold in outcome.question.gold)):
            assert escape(text) in part
        assert all(escape(option) in part for group in outcome.question.must for option in group)
        assert all(escape(hit.text) in part for hit in outcome.found)


def test_stock_pipelines_are_scored_on_the_same_questions(peers: list[Peer], outcomes: list[Outcome]) -> None:
    ours, *others = peers
    assert [peer.name for peer in peers] == ["askresolution", "peer_langchain", "peer_bm25", "peer_bm25_passages"]
    answerable = [o for o in outcomes if o.question.answerable and o.question.gold]
    assert {peer.questions for peer in peers} == {len(answerable)}
    assert ours.recall_5 == pytest.approx(sum(o.recall_5 for o in answerable) / len(answerable))
    for peer in others:
        assert 0.2 < peer.recall_5 < 1  # a peer that finds nothing would be a broken harness, not a win
        assert peer.recall_1 <= peer.recall_5 <= peer.recall_10
        assert peer.paired is not None
        assert peer.paired.difference == pytest.approx(peer.recall_5 - ours.recall_5)


def test_stock_chunks_know_where_they_stand(assistant: Assistant) -> None:
    from askresolution.evaluation.peers import SHARED, PlainBM25, stock_chunks

    for document in assistant.knowledge.documents.values():
        chunks = stock_chunks(document)
        assert all(document.source.text[start:end] == c.text for c in chunks for start, end in c.spans)
        covered = {offset for c in chunks for start, end in c.spans for offset in range(start, end)}
        assert not "".join(char for at, char in enumerate(document.source.text) if at not in covered).strip()
        assert all(b.spans[0][0] > a.spans[0][1] - SHARED - 50 for a, b in zip(chunks, chunks[1:], strict=False))
    found = PlainBM25(chunks).search(" ".join(chunks[3].text.split()[:12]))
    assert found[0] == chunks[3].id
