"""Decides which parts of a request and its response are forwarded."""

from collections.abc import Iterable
from urllib.parse import quote, quote_from_bytes, unquote, urlsplit

import httpx
from fastapi import Request, Response
from starlette.types import Scope

from fleet.errors import BadRequest, InvalidInput, NotFound, UpstreamUnavailable
from fleet.problems import PROBLEM_JSON
from fleet.statements import statement
from gateway.clients.upstream import Answer, is_failure, refusal_of

MAX_TARGET = 8192
_MISDIRECTED = 421
_PRINTABLE = bytes(range(0x21, 0x7F)).decode().replace("#", "")
# Services get only the headers that affect their response. The caller's cookies and keys are not
# forwarded. Neither is Origin, which a service would refuse because pages only talk to the gateway.
_PASSED_ON = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "content-encoding",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-unmodified-since",
    }
)
# Hop-by-hop headers (RFC 9110, 7.6.1), or replaced by the gateway.
_NOT_PASSED_BACK = frozenset(
    {
        "connection",
        "content-length",
        "date",
        "keep-alive",
        "location",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "server",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-trace-id",
    }
)


def request_headers(request: Request) -> dict[str, str]:
    """The caller's headers to forward to a service.

    Raises:
        BadRequest: one of them contains non-ASCII characters.
    """
    return {
        name: ascii_header(name, value)
        for name, value in request.headers.items()
        if name in _PASSED_ON
    }


def ascii_header(name: str, value: str) -> str:
    """The value, if it can be forwarded.

    Raises:
        BadRequest: it contains non-ASCII characters.
    """
    if not value.isascii():
        raise BadRequest(f"The header {name} may contain ASCII characters only.")
    return value


def target_of(scope: Scope) -> str:
    """Path and query exactly as the caller sent them, including percent-encoding.

    Raises:
        NotFound: the path has dot segments, which could reach a different route from the one
            checked.
        InvalidInput: it is longer than any route needs.
    """
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    query: bytes = scope["query_string"]
    if len(raw) + len(query) > MAX_TARGET:
        raise InvalidInput(f"The address is longer than {MAX_TARGET} bytes; shorten the query.")
    path = quote_from_bytes(raw, safe=_PRINTABLE)
    if any(unquote(segment) in {".", ".."} for segment in path.split("/")):
        raise NotFound(statement("no_route"), note="The path contains a dot segment.")
    return f"{path}?{quote_from_bytes(query, safe=_PRINTABLE)}" if query else path


def to_response(answer: Answer, service: str, *, head: bool = False) -> Response:
    """The service's response as the gateway's own.

    Args:
        answer: The service's response. Its problem documents are passed through; other failures
            become our own errors.
        service: The name of the service.
        head: Whether the request is a HEAD; the response keeps its Content-Length.

    Raises:
        UpstreamUnavailable: the service failed without a problem document.
    """
    if answer.status == _MISDIRECTED:
        raise UpstreamUnavailable(statement("service_misnamed", service=service))
    if is_failure(answer) and not _is_problem(answer.headers):
        raise refusal_of(answer, service)
    response = Response(None if head else answer.content, answer.status)
    response.raw_headers = list(_headers_back(answer.headers, response.raw_headers))
    if head:
        _keep_length(response, answer.headers.get("content-length"))
    if "location" in answer.headers:
        response.headers["Location"] = _public_location(answer.headers["location"])
    return response


def _keep_length(response: Response, length: str | None) -> None:
    """A HEAD reports the length of the content it does not send."""
    if length is None:
        del response.headers["Content-Length"]
    else:
        response.headers["Content-Length"] = length


def _is_problem(headers: httpx.Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip() == PROBLEM_JSON


def _headers_back(
    theirs: httpx.Headers, ours: Iterable[tuple[bytes, bytes]]
) -> Iterable[tuple[bytes, bytes]]:
    named = {name.strip().lower() for name in theirs.get("connection", "").split(",")}
    for name, value in theirs.raw:
        lower = name.decode("latin-1").lower()
        if lower in _NOT_PASSED_BACK or lower in named or lower.startswith("access-control-"):
            continue
        yield lower.encode("latin-1"), value
    yield from ours


def _public_location(location: str) -> str:
    """A redirect within the service as a path of the gateway; callers can't reach the service."""
    parts = urlsplit(location)
    return parts._replace(scheme="", netloc="").geturl()
