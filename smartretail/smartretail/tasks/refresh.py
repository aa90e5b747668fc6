"""A refresh in a child process: the jobs of `smartretail refresh`, with progress reports."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from contract.child_tasks import (
    JobProgress,
    JobStarted,
    RefreshEnded,
    RefreshFiles,
    RefreshTask,
)
from fleet.jobs import Progress
from fleet.settings import read_settings
from smartretail.jobs.decision_ledger import read_last_entry
from smartretail.jobs.forget import read_forgotten
from smartretail.jobs.refresh import Sources, Watch
from smartretail.jobs.refresh import refresh as publish
from smartretail.jobs.sample import ledger_path
from smartretail.settings import CommandSettings

REPORT_SECONDS: Final = 0.1
Send = Callable[[JobStarted | JobProgress], None]


def refresh(task: RefreshTask, send: Send) -> RefreshEnded:
    """Publish a new snapshot from a task's files; returns its id and how it was made.

    Raises:
        SmartRetailError: as `refreshing.refresh`; the live snapshot stays unchanged.
    """
    settings = read_settings(CommandSettings, **task.settings.model_dump())
    refreshed = publish(
        settings.state_folder,
        _sources(task.files, settings.currency),
        read_forgotten(settings),
        read_last_entry(settings),
        _watch(send),
    )
    return RefreshEnded(
        snapshot=refreshed.snapshot,
        snapshot_as_of=refreshed.as_of,
        seconds={run.name: round(run.seconds, 2) for run in refreshed.runs},
    )


def _sources(files: RefreshFiles, currency: str) -> Sources:
    return Sources(
        ledger=ledger_path(files.sales),
        stock=_path(files.stock),
        products=_path(files.products),
        mapping=_path(files.mapping),
        as_of=files.as_of,
        stock_list=files.stock_list,
        currency=currency,
        inputs=files.inputs,
    )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _watch(send: Send) -> Watch:
    """Reports each job that begins, and how long the one before took."""
    began = time.monotonic()

    def watch(job: str) -> Progress:
        nonlocal began
        now = time.monotonic()
        send(JobStarted(job=job, seconds=round(now - began, 2)))
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
            send(JobProgress(job=job, done=done, total=total))

    return report
