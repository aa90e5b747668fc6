"""Uploads over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contract.child_tasks import FileKind
from fleet.callers import Caller, caller_of
from fleet.errors import (
    Conflict,
    InsufficientStorage,
    InvalidInput,
    NotFound,
    PayloadTooLarge,
    Unavailable,
)
from fleet.problems import declare
from fleet.service import resources_of
from refresh_svc.resources import Resources
from refresh_svc.uploads.schemas import ColumnMapping, Upload, Uploads, file_body

router = APIRouter(prefix="/v1/uploads", tags=["uploads"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
Who = Annotated[Caller, Depends(caller_of)]


@router.post(
    "",
    operation_id="upload_file",
    status_code=201,
    openapi_extra=file_body(),
    responses=declare(InvalidInput, PayloadTooLarge, InsufficientStorage, Unavailable),
)
async def upload_file(
    request: Request,
    response: Response,
    resources: Res,
    caller: Who,
    kind: Annotated[FileKind, Query(description="What the file holds")],
    name: Annotated[str, Query(max_length=500, description="Of the file", examples=["sales.csv"])],
) -> Upload:
    """Upload a file as the request body (CSV, Parquet or Excel). Then get its preview."""
    length = request.headers.get("content-length", "")
    declared = int(length[:18]) if length.isascii() and length.isdigit() else None
    taken = await resources.uploads.receive(kind, name, caller.name, declared, request.stream())
    response.headers["Location"] = f"/v1/uploads/{taken.id}"
    return taken


@router.get("", operation_id="list_uploads")
async def list_uploads(resources: Res) -> Uploads:
    """All stored uploads, newest first."""
    return await resources.uploads.list()


@router.get("/{upload_id}", operation_id="get_upload", responses=declare(NotFound))
async def get_upload(upload_id: str, resources: Res) -> Upload:
    """How the file will be read, and which lines are excluded; `reading` until known."""
    return await resources.uploads.get(upload_id)


@router.delete(
    "/{upload_id}",
    operation_id="delete_upload",
    status_code=204,
    responses=declare(NotFound, Conflict),
)
async def delete_upload(upload_id: str, resources: Res, caller: Who) -> None:
    """Remove an upload. A snapshot that was made from it stays."""
    await resources.uploads.delete(upload_id, caller.name)


@router.put(
    "/{upload_id}/mapping",
    operation_id="map_upload",
    status_code=202,
    responses=declare(NotFound, InvalidInput, Conflict),
)
async def map_upload(upload_id: str, mapping: ColumnMapping, resources: Res) -> Upload:
    """Set which column holds what in a sales file; the file is then read again."""
    return await resources.uploads.set_mapping(upload_id, mapping)
