"""Campaign lift: combined from the holdout groups and their purchases."""

from typing import Any

import httpx
import pytest
from fastapi.responses import JSONResponse
from support.fake_services import SNAPSHOT, FakeFleet

ID = "85123A_Regular Customers"
PATH = f"/v1/campaigns/{ID}"
INTERNAL = f"/internal/campaigns/{ID}"


@pytest.fixture
def ready(fleet: FakeFleet) -> FakeFleet:
    """A fleet that has the campaign."""
    campaign = {"id": ID, "stock_code": "85123A", "target_cluster": "Regular Customers"}
    fleet["campaign-svc"].answers(PATH, campaign)
    return fleet


LIFT = {
    "window_days": 28,
    "snapshot": SNAPSHOT,
    "sent_on": "2011-09-13",
    "until": "2011-10-11",
    "complete": True,
    "customers": 2,
    "held_out": 1,
    "measures": {"buyers": None},
    "sentence": "too few",
    "statements": {"buyers": {"code": "lift_few", "values": {"least": 10}}},
    "so_far": {"treated": {}, "held_out": {"sum": 1}},
}


async def test_lift_combines_groups_and_sales(ready: FakeFleet, client: httpx.AsyncClient) -> None:
    """campaign-svc gives the groups, strategy-svc their purchases from that day on."""
    people = {"recipients": ["0", "2"], "holdout": ["1"], "next_cursor": None}
    ready["campaign-svc"].answers(
        f"{INTERNAL}/people", people | {"sent_at": "2011-09-13T23:30:00-00:00"}
    )
    ready["strategy-svc"].answers("/internal/holdout:measure", LIFT, method="POST")
    found = (await client.get(f"{PATH}/lift")).json()
    measurement = ready["strategy-svc"].requests("POST", "/internal/holdout:measure")[0].json()
    assert measurement == {
        "stock_code": "85123A",
        "sent_on": "2011-09-13",
        "treated": ["0", "2"],
        "held_out": ["1"],
    }
    assert (found["id"], found["customers"], found["window_days"]) == (ID, 2, 28)
    assert found["statements"] == LIFT["statements"]
    assert "so_far" not in found


async def test_lift_is_measured_on_one_snapshot(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """If a new snapshot goes live between two parts the measurement starts over."""
    measured = iter(["s1", "s2", "s2", "s2"])
    sums = {"treated": {}, "held_out": {"sum": 1}}
    sent: list[dict[str, Any]] = []

    async def people(seen: Any) -> Any:
        if not seen.path.endswith("/people"):
            return await known(seen)
        cursor = None if "cursor" in seen.query else "2"
        part = {"recipients": ["0"], "holdout": ["1"], "next_cursor": cursor}
        return JSONResponse(part | {"sent_at": "2011-09-13T08:00:00Z"})

    async def measure(seen: Any) -> Any:
        sent.append(seen.json())
        return JSONResponse(LIFT | {"snapshot": next(measured), "so_far": sums})

    known = ready["campaign-svc"].answer
    ready["campaign-svc"].answer = people  # pyright: ignore[reportAttributeAccessIssue] - a fake's answer
    ready["strategy-svc"].answer = measure  # pyright: ignore[reportAttributeAccessIssue] - a fake's answer
    found = (await client.get(f"{PATH}/lift")).json()
    assert found["snapshot"] == "s2"
    assert ["so_far" in part for part in sent] == [False, True, False, True]
    assert sent[-1]["so_far"] == sums


async def test_unavailable_lift_gives_the_reason(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Not sent yet, or no sales since: the service's own error is passed on."""
    problem = {"status": 409, "title": "x", "detail": "The campaign is approved: later."}
    ready["campaign-svc"].answers(f"{INTERNAL}/people", problem, status=409)
    answer = await client.get(f"{PATH}/lift")
    assert answer.status_code == 409
    assert "The campaign is approved" in answer.json()["detail"]
