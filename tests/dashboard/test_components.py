"""The components every page is made of, on the page that shows them all."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import violations
from support.browser import open_page
from support.gallery import ADDRESS, PARTS, gallery, serve_gallery

pytestmark = pytest.mark.long

SKELETONS = ("list", "detail", "job", "wizard", "board", "settings")


@pytest.fixture(scope="module")
def built() -> Generator[Path]:
    """The dashboard built with the page of all components."""
    with gallery() as folder:
        yield folder


@pytest.fixture
def shown(browser: Browser, built: Path) -> Generator[Page]:
    """A page whose dashboard has that page."""
    context = browser.new_context(
        base_url=ADDRESS,
        viewport={"width": 1280, "height": 860},
        locale="en-GB",
        reduced_motion="reduce",
    )
    serve_gallery(context, built)
    page, defects = context.new_page(), list[str]()
    page.on("pageerror", lambda error: defects.append(str(error)))
    yield page
    context.close()
    assert defects == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing(shown: Page, part: str, theme: Any) -> None:
    """No component breaks a rule of axe-core, in either theme, on a laptop or on a phone."""
    shown.emulate_media(color_scheme=theme)
    open_page(shown, f"/components/{part}")
    assert violations(shown) == []
    shown.set_viewport_size({"width": 390, "height": 844})
    assert violations(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("width", "least"), [(1440, 120), (390, 150)])
@pytest.mark.parametrize("part", [part for part in SKELETONS if part != "detail"])
def test_content_starts_near_the_top(shown: Page, part: str, width: int, least: int) -> None:
    """What follows the head starts at most 120 px below the top, 150 on a phone."""
    shown.set_viewport_size({"width": width, "height": 844})
    open_page(shown, f"/components/{part}")
    content = shown.locator("[data-page] > header + *").bounding_box()
    assert content is not None
    assert content["y"] <= least


def test_actions_are_a_bar_at_the_bottom_of_a_phone(shown: Page) -> None:
    """On a phone the buttons stand in a bar of 56 px right above the navigation."""
    shown.set_viewport_size({"width": 390, "height": 844})
    open_page(shown, "/components/job")
    bar = shown.locator("[data-page-actions]").bounding_box()
    assert bar is not None
    assert (bar["height"], bar["y"] + bar["height"], bar["width"]) == (56, 844 - 56, 390)


@pytest.mark.parametrize("opener", ["Open dialog", "Open sheet", "Approve order"])
def test_a_dialog_keeps_the_focus_and_gives_it_back(shown: Page, opener: str) -> None:
    """Tab leads to nothing behind a dialog, Escape closes it, its opener has the focus again."""
    open_page(shown, "/components/choices")
    button = shown.get_by_role("button", name=opener)
    button.press("Enter")
    dialog = shown.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(8):
        shown.keyboard.press("Tab")
        assert shown.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    shown.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_a_menu_is_worked_by_keyboard(shown: Page) -> None:
    """Enter opens a menu at its first item, arrows move, Escape leads back to its button."""
    open_page(shown, "/components/choices")
    button = shown.get_by_role("button", name="More", exact=True).first
    button.press("Enter")
    items = shown.get_by_role("menu").get_by_role("menuitem")
    expect(items.nth(0)).to_be_focused()
    shown.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    shown.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_focus_follows_the_rows(shown: Page) -> None:
    """Dismissing row after row leads to the next, at last to the heading, and never to nothing."""
    open_page(shown, "/components/choices")
    shown.get_by_role("button", name="Dismiss Order 17").press("Enter")
    expect(shown.get_by_role("button", name="Dismiss Order 18")).to_be_focused()
    expect(shown.get_by_role("status").filter(has_text="Order 17 dismissed")).to_be_visible()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("button", name="Dismiss Order 19")).to_be_focused()
    shown.keyboard.press("Enter")
    expect(shown.get_by_role("heading", level=1)).to_be_focused()
