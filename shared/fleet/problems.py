"""Renders errors for callers as RFC 9457 problem documents.

Separate from `fleet.errors`, so that jobs can raise errors without loading a web framework.
"""

import http
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from fleet.errors import (
    NotFound,
    PayloadTooLarge,
    SmartRetailError,
    Unauthenticated,
    Unavailable,
)
from fleet.sentences import render
from fleet.statements import Statement, of_field, statement
from fleet.tracing import current_trace_id

PROBLEM_JSON = "application/problem+json"
_log = structlog.get_logger("fleet.problems")


class Problem(BaseModel):
    """RFC 9457 problem document."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:smartretail360:problem:not_found",
                "title": "Not found",
                "status": 404,
                "detail": "No product has the code 'X1'. GET /v1/products lists them.",
                "code": "not_found",
                "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
            }
        }
    )

    type: str = Field(description="URN of the kind of problem")
    title: str
    status: int
    detail: str = Field(description="One sentence that says what to do")
    code: str = Field(description="Stable name to branch on")
    trace_id: str = Field(description="Identifies this request in the logs")
    statement: Statement | None = Field(
        default=None, description="The detail as a code with its values, if it has one"
    )
    errors: list[dict[str, object]] | None = Field(default=None, description="One entry per field")


def declare(*errors: type[SmartRetailError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` argument of an endpoint that may return these errors."""
    declared: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = declared.setdefault(error.status, {"model": Problem, "description": error.title})
        if error.title not in entry["description"]:
            entry["description"] += f"; {error.title}"
    return declared


def problem_response(error: SmartRetailError) -> Response:
    """The response to a request that failed with `error`."""
    return _problem(
        error.status,
        error.code,
        error.title,
        error.detail,
        error.statement,
        errors=error.errors,
        retry_after=error.retry_after or (1 if error.status == Unavailable.status else None),
    )


def _problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    statement: Statement | None = None,
    *,
    errors: Sequence[Mapping[str, object]] | None = None,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body: dict[str, object] = {
        "type": f"urn:smartretail360:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": current_trace_id(),
    }
    if statement:
        body["statement"] = statement.model_dump()
    if errors:
        body["errors"] = list(errors)
    extra = dict(headers or {})
    if status == Unauthenticated.status:
        extra["WWW-Authenticate"] = "Bearer"
    if retry_after is not None:
        extra["Retry-After"] = str(retry_after)
    return Response(orjson.dumps(body, default=str), status, media_type=PROBLEM_JSON, headers=extra)


def _stated(status: int, code: str, title: str, cause: Statement, *, note: str) -> Response:
    """An exception from Starlette or FastAPI, or a bug, as one of our errors."""
    return _problem(status, code, title, f"{render(cause)} {note}", cause)


def install_error_handlers(app: FastAPI) -> None:
    """Make `app` return every error as a problem document."""
    app.add_exception_handler(SmartRetailError, _on_ours)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)


async def _on_ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, SmartRetailError)  # noqa: S101 - narrows the handler's declared type
    if error.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("request_failed", code=error.code, detail=error.detail)
    return problem_response(error)


async def _on_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    fields = [_field_error(item) for item in error.errors()]
    malformed = any(item.get("type") == "json_invalid" for item in error.errors())
    if malformed:
        return _stated(
            422,
            "malformed_json",
            "Malformed JSON",
            statement("malformed_json"),
            note=f"The body is not JSON: {fields[0]['message']}.",
        )
    named = "; ".join(f"{item['field']}: {item['message'].rstrip('.')}" for item in fields[:5])
    return _problem(422, "invalid_input", "Invalid input", named + ".", errors=fields)


class FieldError(TypedDict):
    """What is wrong with a field of a request: an entry of a problem's `errors`."""

    field: str
    message: str
    kind: str
    statement: dict[str, object]


def _field_error(item: ErrorDetails) -> FieldError:
    """The field and what is wrong, without the value, which may be huge or secret."""
    where = [str(part) for part in item["loc"]]
    if where and where[0] in {"body", "query", "path", "header"} and len(where) > 1:
        where = where[1:]
    stated = of_field(".".join(where), item)
    return {
        "field": ".".join(where),
        "message": _field_message(item, stated),
        "kind": item["type"],
        "statement": stated.model_dump(),
    }


def _field_message(item: ErrorDetails, stated: Statement) -> str:
    """The message; for pydantic's own checks its text, which is written for developers."""
    if stated.code == item["type"]:
        return render(stated)
    reason = item.get("ctx", {}).get("error")
    return jsonable_encoder(str(reason) if reason else str(item["msg"]))


class BodyTooLarge(HTTPException):
    """The body is too large for the route; an `HTTPException`, because FastAPI reads bodies."""

    def __init__(self, most: int) -> None:
        self.problem = PayloadTooLarge(statement("body_too_large", most=most))
        super().__init__(self.problem.status, self.problem.detail)


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if isinstance(error, BodyTooLarge):
        return problem_response(error.problem)
    title = http.HTTPStatus(error.status_code).phrase
    code = title.lower().replace(" ", "_").replace("-", "_")
    if error.status_code == NotFound.status and error.detail == title:
        return _stated(404, code, title, statement("no_route"), note=_ROUTES)
    detail = error.detail if error.detail != title else _HTTP_DETAILS.get(error.status_code, title)
    return _problem(error.status_code, code, title, str(detail), headers=error.headers)


_ROUTES = "GET / lists the main routes, and /docs lists all of them."
_HTTP_DETAILS = {
    405: "This path does not support this method; the Allow header lists those it does.",
}


def internal_error_response() -> Response:
    """The problem document for a bug: a trace id to quote, but no internals."""
    return _stated(
        500,
        SmartRetailError.code,
        SmartRetailError.title,
        statement("internal_error"),
        note="The error number is the trace id.",
    )
