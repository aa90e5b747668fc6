"""A refresh in a child process: the jobs of `smartretail refresh`, with progress reports."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from fleet.jobs import Progress
from fleet.settings import read_settings
from smartretail.jobs.decision_ledger import read_last_entry
from smartretail.jobs.forget import read_forgotten
from smartretail.jobs.refresh import Sources, Watch
from smartretail.jobs.refresh import refresh as publish
from smartretail.jobs.sample import ledger_path
from smartretail.settings import CommandSettings

REPORT_SECONDS: Final = 0.1
Send = Callable[[Mapping[str, Any]], None]


def refresh(task: Mapping[str, Any], send: Send) -> dict[str, Any]:
    """Publish a new snapshot from a task's files; returns its id and how it was made.

    Raises:
        SmartRetailError: as `refreshing.refresh`; the live snapshot stays unchanged.
    """
    settings = read_settings(CommandSettings, **task["settings"])
    refreshed = publish(
        settings.state_folder,
        _sources(task, settings.currency),
        read_forgotten(settings),
        read_last_entry(settings),
        _watch(send),
    )
    return {
        "snapshot": refreshed.snapshot,
        "snapshot_as_of": refreshed.as_of.isoformat(),
        "seconds": {run.name: round(run.seconds, 2) for run in refreshed.runs},
    }


def _sources(task: Mapping[str, Any], currency: str) -> Sources:
    def path(name: str) -> Path | None:
        return Path(task[name]) if task.get(name) else None

    return Sources(
        ledger=ledger_path(task["sales"]),
        stock=path("stock"),
        products=path("products"),
        mapping=path("mapping"),
        as_of=date.fromisoformat(task["as_of"]) if task.get("as_of") else None,
        currency=currency,
        inputs=task["inputs"],
    )


def _watch(send: Send) -> Watch:
    """Reports each job that begins, and how long the one before took."""
    began = time.monotonic()

    def watch(job: str) -> Progress:
        nonlocal began
        now = time.monotonic()
        send({"event": "job", "job": job, "seconds": round(now - began, 2)})
        began = now
        return _progress(job, send)

    return watch


def _progress(job: str, send: Send) -> Progress:
    """Reports a job's progress, at a limited rate."""
    last = float("-inf")

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= total or now - last >= REPORT_SECONDS:
            last = now
            send({"event": "progress", "job": job, "done": done, "total": total})

    return report
