"""The summary of the customers a row of the plan is for."""

from pydantic import BaseModel, ConfigDict, Field

from fleet.statements import Statement


class SegmentTakers(BaseModel):
    """Expected buyers in a segment."""

    model_config = ConfigDict(frozen=True)

    segment: str
    customers: int
    expected_to_buy: float = Field(
        description="Expected buyers among all its customers, with the offer"
    )


class AudienceCounts(BaseModel):
    """Who is expected to take it. Propensity, not uplift."""

    model_config = ConfigDict(frozen=True)

    learned_from: str = Field(description="`campaigns` that had finished, or `affinity`")
    customers: int = Field(description="Of the target segment")
    offered: int = Field(description="Of them, without those who buy anyway")
    expected_to_take: float = Field(description="Sum of their propensity")
    expected_to_buy: float = Field(
        description="Expected buyers among those offered, with the offer"
    )
    expected_to_buy_anyway: float = Field(
        description="Expected buyers among those offered, without the offer"
    )
    sure_buyers_left_out: int = Field(
        description="Buy anyway: the discount would lose money on them"
    )
    saved_by_leaving_out: float = Field(description="Money the discount would have lost on them")
    by_segment: list[SegmentTakers] = Field(description="Most expected buyers first")


class AudienceSummary(AudienceCounts):
    """Audience size and expected buyers."""

    sentence: str
    statement: Statement | None = Field(
        default=None, description="How many would buy, as a code; null in older snapshots"
    )
