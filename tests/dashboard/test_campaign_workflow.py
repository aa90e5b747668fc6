"""From Today to a campaign that is ready to send."""

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support import Running, free_port, smartretail
from support.browser import settle
from support.processes import COMMAND

pytestmark = pytest.mark.long

PATIENCE_MS = 40_000
"""Milliseconds that a solver or a composed response may take on a busy computer."""
AXE = Path(__file__).parents[2] / "dashboard/node_modules/axe-core/axe.min.js"
FALSE_CLAIM = "90% off, today only!"


def test_from_today_to_export(page: Page, sample_server: Running, tmp_path: Path) -> None:
    """Open, read why, simulate, generate, edit in a false claim, fix it, approve, export."""
    page.goto("/app/")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("link", name="whole plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan")
    settle(page)
    read_why(page)
    try_other_limits(page)
    page.get_by_role("button", name=re.compile("^Accept:")).first.click()
    expect(
        page.get_by_role("grid", name="Every campaign").get_by_text("Accepted").first
    ).to_be_visible()
    page.get_by_role("button", name="Write the copy").click()
    expect(page).to_have_url(re.compile("/campaigns/"), timeout=PATIENCE_MS)
    settle(page)
    reject_and_fix_false_claim(page)
    approve(page)
    rows = export(page, tmp_path)
    campaign = page.url.rpartition("/")[2]
    audience = sample_server.client.get(f"/v1/campaigns/{campaign}/audience").json()
    assert len(rows) == audience["recipients"] > 0


def test_from_today_to_export_by_keyboard(
    page: Page, sample_server: Running, tmp_path: Path
) -> None:
    """The same without a mouse: every step is reached by Tab, shortcut or Enter."""
    second = sample_server.client.get("/v1/plan", params={"limit": 2}).json()["items"][1]
    page.goto("/app/")
    settle(page)
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan")
    settle(page)
    press(page, page.get_by_role("button", name="What if"))
    floor = page.get_by_role("slider", name="Margin floor")
    tab_to(page, floor)
    page.keyboard.press("End")
    expect(page.get_by_text("Just a preview")).to_be_visible(timeout=PATIENCE_MS)
    rows = page.get_by_role("grid", name="Every campaign")
    tab_to(page, rows)
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    why = page.get_by_role("region", name=f"Why: {second['product_name']}", exact=True)
    expect(why).to_be_visible()
    press(page, page.get_by_role("button", name="Write the copy"))
    expect(page).to_have_url(re.compile("/campaigns/"), timeout=PATIENCE_MS)
    settle(page)
    press(page, page.get_by_role("button", name="Edit text"))
    subject = page.get_by_label("Email subject")
    honest = subject.input_value()
    tab_to(page, subject)
    page.keyboard.press("Control+A")
    page.keyboard.type(FALSE_CLAIM)
    expect(page.get_by_text("Some claims aren't backed by the plan. Fix")).to_be_visible(
        timeout=PATIENCE_MS
    )
    page.keyboard.press("Control+A")
    page.keyboard.type(f"News: {honest}")
    expect(page.get_by_text("The plan backs every claim")).to_be_visible(timeout=PATIENCE_MS)
    press(page, page.get_by_role("button", name="Save as a new version"))
    press(page, page.get_by_role("button", name="Submit for approval"))
    press(page, page.get_by_role("button", name=re.compile("^Approve version")))
    dialog = page.get_by_role("dialog", name=re.compile("^Approve version"))
    press(page, dialog.get_by_role("button", name=re.compile("^Approve version")))
    export = page.get_by_role("button", name="Export the audience (CSV)")
    with page.expect_download() as file:
        press(page, export)
    file.value.save_as(tmp_path / "audience.csv")
    assert (tmp_path / "audience.csv").read_text(encoding="utf-8").count("\n") > 1


def test_edit_conflict_is_resolved(page: Page, sample_server: Running) -> None:
    """Saving over a newer version is reported, keeps the edited text, and leaves the choice."""
    row = sample_server.client.get("/v1/plan", params={"limit": 4}).json()["items"][3]
    sample_server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    name = f"{row['stock_code']}_{row['target_cluster']}"
    path = f"/v1/campaigns/{quote(name, safe='')}"
    page.goto(f"/app/campaigns/{quote(name, safe='')}")
    settle(page)
    page.get_by_role("button", name="Edit text").click()
    subject = page.get_by_label("Email subject")
    honest = subject.input_value()
    read = sample_server.client.get(path)
    changed = sample_server.client.patch(
        path,
        headers={"If-Match": read.headers["ETag"]},
        json={"email_body": f"{read.json()['email_body']}\n"},
    )
    assert changed.status_code == 200, changed.text
    subject.fill(f"News: {honest}")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("someone else changed this campaign")).to_be_visible()
    expect(subject).to_have_value(f"News: {honest}")
    page.get_by_role("button", name="Save my text anyway").click()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("button", name="Submit for approval")).to_be_visible()


