"""Products over HTTP."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Response

from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from inventory_svc.products import service
from inventory_svc.products.schemas import Product, ProductAnswer, SalesHistory
from inventory_svc.resources import Resources

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(prefix="/v1/products", tags=["products"], responses=declare(SnapshotUnavailable))


@router.get("", operation_id="list_products", responses=declare(InvalidInput))
async def list_products(
    response: Response,
    resources: Res,
    query: Annotated[PageQuery, Depends()],
    *,
    q: Annotated[str | None, Query(description="Part of a code or name", max_length=100)] = None,
    department: Annotated[
        str | None, Query(description="Only this department", max_length=100)
    ] = None,
) -> Page[Product]:
    """The product catalogue, a page at a time; sort by any field."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.list_products(loaded, query, search=q, department=department)
    )


@router.get(
    "/{stock_code:path}/history", operation_id="product_history", responses=declare(NotFound)
)
async def product_history(
    stock_code: Annotated[str, Path(description="Code of the product", examples=["85123A"])],
    response: Response,
    resources: Res,
) -> SalesHistory:
    """Sales of one product, by week over two years and by day for the last four weeks."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.history_of(loaded, stock_code, resources.currency)
    )


@router.get("/{stock_code:path}", operation_id="get_product", responses=declare(NotFound))
async def get_product(
    stock_code: Annotated[str, Path(description="Code of the product", examples=["85123A"])],
    response: Response,
    resources: Res,
) -> ProductAnswer:
    """One product of the catalogue."""
    loaded = resources.state.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.product_of(loaded, stock_code)
