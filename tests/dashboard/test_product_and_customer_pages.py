"""Product, demand and customers: the answer first, one filled button, touch targets, long names."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from support import Running
from support.browser import first_in_plan, open_page

pytestmark = pytest.mark.long

PHONE: ViewportSize = {"width": 390, "height": 844}
THUMB = 44
LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalter"
PATHS = (
    "product",
    "/demand",
    "/demand/products",
    "/demand/reliability",
    "/customers?customer=1",
    "/customers/VIP%20Customers",
)


def address(path: str, server: Running) -> str:
    """Where a page is; the product is the plan's first."""
    if path != "product":
        return path
    return f"/products/{quote(first_in_plan(server)['stock_code'], safe='')}"


@pytest.mark.parametrize("path", PATHS)
def test_exactly_one_button_is_filled(page: Page, sample_server: Running, path: str) -> None:
    """The filled button is the main action."""
    open_page(page, address(path, sample_server))
    expect(page.get_by_role("main").locator("[data-variant=filled]:visible")).to_have_count(1)


@pytest.mark.parametrize("path", PATHS)
def test_touch_targets_are_large_enough(
    browser: Browser, sample_server: Running, path: str
) -> None:
    """On a phone buttons, fields, tabs and disclosures are 44 px high, rows 64 to 104."""
    with browser.new_context(
        base_url=sample_server.url, viewport=PHONE, locale="de-DE", has_touch=True
    ) as context:
        phone = context.new_page()
        open_page(phone, address(path, sample_server))
        main = phone.get_by_role("main")
        targets = main.locator(
            "button:visible, [data-variant]:visible, select:visible, input:visible,"
            " summary:visible, nav[aria-label] a:visible"
        )
        for target in targets.all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= THUMB, target.inner_text()
        for row in main.locator("tr[data-index]:visible").all():
            box = row.bounding_box()
            assert box is not None
            assert 64 <= box["height"] <= 104
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_long_name_fits_a_phone(
    browser: Browser, sample_server: Running, long_german_names: Any
) -> None:
    """A German name of 55 letters widens neither the product's page nor a list of demand."""
    with browser.new_context(
        base_url=sample_server.url, viewport=PHONE, locale="de-DE", has_touch=True
    ) as context:
        context.route(re.compile(r"/v1/(inventory|demand)"), long_german_names)
        phone = context.new_page()
        for path in ("product", "/demand", "/demand/products"):
            open_page(phone, address(path, sample_server))
            expect(phone.get_by_text(LONG_NAME).locator("visible=true").first).to_be_visible()
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture
def long_german_names() -> Any:
    """Gives every product a name of 55 letters."""

    def rename(route: Route) -> None:
        answer = route.fetch()
        text = re.sub(r'"product_name":"[^"]*"', f'"product_name":"{LONG_NAME}"', answer.text())
        route.fulfill(response=answer, body=text)

    return rename


def test_product_page_starts_with_the_answer(page: Page, sample_server: Running) -> None:
    """What to do, why, and the sum behind it, whose terms add up to the suggested order."""
    items = sample_server.client.get("/v1/inventory", params={"limit": 200}).json()["items"]
    item = next(item for item in items if item["suggested_order"] > 0)
    open_page(page, f"/products/{quote(item['stock_code'], safe='')}")
    order = f"{item['suggested_order']:,}"
    expect(page.get_by_text(re.compile(rf"^Order {order} units? now\.$"))).to_be_visible()
    page.get_by_text("Show the sum").click()
    missing = f"{item['reorder_point'] - item['current_stock']:,}"
    expect(page.get_by_text(re.compile(rf"in stock = {missing}\b"))).to_be_visible()


@pytest.mark.parametrize(
    ("path", "link"),
    [("/products/none-such", "See all products"), ("/customers/Nobody", "See all segments")],
)
def test_unknown_address_offers_a_link(page: Page, path: str, link: str) -> None:
    """An unknown address says so and has one button that leads elsewhere."""
    open_page(page, path)
    page.get_by_role("link", name=link).click()
    expect(page.get_by_role("grid")).to_be_visible()


def test_focus_stays_on_the_pressed_control(page: Page) -> None:
    """Looking somebody up, classifying and exporting leave the focus on what was pressed."""
    open_page(page, "/customers")
    page.get_by_label("Customer number").fill("1")
    for name in ("Look up", "Classify"):
        button = page.get_by_role("button", name=name)
        button.press("Enter")
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(button).to_be_focused()
    open_page(page, "/customers/VIP%20Customers")
    export = page.get_by_role("button", name="Export these customers (CSV)")
    with page.expect_download():
        export.press("Enter")
    expect(export).to_be_focused()
