"""Today while a service is down: its section says so, and the others work."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect
from support.browser import settle
from support.threads import serve_in_thread

from fleet.errors import InvalidInput
from gateway.settings import Settings as GatewaySettings
from smartretail.one_process import create_one_process
from smartretail.services import SERVICES, load_services

pytestmark = pytest.mark.long


def failing_app() -> FastAPI:
    """An app that can't start."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        raise InvalidInput("The disk is made of cheese.")
        yield

    return FastAPI(lifespan=lifespan)


@pytest.mark.parametrize("down", [member.name for member in SERVICES])
def test_today_without_one_service(
    down: str,
    browser: Browser,
    small_state: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is blank or keeps loading: what is missing is named with its reason."""
    monkeypatch.chdir(tmp_path)
    services = load_services(state_url=str(small_state))
    services[down] = partial(failing_app)
    with serve_in_thread(create_one_process(GatewaySettings(), services)) as url:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(f"{url}/app/")
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")
        if down == "refresh-svc":
            # Today doesn't use this service; the page that does says why it has no data.
            expect(page.get_by_text("· complete")).to_be_visible()
            page.goto(f"{url}/app/data")
            settle(page)
        else:
            expect(page.get_by_text("complete")).to_have_count(0)
        expect(page.get_by_text("The disk is made of cheese.").first).to_be_visible()
        context.close()
