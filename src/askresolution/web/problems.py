"""Errors as RFC 9457 problem documents: one clear sentence, never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from askresolution.errors import AskResolutionError, QuestionError

_LOG = logging.getLogger(__name__)


def problem(status: int, detail: str, title: str = "") -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Makes every error of an application a problem document."""

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, exc: RequestValidationError) -> JSONResponse:
        first = exc.errors()[0] if exc.errors() else {"loc": (), "msg": str(exc)}
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        detail = f"Yêu cầu không hợp lệ ở '{where}': {first['msg']}"
        return problem(422, detail.encode("utf-8", "replace").decode())

    @app.exception_handler(HTTPException)
    async def _http(request: Request, exc: HTTPException) -> JSONResponse:
        return problem(exc.status_code, str(exc.detail))

    @app.exception_handler(QuestionError)
    async def _question(request: Request, exc: QuestionError) -> JSONResponse:
        return problem(400, str(exc))

    @app.exception_handler(AskResolutionError)
    async def _ours(request: Request, exc: AskResolutionError) -> JSONResponse:
        _LOG.warning("%s", exc)
        return problem(503, str(exc))
