"""The one error tree of the fleet, and its answer as an RFC 9457 problem document.

SmartRetailError                 500 internal_error
├── InvalidInput                 422 invalid_input
├── Unauthenticated              401 unauthenticated
├── Forbidden                    403 forbidden
│   └── CrossSite                403 csrf
├── NotFound                     404 not_found
├── Conflict                     409 conflict
├── PreconditionFailed           412 precondition_failed
├── PreconditionRequired         428 precondition_required
├── TooManyRequests              429 too_many_requests
├── PayloadTooLarge              413 payload_too_large
├── Misdirected                  421 misdirected_request
├── UnusableAnswer               502 unusable_answer
├── Unavailable                  503 unavailable
│   ├── SnapshotUnavailable      503 snapshot_unavailable
│   ├── DocumentsUnavailable     503 documents_unavailable
│   ├── UpstreamUnavailable      503 upstream_unavailable
│   └── ModelFilesNotTrusted     503 model_files_not_trusted
├── DeadlineExceeded             504 deadline_exceeded
└── InsufficientStorage          507 insufficient_storage

A detail is one sentence a person can act on; it never holds a secret or a stack trace. Beside it
may stand its statement, `said("code", …values)`, by which a page words it in another language.
"""

import http
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from fleet.statements import Statement, of_field, said
from fleet.tracing import current_trace_id

PROBLEM_JSON = "application/problem+json"
_log = structlog.get_logger("fleet.errors")


class SmartRetailError(Exception):
    """Root of every error the fleet raises on purpose."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        detail: str,
        statement: Statement | None = None,
        *,
        errors: Sequence[Mapping[str, Any]] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.statement = statement
        self.errors = errors
        self.retry_after = retry_after


class InvalidInput(SmartRetailError):
    """What was sent, or the file that was read, cannot be used; the detail says what to change."""

    status, code, title = 422, "invalid_input", "Invalid input"


class Unauthenticated(SmartRetailError):
    """The caller has to say who they are."""

    status, code, title = 401, "unauthenticated", "Not signed in"


class Forbidden(SmartRetailError):
    """The caller is known and may not do this."""

    status, code, title = 403, "forbidden", "Not allowed"


class CrossSite(Forbidden):
    """A page's request does not show that one of our own pages made it."""

    code, title = "csrf", "Not sent by our page"


class NotFound(SmartRetailError):
    """There is no such thing."""

    status, code, title = 404, "not_found", "Not found"


class Conflict(SmartRetailError):
    """The thing is in a state that does not allow this."""

    status, code, title = 409, "conflict", "Conflict"


class PreconditionFailed(SmartRetailError):
    """Somebody else changed it first."""

    status, code, title = 412, "precondition_failed", "Changed meanwhile"


class PreconditionRequired(SmartRetailError):
    """A change has to say which state it was made for, so that no other change is lost."""

    status, code, title = 428, "precondition_required", "Say what you have seen"


class PayloadTooLarge(SmartRetailError):
    """The body is larger than the route takes."""

    status, code, title = 413, "payload_too_large", "Body too large"


class Misdirected(SmartRetailError):
    """The Host header names a host that is not ours."""

    status, code, title = 421, "misdirected_request", "Unknown host"


class TooManyRequests(SmartRetailError):
    """Asked too often; `retry_after` says when to ask again."""

    status, code, title = 429, "too_many_requests", "Too many requests"


class UnusableAnswer(SmartRetailError):
    """Somebody we rely on has answered, and with nothing that can be used."""

    status, code, title = 502, "unusable_answer", "No usable answer"


class Unavailable(SmartRetailError):
    """Something this answer needs is not there now; trying again later can succeed."""

    status, code, title = 503, "unavailable", "Not available now"


class SnapshotUnavailable(Unavailable):
    """No usable snapshot is live."""

    code, title = "snapshot_unavailable", "No data yet"


class DocumentsUnavailable(Unavailable):
    """The document store does not answer."""

    code, title = "documents_unavailable", "Document store not available"


class UpstreamUnavailable(Unavailable):
    """A service of the fleet does not answer."""

    code, title = "upstream_unavailable", "Service not available"


class ModelFilesNotTrusted(Unavailable):
    """Loading a pickle runs code, and nobody has vouched for this one."""

    code, title = "model_files_not_trusted", "Model files not trusted"


class DeadlineExceeded(SmartRetailError):
    """The time the caller gave is over."""

    status, code, title = 504, "deadline_exceeded", "Out of time"


class InsufficientStorage(SmartRetailError):
    """There is no room on the disk for what was sent."""

    status, code, title = 507, "insufficient_storage", "No room on the disk"


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
    trace_id: str = Field(description="Find this request in the logs by it")
    statement: Statement | None = Field(
        default=None, description="The detail as a code and its values, where it has one"
    )
    errors: list[dict[str, Any]] | None = Field(default=None, description="One entry per field")


def declare(*errors: type[SmartRetailError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of an endpoint that can answer with these errors."""
    declared: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = declared.setdefault(error.status, {"model": Problem, "description": error.title})
        if error.title not in entry["description"]:
            entry["description"] += f"; {error.title}"
    return declared


def problem_response(error: SmartRetailError) -> Response:
    """The answer to a request that ended in `error`."""
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
    errors: Sequence[Mapping[str, Any]] | None = None,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body: dict[str, Any] = {
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


def install_error_handlers(app: FastAPI) -> None:
    """Answer every error of `app` as a problem document."""
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
        return _problem(
            422,
            "malformed_json",
            "Malformed JSON",
            f"The body is not JSON: {fields[0]['message']}.",
            said("malformed_json"),
        )
    named = "; ".join(f"{item['field']}: {item['message']}" for item in fields[:5])
    return _problem(422, "invalid_input", "Invalid input", named + ".", errors=fields)


def _field_error(item: Mapping[str, Any]) -> dict[str, Any]:
    """Where and what, without echoing the value, which may be huge or secret."""
    where = [str(part) for part in item["loc"]]
    if where and where[0] in {"body", "query", "path", "header"} and len(where) > 1:
        where = where[1:]
    reason = item.get("ctx", {}).get("error")
    return {
        "field": ".".join(where),
        "message": jsonable_encoder(str(reason) if reason else str(item["msg"])),
        "kind": item["type"],
        "statement": of_field(".".join(where), item).model_dump(),
    }


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == PayloadTooLarge.status:
        return problem_response(PayloadTooLarge(error.detail))
    title = http.HTTPStatus(error.status_code).phrase
    code = title.lower().replace(" ", "_").replace("-", "_")
    detail = error.detail if error.detail != title else _HTTP_DETAILS.get(error.status_code, title)
    known = said("no_route") if detail is _HTTP_DETAILS[404] else None
    return _problem(error.status_code, code, title, str(detail), known, headers=error.headers)


_HTTP_DETAILS = {
    404: "No route has this path; GET / lists the ways in, and /docs all of them.",
    405: "This path does not take this method; the Allow header lists those it takes.",
}


def internal_error_response() -> Response:
    """What a caller sees of a defect: the trace id to quote, and nothing of the inside."""
    return _problem(
        500,
        SmartRetailError.code,
        SmartRetailError.title,
        "This is a defect of ours. Quote the trace id when you report it.",
        said("internal_error"),
    )
