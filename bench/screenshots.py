"""Every page of the dashboard as pictures: light and dark, phone, laptop and wide screen.

make screenshots                 # of STATE_URL (the sample), into var/screenshots
.venv/bin/python bench/screenshots.py --url http://127.0.0.1:8000 --only today plan
"""

import sys

# A module of this folder has the name of one of the standard library.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
from pathlib import Path
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser

from smartretail.testing.browser import chromium, served, settle

WIDTHS = {390: 844, 1280: 860, 1920: 1080}
THEMES = ("light", "dark")


def pages(url: str) -> dict[str, str]:
    """Paths of all pages by name; the product is the plan's first."""
    rows = httpx.get(f"{url}/v1/plan", params={"limit": 1}, timeout=30).json()["items"]
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
        "campaigns": "/campaigns",
        "campaign": f"/campaigns/{quote(name, safe='')}",
        "data": "/data",
    }


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
                page.goto(f"{url}/app{path}")
                settle(page)
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
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with served(given.url) as url, chromium() as browser:
        shoot(browser, url, given.out, set(given.only), given.widths)


if __name__ == "__main__":
    main()
