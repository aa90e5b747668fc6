"""Parts for end-to-end tests: the product's own commands as processes, and small ledgers."""

from support.ledgers import small_ledger, write_ledger
from support.processes import Ended, Running, free_port, smartretail, wait_until

__all__ = [
    "Ended",
    "Running",
    "free_port",
    "small_ledger",
    "smartretail",
    "wait_until",
    "write_ledger",
]
