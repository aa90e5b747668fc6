"""Plan and campaigns on a phone, with focus and failures."""

import json
import re
from collections.abc import Generator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from support import Running
from support.axe import violations
from support.browser import first_in_plan, open_page

pytestmark = pytest.mark.long

LONG_NAME = "Donaudampfschifffahrtskapitänsmützenabzeichenständerchen"
THUMB = 44
PLACES = ["/plan", "/plan?try=limits", "/campaigns", "/campaigns/results", "campaign"]
FILLED = "main [data-page-actions] [class*=filled]:visible, main [data-variant=filled]:visible"


def rename(route: Route) -> None:
    """Give every product of an answer a name of 55 letters."""
    answer = route.fetch()
    names = r'"(product_name|product_description)":\s*"(?:[^"\\]|\\.)*"'
    route.fulfill(response=answer, body=re.sub(names, rf'"\1":"{LONG_NAME}"', answer.text()))


@pytest.fixture
def phone(browser: Browser, sample_server: Running) -> Generator[Page]:
    """A German phone in a shop whose products all have names of 55 letters."""
    with browser.new_context(
        base_url=sample_server.url,
        viewport={"width": 390, "height": 844},
        locale="de-DE",
        has_touch=True,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        for answers in ("**/v1/plan*", "**/v1/campaigns*", "**/v1/campaigns/*"):
            page.route(answers, rename)
        yield page


def path_of(server: Running, path: str) -> str:
    """The path of a page; `campaign` is the campaign of the plan's first row."""
    if path != "campaign":
        return path
    row = first_in_plan(server)
    server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    return f"/campaigns/{quote(row['stock_code'] + '_' + row['target_cluster'], safe='')}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PLACES)
def test_long_names_fit_a_phone(phone: Page, sample_server: Running, path: str, theme: Any) -> None:
    """No sideways scroll, one filled button, large targets, no axe violation, in both themes."""
    phone.emulate_media(color_scheme=theme)
    open_page(phone, path_of(sample_server, path))
    expect(phone.get_by_role("alert")).to_have_count(0)
    if path in {"/plan", "campaign"}:
        expect(phone.get_by_text(LONG_NAME).locator("visible=true").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    expect(phone.locator(FILLED)).to_have_count(1)
    targets = phone.get_by_role("main").locator("button:visible, select:visible, summary:visible")
    for target in targets.all():
        box = target.bounding_box()
        assert box is not None
        opens_row = target.evaluate("e => e.closest('tr[data-index]') !== null")
        assert opens_row or box["height"] >= THUMB, target.inner_text()
    assert violations(phone) == []


@pytest.mark.parametrize("path", ["/plan", "/campaigns", "/campaigns/results", "campaign"])
def test_one_button_is_filled_on_a_laptop(page: Page, sample_server: Running, path: str) -> None:
    """Only the main action of the page is filled."""
    open_page(page, path_of(sample_server, path))
    expect(page.locator(FILLED)).to_have_count(1)


def test_focus_moves_to_the_next_row_after_a_decision(page: Page) -> None:
    """Accepting row after row takes one Enter each."""
    open_page(page, "/plan")
    accept = page.get_by_role("button", name=re.compile("^Accept:"))
    second = accept.nth(1).get_attribute("aria-label") or ""
    before = accept.count()
    accept.first.focus()
    page.keyboard.press("Enter")
    expect(accept).to_have_count(before - 1)
    expect(page.get_by_role("button", name=second, exact=True)).to_be_focused()
    expect(page.locator(FILLED)).to_have_count(1)


def test_decisions_in_the_phones_action_bar(phone: Page) -> None:
    """The bar opens the first row, decides on it, and moves to the next."""
    open_page(phone, "/plan")
    bar = phone.locator("[data-page-actions]")
    bar.get_by_role("button", name="Die erste prüfen").click()
    opened = phone.url
    bar.get_by_role("button", name=re.compile("^Annehmen")).click()
    expect(phone).not_to_have_url(opened)
    expect(phone).to_have_url(re.compile("product="))
    expect(bar.get_by_role("button", name=re.compile("^Annehmen"))).to_be_focused()


def test_forbidden_decision_is_reported_in_its_row(page: Page) -> None:
    """The row keeps its buttons and names the required role."""
    answer = {"title": "Forbidden", "status": 403, "code": "forbidden", "trace_id": ""}
    body = json.dumps(answer | {"detail": "This takes a planner."})
    page.route("**/v1/decisions", lambda route: route.fulfill(status=403, body=body))
    open_page(page, "/plan")
    accept = page.get_by_role("button", name=re.compile("^Accept:")).first
    name = accept.get_attribute("aria-label") or ""
    accept.click()
    expect(page.get_by_role("grid").get_by_role("alert")).to_contain_text("planner")
    expect(page.get_by_role("button", name=name, exact=True)).to_be_enabled()


@pytest.mark.parametrize("path", ["/plan", "/campaigns", "/campaigns/results"])
def test_one_outage_gives_one_notice(page: Page, path: str) -> None:
    """While the services are down, one notice above the page says so, with one button."""
    page.route(re.compile("/v1/(plan|campaigns|decisions)"), lambda route: route.abort())
    page.goto(f"/app{path}")
    expect(page.get_by_text("Can't reach the server.")).to_have_count(1, timeout=60_000)
    expect(page.get_by_role("button", name="Try now")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_empty_search_result_quotes_the_search(page: Page) -> None:
    """A search without results shows what was searched, and one button clears it."""
    open_page(page, "/plan?q=nothing-has-this-name")
    expect(page.get_by_text("nothing-has-this-name").first).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.get_by_role("grid", name="Every campaign")).to_be_visible()


def test_focus_moves_to_the_next_campaign_step(page: Page, sample_server: Running) -> None:
    """Submitting and approving by keyboard never loses the focus."""
    row = sample_server.client.get("/v1/plan", params={"limit": 9}).json()["items"][8]
    sample_server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    name = quote(f"{row['stock_code']}_{row['target_cluster']}", safe="")
    open_page(page, f"/campaigns/{name}")
    page.get_by_role("button", name="Submit for approval").focus()
    page.keyboard.press("Enter")
    ask = page.get_by_role("button", name=re.compile("^Approve version"))
    expect(ask).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile("^Approve version"))
    dialog.get_by_role("button", name=re.compile("^Approve version")).click()
    expect(page.get_by_role("button", name="Export the audience (CSV)")).to_be_focused()
    page.get_by_role("button", name="Edit text").click()
    expect(page.get_by_label("Email subject")).to_be_focused()
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_role("button", name="Export the audience (CSV)")).to_be_focused()
