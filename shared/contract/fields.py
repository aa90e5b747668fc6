"""Fields that the gateway and the services share."""

from typing import Annotated

from pydantic import Field

CampaignId = Annotated[
    str,
    Field(
        max_length=500,
        description="StockCode and TargetCluster, joined by _",
        examples=["22423_Regular Customers"],
    ),
]
"""The id in the path of a route; `contract.campaign_ids` builds and parses it."""
CustomerId = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str | None, Field(max_length=2_000, description="Note to record with it")]
