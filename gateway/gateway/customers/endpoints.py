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
    """What was done at once."""

    model_config = ConfigDict(json_schema_extra={"example": {"audiences": 2}})

    audiences: int = Field(description="Frozen audiences they were taken out of")


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
    """Take a customer out of opt-outs and audiences now, and of every snapshot from the next on.

    Snapshots made before keep them until ten newer ones have taken their place.
    """
    client = resources.clients.campaign
    return to_response(await client.forget_customer(customer_id), client.name)
