"""Quality of the plan: price response, speed of the optimum, and money, on the sample.

    .venv/bin/python bench/plan.py [--staging FOLDER]

Without a folder the sample is refreshed as of week 40 first, into a temporary one. The plan is made
from weeks 1-39 and judged by weeks 40-52, with a cost of 70 % of the shelf price and a loss of 25 %
of its cost on stock above two weeks' cover. All responses are associations, not causes. At the end
stand the tables of audience_scoring.py: propensity, false alarms and power.
"""

import sys

# numbers.py in this folder would shadow the standard library's module.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import re
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from bench.plan_money import clearance_table, profit_table, speed_table
from support.shuffled_weeks import shuffled_weeks

from contract.segments import SEGMENTS
from contract.snapshot_files import CATALOGUE_FILE
from forecast_svc.demand.refresh import refresh_demand
from inventory_svc.ledger.refresh import refresh_ledger
from inventory_svc.stock.refresh import refresh_stock
from segmentation_svc.segments.refresh import refresh_segments
from smartretail.jobs.replay_plan import history_as_of
from smartretail.jobs.sample import sample_ledger
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_table import plan_inputs
from strategy_svc.inputs.staging_files import read_promotions, read_segments, scan_sales
from strategy_svc.optimizer.choice_problem import Floats
from strategy_svc.optimizer.optimum import optimum
from strategy_svc.replay.next_week import accuracy, predict_week, promoted
from strategy_svc.replay.replayed_weeks import mondays
from strategy_svc.replay.tables import prediction_lines
from strategy_svc.response.price_response import (
    PRICE,
    fit_response,
    predict_units,
)
from strategy_svc.response.product_responses import RESPONSE_COLUMNS, product_responses
from strategy_svc.response.weekly_panel import WeeklyPanel, weekly_panel

FIRST_TEST_WEEK, LAST_DAY = date(2017, 9, 25), date(2017, 12, 25)
LAST_REPLAYED = date(2017, 12, 11)
DEPTH, LEAST_UNITS, LEAST_WEEKS, LEAST_EACH = 0.10, 3, 30, 3
DEEP = 0.40


def stage_plan_inputs(folder: Path) -> None:
    """The jobs before the plan, as of week 40, and the whole ledger for scoring."""
    refresh_ledger(sample_ledger(), folder, as_of=FIRST_TEST_WEEK)
    refresh_demand(folder, as_of=FIRST_TEST_WEEK)
    refresh_stock(folder, as_of=FIRST_TEST_WEEK, stock_file=None)
    refresh_segments(folder, as_of=FIRST_TEST_WEEK)


def refresh_whole_ledger(folder: Path) -> Path:
    """The sample to its end, cleaned."""
    refresh_ledger(sample_ledger(), folder, as_of=LAST_DAY)
    return folder


def ordinary_least_squares(train: WeeklyPanel, test: WeeklyPanel) -> Floats:
    """Log units on log price, one regression per product."""
    found = np.zeros_like(test.units)
    for row in range(len(train.codes)):
        sold = train.sold[row]
        price, units = train.log_price[row, sold], np.log(train.units[row, sold])
        varied = max(float(((price - price.mean()) ** 2).sum()), 1e-12)
        slope = float(((price - price.mean()) * (units - units.mean())).sum()) / varied
        level = units.mean() + slope * (test.log_price[row] - price.mean())
        found[row] = np.exp(np.clip(level, -10, 10))
    return found


def response_table(ledger: Path) -> None:
    """The issue's protocol: fit on weeks up to 39, test on promoted weeks from 40 on."""
    catalogue = pl.read_parquet(ledger / CATALOGUE_FILE, columns=["stock_code", "category"])
    sales = scan_sales(ledger, LAST_DAY)
    panel = weekly_panel(sales, catalogue, read_promotions(ledger), as_of=LAST_DAY, weeks=52)
    known = sum(week < FIRST_TEST_WEEK for week in panel.weeks)
    fit = slice(0, known)
    deep = panel.sold & (panel.depth >= DEPTH)
    rows = np.flatnonzero(
        (panel.units[:, fit].mean(axis=1) >= LEAST_UNITS)
        & (panel.sold[:, fit].sum(axis=1) >= LEAST_WEEKS)
        & (deep[:, fit].sum(axis=1) >= LEAST_EACH)
        & ((panel.sold & ~deep)[:, fit].sum(axis=1) >= LEAST_EACH)
    )
    train, test = panel.part(rows, 0, known), panel.part(rows, known, len(panel.weeks))
    model = fit_response(train)
    found = predict_units(model, test, test.traffic)
    blind = predict_units(model, test, np.full(len(test.weeks), train.traffic[-8:].mean()))
    scored = test.sold & (test.depth >= DEPTH)
    rolling = np.stack(
        [
            panel.units[rows, week - 8 : week].mean(axis=1)
            for week in range(known, len(panel.weeks))
        ],
        axis=1,
    )
    print(f"{len(rows)} products, {scored.sum()} promoted product weeks")
    methods = {
        "hierarchical Poisson": found.mean,
        "  without the week's traffic": blind.mean,
        "  its median": found.quantile(0.5),
        "8-week mean (rolling)": rolling,
        "8-week mean (weeks 32-39)": np.repeat(
            train.units[:, -8:].mean(axis=1)[:, None], len(test.weeks), axis=1
        ),
        "OLS per product": ordinary_least_squares(train, test),
    }
    for name, units in methods.items():
        error = np.abs(units - test.units)[scored].sum() / test.units[scored].sum()
        bias = (units - test.units)[scored].sum() / test.units[scored].sum()
        print(f"  {name:30} WAPE {error:.4f}  bias {bias:+.4f}")
    inside = (test.units >= found.quantile(0.1)) & (test.units <= found.quantile(0.9))
    deepest = scored & (test.depth >= DEEP)
    print(
        f"  80 % coverage {inside[scored].mean():.3f}, at 40 % depth {inside[deepest].mean():.3f}"
    )
    placebo = fit_response(shuffled_weeks(train, seed=0)).hierarchy
    price = model.column(PRICE) or 0
    sure = np.abs(placebo.mean[:, price]) > 1.645 * np.sqrt(placebo.covariance[:, price, price])
    print(
        f"  elasticity {model.hierarchy.mean[:, price].mean():+.3f}; on shuffled weeks "
        f"{placebo.mean[:, price].mean():+.3f}, {sure.mean():.1%} of products beyond 90 %"
    )


