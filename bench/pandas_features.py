"""The demand model's features in pandas: the 95 features of `forecast_svc.model.features`.

One row per product and week, windows by groupby and rolling, as feature tables for sales are
usually written in pandas. A window that reaches beyond the ledger's first week is cut off there.
"""

import importlib
from datetime import date, timedelta
from typing import Any

import numpy as np

from forecast_svc.model.trading_days import trading_days_ahead

pd: Any = importlib.import_module("pandas")
WINDOWS = (1, 2, 4, 8, 13, 26, 52)
YEAR = 52
SPAN = 61
LEAST_LINES = 4
LATE_DAYS = 3
OFFERED_BELOW = 0.95
FESTIVE = "CHRISTMAS|XMAS|SANTA|REINDEER|SNOW|ADVENT|NATIVITY|NOEL|EASTER"


def demand_features(lines: Any, catalogue: Any, as_of: Any) -> Any:
    """Every feature per product and week of a year, as known when the next week starts."""
    panel, open_days = _weekly_panel(lines, as_of)
    weeks = _Weeks(panel)
    found = {"code": panel["stock_code"], "ago": panel["ago"]}
    for step in (_windows, _shape, _year_ago, _activity, _price, _promotions):
        found |= step(weeks)
    table = pd.DataFrame(found)
    table = table.join(_trend(_totals(panel, "shop")).add_prefix("shop_"), on="ago")
    for number, key in enumerate(_families(catalogue)):
        grouped = panel.assign(family=panel["stock_code"].map(key))
        trend = _trend(_totals(grouped, "family")).drop(columns="quarter_on_year")
        table = table.assign(family=grouped["family"])
        table = table.join(trend.add_prefix(f"group{number}_"), on=["family", "ago"])
    table = table.join(_calendar(open_days, as_of.date()), on="ago")
    festive = catalogue["name"].str.upper().str.contains(FESTIVE, na=False)
    table["festive"] = table["code"].map(festive).astype(float)
    table["festive_to_christmas"] = table["to_christmas"].where(table["festive"] > 0)
    return table[table["ago"].between(1, YEAR)].drop(columns="family")


def _weekly_panel(lines: Any, as_of: Any) -> tuple[Any, Any]:
    """Products ordered often enough by weeks, oldest first, and the days with any sales."""
    day = lines["ordered_at"].dt.normalize()
    days_ago = (as_of - day).dt.days - 1
    units, price = lines["quantity"], lines["unit_price"]
    revenue = units * price
    listed = units * lines[["unit_price", "shelf_price"]].max(axis=1)
    late = days_ago % 7 < LATE_DAYS
    paid = lines.assign(
        customer_id=lines["customer_id"].fillna(""),
        store_id=lines["store_id"].fillna(""),
        ago=days_ago // 7,
        days_ago=days_ago,
        revenue=revenue,
        list_revenue=listed,
        late_units=units.where(late, 0),
        late_revenue=revenue.where(late, 0),
        late_list_revenue=listed.where(late, 0),
        last_day_units=units.where(days_ago % 7 < 1, 0),
    )[price > 0]
    first_ago = paid.groupby("stock_code")["ago"].max()
    paid = paid[paid["ago"] <= YEAR + SPAN]
    ordered = paid["stock_code"].value_counts()
    frequent = ordered.index[ordered >= LEAST_LINES]
    sums = (
        paid[paid["stock_code"].isin(frequent)]
        .groupby(["stock_code", "ago"])
        .agg(
            units=("quantity", "sum"),
            orders=("order_id", "nunique"),
            customers=("customer_id", "nunique"),
            stores=("store_id", "nunique"),
            selling_days=("days_ago", "nunique"),
            largest_line=("quantity", "max"),
            median_line=("quantity", "median"),
            revenue=("revenue", "sum"),
            list_revenue=("list_revenue", "sum"),
            late_units=("late_units", "sum"),
            late_revenue=("late_revenue", "sum"),
            late_list_revenue=("late_list_revenue", "sum"),
            last_day_units=("last_day_units", "sum"),
        )
    )
    weeks = range(int(paid["ago"].max()), -1, -1)
    every = pd.MultiIndex.from_product([sorted(frequent), weeks], names=sums.index.names)
    panel = sums.reindex(every, fill_value=0).reset_index()
    known = len(weeks) - panel["ago"]
    age = (panel["stock_code"].map(first_ago) - panel["ago"] + 1).clip(lower=1)
    return panel.assign(known=known.clip(upper=SPAN), age=age), paid["days_ago"].unique()


