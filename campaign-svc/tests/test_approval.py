"""Who may approve a campaign, and on what evidence."""

from typing import Any

import pytest
from support.campaign_client import (
    ADA,
    EXTERNAL,
    GRACE,
    INTERNAL,
    Ask,
    CampaignClient,
    ok,
)

from fleet.callers import Caller

LOCAL = Caller("local", "admin")


VIEWER = Caller("Vera", "viewer")


ONE_STORE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


async def test_nobody_approves_their_own_text(campaign: CampaignClient) -> None:
    """The last editor is refused, whatever role or letter case; the author before may approve."""
    await campaign.save(ADA)
    ok(await campaign.edit(GRACE, email_subject="other"))
    ok(await campaign.move("submit"))
    for same in (GRACE, Caller("grace", "admin")):
        answer = await campaign.approve(same)
        assert (answer.status_code, answer.json()["code"]) == (403, "own_work")
    ok(await campaign.approve(Caller("Ada", "approver")))


async def test_local_may_approve_its_own_text_and_the_audit_says_so(
    campaign: CampaignClient,
) -> None:
    """One person alone on a machine can work, and the record says so."""
    await campaign.save(LOCAL)
    ok(await campaign.move("submit", LOCAL))
    ok(await campaign.approve(LOCAL))
    entry = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/audit"))["items"][0]
    assert (entry["action"], entry["facts"]["own_work"]) == ("approve", True)


@ONE_STORE
async def test_anonymous_callers_count_as_one_person(campaign: CampaignClient) -> None:
    """Callers without a key can't be distinguished, so they can't approve their own work."""
    anonymous = Caller("anonymous", "admin")
    await campaign.save(anonymous)
    ok(await campaign.move("submit", anonymous))
    answer = await campaign.approve(anonymous)
    assert answer.status_code == 403
    assert "without keys we can't tell whether someone else approves" in answer.json()["detail"]


@ONE_STORE
async def test_roles_are_checked_in_the_service_too(campaign: CampaignClient, ask: Ask) -> None:
    """A viewer changes nothing and a planner approves nothing, even past the gateway's table."""
    await campaign.save()
    for name in ("submit", "return", "schedule", "sent", "cancel"):
        assert (await campaign.move(name, VIEWER)).status_code == 403
    assert (await ask(VIEWER, "GET", f"{EXTERNAL}/audience.csv")).status_code == 403
    assert (await ask(VIEWER, "PUT", "/v1/opt-outs/1", json={})).status_code == 403
    assert (await ask(VIEWER, "POST", f"{INTERNAL}:restore", json={})).status_code == 403
    assert (await ask(VIEWER, "PUT", INTERNAL, json=campaign.make_copy())).status_code == 403
    assert (await campaign.edit(VIEWER, email_subject="x")).status_code == 403
    ok(await campaign.move("submit"))
    assert (await campaign.approve(ADA)).status_code == 403
    assert (await ask(ADA, "PUT", "/internal/audiences/0/a", json={})).status_code == 403
    for caller in (VIEWER, ADA, GRACE):
        assert (await ask(caller, "DELETE", "/internal/customers/1")).status_code == 403


@ONE_STORE
@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ({"violations": [{"field": "email_body", "rule": "percent"}]}, "claims_violated"),
        ({"changes": [{"field": "current_stock", "was": 9, "now": 1}]}, "offer_changed"),
    ],
)
async def test_a_violation_or_a_changed_offer_stops_an_approval(
    campaign: CampaignClient, evidence: dict[str, Any], code: str
) -> None:
    """A violation, and a changed offer that nobody has confirmed, are 409 and change nothing."""
    await campaign.save()
    ok(await campaign.move("submit"))
    before = await campaign.state()
    answer = await campaign.approve(**evidence)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert answer.json()["errors"] == next(iter(evidence.values()))
    assert await campaign.state() == before
    if code == "offer_changed":
        ok(await campaign.approve(**evidence, confirmed=True))
        entry = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/audit"))["items"][0]
        assert entry["facts"]["changes"] == evidence["changes"]
        assert entry["facts"]["confirmed"] is True
