"""Every page of the dashboard as pictures: light and dark, phone, laptop and wide screen.

make screenshots                 # of STATE_URL (the sample), into var/screenshots
.venv/bin/python bench/screenshots.py --pictures docs/pictures   # the three of the README
.venv/bin/python bench/screenshots.py --url http://127.0.0.1:8000 --only today plan
"""

import sys

# A module of this folder has the name of one of the standard library.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser, Page, expect

from smartretail.testing.browser import chromium, served, settle

WIDTHS = {390: 844, 1280: 860, 1920: 1080}
THEMES = ("light", "dark")
PICTURES = {"today": "light", "what-if": "light", "campaign-edited": "dark"}
"""What the README shows, and in which theme."""
PATIENCE_MS = 60_000
HELD_OUT = 150


def pages(url: str) -> dict[str, str]:
    """Paths of all pages by name; the product is the plan's first."""
    rows = httpx.get(f"{url}/v1/plan", params={"limit": 2}, timeout=30).json()["items"]
    demand = httpx.get(f"{url}/v1/demand/summary", timeout=30).json()["top_products"]
    product = demand[0]["stock_code"]
    campaign = httpx.post(
        f"{url}/generate-campaign", json={"StockCode": rows[0]["stock_code"]}, timeout=60
    ).json()
    name = f"{campaign['StockCode']}_{campaign['TargetCluster']}"
    return {
        "today": "/",
        "inventory": "/inventory?sort=-money_bound",
        "inventory-none": "/inventory?q=nothing-has-this-name",
        "product": f"/products/{quote(product, safe='')}",
        "demand": "/demand",
        "customers": "/customers?customer=1",
        "segment": f"/customers/{quote('VIP Customers')}",
        "plan": f"/plan?product={quote(rows[0]['stock_code'], safe='')}",
        "plan-customers": f"/plan?product={quote(rows[0]['stock_code'], safe='')}",
        "what-if": "/plan",
        "campaigns": "/campaigns",
        "campaign": f"/campaigns/{quote(name, safe='')}",
        "campaign-edited": f"/campaigns/{quote(name, safe='')}",
        "campaign-measured": f"/campaigns/{sent_campaign(url, rows[1]['stock_code'])}",
        "data": "/data",
    }


def sent_campaign(url: str, stock_code: str) -> str:
    """The address of a campaign that went out, with a holdout, six weeks before the sales end."""
    with httpx.Client(base_url=f"{url}/v1/campaigns", timeout=60) as client:
        record = httpx.get(f"{url}/v1/plan/{quote(stock_code, safe='')}", timeout=30).json()
        place = quote(f"{stock_code}_{record['target_cluster']}", safe="")
        if client.get(f"/{place}").json().get("status") == "sent":
            return place
        httpx.post(f"{url}/generate-campaign", json={"StockCode": stock_code}, timeout=60)
        _step(client, f"/{place}", "submit", {})
        asked = {"holdout": {"size": HELD_OUT, "effect": 0.02}}
        _step(client, f"/{place}", "approve", asked)
        digest = client.get(f"/{place}/audience.csv").headers["X-Content-SHA256"]
        live = httpx.get(f"{url}/v1/snapshots", timeout=30).json()["snapshots"][0]
        day = date.fromisoformat(live["last_day"]) - timedelta(weeks=6)
        sent = {"at": f"{day}T09:00:00Z", "file_sha256": digest}
        _step(client, f"/{place}", "sent", sent)
    return place


def _step(client: httpx.Client, path: str, step: str, body: dict[str, Any]) -> None:
    seen = client.get(path).headers["ETag"]
    client.post(f"{path}:{step}", json=body, headers={"If-Match": seen}).raise_for_status()


def try_limits(page: Page) -> None:
    """Move the margin floor of the what-if, and wait for its answer."""
    page.get_by_text("What if").first.click()
    page.get_by_role("slider", name="Margin that must stay").fill("20")
    expect(page.get_by_text("Only tried")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("heading", name="What if").scroll_into_view_if_needed()


def write_a_lie(page: Page) -> None:
    """Edit the subject into what the plan does not hold, and wait until that is marked."""
    page.get_by_role("button", name="Edit the words").click()
    page.get_by_label("Email subject").fill("90% off, today only!")
    expect(page.get_by_text("The words claim what is not so: mend")).to_be_visible(
        timeout=PATIENCE_MS
    )


def show_customers(page: Page) -> None:
    """Open the list of customers a row of the plan is for."""
    page.get_by_text("Who they are").click()
    expect(page.get_by_role("button", name="Export this list")).to_be_visible(timeout=PATIENCE_MS)


DONE_FIRST: dict[str, Callable[[Page], None]] = {
    "what-if": try_limits,
    "campaign-edited": write_a_lie,
    "plan-customers": show_customers,
}


def show(page: Page, url: str, name: str, path: str) -> None:
    """Open a page, and do on it what its picture is to show."""
    page.goto(f"{url}/app{path}")
    settle(page)
    if done_first := DONE_FIRST.get(name):
        done_first(page)


def shoot_pictures(browser: Browser, url: str, out: Path) -> None:
    """Write the README's pictures: as much of a page as a laptop shows."""
    for name, theme in PICTURES.items():
        context = browser.new_context(
            viewport={"width": 1280, "height": 720},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page = context.new_page()
        show(page, url, name, pages(url)[name])
        page.screenshot(path=out / f"{name}.png")
        context.close()


def shoot(browser: Browser, url: str, out: Path, only: set[str], widths: list[int]) -> None:
    """Write `<page>-<theme>-<width>.png` of every page."""
    for theme in THEMES:
        for width in widths:
            context = browser.new_context(
                viewport={"width": width, "height": WIDTHS[width]},
                color_scheme=theme,
                reduced_motion="reduce",
                locale="en-GB",
            )
            page = context.new_page()
            for name, path in pages(url).items():
                if only and name not in only:
                    continue
                show(page, url, name, path)
                page.evaluate("scrollTo(0, 0)")
                page.screenshot(path=out / f"{name}-{theme}-{width}.png", full_page=True)
                print(name, theme, width)
            context.close()


def main() -> None:
    """Read the arguments and shoot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="of a server that runs; without it, one is started")
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--widths", nargs="*", type=int, default=list(WIDTHS))
    parser.add_argument("--pictures", type=Path, help="write only the README's three, there")
    given = parser.parse_args()
    (given.pictures or given.out).mkdir(parents=True, exist_ok=True)
    with served(given.url) as url, chromium() as browser:
        if given.pictures:
            shoot_pictures(browser, url, given.pictures)
            return
        shoot(browser, url, given.out, set(given.only), given.widths)


if __name__ == "__main__":
    main()
