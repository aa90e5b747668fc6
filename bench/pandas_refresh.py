"""The data steps of a refresh as one would write them in pandas, to compare with.

    .venv/bin/python bench/pandas_refresh.py sample|LEDGER AS_OF

Included, on the same ledger: reading; cleaning (codes, duplicates, non-products, missing values,
prices, returns netted against their orders by the same rule); the catalogue (most frequent names,
median prices, revenue); the weekly panel with 40 features of the last 52 weeks (windows, lags,
quantiles, activity, prices); recency, frequency and monetary value; weekly sales of a year and ABC
for the stock.

Written with groupbys, merges and rolling windows, no Python loop but the one over returns, which
ours has as well. Left out, in its favour: repeated deliveries, the report of what was set aside,
text of names, and the features of season, families and the shop as a whole.
"""

import sys

# The project's root instead of this folder: a module here is called like one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import importlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from smartretail.sample import SAMPLE, sample_ledger

# It carries no types that could be checked here: a dependency of the sample, never one of ours.
pd: Any = importlib.import_module("pandas")
WINDOWS = (1, 2, 4, 8, 13, 26, 52)
SPAN = 61
NO_MERCHANDISE = r"^\d{5}"
FUEL = "GAS|FUEL|COUPON|MISC"
DAY = pd.Timedelta(days=1)
ONLINE_RETAIL = {
    "Invoice": "order_id",
    "StockCode": "stock_code",
    "Description": "name",
    "Quantity": "quantity",
    "InvoiceDate": "ordered_at",
    "Price": "unit_price",
    "Customer ID": "customer_id",
    "Country": "country",
}


def read(ledger: str, as_of: Any) -> Any:
    """The lines before `as_of`, columns named alike."""
    if ledger == SAMPLE:
        lines = _read_sample(sample_ledger())
    else:
        lines = pd.read_parquet(ledger).rename(columns=ONLINE_RETAIL)
    lines["ordered_at"] = pd.to_datetime(lines["ordered_at"]).dt.tz_localize(None)
    return lines[lines["ordered_at"] < as_of]


def _read_sample(path: Path) -> Any:
    lines = pd.read_parquet(path).rename(
        columns={
            "basket_id": "order_id",
            "household_id": "customer_id",
            "transaction_timestamp": "ordered_at",
        }
    )
    lines["unit_price"] = lines["sales_value"] / lines["quantity"].where(lines["quantity"] > 0)
    products = pd.read_parquet(path.with_name("products.parquet"))
    products = products[~products["department"].str.contains(FUEL, na=True)]
    merged = lines.merge(products[["product_id", "product_type"]], on="product_id")
    return merged.rename(columns={"product_id": "stock_code", "product_type": "name"})


def clean(lines: Any, ledger: str) -> Any:
    """Order lines that are demand, with `returned_quantity`."""
    lines = lines.assign(
        stock_code=lines["stock_code"].astype(str).str.strip().str.upper(),
        order_id=lines["order_id"].astype(str),
        customer_id=lines["customer_id"].astype("string"),
        name=lines["name"].str.strip(),
    )
    lines = lines.drop_duplicates()
    lines = lines[(lines["quantity"] != 0) & (lines["unit_price"] >= 0)]
    if ledger != SAMPLE:
        lines = lines[lines["stock_code"].str.match(NO_MERCHANDISE)]
    returned = (lines["quantity"] < 0) | lines["order_id"].str.match(r"^C\d")
    kept = _net(lines.assign(is_return=returned, quantity=lines["quantity"].abs()))
    sold = kept.groupby("stock_code")["unit_price"].transform("max") > 0
    return kept[sold].sort_values(["ordered_at", "order_id", "stock_code"])


def _net(lines: Any) -> Any:
    """Returns taken from the most recent order of the same customer and product."""
    key = ["customer_id", "stock_code"]
    lines = lines.reset_index(drop=True)
    returns = lines[lines["is_return"]]
    touched = lines.reset_index().merge(returns[key].drop_duplicates(), on=key)
    touched = touched.sort_values(["ordered_at", "is_return", "order_id", "quantity"])
    back, void = _taken_back(touched)
    lines["returned_quantity"] = pd.Series(back, dtype="int64").reindex(lines.index, fill_value=0)
    return lines[~lines["is_return"] & ~lines.index.isin(list(void))]


