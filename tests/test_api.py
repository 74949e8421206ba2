from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import askresolution
from askresolution.answering.assistant import Assistant
from askresolution.answering.knowledge import Knowledge
from askresolution.settings import Settings
from askresolution.web.app import create_app
from askresolution.web.english import in_english
from askresolution.web.problems import STATUSES
from tests.conftest import FIVE, corpus_source


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_answer_has_the_fixed_form(client: TestClient) -> None:
    answer = ask(client, "Ai chủ trì đề án phân loại, xử lý rác thải ở xã Nguyễn Lương Bằng?")
    assert set(answer) == {"status", "answer", "citations", "notes", "engine", "took_ms"}
    assert answer["status"] == "answered"
    assert answer["engine"] == "extractive"
    assert "Phòng Kinh tế" in answer["answer"]
    assert "Phó Bí thư Đảng uỷ, Chủ tịch UBND xã" in answer["answer"]
    assert [c["number"] for c in answer["citations"]] == list(range(1, len(answer["citations"]) + 1))
    quotes = [c["quote"] for c in answer["citations"]]
    assert any(quote.startswith("(4) Đề án “Phân loại, xử lý rác thải tại nguồn") for quote in quotes)
    assert "+ Cơ quan chủ trì: Phòng Kinh tế." in quotes
    block = next(c for c in answer["citations"] if c["quote"].startswith("+ Cơ quan chủ trì"))
    assert any(step.startswith("(5) Đề án") for step in block["path"])


@pytest.mark.parametrize(
    "question",
    ["ai chu tri de an phan loai rac thai", "Tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng năm 2025 là bao nhiêu?",
     "Khu du lịch Đảo Cò thu hút bao nhiêu lượt khách mỗi năm?", "How many party members does Nam Thanh Mien have?"],
)  # fmt: skip
def test_every_quote_is_the_sources_own_words_at_its_offsets(client: TestClient, question: str) -> None:
    answer = ask(client, question)
    assert answer["citations"]
    for citation in answer["citations"]:
        text = client.get(f"/api/documents/{citation['document']}/source").text
        said = " ".join(text[start:end] for start, end in citation["spans"])
        assert " ".join(said.split()) == citation["quote"]
        assert f"[{citation['number']}]" in answer["answer"]
        assert citation["url"].startswith(f"/documents/{citation['document']}#")


