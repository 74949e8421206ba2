"""The FastAPI application: the fixed HTTP contracts, the source view, and the chat page mounted at /."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import RequestResponseEndpoint

from askresolution import __version__
from askresolution.answering.assistant import Asked, Assistant
from askresolution.domain import Answer, Document, Filters, Turn
from askresolution.errors import AskResolutionError
from askresolution.settings import Settings
from askresolution.web import problems
from askresolution.web.api_page import render_api
from askresolution.web.facts import rows
from askresolution.web.facts_page import render_facts
from askresolution.web.guard import Guard
from askresolution.web.payload import (
    answer_payload,
    document_payload,
    hit_payload,
    node_payload,
)
from askresolution.web.problems import Problem
from askresolution.web.source_view import render_document, render_list

#: Longest text that a request may hold anywhere. A question is bounded more tightly, by the setting `max_question`.
_TEXT = 20_000

#: A filter of the tables of facts.
Filter = Annotated[str, Query(max_length=200)]


class FiltersIn(BaseModel):
    """Restricts an answer or a search to communes (issuers), documents, kinds of document, and periods ("2026", "2025-2030")."""

    model_config = ConfigDict(extra="forbid")
    issuers: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=200)
    documents: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=200)
    kinds: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=200)
    periods: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=200)


class TurnIn(BaseModel):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=_TEXT)


class AskIn(BaseModel):
    """A question with the conversation so far."""

    question: str = Field(max_length=_TEXT)
    history: list[TurnIn] = Field(default_factory=list, max_length=100)
    filters: FiltersIn | None = None


class SearchIn(BaseModel):
    """A search; k passages come back at most."""

    query: str = Field(max_length=_TEXT)
    k: int = Field(default=10, ge=1, le=100, strict=True)
    filters: FiltersIn | None = None


class Service:
    """An assistant that is opened once, and the counters of /metrics."""

    def __init__(self, settings: Settings, assistant: Assistant | None = None) -> None:
        self.settings = settings
        self._assistant = assistant
        self._lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.took_ms = 0.0

    @property
    def assistant(self) -> Assistant:
        """The assistant, opened on first use. Raises IndexError_ and its kin."""
        with self._lock:
            if self._assistant is None:
                self._assistant = Assistant.open(self.settings)
            return self._assistant

    def prepare(self, request: AskIn) -> Asked:
        """A request with its extractive answer. Raises QuestionError and the errors of its filters."""
        history = [Turn(turn.role, turn.content) for turn in request.history]
        return self.assistant.prepare(request.question, history, _filters(request.filters))

    async def events(self, asked: Asked) -> AsyncGenerator[str | Answer, None]:
        """Pieces of an answer, then the whole, which is counted for /metrics. Leaving early stops the model."""
        async with aclosing(self.assistant.astream(asked)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    with self._lock:
                        self.answers[event.status] += 1
                        self.took_ms += event.took_ms
                yield event

    async def ask(self, request: AskIn) -> Answer:
        """The whole answer to one request."""
        asked = await run_in_threadpool(self.prepare, request)
        return [event async for event in self.events(asked) if isinstance(event, Answer)][-1]

    def model_metrics(self) -> list[str]:
        """Lines of /metrics about the language model; none without one."""
        engine = self._assistant.engine if self._assistant else None
        return engine.totals.lines() if engine else []

    def document(self, name: str) -> Document:
        """A document by id, or the HTTP error that lists the known ids."""
        documents = self.assistant.knowledge.documents
        if name not in documents:
            raise HTTPException(404, f"Không có tài liệu '{_clean(name)}'; các tài liệu có: {', '.join(documents)}")
        return documents[name]


def _filters(given: FiltersIn | None) -> Filters:
    if given is None:
        return Filters()
    return Filters(tuple(given.issuers), tuple(given.documents), tuple(given.kinds), tuple(given.periods))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:80]


def create_app(settings: Settings, assistant: Assistant | None = None, page: bool = True) -> FastAPI:
    """The application over one project. `page=False` leaves the chat page out."""
    app = FastAPI(
        title="askresolution",
        version=__version__,
        responses={422: {"model": Problem, "description": "Yêu cầu không hợp lệ"}},
        description="Hỏi đáp trên nghị quyết, chương trình hành động, kết luận và báo cáo, trích dẫn đúng nguyên văn.",
        docs_url=None,  # FastAPI's own page loads its scripts from a content network; ours needs no network
        redoc_url=None,
    )
    service = Service(settings, assistant)
    problems.install(app)
    _describe_limits(app, settings)
    _add_asking(app, service)
    _add_documents(app, service)
    _add_facts(app, service)
    _add_health(app, service)
    _add_refusals(app)
    if page:
        from askresolution.web.page import mount_page

        app = mount_page(app, service)
    app.add_middleware(Guard)
    return app


def _describe_limits(app: FastAPI, settings: Settings) -> None:
    """Makes the OpenAPI description tell how long a question may be in this project."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        schema = made()
        for model, name in (("AskIn", "question"), ("SearchIn", "query")):
            limits = {"maxLength": settings.max_question, "description": "Ký tự đếm sau khi gộp khoảng trắng."}
            schema["components"]["schemas"][model]["properties"][name].update(limits)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add_refusals(app: FastAPI) -> None:
    """Problem documents for what no route takes; without them the page mounted at / would answer in its own way."""
    known = [route for route in app.routes if isinstance(route, APIRoute)]

    def refuse(request: Request) -> Response:
        allowed = sorted({m for route in known if route.path_regex.match(request.url.path) for m in route.methods or ()})
        if not allowed:
            return problems.problem(
                404, f"Không có địa chỉ '{_clean(request.url.path)}'; các địa chỉ của dịch vụ có ở /docs", request.scope
            )
        refusal = problems.problem(405, f"Địa chỉ này chỉ nhận {', '.join(allowed)}, không nhận {request.method}", request.scope)
        refusal.headers["Allow"] = ", ".join(allowed)
        return refusal

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    for path in ("/api/{rest:path}", "/documents/{rest:path}"):
        app.add_api_route(path, refuse, methods=methods, include_in_schema=False)
    for path in ("/healthz", "/readyz", "/metrics", "/docs", "/facts"):
        app.add_api_route(path, refuse, methods=methods[1:], include_in_schema=False)

    @app.middleware("http")
    async def typed(request: Request, proceed: RequestResponseEndpoint) -> Response:
        """Tells browsers not to guess types."""
        response = await proceed(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _add_asking(app: FastAPI, service: Service) -> None:
    @app.post("/api/ask", tags=["ask"])
    async def ask(request: AskIn) -> dict[str, Any]:
        """Answers a question with citations, or says that it was not found."""
        return answer_payload(await service.ask(request))

    @app.post("/api/ask/stream", tags=["ask"])
    async def ask_stream(request: AskIn) -> StreamingResponse:
        """The same as server-sent events: `delta` with pieces of the answer, each checked, then `answer` with all of it."""
        asked = await run_in_threadpool(service.prepare, request)

        async def events() -> AsyncIterator[str]:
            async with aclosing(service.events(asked)) as pieces:
                async for piece in pieces:
                    yield _event("delta", {"text": piece}) if isinstance(piece, str) else _event("answer", answer_payload(piece))

        return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @app.post("/api/search", tags=["ask"])
    def search(request: SearchIn) -> dict[str, Any]:
        """Passages for a query, best first."""
        hits = service.assistant.search(request.query, request.k, _filters(request.filters))
        return {"hits": [hit_payload(hit) for hit in hits]}


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _add_documents(app: FastAPI, service: Service) -> None:
    @app.get("/api/documents", tags=["documents"])
    def documents() -> dict[str, Any]:
        """Every document of the collection."""
        return {"documents": [document_payload(d) for d in service.assistant.knowledge.documents.values()]}

    @app.get("/api/documents/{name}", tags=["documents"])
    def document(name: str) -> dict[str, Any]:
        """One document with its tree of nodes."""
        found = service.document(name)
        return {**document_payload(found), "root": node_payload(found.root)}

    @app.get("/api/documents/{name}/source", tags=["documents"], response_class=PlainTextResponse)
    def source(name: str) -> PlainTextResponse:
        """The source text that every offset refers to."""
        return PlainTextResponse(service.document(name).source.text)

    @app.get("/documents", tags=["documents"], response_class=HTMLResponse)
    def document_list() -> HTMLResponse:
        """The documents as a page."""
        return HTMLResponse(render_list(list(service.assistant.knowledge.documents.values())))

    @app.get("/documents/{name}", tags=["documents"], response_class=HTMLResponse)
    def document_page(name: str, spans: str = Query(default="", max_length=2000)) -> HTMLResponse:
        """A document as a page; `spans` ("12-40.50-61") are highlighted."""
        return HTMLResponse(render_document(service.document(name), spans))


def _add_facts(app: FastAPI, service: Service) -> None:
    def answer(name: str, request: Request) -> dict[str, Any]:
        asked = request.query_params
        if repeated := [key for key in asked if len(asked.getlist(key)) > 1]:
            raise HTTPException(400, f"Bộ lọc '{_clean(repeated[0])}' được nêu nhiều lần; hãy nêu mỗi bộ lọc một lần")
        return {name: rows(service.assistant.knowledge, name, dict(asked))}

    @app.get("/api/facts/assignments", tags=["facts"])
    def assignments(
        request: Request, issuer: Filter = "", document: Filter = "", q: Filter = "", title: Filter = "", director: Filter = "",
        lead: Filter = "", coordinating: Filter = "", kind: Filter = "",
    ) -> dict[str, Any]:  # fmt: skip
        """Who leads, directs and coordinates what, by when; each parameter keeps values that contain it, `q` any."""
        return answer("assignments", request)

    @app.get("/api/facts/targets", tags=["facts"])
    def targets(
        request: Request,
        issuer: Filter = "",
        document: Filter = "",
        q: Filter = "",
        indicator: Filter = "",
        period: Filter = "",
        kind: Filter = "",
    ) -> dict[str, Any]:
        """Targets and results: indicator, comparator, value, unit, period; `kind` is target or result."""
        return answer("targets", request)

    @app.get("/api/facts/terms", tags=["facts"])
    def terms(
        request: Request, issuer: Filter = "", document: Filter = "", q: Filter = "", term: Filter = "", kind: Filter = ""
    ) -> dict[str, Any]:
        """Abbreviations that the documents define, and programmes and slogans that they name, with their parts."""
        return answer("terms", request)

    @app.get("/facts", tags=["facts"], response_class=HTMLResponse)
    def facts_page(q: Filter = "") -> HTMLResponse:
        """Assignments and targets as a page; `q` keeps the rows that hold it."""
        return HTMLResponse(render_facts(service.assistant.knowledge, q.strip()))


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs() -> HTMLResponse:
        """The HTTP interface as a page."""
        return HTMLResponse(render_api(app.openapi()))

    @app.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, str]:
        """The process is alive. Told by the event loop itself, so that it waits for no question."""
        return {"status": "ok", "version": __version__}

    @app.get("/readyz", tags=["health"])
    def readyz(request: Request) -> Any:
        """The index is open and questions can be asked; else 503 with the reason."""
        try:
            knowledge = service.assistant.knowledge
        except AskResolutionError as exc:
            return problems.problem(503, str(exc), request.scope)
        return {"status": "ready", "documents": len(knowledge.documents), "passages": len(knowledge.index.passages)}

    @app.get("/metrics", tags=["health"], response_class=PlainTextResponse)
    def metrics() -> str:
        """Counters in Prometheus text format."""
        lines = ["# TYPE askresolution_answers_total counter"]
        for status in ("answered", "not_found"):
            lines.append(f'askresolution_answers_total{{status="{status}"}} {service.answers[status]}')
        lines += [
            "# TYPE askresolution_answer_milliseconds_total counter",
            f"askresolution_answer_milliseconds_total {service.took_ms:.1f}",
            *service.model_metrics(),
        ]
        return "\n".join(lines) + "\n"
