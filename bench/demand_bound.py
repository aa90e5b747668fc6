"""A lower bound of the pinball loss at .9: quantiles learned from the very weeks they score.

    .venv/bin/python bench/demand_bound.py LEDGER [--weeks 13]

Scored are the ledger's last weeks, products as in `bench/demand.py` that the model forecasts. The
bound knows what no forecast can: its trees learn from the scored weeks themselves, on the model's
features, and only the products they are asked about are kept from them (five folds). Beside it
stands a product's own quantile, and the share of the bound's loss that few product weeks carry.
It is also scaled by the one factor that suits these weeks best.
"""

import sys

from contract.snapshot_files import CATALOGUE_FILE, LEDGER_FILE

# The project's root instead of this folder, whose numbers.py would shadow the standard library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from bench.demand import is_online_retail
from threadpoolctl import threadpool_limits

from forecast_svc.model.features import Design, Origins, design
from forecast_svc.model.gradient_boosting import (
    UPPER,
    UPPER_BASELINES,
    UPPER_TREES,
    Values,
    fit_quantile,
    varies,
)
from forecast_svc.model.ledger_tables import read_catalogue, read_ledger
from forecast_svc.model.weekly_panel import Indices, WeeklyPanel, build_panel, paid_lines
from inventory_svc.ledger.refresh import refresh_ledger
from smartretail.jobs.sample import ledger_path

FOLDS = 5
TREES = UPPER_TREES | {"max_iter": 60, "min_samples_leaf": 100}
"""Fewer and smaller than the model's: they are fitted on a quarter's 40,000 product weeks."""

OWN_WEEKS = (13, 26)
WORST = (0.001, 0.01, 0.05)


def panel_of(ledger: str) -> WeeklyPanel:
    """The whole ledger by week."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        as_of = refresh_ledger(ledger_path(ledger), folder).as_of
        paid = paid_lines(read_ledger(folder / LEDGER_FILE), as_of)
        panel = build_panel(paid, read_catalogue(folder / CATALOGUE_FILE), as_of)
    if panel is None:
        sys.exit("No product of this ledger was ordered often enough to be scored.")
    return panel


def scored(panel: WeeklyPanel, weeks: int, *, five_digits: bool) -> Origins:
    """The product weeks that count."""
    counts = panel.modelled()[:, panel.weeks - weeks : panel.weeks]
    if five_digits:
        counts &= panel.codes.str.contains(r"^\d{5}").to_numpy()[:, None]
    rows, at = np.nonzero(counts)
    return Origins(rows, at + panel.weeks - weeks)


def hindsight_quantiles(known: Design, units: Values, rows: Indices) -> Values:
    """P90 of every product week, learned from the same weeks of the products in other folds."""
    found = np.zeros(len(units))
    values = np.hstack([known.values, known.tail])
    known = replace(known, values=values[:, varies(values)])
    for fold in range(FOLDS):
        in_fold = rows % FOLDS == fold
        learned, answered = select_rows(known, ~in_fold), select_rows(known, in_fold)
        logs = np.log1p(units[~in_fold])
        model = fit_quantile(learned, learned.values, logs, UPPER_BASELINES, TREES)
        with threadpool_limits(1):
            found[in_fold] = model.logs(answered, answered.values)
    return np.maximum(np.expm1(found), 0)


def select_rows(known: Design, of: npt.NDArray[np.bool_]) -> Design:
    """Some rows."""
    return replace(
        known,
        values=known.values[of],
        log_level=known.log_level[of],
        log_upper=known.log_upper[of],
    )


def own_quantile(panel: WeeklyPanel, origins: Origins, weeks: int) -> Values:
    """A product's own quantile of its last weeks, or of fewer if it is newer."""
    widths = np.minimum(weeks, origins.at - panel.first_week[origins.rows]).astype(np.int64)
    found = np.zeros(len(widths))
    for width in range(1, weeks + 1):
        same_width = widths == width
        columns: Indices = origins.at[same_width, None] - 1 - np.arange(width)
        units = panel.grids["units"][origins.rows[same_width, None], columns].astype(np.float64)
        found[same_width] = np.quantile(units, UPPER, axis=1)
    return found


def losses(units: Values, forecast: Values) -> Values:
    """Pinball loss of every product week, in units."""
    short = units - forecast
    return np.maximum(UPPER * short, (UPPER - 1) * short)


def print_bound(ledger: str, weeks: int) -> None:
    """Own quantiles, the bound, and which products contribute to its loss."""
    panel = panel_of(ledger)
    origins = scored(panel, weeks, five_digits=is_online_retail(ledger))
    units = panel.grids["units"][origins.rows, origins.at].astype(np.float64)
    sold = units.sum()
    print(
        f"{Path(ledger).name}: last {weeks} weeks, {len(units):,} product weeks, {sold:,.0f} units"
    )
    for own in OWN_WEEKS:
        loss = losses(units, own_quantile(panel, origins, own)).sum() / sold
        print(f"  pinball .9, own quantile of {own} weeks   {loss:.4f}")
    bound = hindsight_quantiles(design(panel, origins, ended=False), units, origins.rows)
    loss = np.sort(losses(units, bound))[::-1]
    print(f"  pinball .9, learned in hindsight        {loss.sum() / sold:.4f}")
    for share in WORST:
        worst = loss[: int(share * len(loss))].sum() / loss.sum()
        print(f"  share of it in the worst {share:.1%} of weeks  {worst:.3f}")
    best = min(losses(units, scale * bound).sum() / sold for scale in np.arange(0.8, 1.25, 0.05))
    print(f"  pinball .9, its best multiple           {best:.4f}")
    far = units > 3 * (bound + 1)
    table = pl.DataFrame({"far": far, "units": units, "loss": losses(units, bound)})
    part = table.filter("far").select("units", "loss").sum() / table.select("units", "loss").sum()
    print(
        f"  above three times that P90: {far.mean():.3f} of weeks, {part.item(0, 'units'):.3f} "
        f"of units, {part.item(0, 'loss'):.3f} of the loss"
    )


def main() -> None:
    """Print the bound of a ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledger")
    parser.add_argument("--weeks", type=int, default=13)
    options = parser.parse_args()
    print_bound(options.ledger, options.weeks)


if __name__ == "__main__":
    main()
