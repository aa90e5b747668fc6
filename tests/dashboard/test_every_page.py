"""Every page on a German phone, in a shop with the longest names: layout, states and focus."""

import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect
from support import Running, free_port, smartretail
from support.browser import open_page, settle
from support.dashboard_pages import PAGES, QUESTIONS, address, emptied
from support.ledgers import write_ledger
from support.long_names import LETTERS, long_named_ledger
from support.page_checks import PageMeasurements, has_focus, measure_page
from support.processes import COMMAND

pytestmark = pytest.mark.long

PHONE: ViewportSize = {"width": 390, "height": 844}
PICTURES = Path(__file__).parents[2] / "var/screenshots/states"
SLOW = 60_000
"""Milliseconds a page may take on a busy computer."""

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
WITH_DATA = {name: page for name, page in PAGES.items() if page.without_data is None}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """The one process, serving that shop."""
    folder, port = tmp_path_factory.mktemp("long-names"), free_port()
    ledger = write_ledger(long_named_ledger(), folder / "ledger.csv")
    ended = smartretail("refresh", "--ledger", ledger, "--state", folder / "state", cwd=folder)
    assert ended.code == 0, ended.err
    command = [COMMAND, "run", "--state", folder / "state", "--port", str(port)]
    with Running(command, cwd=folder, port=port) as running:
        yield running


