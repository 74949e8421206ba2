"""The page in a real browser: ask, read, click a citation through to the highlighted words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from askresolution.answering.assistant import Assistant
from tests.generative.test_engine import Running

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with Running(assistant, page=True) as address:
        yield address


#: Whether the middle of the marked words is what a reader sees there.
_UNCOVERED = """(() => {
  const mark = document.querySelector("mark"), box = mark.getBoundingClientRect();
  return mark.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
})()"""
RUBBISH = "Ai chủ trì đề án phân loại rác thải?"
POOR = "Tỷ lệ hộ nghèo của các xã năm 2025?"


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (768, 1024), (390, 844)])
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
    assert source.evaluate(_UNCOVERED), "the header lies over the cited words"
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


def opened(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    return page


def ask(page: Page, question: str, answers: int) -> None:
    """Asks by keyboard and waits until there are so many answers with sources."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function("n => document.querySelectorAll('#chat .bot-row a').length && document.querySelectorAll('#chat .bot-row').length === n", arg=answers)


def test_a_new_answer_comes_into_sight_after_scrolling_up(address: str, browser: Browser) -> None:
    page = opened(browser, address, viewport={"width": 390, "height": 844})
    ask(page, RUBBISH, 1)
    page.hover("#chat .bubble-wrap")
    page.mouse.wheel(0, -5000)
    page.wait_for_function("document.querySelector('#chat .bubble-wrap').scrollTop === 0")
    ask(page, POOR, 2)
    newest = page.locator("#chat .user-row").last
    page.wait_for_function("document.querySelector('#chat .bubble-wrap').scrollTop > 100")
    asked, frame = newest.bounding_box(), page.locator("#chat .bubble-wrap").bounding_box()
    assert asked is not None
    assert frame is not None
    assert 0 <= asked["y"] - frame["y"] < 60, "the question and the start of its answer are not at the top"
    page.context.close()


def test_a_question_that_is_too_long_is_kept_and_said(address: str, browser: Browser) -> None:
    page = opened(browser, address)
    long = "Ai chủ trì đề án phân loại rác thải? " * 60
    page.fill("#question textarea", long)
    assert "quá giới hạn 2.000" in page.inner_text("#count")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#notice >> text=quá giới hạn 2000")
    assert page.input_value("#question textarea") == long
    assert page.locator("#chat .user-row").count() == 0
    ask(page, RUBBISH, 1)
    assert page.inner_text("#notice").strip() == page.inner_text("#count").strip() == ""
    page.context.close()


def test_the_page_is_vietnamese_for_readers_and_their_machines(address: str, browser: Browser) -> None:
    page = opened(browser, address, locale="en-US")
    ask(page, RUBBISH, 1)
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.get_by_role("textbox", name="Câu hỏi", exact=True).count() == 1
    page.wait_for_selector("#chat button[aria-label='Sao chép kèm nguồn trích dẫn']")
    heard = page.locator("body").aria_snapshot()
    assert 'log "Cuộc trò chuyện"' in heard
    assert page.locator("#chat [role=log]").get_attribute("aria-live") == "polite"
    assert "message" not in heard.lower()
    assert "textbox \"textbox" not in heard.lower()
    page.context.close()


def test_the_conversation_survives_a_reload_and_the_way_back_from_a_source(address: str, browser: Browser) -> None:
    page = opened(browser, address)
    ask(page, RUBBISH, 1)
    ask(page, POOR, 2)
    page.fill("#question textarea", "đang viết dở")
    page.reload()
    page.wait_for_selector("#chat .user-row >> nth=1")
    assert page.input_value("#question textarea") == "đang viết dở"
    with page.context.expect_page() as new:
        page.locator("#chat a[href*='/documents/']").first.click()
    new.value.locator("header a", has_text="Hỏi đáp").click()
    new.value.wait_for_selector("#chat .user-row >> nth=1")
    page.click("#clear")
    page.wait_for_selector("#chat .user-row", state="detached")
    page.reload()
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(1000)
    assert page.locator("#chat .user-row").count() == 0
    page.context.close()


