"""Audience, holdout, exports and opt-outs."""

import csv
import hashlib
import io
from datetime import timedelta
from urllib.parse import quote

from support.campaign_client import ADA, EXTERNAL, GRACE, ID, ROOT, CampaignClient, ok

from campaign_svc.delivery.abandoned_audiences import drop_abandoned
from campaign_svc.delivery.forgotten_customers import forget
from campaign_svc.delivery.holdout_draw import draw
from campaign_svc.delivery.holdout_size import propose
from campaign_svc.delivery.repository import DeliveryRepository
from campaign_svc.main import campaigns_in
from fleet.callers import Caller
from fleet.documents import DocumentStore

PEOPLE = [str(number) for number in range(2500)]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


async def test_approval_fixes_the_audience(campaign: CampaignClient) -> None:
    """Opted-out and held-out customers are not recipients, and the export has a digest."""
    for gone in PEOPLE[:10]:
        ok(await campaign.ask(ADA, "PUT", f"/v1/opt-outs/{gone}.0", json={"reason": "asked"}))
    holdout = {"baseline": 0.4, "baseline_source": "model", "effect": 0.1}
    await campaign.approved(members=PEOPLE, holdout=holdout)
    head = ok(await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience"))
    assert (head["members"], head["opted_out"], head["segment"]) == (2500, 10, "Regular Customers")
    assert head["recipients"] + head["holdout"] == 2490
    assert head["holdout"] == head["proposal"]["size"] == propose(2490, 0.4, 0.1).size
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    assert export.headers["X-Content-SHA256"] == hashlib.sha256(export.content).hexdigest()
    assert "no-store" in export.headers["Cache-Control"]
    expected, _ = draw(PEOPLE[10:], head["holdout"], head["seed"])
    assert [row["customer_id"] for row in rows_of(export.content)] == expected
    again = await campaign.ask(GRACE, "GET", f"{EXTERNAL}/audience.csv")
    assert again.content == export.content


async def test_later_opt_outs_are_excluded_from_exports(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """Customers who opt out or are forgotten after the approval are in no later export."""
    people = ["1", "2", "3", "=4", "5"]
    nobody = {"baseline": 0.4, "baseline_source": "model", "size": 0}
    await campaign.approved(members=people, holdout=nobody)
    ok(await campaign.ask(ADA, "PUT", "/v1/opt-outs/1", json={}))
    assert ok(await campaign.ask(ROOT, "DELETE", "/internal/customers/2.0")) == {"audiences": 1}
    await forget("3", documents)
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    assert [row["customer_id"] for row in rows_of(export.content)] == ["5", "'=4"]
    everything = str((await documents.collection("audience_parts").page()).documents)
    assert "'2'" not in everything
    ok(await campaign.edit(email_subject="other"))
    ok(await campaign.move("submit"))
    ok(await campaign.approve(members=people, holdout=nobody))
    head = ok(await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience"))
    assert (head["recipients"], head["opted_out"], head["forgotten"]) == (2, 1, 2)


async def test_legacy_audience_field_is_read(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """Audiences stored with `sure_buyers` return the same number as `baseline_buyers`."""
    approved = await campaign.approved(members=["1", "2", "3", "4"])
    heads = documents.collection("audiences")
    stored = await heads.get(approved["audience"])
    assert stored is not None
    older = {name: value for name, value in stored.items() if name != "baseline_buyers"}
    await heads.put({**older, "sure_buyers": 7})
    head = ok(await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience"))
    assert (head["baseline_buyers"], "sure_buyers" in head) == (7, False)


async def test_sent_requires_a_file_exported_for_this_approval(campaign: CampaignClient) -> None:
    """An unknown digest is 422, another user's export 403; the exporter and admins can mark it."""
    await campaign.approved()
    at = "2011-09-12T09:00:00Z"
    assert (await campaign.move("sent", at=at, file_sha256="0" * 64)).status_code == 422
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    digest = export.headers["X-Content-SHA256"]
    other = Caller("Eve", "planner")
    refused = await campaign.move("sent", other, at=at, file_sha256=digest)
    assert refused.status_code == 403
    assert "Ada exported this file" in refused.json()["detail"]
    ok(await campaign.edit(email_subject="other"))
    ok(await campaign.move("submit"))
    ok(await campaign.approve())
    stale = await campaign.move("sent", at=at, file_sha256=digest)
    assert stale.status_code == 422  # that file belongs to the approval before
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    digest = export.headers["X-Content-SHA256"]
    assert ok(await campaign.move("sent", ROOT, at=at, file_sha256=digest))["status"] == "sent"


async def test_recipients_and_holdout_of_a_sent_campaign_are_paged(
    campaign: CampaignClient,
) -> None:
    """Nobody is listed before sending; afterwards each customer is listed once in their group."""
    path = f"/internal/campaigns/{quote(ID, safe='')}/people"
    holdout = {"baseline": 0.4, "baseline_source": "model", "size": 1_700}
    members = [str(number) for number in range(7_500)]
    await campaign.approved(members=members, holdout=holdout)
    refused = await campaign.ask(ADA, "GET", path)
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    digest = export.headers["X-Content-SHA256"]
    ok(await campaign.move("sent", at="2011-09-12T23:30:00-05:00", file_sha256=digest))
    groups: dict[str, list[str]] = {"recipients": [], "holdout": []}
    query, pages = "", 0
    while True:
        page = ok(await campaign.ask(ADA, "GET", f"{path}{query}"))
        pages += 1
        for name, people in groups.items():
            people.extend(page[name])
        assert page["sent_at"] == "2011-09-12T23:30:00-05:00"
        if page["next_cursor"] is None:
            break
        query = f"?cursor={quote(page['next_cursor'], safe='')}"
    assert pages > 1
    assert len(groups["holdout"]) == 1_700
    assert sorted(groups["recipients"] + groups["holdout"]) == sorted(members)
    bad = await campaign.ask(ADA, "GET", f"{path}?cursor=x")
    assert bad.status_code == 422


async def test_audience_without_recipients_is_rejected(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """An empty audience, or one that is all holdout, is rejected and nothing is stored."""
    await campaign.save()
    ok(await campaign.move("submit"))
    for members, size, status in (([], None, 409), (["1"], 1, 422), (["1"], 2, 422)):
        holdout = {"baseline": 0.4, "baseline_source": "model", "size": size}
        answer = await campaign.approve(members=members, holdout=holdout)
        assert answer.status_code == status, answer.text
    for name in ("audiences", "audience_parts"):
        assert await documents.collection(name).count() == 0
    small = {"baseline": 0.4, "baseline_source": "assumed"}
    ok(await campaign.approve(members=["1", "2", "3"], holdout=small))
    head = ok(await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience"))
    assert (head["holdout"], head["proposal"]["enough"]) == (0, False)
    assert "3 customers are too few to measure" in head["proposal"]["sentence"]


async def test_incomplete_audience_is_rejected(campaign: CampaignClient) -> None:
    """An audience with fewer customers than the segment is rejected."""
    await campaign.save()
    ok(await campaign.move("submit"))
    audience = {"id": f"{ID}~1~Grace", "snapshot": "s", "segment": "x", "members": 9}
    answer = await campaign.approve(audience=audience)
    assert answer.status_code == 409
    assert "the customer list arrived incomplete" in answer.json()["detail"]


async def test_abandoned_audiences_are_deleted(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """Data staged for an approval that never came is deleted; an approved audience stays."""
    approved = await campaign.approved(members=["1", "2", "3", "4"])
    repository, campaigns = DeliveryRepository(documents), campaigns_in(documents)
    heads = documents.collection("audiences")
    head = await heads.get(approved["audience"])
    assert head is not None
    assert head["open_since"] is None
    await heads.put({**head, "open_since": head["frozen_at"]})  # its closing was lost
    for part in range(2):
        await repository.stage(f"{ID}~9~aa", part, PEOPLE[:1000])  # the gateway died
    await repository.stage(f"{ID}~9~bb", 0, PEOPLE[:10])
    drawn = {**head, "_id": f"{ID}~9~bb"}
    await repository.freeze(drawn, PEOPLE[:9], PEOPLE[9:10])  # campaign-svc died
    await repository.stage("never saved_VIP~1~cc", 0, ["1"])
    assert await drop_abandoned(repository, campaigns) == 0  # they may be under way
    assert await drop_abandoned(repository, campaigns, timedelta(0)) == 3
    assert await drop_abandoned(repository, campaigns, timedelta(0)) == 0
    assert [one["_id"] for one in (await heads.page()).documents] == [approved["audience"]]
    parts = (await documents.collection("audience_parts").page()).documents
    assert {part["audience"] for part in parts} == {approved["audience"]}
    export = await campaign.ask(ADA, "GET", f"{EXTERNAL}/audience.csv")
    assert (export.status_code, len(export.text.splitlines())) == (200, 4)


async def test_opt_outs_are_stored_listed_and_removed(campaign: CampaignClient) -> None:
    """A repeated opt-out keeps its first time, lists are paged, and only admins remove one."""
    for number in range(5):
        ok(await campaign.ask(ADA, "PUT", f"/v1/opt-outs/c{number}", json={"reason": "mail"}))
    first = ok(await campaign.ask(ADA, "GET", "/v1/opt-outs/c0"))
    assert ok(await campaign.ask(GRACE, "PUT", "/v1/opt-outs/c0", json={})) == first
    page = ok(await campaign.ask(ADA, "GET", "/v1/opt-outs?limit=3"))
    assert [item["customer_id"] for item in page["items"]] == ["c0", "c1", "c2"]
    rest = ok(await campaign.ask(ADA, "GET", f"/v1/opt-outs?limit=3&cursor={page['next_cursor']}"))
    assert [item["customer_id"] for item in rest["items"]] == ["c3", "c4"]
    assert (page["total"], rest["next_cursor"]) == (5, None)
    assert (await campaign.ask(ADA, "DELETE", "/v1/opt-outs/c0")).status_code == 403
    assert (await campaign.ask(ROOT, "DELETE", "/v1/opt-outs/c0")).status_code == 204
    assert (await campaign.ask(ROOT, "DELETE", "/v1/opt-outs/c0")).status_code == 404
    assert (await campaign.ask(ADA, "GET", "/v1/opt-outs/c0")).status_code == 404
