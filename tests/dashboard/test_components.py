"""The shared components, on the page that shows them all."""

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
def gallery_build() -> Generator[Path]:
    """The dashboard built with the page of all components."""
    with gallery() as folder:
        yield folder


@pytest.fixture
def components_page(browser: Browser, gallery_build: Path) -> Generator[Page]:
    """A page of the dashboard that includes the page of all components."""
    context = browser.new_context(
        base_url=ADDRESS,
        viewport={"width": 1280, "height": 860},
        locale="en-GB",
        reduced_motion="reduce",
    )
    serve_gallery(context, gallery_build)
    page, defects = context.new_page(), list[str]()
    page.on("pageerror", lambda error: defects.append(str(error)))
    yield page
    context.close()
    assert defects == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("part", PARTS)
def test_components_have_no_axe_violations(components_page: Page, part: str, theme: Any) -> None:
    """Checked in both themes, on a laptop and on a phone."""
    components_page.emulate_media(color_scheme=theme)
    open_page(components_page, f"/components/{part}")
    assert violations(components_page) == []
    components_page.set_viewport_size({"width": 390, "height": 844})
    assert violations(components_page) == []
    assert components_page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("width", "least"), [(1440, 120), (390, 150)])
@pytest.mark.parametrize("part", [part for part in SKELETONS if part != "detail"])
def test_content_starts_near_the_top(
    components_page: Page, part: str, width: int, least: int
) -> None:
    """The content below the heading starts at most 120 px from the top, 150 on a phone."""
    components_page.set_viewport_size({"width": width, "height": 844})
    open_page(components_page, f"/components/{part}")
    content = components_page.locator("[data-page] > header + *").bounding_box()
    assert content is not None
    assert content["y"] <= least


def test_actions_are_a_bar_at_the_bottom_of_a_phone(components_page: Page) -> None:
    """On a phone the buttons are in a bar of 56 px right above the navigation."""
    components_page.set_viewport_size({"width": 390, "height": 844})
    open_page(components_page, "/components/job")
    bar = components_page.locator("[data-page-actions]").bounding_box()
    assert bar is not None
    assert (bar["height"], bar["y"] + bar["height"], bar["width"]) == (56, 844 - 56, 390)


@pytest.mark.parametrize("opener", ["Open dialog", "Open sheet", "Approve order"])
def test_dialog_traps_and_restores_focus(components_page: Page, opener: str) -> None:
    """Tab stays inside a dialog, Escape closes it, and its opener has the focus again."""
    open_page(components_page, "/components/choices")
    button = components_page.get_by_role("button", name=opener)
    button.press("Enter")
    dialog = components_page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(8):
        components_page.keyboard.press("Tab")
        assert components_page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    components_page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_menu_works_by_keyboard(components_page: Page) -> None:
    """Enter opens a menu at its first item, arrows move, Escape returns to its button."""
    open_page(components_page, "/components/choices")
    button = components_page.get_by_role("button", name="More", exact=True).first
    button.press("Enter")
    items = components_page.get_by_role("menu").get_by_role("menuitem")
    expect(items.nth(0)).to_be_focused()
    components_page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    components_page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_focus_moves_on_when_rows_are_dismissed(components_page: Page) -> None:
    """Dismissing row after row moves to the next, finally to the heading."""
    open_page(components_page, "/components/choices")
    components_page.get_by_role("button", name="Dismiss Order 17").press("Enter")
    expect(components_page.get_by_role("button", name="Dismiss Order 18")).to_be_focused()
    expect(
        components_page.get_by_role("status").filter(has_text="Order 17 dismissed")
    ).to_be_visible()
    components_page.keyboard.press("Enter")
    expect(components_page.get_by_role("button", name="Dismiss Order 19")).to_be_focused()
    components_page.keyboard.press("Enter")
    expect(components_page.get_by_role("heading", level=1)).to_be_focused()