def test_versions_are_compared_and_restored(page: Page, sample_server: Running) -> None:
    """An older version is compared word by word, and restoring creates a new version."""
    row = sample_server.client.get("/v1/plan", params={"limit": 5}).json()["items"][4]
    sample_server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    page.goto(f"/app/campaigns/{quote(row['stock_code'] + '_' + row['target_cluster'], safe='')}")
    settle(page)
    page.get_by_role("button", name="Alternative texts").click()
    page.get_by_role("button", name=re.compile("^Write \\d alternatives")).click()
    expect(page.get_by_role("button", name=re.compile("^Use text"))).to_have_count(3)
    page.get_by_role("button", name="Use text 2").click()
    expect(page.get_by_text("The plan backs every claim")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Save as a new version").click()
    page.get_by_role("button", name=re.compile("^Compare version 1 ")).click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_role("region", name="Versions").get_by_text("restored")).to_be_visible()


def read_why(page: Page) -> None:
    """Open the reasons of the first row."""
    page.get_by_role("button", name=re.compile("^Why:")).first.click()
    expect(page.get_by_text("expected gain over doing nothing").first).to_be_visible()
    expect(page.get_by_text("What would change this recommendation")).to_be_visible()


def try_other_limits(page: Page) -> None:
    """Change the margin floor, and see both plans' totals."""
    page.get_by_role("button", name="What if").click()
    page.get_by_role("slider", name="Margin floor").fill("25")
    expect(page.get_by_text("Just a preview")).to_be_visible(timeout=PATIENCE_MS)
    table = page.get_by_role("table", name="What the plan would bring")
    for measure in ("Units", "Revenue", "Margin", "Stock cleared (units)"):
        row = table.get_by_role("row", name=re.compile(f"^{re.escape(measure)}")).first
        assert row.inner_text().count(" to ") == 2, "both totals have their range"


def reject_and_fix_false_claim(page: Page) -> None:
    """A false claim is marked while typing and can't be saved; the corrected text is saved."""
    page.get_by_role("button", name="Edit text").click()
    subject = page.get_by_label("Email subject")
    honest = subject.input_value()
    subject.fill(FALSE_CLAIM)
    expect(page.get_by_text("Some claims aren't backed by the plan. Fix")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_role("article", name="Email preview")).to_contain_text(FALSE_CLAIM)
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Not saved: some claims aren't backed by the plan")).to_be_visible()
    subject.fill(f"News: {honest}")
    expect(page.get_by_text("The plan backs every claim")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("button", name="Submit for approval")).to_be_visible()


def approve(page: Page) -> None:
    """Submit, read the approval's summary, and approve."""
    page.get_by_role("button", name="Submit for approval").click()
    confirm_approval(page)
    expect(page.get_by_text(re.compile("^Approved for"))).to_be_visible()


