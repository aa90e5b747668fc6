"""Client of a plan: publishes snapshots, and signs requests as the gateway does."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx

from fleet.callers import CALLER_HEADER, Caller, CallerSigner, new_secret
from support.apps import serve_app
from support.states import write_snapshot

SECRET = new_secret()
ADA, GRACE, EVE = Caller("Ada", "planner"), Caller("Grace", "planner"), Caller("Eve", "viewer")
Ask = Callable[..., Awaitable[httpx.Response]]


def publish(
    state: Path, staging: Path, as_of: date, facts: Mapping[str, Any] | None = None, **files: bytes
) -> str:
    """Publish the staged files as a snapshot of that day, with these facts in its manifest."""
    found = {path.name: path.read_bytes() for path in staging.iterdir()} | files
    last = (as_of - timedelta(days=1)).isoformat()
    known = {"ledger": {"first_day": "2010-12-01", "last_day": last}}
    return write_snapshot(state, found, as_of=as_of, facts=known | dict(facts or {}))


@asynccontextmanager
async def serving(app: Any) -> AsyncGenerator[Ask]:
    """Requests to a running app, signed as the gateway signs them; the app is main's."""
    signer = CallerSigner(SECRET)
    async with serve_app(app) as client:

        async def ask(
            method: str, path: str, by: Caller = ADA, *, key: str | None = None, **more: Any
        ) -> httpx.Response:
            headers = {CALLER_HEADER: signer.sign(by, method, unquote(path.partition("?")[0]))}
            headers |= {} if key is None else {"Idempotency-Key": key}
            return await client.request(method, path, headers=headers, **more)

        yield ask
