"""Requests and responses of the decision routes."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR, Segment
from fleet.statements import Statement

Decided = Literal["accepted", "changed", "rejected"]
Kind = Literal["accepted", "changed", "rejected", "ignored"]
ReasonCode = Literal[
    "agreed",
    "margin_too_low",
    "discount_too_deep",
    "discount_too_small",
    "wrong_customers",
    "too_many_messages",
    "stock_is_wrong",
    "cost_or_price_is_wrong",
    "forecast_not_believed",
    "already_promoted",
    "supplier_terms",
    "range_or_brand_policy",
    "season_or_event",
    "delivery_expected",
    "other",
]
_DECISION: dict[str, JsonValue] = {
    "sequence": 3,
    "at": "2011-09-09T08:30:00.120000Z",
    "by": "Ada",
    "role": "planner",
    "snapshot": "20110909T060000Z-a1b2c3",
    "as_of": "2011-09-09",
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "decision": "changed",
    "discount": 10,
    "target_cluster": REGULAR,
    "reason_code": "discount_too_deep",
    "note": "The brand allows a tenth at most.",
    "advised": {
        "discount": 15,
        "target_cluster": REGULAR,
        "objective": CLEAR_STOCK,
        "money_at_stake": 16.71,
        "expected_units": 6.1,
    },
    "expected": {
        "expected_units": 3.9,
        "expected_units_p10": -1.2,
        "expected_units_p90": 9.6,
        "expected_margin": 2.8,
        "money_at_stake": 11.2,
        "p_gain": 0.9,
    },
    "supersedes": None,
    "sha256": "9f2c1ab04d7e5c669f2c1ab04d7e5c669f2c1ab04d7e5c669f2c1ab04d7e5c66",
}
_MEASURES: dict[str, JsonValue] = {
    "rows": 12,
    "predicted_units": 310.4,
    "actual_units": 298,
    "actual_revenue": 2210.5,
    "bias": 0.0416,
    "wape": 0.352,
    "coverage_80": 0.8333,
    "promised_gain": 77.66,
}
_SCORED: dict[str, JsonValue] = {
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "decision": "changed",
    "decision_sequence": 3,
    "advised_discount": 15,
    "decided_discount": 10,
    "predicted_units": 45.9,
    "predicted_units_p10": 31.2,
    "predicted_units_p90": 61.8,
    "actual_units": 49,
    "actual_revenue": 562.3,
    "actual_price": 11.4755,
    "actual_discount": 10.0,
    "error": 3.1,
    "inside_range": True,
    "promised_gain": 16.71,
}
_SNAPSHOT = "20110909T060000Z-a1b2c3"


class DecisionRequest(BaseModel):
    """A decision on one row of a plan."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "decision": "changed",
                "discount": 10,
                "reason_code": "discount_too_deep",
                "note": "The brand allows a tenth at most.",
            }
        },
    )

    stock_code: str = Field(min_length=1, max_length=200)
    snapshot: str | None = Field(
        default=None, max_length=128, description="Snapshot of the plan; null: the live one"
    )
    decision: Decided
    discount: int | None = Field(
        default=None,
        ge=0,
        le=100,
        description="Discount in percent that replaces the advised one; only for `changed`",
    )
    target_cluster: Segment | None = Field(
        default=None, description="Segment that replaces the advised one; only for `changed`"
    )
    reason_code: ReasonCode
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        other = self.discount is not None or self.target_cluster is not None
        if other != (self.decision == "changed"):
            raise ValueError(
                "another discount or target_cluster is required with `changed` and only allowed "
                "then"
            )
        if (self.reason_code == "agreed") != (self.decision == "accepted"):
            raise ValueError(
                "the reason `agreed` is required with `accepted` and only allowed then"
            )
        if self.reason_code == "other" and not self.note:
            raise ValueError("the reason `other` requires a note")
        return self


class AdvisedOffer(BaseModel):
    """The plan's advice."""

    discount: float | None
    target_cluster: str
    objective: str
    money_at_stake: float | None
    expected_units: float | None


class Expected(BaseModel):
    """What the changed campaign is expected to gain, compared with doing nothing."""

    expected_units: float
    expected_units_p10: float
    expected_units_p90: float
    expected_margin: float
    money_at_stake: float
    p_gain: float


