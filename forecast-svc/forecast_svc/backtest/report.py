"""The backtest as a self-contained HTML page with tables and SVG plots."""

from collections.abc import Callable
from html import escape
from typing import Final

import polars as pl

from forecast_svc.backtest.accuracy import Measures, bias, wape
from forecast_svc.backtest.classes import TOP_PRODUCTS
from forecast_svc.backtest.comparison import BacktestReport, Row, wape_by_class, without_gaps
from forecast_svc.backtest.simple_methods import STATSFORECAST
from forecast_svc.backtest.svg_plots import grouped_bars, line_plot, stacked_bars

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:88rem;margin:2rem auto;padding:0 1rem;"
    "color:#1f2937}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.5rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0 1rem;font-size:.85rem;"
    "font-variant-numeric:tabular-nums}td,th{padding:.25rem .5rem;text-align:right;"
    "border-bottom:1px solid #e5e7eb;white-space:nowrap}th{font-weight:600;color:#4b5563}"
    "td:first-child,th:first-child{text-align:left}td.best{font-weight:700;background:#eaf3ff}"
    "svg{max-width:100%;height:auto;display:block}p{max-width:60rem}"
)
_LEGEND: Final = (
    "WAPE is the sum of absolute errors per unit sold, bias the signed sum (above 0: forecast too "
    "high), pinball the pinball loss per unit sold, RMSSE the root mean squared error relative to "
    "that of last week's units. All are pooled over origins; each origin was forecast from earlier "
    f"lines only. Top are the {TOP_PRODUCTS:,} products with the most revenue in the 365 days "
    "before each origin. The best value of a column is highlighted."
)
_CLASSES: Final = (
    "ABC: A earns the first 80 % of the revenue of the preceding 365 days, B up to 95 %, C the "
    "rest. Trust is the grade published with the forecast. Volume is the week's expected units."
)
_MEANT: Final = (
    "Ideally 10 % of weeks are below P10, 80 % within and 10 % above P90 (dashed lines)."
)
_NO_STATSFORECAST: Final = (
    "SES and IMAPA are missing: they need an optional dependency, which `make benchmark` installs."
)
_NAMES: Final = {
    "last_week": "last week",
    "mean_28_days": "28-day mean",
    "mean_56_days": "56-day mean",
    "median_8_weeks": "8-week median",
    "ses": "SES",
    "imapa": "IMAPA",
    "all": "all products",
    f"top_{TOP_PRODUCTS}": f"top {TOP_PRODUCTS:,}",
}
_COUNTS: Final = ("product_weeks", "units")
_ASIDE: Final = ("volume:", "abc:", "trust:")


def html_report(scored: pl.DataFrame, report: BacktestReport) -> str:
    """The complete page.

    Args:
        scored: From `rolling.with_units`.
        report: From `comparison.backtest_report`.
    """
    days = report["origins"]
    classes = report["classes"]
    by_class = wape_by_class(scored)
    parts = [
        f"<h1>Demand forecast, {len(days)} origins from {days[0]} to {days[-1]}</h1>",
        f"<p>{escape(_LEGEND)}</p>",
        "<h2>Comparison with simple methods</h2>",
        _table(report["compared"], best=True),
        "" if STATSFORECAST else f"<p>{escape(_NO_STATSFORECAST)}</p>",
        "<h2>80 % intervals</h2>",
        _table(report["intervals"]),
        "<h2>Accuracy per class of product</h2>",
        f"<p>{escape(_CLASSES)}</p>",
        _table(_rows(classes)),
        "<h2>WAPE per class and method</h2>",
        _table(_rows(by_class), best=True, across=True),
        grouped_bars(_by_class(by_class), title="WAPE per class of product"),
        "<h2>WAPE per origin</h2>",
        line_plot(days, _per_origin(scored, _LINES, wape), title="WAPE per origin"),
        "<h2>Bias per origin</h2>",
        line_plot(days, _per_origin(scored, _SIGNED, bias), title="Bias per origin"),
        "<h2>Weeks below, within and above the 80 % interval</h2>",
        f"<p>{escape(_MEANT)}</p>",
        stacked_bars(_tails(classes), title="Share of weeks below P10, within, above P90"),
    ]
    return _page("\n".join(parts))


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Backtest</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


_LINES: Final = {
    "model, median": "p50",
    "8-week median": "median_8_weeks",
    "56-day mean": "mean_56_days",
    "last week": "last_week",
}
_SIGNED: Final = {
    "model, mean": "mean",
    "model, median": "p50",
    "56-day mean": "mean_56_days",
    "8-week median": "median_8_weeks",
}


def _per_origin(
    scored: pl.DataFrame, lines: dict[str, str], measure: Callable[[str], pl.Expr]
) -> dict[str, list[float | None]]:
    errors = without_gaps(scored).group_by("origin")
    found = errors.agg(measure(column).alias(name) for name, column in lines.items())
    return found.sort("origin").drop("origin").to_dict(as_series=False)


def _rows(classes: dict[str, Measures]) -> list[Row]:
    return [{"class": name} | found for name, found in classes.items()]


def _by_class(classes: dict[str, Measures]) -> dict[str, Measures]:
    """The model and two simple methods, per class."""
    shown = {"model, median": "model, median", "8-week median": "median_8_weeks"}
    return {
        _name(kind): {name: found[field] for name, field in shown.items()}
        for kind, found in classes.items()
    }


def _tails(classes: dict[str, Measures]) -> dict[str, tuple[float, float, float]]:
    return {
        _name(name): (
            found["below_p10"] or 0.0,
            found["coverage_80"] or 0.0,
            found["above_p90"] or 0.0,
        )
        for name, found in classes.items()
    }


def _name(text: str) -> str:
    """Display name."""
    if text in _NAMES:
        return _NAMES[text]
    kind, _, label = text.partition(":")
    shown = "ABC" if kind == "abc" else kind
    return f"{shown} {label.replace('-', ' to ')}" if text.startswith(_ASIDE) else text


def _table(records: list[Row], *, best: bool = False, across: bool = False) -> str:
    """A table of records; `best` highlights the value nearest 0 per column, or row (`across`)."""
    head = "".join(f"<th>{escape(_NAMES.get(name, _heading(name)))}</th>" for name in records[0])
    marked = _marked(records, across=across) if best else set[tuple[int, str]]()
    rows = (
        "".join(
            f"<td{' class=best' if (at, name) in marked else ''}>{_cell(name, value)}</td>"
            for name, value in record.items()
        )
        for at, record in enumerate(records)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'


def _marked(records: list[Row], *, across: bool) -> set[tuple[int, str]]:
    """Row and field of the value nearest 0 in each column or row."""
    cells = {
        (at, name): abs(value)
        for at, record in enumerate(records)
        for name, value in record.items()
        if isinstance(value, float)
    }
    least: dict[int | str, float] = {}
    for (at, name), value in cells.items():
        group = at if across else name
        least[group] = min(value, least.get(group, value))
    return {
        (at, name) for (at, name), value in cells.items() if value == least[at if across else name]
    }


def _heading(name: str) -> str:
    return name.replace("_", " ").replace("p10", "P10").replace("p90", "P90")


def _cell(name: str, value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,.0f}" if name in _COUNTS else f"{value:,.3f}"
    return escape("" if value is None else _name(str(value)))
