"""Drawing the holdout: random, and repeatable by anyone who wants to check it.

Customers are ranked by SHA-256 of the seed and their id; the first ones are held out. The seed is
random and made when the campaign is approved, so nobody can know in advance who will be in it.
"""

import hashlib
from collections.abc import Iterable


def draw(customers: Iterable[str], held_out: int, seed: str) -> tuple[list[str], list[str]]:
    """Who is written to and who is held out, each sorted.

    Args:
        customers: Distinct ids.
        held_out: How many, 0 to all.
        seed: Any text.
    """
    ranked = sorted(customers, key=lambda customer: _rank(seed, customer))
    return sorted(ranked[held_out:]), sorted(ranked[:held_out])


def _rank(seed: str, customer: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{customer}".encode()).digest()
