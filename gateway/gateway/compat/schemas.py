"""The contract's records and request body, with the field names that outside programs use."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contract.columns import COPY_FIELDS, PLAN_COLUMNS, PRODUCT_NAME, TARGET_CLUSTER_AGAIN
from contract.copy_requests import MAX_VARIANTS, TONES
from contract.inventory_statuses import OVERSTOCKED, InventoryStatus
from contract.objectives import CLEAR_STOCK, OBJECTIVES
from contract.segments import REGULAR, SEGMENTS


def _example(value: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": value}, extra="allow")


class Endpoints(BaseModel):
    """Addresses of the main routes."""

    inventory: str = "/inventory"
    demand: str = "/demand"
    campaign_plan: str = "/campaign-plan"
    generate_campaign: str = "/generate-campaign"
    generated_campaigns: str = "/generated-campaigns"


class Welcome(BaseModel):
    """What `GET /` answers."""

    status: str = Field(examples=["ok"])
    version: str
    endpoints: Endpoints = Endpoints()
    docs: str = "/docs"
    dashboard: str = "/v1/dashboard"


class InventoryRecord(BaseModel):
    """One product of `/inventory`; more fields may follow."""

    model_config = _example(
        {
            "StockCode": "22423",
            "Predicted_7d_Demand": 42.0,
            "Current_Stock": 310,
            "Inventory_Status": OVERSTOCKED,
            "ProductName": "REGENCY CAKESTAND 3 TIER",
        }
    )

    StockCode: str
    Predicted_7d_Demand: float | None = Field(description="Units over the next 7 days")
    Current_Stock: int | None
    Inventory_Status: InventoryStatus
    ProductName: str = Field(description="The code if the name is unknown")


class DemandRecord(BaseModel):
    """One product of `/demand`; more fields may follow."""

    model_config = _example(
        {
            "StockCode": "22423",
            "Predicted_7d_Demand": 42.0,
            "ProductName": "REGENCY CAKESTAND 3 TIER",
        }
    )

    StockCode: str
    Predicted_7d_Demand: float | None = Field(description="Units over the next 7 days")
    ProductName: str


class PlanRecord(BaseModel):
    """One campaign of `/campaign-plan`; more fields may follow."""

    model_config = _example(
        {
            "StockCode": "22423",
            "Predicted_7d_Demand": 42.0,
            "Current_Stock": 310,
            "OverstockRatio": 7.38,
            "Objective": CLEAR_STOCK,
            "TargetCluster": REGULAR,
            "Target_Cluster": REGULAR,
            "Discount": 20,
            "ProductName": "REGENCY CAKESTAND 3 TIER",
        }
    )

    StockCode: str
    Predicted_7d_Demand: float | None
    Current_Stock: int | None
    OverstockRatio: float | None
    Objective: str
    TargetCluster: str
    Target_Cluster: str = Field(description="The same as TargetCluster")
    Discount: float | None = Field(description="Percent")
    ProductName: str


class GeneratedCampaign(BaseModel):
    """A campaign as it is stored; provenance may have more fields.

    Where more than one text was asked for, `variants` holds them all; the record is the first.
    """

    model_config = _example(
        {
            "email_subject": "20% off REGENCY CAKESTAND 3 TIER",
            "email_body": "Hello,\n\nREGENCY CAKESTAND 3 TIER is 20% off this week. …",
            "whatsapp_message": "20% off REGENCY CAKESTAND 3 TIER, for our regulars.",
            "StockCode": "22423",
            "Objective": CLEAR_STOCK,
            "TargetCluster": REGULAR,
            "Discount": 20,
            "ProductDescription": "REGENCY CAKESTAND 3 TIER",
            "generatedAt": "2011-09-09T06:00:00+00:00",
            "provider": "template",
        }
    )

    email_subject: str
    email_body: str
    whatsapp_message: str
    StockCode: str
    Objective: str
    TargetCluster: str
    Discount: int | float = Field(description="Percent")
    ProductDescription: str
    generated_at: str = Field(alias="generatedAt", description="ISO 8601")
    provider: str = Field(description="`gemini`, `template`, or a LangChain provider by its name")


# Our name for each field, and all accepted spellings; the first that is not null counts.
SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "stock_code": (PLAN_COLUMNS["stock_code"], "stock_code"),
    "objective": (PLAN_COLUMNS["objective"], "objective"),
    "target_cluster": (PLAN_COLUMNS["target_cluster"], TARGET_CLUSTER_AGAIN, "target_cluster"),
    "discount": (PLAN_COLUMNS["discount"], "discount"),
    "current_stock": (PLAN_COLUMNS["current_stock"], "CurrentStock", "current_stock"),
    "predicted_7d_demand": (
        PLAN_COLUMNS["predicted_7d_demand"],
        "Predicted_Demand",
        "predicted_demand",
    ),
    "product_description": (
        COPY_FIELDS["product_description"],
        "Description",
        PRODUCT_NAME,
        "product_description",
    ),
    # Not part of the contract: requested properties of the copy.
    "tone": ("tone",),
    "language": ("language",),
    "variants": ("variants",),
}


def _property(name: str) -> dict[str, object]:
    kinds: dict[str, dict[str, object]] = {
        "objective": {"type": "string", "enum": list(OBJECTIVES)},
        "target_cluster": {"type": "string", "enum": list(SEGMENTS)},
        "discount": {"type": "number", "minimum": 0, "maximum": 100, "description": "Percent"},
        "current_stock": {"type": "number"},
        "predicted_7d_demand": {"type": "number"},
        "tone": {
            "type": "string",
            "enum": list(TONES),
            "description": "Default: depends on the segment.",
        },
        "language": {
            "type": "string",
            "description": "BCP 47 tag; left out, the shop's own language.",
        },
        "variants": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_VARIANTS,
            "description": "Number of texts; the first becomes the campaign's.",
        },
    }
    ways = SPELLINGS[name]
    also = f"Also read as {', '.join(ways[1:])}." if ways[1:] else ""
    kind = kinds.get(name, {"type": "string"})
    return kind | {"description": f"{kind.get('description', '')} {also}".strip()}


# The body's schema in the OpenAPI document.
BODY: Final[dict[str, object]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "title": "PlanRow",
                    "type": "object",
                    "required": [SPELLINGS["stock_code"][0]],
                    "properties": {ways[0]: _property(name) for name, ways in SPELLINGS.items()},
                },
                "example": {
                    "StockCode": "22423",
                    "Objective": CLEAR_STOCK,
                    "TargetCluster": REGULAR,
                    "Discount": 20,
                },
            }
        },
    }
}
