"""Asking one service for its part of the dashboard."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fleet.errors import SmartRetailError, UpstreamUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.statements import Statement, statement
from fleet.upstream import Upstream
from gateway.dashboard.sections import Source
from gateway.settings import ServiceName
from gateway.upstreams.answers import read_object


@dataclass(frozen=True)
class Told:
    """What a service answered, or why it did not.

    Attributes:
        data: The answer; None when there is none.
        snapshot: The one it comes from; None when it does not come from the state.
        reason: Why there is no answer.
        statement: The reason as a code and its values.
    """

    data: dict[str, Any] | None = None
    snapshot: str | None = None
    reason: str | None = None
    statement: Statement | None = None


async def ask_all(
    sources: Iterable[Source], upstreams: Mapping[ServiceName, Upstream], *, limit: float
) -> dict[Source, Told]:
    """Ask every source at once; each has `limit` seconds and fails for itself alone."""
    asked = list(dict.fromkeys(sources))
    told = await asyncio.gather(
        *(_ask(source, upstreams[source.service], limit) for source in asked)
    )
    return dict(zip(asked, told, strict=True))


async def _ask(source: Source, upstream: Upstream, limit: float) -> Told:
    try:
        answer = await upstream.call("GET", source.path, limit=limit)
        data = read_object(answer, upstream)
        snapshot = answer.headers.get(SNAPSHOT_HEADER) if source.from_state else None
        if source.from_state and not snapshot:
            raise UpstreamUnavailable(
                f"{upstream.name} did not say which snapshot it answers from.",
                statement("service_no_snapshot", service=upstream.name),
            )
    except SmartRetailError as error:
        return Told(reason=error.detail, statement=error.statement)
    return Told(data, snapshot)
