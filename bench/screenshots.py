"""Every page of the dashboard as pictures: light and dark, phone, laptop and wide screen.

make screenshots                 # of STATE_URL (the sample), into var/screenshots
.venv/bin/python bench/screenshots.py --pictures docs/pictures   # the three of the README
.venv/bin/python bench/screenshots.py --url http://127.0.0.1:8000 --only today plan
"""

import sys

# A module in this folder has the same name as one of the standard library.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from support.browser import chromium, serve_state, settle
from support.gallery import ADDRESS, PARTS, gallery, serve_gallery
from support.pictures import in_few_colours

WIDTHS = {390: 844, 1280: 860, 1920: 1080}
THEMES = ("light", "dark")
PICTURES = {"today": "light", "what-if": "light", "campaign-edited": "dark"}
"""The README's pictures and their themes."""
COMPONENTS = {f"components-{part}": f"/components/{part}" for part in PARTS}
"""Pages in a separate build."""
PATIENCE_MS = 60_000
HELD_OUT = 150
LEDGER = """Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,85048,15CM CHRISTMAS GLASS BALL 20 LIGHTS,12,2009-12-01 07:45:00,6.95,13085,United Kingdom
489434,79323P,PINK CHERRY LIGHTS,12,2009-12-01 07:45:00,6.75,13085,United Kingdom
489435,22350,CAT BOWL,12,2009-12-01 07:46:00,2.55,13085,United Kingdom
489436,21755,LOVE BUILDING BLOCK WORD,18,2009-12-01 09:06:00,5.45,13078,United Kingdom
489437,22143,CHRISTMAS CRAFT HEART DECORATIONS,6,2009-12-01 09:08:00,2.10,15362,United Kingdom
489438,POST,POSTAGE,1,2009-12-01 09:12:00,18.00,15362,France
C489449,22087,PAPER BUNTING WHITE LACE,-12,2009-12-01 10:33:00,2.95,16321,Australia
489450,22423,REGENCY CAKESTAND 3 TIER,0,2009-12-01 10:41:00,12.75,16321,Australia
489451,21232,STRAWBERRY CERAMIC TRINKET BOX,24,2009-12-02 10:52:00,1.25,17519,United Kingdom
"""


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
        "orders": "/orders",
        "inventory": "/inventory?sort=-money_bound",
        "inventory-none": "/inventory?q=nothing-has-this-name",
        "product": f"/products/{quote(product, safe='')}",
        "demand": "/demand",
        "demand-products": "/demand/products",
        "demand-reliability": "/demand/reliability",
        "customers": "/customers?customer=1",
        "segment": f"/customers/{quote('VIP Customers')}",
        "plan": f"/plan?product={quote(rows[0]['stock_code'], safe='')}",
        "plan-customers": f"/plan?product={quote(rows[0]['stock_code'], safe='')}",
        "what-if": "/plan",
        "campaigns": "/campaigns",
        "campaign": f"/campaigns/{quote(name, safe='')}",
        "campaign-edited": f"/campaigns/{quote(name, safe='')}",
        "campaign-measured": f"/campaigns/{sent_campaign(url, rows[1]['stock_code'])}",
        "campaigns-results": "/campaigns/results",
        "data": "/data",
        "settings": "/settings",
        "settings-keyboard": "/settings/keyboard",
        "not-found": "/no-such-page",
        "data-upload": "/data",
        "today-print": "/",
        "today-partial": "/",
        "today-failed": "/",
        "plan-forbidden": "/plan",
        "campaigns-empty": "/campaigns",
        "sign-in": "/",
    }


