"""Structured logs: one JSON object per line on standard error, with the trace id."""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from fleet.tracing import current_trace_id


def configure_logs(level: str, service: str) -> None:
    """Send this process's logs, ours and the libraries', through one JSON renderer."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace_id,
        _Named(service),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    _silence_libraries()


def _silence_libraries() -> None:
    """Silence libraries that log every request at INFO, some of them with secrets."""
    for name in ("httpx", "httpcore", "pymongo", "google_genai", "urllib3", "asyncio", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    logging.getLogger("uvicorn.access").disabled = True  # fleet.service writes the access log


def _add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event.setdefault("trace_id", current_trace_id())
    return event


class _Named:
    """Adds the service's name."""

    def __init__(self, service: str) -> None:
        self.service = service

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event.setdefault("service", self.service)
        return event
