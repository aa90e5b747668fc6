"""Audience, holdout, exports and consent."""

import csv
import email
import email.policy
import hashlib
import io
import math
import random
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign_client import ADA, EXTERNAL, GRACE, ID, ROOT, CampaignClient, ok

from campaign_svc.delivery.abandoned_audiences import drop_abandoned
from campaign_svc.delivery.forgotten_customers import forget
from campaign_svc.delivery.holdout_draw import draw
from campaign_svc.delivery.holdout_size import propose, smallest_effect
from campaign_svc.delivery.message_files import eml, template_name, whatsapp_template
from campaign_svc.delivery.repository import DeliveryRepository
from campaign_svc.delivery.spreadsheet import csv_bytes, neutral
from campaign_svc.main import campaigns_in
from fleet.callers import Caller
from fleet.documents import DocumentStore

PEOPLE = [str(number) for number in range(2500)]


def power_by_simulation(customers: int, held_out: int, baseline: float, effect: float) -> float:
    """Share of simulated campaigns whose two-proportion z test is significant at 5%."""
    dice = random.Random(7)  # noqa: S311 - no secret
    treated, found, rounds = customers - held_out, 0, 600
    for _ in range(rounds):
        one = _binomial(dice, treated, baseline + effect) / treated
        other = _binomial(dice, held_out, baseline) / held_out
        variance = one * (1 - one) / treated + other * (1 - other) / held_out
        found += variance > 0 and abs(one - other) > 1.959964 * math.sqrt(variance)
    return found / rounds


def _binomial(dice: random.Random, trials: int, share: float) -> int:
    return sum(dice.random() < share for _ in range(trials))


@pytest.mark.parametrize(
    ("customers", "baseline", "effect"), [(1000, 0.4, 0.1), (3000, 0.05, 0.03), (600, 0.2, 0.15)]
)
def test_the_proposed_holdout_has_the_power_it_states(
    customers: int, baseline: float, effect: float
) -> None:
    """Simulated campaigns with the proposed holdout find the effect in about 80 of 100 cases."""
    found = propose(customers, baseline, effect)
    assert found.enough
    assert 0.74 < power_by_simulation(customers, found.size, baseline, effect) < 0.86
    assert found.detectable == pytest.approx(effect, abs=0.003)


@given(
    customers=st.integers(0, 100_000),
    baseline=st.floats(0, 0.99),
    effect=st.floats(0.001, 1),
)
def test_a_proposal_is_the_smallest_that_does(
    customers: int, baseline: float, effect: float
) -> None:
    """One customer fewer does not detect it; and where half of all does not, it says so plainly."""
    effect = min(effect, 1 - baseline)
    found = propose(customers, baseline, effect)
    if found.enough:
        assert 1 <= found.size <= customers // 2
        assert found.detectable is not None
        assert found.detectable <= effect + 1e-4
        fewer = smallest_effect(customers, found.size - 1, baseline)
        assert fewer is None or fewer >= effect - 1e-4
    else:
        assert found.size == 0
        assert "too small to learn" in found.sentence
        assert found.detectable is None or found.detectable >= effect - 1e-4


@given(st.sets(st.text(min_size=1, max_size=8), min_size=1, max_size=200), st.text(), st.data())
def test_a_draw_parts_everybody_once(people: set[str], seed: str, data: st.DataObject) -> None:
    """Nobody is lost or in both groups, sizes are exact, and the seed draws the same again."""
    people = {one for one in people if one.isprintable()} or {"x"}
    seed = "".join(c for c in seed if c.isprintable())
    size = data.draw(st.integers(0, len(people)))
    recipients, holdout = draw(people, size, seed)
    assert sorted(recipients + holdout) == sorted(people)
    assert len(holdout) == size
    assert draw(sorted(people, reverse=True), size, seed) == (recipients, holdout)


