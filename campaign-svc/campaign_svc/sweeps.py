"""Background tasks that run when the store opens, and then every ten minutes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from fleet.errors import SmartRetailError

Sweep = Callable[[], Awaitable[int]]
"""Returns how many items it processed."""
EVERY_SECONDS: Final = 600.0
_log = structlog.get_logger("campaign_svc.sweeps")


async def sweep_regularly(sweeps: Mapping[str, Sweep]) -> None:
    """Run each sweep now and every ten minutes, until cancelled.

    Args:
        sweeps: The sweeps by the name used in the log.
    """
    while True:
        for name, sweep in sweeps.items():
            await _run(name, sweep)
        await asyncio.sleep(EVERY_SECONDS)


async def _run(name: str, sweep: Sweep) -> None:
    try:
        if count := await sweep():
            _log.info("swept", what=name, count=count)
    except SmartRetailError as error:  # usually the store is unavailable; retried next time
        _log.warning("sweep_failed", what=name, reason=error.detail)
