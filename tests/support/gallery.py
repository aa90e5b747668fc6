"""The dashboard's page of all components, which the build that shops get leaves out."""

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
"""What follows /app/components/."""
ADDRESS = "http://components.test"
"""Nothing answers there but `serve_gallery`."""
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
"""What the frame around every page asks."""


@contextmanager
def gallery() -> Generator[Path]:
    """A folder with the dashboard built together with that page, for as long as the block."""
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


def serve_gallery(context: BrowserContext, built: Path) -> None:
    """Answer all that pages of `context` ask for, the dashboard's files from `built`: no server."""
    context.route("**/*", partial(_answer, built))


def _answer(built: Path, route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path in ANSWERS:
        route.fulfill(json=ANSWERS[path])
    elif path.startswith("/app/"):
        file = built / path.removeprefix("/app/")
        route.fulfill(path=file if file.is_file() else built / "index.html")
    else:
        route.fulfill(status=404)
