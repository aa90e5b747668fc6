"""Following the cursors of a service's lists."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from fleet.prepared import SNAPSHOT_HEADER
from gateway.clients.answers import unwrap_as
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class ServicePage(BaseModel):
    """The part of a page that is needed to follow a list, whatever the list holds."""

    next_cursor: str | None = None


P = TypeVar("P", bound=ServicePage)


@dataclass(frozen=True)
class PageFrom(Generic[P]):
    """A page, and the snapshot it was read from (None: from none)."""

    page: P
    snapshot: str | None


async def service_pages(
    kind: type[P], client: ServiceClient, read: Callable[[str | None], Awaitable[Answer]]
) -> AsyncGenerator[PageFrom[P]]:
    """Every page of a list, one after the other.

    Args:
        kind: What a page holds.
        client: Whose list it is.
        read: Asks for the page at a cursor; None: for the first.

    Raises:
        SmartRetailError: the service refused, failed, or sent no such page.
    """
    cursor: str | None = None
    while True:
        answer = await read(cursor)
        page = unwrap_as(kind, answer, client)
        yield PageFrom(page, answer.headers.get(SNAPSHOT_HEADER))
        cursor = page.next_cursor
        if not cursor:
            return
