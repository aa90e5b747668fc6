"""What is said of the customers a row of the plan is for."""

from pydantic import BaseModel, ConfigDict, Field

from fleet.statements import Statement


class SegmentTakers(BaseModel):
    """How a segment would answer."""

    model_config = ConfigDict(frozen=True)

    segment: str
    customers: int
    expected_to_buy: float = Field(description="Of all of them, with the offer")


class AudienceCounts(BaseModel):
    """Who is expected to take it. Propensity, not uplift."""

    model_config = ConfigDict(frozen=True)

    learned_from: str = Field(description="`campaigns` that had finished, or `affinity`")
    customers: int = Field(description="Of the target segment")
    offered: int = Field(description="Of them, without those who buy anyway")
    expected_to_take: float = Field(description="Sum of their propensity")
    expected_to_buy: float = Field(description="Of those offered, with the offer")
    expected_to_buy_anyway: float = Field(description="Of those offered, without it")
    sure_buyers_left_out: int = Field(description="Buy anyway: the discount would lose money")
    saved_by_leaving_out: float = Field(description="What it would have lost on them")
    by_segment: list[SegmentTakers] = Field(description="Most expected buyers first")


class AudienceSummary(AudienceCounts):
    """The counts, and what they say."""

    sentence: str
    statement: Statement | None = Field(
        default=None, description="How many would buy, as a code; null in older snapshots"
    )
