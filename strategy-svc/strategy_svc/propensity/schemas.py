"""What the customers of a row look like."""

from pydantic import BaseModel, ConfigDict, Field


class LikelyCustomer(BaseModel):
    """A customer a row is for. Propensity, not uplift: who would take it, not whom it changes."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "customer_id": "12347",
                "propensity": 0.0412,
                "p_buy_anyway": 0.18,
                "p_buy_with_offer": 0.34,
                "value": 0.42,
                "left_out": False,
            }
        }
    )

    stock_code: str
    customer_id: str
    propensity: float = Field(
        description="Probability of taking such an offer, as finished campaigns tell; where none "
        "do, of buying it with the offer, by product and category affinity"
    )
    p_buy_anyway: float = Field(description="Probability of buying it without any offer")
    p_buy_with_offer: float = Field(description="Probability of buying it with the offer")
    value: float = Field(
        description="Of making the offer: p_buy_with_offer times the margin at the discount less "
        "p_buy_anyway times the full margin"
    )
    left_out: bool = Field(description="Buys anyway, so is not given the discount")
