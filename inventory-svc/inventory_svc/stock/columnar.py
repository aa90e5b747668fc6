"""The stock of all products as columns, for a page that lists and filters them."""

from typing import TypedDict

import polars as pl

# Columns shown or filtered in a list; a product's own page requests the rest.
COLUMNS = (
    "stock_code",
    "product_name",
    "predicted_7d_demand",
    "current_stock",
    "days_of_cover",
    "stock_out_probability",
    "suggested_order",
    "overstock_units",
    "money_bound",
    "unit_price",
    "days_since_last_sale",
    "lost_sales_units",
)
# Columns with few distinct values: each value is sent once and referred to by index.
CODED = ("inventory_status", "stock_source", "cost_source", "abc", "xyz", "dead_stock")


class Coded(TypedDict):
    """A column's distinct values, and per row the index of its value or null."""

    values: list[object]
    places: list[int | None]


class Columns(TypedDict):
    """A table of `rows` rows: plain columns, and columns with few distinct values."""

    rows: int
    columns: dict[str, list[object]]
    codes: dict[str, Coded]


def columnar(frame: pl.DataFrame) -> Columns:
    """`frame` as `{rows, columns, codes}`.

    Returns:
        `rows`: number of products; `columns`: a list per column of `COLUMNS`; `codes`: per column
        of `CODED` its `values` and each product's index into them, or null.
    """
    return {
        "rows": frame.height,
        "columns": {name: frame[name].to_list() for name in COLUMNS},
        "codes": {name: _coded(frame[name]) for name in CODED},
    }


def _coded(column: pl.Series) -> Coded:
    values = column.drop_nulls().unique().sort().to_list()
    places = {value: place for place, value in enumerate(values)}
    return {"values": values, "places": [places.get(value) for value in column]}
