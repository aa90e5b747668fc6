"""Stock over HTTP: the contract's bare list, and the same data under `/v1`."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from contract.inventory_statuses import InventoryStatus
from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from inventory_svc.resources import Resources
from inventory_svc.stock import service
from inventory_svc.stock.schemas import (
    Abc,
    InventoryAnswer,
    InventoryContractRow,
    InventoryItem,
    StockSource,
    Xyz,
)
from inventory_svc.stock.summary_schemas import InventorySummary
from inventory_svc.stock.table_schemas import InventoryTable

Res = Annotated[Resources, Depends(resources_of(Resources))]
contract = APIRouter(tags=["contract"], responses=declare(SnapshotUnavailable))
router = APIRouter(prefix="/v1/inventory", tags=["stock"], responses=declare(SnapshotUnavailable))


@contract.head("/inventory", include_in_schema=False)
@contract.get(
    "/inventory", operation_id="inventory_contract", response_model=list[InventoryContractRow]
)
async def inventory_contract(request: Request, resources: Res) -> Response:
    """Every product with its stock, its demand and its status, as a bare array."""
    loaded = resources.state.current
    return prepared_response(request, loaded.view.stock.contract, snapshot_id=loaded.snapshot.id)


@router.get("", operation_id="list_inventory", responses=declare(InvalidInput))
async def list_inventory(
    response: Response,
    resources: Res,
    query: Annotated[PageQuery, Depends()],
    *,
    q: Annotated[str | None, Query(description="Part of a code or name", max_length=100)] = None,
    status: Annotated[InventoryStatus | None, Query(description="Only this status")] = None,
    stock_source: Annotated[
        StockSource | None, Query(description="Only counted, or only simulated stock")
    ] = None,
    abc: Annotated[Abc | None, Query(description="Only this class of revenue")] = None,
    xyz: Annotated[Xyz | None, Query(description="Only this class of demand variability")] = None,
    dead: Annotated[bool | None, Query(description="Only dead stock, or only the rest")] = None,
) -> Page[InventoryItem]:
    """Stock per product, a page at a time; sort by any field."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.list_stock(
            loaded,
            query,
            search=q,
            status=status,
            stock_source=stock_source,
            abc=abc,
            xyz=xyz,
            dead=dead,
        )
    )


@router.head("/table", include_in_schema=False)
@router.get("/table", operation_id="inventory_table", response_model=InventoryTable)
async def inventory_table(request: Request, resources: Res) -> Response:
    """All products as columns, for sorting and filtering in the client."""
    loaded = resources.state.current
    table = await anyio.to_thread.run_sync(lambda: loaded.view.table)
    return prepared_response(request, table, snapshot_id=loaded.snapshot.id)


@router.get("/summary", operation_id="inventory_summary")
async def inventory_summary(response: Response, resources: Res) -> InventorySummary:
    """Key figures, products with far too much or too little stock, orders due, dead stock."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.summarise(loaded, resources.currency)


@router.get("/{stock_code:path}", operation_id="get_inventory", responses=declare(NotFound))
async def get_inventory(
    stock_code: Annotated[str, Path(description="Code of the product", examples=["85123A"])],
    response: Response,
    resources: Res,
) -> InventoryAnswer:
    """Stock of one product."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.stock_of(loaded, stock_code)
