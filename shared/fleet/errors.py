"""The fleet's error classes; `fleet.problems` turns them into responses.

SmartRetailError                 500 internal_error
├── BadRequest                   400 bad_request
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

Errors shown to users are raised with a statement,
`InvalidInput(statement("file_empty", file=name))`. Its sentence comes from the catalogues
(`fleet.sentences`): in English for `detail`, in the user's language on the page. Plain English
sentences are only for API clients and command-line users. Neither contains secrets or stack traces.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from fleet.sentences import render
from fleet.statements import Statement


class SmartRetailError(Exception):
    """Root of every error the fleet raises on purpose."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        sentence: Statement | str,
        *,
        statement: Statement | None = None,
        note: str | None = None,
        errors: Sequence[Mapping[str, object]] | None = None,
        retry_after: int | None = None,
    ) -> None:
        """An error with its `detail`.

        Args:
            sentence: What is wrong and what to do, as a statement, or in plain English.
            statement: The statement of a plain sentence received from another process.
            note: Details for operators and programs, such as a command, a path or a system message;
                appended to the sentence in `detail`, not shown on the page.
            errors: One entry per field or line.
            retry_after: Seconds to wait before trying again.
        """
        if isinstance(sentence, Statement):
            self.statement, text = sentence, render(sentence)
        else:
            self.statement, text = statement, sentence
        self.detail = f"{text} {note}" if note else text
        self.errors = errors
        self.retry_after = retry_after
        super().__init__(self.detail)


class BadRequest(SmartRetailError):
    """The request itself is malformed."""

    status, code, title = 400, "bad_request", "Bad request"


class InvalidInput(SmartRetailError):
    """The input or file can't be used; the detail says what to change."""

    status, code, title = 422, "invalid_input", "Invalid input"


class Unauthenticated(SmartRetailError):
    """The caller must sign in."""

    status, code, title = 401, "unauthenticated", "Not signed in"


class Forbidden(SmartRetailError):
    """The caller's role doesn't allow this."""

    status, code, title = 403, "forbidden", "Not allowed"


class CrossSite(Forbidden):
    """The request doesn't prove that one of our own pages made it."""

    code, title = "csrf", "Request declined"


class NotFound(SmartRetailError):
    """The requested resource doesn't exist."""

    status, code, title = 404, "not_found", "Not found"


class Conflict(SmartRetailError):
    """The resource is in a state that doesn't allow this."""

    status, code, title = 409, "conflict", "Conflict"


class PreconditionFailed(SmartRetailError):
    """Someone else changed the resource first."""

    status, code, title = 412, "precondition_failed", "Changed in the meantime"


class PreconditionRequired(SmartRetailError):
    """The change must name the version it was made for, so that no other change is lost."""

    status, code, title = 428, "precondition_required", "If-Match header required"


class PayloadTooLarge(SmartRetailError):
    """The body is larger than the route's limit."""

    status, code, title = 413, "payload_too_large", "Body too large"


class Misdirected(SmartRetailError):
    """The Host header names a host that is not ours."""

    status, code, title = 421, "misdirected_request", "Unknown host"


class TooManyRequests(SmartRetailError):
    """Too many requests; `retry_after` says when to try again."""

    status, code, title = 429, "too_many_requests", "Too many requests"


class UnusableAnswer(SmartRetailError):
    """Another service sent an unusable response."""

    status, code, title = 502, "unusable_answer", "Unusable answer"


class Unavailable(SmartRetailError):
    """Something this response needs is unavailable now; trying again later can succeed."""

    status, code, title = 503, "unavailable", "Temporarily unavailable"


class SnapshotUnavailable(Unavailable):
    """No usable snapshot is live."""

    code, title = "snapshot_unavailable", "No data available"


class DocumentsUnavailable(Unavailable):
    """The document store doesn't answer."""

    code, title = "documents_unavailable", "Document store not available"


class UpstreamUnavailable(Unavailable):
    """Another service doesn't answer."""

    code, title = "upstream_unavailable", "Service not available"


class ModelFilesNotTrusted(Unavailable):
    """Loading a pickle runs code, and this one is not marked as trusted."""

    code, title = "model_files_not_trusted", "Model files not trusted"


class DeadlineExceeded(SmartRetailError):
    """The caller's time limit has passed."""

    status, code, title = 504, "deadline_exceeded", "Request timed out"


class InsufficientStorage(SmartRetailError):
    """The disk is too full for the data that was sent."""

    status, code, title = 507, "insufficient_storage", "Disk full"