def test_search_gives_hits_best_first(client: TestClient) -> None:
    hits = client.post("/api/search", json={"query": "thu gom rác thải", "k": 5}).json()["hits"]
    assert len(hits) == 5
    assert all(set(hit) >= {"document", "path", "kind", "text", "spans", "score"} for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert "rác" in hits[0]["text"]


def test_filters_restrict_answers_and_search(client: TestClient) -> None:
    filters = {"issuers": ["xã Nghi Dương"]}
    hits = client.post("/api/search", json={"query": "chuyển đổi số", "k": 20, "filters": filters}).json()["hits"]
    assert {hit["issuer"] for hit in hits} == {"xã Nghi Dương"}
    answer = ask(client, "Ai chủ trì việc phân loại rác thải?", filters=filters)
    assert {c["issuer"] for c in answer["citations"]} == {"xã Nghi Dương"}
    refused = client.post("/api/ask", json={"question": "a b", "filters": {"issuers": ["xã Không Có"]}})
    assert refused.status_code == 400
    assert "xã Nghi Dương" in refused.json()["detail"]


def test_the_stream_ends_with_the_same_answer(client: TestClient) -> None:
    question = {"question": "Ai chủ trì đề án phân loại rác thải?"}
    whole = client.post("/api/ask", json=question).json()
    with client.stream("POST", "/api/ask/stream", json=question) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = [
            dict(line.split(": ", 1) for line in block.splitlines()) for block in response.read().decode().strip().split("\n\n")
        ]
    assert [event["event"] for event in events] == ["delta"] * (len(events) - 1) + ["answer"]
    last = json.loads(events[-1]["data"])
    assert {**last, "took_ms": 0} == {**whole, "took_ms": 0}
    assert "".join(json.loads(e["data"])["text"] for e in events[:-1]).strip() == whole["answer"]


def test_documents_and_their_trees(client: TestClient) -> None:
    documents = client.get("/api/documents").json()["documents"]
    assert [d["id"] for d in documents] == list(FIVE)
    assert {d["issuer"] for d in documents} == {"xã Nguyễn Lương Bằng", "xã Nam Thanh Miện", "xã Nghi Dương"}
    tree = client.get("/api/documents/nghi-duong-chuong-trinh-hanh-dong").json()
    assert (
        client.get("/api/documents/nghi-duong-chuong-trinh-hanh-dong/source").text
        == corpus_source("nghi-duong-chuong-trinh-hanh-dong").text
    )

    def walk(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node, *(found for child in node["children"] for found in walk(child))]

    rows = [node for node in walk(tree["root"]) if node["kind"] == "table_row"]
    assert len(rows) == 27
    assert rows[0]["cells"]["Cơ quan chủ trì"] == "Ban Xây dựng Đảng đảng ủy"


def test_facts(client: TestClient) -> None:
    found = client.get("/api/facts/assignments", params={"lead": "phòng kinh tế"}).json()["assignments"]
    assert len(found) == 4
    assert all(fact["director"] == "Phó Bí thư Đảng uỷ, Chủ tịch UBND xã" and fact["citations"] for fact in found)
    terms = {fact["term"]: fact["expansion"] for fact in client.get("/api/facts/terms").json()["terms"]}
    assert terms["GPMB"] == "giải phóng mặt bằng"


@pytest.mark.parametrize(
    ("body", "status"),
    [({"question": ""}, 400), ({"question": "   "}, 400), ({"question": "a" * 10_000}, 400), ({"question": "a" * 30_000}, 422), ({}, 422),
     ({"question": 5}, 422), ({"question": "x", "history": [{"role": "king", "content": ""}]}, 422), ([], 422),
     ({"question": "x", "filters": {"nope": []}}, 422)],
)  # fmt: skip
def test_bad_requests_are_problem_documents(client: TestClient, body: Any, status: int) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert "\n" not in problem["detail"]


@hypothesis_settings(max_examples=60, deadline=None)
@given(question=st.text(max_size=120), role=st.sampled_from(["user", "assistant"]), content=st.text(max_size=80))
def test_no_question_gives_a_server_error(client: TestClient, question: str, role: str, content: str) -> None:
    response = client.post("/api/ask", json={"question": question, "history": [{"role": role, "content": content}]})
    assert response.status_code in (200, 400, 422), (question, response.text)
    assert client.post("/api/search", json={"query": question}).status_code in (200, 400, 422)


@pytest.mark.parametrize(
    "path", ["/api/documents/khong-co", "/api/documents/..%2f..%2fetc/source", "/documents/khong-co", "/api/khong"]
)
def test_unknown_paths_are_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_health_and_metrics(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").json()["documents"] == 5
    ask(client, "Ai chủ trì đề án phân loại rác thải?")
    assert 'askresolution_answers_total{status="answered"}' in client.get("/metrics").text


def test_pages_hold_no_other_address_and_no_dump(client: TestClient) -> None:
    for path in ("/docs", "/documents", *(f"/documents/{name}" for name in FIVE)):
        page = client.get(path).text
        assert "://" not in page.replace("http://127.0.0.1", "")
        assert "EMAILADDRESS" not in page
        assert "@tuhaiphong" not in page


def test_the_source_view_marks_the_cited_words(client: TestClient) -> None:
    answer = ask(client, "Ai chủ trì đề án phân loại rác thải ở xã Nguyễn Lương Bằng?")
    citation = next(c for c in answer["citations"] if "chủ trì" in c["quote"])
    spans = ".".join(f"{start}-{end}" for start, end in citation["spans"])
    page = client.get(citation["url"].split("#")[0], params={"spans": spans}).text
    assert f"<mark>{citation['quote']}</mark>" in page
    assert f"id='{citation['url'].split('#')[1]}'" in page


def test_source_view_escapes_what_documents_hold(project: Any) -> None:
    from askresolution.parsing import parse
    from askresolution.web.source_view import render_document
    from tests.conftest import source

    page = render_document(parse(source("I. <script>alert(1)</script>\n- <img src=x onerror=y>\n")), "0-30")
    assert "<script>" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("filters", "documents"),
    [({"kinds": ["bao cao"]}, {"nguyen-luong-bang-bao-cao-2025"}),
     ({"kinds": ["Chương trình hành động"], "issuers": ["xã Nghi Dương"]}, {"nghi-duong-chuong-trinh-hanh-dong"}),
     ({"periods": ["2028"]},
      {"nguyen-luong-bang-chuong-trinh-hanh-dong", "nam-thanh-mien-bao-cao-chinh-tri", "nghi-duong-chuong-trinh-hanh-dong"}),
     ({"kinds": ["Kết luận", "Báo cáo"], "periods": ["2025"]}, {"nguyen-luong-bang-ket-luan-hoi-nghi-2", "nguyen-luong-bang-bao-cao-2025"})],
)  # fmt: skip
def test_kind_and_period_restrict_both_indexes(client: TestClient, filters: dict[str, Any], documents: set[str]) -> None:
    hits = client.post("/api/search", json={"query": "chuyển đổi số, môi trường", "k": 100, "filters": filters}).json()["hits"]
    assert {hit["document"] for hit in hits} == documents
    answer = ask(client, "So sánh kết quả chuyển đổi số", filters=filters)
    assert {citation["document"] for citation in answer["citations"]} <= documents


@pytest.mark.parametrize(
    ("filters", "said"),
    [({"kinds": ["Thông tư"]}, "các loại có: Báo cáo"), ({"periods": ["1999"]}, "các giai đoạn có: 2025"),
     ({"periods": ["đầu năm"]}, "cần một năm"), ({"documents": ["khong-co"]}, "các tài liệu có"),
     ({"kinds": ["Kết luận"], "periods": ["2030"]}, "Không tài liệu nào thỏa tất cả bộ lọc"), ({"years": ["2025"]}, "trường này không có")],
)  # fmt: skip
def test_filters_that_keep_nothing_say_what_there_is(client: TestClient, filters: dict[str, Any], said: str) -> None:
    for path, body in (("/api/ask", {"question": "rác thải"}), ("/api/search", {"query": "rác thải"})):
        refused = client.post(path, json={**body, "filters": filters})
        assert refused.status_code in (400, 422)
        assert said in refused.json()["detail"]


def test_the_description_tells_the_limit_that_holds(settings: Settings, assistant: Assistant) -> None:
    shorter = replace(settings, max_question=60)
    knowledge = object.__new__(Knowledge)
    knowledge.__dict__.update({**assistant.knowledge.__dict__, "settings": shorter})
    with TestClient(create_app(shorter, Assistant(knowledge), page=False)) as client:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
        for path, model, name in (("/api/ask", "AskIn", "question"), ("/api/search", "SearchIn", "query")):
            limit = schemas[model]["properties"][name]["maxLength"]
            assert client.post(path, json={name: "a" * limit}).status_code == 200
            assert client.post(path, json={name: "a" * (limit + 1)}).status_code == 400


@pytest.mark.parametrize("k", [True, "5", 2.5, None, [3], 0, 101])
def test_k_is_an_integer_and_nothing_like_one(client: TestClient, k: Any) -> None:
    assert client.post("/api/search", json={"query": "rác thải", "k": k}).status_code == 422


@pytest.mark.parametrize(
    ("accept", "english"),
    [("", False), ("en", True), ("en-GB,en;q=0.9,vi;q=0.3", True), ("vi-VN,vi;q=0.9,en;q=0.8", False), ("*", False), ("fr,en;q=0.2", True),
     ("en;q=0", False), ("en;q=abc", False), (",;,==;q", False), ("vi,en", False)],
)  # fmt: skip
def test_a_refusal_is_english_where_english_is_preferred(client: TestClient, accept: str, english: bool) -> None:
    response = client.post("/api/ask", json={"question": " "}, headers={"Accept-Language": accept})
    assert response.status_code == 400
    assert response.headers["content-language"] == ("en" if english else "vi")
    assert response.json()["detail"] == ("The question is empty; enter a question" if english else "Câu hỏi trống; hãy nhập một câu hỏi")


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "/api/ask", {"question": "a" * 2001}, "The question has 2001 characters, more than the limit of 2000; shorten it"),
        ("POST", "/api/ask", {"question": 5}, "Invalid request at 'question': Input should be a valid string"),
        ("POST", "/api/ask", {"question": "x", "filters": {"documents": ["{0} {known}"]}}, "No document '{0} {known}'; documents there are: "),
        ("GET", "/api/documents/khong-co", None, "No document 'khong-co'; documents there are: "),
        ("GET", "/api/facts/targets?kind=x", None, "The filter kind matches no value: 'x'; values there are: target, result"),
        ("PUT", "/api/ask", {}, "This address takes POST only, not PUT"),
        ("OPTIONS", "/api/ask", None, "The service does not take the method OPTIONS; use "),
        ("GET", "/api/nope", None, "No address '/api/nope'; the addresses of the service are at /docs"),
    ],
)  # fmt: skip
def test_refusals_in_english(client: TestClient, method: str, path: str, body: Any, said: str) -> None:
    response = client.request(method, path, json=body, headers={"Accept-Language": "en"})
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].startswith(said)