def replay_table(ledger: Path) -> None:
    """Units of the next week given its discounts, as `smartretail replay` prints them."""
    weeks: list[pl.DataFrame] = []
    with tempfile.TemporaryDirectory() as folder:
        for origin in mondays(FIRST_TEST_WEEK, LAST_REPLAYED, LAST_DAY):
            refresh_ledger(sample_ledger(), Path(folder), as_of=origin)
            weeks.append(predict_week(history_as_of(Path(folder), ledger, origin, LAST_DAY)))
    for line in prediction_lines(pl.concat(weeks)):
        print(f"  {line}")
    worst = [accuracy(promoted(week)).bias for week in weeks]
    print(f"  promoted alone, bias of the worst week {max(worst, key=abs):+.1%}")


def refit_line(staging: Path) -> None:
    """The cost of a refresh of the response and the plan."""
    cpu = time.process_time()
    inputs = plan_inputs(staging, read_segments(staging), FIRST_TEST_WEEK, PlanSettings())
    fitted = time.process_time()
    found = optimum(inputs, PlanSettings())
    planned = time.process_time()
    # Not getrusage: its peak is inherited from the parent process.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) / 1024
    print(
        f"  {inputs.height:,} products: response and inputs {fitted - cpu:.1f} CPU s, "
        f"{found.table.height:,} of them valued and solved in {planned - fitted:.1f} CPU s; peak "
        f"memory {peak:,.0f} MiB"
    )


def later_responses(inputs: pl.DataFrame, ledger: Path) -> pl.DataFrame:
    """`inputs` with responses fitted only on the weeks from 40 on."""
    sales = scan_sales(ledger, LAST_DAY)
    categories = inputs.select("stock_code", "category")
    panel = weekly_panel(
        sales,
        categories,
        read_promotions(ledger),
        as_of=LAST_DAY,
        weeks=52,
        begin=FIRST_TEST_WEEK,
    )
    responses = product_responses(fit_response(panel), categories)
    return inputs.drop(RESPONSE_COLUMNS).join(responses, on="stock_code", how="left")


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--staging", type=Path, help="files of the jobs before, as of week 40")
    parser.add_argument("--ledger", type=Path, help="the ledger job's files of the whole sample")
    parser.add_argument("--refit", type=Path, help="only say what a refit of this folder costs")
    options = parser.parse_args()
    if options.refit is not None:
        refit_line(options.refit)
        return
    with tempfile.TemporaryDirectory() as folder:
        staging, ledger = options.staging, options.ledger
        if staging is None:
            staging = Path(folder) / "staging"
            staging.mkdir()
            stage_plan_inputs(staging)
        if ledger is None:
            ledger = Path(folder) / "ledger"
            ledger.mkdir()
            refresh_whole_ledger(ledger)
        print("Response to price and promotion")
        response_table(ledger)
        print("Replay of weeks 40-51")
        replay_table(ledger)
        print("Refit of the whole sample", flush=True)
        # In a separate process, so that its peak memory is the refit's only.
        subprocess.run([sys.executable, __file__, "--refit", staging], check=True)
        print("Optimum of 5,000 products x 11 discounts")
        speed_table()
        inputs = plan_inputs(staging, read_segments(staging), FIRST_TEST_WEEK, PlanSettings())
        later = later_responses(inputs, ledger)
        header = ("plan", "rows", "margin", "cleared", "value", "later", "< cost")
        print("  {:34} {:>6} {:>10} {:>10} {:>10} {:>10} {:>6}".format(*header))
        clearance_table(inputs, later)
        profit_table(inputs, later)
        print(f"segments: {', '.join(SEGMENTS)}", flush=True)
        beside = Path(__file__).with_name("audience_scoring.py")
        subprocess.run([sys.executable, str(beside)], check=True)


if __name__ == "__main__":
    main()
