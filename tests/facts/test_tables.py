"""The tables of facts over HTTP, on the command line and as a page say the same, and refuse what they cannot filter."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from askresolution.cli import OK, USAGE, main
from askresolution.settings import Settings
from askresolution.web.facts import TABLES, as_csv

CITATION = {"number", "document", "title", "issuer", "path", "kind", "quote", "spans", "url"}
CONTRACT = {
    "assignments": {"issuer", "document", "title", "director", "lead", "coordinating", "draft_by", "start", "finish", "funding"},
    "targets": {"issuer", "document", "indicator", "comparator", "value", "unit", "period", "kind"},
    "terms": {"issuer", "document", "term", "expansion"},
}


def get(client: TestClient, name: str, **params: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/facts/{name}", params=params)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()[name]
    return found


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["facts", *arguments]) == OK
    return capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_rows_have_the_fixed_fields_and_checkable_citations(client: TestClient, name: str) -> None:
    rows = get(client, name)
    assert rows
    sources: dict[str, str] = {}
    for row in rows:
        assert set(row) >= CONTRACT[name] | {"citations"}
        assert row["citations"]
        for citation in row["citations"]:
            assert set(citation) == CITATION
            document = citation["document"]
            if document not in sources:
                sources[document] = client.get(f"/api/documents/{document}/source").text
            words = " ".join(sources[document][start:end] for start, end in citation["spans"])
            assert " ".join(words.split()) == citation["quote"]


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_the_command_line_gives_the_same_table(
    client: TestClient, settings: Settings, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    project = ["--project", str(settings.project)]
    rows = json.loads(printed(capsys, name, "--json", *project))[name]
    if name in CONTRACT:
        assert rows == get(client, name)
    read = list(csv.DictReader(io.StringIO(printed(capsys, name, "--csv", *project))))
    assert len(read) == len(rows) > 0
    for mine, theirs in zip(read, rows, strict=True):
        for column, value in theirs.items():
            if column != "citations":
                text = "; ".join(value) if isinstance(value, list) else str(value)
                assert mine[column].removeprefix("'") == text.removeprefix("'")
        assert mine["url"] == theirs["citations"][0]["url"]


def test_filters_keep_what_holds_their_words(client: TestClient) -> None:
    assert {row["issuer"] for row in get(client, "targets", issuer="nghi duong")} == {"xã Nghi Dương"}
    one = "nguyen-luong-bang-ket-luan-hoi-nghi-2"
    assert {row["document"] for row in get(client, "targets", document=one)} == {one}
    poor = get(client, "targets", q="ho ngheo", kind="target")
    assert {(row["value"], row["period"]) for row in poor} == {("0,2", "năm 2026"), ("", "đến năm 2028")}
    assert [row["term"] for row in get(client, "terms", q="giải phóng mặt bằng", kind="abbreviation")] == ["GPMB"]
    assert get(client, "assignments", q="không có chữ này ở đâu cả") == []
    assert len(get(client, "assignments", coordinating="mặt trận")) == 6


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/facts/targets?issuer=x%C3%A3+Kh%C3%B4ng+C%C3%B3", "xã Nghi Dương"),
        ("/api/facts/assignments?document=khong-co", "nghi-duong-chuong-trinh-hanh-dong"),
        ("/api/facts/targets?kind=uoc-mo", "target, result"),
        ("/api/facts/targets?commune=x", "issuer, document, q"),
        ("/api/facts/terms?term=a&term=b", "term"),
    ],
)
def test_a_bad_filter_is_a_problem_that_names_what_is_known(client: TestClient, path: str, named: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert named in response.json()["detail"]


def test_a_filter_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/api/facts/targets", params={"q": "a" * 201}).status_code == 422


def test_csv_holds_no_formula_and_marks_its_encoding() -> None:
    row = {"issuer": "xã A", "document": "d", "kind": "target", "citations": [{"url": "/documents/d#n1"}]}
    row |= dict.fromkeys(("part_of", "change", "basis", "period", "comparator", "value", "unit"), "")
    for attack in ("=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "\r=1"):
        text = as_csv("targets", [{**row, "indicator": attack}], bom=True)
        assert text.startswith("\ufeffissuer,")
        cell = list(csv.reader(io.StringIO(text[1:], newline="")))[1][3]
        assert cell == f"'{attack}"
    assert list(csv.reader(io.StringIO(as_csv("targets", [{**row, "indicator": "Thu, chi"}]))))[1][3] == "Thu, chi"


def test_wrong_use_of_the_command_says_what_to_do(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    project = ["--project", str(settings.project)]
    assert main(["facts", "targets", "--bom", *project]) == USAGE
    assert "--csv" in capsys.readouterr().err
    assert main(["facts", "targets", "--issuer", "xã Lạ", *project]) == USAGE
    assert "xã Nghi Dương" in capsys.readouterr().err
    assert main(["facts", "dreams", *project]) == USAGE


def test_the_page_of_facts_links_each_row_to_its_words(client: TestClient) -> None:
    page = client.get("/facts", params={"q": "rác thải"}).text
    assert "Phân công nhiệm vụ (2)" in page
    assert "/documents/nghi-duong-chuong-trinh-hanh-dong?spans=" in page
    assert "<script>" not in client.get("/facts", params={"q": "<script>alert(1)</script>"}).text
    assert "://" not in page
