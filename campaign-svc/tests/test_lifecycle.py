"""The lifecycle of a campaign, its versions and its audit log, with both stores."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from support.campaign_client import (
    ADA,
    EXTERNAL,
    GRACE,
    ID,
    INTERNAL,
    ROOT,
    Ask,
    CampaignClient,
    ok,
)

from campaign_svc.campaigns.lifecycle import MOVES, STATUSES, allowed_moves
from fleet.callers import Caller
from fleet.documents import DocumentStore
from fleet.sentences import name_of

VIEWER = Caller("Vera", "viewer")
ONE_STORE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
NEXT_WEEK = "2011-09-12T09:00:00Z"


def test_every_move_leads_to_a_known_status() -> None:
    """The table of moves uses known statuses, and each but the last can be left."""
    for move in MOVES.values():
        assert move.sources | {move.target} <= set(STATUSES)
    assert [status for status in STATUSES if not allowed_moves(status)] == ["sent"]


async def test_lifecycle_from_draft_to_sent(campaign: CampaignClient) -> None:
    """Each step returns the new status, and the audit log contains every step."""
    await campaign.save()
    ok(await campaign.move("submit", note="ready"))
    approved = ok(await campaign.approve(note="fine"))
    assert (approved["status"], approved["version"]) == ("approved", 1)
    assert ok(await campaign.move("schedule", at=NEXT_WEEK))["status"] == "scheduled"
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    sha256 = export.headers["X-Content-SHA256"]
    sent = ok(await campaign.move("sent", at="2011-09-12T09:05:00Z", file_sha256=sha256))
    assert (sent["status"], sent["allowed"]) == ("sent", [])
    audit = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/audit"))
    assert [(e["revision"], e["by"], e["action"], e["status"]) for e in audit["items"]] == [
        (6, "Ada", "sent", "sent"),
        (5, "Ada", "exported", "scheduled"),
        (4, "Ada", "schedule", "scheduled"),
        (3, "Grace", "approve", "approved"),
        (2, "Ada", "submit", "in_review"),
        (1, "Ada", "generated", "draft"),
    ]
    assert audit["total"] == 6
    assert [e["note"] for e in audit["items"]][3:5] == ["fine", "ready"]
    assert audit["items"][0]["facts"]["file_sha256"] == sha256
    assert audit["items"][3]["facts"]["own_work"] is False


async def reach(campaign: CampaignClient, status: str) -> None:
    """Bring a new campaign to a status."""
    await campaign.save()
    if status == "cancelled":
        ok(await campaign.move("cancel"))
    elif status != "draft":
        ok(await campaign.move("submit"))
    if status in {"approved", "scheduled", "sent"}:
        ok(await campaign.approve())
    if status == "scheduled":
        ok(await campaign.move("schedule", at=NEXT_WEEK))
    if status == "sent":
        export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
        digest = export.headers["X-Content-SHA256"]
        ok(await campaign.move("sent", at=NEXT_WEEK, file_sha256=digest))


@ONE_STORE
@pytest.mark.parametrize("status", STATUSES)
async def test_forbidden_move_lists_allowed_moves(campaign: CampaignClient, status: str) -> None:
    """From each status a move either succeeds or is a 409 that lists the allowed moves."""
    await reach(campaign, status)
    if_match, before = await campaign.state()
    assert before["allowed"] == allowed_moves(status)
    bodies: Mapping[str, dict[str, Any]] = {
        "schedule": {"at": NEXT_WEEK},
        "sent": {"at": NEXT_WEEK, "file_sha256": "0" * 64},
    }
    for name in set(MOVES) - set(allowed_moves(status)):
        if name == "edit":
            answer = await campaign.edit(email_subject="other")
        elif name == "approve":
            answer = await campaign.approve()
        else:
            answer = await campaign.move(name, **bodies.get(name, {}))
        assert (answer.status_code, answer.json()["code"]) == (409, "move_not_allowed"), name
        detail = answer.json()["detail"]
        assert f"isn't allowed in status “{name_of('status', status)}”" in detail
        assert all(allowed in detail for allowed in allowed_moves(status))
        assert answer.json()["errors"] == [
            {"field": "status", "is": status, "allowed": allowed_moves(status)}
        ]
    assert await campaign.state() == (if_match, before)


@pytest.mark.parametrize("status", ["in_review", "approved", "scheduled", "cancelled"])
async def test_edit_returns_campaign_to_draft(campaign: CampaignClient, status: str) -> None:
    """An edit creates a version by its author and removes an approval and its audience."""
    await reach(campaign, status)
    edited = ok(await campaign.edit(GRACE, email_subject="other"))
    assert (edited["status"], edited["version"], edited["author"]) == ("draft", 2, "Grace")
    assert (edited["email_subject"], edited["origin"]) == ("other", "edited")
    assert edited["email_body"] == "Hello,\n\n25% off this week."
    assert edited["audience"] is None
    shown = ok(await campaign.ask(VIEWER, "GET", "/generated-campaigns"))[ID]
    assert (shown["email_subject"], shown["status"]) == ("other", "draft")


async def test_unchanged_edit_creates_no_version(campaign: CampaignClient) -> None:
    """Saving the same texts creates no version and removes no approval."""
    before = await campaign.approved()
    assert ok(await campaign.edit(email_subject="25% off", discount=25)) == before


async def test_generation_does_not_replace_approved_text(
    campaign: CampaignClient,
) -> None:
    """A text generated after approval is a separate draft that can be restored."""
    await campaign.approved()
    draft = await campaign.save(question="q2", email_subject="new")
    assert (draft["version"], draft["status"]) == (2, "draft")
    _, approved = await campaign.state()
    assert (approved["email_subject"], approved["status"], approved["version"]) == (
        "25% off",
        "approved",
        1,
    )
    assert approved["newest_version"] == 2
    assert await campaign.save(question="q2", email_subject="newer") == draft
    assert (await campaign.save(question="q1"))["version"] == 1
    assert (await campaign.save(question="q3"))["version"] == 3
    shown = ok(await campaign.ask(VIEWER, "GET", "/generated-campaigns"))[ID]
    assert (shown["email_subject"], shown["status"]) == ("25% off", "approved")
    versions = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/versions"))["items"]
    assert [(v["version"], v["status"]) for v in versions] == [
        (3, "draft"),
        (2, "draft"),
        (1, "approved"),
    ]
    if_match, _ = await campaign.state()
    path = f"{INTERNAL}:restore"
    taken = ok(await campaign.ask(ADA, "POST", path, if_match=if_match, json={"version": 2}))
    assert (taken["version"], taken["status"], taken["email_subject"]) == (4, "draft", "new")


@pytest.mark.parametrize("status", ["sent", "cancelled"])
async def test_generation_after_sent_or_cancelled_is_a_draft(
    campaign: CampaignClient, status: str
) -> None:
    """The next text for the same product and segment is shown as a draft."""
    await reach(campaign, status)
    await campaign.save(question="q2", email_subject="next time")
    _, now = await campaign.state()
    assert (now["status"], now["version"], now["email_subject"]) == ("draft", 2, "next time")


@ONE_STORE
async def test_edits_restores_and_approvals_require_if_match(
    campaign: CampaignClient, ask: Ask
) -> None:
    """Edits, restores and approvals without If-Match or with * are 428, with an old one 412."""
    await campaign.save()
    old, _ = await campaign.state()
    ok(await campaign.edit(email_subject="one"))
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", INTERNAL, {"email_subject": "two"}),
        ("POST", f"{INTERNAL}:restore", {"version": 1}),
    ]
    for method, path, body in requests:
        for if_match in (None, "*"):
            assert (await ask(ADA, method, path, if_match=if_match, json=body)).status_code == 428
        for if_match in (old, '"x"', "x"):
            answer = await ask(ADA, method, path, if_match=if_match, json=body)
            assert answer.status_code == 412
            assert answer.json()["errors"][0]["now"] == (await campaign.state())[0]
    assert (await campaign.approve(if_match="*")).status_code == 428
    assert (await campaign.approve(if_match=old)).status_code == 412
    answer = await ask(ADA, "POST", f"{EXTERNAL}:submit", if_match=old, json={})
    assert answer.status_code == 412


@ONE_STORE
@pytest.mark.parametrize(
    "body", [{}, {"note": "x"}, {"email_subject": ""}, {"discount": 101}, {"discount": "1"}, []]
)
async def test_invalid_edits_are_rejected(campaign: CampaignClient, body: Any) -> None:
    """An edit without fields or with an invalid value is a 422."""
    await campaign.save()
    if_match, _ = await campaign.state()
    assert (
        await campaign.ask(ADA, "PATCH", INTERNAL, if_match=if_match, json=body)
    ).status_code == 422


async def test_versions_can_be_compared_and_restored(campaign: CampaignClient) -> None:
    """Versions are compared by field and word; restoring a text creates a new version."""
    await campaign.save()
    ok(await campaign.edit(GRACE, email_subject="25% off today", discount=20))
    found = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/compare?before=1&after=2"))
    changed = {item["field"]: item for item in found["differences"]}
    assert set(changed) == {"email_subject", "discount", "author", "origin"}
    assert changed["email_subject"]["pieces"] == [
        {"kind": "same", "text": "25% off"},
        {"kind": "added", "text": " today"},
    ]
    assert (changed["discount"]["before"], changed["discount"]["pieces"]) == (25, None)
    if_match, _ = await campaign.state()
    path = f"{INTERNAL}:restore"
    back = ok(await campaign.ask(ADA, "POST", path, if_match=if_match, json={"version": 1}))
    assert (back["version"], back["email_subject"], back["origin"]) == (3, "25% off", "restored")
    same = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/compare?before=1&after=3"))
    assert {item["field"] for item in same["differences"]} == {"origin"}
    one = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/versions/2"))
    assert (one["email_subject"], one["status"]) == ("25% off today", "superseded")
    for missing in ("/versions/9", "/compare?before=1&after=9"):
        answer = await campaign.ask(VIEWER, "GET", EXTERNAL + missing)
        assert answer.status_code == 404
        assert "has no version 9; the newest is 3" in answer.json()["detail"]


async def test_text_changed_by_another_program_is_a_draft(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """A text changed by another program is a draft and has to be reviewed again."""
    await campaign.approved()
    old, _ = await campaign.state()
    campaigns = documents.collection("campaigns")
    record = await campaigns.get(ID)
    assert record is not None
    await campaigns.put({**record, "email_body": "100% off"})
    if_match, shown = await campaign.state()
    assert (shown["status"], shown["email_body"]) == ("draft", "100% off")
    listed = ok(await campaign.ask(VIEWER, "GET", "/generated-campaigns"))[ID]
    assert (listed["status"], listed["version"]) == ("draft", None)
    assert (await campaign.approve(if_match=old)).status_code == 412
    assert (await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")).status_code == 409
    edited = ok(await campaign.edit(if_match=if_match, email_body="25% off"))
    assert edited["version"] == 3
    actions = ok(await campaign.ask(VIEWER, "GET", f"{EXTERNAL}/audit"))["items"]
    assert [entry["action"] for entry in actions[:2]] == ["edited", "adopted"]


async def test_list_filters_by_status(campaign: CampaignClient, documents: DocumentStore) -> None:
    """Each status can be filtered, and records of other programs count as drafts."""
    await campaign.approved()
    await documents.collection("campaigns").insert({"_id": "1_VIP Customers"})
    for status, expected in {"approved": [ID], "draft": ["1_VIP Customers"], "sent": []}.items():
        page = ok(await campaign.ask(VIEWER, "GET", f"/v1/campaigns?status={status}"))
        assert [item["id"] for item in page["items"]] == expected
        assert page["total"] == len(expected)
    summary = ok(await campaign.ask(VIEWER, "GET", "/v1/campaigns/summary"))
    assert summary["by_status"] == {"draft": 1, "approved": 1}


async def test_only_one_concurrent_edit_succeeds(campaign: CampaignClient) -> None:
    """Of fifty concurrent edits of one state exactly one creates a version; all others are 412."""
    await campaign.save()
    if_match, _ = await campaign.state()
    people = [Caller(f"Editor {number}", "planner") for number in range(50)]
    answers = await asyncio.gather(
        *(campaign.edit(who, if_match=if_match, email_subject=who.name) for who in people)
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 49]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    _, now = await campaign.state()
    assert now == winner
    assert (now["version"], now["email_subject"]) == (2, now["author"])


async def test_concurrent_approvals_and_edits(campaign: CampaignClient) -> None:
    """One request per state succeeds: no unseen text is approved and no edit is lost."""
    others = (Caller("Joan", "approver"), Caller("Eve", "planner"))
    for number in range(6):
        await campaign.save(question=f"q{number}", fresh=True)
        ok(await campaign.move("submit"))
        if_match, before = await campaign.state()
        answers = await asyncio.gather(
            campaign.approve(GRACE, if_match=if_match),
            campaign.approve(others[0], if_match=if_match),
            campaign.edit(ADA, if_match=if_match, email_subject=f"Ada {number}"),
            campaign.edit(others[1], if_match=if_match, email_subject=f"Eve {number}"),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
        won = next(answer.json() for answer in answers if answer.status_code == 200)
        _, now = await campaign.state()
        assert now == won
        assert now["revision"] == before["revision"] + 1
        ok(await campaign.edit(email_subject="on"))
    audit = ok(await campaign.ask(ROOT, "GET", f"{EXTERNAL}/audit?limit=1000"))
    assert [e["revision"] for e in audit["items"]] == list(range(audit["total"], 0, -1))
    saved = [e["saved_version"] for e in audit["items"] if e["saved_version"]]
    assert saved == list(range(len(saved), 0, -1))
