"""What a sent campaign changed, as the gateway composes it."""

import httpx
from support.fake_services import SNAPSHOT, FakeFleet

ID = "85123A_Regular Customers"
PATH = f"/v1/campaigns/{ID}"
INTERNAL = f"/internal/campaigns/{ID}"
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


async def test_a_lift_is_composed_of_people_and_sales(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """campaign-svc names who was drawn, strategy-svc what they bought from that day on."""
    fleet["campaign-svc"].answers(PATH, {"id": ID, "stock_code": "85123A"})
    people = {"recipients": ["0", "2"], "holdout": ["1"], "next_cursor": None}
    fleet["campaign-svc"].answers(
        f"{INTERNAL}/people", people | {"sent_at": "2011-09-13T23:30:00-00:00"}
    )
    fleet["strategy-svc"].answers("/internal/holdout:measure", LIFT, method="POST")
    found = (await client.get(f"{PATH}/lift")).json()
    measurement = fleet["strategy-svc"].requests("POST", "/internal/holdout:measure")[0].json()
    assert measurement == {
        "stock_code": "85123A",
        "sent_on": "2011-09-13",
        "treated": ["0", "2"],
        "held_out": ["1"],
    }
    assert (found["id"], found["customers"], found["window_days"]) == (ID, 2, 28)
    assert found["statements"] == LIFT["statements"]
    assert "so_far" not in found


async def test_a_lift_that_cannot_be_had_says_why(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Not sent yet, or no sales after it: the service's own refusal, not a failure of ours."""
    fleet["campaign-svc"].answers(PATH, {"id": ID, "stock_code": "85123A"})
    problem = {"status": 409, "title": "x", "detail": "The campaign is approved: later."}
    fleet["campaign-svc"].answers(f"{INTERNAL}/people", problem, status=409)
    answer = await client.get(f"{PATH}/lift")
    assert answer.status_code == 409
    assert "The campaign is approved" in answer.json()["detail"]
