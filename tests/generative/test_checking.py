"""The check in bulk: the corpus's own sentences pass, and fail as soon as one thing in them is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from askresolution.answering.generative.checking import check
from askresolution.answering.generative.claims import Scope
from askresolution.answering.generative.faithfulness import faithfulness
from askresolution.answering.generative.sources import Source, make_source
from askresolution.answering.knowledge import Knowledge
from askresolution.domain import Answer, Evidence
from askresolution.reading import Reading
from askresolution.vietnamese import nfc

Claim = tuple[str, Source]


@pytest.fixture(scope="module")
def claims(knowledge: Knowledge) -> list[Claim]:
    """Sentences of the corpus that hold a figure, each with the passage that it stands in."""
    return list(_claims(knowledge))[::3]


def _claims(knowledge: Knowledge) -> Iterator[Claim]:
    for passage in knowledge.index.passages.values():
        document = knowledge.documents[passage.document]
        text = nfc(Reading(document.source.text, passage.spans).text)
        source = make_source(
            document, Evidence(document.id, passage.node, passage.spans), text, knowledge.understanding.abbreviations
        )
        for sentence in source.sentences:
            # A replacement character in a source is no character that an answer may show.
            if 30 < len(sentence.text) < 300 and re.search(r"\d", sentence.text[8:]) and "\ufffd" not in sentence.text:
                yield sentence.text, source


def _scope(knowledge: Knowledge) -> Scope:
    return Scope("vi", "", (), knowledge.issuers, (), knowledge.translator, knowledge.compounds)


def test_what_the_source_says_passes(knowledge: Knowledge, claims: list[Claim]) -> None:
    assert len(claims) > 150
    refused = [(text, check(f"{text} [1]", [source], _scope(knowledge))) for text, source in claims]
    assert [(text, verdict) for text, verdict in refused if not verdict.ok] == []


def _last_digit(text: str) -> str:
    place = [match.start() for match in re.finditer(r"\d", text)][-1]
    return f"{text[:place]}{(int(text[place]) + 3) % 10}{text[place + 1 :]}"


def _comparator(text: str) -> str:
    swaps = {"trên": "dưới", "dưới": "trên", "ít nhất": "tối đa", "khoảng": "trên", "hơn": "dưới"}
    return re.sub(rf"\b({'|'.join(swaps)})(?= \d)", lambda match: swaps[match.group()], text)


def _first_two_rates_swapped(text: str) -> str:
    rates = list(dict.fromkeys(re.findall(r"\d+(?:[.,]\d+)*%", text)))
    return text.replace(rates[0], "\0").replace(rates[1], rates[0]).replace("\0", rates[1]) if len(rates) > 1 else text


@pytest.mark.parametrize(("change", "least"), [(_last_digit, 150), (_comparator, 8), (_first_two_rates_swapped, 3)])
def test_one_change_fails(knowledge: Knowledge, claims: list[Claim], change: Callable[[str], str], least: int) -> None:
    changed = [(change(text), source) for text, source in claims if change(text) != text]
    assert len(changed) >= least
    passed = [text for text, source in changed if check(f"{text} [1]", [source], _scope(knowledge)).ok]
    assert passed == []


def test_another_commune_fails(knowledge: Knowledge, claims: list[Claim]) -> None:
    for text, source in claims:
        other = next(issuer for issuer in knowledge.issuers if issuer != source.issuer)
        assert not check(f"Tại {other}, {text} [1]", [source], _scope(knowledge)).ok


def test_faithfulness_is_the_share_of_supported_sentences(knowledge: Knowledge, claims: list[Claim]) -> None:
    from askresolution.answering.assistant import Assistant

    question = "Tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng năm 2025?"
    answer = Assistant(knowledge).ask(question)
    assert faithfulness(answer, question, knowledge).share == 1.0
    half = Answer("answered", "Tỷ lệ hộ nghèo năm 2025 còn 0,22% [1]. Tỷ lệ hộ nghèo năm 2025 còn 0,29% [1].", answer.citations, (), "x", 1.0)
    measured = faithfulness(half, question, knowledge)
    assert (measured.sentences, measured.supported, measured.share) == (2, 1, 1 / 2)
    assert measured.unsupported[0][1].startswith("figures")
    assert measured.idle_citations == (2,)
    refused = Answer("not_found", "Không tìm thấy.", (), (), "x", 1.0)
    assert faithfulness(refused, question, knowledge).share == 1.0
