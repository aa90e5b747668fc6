"""Everything a plan assumes or is bound by, in one model; it stands in the manifest."""

from collections import Counter
from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from contract.segments import Segment

Strategy = Literal["optimum", "rules"]
Scope = Literal["segment", "everyone"]


class Lock(BaseModel):
    """What a manager has decided for one product; the rest is planned around it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stock_code: str = Field(min_length=1, max_length=200)
    discount: int | None = Field(
        default=None, ge=0, le=100, description="Run it at this discount; null with `exclude`"
    )
    target_cluster: Segment | None = Field(
        default=None, description="For this segment; null: the best one for the discount"
    )
    exclude: bool = Field(default=False, description="No campaign for this product")

    @model_validator(mode="after")
    def _one_wish(self) -> Self:
        wants_campaign = self.discount is not None or self.target_cluster is not None
        if self.exclude and wants_campaign:
            raise ValueError(
                f"the lock of {self.stock_code} asks for a campaign and for none at once"
            )
        if not self.exclude and self.discount is None:
            raise ValueError(f"the lock of {self.stock_code} names no discount and no `exclude`")
        return self


class PlanSettings(BaseModel):
    """The knobs of a plan. Shares are fractions of 1, discounts are percent."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    strategy: Strategy = Field(
        default="optimum", description="`rules` is the fixed table that the optimum is compared to"
    )
    ladder: tuple[int, ...] = Field(
        default=tuple(range(0, 55, 5)),
        max_length=101,
        description="Discounts the shop uses, in percent, ascending",
    )
    max_discount: int = Field(default=50, ge=0, le=100, description="Largest discount, in percent")
    margin_floor: float = Field(
        default=0.05,
        gt=-10,
        lt=1,
        description="Margin that stays after the discount, share of price; below 0 asks for sales "
        "below cost",
    )
    discount_budget: float | None = Field(
        default=None, gt=0, description="Most money given away in discounts, expected; null: any"
    )
    max_campaigns: int = Field(default=100, ge=1, description="Most campaigns in one plan")
    max_per_customer: int = Field(
        default=40, ge=1, description="Most campaigns that address the same segment's customers"
    )
    max_per_category: int | None = Field(
        default=1,
        ge=1,
        description="Most campaigns among products of one category, which stand in for each other",
    )
    min_gain: float = Field(
        default=1.0, ge=0, description="Campaigns that gain less money are not worth the work"
    )
    min_p_gain: float = Field(
        default=0.8, ge=0, le=0.999, description="Least probability that a campaign gains anything"
    )
    judged_quantile: float = Field(
        default=0.25, gt=0, le=0.5, description="Gains are judged on this quantile, not on the mean"
    )
    shrink_for_selection: bool = Field(
        default=True, description="Gains are shrunk for being the best of many (optimiser's curse)"
    )
    offer_scope: Scope = Field(
        default="segment",
        description="`segment`: only the customers addressed get the price; `everyone`: the shelf "
        "price changes",
    )
    announcement: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="A campaign's message as a share of the shop's mailer, where its effect is "
        "known",
    )
    min_freed: float | None = Field(
        default=None,
        gt=0,
        description="Clearance target: excess stock to be freed, money at cost; null: none",
    )
    cover_weeks: float = Field(
        default=2.0, gt=0, le=52, description="Stock beyond this many weeks of demand is excess"
    )
    campaign_weeks: float = Field(
        default=1.0, gt=0, le=52, description="Weeks a campaign lasts; 7-day demand sells anyway"
    )
    holding_cost_share: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description="Share of its cost that excess stock ends up losing: holding, obsolescence",
    )
    locked: tuple[Lock, ...] = Field(
        default=(), max_length=1000, description="Products the manager has decided"
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
        default=182, ge=7, description="Days of purchases that tell who buys a product"
    )
    prior_buyers: float = Field(
        default=20.0, ge=0, description="Average buyers mixed in, so that few buyers prove little"
    )
    history_weeks: int = Field(
        default=52, ge=8, le=520, description="Weeks of sales that tell the response to price"
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
    def _locks_agree(self) -> Self:
        counted = Counter(lock.stock_code for lock in self.locked)
        twice = sorted(code for code, count in counted.items() if count > 1)
        if twice:
            raise ValueError(f"locked names {', '.join(twice[:5])} more than once")
        fixed = [lock for lock in self.locked if lock.discount is not None]
        if len(fixed) > self.max_campaigns:
            raise ValueError(
                f"locked asks for {len(fixed)} campaigns, max_campaigns allows {self.max_campaigns}"
            )
        for lock in fixed:
            if lock.discount not in self.allowed_discounts:
                raise ValueError(
                    f"the lock of {lock.stock_code} asks for {lock.discount}%, which the ladder up "
                    f"to max_discount {self.max_discount}% does not hold"
                )
        return self

    @property
    def allowed_discounts(self) -> tuple[int, ...]:
        """The steps of the ladder up to the maximum discount."""
        return tuple(step for step in self.ladder if step <= self.max_discount)
