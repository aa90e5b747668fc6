"""Layout of Today's jobs and of lists: heights, sticky headers, touch targets."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, expect
from support import Running
from support.browser import open_page

pytestmark = pytest.mark.long

PHONE: ViewportSize = {"width": 390, "height": 844}
THUMB = 44


def box(found: Locator) -> FloatRect:
    """The position of an element, in px."""
    place = found.bounding_box()
    assert place is not None
    return place


def bottom(found: Locator) -> float:
    """The lower edge of an element, in px from the top of the window."""
    place = box(found)
    return place["y"] + place["height"]


def test_seven_jobs_fit_in_a_window(page: Page) -> None:
    """On a laptop the headline and all seven jobs are visible, with one filled button."""
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, "/")
    jobs = page.get_by_role("list").first.get_by_role("listitem")
    expect(jobs).to_have_count(7)
    assert box(jobs.first)["y"] <= 150
    assert bottom(jobs.last) <= 900
    assert box(jobs.first)["width"] <= 1120


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_jobs_are_visible_on_a_phone(browser: Browser, sample_server: Running, locale: str) -> None:
    """The first job starts at most 150 px from the top, and none is higher than 104."""
    with browser.new_context(
        base_url=sample_server.url, viewport=PHONE, locale=locale, has_touch=True
    ) as context:
        phone = context.new_page()
        open_page(phone, "/")
        jobs = phone.locator("[data-row]")
        assert box(jobs.first)["y"] <= 150
        for job in jobs.all():
            assert box(job)["height"] <= 104


@pytest.mark.parametrize("path", ["/", "/inventory", "/orders"])
def test_touch_targets_are_large_enough(
    browser: Browser, sample_server: Running, path: str
) -> None:
    """Buttons, fields and tabs are 44 px high; a row of 64 to 104 px is one target."""
    with browser.new_context(
        base_url=sample_server.url, viewport=PHONE, locale="en-GB", has_touch=True
    ) as context:
        phone = context.new_page()
        open_page(phone, path)
        main = phone.get_by_role("main")
        targets = main.locator("button:visible, select:visible, input[type=search]:visible")
        rows = main.locator("tr[data-index]")
        for target in [*targets.all(), *main.get_by_role("navigation").get_by_role("link").all()]:
            assert box(target)["height"] >= THUMB, target.inner_text()
        for row in rows.all():
            assert 64 <= box(row)["height"] <= 104


def test_header_is_sticky(page: Page) -> None:
    """Far down the list, column names and totals are still at the top of the window."""
    open_page(page, "/inventory")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 40_000)
    expect(page.locator("tr[data-index='3']")).to_have_count(0)
    assert page.evaluate("scrollY") > 30_000
    assert abs(box(page.get_by_role("columnheader", name="Product"))["y"]) < 1
    totals = page.get_by_role("rowheader", name=re.compile(r"^All 6\d,\d{3}$"))
    assert box(totals)["y"] < 120


def test_only_ticked_rows_are_exported(page: Page, tmp_path: Path) -> None:
    """A range ticked with Shift is counted in the bar, and is what the file contains."""
    open_page(page, "/inventory?q=bananas")
    ticks = page.get_by_role("grid").get_by_role("checkbox")
    ticks.nth(0).click()
    ticks.nth(3).click(modifiers=["Shift"])
    bar = page.get_by_role("toolbar", name="Selection")
    expect(bar).to_contain_text("4 selected")
    with page.expect_download() as download:
        bar.get_by_role("button", name="Export 4 rows (CSV)").click()
    download.value.save_as(tmp_path / "ticked.csv")
    with (tmp_path / "ticked.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
    bar.get_by_role("button", name="Clear selection").click()
    expect(page.get_by_role("columnheader", name="Product")).to_be_visible()


def test_tab_count_matches_the_rows(page: Page) -> None:
    """The number next to a view's name is the number of its rows."""
    open_page(page, "/inventory")
    tab = page.get_by_role("navigation", name="Inventory views").get_by_role("link").nth(2)
    count = re.sub(r"\D", "", tab.inner_text())
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")
    header_rows = 2  # column names and totals
    rows = int(count) + header_rows
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(rows))


def test_phone_filters_are_in_a_sheet(page: Page) -> None:
    """Only search and one button are above the list; the button counts the sheet's filters."""
    page.set_viewport_size(PHONE)
    open_page(page, "/inventory")
    expect(page.get_by_label("Status")).to_have_count(0)
    page.get_by_role("button", name="Filters").click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.get_by_label("Status").select_option("OVERSTOCKED")
    sheet.get_by_label("Sort by").select_option("-money_bound")
    sheet.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_focused()
    expect(page).to_have_url(re.compile("status=OVERSTOCKED.*sort=-money_bound"))