def german_phone(browser: Browser, shop: Running, theme: Theme) -> BrowserContext:
    """A phone set to German."""
    context = browser.new_context(
        base_url=shop.url,
        viewport=PHONE,
        locale="de-DE",
        color_scheme=theme,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(SLOW)
    return context


@pytest.fixture(scope="module")
def visit(browser: Browser, shop: Running) -> Generator[Callable[[str, Theme], PageMeasurements]]:
    """Checks a page in a theme; each is only visited once."""
    contexts = {theme: german_phone(browser, shop, theme) for theme in THEMES}
    pages = {theme: context.new_page() for theme, context in contexts.items()}
    measured: dict[tuple[str, Theme], PageMeasurements] = {}

    def look(name: str, theme: Theme) -> PageMeasurements:
        if (name, theme) not in measured:
            open_page(pages[theme], address(PAGES[name], shop))
            measured[name, theme] = measure_page(pages[theme])
        return measured[name, theme]

    yield look
    for context in contexts.values():
        context.close()


@pytest.fixture
def handset(browser: Browser, shop: Running) -> Generator[Page]:
    """A phone for one test; an error in the page's scripts fails the test."""
    with german_phone(browser, shop, "light") as context:
        page, defects = context.new_page(), list[str]()
        page.on("pageerror", lambda error: defects.append(str(error)))
        yield page
    assert defects == []


def test_longest_name_is_on_the_page(handset: Page, shop: Running) -> None:
    """A product's name has 55 letters and can't be wrapped."""
    open_page(handset, address(PAGES["product"], shop))
    assert len(handset.get_by_role("heading", level=1).inner_text()) == LETTERS


@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scrolling(visit: Callable[[str, Theme], PageMeasurements], name: str) -> None:
    """Nothing makes the page wider than a phone."""
    assert visit(name, "light").wider == []


@pytest.mark.parametrize("name", PAGES)
def test_touch_targets_are_large_enough(
    visit: Callable[[str, Theme], PageMeasurements], name: str
) -> None:
    """Links, buttons, fields and disclosures are at least 44 px high, or their row or label is."""
    assert visit(name, "light").small == []


@pytest.mark.parametrize("name", PAGES)
def test_one_button_is_filled(visit: Callable[[str, Theme], PageMeasurements], name: str) -> None:
    """The main action is filled; pages without one have a reason in the table of pages."""
    measured = visit(name, "light")
    assert len(measured.filled_when_wide) == (0 if PAGES[name].unfilled else 1), (
        measured.filled_when_wide
    )
    # On a phone a row's button may cover the entire row.
    assert len(measured.filled) <= len(measured.filled_when_wide), measured.filled


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_no_axe_violations(
    visit: Callable[[str, Theme], PageMeasurements], name: str, theme: Theme
) -> None:
    """No page violates a rule of axe-core on a phone, in either theme."""
    assert visit(name, theme).broken_rules == []


def test_todays_jobs_fit_a_phone(handset: Page) -> None:
    """The first job starts at most 150 px from the top, and none is higher than 104."""
    open_page(handset, "/")
    jobs = [box for job in handset.locator("[data-row]").all() if (box := job.bounding_box())]
    assert jobs[0]["y"] <= 150
    assert max(job["height"] for job in jobs) <= 104


def save_picture(page: Page, name: str, state: str) -> None:
    """Save a picture of a page in a rare state."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{state}.png", full_page=True)


def override_responses(page: Page, answer: Callable[[Route], object]) -> None:
    """Replace the responses to the page's own requests."""
    page.route(QUESTIONS, answer)


@pytest.mark.parametrize("name", WITH_DATA)
def test_loading_page_shows_placeholders(handset: Page, shop: Running, name: str) -> None:
    """Until a response arrives there is the heading, and grey shapes in place of the data."""
    path = address(PAGES[name], shop)
    override_responses(handset, lambda _: None)
    handset.goto(f"/app{path}")
    expect(handset.get_by_role("heading", level=1)).to_be_visible()
    expect(handset.locator("main [aria-busy=true]").first).to_be_visible()
    save_picture(handset, name, "loading")


@pytest.mark.parametrize(
    "name", [name for name, page in WITH_DATA.items() if page.never_empty is None]
)
def test_empty_page_says_what_to_do(handset: Page, shop: Running, name: str) -> None:
    """In a shop without any activity the page says so."""
    path = address(PAGES[name], shop)

    def empty(route: Route) -> None:
        if route.request.url.endswith("/events"):
            route.abort()
            return
        found = route.fetch()
        route.fulfill(response=found, json=emptied(found.json()))

    override_responses(handset, empty)
    open_page(handset, path)
    expect(handset.locator("[data-state=empty]").first).to_be_visible()
    save_picture(handset, name, "empty")


PROBLEMS = {
    "failed": (503, "documents_unavailable", "The database is away."),
    "forbidden": (403, "forbidden", "This takes the role approver."),
}


@pytest.mark.parametrize("state", PROBLEMS)
@pytest.mark.parametrize("name", WITH_DATA)
def test_failed_or_forbidden_page_says_why(
    handset: Page, shop: Running, name: str, state: str
) -> None:
    """Failed says why and what to do next; forbidden says that the role doesn't allow it."""
    path = address(PAGES[name], shop)
    status, code, detail = PROBLEMS[state]
    problem = {"title": detail, "status": status, "code": code, "detail": detail, "trace_id": ""}
    override_responses(handset, lambda route: route.fulfill(status=status, json=problem))
    open_page(handset, path)
    notice = handset.locator(f"[data-state={state}]")
    expect(notice.first).to_be_visible()
    expect(notice).to_have_count(1)  # one cause, one notice
    if state == "failed":
        expect(notice.get_by_role("button")).to_be_visible()
    save_picture(handset, name, state)


REFRESH = re.compile("/v1/refreshes$")


@pytest.mark.parametrize("name", PAGES)
def test_focus_is_never_lost(handset: Page, shop: Running, name: str) -> None:
    """Whatever button of the page is pressed, something has the focus afterwards."""
    path = address(PAGES[name], shop)
    # Recomputing all figures would change the shop for the other tests.
    handset.route(
        REFRESH,
        lambda route: (
            route.fulfill(status=503, json={"detail": "Not now.", "code": "busy"})
            if route.request.method == "POST"
            else route.fallback()
        ),
    )
    open_page(handset, path)
    without_focus = [word for word in buttons(handset) if not keeps_focus(handset, path, word)]
    assert without_focus == []


def buttons(page: Page) -> list[str]:
    """The distinct buttons of a page, by their text."""
    words = page.locator("main button:visible:enabled").evaluate_all(
        "all => all.map(one => (one.getAttribute('aria-label') || one.textContent).trim())"
    )
    return list({re.split(r"[:\d]", word)[0]: word for word in reversed(words)}.values())


def keeps_focus(page: Page, path: str, word: str) -> bool:
    """Press that button by keyboard on the freshly opened page."""
    open_page(page, path)
    button = page.get_by_role("main").get_by_role("button", name=word, exact=True).first
    if button.count() == 0:  # the button disappears once pressed
        return True
    button.press("Enter")
    settle(page)
    after = has_focus(page)
    page.keyboard.press("Escape")
    return after and has_focus(page)
