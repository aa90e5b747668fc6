"""Customers: how stable the segments are, and how well they and BG/NBD predict.

    .venv/bin/python bench/customers.py LEDGER|sample|SNAPSHOT_FOLDER [MORE …] [--resamples 50]

A ledger is cleaned by the inventory job, as a refresh does; a folder (or its `ledger.parquet`) is
taken as cleaned. All is measured as of 90 days before the ledger's end.
"""

import sys

# numbers.py in this folder would shadow the standard library's module.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from contract.snapshot_files import LEDGER_FILE
from fleet.errors import SmartRetailError
from inventory_svc.ledger.refresh import refresh_ledger
from segmentation_svc.model.rfm import order_days
from segmentation_svc.stability.certificate import Certificate, certify
from smartretail.jobs.sample import ledger_path

COLUMNS = [
    "order_id",
    "customer_id",
    "ordered_at",
    "quantity",
    "returned_quantity",
    "unit_price",
]


@dataclass(frozen=True)
class Bars:
    """A good and an exceptional result, for each ledger of the issue."""

    ari: tuple[float, float]
    names: tuple[float, float]
    change: tuple[float, float]
    eta_squared: tuple[float, float]
    auc: tuple[float, float]


ONLINE_RETAIL = Bars((0.90, 0.96), (0.95, 0.98), (0.14, 0.08), (0.27, 0.30), (0.79, 0.82))
COMPLETE_JOURNEY = Bars((0.85, 0.90), (0.95, 0.98), (0.25, 0.15), (0.42, 0.45), (0.87, 0.90))

ONLINE_RETAIL_BEGINS = date(2009, 12, 1)
COMPLETE_JOURNEY_BEGINS = date(2017, 1, 1)


def cleaned_lines(ledger: str) -> pl.DataFrame:
    """The order lines that a refresh of `ledger` would keep."""
    path = Path(ledger)
    if path.is_dir() and (path / LEDGER_FILE).exists():
        path /= LEDGER_FILE
    if path.name == LEDGER_FILE:
        return pl.read_parquet(path, columns=COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        refresh_ledger(ledger_path(ledger), Path(folder))
        return pl.read_parquet(Path(folder) / LEDGER_FILE, columns=COLUMNS)


def measure(lines: pl.DataFrame, resamples: int) -> Certificate:
    """The certificate, following the issue's protocol."""
    first, last = (lines["ordered_at"].dt.date().sort()[at] for at in (0, -1))
    as_of: date = last + timedelta(days=1)
    return certify(order_days(lines), first, as_of, resamples=resamples)


def print_table(ledger: str, found: Certificate, bars: Bars | None) -> None:
    """One line per measure, with its bar and moonshot if the issue names them."""
    print(f"\n{ledger}, as of {found.as_of}")
    if found.note:
        print(f"  {found.note}")
    head, change, then = found.bootstrap, found.monthly_change, found.outlook
    if head:
        detail = f"({head.resamples} resamples, lowest {head.ari_min:.3f})"
        _line("bootstrap ARI, median", head.ari_median, bars and bars.ari, detail)
        detail = f"(lowest {head.names_min:.3f})"
        _line("agreement of names, median", head.names_median, bars and bars.names, detail)
    if change:
        detail = " ".join(f"{share:.3f}" for share in reversed(change.months.values()))
        _line("labels changed per month", change.share, bars and bars.change, detail)
    if then:
        _line("eta² of next 90 days' log spend", then.eta_squared, bars and bars.eta_squared)
        detail = f"(recency alone {then.auc_recency})"
        _line("AUC of buying, BG/NBD", then.auc_bg_nbd, bars and bars.auc, detail)
        spends = ", ".join(f"{label} {mean}" for label, mean in then.mean_spend.items())
        print(f"  {'mean spend in order':<34}{then.ordered!s:>8}   {spends}")
        print(
            f"  {'calibration':<34}{'':>8}   active {then.predicted_active} predicted, "
            f"{then.active} did; spend {then.predicted_spend} predicted, {then.actual_spend} was"
        )


def _line(name: str, value: float | None, bar: tuple[float, float] | None, more: str = "") -> None:
    shown = "-" if value is None else f"{value:.3f}"
    beside = "" if bar is None else f"bar {bar[0]:.2f}, moonshot {bar[1]:.2f}"
    print(f"  {name:<34}{shown:>8}   {beside:<28}{more}")


def bars_of(ledger: str, lines: pl.DataFrame) -> Bars | None:
    """The issue's bars for its two ledgers, recognised by first day and name."""
    first: date = lines["ordered_at"].dt.date().sort()[0]
    if ledger == "sample" or first == COMPLETE_JOURNEY_BEGINS:
        return COMPLETE_JOURNEY
    return ONLINE_RETAIL if first == ONLINE_RETAIL_BEGINS else None


def main() -> None:
    """Print a table for each ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--resamples", type=int, default=50)
    options = parser.parse_args()
    for ledger in options.ledgers:
        try:
            lines = cleaned_lines(ledger)
        except SmartRetailError as error:
            sys.exit(error.detail)
        started = time.process_time()
        found = measure(lines, options.resamples)
        print_table(ledger, found, bars_of(ledger, lines))
        print(f"  {'seconds of CPU':<34}{time.process_time() - started:>8.1f}")


if __name__ == "__main__":
    main()