def sent_campaign(url: str, stock_code: str) -> str:
    """The path of a campaign with a holdout, sent six weeks before the last sale."""
    with httpx.Client(base_url=f"{url}/v1/campaigns", timeout=60) as client:
        record = httpx.get(f"{url}/v1/plan/{quote(stock_code, safe='')}", timeout=30).json()
        place = quote(f"{stock_code}_{record['target_cluster']}", safe="")
        if client.get(f"/{place}").json().get("status") == "sent":
            return place
        httpx.post(f"{url}/generate-campaign", json={"StockCode": stock_code}, timeout=60)
        _step(client, f"/{place}", "submit", {})
        approval = {"holdout": {"size": HELD_OUT, "effect": 0.02}}
        _step(client, f"/{place}", "approve", approval)
        digest = client.get(f"/{place}/audience.csv").headers["X-Content-SHA256"]
        live = httpx.get(f"{url}/v1/snapshots", timeout=30).json()["snapshots"][0]
        day = date.fromisoformat(live["last_day"]) - timedelta(weeks=6)
        sent = {"at": f"{day}T09:00:00Z", "file_sha256": digest}
        _step(client, f"/{place}", "sent", sent)
    return place


def _step(client: httpx.Client, path: str, step: str, body: dict[str, Any]) -> None:
    etag = client.get(path).headers["ETag"]
    client.post(f"{path}:{step}", json=body, headers={"If-Match": etag}).raise_for_status()


