"""The dashboard in a real Chromium, over the whole sample in one process."""

import csv
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from support import Running
from support.axe import violations
from support.browser import first_in_plan, open_page, settle

pytestmark = pytest.mark.long

PAGES = {
    "/": "Today",
    "/orders": "Orders",
    "/inventory": "Inventory",
    "/demand": "Demand",
    "/demand/products": "Demand",
    "/demand/reliability": "Demand",
    "/customers": "Customers",
    "/customers/VIP%20Customers": "VIP Customers",
    "/plan": "Plan",
    "/campaigns": "Campaigns",
    "/campaigns/results": "Campaigns",
    "/data": "Data",
    "/settings": "Settings",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_every_page_loads(page: Page, path: str, heading: str) -> None:
    """Each page has its one heading, and nothing on it has failed or keeps loading."""
    open_page(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).to_have_title(re.compile(re.escape(heading)))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "product", "campaign", "editor", "what-if"])
def test_no_axe_violations(page: Page, sample_server: Running, path: str, theme: Any) -> None:
    """No page violates a rule of axe-core, in either theme."""
    row, view = first_in_plan(sample_server), path
    if path == "product":
        path = f"/products/{quote(row['stock_code'], safe='')}"
    elif path in {"campaign", "editor"}:
        sample_server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
        path = f"/campaigns/{quote(row['stock_code'] + '_' + row['target_cluster'], safe='')}"
    page.emulate_media(color_scheme=theme)
    open_page(page, "/plan" if view == "what-if" else path)
    if view == "editor":
        page.get_by_role("button", name="Edit text").click()
        page.get_by_label("Email subject").fill("90% off, today only!")
        expect(page.get_by_text("Some claims aren't backed by the plan. Fix")).to_be_visible()
    elif view == "what-if":
        page.get_by_role("button", name="What if").click()
        page.get_by_role("slider", name="Margin floor").fill("20")
        expect(page.get_by_text("Just a preview")).to_be_visible(timeout=60_000)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_phone(page: Page, path: str) -> None:
    """On a phone nothing is wider than the screen, and no rule of axe-core is violated."""
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


def test_largest_demand_changes_are_listed(page: Page, sample_server: Running) -> None:
    """The products with the largest changes are listed, with their usual week and the change."""
    found = sample_server.client.get("/v1/demand/moves").json()
    open_page(page, "/demand")
    falling = page.get_by_role("region", name="Expected to sell less than usual")
    first = found["falling"][0]
    row = falling.get_by_role("row").nth(1)
    expect(row.get_by_role("link", name=first["product_name"])).to_be_visible()
    expect(row).to_contain_text(f"{first['usual']:.1f}")
    expect(
        page.get_by_role("region", name="Where demand changes").get_by_role("row")
    ).to_have_count(9)


def test_jobs_are_sorted_by_money_and_dismissible(
    page: Page, browser: Browser, sample_server: Running
) -> None:
    """A dismissal appears in another browser too, with its reason, until it is undone."""
    open_page(page, "/")
    cards = page.get_by_role("list").first.get_by_role("listitem")
    first = cards.first.get_by_role("heading").inner_text()
    assert cards.count() <= 7
    cards.first.get_by_role("button", name="Dismiss").click()
    page.get_by_role("group", name="Why not?").get_by_role("button", name="Already done").click()
    expect(cards.first.get_by_role("heading")).not_to_have_text(first)
    with browser.new_context(base_url=sample_server.url, locale="en-GB") as context:
        phone = context.new_page()
        open_page(phone, "/")
        there = phone.get_by_role("list").first.get_by_role("listitem")
        expect(there.first.get_by_role("heading")).not_to_have_text(first)
        phone.get_by_text("Dismissed for everyone").click()
        expect(phone.get_by_text("Already done (")).to_be_visible()
        phone.get_by_role("button", name="Undo").click()
        expect(there.first.get_by_role("heading")).to_have_text(first)
    page.reload()
    expect(cards.first.get_by_role("heading")).to_have_text(first)


