"""Follows the cursors of a service's lists."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from fleet.prepared import SNAPSHOT_HEADER
from gateway.clients.answers import unwrap_as
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class ServicePage(BaseModel):
    """The fields needed to follow any list."""

    next_cursor: str | None = None


P = TypeVar("P", bound=ServicePage)


@dataclass(frozen=True)
class PageFrom(Generic[P]):
    """A page, and the snapshot it was read from, if any."""

    page: P
    snapshot: str | None


async def service_pages(
    kind: type[P], client: ServiceClient, read: Callable[[str | None], Awaitable[Answer]]
) -> AsyncGenerator[PageFrom[P]]:
    """All pages of a list, in order.

    Args:
        kind: The model of a page.
        client: The client of the list's service.
        read: Requests the page at a cursor; None means the first page.

    Raises:
        SmartRetailError: the service refused, failed, or sent something else.
    """
    cursor: str | None = None
    while True:
        answer = await read(cursor)
        page = unwrap_as(kind, answer, client)
        yield PageFrom(page, answer.headers.get(SNAPSHOT_HEADER))
        cursor = page.next_cursor
        if not cursor:
            return
