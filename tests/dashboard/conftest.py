"""A browser and its pages."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page
from support import Running
from support.browser import chromium, chromium_path


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A real Chromium, closed with its module because it keeps an event loop running."""
    if chromium_path() is None:
        pytest.skip("browser: Chromium is not installed")
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser, sample_server: Running) -> Generator[Page]:
    """A page of a laptop's size, in English; an error in its scripts fails the test."""
    context = browser.new_context(
        base_url=sample_server.url,
        viewport={"width": 1280, "height": 860},
        locale="en-GB",
        reduced_motion="reduce",
    )
    laptop, defects = context.new_page(), list[str]()
    laptop.on("pageerror", lambda error: defects.append(str(error)))
    laptop.set_default_timeout(30_000)
    yield laptop
    context.close()
    assert defects == []


@pytest.fixture
def german(browser: Browser, sample_server: Running) -> Generator[Page]:
    """A page in a browser set to German."""
    context = browser.new_context(
        base_url=sample_server.url, locale="de-DE", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()
