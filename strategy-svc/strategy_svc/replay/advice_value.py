"""What a past week's advice would have been worth, measured by actual sales.

The advised campaigns were not run, so their true effect is unknown. What is known is how many units
the week sold, at which price and with which mailer. A response fitted on later weeks, never on
those the advice was based on, removes the effect of that price and mailer from the units (`base`)
and estimates the units at the advised discount. This rests on association, not on an experiment,
and a product that sold nothing is assumed to have sold nothing with the offer either.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.campaign_value import Outcome
from strategy_svc.optimizer.candidates import as_products
from strategy_svc.optimizer.choice_problem import TOLERANCE
from strategy_svc.optimizer.optimum import Optimum, value_options
from strategy_svc.replay.history_as_of import HistoryAsOf, panel_with_week
from strategy_svc.response.price_response import ResponseModel
from strategy_svc.response.product_responses import RESPONSE_COLUMNS, product_responses

ADVICE_SCHEMA = {
    "origin": pl.Date,
    "stock_code": pl.String,
    "discount": pl.Float64,
    "target_cluster": pl.String,
    "promised": pl.Float64,
    "demand": pl.Float64,
    "units": pl.Float64,
    "base": pl.Float64,
    "worth": pl.Float64,
    "margin": pl.Float64,
    "stock_cleared": pl.Float64,
    "below_cost": pl.Boolean,
}


@dataclass(frozen=True)
class Worth:
    """Sums over campaigns, money.

    Attributes:
        campaigns, with_discount: How many.
        promised: Gain that the plan expected.
        worth: Gain measured by actual sales: margin and the value of stock cleared.
        margin: The margin in it.
        stock_cleared: Stock cleared, at cost.
        below_cost: Campaigns that sell below cost.
    """

    campaigns: int
    with_discount: int
    promised: float
    worth: float
    margin: float
    stock_cleared: float
    below_cost: int


def valued_advice(
    found: Optimum, known: HistoryAsOf, evaluation_model: ResponseModel, settings: PlanSettings
) -> pl.DataFrame:
    """One row per campaign, with the columns of `ADVICE_SCHEMA`.

    Args:
        found: The plan of the week, or the rule table's campaigns valued the same way.
        known: The week; only its sales and the usual prices before it are used.
        evaluation_model: Fitted on later weeks.
        settings: The plan's constraints, and the ladder that its discount positions refer to.
    """
    if not len(found.chosen):
        return pl.DataFrame(schema=ADVICE_SCHEMA)
    table = found.table[found.chosen[:, 0]]
    answered = table.drop(RESPONSE_COLUMNS).join(
        product_responses(evaluation_model, table.select("stock_code", "category")),
        on="stock_code",
        how="left",
        maintain_order="left",
    )
    actual_sales = _actual_sales(answered, known)
    brought = _outcomes(answered, actual_sales["base"], found, settings)
    steps, segments = found.chosen[:, 1], found.chosen[:, 2]
    discount = np.array(settings.allowed_discounts, dtype=float)[steps]
    cost, price = table["unit_cost"].to_numpy(), table["unit_price"].to_numpy()
    columns: dict[str, pl.Series] = {
        "origin": pl.Series([known.origin] * len(discount)),
        "stock_code": table["stock_code"],
        "discount": pl.Series(discount),
        "target_cluster": pl.Series([SEGMENTS[int(segment)] for segment in segments]),
        "promised": pl.Series(found.options.gain[tuple(found.chosen.T)]),
        "demand": table["demand"],
        "units": actual_sales["units"],
        "base": actual_sales["base"],
        "worth": pl.Series(brought.value),
        "margin": pl.Series(brought.margin),
        "stock_cleared": pl.Series(brought.stock_cleared * cost),
        "below_cost": pl.Series(price * (1 - discount / 100) < cost - TOLERANCE),
    }
    return pl.DataFrame(columns, schema=ADVICE_SCHEMA)


def total(advice: pl.DataFrame) -> Worth:
    """Sums over the rows of `valued_advice`."""

    def money(name: str) -> float:
        return round(float(advice[name].sum()), 2) + 0.0

    return Worth(
        advice.height,
        int((advice["discount"] > 0).sum()),
        money("promised"),
        money("worth"),
        money("margin"),
        money("stock_cleared"),
        int(advice["below_cost"].sum()),
    )


def _actual_sales(products: pl.DataFrame, known: HistoryAsOf) -> pl.DataFrame:
    """`units` of the week, and `base`: its units without its own discount and mailer."""
    panel = panel_with_week(known)
    last = len(panel.weeks) - 1
    mailer = np.zeros(len(panel.codes)) if panel.mailer is None else panel.mailer[:, last]
    week = pl.DataFrame(
        {
            "stock_code": panel.codes,
            "units": panel.units[:, last],
            "cut": -np.minimum(panel.log_price[:, last], 0.0),
            "mailed": mailer,
        },
        schema_overrides={"stock_code": pl.String},
    )
    joined = products.select("stock_code", "elasticity", "mailer_effect").join(
        week, on="stock_code", how="left", maintain_order="left"
    )
    filled = joined.with_columns(pl.col("units", "cut", "mailed").fill_null(0.0))
    lifted = pl.col("elasticity") * pl.col("cut") + pl.col("mailer_effect") * pl.col("mailed")
    return filled.select("units", base=pl.col("units") / lifted.exp())


def _outcomes(
    products: pl.DataFrame, base: pl.Series, found: Optimum, settings: PlanSettings
) -> Outcome:
    """Each campaign's outcome on the week's actual demand."""
    known = products.with_columns(
        demand=base.clip(lower_bound=TOLERANCE), demand_p10=base, demand_p90=base
    )
    gains = value_options(as_products(known, settings), settings).gains
    at = (np.arange(products.height), found.chosen[:, 1], found.chosen[:, 2])
    return Outcome(**{name: values[at] for name, values in vars(gains.mean).items()})
