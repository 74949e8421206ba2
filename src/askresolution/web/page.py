"""The chat page: Gradio mounted at /. It renders what `Assistant` returns and decides nothing."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from askresolution.domain import Answer, Citation, Turn
from askresolution.errors import AskResolutionError, QuestionError
from askresolution.vietnamese import nfc
from askresolution.web.page_head import PageHead
from askresolution.web.source_view import cited_address

if TYPE_CHECKING:
    from askresolution.web.app import Service

_EXAMPLES = (
    "Ai chủ trì đề án phân loại rác thải?",
    "Tỷ lệ hộ nghèo của các xã năm 2025?",
    "Phòng Kinh tế chủ trì những đề án nào?",
    "Khâu đột phá của xã Nam Thanh Miện là gì?",
)
#: Answers that are written at the same time on the page.
_AT_ONCE = 64
_FONT = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
#: Style and behaviour of the page, as files that editors know.
_HERE = Path(__file__).parent
#: Given to the browser: the conversation is kept in its tab, so that a reload or the way back from a source shows it again.
_KEEP = "(messages) => { window.askresolution?.keep(messages) }"
#: What was kept is brought back, but never over what a reader on a slow machine has typed or asked by then.
_KEPT = """(messages, typed) => {
  const [before, draft] = window.askresolution?.kept() ?? [[], ""];
  const written = typed || document.querySelector("#question textarea")?.value || draft;
  return [messages?.length ? messages : before, written];
}"""


def mount_page(app: FastAPI, service: Service) -> FastAPI:
    """Mounts the page; the API keeps its own paths."""
    limit = f"<script>window.askresolutionLimit = {service.settings.max_question}</script>"
    script = f"<script>{(_HERE / 'page.js').read_text('utf-8')}</script>"
    mounted: FastAPI = gr.mount_gradio_app(
        app, build_page(service), path="/", css=(_HERE / "page.css").read_text("utf-8"), head=limit + script, theme=_theme(), footer_links=[],
    )  # fmt: skip
    mounted.add_middleware(PageHead)
    return mounted


def _theme() -> gr.themes.Base:
    theme = gr.themes.Base(primary_hue="red", neutral_hue="slate", font=_FONT, font_mono=["ui-monospace", "monospace"])
    # The framework's own colours have contrasts of 3 to 4 where text needs 4.5.
    return theme.set(
        button_primary_background_fill="*primary_700", button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800", button_primary_background_fill_hover_dark="*primary_800",
        link_text_color="#1d4ed8", link_text_color_dark="#93c5fd", link_text_color_visited="#1d4ed8", link_text_color_visited_dark="#93c5fd",
        link_text_color_hover="#1e3a8a", link_text_color_hover_dark="#bfdbfe",
        input_placeholder_color="*neutral_600", input_placeholder_color_dark="*neutral_300",
    )  # fmt: skip


def build_page(service: Service) -> gr.Blocks:
    """The page as Gradio blocks."""
    with gr.Blocks(title="Hỏi đáp nghị quyết", analytics_enabled=False, fill_height=True) as page:
        gr.Markdown(
            "# Hỏi đáp nghị quyết\nTrả lời từ chính văn bản trong kho, trích dẫn đúng nguyên văn. "
            "Mỗi số [1], [2] mở đúng chỗ trong tài liệu gốc. [Xem tài liệu](/documents) · "
            "[Bảng phân công và chỉ tiêu](/facts)",
            elem_id="title",
        )
        chat = gr.Chatbot(
            elem_id="chat", height="62vh", label="Cuộc trò chuyện", show_label=False, layout="bubble", autoscroll=False,
            placeholder="Hãy đặt câu hỏi bên dưới.", buttons=["copy"],
        )  # fmt: skip
        gr.HTML("<p id='count' role='status'></p>")
        notice = gr.HTML(elem_id="notice")
        with gr.Row():
            # No limit of the box itself: browsers cut what is too long without a word.
            box = gr.Textbox(
                placeholder="Ví dụ: Ai chủ trì đề án phân loại rác thải?", label="Câu hỏi", show_label=False, scale=8,
                elem_id="question", autofocus=True, max_lines=5,
            )  # fmt: skip
            send = gr.Button("Hỏi", variant="primary", scale=1, min_width=80, elem_id="send")
            stop = gr.Button("Dừng", scale=1, min_width=80, elem_id="stop", visible=bool(service.settings.llm))
        gr.Examples(list(_EXAMPLES), box, label="Câu hỏi mẫu", elem_id="examples")
        clear = gr.Button("Cuộc trò chuyện mới", size="sm", elem_id="clear")

        async def respond(question: str, messages: list[dict[str, Any]]) -> AsyncIterator[tuple[Any, list[dict[str, Any]], str]]:
            emptied: Any = ""
            try:
                async with aclosing(converse(service, question, messages or [])) as states:
                    async for state in states:
                        yield emptied, state, ""
                        emptied = gr.skip()  # the reader may be writing the next question
            except QuestionError as exc:
                yield question, messages, f"<p>⚠️ {escape(str(exc))}</p>"

        asking = gr.on(
            [send.click, box.submit], respond, [box, chat], [box, chat, notice], api_visibility="private",
            concurrency_limit=_AT_ONCE, show_progress_on=chat,
        )  # fmt: skip
        # Cancelling closes `respond`, which stops the model; what has been shown stays.
        stop.click(None, cancels=[asking], api_visibility="private")
        clear.click(lambda: ([], ""), None, [chat, notice], cancels=[asking], api_visibility="private")
        chat.change(None, chat, None, js=_KEEP, api_visibility="private")
        page.load(None, [chat, box], [chat, box], js=_KEPT, api_visibility="private")
    return page


async def converse(service: Service, question: str, messages: Sequence[dict[str, Any]]) -> AsyncGenerator[list[dict[str, Any]], None]:
    """The conversation with one more question, then with its answer as it grows. Raises QuestionError."""
    history = [Turn(message["role"], _plain(message["content"])) for message in messages]
    asked_so_far = [*messages, {"role": "user", "content": _escaped(question.strip())}]

    def with_reply(reply: str) -> list[dict[str, Any]]:
        return [*asked_so_far, {"role": "assistant", "content": reply}]

    try:
        asked = await run_in_threadpool(lambda: service.assistant.prepare(question, history))
        yield asked_so_far  # a model may take its time
        text = ""
        async with aclosing(service.events(asked)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    yield with_reply(render_answer(event))
                elif service.assistant.engine is not None:
                    text += event
                    yield with_reply(_growing(text))
    except QuestionError:
        raise
    except AskResolutionError as exc:
        yield with_reply(f"⚠️ {_escaped(str(exc))}")


def _growing(text: str) -> str:
    """The part of an answer that is there so far; its numbers become links when its citations are known."""
    return "\n".join(_line(line, {}) for line in text.splitlines())


def _plain(content: Any) -> str:
    """Text of a Gradio message: a string, or a list of parts."""
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content)


def _escaped(text: str) -> str:
    """Text whose every character shows as itself in markdown; "&" and "<" as entities, since HTML comes first."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_{}\[\]#|!~$@])", r"\\\1", plain)
    # Addresses stay words: a document must not put a link into an answer.
    return re.sub(r"(?i)(?<=[a-z])(://)|(?<=www)(\.)", r"\\\g<0>", escaped)


