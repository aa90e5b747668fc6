"""What a sent campaign changed: campaign-svc knows its people, strategy-svc what they bought."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement
from gateway.campaigns.audience import WINDOW_DAYS
from gateway.campaigns.paths import internal_path, public_path
from gateway.resources import Resources
from gateway.upstreams.answers import read_object

_TRIES: Final = 3


async def campaign_lift(campaign_id: str, resources: Resources) -> dict[str, Any]:
    """The lift of a campaign against its holdout, from one snapshot.

    Raises:
        SnapshotUnavailable: snapshots went live faster than the audience could be measured.
        SmartRetailError: there is no such campaign, it is not sent, there are no sales after it,
            or a service did not answer.
    """
    campaign = await _ask(resources, "campaign-svc", "GET", public_path(campaign_id))
    for _ in range(_TRIES):
        found = await _measured(campaign_id, campaign["stock_code"], resources)
        if found is not None:
            return {"id": campaign_id, "window_days": WINDOW_DAYS, **found}
    raise SnapshotUnavailable(
        "New snapshots keep going live; try again when that is over.", statement("snapshots_moving")
    )


async def _measured(
    campaign_id: str, stock_code: str, resources: Resources
) -> dict[str, Any] | None:
    """None where a new snapshot went live between two parts of the audience."""
    found: dict[str, Any] = {}
    query: dict[str, str] = {}
    while True:
        path = internal_path(campaign_id, "/people")
        page = await _ask(resources, "campaign-svc", "GET", path, params=query)
        part = await _ask(
            resources,
            "strategy-svc",
            "POST",
            "/internal/holdout:measure",
            json={
                "stock_code": stock_code,
                "sent_on": _day(page["sent_at"], resources),
                "days": WINDOW_DAYS,
                "treated": page["recipients"],
                "held_out": page["holdout"],
                **({"so_far": found["so_far"]} if found else {}),
            },
        )
        if found and found["snapshot"] != part["snapshot"]:
            return None
        found = part
        if not page["next_cursor"]:
            return {name: value for name, value in found.items() if name != "so_far"}
        query = {"cursor": page["next_cursor"]}


def _day(moment: str, resources: Resources) -> str:
    """The shop's day of a moment; ledgers carry the shop's own time."""
    zone = ZoneInfo(resources.settings.timezone)
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


async def _ask(
    resources: Resources, service: Any, method: str, path: str, **request: Any
) -> dict[str, Any]:
    upstream, limit = resources.upstreams[service], resources.settings.forward_seconds
    return read_object(await upstream.call(method, path, limit=limit, **request), upstream)
