"""Classifying failed calls by reason and by whether a retry can succeed."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

_SERVER_ERROR = 500
_TOO_MANY = 429
_REASONS = {
    400: "request refused",
    401: "key refused",
    403: "key refused",
    404: "model unknown",
    408: "timeout",
    429: "rate limited",
    504: "timeout",
}
# By class name, because each provider's package has its own classes.
_BY_KIND = {
    "ModelRateLimitError": "rate limited",
    "ModelAPIError": "server error",
    "ModelConnectionError": "unreachable",
    "ModelTimeoutError": "timeout",
    "ModelAuthenticationError": "key refused",
    "ModelPermissionDeniedError": "key refused",
    "ModelNotFoundError": "model unknown",
    "ModelInvalidRequestError": "request refused",
    "ContextOverflowError": "request refused",
    "APITimeoutError": "timeout",
    "ContentFilterFinishReasonError": "blocked",
}
_RETRYABLE = frozenset({"rate limited", "server error", "unreachable", "no JSON", "timeout"})
_OUTAGES = frozenset({"server error", "timeout"})
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s?")


class CallFailedError(Exception):
    """A call didn't return anything usable.

    Attributes:
        reason: A short reason.
        retryable: Whether the same call may succeed later.
        outage: Whether it is a timeout or a server error, which the circuit breaker counts.
        delay: Seconds to wait as requested by the provider; None if not given.
    """

    def __init__(self, reason: str, *, retryable: bool = False, delay: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.outage = reason in _OUTAGES
        self.delay = delay


def failure_of(error: BaseException) -> CallFailedError:
    """The failure behind an exception of a LangChain client.

    The status comes from the provider's own error, which LangChain raises or chains. Without one,
    the class of LangChain's error decides; otherwise a broken connection is assumed.
    """
    status, details, headers = _provider_answer(error)
    if status is None:
        reason = _reason_by_kind(error)
        return CallFailedError(reason, retryable=reason in _RETRYABLE)
    if "API_KEY_INVALID" in str(details):
        return CallFailedError("key refused")
    unknown = "server error" if status >= _SERVER_ERROR else "request refused"
    reason = _REASONS.get(status, unknown)
    if status == _TOO_MANY and _for_the_day(details):
        return CallFailedError("daily quota spent")
    if "insufficient_quota" in str(details):  # OpenAI's code for an account without credit
        return CallFailedError("quota spent")
    retryable = status == _TOO_MANY or status >= _SERVER_ERROR
    return CallFailedError(reason, retryable=retryable, delay=_delay(details, headers))


def _provider_answer(error: BaseException) -> tuple[int | None, object, Mapping[str, str]]:
    """Status, body and headers of the provider's answer, if there was one."""
    for one in (error, error.__cause__):
        response = getattr(one, "response", None)
        if response is None:  # not from the provider: aiohttp's own errors have a code as well
            continue
        for name in ("code", "status_code"):
            status = getattr(one, name, None)
            if isinstance(status, int) and not isinstance(status, bool):
                details = getattr(one, "details", None) or getattr(one, "body", None)
                return status, details, getattr(response, "headers", {})
    return None, None, {}


def _reason_by_kind(error: BaseException) -> str:
    for one in type(error).__mro__:
        if one.__name__ in _BY_KIND:
            return _BY_KIND[one.__name__]
    return "no JSON" if isinstance(error, ValueError) else "unreachable"


def _entries(details: object) -> Iterator[dict[str, object]]:
    """The entries of google.rpc.Status.details."""
    body = _as_object(details)
    error = _as_object(body.get("error", body))
    for entry in _as_list(error.get("details")):
        yield _as_object(entry)


def _as_object(found: object) -> dict[str, object]:
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _as_list(found: object) -> list[object]:
    return cast("list[object]", found) if isinstance(found, list) else []


def _for_the_day(details: object) -> bool:
    """Whether a daily quota is used up, so that waiting within a request is pointless."""
    for entry in _entries(details):
        for violation in _as_list(entry.get("violations")):
            if re.search(r"per_?day|daily", str(violation), re.IGNORECASE):
                return True
    return False


def _delay(details: object, headers: Mapping[str, str]) -> float | None:
    """Seconds from google.rpc.RetryInfo, else from Retry-After."""
    delays = [
        str(entry.get("retryDelay", ""))
        for entry in _entries(details)
        if str(entry.get("@type", "")).endswith("RetryInfo")
    ]
    for text in (*delays, headers.get("retry-after") or headers.get("Retry-After") or ""):
        if match := _SECONDS.fullmatch(text.strip()):
            return float(match[1])
    return None
