"""Explains a campaign with the plan's own numbers: reason, facts, alternative, changes."""

from dataclasses import dataclass

from contract.objectives import CLEARING
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.optimum import Optimum
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign
from strategy_svc.response.product_responses import OWN
from strategy_svc.wording.alternative import Alternative, best_alternative
from strategy_svc.wording.figures import Figures, figures_of
from strategy_svc.wording.schemas import ExplanationStatements, NextBest, Reasons
from strategy_svc.wording.statements import changes_of, facts_of, next_best_of, reason_of

_EXACT_BELOW = 100
_CERTAIN = 0.995


@dataclass(frozen=True)
class Wording:
    """What the sentences need besides the row; `customers_known`: any customer has a segment."""

    currency: str
    customers_known: bool


@dataclass(frozen=True)
class ExplainedCampaign(PlannedCampaign):
    """A campaign with its sentences.

    Attributes:
        reason: Why it is advised, in one sentence.
        evidence: What the response is based on.
        explanation: The facts behind it.
    """

    reason: str
    evidence: str
    explanation: Reasons


def explained(
    row: PlannedCampaign, found: Optimum, place: int, settings: PlanSettings, wording: Wording
) -> ExplainedCampaign:
    """The campaign with its sentences.

    Args:
        row: One campaign, from `planned_campaigns`.
        found: The optimum it comes from.
        place: Its position among the chosen.
        settings: The plan's constraints.
        wording: The currency, and whether customers are known.
    """
    cover = float(found.products.cover[int(found.chosen[place][0])])
    figures = figures_of(row, cover, settings)
    facts = [
        _stock_fact(row, figures, settings, wording),
        _response_fact(row, figures),
        _money_fact(row, wording),
    ]
    alternative = best_alternative(found, place, settings)
    sentence = _other(alternative, row, wording)
    reasons = Reasons(
        facts=facts,
        next_best=NextBest(**vars(alternative), sentence=sentence),
        what_would_change=_changes(row, figures, wording),
        statements=ExplanationStatements(
            currency=wording.currency,
            reason=reason_of(row, figures, customers_known=wording.customers_known),
            facts=facts_of(row, figures, settings),
            next_best=next_best_of(alternative, row),
            what_would_change=changes_of(row, figures),
        ),
    )
    return ExplainedCampaign(
        **vars(row),
        reason=_reason(row, figures, wording),
        evidence=facts[1],
        explanation=reasons,
    )


def _reason(row: PlannedCampaign, figures: Figures, wording: Wording) -> str:
    brings = (
        f"expected to bring {_money(row.gain, wording)} against doing nothing "
        f"(chance that it pays on average {_chance(row.p_gain)})"
    )
    return f"{_why(row, figures, wording)}, so {_action(row)} {_audience(row, wording)}: {brings}."


def _why(row: PlannedCampaign, figures: Figures, wording: Wording) -> str:
    demand = f"{_number(row.demand)} expected to sell in 7 days"
    if row.objective in CLEARING:
        worth = _money(figures.excess_worth, wording)
        excess = f"{_units(row.excess)} worth {worth} at {_cost(row)} are beyond the cover"
        return f"{_in_stock(row)} for {demand}: {excess}"
    earns = f"each unit earns {figures.unit_margin:z.0%} on {_cost(row)}"
    return f"{_in_stock(row)} for {demand}, and {earns}"


def _action(row: PlannedCampaign) -> str:
    if row.discount:
        return f"offer {row.discount}% off to"
    return "show it at full price to"


def _audience(row: PlannedCampaign, wording: Wording) -> str:
    if not wording.customers_known:
        return f"{row.target} (no customer data tells who buys it)"
    return f"{row.target} ({row.target_share:.0%} of its sales)"


def _stock_fact(
    row: PlannedCampaign, figures: Figures, settings: PlanSettings, wording: Wording
) -> str:
    cover = "" if row.overstock_ratio is None else f", {row.overstock_ratio:.1f} weeks' cover"
    excess = f"{_units(row.excess)} beyond {settings.cover_weeks:g} weeks"
    lost = _money(figures.excess_loss, wording)
    return f"{_in_stock(row)}{cover}: {excess}, which would lose {lost} at {_cost(row)}."


def _response_fact(row: PlannedCampaign, figures: Figures) -> str:
    """The ledger's evidence on price and, if any, on mailers; an association, not a cause."""
    source = "its own history" if row.evidence_from == OWN else row.evidence_from
    price = (
        f"In {source}, 1% off the price went with {row.elasticity:z.1f}% more units "
        f"(80% range {figures.elasticity_p10:z.1f} to {figures.elasticity_p90:z.1f})"
    )
    if figures.mailed is None:
        return f"{price}."
    return f"{price}, and an announcement with {figures.mailed:+z.0%} units among those it reached."


def _money_fact(row: PlannedCampaign, wording: Wording) -> str:
    low, high = _signed(row.margin_p10, wording), _signed(row.margin_p90, wording)
    cost = _money(row.discount_cost, wording)
    return (
        f"Margin {_signed(row.margin, wording)} (80% range {low} to {high}) and "
        f"{_number(row.stock_cleared)} units of excess cleared, with {cost} given away in "
        "discounts."
    )


def _other(alternative: Alternative, row: PlannedCampaign, wording: Wording) -> str:
    if alternative.discount is None:
        gain = _money(row.gain, wording)
        return f"Next best is doing nothing, which forgoes the {gain}."
    offer = f"{alternative.discount}% off" if alternative.discount else "full price"
    gain = _signed(alternative.gain, wording)
    chance = _chance(alternative.p_gain or 0.0)
    return (
        f"Next best is {offer} for the same customers: {gain}, chance that it pays on average "
        f"{chance}."
    )


def _chance(probability: float) -> str:
    """The probability in percent, never 100%: nothing estimated is certain."""
    return f"{probability:.0%}" if probability < _CERTAIN else "> 99%"


def _changes(row: PlannedCampaign, figures: Figures, wording: Wording) -> list[str]:
    """What would have to change for the plan's rules to drop the advice."""
    now = f"{_money(row.unit_cost, wording)}, {row.cost_source or 'of unknown source'}"
    above = f"A unit cost above {_money(figures.highest_cost, wording)} (now {now})"
    cost = f"{above} would leave less than the margin floor."
    if row.objective in CLEARING:
        return [
            cost,
            f"Stock of {_number(figures.cover)} units or less would leave nothing to clear.",
        ]
    selling = f"Stock below the {_number(row.expected_units)} units it is expected to sell"
    return [cost, f"{selling} would stop it."]


def _units(count: float) -> str:
    return f"{_number(count)} unit{'' if count == 1 else 's'}"


def _in_stock(row: PlannedCampaign) -> str:
    simulated = " (simulated)" if row.stock_source == "simulated" else ""
    return f"{_number(row.stock)} in stock{simulated}"


def _cost(row: PlannedCampaign) -> str:
    return "assumed cost" if row.cost_source == "assumed" else "cost"


def _money(amount: float, wording: Wording) -> str:
    return f"{wording.currency} {amount:z,.{0 if abs(amount) >= _EXACT_BELOW else 2}f}"


def _signed(amount: float, wording: Wording) -> str:
    return f"{wording.currency} {amount:+z,.{0 if abs(amount) >= _EXACT_BELOW else 2}f}"


def _number(value: float) -> str:
    return f"{value:z,.0f}" if value == round(value) or value >= _EXACT_BELOW else f"{value:z,.1f}"
