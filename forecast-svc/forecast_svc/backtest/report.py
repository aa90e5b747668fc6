"""The backtest as one HTML page that needs nothing but itself: tables and SVG plots."""

from html import escape
from typing import Any, Final

import polars as pl

from forecast_svc.backtest.accuracy import accuracy, wape
from forecast_svc.backtest.classes import VOLUMES, top_by_revenue
from forecast_svc.backtest.simple_methods import STATSFORECAST
from forecast_svc.backtest.svg_plots import bar_plot, line_plot

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}svg{max-width:100%}"
)
_LEGEND: Final = (
    "WAPE is the sum of absolute errors per unit sold, bias the signed sum, pinball the pinball "
    "loss per unit sold, RMSSE the root mean squared error over that of last week's units. All are "
    "pooled over the origins; every origin was forecast from the lines before it only."
)
_NO_STATSFORECAST: Final = (
    "SES and IMAPA are missing: they need the optional extra, "
    "pip install 'smartretail-forecast-svc[benchmark]'."
)


def html_report(scored: pl.DataFrame, report: dict[str, Any]) -> str:
    """The page.

    Args:
        scored: From `rolling.with_units`.
        report: From `comparison.backtest_report`.
    """
    days = report["origins"]
    parts = [
        f"<h1>Demand forecast, {len(days)} origins from {days[0]} to {days[-1]}</h1>",
        f"<p>{escape(_LEGEND)}</p>",
        "<h2>Beside the simple methods</h2>",
        _table(report["compared"]),
        "" if STATSFORECAST else f"<p>{escape(_NO_STATSFORECAST)}</p>",
        "<h2>Accuracy per class of product</h2>",
        _table([{"class": name} | found for name, found in report["classes"].items()]),
        _table(_by_volume(scored)),
        "<h2>Error per origin</h2>",
        line_plot(days, _per_origin(scored), title="WAPE per origin"),
        "<h2>Share of weeks inside the 80 % interval, by expected units</h2>",
        bar_plot(_coverages(scored), title="Coverage", mark=0.8),
    ]
    body = "\n".join(parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Backtest</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def _by_volume(scored: pl.DataFrame) -> list[dict[str, Any]]:
    """`accuracy` per class of expected units."""
    found: list[dict[str, Any]] = []
    for low, high in zip(VOLUMES, (*VOLUMES[1:], float("inf")), strict=True):
        rows = scored.filter(pl.col("mean") >= low, pl.col("mean") < high)
        if rows.height:
            label = f"{low:g} to {high:g} units" if high < float("inf") else f"{low:g} or more"
            found.append({"expected": label} | accuracy(rows))
    return found


def _coverages(scored: pl.DataFrame) -> dict[str, float]:
    classes = {row["expected"]: row["coverage_80"] for row in _by_volume(scored)}
    return classes | {"top 1,000": accuracy(top_by_revenue(scored))["coverage_80"]}


def _per_origin(scored: pl.DataFrame) -> dict[str, list[float | None]]:
    lines = {"model": "p50", "8-week median": "median_8_weeks", "last week": "last_week"}
    filled = scored.with_columns(pl.col(list(lines.values())).fill_null(0.0))
    errors = filled.group_by("origin").agg(wape(c).alias(n) for n, c in lines.items())
    return errors.sort("origin").drop("origin").to_dict(as_series=False)


def _table(records: list[dict[str, Any]]) -> str:
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in records[0])
    rows = ("".join(f"<td>{_cell(v)}</td>" for v in record.values()) for record in records)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004 - units
    return escape("" if value is None else str(value))
