"""Demand over weekly origins, each forecast separately, with the bars and the best simple method.

    .venv/bin/python bench/demand.py sample|LEDGER [MORE …] [--weeks 13] [--first 2010-09-10]

Every origin is forecast from the ledger cleaned as of that day. Scored are products sold in the 365
days before the origin, a missing prediction counting as 0, pooled over all origins: of Online
Retail II those whose code begins with five digits; of the sample, at 13 weekly origins from
2017-09-29, the 5,000 with most order lines in those 365 days; of any other ledger all. "Top" are
the 1,000 of them with most revenue in the 365 days. `--first` asks for other weeks than the last
ones. In the end one refit as of the ledger's end is measured as a process of its own.

The bars of Online Retail II hold for weeks kept aside; here the same ratios to the best simple
method are the bar. SES and IMAPA are among the simple methods where statsforecast is installed.
"""

import sys

# The project's root instead of this folder, whose numbers.py would shadow the standard library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from bench.measured import run

from contract.ledgers import SAMPLE
from fleet.errors import SmartRetailError
from forecast_svc.backtest.accuracy import bias, coverage, pinball, wape
from forecast_svc.backtest.classes import top_by_revenue
from forecast_svc.backtest.simple_methods import BUILT_IN, INTERVALS, MEANS, OPTIONAL
from forecast_svc.demand.refresh import refresh_demand
from inventory_svc.ledger.refresh import refresh_ledger
from smartretail.jobs.backtest import backtest
from smartretail.jobs.sample import ledger_path

SAMPLE_PRODUCTS = 5000
SAMPLE_ORIGINS = [date(2017, 9, 29) + timedelta(weeks=week) for week in range(13)]
CPU_BARS, MIB_BARS = (120, 40), (1536, None)
NOT_NUMBERS = {"origin", "stock_code", "method", "trust"}

Table = pl.DataFrame
Bars = tuple[float | None, float | None]
"""A good and an exceptional result."""


@dataclass(frozen=True)
class Measure:
    """A value of the table; at or below the bar is good.

    Attributes:
        name: As printed.
        value: What was measured.
        bars: At most this much.
        simple: The best simple method and its figure.
        lows: At least this much.
    """

    name: str
    value: float
    bars: Bars = (None, None)
    simple: tuple[str, float] | None = None
    lows: Bars = (None, None)

    def printed(self) -> str:
        """One line of the table."""
        verdicts = [
            ("meets" if self._within(at) else "MISSES") + f" the {word} {self._range(at)}"
            for at, word in enumerate(("bar", "moonshot"))
            if self.bars[at] is not None
        ]
        if self.simple:
            name, value = self.simple
            verdicts.append(f"best simple {value:.4f} ({name}), ratio {self.value / value:.3f}")
        return f"  {self.name:<34}{self.value:>9.4f}   {'; '.join(verdicts)}"

    def _within(self, at: int) -> bool:
        low, high = self.lows[at], self.bars[at]
        return (low is None or self.value >= low) and (high is None or self.value <= high)

    def _range(self, at: int) -> str:
        low = self.lows[at]
        return f"<= {self.bars[at]:.4g}" if low is None else f"{low:.4g} to {self.bars[at]:.4g}"


def is_online_retail(ledger: str) -> bool:
    """Recognised by its name."""
    return "retail" in Path(ledger).name.lower()


def scope(ledger: str, scored: Table) -> Table:
    """The product weeks that count, with missing predictions as 0."""
    numbers = [name for name in scored.columns if name not in NOT_NUMBERS]
    filled = scored.with_columns(pl.col(numbers).fill_null(0.0))
    if ledger == SAMPLE:
        rank = pl.struct(pl.col("order_lines").cast(pl.Int64).neg(), "stock_code").rank("ordinal")
        return filled.filter(rank.over("origin") <= SAMPLE_PRODUCTS)
    if is_online_retail(ledger):
        return filled.filter(pl.col("stock_code").str.contains(r"^\d{5}"))
    return filled


def measures(ledger: str, every: Table) -> list[Measure]:
    """All values of one ledger, with the bars that the project sets for it."""
    top = top_by_revenue(every)
    methods = [*BUILT_IN, *(name for name in OPTIONAL if name in every.columns)]
    means = [name for name in methods if name in MEANS]
    median = [("all", every, "p50", methods), ("top", top, "p50", methods)]
    figures = [
        _beside(f"WAPE of the median, {label}", rows, wape, name, simple)
        for label, rows, name, simple in median
    ]
    figures.append(_beside("WAPE of the mean, all", every, wape, "mean", means))
    signed = _figure(every, bias("mean"))
    figures.append(Measure(f"|bias| of the mean, all ({signed:+.3f})", abs(signed)))
    for share in (10, 90):
        simple = [f"p{share}_{weeks}_weeks" for weeks in INTERVALS]
        name = f"pinball .{share // 10} per unit, all"
        loss = _pinball(share / 100)
        figures.append(_beside(name, every, loss, f"p{share}", simple))
    tails = zip(("top below P10", "top within 80 %", "top above P90"), coverage(), strict=True)
    figures += [Measure(name, _figure(top, share)) for name, share in tails]
    return _with_bars(ledger, figures)