def test_every_refusal_that_is_written_has_its_english() -> None:
    """Reads the sentences from the code: one that is reworded or added without its English fails here."""
    package = Path(askresolution.__file__).parent
    for path in (*(package / "web").glob("*.py"), package / "answering" / "narrowing.py", package / "answering" / "assistant.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in ("QuestionError", "FilterError", "HTTPException", "problem") and path.name != "problems.py":
                for text in (_written(part) for part in call.args if isinstance(part, (ast.JoinedStr, ast.Constant))):
                    if text and not text.isascii():
                        assert "in Vietnamese" not in in_english(text), (path.name, text)
    assert all("in Vietnamese" not in in_english(text) for text in STATUSES.values())


def _written(part: ast.expr) -> str:
    """A sentence of the code with words in the place of its values; `what` and `plural` of a filter are those of documents."""
    if isinstance(part, ast.JoinedStr):
        return "".join(_written(value) for value in part.values)
    if isinstance(part, ast.Constant):
        return part.value if isinstance(part.value, str) else ""
    name = part.value.id if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) else ""
    return {"what": "tài liệu", "plural": "các tài liệu"}.get(name, "x")


def test_a_browser_gets_a_refusal_as_a_page(client: TestClient) -> None:
    response = client.get("/documents/<b>khong", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "Không có tài liệu" in response.text
    assert "href='/documents'" in response.text
    assert "<b>khong" not in response.text