def test_a_draw_is_fair() -> None:
    """Over many seeds everybody is held out equally often, within chance."""
    people = [str(number) for number in range(50)]
    counts = dict.fromkeys(people, 0)
    for seed in range(2000):
        for one in draw(people, 10, str(seed))[1]:
            counts[one] += 1
    squares = sum((count - 400) ** 2 / 400 for count in counts.values())
    assert squares < 90  # chi-squared, 49 degrees of freedom: 0.0003 above


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run(start: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe; others are as they were."""
    assert neutral(f"{start}cmd()") == f"'{start}cmd()"
    rows = list(csv.reader(io.StringIO(csv_bytes(["a"], [[f"{start}x"]]).decode(), newline="")))
    assert rows == [["a"], [f"'{start}x"]]
    assert neutral(f"x{start}") == f"x{start}"


CAMPAIGN: dict[str, Any] = {
    "id": "a/b ü_VIP Customers",
    "version": 2,
    "email_subject": "Ünd jetzt\r\nBcc: eve@example.org 🎁",
    "email_body": "Hallo,\n\n20 % günstiger.\n" + "x" * 2000,
    "whatsapp_message": "Hallo!",
    "generated_at": "2011-09-09T08:30:00.000000Z",
}


def test_the_email_preview_is_sound() -> None:
    """Mail programs read subject and body as they are, and no text adds a header."""
    message = email.message_from_bytes(eml(CAMPAIGN), policy=email.policy.default)
    assert message["Subject"] == "Ünd jetzt Bcc: eve@example.org 🎁"
    assert message["Bcc"] is None
    assert message["X-Unsent"] == "1"
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == CAMPAIGN["email_body"]
    empty = {**CAMPAIGN, "email_subject": None, "email_body": None, "generated_at": "once"}
    assert email.message_from_bytes(eml(empty), policy=email.policy.default)["Date"] is None


def test_the_whatsapp_template_is_what_the_api_takes() -> None:
    """Numbered variables come with their examples in order; a free text is a template too."""
    variables = [
        {"number": 2, "name": "discount", "example": "20"},
        {"number": 1, "name": "product", "example": "CAKESTAND"},
    ]
    own = {"body": "{{1}} is {{2}}% off", "variables": variables}
    found = whatsapp_template({**CAMPAIGN, "whatsapp_template": own, "language": "en-GB"})
    assert found == {
        "name": "a_b_vip_customers_v2",
        "language": "en_GB",
        "category": "MARKETING",
        "components": [
            {
                "type": "BODY",
                "text": "{{1}} is {{2}}% off",
                "example": {"body_text": [["CAKESTAND", "20"]]},
            }
        ],
    }
    plain = whatsapp_template({**CAMPAIGN, "whatsapp_template": None})
    assert plain["components"] == [{"type": "BODY", "text": "Hallo!"}]
    assert len(template_name("x" * 900, 3)) <= 512
    assert template_name("🎁", None) == "campaign_v0"


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


async def test_an_approval_freezes_who_it_goes_to(campaign: CampaignClient) -> None:
    """Members without opted-out and held-out ones, thousands of them; the file has its digest."""
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


async def test_consent_wins_over_a_frozen_audience(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """Who opts out or is forgotten after the approval is in no later file."""
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


async def test_sent_names_a_file_of_this_approval(campaign: CampaignClient) -> None:
    """An unknown digest is 422, somebody else's export 403; exporter and admin may say it."""
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


async def test_people_of_a_sent_campaign_come_page_by_page(campaign: CampaignClient) -> None:
    """Before it is sent nobody is named; then all are, each once, in the group drawn for them."""
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


async def test_nobody_left_is_told(campaign: CampaignClient, documents: DocumentStore) -> None:
    """A segment without anybody to write to, or a holdout of all, is refused; nothing is left."""
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
    assert "too small to learn" in head["proposal"]["sentence"]


async def test_an_audience_that_did_not_arrive_whole_is_refused(campaign: CampaignClient) -> None:
    """Fewer customers than the segment had is no audience."""
    await campaign.save()
    ok(await campaign.move("submit"))
    audience = {"id": f"{ID}~1~Grace", "snapshot": "s", "segment": "x", "members": 9}
    answer = await campaign.approve(audience=audience)
    assert answer.status_code == 409
    assert "did not arrive whole" in answer.json()["detail"]


async def test_audiences_of_approvals_that_died_are_swept(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """What an approval that never came has staged or drawn goes; an approved audience stays."""
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


async def test_opt_outs_are_kept_listed_and_dropped(campaign: CampaignClient) -> None:
    """Said twice the first time stays; pages join up; only an admin drops one."""
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
