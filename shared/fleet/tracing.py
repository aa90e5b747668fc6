"""W3C trace context: the id that identifies a request in all services' logs."""

import re
import secrets
from contextvars import ContextVar

TRACEPARENT = "traceparent"
TRACE_HEADER = "X-Trace-Id"
_NONE = "0" * 32
_FORM = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$")
_trace_id: ContextVar[str] = ContextVar("trace_id", default=_NONE)


def start_trace(traceparent: str | None) -> str:
    """Continue the caller's trace, or start one if it is missing or malformed."""
    match = _FORM.match(traceparent or "")
    trace_id = match[1] if match and match[1] != _NONE else secrets.token_hex(16)
    _trace_id.set(trace_id)
    return trace_id


def current_trace_id() -> str:
    """The current trace id, 32 hexadecimal digits; zeros outside a request."""
    return _trace_id.get()


def traceparent() -> str:
    """The header for the next hop, with a new span id."""
    return f"00-{current_trace_id()}-{secrets.token_hex(8)}-01"
