"""Every page of the dashboard: its address, and which states it lacks."""

import re
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from support.processes import Running

QUESTIONS = re.compile(r"/v1/(?!session|snapshots)")
"""Requests that pages make themselves; the other two are for the frame around them."""


@dataclass(frozen=True)
class DashboardPage:
    """One page of the dashboard."""

    path: str
    unfilled: str | None = None
    """Why it has no filled button."""
    without_data: str | None = None
    """Why it has no loading, empty, failed or forbidden state."""
    never_empty: str | None = None
    """Why it has no empty state."""


TO_LOOK_UP = "a page to look things up in; no step moves it on"
ONE_THING = "shows one thing that is there; another is not found"
PAGES: dict[str, DashboardPage] = {
    "today": DashboardPage("/", never_empty="without jobs it says that nothing is to be done"),
    "orders": DashboardPage("/orders", unfilled=TO_LOOK_UP),
    "inventory": DashboardPage("/inventory", unfilled=TO_LOOK_UP),
    "product": DashboardPage("/products/{product}", never_empty=ONE_THING),
    "demand": DashboardPage("/demand"),
    "customers": DashboardPage("/customers"),
    "segment": DashboardPage("/customers/{segment}"),
    "plan": DashboardPage("/plan"),
    "campaigns": DashboardPage("/campaigns"),
    "results": DashboardPage("/campaigns/results"),
    "campaign": DashboardPage("/campaigns/{campaign}", never_empty=ONE_THING),
    "data": DashboardPage("/data"),
    "settings": DashboardPage(
        "/settings",
        unfilled="every choice holds as soon as it is made",
        without_data="asks nobody: the browser remembers the choices",
    ),
    "sign-in": DashboardPage("/signin", without_data="shows nothing before somebody has signed in"),
    "not-found": DashboardPage("/no-such-page", without_data="there is nothing at its address"),
}


def address(page: DashboardPage, server: Running) -> str:
    """The page's address, with the plan's first product, its segment and its campaign."""
    row = server.client.get("/v1/plan", params={"limit": 1}).json()["items"][0]
    if "{campaign}" in page.path:
        server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    return page.path.format(
        product=quote(row["stock_code"], safe=""),
        segment=quote(row["target_cluster"], safe=""),
        campaign=quote(f"{row['stock_code']}_{row['target_cluster']}", safe=""),
    )


def emptied(answer: Any) -> Any:
    """The same response for a shop without any activity: every list is empty."""
    if isinstance(answer, dict):
        known = cast("dict[str, Any]", answer)
        found = {name: emptied(value) for name, value in known.items()}
        counts = {
            name: 0 for name in ("total", "rows", "customers") if isinstance(found.get(name), int)
        }
        return found | counts
    return [] if isinstance(answer, list) else answer
