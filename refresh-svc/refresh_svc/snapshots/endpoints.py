"""Restores snapshots over HTTP; inventory-svc lists them."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends

from fleet.callers import Caller, caller_of
from fleet.errors import Conflict, NotFound
from fleet.problems import declare
from fleet.service import resources_of
from refresh_svc.resources import Resources
from refresh_svc.snapshots.schemas import Restored

router = APIRouter(prefix="/v1/snapshots", tags=["state"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.post(
    "/{snapshot_id}:restore",
    operation_id="restore_snapshot",
    responses=declare(NotFound, Conflict),
)
async def restore_snapshot(
    snapshot_id: str, resources: Res, caller: Annotated[Caller, Depends(caller_of)]
) -> Restored:
    """Switch back to an earlier snapshot. Later ones stay and can be restored, too."""
    return await anyio.to_thread.run_sync(resources.snapshots.restore, snapshot_id, caller.name)