def confirm_approval(page: Page) -> None:
    """Approve, and confirm in the dialog."""
    page.get_by_role("button", name=re.compile("^Approve version")).click()
    dialog = page.get_by_role("dialog", name=re.compile("^Approve version"))
    expect(dialog.get_by_text("Nothing is sent yet.")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Approve version")).click()


def export(page: Page, folder: Path) -> list[dict[str, str]]:
    """Export email and message too; returns the rows of the audience."""
    with page.expect_download() as file:
        page.get_by_role("button", name="Export the audience (CSV)").click()
    file.value.save_as(folder / "audience.csv")
    for name in ("Email (.eml)", "WhatsApp template (JSON)"):
        page.get_by_role("main").get_by_role("button", name="More").click()
        with page.expect_download():
            page.get_by_role("menuitem", name=name).click()
    with (folder / "audience.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` (or its summary) has the focus."""
    target.wait_for()
    for _ in range(200):
        if target.evaluate("e => document.activeElement === (e.closest('summary') ?? e)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, button: Locator) -> None:
    """Tab to a button and press Enter."""
    tab_to(page, button)
    page.keyboard.press("Enter")


def test_planner_and_approver_share_the_workflow(
    browser: Browser, sample_state: Path, tmp_path: Path
) -> None:
    """The planner may not approve; the approver does, and the planner exports."""
    keys = {role: new_key(tmp_path, name, role) for name, role in PEOPLE.items()}
    port = free_port()
    command = [COMMAND, "run", "--state", sample_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        planner = signed_in(browser, running, keys["planner"])
        code = open_first_plan_row(planner)
        planner.get_by_role("button", name="Write the copy").click()
        expect(planner).to_have_url(re.compile(f"/campaigns/{code}_"), timeout=PATIENCE_MS)
        settle(planner)
        reject_and_fix_false_claim(planner)
        planner.get_by_role("button", name="Submit for approval").click()
        expect(planner.get_by_text("You need the approver role; yours is planner.")).to_be_visible()
        confirm_approval(planner)
        expect(
            planner.get_by_role("alert").get_by_text("Your role doesn't allow this")
        ).to_be_visible()
        approver = signed_in(browser, running, keys["approver"])
        approver.goto(planner.url)
        settle(approver)
        confirm_approval(approver)
        expect(approver.get_by_text(re.compile("^Approved for"))).to_be_visible()
        planner.reload()
        settle(planner)
        assert len(export(planner, tmp_path)) > 0
        planner.get_by_role("button", name="Sign out").click()
        expect(planner.get_by_role("heading", level=1)).to_have_text("Sign in")
        for page in (planner, approver):
            page.context.close()


def test_wrong_key_is_rejected(browser: Browser, small_state: Path, tmp_path: Path) -> None:
    """Without a key there is only the sign-in form; a wrong key is rejected."""
    new_key(tmp_path, "Grace Hopper", "viewer")
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        page = browser.new_context(base_url=running.url, locale="en-GB").new_page()
        page.goto("/app/plan")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.get_by_label("Key", exact=True).fill("sr_0123456789ab_wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.context.close()


def test_view_only_caller_can_sign_in(browser: Browser, small_state: Path, tmp_path: Path) -> None:
    """Once keys exist, callers without one see "View only" and a link to sign in."""
    key = new_key(tmp_path, "Ada Lovelace", "planner")
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(
        command, cwd=tmp_path, port=port, environment={"ANONYMOUS_ROLE": "admin"}
    ) as running:
        page = browser.new_context(base_url=running.url, locale="en-GB").new_page()
        page.goto("/app/inventory")
        banner = page.get_by_role("banner")
        expect(banner.get_by_text("View only. Sign in to make changes.")).to_be_visible()
        banner.get_by_role("link", name="Sign in").click()
        expect(page).to_have_url(re.compile("/app/signin$"))
        page.get_by_label("Key", exact=True).fill(key)
        page.get_by_role("button", name="Sign in").click()
        expect(banner.get_by_text("Ada Lovelace")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sign_in_form_has_no_axe_violations(
    browser: Browser, small_state: Path, tmp_path: Path, theme: Any
) -> None:
    """Neither at first nor with an error shown."""
    new_key(tmp_path, "Grace Hopper", "viewer")
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        page = browser.new_context(
            base_url=running.url, locale="en-GB", color_scheme=theme, reduced_motion="reduce"
        ).new_page()
        page.goto("/app/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        first = page.evaluate("axe.run()")
        page.get_by_label("Key", exact=True).fill("sr_0123456789ab_wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        refused = page.evaluate("axe.run()")
        for found in (first, refused):
            assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
            assert found["passes"]
        page.context.close()


PEOPLE = {"Ada Lovelace": "planner", "Grace Hopper": "approver"}


def new_key(folder: Path, name: str, role: str) -> str:
    """A new key with this role, stored in `folder`."""
    ended = smartretail("keys", "create", "--name", name, "--role", role, cwd=folder)
    assert ended.code == 0, ended.err
    return next(word for word in ended.out.split() if word.startswith("sr_"))


def signed_in(browser: Browser, running: Running, key: str) -> Page:
    """A separate browser context, signed in through the form."""
    context = browser.new_context(
        base_url=running.url, locale="en-GB", reduced_motion="reduce", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/app/")
    page.get_by_label("Key", exact=True).fill(key)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    settle(page)
    return page


def open_first_plan_row(page: Page) -> str:
    """Open the plan and the reasons of its first row; returns the product's code."""
    page.goto("/app/plan")
    settle(page)
    read_why(page)
    return page.url.partition("product=")[2]
