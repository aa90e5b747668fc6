"""Composes the dashboard from all services, and marks sections from an older snapshot."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from fleet.clock import utc_now
from fleet.deadline import seconds_left
from fleet.sentences import render
from fleet.statements import Statement, statement
from gateway.clients.service_client import ServiceClient
from gateway.dashboard.schemas import Dashboard, SectionAnswer
from gateway.dashboard.section_replies import SectionReply, request_all
from gateway.dashboard.sections import SECTIONS, Section, Source
from gateway.settings import ServiceName, Settings


async def compose(clients: Mapping[ServiceName, ServiceClient], settings: Settings) -> Dashboard:
    """All sections, within the time limits of the settings and the caller's deadline.

    A section that does not come from the newest snapshot is requested once more; if it still
    doesn't, it is marked `stale` with a reason.
    """
    ends_at = time.monotonic() + seconds_left(settings.dashboard_seconds)
    sources = [section.source for section in SECTIONS]
    limit = min(settings.dashboard_section_seconds, settings.dashboard_seconds)
    replies = await request_all(sources, clients, limit=limit)
    outdated = _outdated(replies)
    left = ends_at - time.monotonic()
    if outdated and left > 0:
        again = await request_all(outdated, clients, limit=min(limit, left))
        replies |= {source: answer for source, answer in again.items() if answer.data is not None}
    newest, now = _newest(replies), utc_now()
    return Dashboard(
        snapshot=newest,
        generated_at=now,
        sections={s.name: _section(s, replies[s.source], newest, now) for s in SECTIONS},
    )


def _newest(replies: Mapping[Source, SectionReply]) -> str | None:
    """The newest snapshot in the replies; snapshot ids sort by creation time."""
    return max((answer.snapshot for answer in replies.values() if answer.snapshot), default=None)


def _outdated(replies: Mapping[Source, SectionReply]) -> list[Source]:
    newest = _newest(replies)
    return [source for source, answer in replies.items() if answer.snapshot not in {None, newest}]


def _section(
    section: Section, reply: SectionReply, newest: str | None, now: datetime
) -> SectionAnswer:
    data, reason, cause = _shown(section, reply)
    stale = reply.snapshot not in {None, newest}
    if stale and data is not None:
        service = section.source.service
        cause = statement(
            "section_outdated", service=service, snapshot=reply.snapshot, newest=newest
        )
        reason = f"{render(cause)} It answers from {reply.snapshot}; the newest is {newest}."
    return SectionAnswer(
        status="unavailable" if data is None else "stale" if stale else "ok",
        snapshot=reply.snapshot,
        age_seconds=_age(reply.snapshot, now),
        reason=reason,
        statement=cause,
        data=data,
    )


def _shown(
    section: Section, reply: SectionReply
) -> tuple[dict[str, object] | None, str | None, Statement | None]:
    """The section's data with its snapshot, or the reason there is none."""
    if reply.data is None or section.part is None:
        return reply.data, reply.reason, reply.statement
    service, part = section.source.service, reply.data.get(section.part)
    if section.part in reply.data and part is None:
        cause = statement("section_not_in_snapshot", service=service)
        return None, render(cause), cause
    if not isinstance(part, dict):
        cause = statement("service_garbled", service=service)
        return None, f"{render(cause)} It has no usable {section.part}.", cause
    about = {key: reply.data[key] for key in ("as_of", "currency") if key in reply.data}
    return about | cast("dict[str, object]", part), None, None


def _age(snapshot: str | None, now: datetime) -> float | None:
    """Seconds since the snapshot was made, from the time in its id; None for a flat folder."""
    try:
        created = datetime.strptime((snapshot or "").partition("-")[0], "%Y%m%dT%H%M%S.%f%z")
    except ValueError:
        return None
    return round((now - created).total_seconds(), 1)
