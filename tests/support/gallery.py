"""The dashboard's page of all components, which the shipped build doesn't have."""

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route

ROOT = Path(__file__).parents[2]
PARTS = (
    "list",
    "detail",
    "job",
    "wizard",
    "board",
    "settings",
    "figures",
    "choices",
    "states",
    "tables",
)
"""Paths below /app/components/."""
ADDRESS = "http://components.test"
"""An address that only `serve_gallery` responds at."""
ANSWERS: dict[str, Any] = {
    "/v1/session": {
        "how": "anonymous",
        "name": None,
        "role": "admin",
        "may": {},
        "csrf_token": None,
    },
    "/v1/snapshots": {"snapshots": [], "timezone": "UTC", "currency": "USD"},
}
"""Requests of the frame around every page."""


@contextmanager
def gallery() -> Generator[Path]:
    """A temporary folder with a build of the dashboard that includes that page."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["sh", "dashboard/node.sh", "run", "build", "--", "--logLevel", "warn"]
        subprocess.run(
            [*command, "--outDir", folder, "--emptyOutDir"],
            cwd=ROOT,
            env=os.environ | {"VITE_COMPONENTS": "1"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield Path(folder)


def serve_gallery(context: BrowserContext, build: Path) -> None:
    """Respond to all requests of `context`, with the dashboard's files from `build`: no server."""
    context.route("**/*", partial(_answer, build))


def _answer(build: Path, route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path in ANSWERS:
        route.fulfill(json=ANSWERS[path])
    elif path.startswith("/app/"):
        file = build / path.removeprefix("/app/")
        route.fulfill(path=file if file.is_file() else build / "index.html")
    else:
        route.fulfill(status=404)
