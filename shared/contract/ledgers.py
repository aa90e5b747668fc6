"""Ledgers by name."""

from typing import Final

SAMPLE: Final = "sample"
"""The installed sample, where a path to a ledger could stand."""
COMPLETE_JOURNEY: Final = "complete_journey"
"""The layout whose products, campaigns and coupons stand in files beside the sales."""
