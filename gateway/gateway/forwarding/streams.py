"""Forwards streams as they arrive: uploaded files and refresh events."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import Final

import httpx
import structlog

from fleet.errors import SmartRetailError

STREAMED: Final = frozenset({("POST", "/v1/uploads")})
"""Routes without the gateway's body limit; the service enforces its own."""
_log = structlog.get_logger("gateway.streams")


async def event_parts(
    found: httpx.Response, stack: AsyncExitStack, refresh_id: str
) -> AsyncGenerator[bytes]:
    """The events; if the service stops, the stream ends, and the page reconnects."""
    try:
        async with stack:
            async for part in found.aiter_raw():
                yield part
    except SmartRetailError as error:
        _log.warning("events_broken_off", refresh=refresh_id, detail=error.detail)
