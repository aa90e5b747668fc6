"""Segments and customers over HTTP."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Response

from contract.segments import VIP
from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from fleet.snapshots import Loaded
from segmentation_svc.resources import Resources
from segmentation_svc.segments import service
from segmentation_svc.segments.repository import SegmentsView
from segmentation_svc.segments.schemas import (
    Customer,
    CustomerAnswer,
    SegmentAnswer,
    SegmentsAnswer,
)

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(prefix="/v1/segments", tags=["segments"], responses=declare(SnapshotUnavailable))
customers = APIRouter(
    prefix="/v1/customers", tags=["customers"], responses=declare(SnapshotUnavailable)
)


def _segments(resources: Resources) -> Loaded[SegmentsView]:
    current = resources.customers.current
    return Loaded(current.snapshot, current.view.segments)


@router.get("", operation_id="list_segments")
async def list_segments(response: Response, resources: Res) -> SegmentsAnswer:
    """The five segments: size, value and definition."""
    loaded = _segments(resources)
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(service.list_segments, loaded, resources.currency)


@router.get("/{label:path}", operation_id="segment_by_label", responses=declare(NotFound))
async def segment_by_label(
    label: Annotated[str, Path(description="With or without Customers", examples=[VIP])],
    response: Response,
    resources: Res,
) -> SegmentAnswer:
    """One segment: its most valuable customers, changes by month, favourite products."""
    loaded = _segments(resources)
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(service.segment_of, loaded, label, resources.currency)


@customers.get("", operation_id="list_customers", responses=declare(InvalidInput))
async def list_customers(
    response: Response,
    resources: Res,
    query: Annotated[PageQuery, Depends()],
    *,
    label: Annotated[
        str | None,
        Query(description="Only this segment", examples=[VIP], max_length=64),
    ] = None,
    q: Annotated[str | None, Query(description="Part of an id", max_length=64)] = None,
) -> Page[Customer]:
    """Customers and their segment, a page at a time; sort by any field."""
    loaded = _segments(resources)
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.list_customers(loaded, query, label=label, search=q)
    )


@customers.get("/{customer_id:path}", operation_id="customer_by_id", responses=declare(NotFound))
async def customer_by_id(
    customer_id: Annotated[str, Path(description="12346 or 12346.0", examples=["12347"])],
    response: Response,
    resources: Res,
) -> CustomerAnswer:
    """One customer: recency, frequency, monetary value, segment with reasons, expected activity."""
    loaded = _segments(resources)
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        service.customer_of, loaded, customer_id, resources.currency
    )