class _Weeks:
    """Windows within each product; every result keeps the panel's rows."""

    def __init__(self, panel: Any) -> None:
        self.panel = panel
        self.units = panel["units"].astype(float)
        self.logs = np.log1p(self.units)
        self.sold = (self.units > 0).astype(float)
        self.on_sale = panel[["age", "known"]].min(axis=1)

    def over(self, values: Any, weeks: int) -> Any:
        return _InPlace(self.by_product(values).rolling(weeks, min_periods=1))

    def by_product(self, values: Any) -> Any:
        return values.groupby(self.panel["stock_code"], sort=False)

    def since(self, happened: Any, at_most: Any) -> Any:
        """Weeks since something last happened; at most `at_most`, also if it never did."""
        number = self.by_product(self.units).cumcount()
        last = self.by_product(number.where(happened)).ffill()
        return (number - last).fillna(np.inf).clip(upper=at_most)


class _InPlace:
    """A grouped window whose results keep the panel's rows."""

    def __init__(self, windows: Any) -> None:
        self._windows = windows

    def __getattr__(self, name: str) -> Any:
        def result(*values: float, **options: int) -> Any:
            return getattr(self._windows, name)(*values, **options).droplevel(0)

        return result


def _windows(weeks: _Weeks) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = weeks.panel["known"]
    for span in WINDOWS:
        mean = weeks.over(weeks.units, span).sum() / weeks.on_sale.clip(upper=span)
        found[f"mean_{span}"] = np.log1p(mean).where(span <= known + 8)
    logs = weeks.by_product(weeks.logs)
    found |= {f"week_{ago}": logs.shift(ago - 1) for ago in range(2, 7)}
    for name, alpha in {"smooth_slow": 0.15, "smooth_fast": 0.35}.items():
        smoothed = weeks.by_product(weeks.units).ewm(alpha=alpha).mean()
        found[name] = np.log1p(smoothed.droplevel(0))
    return found


def _shape(weeks: _Weeks) -> dict[str, Any]:
    logs = weeks.logs
    quarter = weeks.over(logs, 13)
    ceiling = weeks.over(weeks.units, 26).quantile(0.9)
    by_product = weeks.by_product(weeks.units)
    last_8 = pd.concat([by_product.shift(ago) for ago in range(8)], axis=1)
    return {
        "median_8": weeks.over(logs, 8).median(),
        "lower_13": quarter.quantile(0.25),
        "upper_13": quarter.quantile(0.75),
        "most_13": quarter.max(),
        "least_4": weeks.over(logs, 4).min(),
        **{f"log_mean_{span}": weeks.over(logs, span).mean() for span in (3, 8, 26)},
        "log_spread_13": quarter.std(ddof=0),
        "winsorised_8": np.log1p(last_8.clip(upper=ceiling, axis=0).mean(axis=1)),
    }


def _year_ago(weeks: _Weeks) -> dict[str, Any]:
    def season(newest: int, oldest: int) -> Any:
        mean = weeks.over(weeks.units, oldest - newest + 1).mean()
        return np.log1p(weeks.by_product(mean).shift(newest - 1).where(weeks.on_sale >= oldest))

    around, before, after = season(YEAR - 1, YEAR + 1), season(YEAR + 1, SPAN - 1), season(49, YEAR)
    return {
        "year_ago": season(YEAR, YEAR),
        "year_ago_around": around,
        "year_ago_change": around - before,
        "year_ago_month_ahead": after - before,
    }


def _activity(weeks: _Weeks) -> dict[str, Any]:
    panel, over = weeks.panel, weeks.over
    orders = over(panel["orders"], 13).sum().clip(lower=1)
    found = {
        "recency": weeks.since(weeks.sold > 0, panel["known"]),
        "age": panel["age"].clip(upper=2 * SPAN),
        "units_per_order": np.log1p(over(weeks.units, 13).sum() / orders),
        "stores_8": np.log1p(over(panel["stores"], 8).mean()),
        "median_line_8": np.log1p(over(panel["median_line"], 8).mean()),
        "stores_1": np.log1p(panel["stores"]),
    }
    found |= {name: np.log1p(panel[name]) for name in ("late_units", "last_day_units")}
    for span in (4, 13):
        found[f"largest_line_{span}"] = np.log1p(over(panel["largest_line"], span).max())
        found[f"customers_{span}"] = np.log1p(over(panel["customers"], span).mean())
        found[f"selling_days_{span}"] = over(panel["selling_days"], span).mean()
    found |= {f"selling_weeks_{span}": over(weeks.sold, span).mean() for span in (4, 8, 26, 52)}
    for span in (1, 4, 13):
        found[f"orders_{span}"] = np.log1p(over(panel["orders"], span).mean())
    return found


def _price(weeks: _Weeks) -> dict[str, Any]:
    panel = weeks.panel

    def paid(span: int, per: Any) -> Any:
        below = weeks.over(per, span).sum()
        return weeks.over(panel["revenue"], span).sum() / below.where(below > 0)

    usual = paid(26, weeks.units).clip(lower=1e-3)
    late_units, late_listed = panel["late_units"], panel["late_list_revenue"]
    late_price = panel["late_revenue"] / late_units.where(late_units > 0)
    return {
        "price": np.log(usual),
        "price_change_1": np.log(paid(1, weeks.units).clip(lower=1e-3) / usual),
        "price_change_4": np.log(paid(4, weeks.units).clip(lower=1e-3) / usual),
        **{f"markdown_{span}": paid(span, panel["list_revenue"]) for span in (1, 2, 13)},
        "revenue_13": np.log1p(weeks.over(panel["revenue"], 13).sum()),
        "late_price": np.log(late_price.clip(lower=1e-3) / usual),
        "late_markdown": panel["late_revenue"] / late_listed.where(late_listed > 0),
    }


