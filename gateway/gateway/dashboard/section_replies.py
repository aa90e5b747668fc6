"""Each service's response for the dashboard, or the reason there is none."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fleet.errors import SmartRetailError, UpstreamUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.statements import Statement, statement
from gateway.clients.answers import unwrap
from gateway.clients.service_client import ServiceClient
from gateway.dashboard.sections import Source
from gateway.settings import ServiceName


@dataclass(frozen=True)
class SectionReply:
    """A service's response, or the reason there is none.

    Attributes:
        data: The response; None if there is none.
        snapshot: The snapshot it comes from; None if it doesn't come from a snapshot.
        reason: Why there is no response.
        statement: The reason as a code and its values.
    """

    data: dict[str, object] | None = None
    snapshot: str | None = None
    reason: str | None = None
    statement: Statement | None = None


async def request_all(
    sources: Iterable[Source], clients: Mapping[ServiceName, ServiceClient], *, limit: float
) -> dict[Source, SectionReply]:
    """Request all sources concurrently; each has `limit` seconds and may fail on its own."""
    distinct = list(dict.fromkeys(sources))
    replies = await asyncio.gather(
        *(_request(source, clients[source.service], limit) for source in distinct)
    )
    return dict(zip(distinct, replies, strict=True))


async def _request(source: Source, client: ServiceClient, limit: float) -> SectionReply:
    try:
        answer = await client.call("GET", source.path, limit=limit)
        data = unwrap(answer, client)
        snapshot = answer.headers.get(SNAPSHOT_HEADER) if source.from_state else None
        if source.from_state and not snapshot:
            raise UpstreamUnavailable(
                statement("service_no_snapshot", service=client.name),
                note=f"The header {SNAPSHOT_HEADER} is missing.",
            )
    except SmartRetailError as error:
        return SectionReply(reason=error.detail, statement=error.statement)
    return SectionReply(data, snapshot)
