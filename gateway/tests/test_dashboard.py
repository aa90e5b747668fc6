"""`GET /v1/dashboard`: a state per section, one snapshot, bounded time."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from support.fake_services import FakeFleet, ReceivedRequest
from support.waiting import PATIENCE_SECONDS, until

from gateway.settings import ServiceName, Settings

OLD = "20110908T060000.000000Z-ffffff"
NEW = "20110909T060000.000000Z-000000"
SUMMARIES: dict[ServiceName, tuple[str, dict[str, Any]]] = {
    "inventory-svc": (
        "/v1/inventory/summary",
        {
            "as_of": "2011-09-09",
            "currency": "GBP",
            "key_figures": {"products": 2},
            "stock_at_risk": {"counts": {"OVERSTOCKED": 1}},
            "replenishment": {"products_to_order": 1},
        },
    ),
    "forecast-svc": ("/v1/demand/summary", {"total_units": 10.5}),
    "segmentation-svc": ("/v1/segments", {"segments": []}),
    "strategy-svc": ("/v1/plan/summary", {"rows": 1}),
    "campaign-svc": ("/v1/campaigns/summary", {"total": 0}),
    "genai-svc": ("/v1/copy/provider", {"provider": "template"}),
}
SECTIONS: dict[str, ServiceName] = {
    "key_figures": "inventory-svc",
    "stock_at_risk": "inventory-svc",
    "replenishment": "inventory-svc",
    "demand_ahead": "forecast-svc",
    "segments": "segmentation-svc",
    "plan": "strategy-svc",
    "campaigns": "campaign-svc",
    "copywriting": "genai-svc",
}
FROM_STATE = [name for name in SECTIONS if name not in {"campaigns", "copywriting"}]
QUICK = Settings(dashboard_section_seconds=1.5, dashboard_seconds=2.0)


@pytest.fixture
def fleet(fleet: FakeFleet) -> FakeFleet:
    """A fleet whose services all answer from one snapshot."""
    for name in SUMMARIES:
        answer_from(fleet, name, NEW)
    return fleet


def answer_from(fleet: FakeFleet, name: ServiceName, snapshot: str | None) -> None:
    path, summary = SUMMARIES[name]
    stateless = name in {"campaign-svc", "genai-svc"}
    fleet[name].answers(path, summary, snapshot=None if stateless else snapshot)


async def get(client: httpx.AsyncClient, **headers: str) -> dict[str, Any]:
    answer = await client.get("/v1/dashboard", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_healthy_fleet_gives_ok_sections(client: httpx.AsyncClient, fleet: FakeFleet) -> None:
    """Every section is ok and shows its data, and those with a snapshot share the same one."""
    answer = await client.get("/v1/dashboard")
    found = answer.json()
    assert found["snapshot"] == answer.headers["x-snapshot"] == NEW
    sections = found["sections"]
    assert list(sections) == list(SECTIONS)
    assert {section["status"] for section in sections.values()} == {"ok"}
    assert {name: sections[name]["snapshot"] for name in SECTIONS} == {
        name: NEW if name in FROM_STATE else None for name in SECTIONS
    }
    assert all(section["reason"] is None for section in sections.values())
    about = {"as_of": "2011-09-09", "currency": "GBP"}
    assert sections["key_figures"]["data"] == about | {"products": 2}
    assert sections["stock_at_risk"]["data"] == about | {"counts": {"OVERSTOCKED": 1}}
    assert sections["replenishment"]["data"] == about | {"products_to_order": 1}
    assert sections["demand_ahead"]["data"] == {"total_units": 10.5}
    assert sections["copywriting"]["data"] == {"provider": "template"}
    assert len(fleet["inventory-svc"].received) == 1


async def test_age_is_measured_from_the_snapshot(
    client: httpx.AsyncClient, fleet: FakeFleet
) -> None:
    """age_seconds counts from the snapshot's creation; sections without a snapshot have none."""
    made = datetime.now(UTC) - timedelta(hours=2)
    for name in SUMMARIES:
        answer_from(fleet, name, f"{made:%Y%m%dT%H%M%S.%f}Z-abcdef")
    sections = (await get(client))["sections"]
    assert sections["plan"]["age_seconds"] == pytest.approx(7200, abs=30)
    assert sections["campaigns"]["age_seconds"] is None


async def test_flat_folder_has_no_age(client: httpx.AsyncClient, fleet: FakeFleet) -> None:
    """A snapshot id without a time gives ok sections without an age."""
    for name in SUMMARIES:
        answer_from(fleet, name, "flat-0123456789abcdef")
    found = await get(client)
    assert found["snapshot"] == "flat-0123456789abcdef"
    assert found["sections"]["plan"]["status"] == "ok"
    assert found["sections"]["plan"]["age_seconds"] is None