def _taken_back(touched: Any) -> tuple[dict[int, int], set[int]]:
    """Units that came back per line, and the lines that did so in full within a day."""
    stacks: defaultdict[Any, list[list[Any]]] = defaultdict(list)
    back: defaultdict[int, int] = defaultdict(int)
    void: set[int] = set()
    columns = ["index", "customer_id", "stock_code", "quantity", "is_return", "ordered_at"]
    for row, customer, code, quantity, is_return, at in touched[columns].itertuples(index=False):
        stack = stacks[str(customer), code]
        if not is_return:
            stack.append([row, int(quantity), at, int(quantity)])
            continue
        for order in reversed(stack):
            if order[1] >= quantity:
                order[1] -= int(quantity)
                back[order[0]] += int(quantity)
                if order[1] == 0 and quantity == order[3] and at - order[2] <= DAY:
                    void.add(order[0])
                break
    return dict(back), void


def catalogue(lines: Any, as_of: Any) -> Any:
    """One row per product: name, prices, first and last sale, recent units and revenue."""
    paid = lines[lines["unit_price"] > 0]
    paid = paid.assign(revenue=paid["quantity"] * paid["unit_price"])
    names = paid.groupby(["stock_code", "name"]).size().rename("lines").reset_index()
    names = names.sort_values(["stock_code", "lines", "name"]).drop_duplicates(
        "stock_code", keep="last"
    )
    recent = paid[paid["ordered_at"] >= as_of - pd.Timedelta(days=56)].groupby("stock_code")
    table = paid.groupby("stock_code")["ordered_at"].agg(["min", "max"])
    table["unit_price"] = recent["unit_price"].median()
    table["units_56d"] = recent["quantity"].sum()
    table["revenue_56d"] = recent["revenue"].sum()
    return table.join(names.set_index("stock_code")["name"])


def demand_features(lines: Any, as_of: Any) -> Any:
    """Per product and week of the last 52: what the model looks at, but for season and families."""
    panel = _weekly_panel(lines, as_of)
    code = panel["stock_code"]
    units, logs = panel["units"], np.log1p(panel["units"])
    for weeks in WINDOWS:
        panel[f"mean_{weeks}"] = np.log1p(_rolled(units, code, weeks).mean())
    for back in (*range(1, 7), 50, 51, 52):
        panel[f"week_{back}"] = logs.groupby(code).shift(back)
    for alpha in (0.15, 0.35):
        panel[f"smooth_{alpha}"] = units.groupby(code).transform(_smoothed, alpha)
    panel["median_8"] = _rolled(logs, code, 8).median()
    panel["lower_13"] = _rolled(logs, code, 13).quantile(0.25)
    panel["upper_13"] = _rolled(logs, code, 13).quantile(0.75)
    panel["ceiling_26"] = _rolled(units, code, 26).quantile(0.9)
    panel["most_13"], panel["least_4"] = _rolled(logs, code, 13).max(), _rolled(logs, code, 4).min()
    panel["log_spread_13"] = _rolled(logs, code, 13).std()
    for weeks in (3, 8, 26):
        panel[f"log_mean_{weeks}"] = _rolled(logs, code, weeks).mean()
    for weeks in (4, 8, 26, 52):
        panel[f"selling_weeks_{weeks}"] = _rolled((units > 0).astype(float), code, weeks).mean()
    for name, windows in {"orders": (1, 4, 13), "customers": (4, 13), "days": (4, 13)}.items():
        for weeks in windows:
            panel[f"{name}_{weeks}"] = np.log1p(_rolled(panel[name], code, weeks).mean())
    for weeks in (4, 13):
        panel[f"largest_{weeks}"] = np.log1p(_rolled(panel["largest"], code, weeks).max())
    for weeks in (1, 4, 26):
        sold = _rolled(units, code, weeks).sum()
        panel[f"price_{weeks}"] = _rolled(panel["revenue"], code, weeks).sum() / sold.where(
            sold > 0
        )
    return panel[panel["ago"] < WINDOWS[-1]]


