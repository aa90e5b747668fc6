"""Everything a plan assumes or is bound by, in one model; it stands in the manifest."""

from itertools import pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class PlanSettings(BaseModel):
    """The knobs of a plan. Shares are fractions of 1, discounts are percent."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    max_campaigns: int = Field(default=100, ge=1, description="Most campaigns in one plan")
    ladder: tuple[int, ...] = Field(
        default=tuple(range(0, 55, 5)), description="Discounts the shop uses, in percent, ascending"
    )
    max_discount: int = Field(default=50, ge=0, le=100, description="Largest discount, in percent")
    margin_floor: float = Field(
        default=0.05, ge=0, lt=1, description="Margin that stays after the discount, share of price"
    )
    cover_weeks: float = Field(
        default=2.0, gt=0, le=52, description="Stock beyond this many weeks of demand is excess"
    )
    horizon_weeks: float = Field(
        default=4.0, gt=0, le=52, description="Weeks ahead that money at stake is counted over"
    )
    campaign_weeks: float = Field(
        default=1.0, gt=0, le=52, description="Weeks a discount lasts; 7-day demand sells anyway"
    )
    holding_cost_share: float = Field(
        default=0.25, gt=0, le=1, description="Share of its cost that excess stock ends up losing"
    )
    min_money_at_stake: float = Field(
        default=5.0, ge=0, description="Campaigns about less money than this are not worth the work"
    )
    lead_time_days: float = Field(
        default=7.0, gt=0, le=365, description="Days to the next delivery where no file tells them"
    )
    trend_days: int = Field(
        default=28, ge=7, le=182, description="Days compared with as many before, for the trend"
    )
    trend_change: float = Field(
        default=0.2, gt=0, le=10, description="Least relative change that counts as a trend"
    )
    trend_z: float = Field(
        default=2.0, ge=0, description="Least z-score of the change in order lines for a trend"
    )
    affinity_days: int = Field(
        default=364, ge=7, description="Days of purchases that tell who buys a product"
    )
    min_segment_buyers: int = Field(
        default=5, ge=1, description="Least buyers of a product in a segment to speak of affinity"
    )
    prior_buyers: float = Field(
        default=20.0, ge=0, description="Average buyers mixed in, so that few buyers prove little"
    )
    min_lift: float = Field(
        default=1.2, ge=1, description="Least lift of a segment that decides an objective"
    )

    @field_validator("ladder")
    @classmethod
    def _ascending(cls, ladder: tuple[int, ...]) -> tuple[int, ...]:
        if not ladder or ladder[0] != 0:
            raise ValueError("the ladder has to begin with 0, which means no discount")
        if any(lower >= upper for lower, upper in pairwise(ladder)) or ladder[-1] > 100:  # noqa: PLR2004 - percent
            raise ValueError("the ladder has to rise, up to 100 percent at most")
        return ladder

    @model_validator(mode="after")
    def _horizon_covers_cover(self) -> Self:
        if self.horizon_weeks < self.cover_weeks:
            raise ValueError("horizon_weeks has to be at least cover_weeks")
        return self

    @property
    def allowed_discounts(self) -> tuple[int, ...]:
        """The steps of the ladder up to the maximum discount."""
        return tuple(step for step in self.ladder if step <= self.max_discount)
