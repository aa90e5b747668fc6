"""Measurements of a page of the dashboard: overflow, touch targets and filled buttons."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, ViewportSize

from support.axe import violations
from support.browser import settle

THUMB = 44
LAPTOP: ViewportSize = {"width": 1440, "height": 900}

_SMALL_TARGETS = """thumb => {
  const around = element => {
    const own = element.getBoundingClientRect();
    const label = element.matches("input") ? element.closest("label") : null;
    if (label) return label.getBoundingClientRect();
    const after = getComputedStyle(element, "::after");
    // A link that is spread over its row is as large as what it is placed in.
    if (after.content !== "none" && after.position === "absolute") {
      const row = element.closest("tr, li, [data-row]");
      return row ? row.getBoundingClientRect() : own;
    }
    return own;
  };
  const isInSentence = element => element.matches("a") &&
    getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim().length > element.textContent.trim().length;
  const found = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]");
  return [...found]
    .filter(element => element.checkVisibility({visibilityProperty: true}))
    .filter(element => !element.closest("dialog:not([open]), [popover]:not(:popover-open)"))
    .filter(element => !element.matches("a[href='#main']") && !isInSentence(element))
    .map(element => [element, around(element)])
    .filter(([element, box]) => box.width > 0 && (box.height < thumb - 0.5 ||
      (element.matches("button") && box.width < thumb - 0.5)))
    .map(([element, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ` +
      `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ||
        element.textContent || element.name || "").trim().slice(0, 60)}`);
}"""

_FILLED = """() => [...document.querySelectorAll("[data-variant=filled]")]
  .filter(element => element.checkVisibility({visibilityProperty: true}))
  .filter(element => !element.closest("dialog"))
  .map(element => element.textContent.trim())"""

_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *")]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .filter(element => !element.closest("[data-scrolls]"))
    .map(element => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ` +
      `${Math.round(element.getBoundingClientRect().right)}`).slice(0, 8)
    .concat(`${document.documentElement.scrollWidth} of ${width}`);
}"""


@dataclass(frozen=True)
class PageMeasurements:
    """Measurements of one page."""

    wider: list[str]
    """Elements that make the page scroll sideways."""
    small: list[str]
    """Targets below 44 px."""
    filled: list[str]
    """Texts of the filled buttons."""
    filled_when_wide: list[str]
    """The same on a laptop, where a row's button is next to it."""
    broken_rules: list[Any]


def measure_page(page: Page) -> PageMeasurements:
    """Measure the page at its phone width and then at a laptop's width."""
    narrow = page.viewport_size
    assert narrow is not None
    wider, small = page.evaluate(_WIDER), page.evaluate(_SMALL_TARGETS, THUMB)
    filled, broken_rules = page.evaluate(_FILLED), violations(page)
    page.set_viewport_size(LAPTOP)
    settle(page)
    filled_when_wide = page.evaluate(_FILLED)
    page.set_viewport_size(narrow)
    return PageMeasurements(wider, small, filled, filled_when_wide, broken_rules)


def has_focus(page: Page) -> bool:
    """Whether something on the page has the focus."""
    return page.evaluate("![null, document.body].includes(document.activeElement)")
