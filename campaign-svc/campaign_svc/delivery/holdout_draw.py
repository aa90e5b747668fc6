"""Draws the holdout at random, in a way that anyone can repeat and check.

Customers are ranked by the SHA-256 of the seed and their id; the first ones are held out. The seed
is random and created at approval, so the holdout cannot be known in advance.
"""

import hashlib
from collections.abc import Iterable


def draw(customers: Iterable[str], held_out: int, seed: str) -> tuple[list[str], list[str]]:
    """The customers to contact and the customers to hold out, each sorted.

    Args:
        customers: Distinct ids.
        held_out: Size of the holdout, from 0 to all customers.
        seed: Any text.
    """
    ranked = sorted(customers, key=lambda customer: _rank(seed, customer))
    return sorted(ranked[held_out:]), sorted(ranked[:held_out])


def _rank(seed: str, customer: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{customer}".encode()).digest()