@pytest.mark.parametrize("late", sorted(set(SECTIONS.values())))
async def test_slow_service_affects_only_its_sections(fleet: FakeFleet, late: ServiceName) -> None:
    """If one service hangs all other sections are ok, within the time budget."""
    fleet[late].ready.clear()
    async with fleet.gateway(QUICK) as client, asyncio.timeout(PATIENCE_SECONDS):
        sections = (await get(client))["sections"]
    for name, owner in SECTIONS.items():
        expected = "unavailable" if owner == late else "ok"
        assert sections[name]["status"] == expected, name
        if owner == late:
            assert sections[name]["reason"] == f"{late} didn't answer within 1.5 s."
            assert sections[name]["data"] is None


@pytest.mark.parametrize("garbage", [b"<html>", b"[]", b"", b'{"a":NaN}', b"\xff"])
@pytest.mark.parametrize("owner", sorted(set(SECTIONS.values())))
async def test_invalid_response_affects_only_its_sections(
    client: httpx.AsyncClient, fleet: FakeFleet, owner: ServiceName, garbage: bytes
) -> None:
    """A service that answers 200 without a JSON object is shown as unavailable and named."""
    fleet[owner].answers(SUMMARIES[owner][0], garbage, snapshot=NEW)
    sections = (await get(client))["sections"]
    hit = {name for name, section in sections.items() if section["status"] == "unavailable"}
    assert hit == {name for name, service in SECTIONS.items() if service == owner}
    assert all(owner in sections[name]["reason"] for name in hit)


async def test_partial_response_shows_available_part(
    client: httpx.AsyncClient, fleet: FakeFleet
) -> None:
    """If one of two parts is missing from a response, the other one is shown."""
    path, summary = SUMMARIES["inventory-svc"]
    half = {key: value for key, value in summary.items() if key != "stock_at_risk"}
    fleet["inventory-svc"].answers(path, half, snapshot=NEW)
    sections = (await get(client))["sections"]
    assert sections["key_figures"]["status"] == "ok"
    assert sections["stock_at_risk"]["status"] == "unavailable"
    assert "It has no usable stock_at_risk." in sections["stock_at_risk"]["reason"]


async def test_data_missing_from_the_state_is_reported(
    client: httpx.AsyncClient, fleet: FakeFleet
) -> None:
    """A flat folder has no suggested orders: the section says the state lacks them."""
    path, summary = SUMMARIES["inventory-svc"]
    fleet["inventory-svc"].answers(path, summary | {"replenishment": None}, snapshot=NEW)
    section = (await get(client))["sections"]["replenishment"]
    assert (section["status"], section["data"]) == ("unavailable", None)
    assert section["reason"] == "The snapshot inventory-svc uses doesn't contain this."


async def test_problem_detail_is_the_sections_reason(
    client: httpx.AsyncClient, fleet: FakeFleet
) -> None:
    """The detail of a service's problem document is the section's reason."""
    fleet["strategy-svc"].answers(
        "/v1/plan/summary",
        {"detail": "Run `smartretail refresh`."},
        status=503,
        headers={"content-type": "application/problem+json"},
    )
    section = (await get(client))["sections"]["plan"]
    assert section["status"] == "unavailable"
    assert section["reason"] == "strategy-svc says: Run `smartretail refresh`."


async def test_response_without_snapshot_is_not_shown(
    client: httpx.AsyncClient, fleet: FakeFleet
) -> None:
    """State data that does not name its snapshot is not shown."""
    answer_from(fleet, "strategy-svc", None)
    section = (await get(client))["sections"]["plan"]
    assert (section["status"], section["data"]) == ("unavailable", None)
    assert "didn't say which snapshot it used" in section["reason"]


@pytest.mark.parametrize("older", ["inventory-svc", "forecast-svc", "strategy-svc"])
async def test_older_snapshot_is_marked_stale(
    client: httpx.AsyncClient, fleet: FakeFleet, older: ServiceName
) -> None:
    """A section from an older snapshot is stale, with its data, age and both snapshots."""
    answer_from(fleet, older, OLD)
    found = await get(client)
    assert found["snapshot"] == NEW
    for name, owner in SECTIONS.items():
        section = found["sections"][name]
        assert section["status"] == ("stale" if owner == older else "ok"), name
        if owner == older:
            assert section["snapshot"] == OLD
            assert section["data"] is not None
            assert section["age_seconds"] > 0
            assert OLD in section["reason"]
            assert NEW in section["reason"]
    request_count = len(fleet[older].received)
    assert request_count == 2


