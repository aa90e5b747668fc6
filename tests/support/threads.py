"""An app served in a thread of this process, for tests that change the app's parts."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from support.ports import free_port
from support.waiting import wait_until


@contextmanager
def serve_in_thread(app: FastAPI) -> Generator[str]:
    """Yields the address of `app` until the block ends."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, name="served app")
    thread.start()
    try:
        wait_until(lambda: server.started, 60, lambda: "the app did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
