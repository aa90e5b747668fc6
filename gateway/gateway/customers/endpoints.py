"""Customers who asked to be forgotten."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from fleet.errors import (
    DeadlineExceeded,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    Unauthenticated,
    UpstreamUnavailable,
)
from fleet.problems import declare
from gateway.forwarding.messages import to_response
from gateway.resources import Res

router = APIRouter(prefix="/v1/customers", tags=["customers"])


class Forgotten(BaseModel):
    """What was removed right away."""

    model_config = ConfigDict(json_schema_extra={"example": {"audiences": 2}})

    audiences: int = Field(description="Frozen audiences the customer was removed from")


@router.delete(
    "/{customer_id:path}",
    operation_id="forget_customer",
    response_model=Forgotten,
    responses=declare(
        Unauthenticated, Forbidden, InvalidInput, UpstreamUnavailable, DocumentsUnavailable,
        DeadlineExceeded,
    ),
)  # fmt: skip
async def forget_customer(
    customer_id: Annotated[str, Path(max_length=200, examples=["12347"])], resources: Res
) -> Response:
    """Remove a customer from opt-outs and audiences now, and from all future snapshots.

    Earlier snapshots keep the customer until ten newer ones have replaced them.
    """
    client = resources.clients.campaign
    return to_response(await client.forget_customer(customer_id), client.name)
