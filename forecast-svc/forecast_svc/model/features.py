"""Features of a product at the start of a week.

Every feature of the origin `at` (a column of the panel) is computed from earlier columns only.
Unknown values are NaN, which the trees handle as a separate branch.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from forecast_svc.model.product_history import SPAN, History, quantile, ranked_weeks
from forecast_svc.model.trading_days import trading_days_ahead
from forecast_svc.model.weekly_panel import Floats, Indices, WeeklyPanel

Table = dict[str, npt.NDArray[np.floating]]

WINDOWS: Final = (1, 2, 4, 8, 13, 26, 52)
UPPER_WINDOWS: Final = (13, 26, 52)
YEAR: Final = 52
HALF_YEAR: Final = 26
OFFERED_BELOW: Final = 0.95
"""A week counts as on offer if the price paid is below this share of the list price."""

_DAYS_OF_YEAR: Final = 365.25


@dataclass(frozen=True)
class Origins:
    """Rows of the design: product `rows[i]` as known at the start of week `at[i]`."""

    rows: Indices
    at: Indices


@dataclass(frozen=True)
class Design:
    """Features of shape (origins, names), and the baselines of the targets.

    Attributes:
        values: The features.
        names: Their names.
        log_level: Baseline of the log target: mean of log1p of the last eight weeks, plus the log
            of the trading days ahead relative to those weeks.
        tail: Further features for the ninetieth percentile: peaks of a product's weeks.
        log_upper: Second baseline for the ninetieth percentile: mean of log1p of the product's own
            ninetieth percentiles of 13, 26 and 52 weeks, with the same trading-day term.
    """

    values: Floats
    names: tuple[str, ...]
    log_level: npt.NDArray[np.float64]
    tail: Floats
    log_upper: npt.NDArray[np.float64]


def design(panel: WeeklyPanel, origins: Origins, *, ended: bool) -> Design:
    """Features of every requested origin.

    Args:
        panel: The history.
        origins: Which products, and as of which week.
        ended: Whether the weeks are over (training), so that their trading days are known;
            otherwise these are predicted.
    """
    history = History(panel, origins.rows, origins.at)
    table: Table = {}
    table |= _windows(history)
    table |= _shape(history)
    table |= _year_ago(history)
    table |= _activity(history)
    table |= _price(history)
    table |= _promotions(history)
    table |= _shop(panel, origins.at)
    table |= _calendar(panel, origins, ended=ended)
    for number in range(len(panel.groups)):
        table |= _group(panel, origins, number)
    tail = _tail(history)
    own_upper = sum(tail[f"own_upper_{weeks}"] for weeks in UPPER_WINDOWS) / len(UPPER_WINDOWS)
    return Design(
        values=np.stack([table[name] for name in table], axis=1, dtype=np.float32),
        names=tuple(table),
        log_level=(table["log_mean_8"] + table["log_open_ahead"]).astype(np.float64),
        tail=np.stack([tail[name] for name in tail], axis=1, dtype=np.float32),
        log_upper=(own_upper + table["log_open_ahead"]).astype(np.float64),
    )


def _windows(history: History) -> Table:
    """Mean weekly units over windows since the product was on sale, and single weeks."""
    table: Table = {}
    on_sale = np.minimum(history.age, history.weeks_of_history)
    for weeks in WINDOWS:
        units = history.units[:weeks].sum(axis=0) / np.minimum(weeks, on_sale)
        table[f"mean_{weeks}"] = np.where(
            weeks > history.weeks_of_history + 8, np.nan, np.log1p(units)
        )
    for ago in range(2, 7):
        table[f"week_{ago}"] = history.log_units[ago - 1]
    table["smooth_slow"] = _smoothed(history, 0.15)
    table["smooth_fast"] = _smoothed(history, 0.35)
    return table


def _smoothed(history: History, alpha: float) -> Floats:
    """Log of exponentially weighted weekly units (Brown 1963, truncated after 40 weeks)."""
    weeks = np.arange(40)[:, None]
    weights = np.where(weeks < history.weeks_of_history, (1 - alpha) ** weeks, 0)
    return np.log1p((history.units[:40] * weights).sum(axis=0) / weights.sum(axis=0))


def _shape(history: History) -> Table:
    """Level and spread of a product's weekly units."""
    logs, units = history.log_units, history.units
    ranked = ranked_weeks(logs, 13)
    ceiling = quantile(ranked_weeks(units, HALF_YEAR), 0.9)
    return {
        "median_8": quantile(ranked_weeks(logs, 8), 0.5),
        "lower_13": quantile(ranked, 0.25),
        "upper_13": quantile(ranked, 0.75),
        "most_13": ranked[-1],
        "least_4": logs[:4].min(axis=0),
        "log_mean_3": logs[:3].mean(axis=0),
        "log_mean_8": logs[:8].mean(axis=0),
        "log_mean_26": logs[:26].mean(axis=0),
        "log_spread_13": logs[:13].std(axis=0),
        "winsorised_8": np.log1p(np.minimum(units[:8], ceiling).mean(axis=0)),
    }


