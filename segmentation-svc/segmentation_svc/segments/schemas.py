"""Schemas of the segment and customer endpoints."""

from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from contract.segments import AT_RISK, REGULAR, VIP
from fleet.sentences import render
from fleet.statements import Statement, statement
from segmentation_svc.segments.profiles import Profile
from segmentation_svc.segments.statements import WhyCode, segment_statement

Number = int | float
_DEFINITION: Final = statement(
    "definition_vip",
    least_share=0.02,
    centres=1,
    orders_1=19,
    money_1=7573,
    days_1=47,
    lapsed=325,
    margin=0.15,
)
_WHY: Final = (
    segment_statement("why_cluster", segment=REGULAR, orders=6, money=1306, days=21),
    segment_statement("silence_moves", days=331, segment=AT_RISK),
)
CUSTOMER: JsonDict = {
    "customer_id": "12347",
    "recency": 38,
    "frequency": 6,
    "monetary": 3402.39,
    "tenure_days": 313,
    "cluster": 1,
    "label": REGULAR,
    "label_last_month": REGULAR,
    "label_rule": "cluster",
    "p_active_90d": 0.6697,
    "expected_purchases_90d": 1.266,
    "expected_spend_90d": 682.09,
}
SEGMENT: JsonDict = {
    "label": VIP,
    "size": 650,
    "share": 0.1238,
    "total_monetary": 8301455.12,
    "median_monetary": 6447.81,
    "median_recency": 23.0,
    "median_frequency": 16.0,
    "expected_spend_90d": 921034.5,
    "definition": render(_DEFINITION),
    "definition_statement": _DEFINITION.model_dump(),
}
SNAPSHOT = "20110909T060000Z-3f9a1c"
CUSTOMER_ANSWER: JsonDict = {
    **CUSTOMER,
    "why": [render(reason) for reason in _WHY],
    "why_statements": [reason.model_dump() for reason in _WHY],
    "as_of": "2011-09-09",
    "currency": "GBP",
    "snapshot": SNAPSHOT,
}
PROFILE: JsonDict = {
    "moves": [
        {
            "since": "2011-08-01",
            "until": "2011-09-01",
            "size_before": 640,
            "size_after": 650,
            "came_from": {REGULAR: 31},
            "went_to": {REGULAR: 21},
        }
    ],
    "favourite_categories": [],
    "favourite_products": [
        {
            "code": "22197",
            "name": "POPCORN HOLDER",
            "lift": 1.62,
            "support": 0.41,
            "customers": 250,
        }
    ],
}
EXAMPLE_CUSTOMERS: list[JsonValue] = [CUSTOMER]
EXAMPLE_SEGMENTS: list[JsonValue] = [SEGMENT]
SEGMENT_ANSWER: JsonDict = {
    **SEGMENT,
    "top_customers": EXAMPLE_CUSTOMERS,
    "profile": PROFILE,
    "as_of": "2011-09-09",
    "currency": "GBP",
    "snapshot": SNAPSHOT,
}


class Customer(BaseModel):
    """One customer; null where a file from another tool has no usable value."""

    model_config = ConfigDict(json_schema_extra={"example": CUSTOMER})

    customer_id: str
    recency: Number | None = Field(description="Days from the last order to the as-of date")
    frequency: Number | None = Field(description="Distinct orders")
    monetary: float | None = Field(description="Money paid, net of returns")
    tenure_days: Number | None = Field(description="Days from the first order to the as-of date")
    cluster: Number | None = Field(description="Number of the k-means cluster, 0 to 4")
    label: str | None = Field(description="The segment")
    label_last_month: str | None = Field(
        description="Segment on the first of the month; null if the customer was not known yet"
    )
    label_rule: str | None = Field(
        description="Rule that decided: cluster, tenure, seen lately (ordered recently), lapsed "
        "(no recent order) or kept (last month's segment)"
    )
    p_active_90d: float | None = Field(
        description="Probability of a purchase in the next 90 days, by BG/NBD"
    )
    expected_purchases_90d: float | None = Field(
        description="Expected days with a purchase in the next 90 days, by BG/NBD"
    )
    expected_spend_90d: float | None = Field(
        description="Expected money in the next 90 days, by BG/NBD and gamma-gamma"
    )


class WhyStatement(BaseModel):
    """A sentence as a code with its values, to be shown in any language."""

    code: WhyCode
    values: dict[str, float | str]

    @classmethod
    def of(cls, reason: Statement) -> Self:
        """The statement in the API's form."""
        return cls.model_validate(reason.model_dump())


class CustomerAnswer(Customer):
    """One customer, with the snapshot the answer comes from."""

    model_config = ConfigDict(json_schema_extra={"example": CUSTOMER_ANSWER})

    why: list[str] = Field(
        description="Why this segment, and how close the others are; empty for other tools' files"
    )
    why_statements: list[WhyStatement] = Field(
        default=[], description="`why` as codes with their values"
    )

    as_of: date | None = Field(description="The day recency is counted from; null if unknown")
    currency: str
    snapshot: str


class Segment(BaseModel):
    """One segment at a glance."""

    model_config = ConfigDict(json_schema_extra={"example": SEGMENT})

    label: str
    size: int = Field(description="Customers in it")
    share: float = Field(description="Of all customers, 0 to 1")
    total_monetary: float
    median_monetary: float | None = Field(description="Null for an empty segment")
    median_recency: float | None = Field(description="Days; null for an empty segment")
    median_frequency: float | None = Field(description="Orders; null for an empty segment")
    expected_spend_90d: float | None = Field(
        description="Total over all its customers in the next 90 days"
    )
    definition: str = Field(description="The segment's definition, in numbers")
    definition_statement: Statement | None = Field(
        default=None, description="The definition as a code with its values"
    )


class SegmentsAnswer(BaseModel):
    """All segments."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "segments": EXAMPLE_SEGMENTS,
                "customers": 5251,
                "note": None,
                "note_statement": None,
                "as_of": "2011-09-09",
                "currency": "GBP",
                "snapshot": SNAPSHOT,
            }
        }
    )

    segments: list[Segment] = Field(
        description="The five standard segments, including empty ones, then others"
    )
    customers: int
    note: str | None = Field(description="What to know before trusting the labels")
    note_statement: Statement | None = Field(
        default=None, description="The note as a code with its values"
    )
    as_of: date | None
    currency: str
    snapshot: str


class SegmentAnswer(Segment):
    """One segment, with its most valuable customers."""

    model_config = ConfigDict(json_schema_extra={"example": SEGMENT_ANSWER})

    top_customers: list[Customer] = Field(description="The ten who paid most")
    profile: Profile | None = Field(
        description="Changes by month and favourite products; null if the snapshot has none"
    )
    as_of: date | None
    currency: str
    snapshot: str
