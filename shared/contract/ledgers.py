"""Names for ledgers and their files."""

from typing import Final, Literal

SAMPLE: Final = "sample"
"""Used in place of a path to mean the installed sample."""
COMPLETE_JOURNEY: Final = "complete_journey"
"""The layout whose products, campaigns and coupons are in files next to the sales."""

# Files in a folder that is a ledger: the sales and the product records.
SALES_FILE: Final = "transactions.parquet"
PRODUCTS_FILES: Final = ("products.parquet", "products.csv")

StockList = Literal["auto", "full", "partial"]
"""Whether a stock file lists the whole shop; if so, products it leaves out count as 0."""