def _beside(
    name: str, rows: Table, measure: Callable[[str], pl.Expr], column: str, simple: Sequence[str]
) -> Measure:
    found = [(_figure(rows, measure(method)), method) for method in simple]
    best, method = min(found)
    return Measure(name, _figure(rows, measure(column)), simple=(method, best))


def _pinball(quantile: float) -> Callable[[str], pl.Expr]:
    return lambda name: pinball(name, quantile)


def _figure(rows: Table, measure: pl.Expr) -> float:
    return float(rows.select(measure).item())


# Bar, moonshot and best simple method, as measured on the weeks held out.
ONLINE_RETAIL = (
    (0.575, 0.545, 0.613),
    (0.525, 0.490, 0.549),
    (0.61, 0.585, 0.647),
    (0.10, 0.05, None),
    (0.085, 0.080, 0.091),
    (0.245, 0.225, 0.287),
)
COVERAGE: tuple[tuple[Bars, Bars], ...] = (
    ((0.06, None), (0.14, None)),
    ((0.77, 0.79), (0.84, 0.81)),
    ((0.06, None), (0.14, None)),
)
COMPLETE_JOURNEY: tuple[Bars, ...] = ((0.515, 0.485), (0.405, 0.375), (0.525, 0.505), (0.04, 0.02))


def _with_bars(ledger: str, figures: list[Measure]) -> list[Measure]:
    if ledger == SAMPLE:
        known = [
            Measure(figure.name, figure.value, bars, figure.simple)
            for figure, bars in zip(figures, COMPLETE_JOURNEY, strict=False)
        ]
        return known + figures[len(known) :]
    if not is_online_retail(ledger):
        return figures
    errors = [_relative(figure, bars) for figure, bars in zip(figures, ONLINE_RETAIL, strict=False)]
    intervals = [
        Measure(figure.name, figure.value, highs, lows=lows)
        for figure, (lows, highs) in zip(figures[len(errors) :], COVERAGE, strict=True)
    ]
    return errors + intervals


def _relative(figure: Measure, bars: tuple[float, float, float | None]) -> Measure:
    bar, moonshot, laboratory = bars
    scale = figure.simple[1] / laboratory if figure.simple and laboratory else 1.0
    return Measure(figure.name, figure.value, (bar * scale, moonshot * scale), figure.simple)


def origins_of(ledger: str, weeks: int, first: date | None) -> list[date] | None:
    """The requested weekly origins; None for the ledger's last ones."""
    if first:
        return [first + timedelta(weeks=week) for week in range(weeks)]
    return SAMPLE_ORIGINS[-weeks:] if ledger == SAMPLE else None


def print_table(ledger: str, weeks: int, first: date | None) -> None:
    """Roll over the origins and print every value with its bar."""
    origins = origins_of(ledger, weeks, first)
    found = backtest(ledger_path(ledger), None, weeks, origins, lambda _done, _total: None)
    counted = scope(ledger, found.scored)
    days = counted["origin"].unique().sort()
    print(f"\n{Path(ledger).name}: demand, {len(days)} origins from {days[0]} to {days[-1]}")
    print(f"  {counted.height:,} product weeks, {counted['units'].sum():,.0f} units")
    for figure in measures(ledger, counted):
        print(figure.printed())
    missing = [name for name in OPTIONAL if name not in counted.columns]
    if missing:
        print(f"  not compared with {' and '.join(missing)}: statsforecast is not installed")


def print_refit(ledger: str) -> None:
    """One fit and forecast as of the ledger's end, in a separate process."""
    with tempfile.TemporaryDirectory() as folder:
        as_of = refresh_ledger(ledger_path(ledger), Path(folder)).as_of
        used = run([sys.executable, __file__, "--refit", folder, as_of.isoformat()])
    print(Measure("one refit, s of CPU", used.cpu, CPU_BARS).printed())
    print(Measure("one refit, peak MiB", used.peak, MIB_BARS).printed())


def main() -> None:
    """Print a table for each ledger."""
    if sys.argv[1:2] == ["--refit"]:
        refresh_demand(Path(sys.argv[2]), as_of=date.fromisoformat(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--first", type=date.fromisoformat, help="first origin")
    options = parser.parse_args()
    for ledger in options.ledgers:
        try:
            print_table(ledger, options.weeks, options.first)
            print_refit(ledger)
        except SmartRetailError as error:
            sys.exit(error.detail)


if __name__ == "__main__":
    main()
