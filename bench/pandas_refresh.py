"""The data steps of a refresh as one would write them in pandas, for comparison.

    .venv-benchmark/bin/python bench/pandas_refresh.py LEDGER AS_OF

Included, on the same ledger: reading; cleaning (codes, duplicates, non-products, missing values,
prices, returns netted against their orders by the same rule); the catalogue (most frequent names,
median prices, revenue); displays and mailers per product and week; writing and reading the cleaned
ledger; the demand model's features of the last 52 weeks (`pandas_features`); recency, frequency and
monetary value; weekly sales of a year and ABC for the stock.

Written with groupbys, merges and rolling windows, no Python loop but the one over returns, which
ours has as well. Left out, in its favour: repeated deliveries, remarks among the names, the report
of excluded lines, and lost sales.
"""

import sys

# The project's root instead of this folder: a module here has the same name as one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import importlib
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.pandas_features import demand_features

# Its types can't be checked here: it is a dependency of the sample, not one of ours.
pd: Any = importlib.import_module("pandas")
YEAR = 52
NO_MERCHANDISE = r"^\d{5}"
FUEL = "GAS|FUEL|COUPON|MISC"
DAY = pd.Timedelta(days=1)
JOURNEY = {
    "basket_id": "order_id",
    "product_id": "stock_code",
    "household_id": "customer_id",
    "transaction_timestamp": "ordered_at",
}
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


def read(path: Path, as_of: Any) -> Any:
    """The lines before `as_of`, with the same column names."""
    lines = pd.read_parquet(path)
    lines = (
        _journey(lines, path) if "household_id" in lines else lines.rename(columns=ONLINE_RETAIL)
    )
    lines["ordered_at"] = pd.to_datetime(lines["ordered_at"]).dt.tz_localize(None)
    return lines[lines["ordered_at"] < as_of]


def _journey(lines: Any, path: Path) -> Any:
    """The sample's lines of merchandise."""
    lines = lines.rename(columns=JOURNEY)
    listed = lines["sales_value"] + lines["retail_disc"] + lines["coupon_match_disc"]
    units = lines["quantity"].where(lines["quantity"] > 0)
    lines = lines.assign(unit_price=lines["sales_value"] / units, shelf_price=listed / units)
    return lines.merge(records(path)["name"].reset_index(), on="stock_code")


def records(path: Path) -> Any:
    """Name, department and category of the sample's merchandise."""
    products = pd.read_parquet(path.with_name("products.parquet"))
    products = products[~products["department"].str.contains(FUEL, na=True)]
    named = {"product_id": "stock_code", "product_type": "name", "product_category": "category"}
    return products.rename(columns=named).set_index("stock_code")


def clean(lines: Any) -> Any:
    """Order lines that count as demand, with `returned_quantity`."""
    sample = "store_id" in lines
    lines = lines.assign(
        stock_code=lines["stock_code"].astype(str).str.strip().str.upper(),
        order_id=lines["order_id"].astype(str),
        customer_id=lines["customer_id"].astype("string"),
        name=lines["name"].str.strip(),
    )
    lines = lines.drop_duplicates()
    lines = lines[(lines["quantity"] != 0) & (lines["unit_price"] >= 0)]
    if not sample:
        lines = lines[lines["stock_code"].str.match(NO_MERCHANDISE)]
        lines = lines.assign(store_id=None, shelf_price=float("nan"))
    returned = (lines["quantity"] < 0) | lines["order_id"].str.match(r"^C\d")
    net_lines = _net(lines.assign(is_return=returned, quantity=lines["quantity"].abs()))
    sold = net_lines.groupby("stock_code")["unit_price"].transform("max") > 0
    return net_lines[sold].sort_values(["ordered_at", "order_id", "stock_code"])


def _net(lines: Any) -> Any:
    """Returns subtracted from the latest order of the same customer and product."""
    key = ["customer_id", "stock_code"]
    lines = lines.reset_index(drop=True)
    returns = lines[lines["is_return"]]
    touched = lines.reset_index().merge(returns[key].drop_duplicates(), on=key)
    touched = touched.sort_values(["ordered_at", "is_return", "order_id", "quantity"])
    back, void = match_returns(touched)
    lines["returned_quantity"] = pd.Series(back, dtype="int64").reindex(lines.index, fill_value=0)
    return lines[~lines["is_return"] & ~lines.index.isin(list(void))]


def match_returns(touched: Any) -> tuple[dict[int, int], set[int]]:
    """Units returned per line, and the lines returned in full within a day."""
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


def catalogue(lines: Any, path: Path, as_of: Any) -> Any:
    """One row per product: name, attributes, prices, first and last sale, units and revenue."""
    paid = lines[lines["unit_price"] > 0]
    paid = paid.assign(revenue=paid["quantity"] * paid["unit_price"])
    names = paid.groupby(["stock_code", "name"]).size().rename("lines").reset_index()
    names = names.sort_values(["stock_code", "lines", "name"]).drop_duplicates(
        "stock_code", keep="last"
    )
    recent = paid[paid["ordered_at"] >= as_of - pd.Timedelta(days=56)].groupby("stock_code")
    table = paid.groupby("stock_code")["ordered_at"].agg(["min", "max"])
    table["unit_price"] = recent["unit_price"].median()
    table["shelf_price"] = recent["shelf_price"].median()
    table["units_56d"] = recent["quantity"].sum()
    table["revenue_56d"] = recent["revenue"].sum()
    table = table.join(names.set_index("stock_code")["name"])
    if not path.with_name("products.parquet").exists():
        return table.assign(department=None, category=None)
    attributes = records(path)[["department", "category"]]
    return table.join(attributes.set_axis(attributes.index.astype(str)))


def promotions(path: Path, raw: Any, codes: Any) -> Any:
    """Share of the stores that displayed or mailed each product, by week."""
    shown = pd.read_parquet(path.with_name("promotions.parquet"))
    stores = shown["store_id"].nunique()
    shown["display"] = shown["display_location"] != "0"
    shown["mailer"] = shown["mailer_location"] != "0"
    counted = shown.groupby(["product_id", "week"])[["display", "mailer"]].sum() / stores
    day = raw["ordered_at"].dt.normalize()
    monday = (day - pd.to_timedelta(day.dt.weekday, unit="D")).groupby(raw["week"]).min()
    counted = counted.reset_index()
    counted["week_begins"] = counted["week"].map(monday)
    counted["stock_code"] = counted["product_id"].astype(str)
    return counted[counted["stock_code"].isin(codes)].sort_values(["stock_code", "week_begins"])


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
    year = paid.assign(days=days, week=(days - 1) // 7)[days <= YEAR * 7]
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
    """Run all steps and print their results."""
    path, as_of = Path(sys.argv[1]), pd.Timestamp(sys.argv[2])
    raw = read(path, as_of)
    lines = clean(raw)
    products = catalogue(lines, path, as_of)
    if path.with_name("promotions.parquet").exists():
        promotions(path, raw, products.index)
    lines = _as_stored(lines)
    done = [
        products,
        demand_features(lines, products, as_of),
        *(step(lines, as_of) for step in (rfm, stock)),
    ]
    print("  pandas rows:", f"{len(lines):,} lines,", *(f"{len(table):,}" for table in done))


def _as_stored(lines: Any) -> Any:
    """The cleaned ledger as later jobs read it."""
    columns = ["order_id", "stock_code", "ordered_at", "customer_id", "store_id", "quantity"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.parquet"
        lines[[*columns, "returned_quantity", "unit_price", "shelf_price"]].to_parquet(file)
        return pd.read_parquet(file)


if __name__ == "__main__":
    main()
