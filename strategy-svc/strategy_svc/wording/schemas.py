"""Why a campaign is advised, as stored and as returned by the API."""

from pydantic import BaseModel, ConfigDict, Field

from strategy_svc.wording.statements import PlanStatement


class ExplanationStatements(BaseModel):
    """Every sentence of an explanation as a code with its values, in order."""

    model_config = ConfigDict(frozen=True)

    currency: str = Field(description="ISO code of the amounts")
    reason: PlanStatement
    facts: list[PlanStatement]
    next_best: PlanStatement
    what_would_change: list[PlanStatement]


class NextBest(BaseModel):
    """The best alternative; no discount means doing nothing."""

    model_config = ConfigDict(frozen=True)

    discount: int | None
    target_cluster: str | None
    gain: float = Field(
        description="Expected gain compared with doing nothing, in the plan's currency"
    )
    p_gain: float | None
    sentence: str


class Reasons(BaseModel):
    """Why, in numbers that are the plan's own."""

    model_config = ConfigDict(frozen=True)

    facts: list[str] = Field(description="The three facts that decided: stock, response, money")
    next_best: NextBest
    what_would_change: list[str]
    statements: ExplanationStatements | None = Field(
        default=None, description="The sentences as codes; null in older snapshots"
    )
