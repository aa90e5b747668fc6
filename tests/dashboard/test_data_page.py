"""Uploading a ledger, refreshing from it and restoring, on a server of the test's own."""

import re
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support import Running, free_port
from support.browser import settle
from support.ledgers import write_journey
from support.processes import COMMAND
from support.workbooks import write_workbook

pytestmark = pytest.mark.long

SLOW = 60_000
"""Milliseconds a refresh of a small ledger may take on a busy computer."""

UNDERSTOOD = "Readable"
"""The status of a file; other sentences next to it contain the word as well."""


@pytest.fixture
def own_page(browser: Browser, own_state: Path, tmp_path: Path) -> Generator[Page]:
    """The page Data of a server whose state the test may change."""
    port = free_port()
    command = [COMMAND, "run", "--state", own_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        context = browser.new_context(base_url=running.url, locale="en-GB", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto("/app/data")
        settle(page)
        yield page
        context.close()


def test_upload_preview_refresh_and_restore(own_page: Page, small_files: Path) -> None:
    """A file is read before it is used, the refresh shows its steps, and restoring works."""
    own_page.get_by_label("File", exact=True).set_input_files(small_files / "ledger.csv")
    files = own_page.get_by_role("region", name="Files")
    expect(files.get_by_text(UNDERSTOOD, exact=True)).to_be_visible(timeout=SLOW)
    expect(files.get_by_text(re.compile("lines can be used"))).to_be_visible()
    refresh = own_page.get_by_role("region", name="Refresh")
    refresh.get_by_label("Sales").select_option(label="ledger.csv")
    own_page.get_by_role("button", name="Refresh now").click()
    steps = refresh.get_by_role("list", name="Steps of the refresh")
    expect(steps.get_by_role("listitem")).to_have_count(6)
    expect(refresh.get_by_role("status").get_by_text("Done")).to_be_visible(timeout=SLOW)
    expect(files.get_by_text("In use")).to_be_visible(timeout=SLOW)
    snapshots = own_page.get_by_role("region", name="Snapshots")
    expect(snapshots.get_by_role("listitem")).to_have_count(2, timeout=SLOW)
    snapshots.get_by_role("button", name=re.compile("^Roll back")).click()
    dialog = own_page.get_by_role("dialog", name=re.compile("^Roll back to"))
    dialog.get_by_role("button", name="Roll back", exact=True).click()
    expect(snapshots.get_by_role("listitem").nth(1).get_by_text("Live")).to_be_visible(timeout=SLOW)


def upload(page: Page, file: Path, kind: str = "Sales") -> None:
    """Upload a file and wait until it has been read."""
    understood = page.get_by_role("region", name="Files").get_by_text(UNDERSTOOD, exact=True)
    before = understood.count()
    page.get_by_label("Contents").select_option(label=kind)
    page.get_by_label("File", exact=True).set_input_files(file)
    expect(understood).to_have_count(before + 1, timeout=SLOW)


def test_complete_journey_and_workbook(own_page: Page, tmp_path: Path) -> None:
    """Missing parts and the sheets read are reported; a refresh uses the product records."""
    transactions, records = write_journey(tmp_path)
    stock = [["StockCode", "Current_Stock"], *([code, 9] for code in range(90))]
    upload(own_page, transactions)
    files = own_page.get_by_role("region", name="Files")
    expect(files.get_by_text("Upload the products file as well")).to_be_visible()
    expect(files.get_by_text("Displays and mailers by week")).to_be_visible()
    refresh = own_page.get_by_role("region", name="Refresh")
    refresh.get_by_label("Sales").select_option(label=transactions.name)
    own_page.get_by_role("button", name="Refresh now").click()
    expect(
        refresh.get_by_text("so that fuel and coupons can be separated from merchandise")
    ).to_be_visible()
    upload(own_page, records, "Products")
    upload(own_page, write_workbook(tmp_path / "stock.xlsx", {"Shelves": stock}), "Stock")
    expect(files.get_by_text("Sheets to be read, with their lines: Shelves (90)")).to_be_visible()
    refresh.get_by_label("Products").select_option(label=records.name)
    refresh.get_by_label("Stock").select_option(label="stock.xlsx")
    own_page.get_by_role("button", name="Refresh now").click()
    expect(files.get_by_text("In use")).to_have_count(3, timeout=2 * SLOW)


def test_unknown_columns_can_be_matched(own_page: Page, tmp_path: Path) -> None:
    """Unknown columns are named and can be matched; nothing is refreshed before that."""
    file = tmp_path / "strange.csv"
    file.write_text("Receipt,What,How many\n1,22423,3\n", encoding="utf-8")
    own_page.get_by_label("File", exact=True).set_input_files(file)
    files = own_page.get_by_role("region", name="Files")
    expect(files.get_by_text("Not readable")).to_be_visible(timeout=SLOW)
    expect(files.get_by_label("Order number")).to_be_visible()
    sales = own_page.get_by_role("region", name="Refresh").get_by_label("Sales")
    expect(sales.get_by_text("strange.csv")).to_have_count(0)


def test_picture_is_rejected(own_page: Page, tmp_path: Path) -> None:
    """The type is checked by content: a picture named ledger.csv is not a ledger."""
    file = tmp_path / "ledger.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    own_page.get_by_label("File", exact=True).set_input_files(file)
    expect(own_page.get_by_role("alert").get_by_text("Request declined")).to_be_visible()