def try_limits(page: Page) -> None:
    """Change the margin floor of the simulation, and wait for the result."""
    page.get_by_text("What if").first.click()
    page.get_by_role("slider", name="Margin floor").fill("20")
    expect(page.get_by_text("Just a preview")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("heading", name="What if").scroll_into_view_if_needed()


def write_false_claim(page: Page) -> None:
    """Edit a false claim into the subject, and wait until it is marked."""
    page.get_by_role("button", name="Edit text").click()
    page.get_by_label("Email subject").fill("90% off, today only!")
    expect(page.get_by_text("Some claims aren't backed by the plan. Fix")).to_be_visible(
        timeout=PATIENCE_MS
    )


def show_customers(page: Page) -> None:
    """Open the list of customers that a row of the plan targets."""
    page.get_by_text("Likely buyers").click()
    expect(page.get_by_role("button", name="Export this list")).to_be_visible(timeout=PATIENCE_MS)


def upload_ledger(page: Page) -> None:
    """Upload a ledger with some unusual lines, and open its report."""
    ledger = FilePayload(name="october.csv", mimeType="text/csv", buffer=LEDGER.encode())
    earlier = page.get_by_role("button", name="Remove october.csv")
    if earlier.count():
        earlier.click()
        page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        expect(earlier).to_have_count(0, timeout=PATIENCE_MS)
    page.get_by_label("File", exact=True).set_input_files(ledger)
    expect(page.get_by_text("Readable")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_text("Lines that will be excluded").click()
    page.get_by_text("Columns and first lines").click()


def print_page(page: Page) -> None:
    """Lay out the page for printing."""
    page.emulate_media(media="print")


def generate_without_permission(page: Page) -> None:
    """Request something that the role doesn't allow."""
    page.get_by_role("button", name="Write the copy").click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)


ACTIONS: dict[str, Callable[[Page], None]] = {
    "what-if": try_limits,
    "campaign-edited": write_false_claim,
    "plan-customers": show_customers,
    "data-upload": upload_ledger,
    "today-print": print_page,
    "plan-forbidden": generate_without_permission,
}


def without_a_section(answer: dict[str, Any]) -> dict[str, Any]:
    """Today if one service is down and another responded long ago."""
    sections = answer["sections"]
    sections["plan"] |= {
        "status": "unavailable",
        "data": None,
        "reason": "strategy-svc did not answer within 2 seconds.",
    }
    sections["stock_at_risk"] |= {
        "status": "stale",
        "age_seconds": 9000,
        "reason": "inventory-svc did not answer; this is what it said last.",
    }
    return answer


def as_a_viewer(session: dict[str, Any]) -> dict[str, Any]:
    """A user with read permission only."""
    may = {name: one | {"allowed": False} for name, one in session["may"].items()}
    return session | {"how": "session", "name": "till 3", "role": "viewer", "may": may}


CHANGED_ANSWERS: dict[str, dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "today-partial": {"**/v1/dashboard": without_a_section},
    "plan-forbidden": {"**/v1/session": as_a_viewer},
    "campaigns-empty": {"**/v1/campaigns?*": lambda page: page | {"items": [], "total": 0}},
    "sign-in": {"**/v1/session": lambda found: found | {"how": "nobody", "name": None}},
}
"""Responses to change, so that a page shows a rare state."""

REJECTED: dict[str, dict[str, Any]] = {
    "today-failed": {
        "on": "**/v1/dashboard",
        "status": 503,
        "title": "Service unavailable",
        "code": "snapshot_unavailable",
        "detail": "There is no snapshot yet. `smartretail refresh` makes the first one.",
    },
    "plan-forbidden": {
        "on": "**/generate-campaign",
        "status": 403,
        "title": "Forbidden",
        "code": "forbidden",
        "detail": "Writing copy takes the role planner; this key has the role viewer.",
    },
}
"""Requests that get a problem document."""


def override_responses(page: Page, name: str) -> None:
    """Replace some of the server's responses to a page."""
    page.unroute_all()
    page.emulate_media(media="screen")
    for pattern, change in CHANGED_ANSWERS.get(name, {}).items():
        page.route(pattern, partial(_change_response, change))
    if problem := REJECTED.get(name):
        page.route(problem["on"], partial(_reject, problem))


def _change_response(change: Callable[[dict[str, Any]], dict[str, Any]], route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json=change(answer.json()))


def _reject(problem: dict[str, Any], route: Route) -> None:
    document = {key: value for key, value in problem.items() if key != "on"}
    route.fulfill(
        status=problem["status"],
        content_type="application/problem+json",
        json=document | {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"},
    )


def show(page: Page, url: str, name: str, path: str) -> None:
    """Open a page, and perform the actions that its picture needs."""
    override_responses(page, name)
    page.goto(f"{url}/app{path}")
    settle(page)
    if action := ACTIONS.get(name):
        action(page)


def shoot_pictures(browser: Browser, url: str, out: Path) -> None:
    """Write the README's pictures: the part of a page visible on a laptop."""
    for name, theme in PICTURES.items():
        context = browser.new_context(
            viewport={"width": 1280, "height": 720},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page = context.new_page()
        show(page, url, name, pages(url)[name])
        (out / f"{name}.png").write_bytes(in_few_colours(browser, page.screenshot()))
        context.close()


def shoot_all(browser: Browser, url: str, out: Path, only: set[str], widths: list[int]) -> None:
    """Shoot every page, and the components from their separate build."""
    chosen = [name for name in COMPONENTS if not only or name in only]
    if not only or only - COMPONENTS.keys():
        found = {name: path for name, path in pages(url).items() if not only or name in only}
        shoot(browser, url, out, found, widths)
    if chosen:
        with gallery() as build:
            paths = {name: COMPONENTS[name] for name in chosen}
            shoot(browser, ADDRESS, out, paths, widths, build)


def shoot(
    browser: Browser,
    url: str,
    out: Path,
    paths: dict[str, str],
    widths: list[int],
    build: Path | None = None,
) -> None:
    """Write `<page>-<theme>-<width>.png` of every page, with files from `build` if given."""
    for theme in THEMES:
        for width in widths:
            context = browser.new_context(
                viewport={"width": width, "height": WIDTHS[width]},
                color_scheme=theme,
                reduced_motion="reduce",
                locale="en-GB",
            )
            page = context.new_page()
            if build is not None:
                serve_gallery(context, build)
            for name, path in paths.items():
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
    options = parser.parse_args()
    (options.pictures or options.out).mkdir(parents=True, exist_ok=True)
    with serve_state(options.url) as url, chromium() as browser:
        if options.pictures:
            shoot_pictures(browser, url, options.pictures)
            return
        shoot_all(browser, url, options.out, set(options.only), options.widths)


if __name__ == "__main__":
    main()
