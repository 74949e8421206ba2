"""Every broken or hostile reply ends in a supported answer or a plain note; correct ones pass untouched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from askresolution.answering.assistant import Assistant
from askresolution.answering.generative.faithfulness import faithfulness
from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Answer
from askresolution.reading import quote
from askresolution.web.payload import answer_payload
from tests.generative.conftest import PROVIDERS
from tests.generative.hostile import CASES, CORRECT, MEMBERS, POOR, Case, numbered
from tests.generative.scripted import Reply, Scripted

TRUE_WORDS = {POOR: "0,22%", MEMBERS: "1.361"}
Make = Callable[..., Assistant]


def asked(assistant: Assistant, question: str) -> tuple[Answer, str]:
    """The answer, and every piece that was streamed before it."""
    *pieces, answer = assistant.stream(assistant.prepare(question))
    assert isinstance(answer, Answer)
    text = "".join(str(piece) for piece in pieces)
    assert text.strip() == answer.answer.strip()
    return answer, text


def assert_sound(answer: Answer, question: str, knowledge: Knowledge) -> None:
    """Everything that holds for every answer: true quotes, numbered citations, supported sentences, plain JSON."""
    json.dumps(answer_payload(answer), ensure_ascii=False).encode("utf-8")
    for citation in answer.citations:
        assert quote(knowledge.documents[citation.document].source.text, citation.spans) == citation.quote
        assert f"[{citation.number}]" in answer.answer
    used = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    assert used <= {citation.number for citation in answer.citations}
    if answer.engine != "extractive":
        assert faithfulness(answer, question, knowledge).share == 1.0, faithfulness(answer, question, knowledge).unsupported


def test_there_are_at_least_sixty_distinct_cases() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len({(case.question, case.reply) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("question", "reply"), CORRECT)
def test_correct_answers_pass_untouched(
    server: Scripted, generative: Make, knowledge: Knowledge, provider: str, question: str, reply: str
) -> None:
    server.script = lambda request: Reply(numbered(request, reply))
    answer, _ = asked(generative(provider), question)
    without_numbers = re.sub(r"\[(?:\d+|«[^»]+»)\]", "[]", reply)
    assert re.sub(r"\[\d+\]", "[]", answer.answer) == without_numbers
    assert answer.engine == f"{provider}:scripted"
    assert answer.generation is not None
    assert answer.generation.withheld == 0
    assert (answer.generation.input_tokens, answer.generation.output_tokens) == (321, 45)
    assert_sound(answer, question, knowledge)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_unsupported_reaches_the_reader(
    server: Scripted, generative: Make, assistant: Assistant, knowledge: Knowledge, case: Case
) -> None:
    server.script = lambda _: Reply(case.reply, every=11)
    answer, streamed = asked(generative(), case.question)
    extractive = assistant.ask(case.question)
    shown = json.dumps({**answer_payload(answer), "generation": None})
    for words in case.never:
        if words not in extractive.answer:
            assert words not in streamed, (words, answer)
            assert json.dumps(words)[1:-1] not in shown
    for words in case.kept:
        assert words in answer.answer
    assert answer.status == extractive.status
    assert TRUE_WORDS.get(case.question, "") in answer.answer
    if not case.kept and answer.engine == "extractive":
        assert answer.answer == extractive.answer
        assert answer.citations == extractive.citations
        assert case.name == "says that there is nothing" or any(note.kind == "model_unused" for note in answer.notes)
    elif answer.engine != "extractive":
        assert any(note.kind == "unsupported_removed" for note in answer.notes), answer
    assert_sound(answer, case.question, knowledge)


BAD_WIRE: dict[str, tuple[Reply, str]] = {
    "rate limit": (Reply(status=429, body='{"error": {"message": "slow down", "type": "rate_limit"}}'), "quá tải"),
    "out of quota": (Reply(status=429, body='{"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}'), "hết hạn mức"),
    "payment required": (Reply(status=402), "hết hạn mức"),
    "wrong key": (Reply(status=401, body='{"error": {"message": "Incorrect API key provided: sk-scripted-secret-key-0001"}}'), "không nhận khóa"),
    "forbidden": (Reply(status=403), "không nhận khóa"),
    "no such model": (Reply(status=404), "không đọc được"),
    "bad request": (Reply(status=400), "không đọc được"),
    "internal error": (Reply(status=500), "không kết nối được"),
    "bad gateway, not JSON": (Reply(status=502, body="<html>Bad gateway</html>"), "không kết nối được"),
    "unavailable": (Reply(status=503), "không kết nối được"),
    "overloaded": (Reply(status=529), "không kết nối được"),
    "closed before a word": (Reply("x" * 50, close_after=0), "không kết nối được"),
    "not the protocol": (Reply(raw=b"hello, this is no event stream\n\n"), ""),
    "broken JSON": (Reply(raw=b'data: {"choices": [{"delta": {"content": "T\n\n{"message": {"content": \n'), ""),
    "bytes that are no UTF-8": (Reply(raw=b'data: {"choices": [{"index": 0, "delta": {"content": "T\xe1\xbb"}}]}\n\n'), ""),
    "an array": (Reply(raw=b"data: [1, 2, 3]\n\n"), ""),
    "null content": (Reply(raw=b'data: {"id": "x", "choices": [{"index": 0, "delta": {"content": null}}]}\n\ndata: [DONE]\n\n'), ""),
    "error within the stream": (Reply(raw=b'data: {"error": {"message": "CUDA out of memory"}}\n\n{"error": "CUDA out of memory"}\n'), ""),
    "nothing at all": (Reply(raw=b"\n"), ""),
    "stalled before a word": (Reply("x" * 50, stall_after=0), "quá chậm"),
}  # fmt: skip


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", BAD_WIRE)
def test_a_model_in_trouble_costs_no_answer(
    server: Scripted, generative: Make, assistant: Assistant, caplog: pytest.LogCaptureFixture, provider: str, name: str
) -> None:
    reply, words = BAD_WIRE[name]
    server.script = lambda _: reply
    answer, _ = asked(generative(provider, llm_first_token_s=0.4, llm_total_s=1.0), POOR)
    expected = assistant.ask(POOR)
    assert (answer.status, answer.answer, answer.citations, answer.engine) == (
        "answered", expected.answer, expected.citations, "extractive",
    )  # fmt: skip
    [note] = [note for note in answer.notes if note.kind == "model_unused"]
    assert words in note.text
    said = json.dumps(answer_payload(answer)) + caplog.text
    assert "sk-scripted" not in said
    assert "CUDA" not in json.dumps(answer_payload(answer))


GOOD = "Năm 2025, tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng còn 0,22%, đạt kế hoạch đề ra [1]. "


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("reply", "cut"),
    [(Reply(pieces=(GOOD, "Năm 2026, xã đặt chỉ tiêu ", "tỷ lệ hộ nghèo còn dưới 0,2"), close_after=3), "còn dưới 0,2 "),
     (Reply(pieces=(GOOD, "Năm 2026, xã đặt chỉ tiêu ", "hộ nghèo dưới 0,"), stall_after=3), "xã đặt chỉ tiêu hộ nghèo"),
     (Reply(pieces=(GOOD, "Năm 2026, xã đặt chỉ tiêu ", "tỷ lệ hộ nghèo còn dưới 0,2"), finish="length"), "xã đặt chỉ tiêu tỷ lệ hộ nghèo"),
     (Reply(pieces=(GOOD, "Xã giàu có [1]. "), endless=True), "giàu có")],
    ids=["socket closed", "stalled", "cut at the limit", "endless"],
)  # fmt: skip
def test_a_stream_that_breaks_off_keeps_what_has_passed(
    server: Scripted, generative: Make, knowledge: Knowledge, provider: str, reply: Reply, cut: str
) -> None:
    server.script = lambda _: reply
    answer, _ = asked(generative(provider, llm_total_s=1.5), POOR)
    assert answer.answer.startswith(GOOD.strip())
    assert cut not in answer.answer
    assert answer.engine == f"{provider}:scripted"
    assert_sound(answer, POOR, knowledge)
