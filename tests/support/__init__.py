"""Helpers for end-to-end tests: the product's own commands as processes."""

from support.ports import free_port
from support.processes import Ended, Running, smartretail
from support.waiting import wait_until

__all__ = [
    "Ended",
    "Running",
    "free_port",
    "smartretail",
    "wait_until",
]
