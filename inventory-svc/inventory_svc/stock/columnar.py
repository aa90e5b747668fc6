"""The stock of all products as columns, for a page that shows and filters them all."""

from typing import Any

import polars as pl

# What a list of products shows or filters by; a product's own page requests the rest.
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
# Few different texts: each is sent once, and products refer to it by index.
CODED = ("inventory_status", "stock_source", "cost_source", "abc", "xyz", "dead_stock")


def columnar(frame: pl.DataFrame) -> dict[str, Any]:
    """`frame` as `{rows, columns, codes}`.

    Returns:
        `rows`: how many products; `columns`: a list per column of `COLUMNS`; `codes`: per column
        of `CODED` its `values` and, per product, the place of its value in them, or null.
    """
    return {
        "rows": frame.height,
        "columns": {name: frame[name].to_list() for name in COLUMNS},
        "codes": {name: _coded(frame[name]) for name in CODED},
    }


def _coded(column: pl.Series) -> dict[str, list[Any]]:
    values = column.drop_nulls().unique().sort().to_list()
    places = {value: place for place, value in enumerate(values)}
    return {"values": values, "places": [places.get(value) for value in column]}
