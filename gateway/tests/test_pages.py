"""Serving the built dashboard to browsers."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from support.fake_services import FakeFleet

from gateway.pages import built
from gateway.pages.html_preference import prefers_html

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small dashboard in place of the built one."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Today</title>")
    (tmp_path / "assets" / "index-4f2a.js").write_text("console.log(1)\n" * 200)
    (tmp_path / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr("gateway.main.read_pages", lambda: built.read_pages(tmp_path))
    return tmp_path


@pytest.fixture
async def browser(
    folder: Path,  # noqa: ARG001 - the gateway below is to serve it
    fleet: FakeFleet,
) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of a gateway that has the small dashboard."""
    async with fleet.gateway() as client:
        yield client


async def test_hashed_files_are_immutable_and_compressed(browser: httpx.AsyncClient) -> None:
    """Hashed files are immutable and gzipped; index.html is revalidated."""
    script = await browser.get("/app/assets/index-4f2a.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["content-type"].startswith("text/javascript")
    page = await browser.get("/app/")
    assert page.headers["cache-control"] == "no-cache"
    again = await browser.get("/app/", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["", "/", "/inventory?status=UNDERSTOCKED", "/products/A%2FB"])
async def test_deep_links_open_the_page(browser: httpx.AsyncClient, path: str) -> None:
    """A path within the dashboard returns index.html, with a content security policy."""
    answer = await browser.get("/app" + path)
    assert answer.status_code == 200
    assert answer.text == "<!doctype html><title>Today</title>"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_missing_asset_is_404(
    browser: httpx.AsyncClient,
) -> None:
    """A missing script is a 404 that says to reload, not a page."""
    answer = await browser.get("/app/assets/index-0000.js")
    assert answer.status_code == 404
    assert "Reload" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/app/../../main.py", "/app/%2e%2e/built.py", "/app/built.py"])
async def test_files_outside_the_folder_are_not_served(
    browser: httpx.AsyncClient, path: str
) -> None:
    """Only files read at the start are served; anything else is the page or a problem."""
    answer = await browser.get(path)
    assert "import" not in answer.text


async def test_only_browsers_are_redirected_to_the_dashboard(
    browser: httpx.AsyncClient,
) -> None:
    """`GET /` redirects clients that prefer HTML to /app/; others get the contract's JSON."""
    page = await browser.get("/", headers={"Accept": CHROME}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (302, "/app/")
    assert "Accept" in page.headers["vary"].split(", ")
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.9", ""):
        answer = await browser.get("/", headers={"Accept": accept}, follow_redirects=False)
        assert answer.json()["status"]


async def test_missing_build_affects_only_the_dashboard(
    fleet: FakeFleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a built dashboard, /app/ says how to build it and / stays JSON."""
    monkeypatch.setattr("gateway.main.read_pages", lambda: built.read_pages(tmp_path))
    async with fleet.gateway() as client:
        answer = await client.get("/app/")
        assert answer.status_code == 404
        assert "make install" in answer.json()["detail"]
        assert (await client.get("/", headers={"Accept": CHROME})).json()["status"]


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (CHROME, True),
        ("text/html", True),
        ("text/*, application/json;q=0.5", True),
        ("text/html;q=0.4, application/json;q=0.5", False),
        ("text/html;q=x", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_most_specific_media_range_wins(accept: str, *, html: bool) -> None:
    """The more specific range decides, then its quality."""
    assert prefers_html(accept) is html


async def test_policy_allows_only_own_scripts(browser: httpx.AsyncClient) -> None:
    """The page can load scripts only from its own origin."""
    policy = (await browser.get("/app/")).headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "script-src" not in policy
