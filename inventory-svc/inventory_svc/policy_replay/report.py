"""The replay as a self-contained HTML page with the table and the exchange curves."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from inventory_svc.policy_replay.comparison import SETTINGS, Comparison
from inventory_svc.policy_replay.curve_plot import Line, curve_plot
from inventory_svc.policy_replay.holdout import Holdout
from inventory_svc.policy_replay.outcome import Setting
from inventory_svc.policy_replay.tables import SIMULATION, grid_table, summary, windows_summary
from inventory_svc.stock.assumptions import COST_SHARE, HOLDING_COST_RATE, SHORTAGE_COST_SHARE

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:13px}td,th{padding:.2rem .5rem;"
    "text-align:right;border-bottom:1px solid #ddd}.curves{display:grid;"
    "grid-template-columns:repeat(auto-fit,minmax(22rem,1fr))}strong{color:#c25400}"
)
_METHOD: Final = (
    "Periodic review, week by week: orders placed a lead time ago arrive, products due for review "
    "are ordered up to their level, then customers buy; demand without stock is lost. The "
    "recommended level is the quantile, at the service target, of the demand over lead time and "
    "review period according to that day's forecast. The other policy orders up to mean * "
    "(L + R) + z * sigma * √(L + R) of the last {window} open weeks, the best window tried. "
    "Each starts as if it had been in use before. Fill rate is the share of demanded units that "
    "were in stock. Stock at equal fill rate is interpolated linearly on the other policy's "
    "exchange curve, along which z varies (Silver, Pyke and Thomas, Inventory and Production "
    "Management in Supply Chains, 2017)."
)
_COSTS: Final = (
    "Unit cost is {cost:.0%} of the average price paid in the year before; holding costs "
    "{holding:.0%} of the stock's value per year; a unit short costs {shortage:.0%} of its margin. "
    "Cost is holding plus shortage over the weeks replayed."
)


def html_report(holdout: Holdout, comparison: Comparison) -> str:
    """The complete page."""
    title = (
        f"Policy replay: {len(holdout.codes):,} products, {len(holdout.origins)} weeks from "
        f"{holdout.origins[0]}"
    )
    costs = _COSTS.format(cost=COST_SHARE, holding=HOLDING_COST_RATE, shortage=SHORTAGE_COST_SHARE)
    plots = "".join(_plot(comparison, setting) for setting in SETTINGS)
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            f"<p><strong>{escape(SIMULATION)}</strong></p>",
            f"<p>{escape(summary(comparison))} {escape(windows_summary(comparison))}</p>",
            _table(grid_table(comparison).to_dicts()),
            f"<p>{escape(costs)}</p>",
            "<h2>Stock value against fill rate</h2>",
            "<p>Dots are the service targets.</p>",
            f'<div class="curves">{plots}</div>',
            "<h2>Method</h2>",
            f"<p>{escape(_METHOD.format(window=comparison.window))}</p>",
        ]
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Policy replay</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def _plot(comparison: Comparison, setting: Setting) -> str:
    cells = [cell for cell in comparison.cells if cell.setting == setting]
    lines = [
        Line(
            "recommended levels",
            comparison.recommended[setting],
            [(cell.recommended.fill_rate, cell.recommended.stock_value) for cell in cells],
        ),
        Line(
            "moving average + z * sigma",
            comparison.average[setting],
            [(cell.average.fill_rate, cell.average.stock_value) for cell in cells],
        ),
    ]
    title = f"Lead time {setting.lead_weeks}, review every {setting.review_weeks} weeks"
    return f"<figure><figcaption>{title}</figcaption>{curve_plot(lines, title=title)}</figure>"


def _table(rows: Sequence[Mapping[str, float | None]]) -> str:
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    lines = ("".join(f"<td>{_cell(value)}</td>" for value in row.values()) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _cell(value: float | None) -> str:
    if value is None:
        return "not reached"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) <= 1 else f"{value:,.0f}"
    return str(value)
