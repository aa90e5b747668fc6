"""The records of the contract. Their names are those outside programs read."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": value}, extra="allow")


class Endpoints(BaseModel):
    """Where the contract's routes are."""

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
            "Inventory_Status": "OVERSTOCKED",
            "ProductName": "REGENCY CAKESTAND 3 TIER",
        }
    )

    StockCode: str
    Predicted_7d_Demand: float | None = Field(description="Units over the next 7 days")
    Current_Stock: int | None
    Inventory_Status: Literal["OVERSTOCKED", "HEALTHY", "UNDERSTOCKED"]
    ProductName: str = Field(description="The code where no name is known")


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
            "Objective": "Clear Stock",
            "TargetCluster": "Regular Customers",
            "Target_Cluster": "Regular Customers",
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
    """A campaign as it is kept; provenance may name more.

    Where more than one text was asked for, `variants` holds them all; the record is the first.
    """

    model_config = _example(
        {
            "email_subject": "20% off REGENCY CAKESTAND 3 TIER",
            "email_body": "Hello,\n\nREGENCY CAKESTAND 3 TIER is 20% off this week. …",
            "whatsapp_message": "20% off REGENCY CAKESTAND 3 TIER, for our regulars.",
            "StockCode": "22423",
            "Objective": "Clear Stock",
            "TargetCluster": "Regular Customers",
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
