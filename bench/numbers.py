"""How good the numbers are: demand over weekly origins, in the form the project states its bars.

    .venv/bin/python bench/numbers.py LEDGER [LEDGER …] [--weeks 13]

Online Retail II is scored on products whose code begins with five digits, the sample on its 5,000
products of most order lines in the year before each origin, any other ledger on all products.
"""

import sys

# numbers.py in this folder would hide the standard library's module of that name.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]


import argparse
import resource
import time
from pathlib import Path
from typing import Any

import polars as pl

from forecast_svc.backtest.accuracy import accuracy, bias, top_by_revenue, wape
from forecast_svc.backtest.simple_methods import BUILT_IN, OPTIONAL
from smartretail.backtesting import backtest
from smartretail.sample import ledger_path

KIB_PER_MIB = 1024
SAMPLE_PRODUCTS = 5000


def scope(ledger: str, scored: pl.DataFrame) -> pl.DataFrame:
    """The product weeks that are scored."""
    if ledger == "sample":
        rank = pl.struct(pl.col("order_lines").cast(pl.Int64).neg(), "stock_code").rank("ordinal")
        return scored.filter(rank.over("origin") <= SAMPLE_PRODUCTS)
    five_digits = pl.col("stock_code").str.contains(r"^\d{5}")
    return scored.filter(five_digits) if "retail" in ledger.lower() else scored


def show(ledger: str, scored: pl.DataFrame) -> None:
    """Print the table of one ledger."""
    top = top_by_revenue(scored)
    for label, rows in (("all", scored), ("top 1,000", top)):
        found: dict[str, Any] = accuracy(rows)
        print(f"{Path(ledger).name} {label}: {found}")
    names = [*BUILT_IN, *(name for name in OPTIONAL if name in scored.columns)]
    for name in names:
        numbers = [rows.with_columns(pl.col(name).fill_null(0.0)) for rows in (scored, top)]
        errors = [rows.select(wape(name)).item() for rows in numbers]
        signed = numbers[0].select(bias(name)).item()
        print(f"  {name:16}{errors[0]:8.4f}{errors[1]:8.4f}{signed:+8.3f}")


def main() -> None:
    """Print every ledger's table, its CPU seconds per origin and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--weeks", type=int, default=13)
    options = parser.parse_args()
    for ledger in options.ledgers:
        started = time.process_time()
        found = backtest(ledger_path(ledger), None, options.weeks, None, lambda _done, _total: None)
        seconds = (time.process_time() - started) / options.weeks
        show(ledger, scope(ledger, found.scored))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
        print(f"  {seconds:.1f} CPU s per origin, cleaning included; peak {peak:.0f} MiB so far")


if __name__ == "__main__":
    main()
