"""Errors as RFC 9457 problem documents: one clear sentence, never a stack trace.

The sentence is Vietnamese, English for a client whose Accept-Language ranks English higher. Someone who follows a
link in a browser gets the same sentence as a page.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from html import escape
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from askresolution.errors import AskResolutionError, QuestionError
from askresolution.web.english import in_english, prefers_english

_LOG = logging.getLogger(__name__)


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


#: Pydantic's kinds of fault in Vietnamese; "{…}" are its own limits.
_FAULTS = {
    "json_invalid": 'không phải JSON hợp lệ; cần một đối tượng như {{"question": "…"}}',
    "missing": "thiếu trường bắt buộc này",
    "string_type": "cần một chuỗi ký tự",
    "string_unicode": "chuỗi có ký tự Unicode không hợp lệ",
    "string_too_long": "chuỗi dài quá {max_length} ký tự",
    "string_too_short": "chuỗi ngắn hơn {min_length} ký tự",
    "greater_than_equal": "cần số không nhỏ hơn {ge}",
    "less_than_equal": "cần số không lớn hơn {le}",
    "int_type": "cần một số nguyên",
    "int_parsing": "cần một số nguyên",
    "int_from_float": "cần một số nguyên",
    "int_parsing_size": "số quá lớn",
    "list_type": "cần một danh sách",
    "too_long": "danh sách dài quá {max_length} phần tử",
    "literal_error": "cần một trong {expected}",
    "extra_forbidden": "trường này không có; hãy xem tên đúng ở /docs",
    "model_attributes_type": "cần một đối tượng JSON",
    "dict_type": "cần một đối tượng JSON",
}
_STANDARD = {status.phrase for status in HTTPStatus} | {"There was an error parsing the body"}
STATUSES = {
    400: "Không đọc được nội dung yêu cầu; cần JSON mã hóa UTF-8",
    403: "Không được phép truy cập địa chỉ này",
    404: "Không có địa chỉ này; các địa chỉ của dịch vụ có ở /docs",
    405: "Địa chỉ này không nhận phương thức đó; hãy xem /docs",
}


def _said(fault: dict[str, Any]) -> str:
    """One fault of a request in Vietnamese; pydantic's own words where the kind is rare."""
    text = _FAULTS.get(fault.get("type", ""))
    if text is None:
        return str(fault["msg"])
    return text.format_map({"max_length": "", "min_length": "", "ge": "", "le": "", "expected": "", **fault.get("ctx", {})})


def problem(status: int, detail: str, scope: MutableMapping[str, Any], title: str = "") -> Response:
    """A problem document for the request of an ASGI scope; `detail` is Vietnamese and translated where English is asked for."""
    given = Headers(scope=scope)
    english = prefers_english(given.get("accept-language", ""))
    said = in_english(detail) if english else detail
    headers = {"Content-Language": "en" if english else "vi", "Vary": "Accept, Accept-Language"}
    if scope.get("method") == "GET" and "text/html" in given.get("accept", ""):
        return HTMLResponse(_as_page(said, english), status_code=status, headers=headers)
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status, "detail": said}
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)


def _as_page(said: str, english: bool) -> str:
    language, heading, back, documents = (
        ("en", "This page cannot be shown", "Ask a question", "Documents")
        if english
        else ("vi", "Không mở được trang này", "Hỏi đáp", "Tài liệu")
    )
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{heading}</title><style>"
        ":root { color-scheme:light dark } body { font:17px/1.6 system-ui,sans-serif;"
        " max-width:40rem; margin:3rem auto; padding:0 1rem; overflow-wrap:anywhere }</style></head>"
        f"<body><h1>{heading}</h1><p>{escape(said)}</p><p><a href='/'>{back}</a> · <a href='/documents'>{documents}</a></p></body></html>"
    )


def install(app: FastAPI) -> None:
    """Makes every error of an application a problem document."""

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, exc: RequestValidationError) -> Response:
        first = exc.errors()[0] if exc.errors() else {"loc": (), "msg": str(exc), "type": ""}
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        # Pydantic's own words are English.
        english = prefers_english(request.headers.get("accept-language", ""))
        detail = (
            f"Invalid request at '{where}': {first['msg']}" if english else f"Yêu cầu không hợp lệ ở '{where}': {_said(first)}"
        )
        return problem(422, detail.encode("utf-8", "replace").decode(), request.scope)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, exc: HTTPException) -> Response:
        detail = STATUSES.get(exc.status_code, str(exc.detail)) if str(exc.detail) in _STANDARD else str(exc.detail)
        return problem(exc.status_code, detail, request.scope)

    @app.exception_handler(QuestionError)
    async def _question(request: Request, exc: QuestionError) -> Response:
        return problem(400, str(exc), request.scope)

    @app.exception_handler(AskResolutionError)
    async def _ours(request: Request, exc: AskResolutionError) -> Response:
        _LOG.warning("%s", exc)
        return problem(503, str(exc), request.scope)
