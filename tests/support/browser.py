"""A real Chromium for tests and pictures of the dashboard, restricted to loopback."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from support.ports import free_port
from support.processes import COMMAND, Running

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


def chromium_path() -> str | None:
    """The path of Chromium: CHROMIUM if set, else an installed one; None without one."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Generator[Browser]:
    """A browser that ends with the block.

    Raises:
        FileNotFoundError: there is no Chromium.
    """
    path = chromium_path()
    if path is None:
        raise FileNotFoundError("Chromium is not installed; name it with CHROMIUM.")
    with sync_playwright() as playwright:
        browser = _launch(playwright, path)
        try:
            yield browser
        finally:
            browser.close()


def _launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))


def settle(page: Page) -> None:
    """Wait until the page has no pending request and no loading section."""
    page.wait_for_load_state("networkidle", timeout=60_000)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=60_000)


def open_page(page: Page, path: str) -> None:
    """Open a page of the dashboard and wait until it has loaded."""
    page.goto(f"/app{path}")
    settle(page)


def first_in_plan(server: Running) -> dict[str, Any]:
    """The plan's first row."""
    return server.client.get("/v1/plan", params={"limit": 1}).json()["items"][0]


def undecided_in_plan(server: Running) -> list[dict[str, Any]]:
    """The plan's rows without a decision by another test, in the page's order."""
    decided = {
        entry["stock_code"]
        for entry in server.client.get("/v1/decisions", params={"limit": 500}).json()["items"]
    }
    rows = server.client.get("/v1/plan", params={"limit": 200}).json()["items"]
    return [row for row in rows if row["stock_code"] not in decided]


@contextmanager
def serve_state(url: str | None) -> Generator[str]:
    """`url`, or that of a server started on STATE_URL, with temporary campaigns."""
    if url is not None:
        yield url
        return
    state = Path(os.environ.get("STATE_URL") or "var/state").resolve()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [COMMAND, "run", "--state", state, "--port", str(port)]
        with Running(command, cwd=Path(folder), port=port) as running:
            yield running.url