def _weekly_panel(lines: Any, as_of: Any) -> Any:
    """One row per product and week of at most 113, oldest first, weeks without a sale as 0."""
    paid = lines[lines["unit_price"] > 0]
    paid = paid.assign(
        ago=(as_of - paid["ordered_at"].dt.normalize()).dt.days.sub(1) // 7,
        day=paid["ordered_at"].dt.normalize(),
        revenue=paid["quantity"] * paid["unit_price"],
    )
    paid = paid[paid["ago"] < WINDOWS[-1] + SPAN]
    sums = paid.groupby(["stock_code", "ago"]).agg(
        units=("quantity", "sum"),
        revenue=("revenue", "sum"),
        orders=("order_id", "nunique"),
        customers=("customer_id", "nunique"),
        days=("day", "nunique"),
        largest=("quantity", "max"),
    )
    weeks = range(int(paid["ago"].max()), -1, -1)
    every = pd.MultiIndex.from_product([paid["stock_code"].unique(), weeks], names=sums.index.names)
    return sums.reindex(every, fill_value=0).reset_index()


def _rolled(values: Any, code: Any, weeks: int) -> Any:
    """Windows within each product, in the rows of the panel."""
    return _InPlace(values.groupby(code, sort=False).rolling(weeks, min_periods=1))


class _InPlace:
    """A grouped window whose results keep the rows of the panel."""

    def __init__(self, windows: Any) -> None:
        self._windows = windows

    def __getattr__(self, name: str) -> Any:
        def result(*values: float) -> Any:
            return getattr(self._windows, name)(*values).droplevel(0)

        return result


def _smoothed(units: Any, alpha: float) -> Any:
    return units.ewm(alpha=alpha).mean()


def rfm(lines: Any, as_of: Any) -> Any:
    """Recency, frequency and monetary value of every customer."""
    known = lines[lines["customer_id"].notna()]
    net = (known["quantity"] - known["returned_quantity"]) * known["unit_price"]
    grouped = known.assign(net=net).groupby("customer_id")
    table = grouped.agg(
        last=("ordered_at", "max"), frequency=("order_id", "nunique"), monetary=("net", "sum")
    )
    return table.assign(recency=(as_of - table["last"].dt.normalize()).dt.days)


def stock(lines: Any, as_of: Any) -> Any:
    """Weekly units of a year, revenue, ABC and days since the last sale of every product."""
    paid = lines[lines["unit_price"] > 0]
    days = (as_of - paid["ordered_at"].dt.normalize()).dt.days
    year = paid.assign(days=days, week=(days - 1) // 7)[days <= max(WINDOWS) * 7]
    weekly = year.pivot_table(
        index="stock_code", columns="week", values="quantity", aggfunc="sum", fill_value=0
    )
    net = (year["quantity"] - year["returned_quantity"]) * year["unit_price"]
    revenue = net.groupby(year["stock_code"]).sum().sort_values(ascending=False)
    share = (revenue.cumsum() - revenue) / revenue.sum()
    abc = pd.cut(share, [-1, 0.8, 0.95, 2], labels=["A", "B", "C"])
    last = days.groupby(paid["stock_code"]).min()
    return weekly.join(abc.rename("abc")).join(last.rename("days_since_sale"))


def main() -> None:
    """Do all steps; print what came of them."""
    ledger, as_of = sys.argv[1], pd.Timestamp(sys.argv[2])
    lines = clean(read(ledger, as_of), ledger)
    done = [step(lines, as_of) for step in (catalogue, demand_features, rfm, stock)]
    print("  pandas rows:", f"{len(lines):,} lines,", *(f"{len(table):,}" for table in done))


if __name__ == "__main__":
    main()
