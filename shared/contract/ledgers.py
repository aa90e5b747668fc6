"""Ledgers by name."""

from typing import Final, Literal

SAMPLE: Final = "sample"
"""The installed sample, where a path to a ledger could stand."""
COMPLETE_JOURNEY: Final = "complete_journey"
"""The layout whose products, campaigns and coupons are in files next to the sales."""

# A folder that holds a ledger: its sales, and the product records beside them.
SALES_FILE: Final = "transactions.parquet"
PRODUCTS_FILES: Final = ("products.parquet", "products.csv")

StockList = Literal["auto", "full", "partial"]
"""Whether a stock file lists the whole shop: products it leaves out are then counted as 0."""