def render_answer(answer: Answer) -> str:
    """An answer as markdown: numbers link to the highlighted words, notes and sources follow."""
    links = {citation.number: cited_address(citation.url, citation.spans) for citation in answer.citations}
    text = "\n".join(_line(line, links) for line in answer.answer.splitlines())
    parts = [text]
    parts.extend(f"*{_escaped(note.text)}*" for note in answer.notes)
    if answer.citations:
        rows = "\n".join(_source_row(citation) for citation in answer.citations)
        parts.append(
            f"<details class='sources'><summary>Nguồn trích dẫn ({len(answer.citations)})</summary>\n\n{rows}\n\n</details>"
        )
    return "\n\n".join(parts)


def _line(line: str, links: dict[int, str]) -> str:
    """A line of an answer for the page: source words escaped, so that they look as they are written; marks linked."""
    prefix = next((mark for mark in ("> ", "- ") if line.startswith(mark)), "")
    body = line[len(prefix) :]
    # Outside quotations the answer itself sets names and values in bold.
    shown = _escaped(body) if prefix == "> " else "**".join(_escaped(part) for part in body.split("**"))
    return prefix + re.sub(
        r"\\\[(\d{1,3})\\\]",
        lambda match: (
            f"[\\[{match.group(1)}\\]]({links[int(match.group(1))]})" if int(match.group(1)) in links else match.group()
        ),
        shown,
    )


def _source_row(citation: Citation) -> str:
    where = citation.path[-1] if citation.path else ""
    quoted = citation.quote if len(citation.quote) < 160 else citation.quote[:160].rsplit(" ", 1)[0] + " …"
    name = f"{citation.title} – {where}" if where else citation.title
    return f"{citation.number}. [{_escaped(nfc(name))}]({cited_address(citation.url, citation.spans)})<br>“{_escaped(nfc(quoted))}”"
