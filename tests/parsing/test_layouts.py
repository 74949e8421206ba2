"""Documents in layouts that the parser was not made on, against what a reader finds in them (tests/layouts/README.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from askresolution.domain import Document, Node
from askresolution.facts.assignments import assignments
from askresolution.facts.people import people
from askresolution.facts.targets import targets
from askresolution.parsing import parse
from askresolution.parsing.extract import Limits
from askresolution.parsing.readers import read_source
from askresolution.vietnamese import fold, tokens
from tests.parsing.test_provenance import check_laws, check_tree

LAYOUTS = Path(__file__).parent.parent / "layouts"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LAYOUTS / "expected.json").read_text(encoding="utf-8"))
#: Of twelve sentences, those that must be whole.
WHOLE = 9
#: Shares of what readers found in d…, e… and f…: general duties ("chịu trách nhiệm theo dõi") are no schemes or tasks.
MOST_ASSIGNMENTS, MOST_TARGETS = 0.65, 0.75


@cache
def read(name: str) -> Document:
    document = parse(read_source(LAYOUTS / name, Limits()))
    check_laws(document)
    check_tree(document)
    return document


def said(text: str) -> str:
    return " ".join(tokens(text))


def nodes(name: str, *kinds: str) -> list[Node]:
    return [node for node in read(name).root.walk() if node.kind in kinds]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_a_document_says_of_itself(name: str) -> None:
    data, expected = read(name).metadata, EXPECTED[name]
    assert (fold(data.kind), data.number, fold(data.issuer)) == (fold(expected["kind"]), expected["number"], fold(expected["issuer"]))
    assert (data.status == "draft") == expected["draft"]
    # A draft whose day is left open has no date; the month may still be read.
    assert data.date.startswith(expected["date"])
    signed = [fact.name for fact in people(read(name)) if fact.role == "signatory"]
    assert sorted(map(fold, signed)) == sorted(map(fold, expected["signers"]))


@pytest.mark.parametrize("name", sorted(name for name, expected in EXPECTED.items() if expected["notes"]))
def test_every_note_stands_at_its_sentence(name: str) -> None:
    notes = nodes(name, "footnote")
    assert len(notes) == len(EXPECTED[name]["notes"])
    assert all(note.anchor is not None for note in notes)
    for label, opening in EXPECTED[name]["notes"]:
        assert any(said(opening) in said(note.text)[:200] for note in notes), (label, opening)


@pytest.mark.parametrize("name", sorted(name for name, expected in EXPECTED.items() if expected["tables"]))
def test_cells_stand_in_their_rows(name: str) -> None:
    rows = [[said(row.label), *(said(cell.text) for cell in row.cells)] for row in nodes(name, "table_row")]
    for table in EXPECTED[name]["tables"]:
        for expected in table["rows"]:
            cells = [said(cell) for cell in expected if cell.strip(" -")]
            assert any(all(any(cell in own for own in row) for cell in cells) for row in rows), expected


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sentences_are_whole_though_pages_and_notes_cut_them(name: str) -> None:
    texts = [said(node.text) for node in read(name).root.walk() if node.kind not in ("furniture", "document")]
    broken = [sentence for sentence in EXPECTED[name]["sentences"] if not any(said(sentence) in text for text in texts)]
    assert len(EXPECTED[name]["sentences"]) - len(broken) >= WHOLE, broken


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_numbered_units_keep_their_labels(name: str) -> None:
    labels = {said(node.label) for node in nodes(name, "part", "section", "item", "paragraph") if node.label}
    wanted = [path.split(">")[-1] for path in EXPECTED[name]["outline"]]
    numbered = [label for label in wanted if len(label.split()) <= 3]  # headings without a number are given by their words
    missing = [label for label in numbered if said(label) not in labels]
    assert len(missing) <= 1, missing


def alike(a: str, b: str) -> float:
    """Share of the shorter text's words that the other holds."""
    first, second = set(tokens(a)), set(tokens(b))
    return len(first & second) / max(1, min(len(first), len(second)))


def test_assignments_name_who_leads() -> None:
    """Of a task that is read as an assignment the lead is right; most schemes, plans and tasks are read as such."""
    found, wrong, total = 0, [], 0
    for name, expected in EXPECTED.items():
        facts = assignments(read(name))
        for given in expected.get("assignments", ()):
            matching = [fact for fact in facts if alike(given["what"], fact.title) >= 0.7]
            total, found = total + 1, found + bool(matching)
            if matching and given["lead"] and not any(fact.lead and alike(given["lead"], fact.lead) >= 0.8 for fact in matching):
                wrong.append((name, given))
    assert not wrong
    assert found >= MOST_ASSIGNMENTS * total, (found, total)


def test_targets_are_read_with_their_values() -> None:
    found, total = 0, 0
    for name, expected in EXPECTED.items():
        facts = targets(read(name))
        for given in expected.get("targets", ()):
            value = given["value"].replace(" ", "")
            total += 1
            found += any(
                value in fact.value.replace(" ", "")
                and alike(given["indicator"], f"{fact.part_of} {fact.indicator} {fact.change}") >= 0.5
                for fact in facts
            )
    assert found >= MOST_TARGETS * total, (found, total)
