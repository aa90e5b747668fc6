"""Who can approve a campaign, and what has to be checked."""

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


async def test_editor_cannot_approve_own_text(campaign: CampaignClient) -> None:
    """The last editor is rejected in any role or letter case; the earlier author can approve."""
    await campaign.save(ADA)
    ok(await campaign.edit(GRACE, email_subject="other"))
    ok(await campaign.move("submit"))
    for same in (GRACE, Caller("grace", "admin")):
        answer = await campaign.approve(same)
        assert (answer.status_code, answer.json()["code"]) == (403, "own_work")
    ok(await campaign.approve(Caller("Ada", "approver")))


async def test_local_caller_can_approve_own_text(
    campaign: CampaignClient,
) -> None:
    """A single local user can approve their own text, and the audit records it."""
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
async def test_service_checks_roles_itself(campaign: CampaignClient, ask: Ask) -> None:
    """Without the gateway's check, a viewer still can't edit and a planner can't approve."""
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
async def test_violation_or_changed_offer_prevents_approval(
    campaign: CampaignClient, evidence: dict[str, Any], code: str
) -> None:
    """A claim violation or an unconfirmed offer change is a 409 and changes nothing."""
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
