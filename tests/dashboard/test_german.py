"""A browser set to German gets no English, neither from the page nor from the services."""

import re
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, expect
from support import Running, free_port, smartretail
from support.browser import settle
from support.english import english_texts
from support.processes import COMMAND
from support.threads import serve_in_thread

from gateway.settings import Settings as GatewaySettings
from smartretail.one_process import create_one_process
from smartretail.services import SERVICES, load_services

pytestmark = pytest.mark.long

SLOW = 60_000
"""Milliseconds a solver or a refresh may take on a busy computer."""
PAGES = (
    "/",
    "/orders",
    "/inventory",
    "/demand",
    "/demand/products",
    "/demand/reliability",
    "/customers",
    "/customers/VIP%20Customers",
    "/customers/New%20Customers",
    "/customers/At-Risk%20Customers",
    "/customers/Lost%20Customers",
    "/plan",
    "/campaigns",
    "/campaigns/results",
    "/data",
    "/settings",
)
NOWHERE = ("/nowhere", "/products/none-such", "/customers/Niemand", "/campaigns/none_such")


def open_unfolded(page: Page, path: str) -> None:
    """Open a page of the dashboard and all disclosures on it."""
    page.goto(f"/app{path}")
    settle(page)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    settle(page)


@pytest.mark.parametrize("path", [*PAGES, "product"])
def test_every_page_is_german(german: Page, sample_server: Running, path: str) -> None:
    """Everything on it, inside its disclosures too, sentences of the services included."""
    if path == "product":
        row = sample_server.client.get("/v1/plan", params={"limit": 1}).json()["items"][0]
        path = f"/products/{quote(row['stock_code'], safe='')}"
    open_unfolded(german, path)
    expect(german.get_by_role("alert")).to_have_count(0)
    assert english_texts(german) == []


def test_english_is_detected(page: Page) -> None:
    """The same check of an English page finds its sentences and those of the services."""
    page.goto("/app/customers/VIP%20Customers")
    settle(page)
    found = english_texts(page)
    assert "Joined from" in found
    assert any("most orders and the highest spending" in text for text in found)


@pytest.mark.parametrize("path", NOWHERE)
def test_not_found_is_german(german: Page, path: str) -> None:
    """An unknown address says so, and a service's rejection is in German too."""
    open_unfolded(german, path)
    assert english_texts(german) == []


def test_invalid_requests_are_rejected_in_german(german: Page) -> None:
    """An unknown customer, and figures that contradict each other or make no sense."""
    open_unfolded(german, "/customers")
    german.get_by_label("Kundennummer").fill("nobody-1")
    german.get_by_role("button", name="Nachschlagen").click()
    expect(german.get_by_text("Kein Kunde hat die Nummer „nobody-1“.")).to_be_visible()
    for figures, answer in IMPOSSIBLE:
        for label, value in figures.items():
            german.get_by_label(label, exact=True).fill(value)
        german.get_by_role("button", name="Einordnen").click()
        expect(german.get_by_text(answer)).to_be_visible()
    assert english_texts(german) == []


IMPOSSIBLE = (
    (
        {"Tage seit der letzten Bestellung": "10", "Tage seit der ersten Bestellung": "2"},
        "Die erste Bestellung kann nicht nach der letzten liegen",
    ),
    (
        {"Tage seit der ersten Bestellung": "200", "Bestellungen": "0"},
        "Bestellungen: mindestens 1.",
    ),
    ({"Bestellungen": "1.5"}, "Bestellungen: eine ganze Zahl."),
    ({"Bestellungen": "3", "Gesamtausgaben": "2000000000000"}, "höchstens 1.000.000.000.000."),
)


