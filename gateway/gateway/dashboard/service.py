"""The dashboard: all services asked at once, and never two snapshots mixed unsaid."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from fleet.deadline import seconds_left
from fleet.statements import Statement, statement
from gateway.dashboard.asking import Told, ask_all
from gateway.dashboard.schemas import Dashboard, SectionAnswer
from gateway.dashboard.sections import SECTIONS, Section, Source
from gateway.resources import Resources

# Services look for a new snapshot twice a second: after this pause most have found it.
PAUSE_SECONDS = 0.6


async def compose(resources: Resources) -> Dashboard:
    """The sections, within the settings' budgets and the caller's deadline.

    A section that answers from another snapshot than the newest is asked once more; if that does
    not help it is `stale`, and says so.
    """
    settings = resources.settings
    ends_at = time.monotonic() + seconds_left(settings.dashboard_seconds)
    sources = [section.source for section in SECTIONS]
    limit = min(settings.dashboard_section_seconds, settings.dashboard_seconds)
    told = await ask_all(sources, resources.upstreams, limit=limit)
    behind = _behind(told)
    left = ends_at - time.monotonic() - PAUSE_SECONDS
    if behind and left > 0:
        await asyncio.sleep(PAUSE_SECONDS)
        again = await ask_all(behind, resources.upstreams, limit=min(limit, left))
        told |= {source: answer for source, answer in again.items() if answer.data is not None}
    newest, now = _newest(told), datetime.now(UTC)
    return Dashboard(
        snapshot=newest,
        generated_at=now,
        sections={s.name: _section(s, told[s.source], newest, now) for s in SECTIONS},
    )


def _newest(told: Mapping[Source, Told]) -> str | None:
    """Ids of snapshots sort by the time they were made."""
    return max((answer.snapshot for answer in told.values() if answer.snapshot), default=None)


def _behind(told: Mapping[Source, Told]) -> list[Source]:
    newest = _newest(told)
    return [source for source, answer in told.items() if answer.snapshot not in {None, newest}]


def _section(section: Section, told: Told, newest: str | None, now: datetime) -> SectionAnswer:
    data, reason, cause = _shown(section, told)
    stale = told.snapshot not in {None, newest}
    if stale and data is not None:
        service = section.source.service
        reason = f"{service} still answers from snapshot {told.snapshot}; the newest is {newest}."
        cause = statement("section_behind", service=service, snapshot=told.snapshot, newest=newest)
    return SectionAnswer(
        status="unavailable" if data is None else "stale" if stale else "ok",
        snapshot=told.snapshot,
        age_seconds=_age(told.snapshot, now),
        reason=reason,
        statement=cause,
        data=data,
    )


def _shown(
    section: Section, told: Told
) -> tuple[dict[str, Any] | None, str | None, Statement | None]:
    """The section's data with what it is of, or none and why, in English and as a statement."""
    if told.data is None or section.part is None:
        return told.data, told.reason, told.statement
    service, part = section.source.service, told.data.get(section.part)
    if section.part in told.data and part is None:
        reason = f"The state that {service} reads says no {section.part}."
        return None, reason, statement("section_untold", service=service)
    if not isinstance(part, dict):
        reason = f"{service} sent an answer without {section.part}."
        return None, reason, statement("service_garbled", service=service)
    about = {key: told.data[key] for key in ("as_of", "currency") if key in told.data}
    return about | cast("dict[str, Any]", part), None, None


def _age(snapshot: str | None, now: datetime) -> float | None:
    """Seconds since the snapshot was made, which its id begins with; None for a flat folder."""
    try:
        created = datetime.strptime((snapshot or "").partition("-")[0], "%Y%m%dT%H%M%S.%f%z")
    except ValueError:
        return None
    return round((now - created).total_seconds(), 1)
