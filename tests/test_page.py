"""The page in a real browser: ask, read, click a citation through to the highlighted words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser

from askresolution.answering.assistant import Assistant
from askresolution.settings import Settings
from askresolution.web.app import create_app

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def address(settings: Settings, assistant: Assistant) -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(create_app(settings, assistant), log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_ask_and_follow_a_citation(address: str, browser: Browser, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    foreign: list[str] = []
    context.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None)
    page.goto(address)
    page.fill("#question textarea", "Ai chủ trì đề án phân loại rác thải ở xã Nguyễn Lương Bằng?")
    page.click("#send")
    page.wait_for_selector("#chat >> text=Phòng Kinh tế", timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    links = page.locator("#chat a[href*='/documents/']")
    assert links.count() >= 3
    with context.expect_page() as opened:
        links.filter(has_text="[2]").first.click()
    source = opened.value
    source.wait_for_load_state()
    assert source.locator("mark").inner_text() == "+ Cơ quan chủ trì: Phòng Kinh tế."
    assert source.locator("mark").is_visible()
    box = source.locator("mark").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < height
    assert source.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert foreign == []
    context.close()


def test_bad_input_and_markup_in_the_page(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address)
    page.fill("#question textarea", "<img src=x onerror=\"document.title='hacked'\"> **đậm** giá vé máy bay?")
    page.click("#send")
    page.wait_for_selector("#chat >> text=Không tìm thấy", timeout=20_000)
    assert page.title() != "hacked"
    assert page.locator("#chat img[src='x']").count() == 0
    page.close()
