"""The response of `GET /v1/plan/changes`."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR
from fleet.sentences import render
from fleet.statements import Statement, statement
from strategy_svc.changes.statements import ChangeCode

Kind = Literal["new", "gone", "changed"]
_SIDE: dict[str, JsonValue] = {
    "discount": 15,
    "target_cluster": REGULAR,
    "objective": CLEAR_STOCK,
    "money_at_stake": 16.71,
    "current_stock": 310,
    "predicted_7d_demand": 42.0,
}
_CAUSE = statement(
    "gone_cleared",
    discount_then=15,
    target_then=REGULAR,
    objective_then=CLEAR_STOCK,
    money_then=16.71,
    stock_then=310,
    demand_then=42.0,
    stock=80,
    demand=41.0,
)
_CHANGE: dict[str, JsonValue] = {
    "kind": "gone",
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "before": _SIDE,
    "now": None,
    "money": 16.71,
    "decided": {
        "sequence": 3,
        "decision": "accepted",
        "reason_code": "agreed",
        "by": "Ada",
        "at": "2011-09-02T08:30:00.120000Z",
    },
    "sentence": render(_CAUSE, currency="GBP"),
    "statement": _CAUSE.model_dump(),
}


class ChangeStatement(BaseModel):
    """A sentence as a code with its numbers; for an unlisted code, show the English sentence."""

    code: Annotated[str, Field(json_schema_extra={"enum": [*get_args(ChangeCode)]})]
    values: dict[str, float | str | None]


class Side(BaseModel):
    """What a plan advised for a product."""

    discount: float | None = Field(description="Percent; 0 means full price")
    target_cluster: str
    objective: str
    money_at_stake: float | None
    current_stock: int | None
    predicted_7d_demand: float | None


class EarlierDecision(BaseModel):
    """What was decided on the earlier plan's row."""

    sequence: int = Field(description="Number of the decision in the ledger")
    decision: Literal["accepted", "changed", "rejected"]
    reason_code: str
    by: str
    at: datetime


class PlanChange(BaseModel):
    """One product whose advice has changed."""

    kind: Kind
    stock_code: str
    product_name: str
    before: Side | None = Field(description="Null if new")
    now: Side | None = Field(description="Null if no longer advised")
    money: float = Field(description="The larger of the money at stake then and now")
    decided: EarlierDecision | None
    sentence: str
    statement: ChangeStatement


class PlanSums(BaseModel):
    """Totals of a plan."""

    campaigns: int
    money_at_stake: float | None


class EarlierPlan(PlanSums):
    """The earlier plan in the comparison."""

    snapshot: str
    as_of: date
    frozen_at: datetime


class Counts(BaseModel):
    """Products by how their advice changed."""

    new: int
    gone: int
    changed: int = Field(description="Another discount, segment or objective")


class PlanChanges(BaseModel):
    """The live plan compared with the plan of a week ago."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": "20110909T060000Z-a1b2c3",
                "as_of": "2011-09-09",
                "currency": "GBP",
                "plan": {"campaigns": 12, "money_at_stake": 181.2},
                "earlier": {
                    "campaigns": 13,
                    "money_at_stake": 190.4,
                    "snapshot": "20110902T060000Z-d4e5f6",
                    "as_of": "2011-09-02",
                    "frozen_at": "2011-09-02T06:00:01.120000Z",
                },
                "counts": {"new": 0, "gone": 1, "changed": 0},
                "total": 1,
                "items": [_CHANGE],
                "note": None,
                "note_statement": None,
            }
        }
    )

    snapshot: str
    as_of: date | None
    currency: str
    plan: PlanSums
    earlier: EarlierPlan | None = Field(
        description="The newest plan at least seven days older, otherwise the oldest of the week; "
        "null if this shop has no earlier plan"
    )
    counts: Counts = Field(description="All 0 if there is nothing to compare with")
    total: int = Field(description="Number of changes of the requested kind")
    items: list[PlanChange] = Field(description="Largest amount first")
    note: str | None = Field(description="Why nothing is compared; null if something is")
    note_statement: Statement | None = Field(
        default=None, description="The note as a code with its values"
    )
