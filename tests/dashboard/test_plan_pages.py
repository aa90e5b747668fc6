"""From the plan to a campaign and its result, in a real Chromium with the sample's data."""

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from support import Running
from support.browser import first_in_plan, open_page, settle, undecided_in_plan

pytestmark = pytest.mark.long


def test_from_the_plan_to_a_draft_by_keyboard(page: Page) -> None:
    """Skip link, shortcuts and Enter lead from Today to a generated campaign with its previews."""
    open_page(page, "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan")
    settle(page)
    page.get_by_role("button", name=re.compile("^Why:")).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Write the copy").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/campaigns/"))
    expect(page.get_by_role("article", name="Email preview")).to_be_visible()
    expect(page.get_by_role("article", name="Phone preview")).to_be_visible()


def test_plan_row_is_rejected_with_a_reason(page: Page, sample_server: Running) -> None:
    """The page sends the decision and its reason and shows it; the ledger has it."""
    row, below = undecided_in_plan(sample_server)[:2]
    open_page(page, f"/plan?product={quote(row['stock_code'], safe='')}")
    page.get_by_role("button", name=f"Reject: {row['product_name']}", exact=True).click()
    page.get_by_label("Reason").select_option("delivery_expected")
    page.get_by_label("Note").fill("Two pallets on Thursday")
    page.get_by_role("button", name="Reject campaign").click()
    expect(page.get_by_role("status").get_by_text("Rejected")).to_be_visible()
    expect(page.get_by_role("button", name=f"Accept: {below['product_name']}")).to_be_focused()
    page.get_by_text("rejected campaign").click()
    expect(page.get_by_text("Two pallets on Thursday")).to_be_visible()
    decisions = sample_server.client.get("/v1/decisions", params={"stock_code": row["stock_code"]})
    entry = decisions.json()["items"][0]
    assert (entry["decision"], entry["reason_code"]) == ("rejected", "delivery_expected")
    assert entry["note"] == "Two pallets on Thursday"


def test_plan_row_shows_its_audience(page: Page, sample_server: Running, tmp_path: Path) -> None:
    """How many are likely to buy, what that is based on, and who they are, all in a file."""
    row = first_in_plan(sample_server)
    code = quote(row["stock_code"], safe="")
    found = row["explanation"]["for_whom"]
    open_page(page, f"/plan?product={code}")
    section = page.get_by_role("region", name="Audience")
    expect(section).to_contain_text(f"{found['expected_to_buy']:.1f} should buy with the offer")
    expect(section).to_contain_text("only a control group shows that")
    expect(section).not_to_contain_text("uplift")
    section.get_by_text("Likely buyers").click()
    total = sample_server.client.get(f"/v1/plan/{code}/customers", params={"limit": 1}).json()
    rows = section.get_by_role("grid", name="Likely buyers").get_by_role("row")
    expect(rows).to_have_count(51)
    section.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(101)
    with page.expect_download() as download:
        section.get_by_role("button", name="Export this list (CSV)").click()
    download.value.save_as(tmp_path / "customers.csv")
    with (tmp_path / "customers.csv").open(encoding="utf-8-sig", newline="") as file:
        people = [line["customer_id"] for line in csv.DictReader(file)]
    assert len(set(people)) == len(people) == total["total"] > 100


def test_sent_campaign_shows_its_lift(page: Page, sample_server: Running) -> None:
    """Before sending, why there is no result; afterwards, each measure with its interval."""
    row = sample_server.client.get("/v1/plan", params={"limit": 6}).json()["items"][5]
    place = send_later(sample_server, row)
    open_page(page, f"/campaigns/{place}")
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    mark_sent(sample_server, place, "2017-11-20T09:00:00Z")
    open_page(page, f"/campaigns/{place}")
    lift = sample_server.client.get(f"/v1/campaigns/{place}/lift").json()
    assert lift["complete"]
    expect(page.get_by_text("spent per 100 customers").first).to_be_visible()
    page.get_by_text("How is this computed?").click()
    spend = page.get_by_role("row", name=re.compile("Spent per customer"))
    expect(spend).to_contain_text(f"${lift['measures']['spend']['treated']:.2f}")
    expect(page.get_by_role("columnheader", name=f"Control group ({HELD_OUT})")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Not proven|Raised|Lowered"))
    open_page(page, "/campaigns/results")
    lane = page.get_by_role("region", name="Measured")
    expect(lane.get_by_role("link", name=row["product_name"]).first).to_be_visible()


HELD_OUT = 150


def send_later(server: Running, row: dict[str, Any]) -> str:
    """The path of a campaign of this row, approved with a holdout."""
    server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    place = quote(f"{row['stock_code']}_{row['target_cluster']}", safe="")
    take_step(server, place, "submit", {})
    take_step(server, place, "approve", {"holdout": {"size": HELD_OUT, "effect": 0.02}})
    return place


def mark_sent(server: Running, place: str, when: str) -> None:
    """Export the audience, and mark that file as sent at that time."""
    file = server.client.get(f"/v1/campaigns/{place}/audience.csv")
    digest = file.headers["X-Content-SHA256"]
    take_step(server, place, "sent", {"at": when, "file_sha256": digest})


def take_step(server: Running, place: str, step: str, body: dict[str, Any]) -> None:
    """One step of a campaign's lifecycle."""
    etag = server.client.get(f"/v1/campaigns/{place}").headers["ETag"]
    answer = server.client.post(
        f"/v1/campaigns/{place}:{step}", json=body, headers={"If-Match": etag}
    )
    assert answer.status_code == 200, answer.text