def _tail(history: History) -> Table:
    """Peak weeks and largest order lines of a product."""
    logs = history.log_units
    ranked = {weeks: ranked_weeks(logs, weeks) for weeks in UPPER_WINDOWS}
    table: Table = {f"own_upper_{weeks}": quantile(ranked[weeks], 0.9) for weeks in UPPER_WINDOWS}
    return table | {
        "second_13": ranked[13][-2],
        "third_13": ranked[13][-3],
        "most_8": logs[:8].max(axis=0),
        "most_52": ranked[YEAR][-1],
        "largest_line_52": np.log1p(history.of("largest_line", YEAR).max(axis=0)),
        "deviation_26": np.log1p(history.units[:HALF_YEAR].std(axis=0)),
    }


def _year_ago(history: History) -> Table:
    """The same season a year earlier; NaN if the product was not on sale then."""
    on_sale = np.minimum(history.age, history.weeks_of_history)

    def season(newest: int, oldest: int) -> Floats:
        """Mean weekly units of `newest` to `oldest` weeks ago."""
        mean = history.units[newest - 1 : oldest].mean(axis=0)
        return np.log1p(np.where(on_sale >= oldest, mean, np.nan))

    around, before, after = season(YEAR - 1, YEAR + 1), season(YEAR + 1, SPAN - 1), season(49, YEAR)
    return {
        "year_ago": season(YEAR, YEAR),
        "year_ago_around": around,
        "year_ago_change": around - before,
        "year_ago_month_ahead": after - before,
    }


def _activity(history: History) -> Table:
    """How often a product is bought, by how many customers, and in what quantities."""
    sold = (history.units > 0).astype(np.float32)
    orders, customers = history.of("orders", 13), history.of("customers", 13)
    days, largest = history.of("selling_days", 13), history.of("largest_line", 13)
    recency = np.where(sold.any(axis=0), sold.argmax(axis=0), history.weeks_of_history)
    per_order = history.units[:13].sum(axis=0) / np.maximum(1, orders.sum(axis=0))
    table: Table = {
        "recency": recency.astype(np.float32),
        "age": np.minimum(history.age, 2 * SPAN),
        "units_per_order": np.log1p(per_order),
        "largest_line_4": np.log1p(largest[:4].max(axis=0)),
        "largest_line_13": np.log1p(largest.max(axis=0)),
        "late_units": np.log1p(history.last_week("late_units")),
        "last_day_units": np.log1p(history.last_week("last_day_units")),
        "stores_1": np.log1p(history.last_week("stores")),
        "stores_8": np.log1p(history.mean(history.of("stores", 8), 8)),
        "median_line_8": np.log1p(history.mean(history.of("median_line", 8), 8)),
    }
    table |= {f"selling_weeks_{w}": history.mean(sold, w) for w in (4, 8, 26, 52)}
    table |= {f"orders_{w}": np.log1p(history.mean(orders, w)) for w in (1, 4, 13)}
    table |= {f"customers_{w}": np.log1p(history.mean(customers, w)) for w in (4, 13)}
    table |= {f"selling_days_{w}": history.mean(days, w) for w in (4, 13)}
    return table


def _price(history: History) -> Table:
    """Price paid, its change, markdown from the list price, and revenue."""
    revenue, listed = history.of("revenue", HALF_YEAR), history.of("list_revenue", 13)

    def paid(weeks: int, per: Floats) -> Floats:
        below = per[:weeks].sum(axis=0)
        return revenue[:weeks].sum(axis=0) / np.where(below > 0, below, np.nan)

    usual = np.maximum(paid(26, history.units), np.float32(1e-3))
    return {
        "price": np.log(usual),
        "price_change_1": np.log(np.maximum(paid(1, history.units), 1e-3) / usual),
        "price_change_4": np.log(np.maximum(paid(4, history.units), 1e-3) / usual),
        "markdown_1": paid(1, listed),
        "markdown_2": paid(2, listed),
        "markdown_13": paid(13, listed),
        "revenue_13": np.log1p(revenue[:13].sum(axis=0)),
        "late_price": np.log(np.maximum(_late(history, "late_units"), 1e-3) / usual),
        "late_markdown": _late(history, "late_list_revenue"),
    }


def _late(history: History, per: str) -> Floats:
    """Revenue per `per` over the last days of the last week, which reveals an offer just begun."""
    below = history.last_week(per)
    paid = history.last_week("late_revenue") / np.where(below > 0, below, np.nan)
    return paid.astype(np.float32)


