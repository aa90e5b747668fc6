"""Violations that axe-core finds on a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "dashboard/node_modules/axe-core/axe.min.js"


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Rules of axe-core that the page violates, with the elements."""
    # Evaluated by the debugger: the page's own policy blocks external scripts.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]]
