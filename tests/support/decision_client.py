"""Decisions over HTTP, and the shop they are made for."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fleet.callers import Caller
from support import waiting
from support.plan_client import ADA, Ask

Make = Callable[..., Any]
ROUTE = "/v1/decisions"
ACCEPTED: dict[str, Any] = {"decision": "accepted", "reason_code": "agreed"}
REJECTED: dict[str, Any] = {"decision": "rejected", "reason_code": "margin_too_low"}
FIRST_DAY, NEXT_DAY = date(2011, 9, 9), date(2011, 9, 16)
CODES = tuple(f"S{number}" for number in range(6))


async def wait_for_outcomes(ask: Ask, holds: Callable[[Any], bool]) -> Any:
    """Wait until a condition is met by the outcomes; returns them."""
    found: Any = None

    async def is_met() -> bool:
        nonlocal found
        found = (await ask("GET", f"{ROUTE}/outcomes")).json()
        return bool(holds(found))

    await waiting.until(is_met)
    return found


async def decide(ask: Ask, by: Caller = ADA, **fields: Any) -> dict[str, Any]:
    """Record a decision."""
    answer = await ask("POST", ROUTE, by, json={"stock_code": "S0", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()