@pytest.fixture
def german_data(browser: Browser, own_state: Path, tmp_path: Path) -> Generator[Page]:
    """The page Data in German, of a server whose state the test may change."""
    port = free_port()
    command = [COMMAND, "run", "--state", own_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        page = german_page(browser, running.url)
        open_unfolded(page, "/data")
        yield page
        page.context.close()


def german_page(browser: Browser, url: str) -> Page:
    """A page in a browser set to German."""
    context = browser.new_context(base_url=url, locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


HEAD = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
LINE = "1,22423,Cakestand,3,{day},9.95,12347,Germany\n"
UNREADABLE: tuple[tuple[str, str, str], ...] = (
    ("strange.csv", "Receipt,What,How many\n1,22423,3\n", "andere Spalten als die Verkaufsdateien"),
    (
        "short.csv",
        HEAD.replace("Price,", "") + "1,2,C,3,2011-09-09,4,DE\n",
        "hat keine Spalte Price",
    ),
    ("twice.csv", HEAD.replace("Country", "Price"), "hat die Spalte Price zweimal"),
    ("lines.csv", HEAD, "enthält Spaltennamen, aber keine Zeilen"),
    ("future.csv", HEAD + LINE.format(day="2199-01-01"), "1 der 1 Zeilen liegen nach heute"),
    ("days.csv", HEAD + LINE.format(day="03/04/2011"), "könnten Tag und Monat vertauscht sein"),
    ("date.csv", HEAD + LINE.format(day="yesterday"), "„yesterday“ ist kein lesbares Datum"),
    ("blank.csv", HEAD + LINE.format(day=""), "Keine Zeile hat ein Datum"),
    (
        "number.csv",
        HEAD + LINE.format(day="2011-09-09").replace("9.95", "ten"),
        "Zeile 2: „ten“ (Stückpreis) ist keine Zahl",
    ),
    (
        "gifts.csv",
        HEAD + LINE.format(day="2011-09-09").replace(",3,", ",0,"),
        "Keine der 1 Zeilen ist ein brauchbarer Verkauf",
    ),
)
STOCK = "StockCode,Current_Stock,Unit_Cost\n22423,ten,1\n22424,some,1\n22424,few,1\n"


def test_files_are_checked_in_german(german_data: Page, tmp_path: Path) -> None:
    """Each unusable file has its reason in German, with its lines and numbers."""
    for name, content, answer in UNREADABLE:
        upload(german_data, tmp_path / name, content)
        expect(german_data.get_by_text(answer)).to_be_visible(timeout=SLOW)
    german_data.get_by_label("Inhalt").select_option("stock")
    upload(german_data, tmp_path / "stock.csv", STOCK)
    expect(german_data.get_by_text("stock.csv hat 3 Zeilen")).to_be_visible(timeout=SLOW)
    for problem in ("„ten“ ist keine ganze Zahl von 0 bis 1.000.000.000", "kommt zweimal vor"):
        expect(german_data.get_by_text(problem)).to_be_visible()
    upload(german_data, tmp_path / "other.csv", "A,B\n1,2\n")
    expect(german_data.get_by_text("other.csv hat keine der Spalten")).to_be_visible(timeout=SLOW)
    for name, content in (("empty.csv", b""), ("sheet.csv", b"PK\x03\x04"), ("doc.csv", b"%PDF-1")):
        upload(german_data, tmp_path / name, content)
        expect(german_data.get_by_role("alert").get_by_text(name)).to_be_visible()
        assert english_texts(german_data) == []


def upload(page: Page, file: Path, content: str | bytes) -> None:
    """Upload a file with this content."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.get_by_label("Datei", exact=True).set_input_files(file)


def test_refresh_fails_in_german(german_data: Page, small_files: Path) -> None:
    """A day before all sales fails with a sentence that says what to choose."""
    german_data.get_by_label("Datei", exact=True).set_input_files(small_files / "ledger.csv")
    expect(german_data.get_by_text("Lesbar")).to_be_visible(timeout=SLOW)
    refresh = german_data.get_by_role("region", name="Aktualisierung")
    refresh.get_by_label("Verkäufe").select_option(label="ledger.csv")
    refresh.get_by_label("Stichtag").fill("31.1.1950")
    german_data.get_by_role("button", name="Jetzt aktualisieren").click()
    failed = (
        "Wählen Sie einen späteren Stichtag: ledger.csv hat keine Zeilen vor dem 31. Jan. 1950."
    )
    expect(refresh.get_by_text(failed)).to_be_visible(timeout=SLOW)
    assert english_texts(german_data) == []


def failing_app() -> FastAPI:
    """An app that can't start, for an unexpected reason."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        raise RuntimeError("out of cheese")
        yield

    return FastAPI(lifespan=lifespan)


def test_outage_is_reported_in_german(
    browser: Browser, small_state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing sections, failed pages and the health table have their reasons in German."""
    monkeypatch.chdir(tmp_path)
    services = load_services(state_url=str(small_state))
    services |= {member.name: partial(failing_app) for member in SERVICES}
    with serve_in_thread(create_one_process(GatewaySettings(), services)) as url:
        page = german_page(browser, url)
        for path in PAGES:
            if path == "/settings":  # needs no service
                continue
            open_unfolded(page, path)
            expect(page.get_by_text("konnte nicht starten").first).to_be_visible(timeout=SLOW)
            assert english_texts(page) == []
        page.context.close()


def test_stale_section_is_reported_in_german(german: Page) -> None:
    """A stale section has its age and cause in German."""

    def make_plan_stale(route: Route) -> None:
        answer: dict[str, Any] = route.fetch().json()
        answer["sections"]["plan"] |= {
            "status": "stale",
            "reason": "strategy-svc still answers from snapshot A; the newest is B.",
            "statement": {"code": "section_outdated", "values": {"service": "strategy-svc"}},
        }
        route.fulfill(json=answer)

    german.route("**/v1/dashboard", make_plan_stale)
    open_unfolded(german, "/")
    expect(german.get_by_text("strategy-svc verwendet noch einen früheren Stand")).to_be_visible()
    assert english_texts(german) == []


def test_campaign_errors_are_german(german: Page, sample_server: Running) -> None:
    """A false claim, a forbidden step and somebody else's change are reported in German."""
    row = sample_server.client.get("/v1/plan", params={"limit": 7}).json()["items"][6]
    sample_server.client.post("/generate-campaign", json={"StockCode": row["stock_code"]})
    name = quote(f"{row['stock_code']}_{row['target_cluster']}", safe="")
    open_unfolded(german, f"/campaigns/{name}")
    assert english_texts(german) == []
    german.get_by_role("button", name="Text bearbeiten").click()
    subject = german.get_by_label("Betreff")
    honest = subject.input_value()
    subject.fill(
        "90% off, today only! Free for $5 at www.example.com, guaranteed while stocks last"
    )
    expect(german.get_by_text("Streichen Sie die Frist: Der Plan nennt keine.")).to_be_visible(
        timeout=SLOW
    )
    german.get_by_role("button", name="Als neue Version speichern").click()
    expect(german.get_by_role("alert")).to_be_visible()
    assert english_texts(german) == []
    subject.fill(f"News: {honest}")
    path = f"/v1/campaigns/{name}"
    read = sample_server.client.get(path)
    body = {"email_body": f"{read.json()['email_body']}\n"}
    sample_server.client.patch(path, headers={"If-Match": read.headers["ETag"]}, json=body)
    german.get_by_role("button", name="Als neue Version speichern").click()
    expect(german.get_by_role("alert")).to_be_visible()
    assert english_texts(german) == []
    open_unfolded(german, f"/campaigns/{name}")
    read = sample_server.client.get(path)
    sample_server.client.post(f"{path}:submit", headers={"If-Match": read.headers["ETag"]}, json={})
    german.get_by_role("button", name="Zur Freigabe senden").click()
    expect(german.get_by_text("Jemand hat die Kampagne geändert")).to_be_visible()
    expect(german.get_by_role("button", name=re.compile("freigeben"))).to_be_visible()
    assert english_texts(german) == []


def test_role_and_key_errors_are_german(
    browser: Browser, small_state: Path, tmp_path: Path
) -> None:
    """A wrong key, too low a role and approving one's own work are rejected in German."""
    keys: dict[str, str] = {}
    for name, role in (("Grace Hopper", "viewer"), ("Ada Lovelace", "approver")):
        created = smartretail("keys", "create", "--name", name, "--role", role, cwd=tmp_path)
        keys[role] = next(word for word in created.out.split() if word.startswith("sr_"))
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as running:
        page = german_page(browser, running.url)
        sign_in(page, "sr_0123456789ab_wrong")
        expect(page.get_by_role("alert")).to_contain_text("Schlüssel")
        assert english_texts(page) == []
        sign_in(page, keys["viewer"])
        expect(page.get_by_role("heading", level=1)).to_have_text("Heute")
        open_unfolded(page, "/data")
        page.get_by_label("Verkäufe", exact=True).select_option("sample")
        page.get_by_role("button", name="Jetzt aktualisieren").click()
        expect(
            page.get_by_role("alert").get_by_text("Fragen Sie jemanden mit der Rolle").first
        ).to_be_visible()
        assert english_texts(page) == []
        page.context.close()


def sign_in(page: Page, key: str) -> None:
    """Try a key in the form."""
    page.goto("/app/")
    page.get_by_label("Schlüssel", exact=True).fill(key)
    page.get_by_role("button", name="Anmelden").click()
