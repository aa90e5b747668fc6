"""The customers of a row."""

from pydantic import BaseModel, ConfigDict, Field


class LikelyCustomer(BaseModel):
    """A customer in a row's audience.

    Propensity, not uplift: who would take the offer, not who changes because of it.
    """

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
        description="Probability of taking such an offer, as finished campaigns say, otherwise of "
        "buying it with the offer, by product and category affinity"
    )
    p_buy_anyway: float = Field(description="Probability of buying it without any offer")
    p_buy_with_offer: float = Field(description="Probability of buying it with the offer")
    value: float = Field(
        description="Value of making the offer: p_buy_with_offer * margin at the discount - "
        "p_buy_anyway * full margin"
    )
    left_out: bool = Field(description="Buys anyway, so doesn't get the discount")
