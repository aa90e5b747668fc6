"""The value of plans under later responses, and how long the optimum takes."""

import time
from typing import Any

import numpy as np
import polars as pl
from support.choice_problems import large_problem

from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.candidates import as_products
from strategy_svc.optimizer.optimum import Optimum, optimum, value_options
from strategy_svc.optimizer.rules import rule_plan, rule_settings
from strategy_svc.optimizer.solver import solve

WIDE_OPEN: dict[str, Any] = {"max_campaigns": 100_000, "max_per_customer": 100_000}


def speed_table() -> None:
    """5,000 products x 11 discounts, with and without a clearance target."""
    for name, one in (
        ("no covering row", large_problem(least_cleared=None)),
        ("clearance", large_problem(least_cleared=500.0)),
    ):
        started, cpu = time.perf_counter(), time.process_time()
        solution = solve(one)
        wall, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        print(
            f"  {name:16} {solution.solver:12} gap {solution.gap:.4%}  "
            f"{wall:.2f} s ({cpu_seconds:.2f} CPU)"
        )


def plan_totals(found: Optimum, settings: PlanSettings, inputs: pl.DataFrame) -> dict[str, float]:
    """A plan's totals under the responses of `inputs`, without shrinkage."""
    codes = found.table["stock_code"].to_list()
    chosen = [codes[row] for row in found.chosen[:, 0]]
    table = pl.DataFrame({"stock_code": chosen}, schema={"stock_code": pl.String}).join(
        inputs, on="stock_code", how="left", maintain_order="left"
    )
    gains = value_options(as_products(table, settings), settings).gains
    at = (np.arange(len(chosen)), found.chosen[:, 1], found.chosen[:, 2])
    cost, price = table["unit_cost"].to_numpy(), table["unit_price"].to_numpy()
    paid = price * (1 - np.array(settings.allowed_discounts)[found.chosen[:, 1]] / 100)
    return {
        "campaigns": float(len(chosen)),
        "margin": float(gains.mean.margin[at].sum()),
        "cleared": float((gains.mean.stock_cleared[at] * cost).sum()),
        "value": float(gains.mean.value[at].sum()),
        "below_cost": float((paid < cost - 1e-6).sum()),
    }


def print_plan(name: str, now: dict[str, float], later: dict[str, float]) -> None:
    """Print one plan."""
    print(
        f"  {name:34} {now['campaigns']:6.0f} {now['margin']:10.2f} {now['cleared']:10.2f} "
        f"{now['value']:10.2f} {later['value']:10.2f} {now['below_cost']:6.0f}"
    )


def clearance_table(inputs: pl.DataFrame, later: pl.DataFrame) -> None:
    """The rule table compared with an optimum that clears as much stock (at cost)."""
    base = PlanSettings(
        offer_scope="everyone", announcement=0, max_per_category=None, min_gain=0, **WIDE_OPEN
    )
    steps = rule_settings(base)
    rules, _ = rule_plan(inputs, base)
    table = plan_totals(rules, steps, inputs)
    print_plan("rule table", table, plan_totals(rules, steps, later))
    for floor in (0.0, -0.2):
        goal = base.model_copy(update={"min_freed": table["cleared"], "margin_floor": floor})
        try:
            found = optimum(inputs, goal)
        except Exception as error:  # noqa: BLE001 - a floor that cannot reach it is a line of the table
            print(f"  same clearance, floor {floor:+.0%}: {error}")
            continue
        mine, theirs = plan_totals(found, goal, inputs), plan_totals(found, goal, later)
        print_plan(f"same clearance, floor {floor:+.0%}", mine, theirs)
        less = 1 - mine["margin"] / table["margin"]
        net = 1 - mine["value"] / table["value"]
        print(
            f"    margin lost {less:.1%} less, net of stock saved {net:.1%} less; gap "
            f"{found.solution.gap:.3%} {found.solution.solver}"
        )


def profit_table(inputs: pl.DataFrame, later: pl.DataFrame) -> None:
    """Profit plans of weeks 1-39, revalued with the response of weeks 40-52 only."""
    kinds: dict[str, dict[str, Any]] = {
        "default": {},
        "at least 50": {"min_gain": 0.25},
        "at least 50, no shrinkage": {"min_gain": 0.25, "shrink_for_selection": False},
        "everyone": {"offer_scope": "everyone", "min_gain": 0.25},
        "everyone, no shrinkage": {
            "offer_scope": "everyone",
            "min_gain": 0.25,
            "shrink_for_selection": False,
        },
        "price alone, everyone": {
            "offer_scope": "everyone",
            "announcement": 0,
            "min_gain": 0,
            "min_p_gain": 0.5,
        },
        "price alone, everyone, no shr.": {
            "offer_scope": "everyone",
            "announcement": 0,
            "min_gain": 0,
            "min_p_gain": 0.5,
            "shrink_for_selection": False,
        },
    }
    for name, chosen in kinds.items():
        settings = PlanSettings(**chosen)
        found = optimum(inputs, settings)
        print_plan(name, plan_totals(found, settings, inputs), plan_totals(found, settings, later))