def _promotions(history: History) -> Table:
    """How often a product is sold on offer, and the quantities with and without it."""
    listed = history.of("list_revenue", HALF_YEAR)
    paid = history.of("revenue", HALF_YEAR) / np.where(listed > 0, listed, np.nan)
    units, sold = history.units[:HALF_YEAR], history.units[:HALF_YEAR] > 0
    offered = paid < OFFERED_BELOW  # False without a list price, because NaN compares as false

    def usual(weeks: npt.NDArray[np.bool_]) -> Floats:
        return np.log1p((units * weeks).sum(axis=0) / np.maximum(1, weeks.sum(axis=0)))

    since = np.where(offered.any(axis=0), offered.argmax(axis=0), HALF_YEAR)
    return {
        "offered_share_26": offered.sum(axis=0) / np.maximum(1, sold.sum(axis=0)),
        "since_offered": since.astype(np.float32),
        "units_offered": usual(offered),
        "units_not_offered": usual(sold & ~offered),
    }


def _shop(panel: WeeklyPanel, at: Indices) -> Table:
    """The whole shop: its trend, its season a year ago, its year-on-year growth."""
    trend = _trend(panel.running_units, np.zeros_like(at), at)
    return {f"shop_{name}": value for name, value in trend.items()}


def _group(panel: WeeklyPanel, origins: Origins, number: int) -> Table:
    """The trend of each product's family, category or name word."""
    row = panel.groups[number][origins.rows]
    trend = _trend(panel.running_units_of_groups[number], row, origins.at)
    return {
        f"group{number}_{key}": value for key, value in trend.items() if key != "quarter_on_year"
    }


def _trend(running: npt.NDArray[np.float64], row: Indices, at: Indices) -> Table:
    """Ratios of recent mean weekly units, on a log scale; `running` is (groups, weeks + 1).

    Many products share a group, so each group and week is computed once.
    """
    width = running.shape[1]
    cells, of_cell = np.unique(row * width + at, return_inverse=True)
    trend = _trend_of(running, cells // width, cells % width)
    return {name: values.astype(np.float32)[of_cell] for name, values in trend.items()}


def _trend_of(running: npt.NDArray[np.float64], row: Indices, at: Indices) -> Table:
    def mean(newest: int, oldest: int) -> npt.NDArray[np.float64]:
        """Mean weekly units from `newest` to `oldest` weeks ago; NaN before the panel begins."""
        begin = at - oldest
        units = running[row, np.maximum(at - newest + 1, 0)] - running[row, np.maximum(begin, 0)]
        return np.where(begin < 0, np.nan, units / (oldest - newest + 1)) + 1

    last_year = mean(YEAR + 1, YEAR + 8)
    return {
        "last_on_month": np.log(mean(1, 1) / mean(1, 4)),
        "month_on_quarter": np.log(mean(1, 4) / mean(1, 13)),
        "quarter_on_year": np.log(mean(1, 13) / mean(1, YEAR)),
        "size": np.log(mean(1, 13)),
        "year_ago_change": np.log(mean(YEAR - 1, YEAR + 1) / last_year),
        "growth": np.log(mean(1, 8) / last_year),
    }


def _calendar(panel: WeeklyPanel, origins: Origins, *, ended: bool) -> Table:
    """Trading days ahead, season, and days to Christmas."""
    weeks, week = np.unique(origins.at, return_inverse=True)
    columns = np.array([_calendar_of(panel, int(at), ended=ended) for at in weeks])[week].T
    names = ("open_ahead", "log_open_ahead", "year_sin", "year_cos", "to_christmas")
    table: Table = dict(zip(names, columns, strict=True))
    festive = panel.festive[origins.rows]
    table["festive"] = festive
    table["festive_to_christmas"] = np.where(festive > 0, table["to_christmas"], np.nan)
    return table


def _calendar_of(panel: WeeklyPanel, week: int, *, ended: bool) -> tuple[float, ...]:
    origin = panel.as_of - timedelta(weeks=panel.weeks - int(week))
    foreseen = trading_days_ahead(panel.open_days[:week], origin)
    ahead = max(1, (panel.open_days[week] if ended else foreseen).sum())
    recent = max(1, panel.open_days[max(0, week - 8) : week].sum() / max(1, min(week, 8)))
    angle = 2 * np.pi * (origin.timetuple().tm_yday + 3) / _DAYS_OF_YEAR
    season = (np.sin(angle), np.cos(angle), days_to_christmas(origin))
    return (ahead, np.log(ahead / recent), *season)


def days_to_christmas(day: date) -> int:
    """Days until the next 25 December, 0 on the day itself."""
    christmas = date(day.year, 12, 25)
    return ((christmas if day <= christmas else date(day.year + 1, 12, 25)) - day).days