def _promotions(weeks: _Weeks) -> dict[str, Any]:
    listed = weeks.panel["list_revenue"]
    share = (weeks.panel["revenue"] / listed.where(listed > 0)).fillna(1)
    offered = (share < OFFERED_BELOW).astype(float)
    otherwise = weeks.sold * (1 - offered)

    def usual(in_weeks: Any) -> Any:
        units = weeks.over(weeks.units * in_weeks, 26).sum()
        return np.log1p(units / weeks.over(in_weeks, 26).sum().clip(lower=1))

    sold = weeks.over(weeks.sold, 26).sum().clip(lower=1)
    return {
        "offered_share_26": weeks.over(offered, 26).sum() / sold,
        "since_offered": weeks.since(offered > 0, 26),
        "units_offered": usual(offered),
        "units_not_offered": usual(otherwise),
    }


def _families(catalogue: Any) -> list[Any]:
    """Department, category and name where known, else families of codes and words of names."""
    code, name = catalogue.index.to_series(), catalogue["name"].fillna("").str.upper()
    if catalogue["category"].notna().any():
        keys = [catalogue["department"], catalogue["category"], name]
    else:
        keys = [
            code.str[:3],
            code.str.extract(r"^(\d+)", expand=False),
            name.str.extract(r"(\w+)\W*$", expand=False),
            name.str.extract(r"^\W*(\w+)", expand=False),
        ]
    return [key.fillna("") for key in keys]


def _totals(panel: Any, by: str) -> Any:
    """Units of the whole shop or of each family, with weeks as in the panel."""
    keys = ["ago"] if by == "shop" else [by, "ago"]
    return panel.groupby(keys, sort=False)["units"].sum()


def _trend(totals: Any) -> Any:
    """Ratios of recent mean weekly units, on a log scale."""
    families = [name for name in totals.index.names if name != "ago"]
    units = totals.reset_index().sort_values([*families, "ago"], ascending=False)
    groups = [units[name] for name in families] or [pd.Series(0, units.index)]

    def mean(newest: int, oldest: int) -> Any:
        span = oldest - newest + 1
        rolled = units["units"].groupby(groups, sort=False).rolling(span).mean()
        ended = rolled.droplevel(list(range(len(groups)))).reindex(units.index)
        return ended.groupby(groups, sort=False).shift(newest - 1) + 1

    last_year = mean(YEAR + 1, YEAR + 8)
    month, quarter = mean(1, 4), mean(1, 13)
    trend = pd.DataFrame(
        {
            "last_on_month": np.log(mean(1, 1) / month),
            "month_on_quarter": np.log(month / quarter),
            "quarter_on_year": np.log(quarter / mean(1, YEAR)),
            "size": np.log(quarter),
            "year_ago_change": np.log(mean(YEAR - 1, YEAR + 1) / last_year),
            "growth": np.log(mean(1, 8) / last_year),
        }
    )
    return trend.set_index(
        pd.MultiIndex.from_frame(units[[*families, "ago"]]) if families else units["ago"]
    )


def _calendar(days_ago: Any, as_of: date) -> Any:
    """Per week of the year: the days the shop is expected to trade in the next one, the season."""
    weeks = int(days_ago.max()) // 7 + 1
    flat = np.zeros(weeks * 7, np.bool_)
    flat[weeks * 7 - 1 - days_ago] = True
    open_days = flat.reshape(weeks, 7)
    rows = [
        _calendar_of(open_days, weeks - ago, as_of, ago)
        for ago in range(1, YEAR + 1)
        if ago < weeks
    ]
    return pd.DataFrame(rows).set_index("ago")


def _calendar_of(open_days: Any, week: int, as_of: date, ago: int) -> dict[str, float]:
    origin = as_of - timedelta(weeks=ago)
    ahead = max(1, trading_days_ahead(open_days[:week], origin).sum())
    recent = max(1, open_days[max(0, week - 8) : week].sum() / max(1, min(week, 8)))
    christmas = date(origin.year + (origin > date(origin.year, 12, 25)), 12, 25)
    angle = 2 * np.pi * (origin.timetuple().tm_yday + 3) / 365.25
    return {
        "ago": ago,
        "open_ahead": ahead,
        "log_open_ahead": np.log(ahead / recent),
        "year_sin": np.sin(angle),
        "year_cos": np.cos(angle),
        "to_christmas": (christmas - origin).days,
    }