@pytest.mark.parametrize("secure", [True, False])
def test_a_copy_has_its_sources_with_whole_addresses(address: str, browser: Browser, secure: bool) -> None:
    page = opened(browser, address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, RUBBISH, 1)
    if not secure:  # as on http://192.168…, where browsers offer scripts no clipboard
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    page.locator("#chat button[aria-label='Sao chép kèm nguồn trích dẫn']").last.click()
    page.wait_for_selector("#count >> text=Đã sao chép")
    if not secure:
        page.evaluate("delete navigator.clipboard")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Đề án “Phân loại, xử lý rác thải")
    assert "Cơ quan chủ trì: Phòng Kinh tế [2]" in copied
    assert re.search(rf"\[2\] .*\({address}/documents/[\w-]+\?spans=[\d.-]+#\S+\)\s+“\+ Cơ quan chủ trì: Phòng Kinh tế.”", copied)
    assert "**" not in copied
    assert "<details" not in copied
    page.context.close()


def test_print_holds_the_whole_conversation_with_open_sources(address: str, browser: Browser) -> None:
    page = opened(browser, address, viewport={"width": 390, "height": 500})
    ask(page, RUBBISH, 1)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("(b => b.scrollHeight <= b.clientHeight + 1)(document.querySelector('#chat .bubble-wrap'))"), "cut at the frame"
    assert page.locator("#chat details li").last.is_visible()
    for hidden in ("#question", "#send", "#clear", "#examples"):
        assert not page.locator(hidden).is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#chat details[open]").count() == 0
    page.context.close()


def test_a_server_that_goes_away_is_said_and_the_question_kept(assistant: Assistant, browser: Browser) -> None:
    with Running(assistant, page=True) as address:
        page = opened(browser, address)
        ask(page, RUBBISH, 1)
        page.route("**/gradio_api/**", lambda route: route.abort())
        page.fill("#question textarea", POOR)
        page.press("#question textarea", "Enter")
        page.wait_for_selector(".toast-wrap >> text=Mất kết nối với máy chủ")
        assert page.input_value("#question textarea") == POOR
        page.context.close()


def test_facts_on_a_phone_cut_nothing(address: str, browser: Browser) -> None:
    page = opened_plain(browser, f"{address}/facts", 390)
    cut = page.evaluate("[...document.querySelectorAll('h3, td, .wide')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length")
    assert page.locator("h3").count() >= 5
    assert cut == 0
    assert page.locator("td[data-label='Chủ trì']").first.evaluate("e => getComputedStyle(e, '::before').content") != "none"
    page.goto(f"{address}/facts?q=khongcogi")
    assert "Không có dòng nào" in page.inner_text("body")
    page.context.close()


def opened_plain(browser: Browser, url: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(address: str, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 for text."""
    page = opened(browser, address, color_scheme=scheme)
    ask(page, POOR, 1)
    assert page.evaluate(CONTRAST) == []
    for path in ("/documents", "/facts", "/docs", "/documents/nam-thanh-mien-bao-cao-chinh-tri?spans=27277-27332"):
        page.goto(address + path)
        assert page.evaluate(CONTRAST) == [], path
    page.context.close()


#: Visible texts (and the placeholder of a box) with their contrast, where it is below 4.5.
CONTRAST = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Canvas";
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const light = (c) => c.slice(0, 3).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(read(getComputedStyle(e).backgroundColor));
    layers.push(read(canvas));
    return layers.reduceRight((below, c) => below.map((v, i) => i < 3 ? v * (1 - c[3] / 255) + c[i] * c[3] / 255 : 255), [255, 255, 255, 255]);
  };
  const poor = [];
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("").trim() || e.placeholder;
    if (!text || !e.checkVisibility() || !e.getBoundingClientRect().width) continue;
    const [a, b] = [light(read(getComputedStyle(e, e.placeholder ? "::placeholder" : null).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(`${text.slice(0, 30)}: ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return poor;
}"""