class DecisionEntry(BaseModel):
    """A recorded decision."""

    model_config = ConfigDict(json_schema_extra={"example": _DECISION})

    sequence: int = Field(description="Number of the entry in the ledger")
    at: datetime
    by: str
    role: str
    snapshot: str
    as_of: date | None
    stock_code: str
    product_name: str
    decision: Decided
    discount: float | None = Field(description="Discount decided, in percent; null if rejected")
    target_cluster: str | None
    reason_code: str
    note: str | None
    advised: AdvisedOffer
    expected: Expected | None = Field(
        description="Expected result of a changed campaign; null if unknown or unchanged"
    )
    supersedes: int | None = Field(
        description="The earlier decision on the same row that this one replaces"
    )
    sha256: str = Field(description="Digest of the entry, repeated in the next entry")


class Chain(BaseModel):
    """Whether the ledger is intact."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "whole": True,
                "entries": 41,
                "last_sha256": _DECISION["sha256"],
                "broken_at": None,
                "problem": None,
                "problem_statement": None,
            }
        }
    )

    whole: bool
    entries: int = Field(description="Intact entries, up to the end or the first break")
    last_sha256: str = Field(
        description="Digest of the last intact entry; keep a copy elsewhere to detect if entries "
        "are cut off"
    )
    broken_at: int | None = Field(
        description="Number of the first entry that was or may have been altered"
    )
    problem: str | None
    problem_statement: Statement | None = Field(
        default=None, description="The problem as a code with its values"
    )


class Measures(BaseModel):
    """Predicted and actual units over some rows; null if the denominator is 0."""

    rows: int
    predicted_units: float
    actual_units: int | float
    actual_revenue: float
    bias: float | None = Field(description="(predicted - actual) / actual")
    wape: float | None
    coverage_80: float | None = Field(
        description="Share of rows between P10 and P90; should be 0.8"
    )
    promised_gain: float = Field(description="Gain the plan expected from these rows")


class KindMeasures(Measures):
    """The same measures for one kind of decision."""

    decision: Kind


class PlanOutcome(BaseModel):
    """A recorded plan and its results."""

    snapshot: str
    as_of: date | None
    frozen_at: datetime
    campaigns: int
    complete_on: date | None = Field(description="From this day on its week can be scored")
    scored_by: str | None = Field(
        description="The snapshot whose sales were used to score it; null: not scored yet"
    )
    total: Measures | None


class Outcomes(BaseModel):
    """Results of advice and decisions, over all scored plans."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "by_kind": [{"decision": "accepted", **_MEASURES}],
                "total": _MEASURES,
                "plans": [
                    {
                        "snapshot": _SNAPSHOT,
                        "as_of": "2011-09-09",
                        "frozen_at": "2011-09-09T06:00:01.120000Z",
                        "campaigns": 12,
                        "complete_on": "2011-09-16",
                        "scored_by": "20110916T060000Z-d4e5f6",
                        "total": _MEASURES,
                    }
                ],
                "note": None,
                "note_statement": None,
            }
        }
    )

    by_kind: list[KindMeasures] = Field(
        description="Each product and week counts once. Decisions weren't random, so differences "
        "between kinds aren't caused by the decision"
    )
    total: Measures | None
    plans: list[PlanOutcome] = Field(description="Newest first")
    note: str | None = Field(description="Why nothing has been scored yet; null if something has")
    note_statement: Statement | None = Field(
        default=None, description="The note as a code with its values"
    )


class ScoredRow(BaseModel):
    """One row of a plan compared with actual sales."""

    stock_code: str
    product_name: str
    decision: Kind
    decision_sequence: int | None
    advised_discount: float | None
    decided_discount: float | None = Field(description="Null: no campaign was decided")
    predicted_units: float | None = Field(
        description="Units expected in the week: forecast, plus the campaign's effect if decided"
    )
    predicted_units_p10: float | None
    predicted_units_p90: float | None
    actual_units: int | float
    actual_revenue: float
    actual_price: float | None = Field(description="Per unit; null where nothing was sold")
    actual_discount: float | None = Field(description="Percent off the plan's full price")
    error: float | None = Field(description="Actual - predicted")
    inside_range: bool | None
    promised_gain: float | None


class PlanScore(BaseModel):
    """One plan, row by row."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": _SNAPSHOT,
                "as_of": "2011-09-09",
                "scored_by": "20110916T060000Z-d4e5f6",
                "revision": 1,
                "by_kind": [{"decision": "changed", **_MEASURES}],
                "total": _MEASURES,
                "rows": [_SCORED],
            }
        }
    )

    snapshot: str
    as_of: date
    scored_by: str
    revision: int = Field(description="Above 1 if late corrections of the sales data changed it")
    by_kind: list[KindMeasures]
    total: Measures
    rows: list[ScoredRow]