async def test_section_is_ok_after_retry(fleet: FakeFleet) -> None:
    """A service that has loaded the new snapshot by the second request is ok."""

    class Swapping(type(fleet["forecast-svc"])):
        async def answer(self, received: ReceivedRequest) -> Any:
            answer_from(fleet, "forecast-svc", OLD if len(self.received) < 2 else NEW)
            return await super().answer(received)

    fleet.services["forecast-svc"] = Swapping("forecast-svc")
    async with fleet.gateway() as client:
        found = await get(client)
    assert {section["status"] for section in found["sections"].values()} == {"ok"}
    assert len(fleet["forecast-svc"].received) == 2


async def test_newer_snapshot_in_retry_makes_others_stale(fleet: FakeFleet) -> None:
    """If the second request returns a still newer snapshot, the other sections are stale."""
    newer = "20110910T060000.000000Z-000000"

    class Swapping(type(fleet["forecast-svc"])):
        async def answer(self, received: ReceivedRequest) -> Any:
            answer_from(fleet, "forecast-svc", OLD if len(self.received) < 2 else newer)
            return await super().answer(received)

    fleet.services["forecast-svc"] = Swapping("forecast-svc")
    async with fleet.gateway() as client:
        found = await get(client)
    assert found["snapshot"] == newer
    for name in FROM_STATE:
        expected = "ok" if name == "demand_ahead" else "stale"
        assert found["sections"][name]["status"] == expected


async def test_failed_retry_keeps_first_response(fleet: FakeFleet) -> None:
    """The first response is shown as stale when the second request fails."""

    class Dying(type(fleet["forecast-svc"])):
        async def answer(self, received: ReceivedRequest) -> Any:
            answer_from(fleet, "forecast-svc", OLD)
            if len(self.received) > 1:
                raise RuntimeError("died")
            return await super().answer(received)

    fleet.services["forecast-svc"] = Dying("forecast-svc")
    async with fleet.gateway() as client:
        section = (await get(client))["sections"]["demand_ahead"]
    assert (section["status"], section["data"]) == ("stale", {"total_units": 10.5})


async def test_dashboard_answers_without_any_service(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """If every service is down the dashboard is 200, with a reason in each section."""
    for service in fleet.services.values():
        service.forget_answers()
    found = await get(client)
    assert found["snapshot"] is None
    assert {section["status"] for section in found["sections"].values()} == {"unavailable"}
    assert all(section["reason"] for section in found["sections"].values())


@pytest.mark.long
async def test_default_time_budget_is_met(
    fleet: FakeFleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With default settings, one service hanging and one stale, the requests end at 3 s."""
    monkeypatch.undo()
    fleet["forecast-svc"].ready.clear()
    answer_from(fleet, "strategy-svc", OLD)
    async with fleet.gateway() as client:
        started = time.perf_counter()
        sections = (await get(client))["sections"]
        took = time.perf_counter() - started
    assert 2 <= took <= 3.5  # 3, and a busy machine's time to answer
    assert sections["demand_ahead"]["status"] == "unavailable"
    assert sections["plan"]["status"] == "stale"


async def test_callers_deadline_is_met(fleet: FakeFleet) -> None:
    """A caller with a deadline of two seconds gets what is available by then."""
    fleet["forecast-svc"].ready.clear()
    patient = Settings(dashboard_section_seconds=30, dashboard_seconds=60)
    async with fleet.gateway(patient) as client, asyncio.timeout(20):  # below the budgets
        sections = (await get(client, **{"X-Deadline-Ms": "2000"}))["sections"]
    assert sections["demand_ahead"]["status"] == "unavailable"
    assert sections["plan"]["status"] == "ok"


async def test_services_are_called_concurrently(fleet: FakeFleet) -> None:
    """Every service is called before the first one answers."""
    owners = [fleet[name] for name in set(SECTIONS.values())]
    for service in owners:
        service.ready.clear()
    patient = Settings(dashboard_section_seconds=30, dashboard_seconds=60)
    async with fleet.gateway(patient) as client:
        getting = asyncio.create_task(get(client))
        await until(lambda: all(service.received for service in owners))
        for service in owners:
            service.ready.set()
        found = await getting
    assert {section["status"] for section in found["sections"].values()} == {"ok"}


async def test_concurrent_dashboards_are_complete(
    client: httpx.AsyncClient,
) -> None:
    """Thirty concurrent dashboards are all complete."""
    found = await asyncio.gather(*(get(client) for _ in range(30)))
    for dashboard in found:
        assert {section["status"] for section in dashboard["sections"].values()} == {"ok"}
