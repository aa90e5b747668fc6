"""Everything a plan assumes or is constrained by, in one model; it is stored in the manifest."""

from collections import Counter
from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from contract.segments import Segment
from fleet.sentences import name_of

Strategy = Literal["optimum", "rules"]
Scope = Literal["segment", "everyone"]


class Lock(BaseModel):
    """A manager's decision for one product, which the rest of the plan respects."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stock_code: str = Field(min_length=1, max_length=200)
    discount: int | None = Field(
        default=None, ge=0, le=100, description="Discount to use; null with `exclude`"
    )
    target_cluster: Segment | None = Field(
        default=None, description="Segment to use; null: the best one for the discount"
    )
    exclude: bool = Field(default=False, description="No campaign for this product")

    @model_validator(mode="after")
    def _one_wish(self) -> Self:
        wants_campaign = self.discount is not None or self.target_cluster is not None
        if self.exclude and wants_campaign:
            raise ValueError(f"the lock on {self.stock_code} sets both a campaign and `exclude`")
        if not self.exclude and self.discount is None:
            raise ValueError(f"the lock on {self.stock_code} needs a discount or `exclude`")
        return self


def _meaning(name: str, *, null: str | None = None) -> str:
    """A setting's description in the catalogue, which the plan's assumptions show too."""
    text = name_of("assumption_reason", name)
    detail = name_of("assumption_detail", name)
    if detail != name:
        text = f"{text} {detail}"
    return text if null is None else f"{text} Null: {null}."


class PlanSettings(BaseModel):
    """Settings of a plan. Shares are fractions of 1, discounts are percent."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    strategy: Strategy = Field(default="optimum", description=_meaning("strategy"))
    ladder: tuple[int, ...] = Field(
        default=tuple(range(0, 55, 5)), max_length=101, description=_meaning("ladder")
    )
    max_discount: int = Field(default=50, ge=0, le=100, description=_meaning("max_discount"))
    margin_floor: float = Field(default=0.05, gt=-10, lt=1, description=_meaning("margin_floor"))
    discount_budget: float | None = Field(
        default=None, gt=0, description=_meaning("discount_budget", null="any")
    )
    max_campaigns: int = Field(default=100, ge=1, description=_meaning("max_campaigns"))
    max_per_customer: int = Field(default=40, ge=1, description=_meaning("max_per_customer"))
    max_per_category: int | None = Field(default=1, ge=1, description=_meaning("max_per_category"))
    min_gain: float = Field(default=1.0, ge=0, description=_meaning("min_gain"))
    min_p_gain: float = Field(default=0.8, ge=0, le=0.999, description=_meaning("min_p_gain"))
    judged_quantile: float = Field(
        default=0.25, gt=0, le=0.5, description=_meaning("judged_quantile")
    )
    shrink_for_selection: bool = Field(default=True, description=_meaning("shrink_for_selection"))
    offer_scope: Scope = Field(default="segment", description=_meaning("offer_scope"))
    announcement: float = Field(default=1.0, ge=0, le=1, description=_meaning("announcement"))
    min_freed: float | None = Field(
        default=None, gt=0, description=_meaning("min_freed", null="none")
    )
    cover_weeks: float = Field(default=2.0, gt=0, le=52, description=_meaning("cover_weeks"))
    campaign_weeks: float = Field(default=1.0, gt=0, le=52, description=_meaning("campaign_weeks"))
    holding_cost_share: float = Field(
        default=0.25, ge=0, le=1, description=_meaning("holding_cost_share")
    )
    locked: tuple[Lock, ...] = Field(default=(), max_length=1000, description=_meaning("locked"))
    trend_days: int = Field(default=28, ge=7, le=182, description=_meaning("trend_days"))
    trend_change: float = Field(default=0.2, gt=0, le=10, description=_meaning("trend_change"))
    trend_z: float = Field(default=2.0, ge=0, description=_meaning("trend_z"))
    affinity_days: int = Field(default=182, ge=7, description=_meaning("affinity_days"))
    prior_buyers: float = Field(default=20.0, ge=0, description=_meaning("prior_buyers"))
    history_weeks: int = Field(default=52, ge=8, le=520, description=_meaning("history_weeks"))

    @field_validator("ladder")
    @classmethod
    def _ascending(cls, ladder: tuple[int, ...]) -> tuple[int, ...]:
        if not ladder or ladder[0] != 0:
            raise ValueError("the ladder must start with 0, which means no discount")
        if any(lower >= upper for lower, upper in pairwise(ladder)) or ladder[-1] > 100:  # noqa: PLR2004 - percent
            raise ValueError(
                "the ladder must be in ascending order, with no step above 100 percent"
            )
        return ladder

    @model_validator(mode="after")
    def _locks_agree(self) -> Self:
        counted = Counter(lock.stock_code for lock in self.locked)
        twice = sorted(code for code, count in counted.items() if count > 1)
        if twice:
            raise ValueError(f"locked lists {', '.join(twice[:5])} more than once")
        fixed = [lock for lock in self.locked if lock.discount is not None]
        if len(fixed) > self.max_campaigns:
            raise ValueError(
                f"locked requires {len(fixed)} campaigns, but max_campaigns is {self.max_campaigns}"
            )
        for lock in fixed:
            if lock.discount not in self.allowed_discounts:
                raise ValueError(
                    f"the lock on {lock.stock_code} sets {lock.discount}%, which isn't a step of "
                    f"the ladder up to max_discount ({self.max_discount}%)"
                )
        return self

    @property
    def allowed_discounts(self) -> tuple[int, ...]:
        """The steps of the ladder up to the maximum discount."""
        return tuple(step for step in self.ladder if step <= self.max_discount)
