"""The snapshots over HTTP."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Response

from fleet.errors import SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from inventory_svc.resources import Resources
from inventory_svc.snapshots import service
from inventory_svc.snapshots.schemas import SnapshotsAnswer

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(prefix="/v1", tags=["state"], responses=declare(SnapshotUnavailable))


@router.get("/snapshots", operation_id="list_snapshots")
async def list_snapshots(response: Response, resources: Res) -> SnapshotsAnswer:
    """The snapshots of the state folder, and the assumptions of the live one."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.list_snapshots(
            resources.state_folder, loaded, resources.currency, resources.timezone
        )
    )