def test_failed_dismissal_keeps_the_action(page: Page) -> None:
    """Failed requests are reported; an action that can't be dismissed stays and says why."""
    problem = {"title": "Away", "status": 503, "code": "documents_unavailable", "trace_id": ""}
    away = json.dumps(problem | {"detail": "The database is away."})
    page.route("**/v1/dismissals*", lambda route: route.fulfill(status=503, body=away))
    open_page(page, "/")
    expect(page.get_by_text("Dismissed jobs can't be loaded right now")).to_be_visible()
    cards = page.get_by_role("list").first.get_by_role("listitem")
    first = cards.first.get_by_role("heading").inner_text()
    cards.first.get_by_role("button", name="Dismiss").click()
    page.get_by_role("group", name="Why not?").get_by_role("button", name="Already done").click()
    expect(cards.first.get_by_text("The database is away.")).to_be_visible()
    expect(cards.first.get_by_role("heading")).to_have_text(first)


def test_products_are_searched_filtered_and_exported(page: Page, tmp_path: Path) -> None:
    """The grid has every product, the export is what is shown, and Back keeps the filters."""
    open_page(page, "/inventory")
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", re.compile(r"^6\d{4}$"))
    for name in ("Product", "Status", "Days of cover", "Money tied up"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    page.get_by_role("searchbox").fill("bananas")
    page.get_by_label("Status").select_option("UNDERSTOCKED")
    expect(page).to_have_url(re.compile("q=bananas"))
    grid = page.get_by_role("grid")
    expect(grid).not_to_have_attribute("aria-rowcount", re.compile(r"^6\d{4}$"))
    header_rows = 2  # column names and totals
    rows = int(grid.get_attribute("aria-rowcount") or 0) - header_rows
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Export these rows (CSV)").click()
    download.value.save_as(tmp_path / "shown.csv")
    with (tmp_path / "shown.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = list(csv.DictReader(file))
    assert len(exported) == rows > 0
    assert {row["inventory_status"] for row in exported} == {"UNDERSTOCKED"}
    assert {row["stock_source"] for row in exported} == {"simulated"}
    grid.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/products/"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("bananas")


def test_empty_search_result_can_be_cleared(page: Page) -> None:
    """An empty result says so, and a button clears the filters."""
    open_page(page, "/inventory?q=nothing-has-this-name")
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.get_by_role("grid")).to_be_visible()


def test_grid_works_by_keyboard_only(page: Page) -> None:
    """One tab stop; arrows, Page and End move, Enter opens, and focus is never lost."""
    open_page(page, "/inventory")
    grid = page.get_by_role("grid")
    grid.focus()
    for key in ("ArrowDown", "ArrowDown", "PageDown", "End"):
        page.keyboard.press(key)
    last = grid.get_attribute("aria-rowcount")
    active = page.locator(f"[id='{grid.get_attribute('aria-activedescendant')}']")
    expect(active).to_have_attribute("aria-rowindex", last or "")
    expect(grid).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/products/"))


def test_chart_values_are_read_by_arrow_keys(page: Page, sample_server: Running) -> None:
    """The forecast and its range are announced, and are in a table as well."""
    row = sample_server.client.get("/v1/demand/summary").json()["top_products"][0]
    open_page(page, f"/products/{quote(row['stock_code'], safe='')}")
    page.get_by_role("img", name=re.compile("Units sold per week")).focus()
    page.keyboard.press("End")
    expect(page.get_by_text(re.compile("expected, 80% range")).first).to_be_visible()
    page.get_by_text("Show as table").first.click()
    expect(page.get_by_role("group", name="Units sold per week").get_by_role("row")).to_have_count(
        41
    )


def test_customer_lookup_and_classification(page: Page) -> None:
    """The page says which segment, and why."""
    open_page(page, "/customers")
    page.get_by_label("Customer number").fill("1")
    page.get_by_role("button", name="Look up").click()
    customer = page.get_by_role("region", name="Customer 1", exact=True)
    expect(customer.get_by_text(re.compile("more orders? today")).first).to_be_visible()
    customer.get_by_text("How is this computed?").click()
    expect(customer.get_by_text(re.compile("standard deviations")).first).to_be_visible()
    page.get_by_role("button", name="Classify").click()
    expect(page.get_by_role("main").get_by_text(re.compile("Customers$")).last).to_be_visible()


def test_segment_is_exported_completely(page: Page, sample_server: Running, tmp_path: Path) -> None:
    """Every customer of the segment is in the file, beyond the first page of the list."""
    open_page(page, "/customers/Regular%20Customers")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export these customers (CSV)").click()
    download.value.save_as(tmp_path / "segment.csv")
    with (tmp_path / "segment.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = sample_server.client.get("/v1/segments/Regular Customers").json()
    assert len({row["customer_id"] for row in rows}) == len(rows) == found["size"]


def test_today_prints_on_white_without_its_buttons(page: Page) -> None:
    """The print has no buttons and is dark on white, even with the dark theme."""
    page.emulate_media(media="print", color_scheme="dark")
    open_page(page, "/")
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(17, 17, 17)"]


def test_language_can_be_chosen(page: Page) -> None:
    """The chosen language is remembered and applies to text and numbers."""
    open_page(page, "/settings")
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
    page.goto("/app/inventory")
    settle(page)
    expect(page.get_by_text(re.compile(r"^6\d\.\d{3} von 6\d\.\d{3} Artikeln"))).to_be_visible()


def test_search_finds_products_and_customers(page: Page, sample_server: Running) -> None:
    """From any page, by name, code or customer number, with the keyboard only."""
    product = sample_server.client.get("/v1/products", params={"limit": 1}).json()["items"][0]
    customer = sample_server.client.get("/v1/customers", params={"limit": 1}).json()["items"][0]
    open_page(page, "/data")
    page.keyboard.press("Control+k")
    page.keyboard.type(product["stock_code"])
    found = page.get_by_role("dialog", name="Search").get_by_role("link")
    expect(found.first).to_contain_text(product["product_name"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/app/products/{product['stock_code']}$"))
    page.keyboard.press("/")
    page.keyboard.type(customer["customer_id"])
    page.get_by_role("link", name=re.compile(f"^Customer {customer['customer_id']}\\b")).click()
    expect(page).to_have_url(re.compile(f"customer={customer['customer_id']}$"))


def test_letter_shortcuts_can_be_disabled(page: Page) -> None:
    """Dictated text then doesn't trigger shortcuts."""
    open_page(page, "/settings/keyboard")
    page.get_by_label("Single-letter shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")


def test_phone_navigation_bar(page: Page) -> None:
    """Three pages and search are in the bar, the others behind More, none below 44 px."""
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/")
    bar = page.get_by_role("navigation", name="Pages")
    for entry in bar.locator("a, button").all():
        box = entry.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    bar.get_by_role("button", name="More").click()
    page.get_by_role("dialog", name="More pages").get_by_role("link", name="Demand").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demand")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_browser_is_redirected_from_the_root(page: Page) -> None:
    """Opening the gateway's address in a browser shows the dashboard."""
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/app/$"))


def test_promotion_weeks_are_marked(page: Page, sample_server: Running) -> None:
    """The table behind the price line marks the weeks sold below the shelf price."""
    row = sample_server.client.get("/v1/demand/summary").json()["top_products"][0]
    code = quote(row["stock_code"], safe="")
    weeks = sample_server.client.get(f"/v1/products/{code}/history").json()["weeks"][-52:]
    priced = [week for week in weeks if week["price"] is not None]
    cut = [week for week in priced if week["price"] < (week["shelf_price"] or 0) * 0.98]
    open_page(page, f"/products/{code}")
    panel = page.get_by_role("region", name="Price paid and promotions")
    panel.get_by_text("Show as table").click()
    marked = panel.get_by_role("cell", name="promotion", exact=True)
    expect(marked).to_have_count(len(cut))
    assert cut
