"""What is said of a customer: the closed list of codes that OpenAPI names."""

from typing import Literal

from fleet.statements import Statement, statement

WhyCode = Literal[
    "why_tenure",
    "why_seen_lately",
    "why_lapsed",
    "why_kept",
    "why_cluster",
    "border_inside",
    "border_beyond",
    "silence_stays",
    "silence_moves",
    "orders_move",
    "why_most_of_cluster",
]


def segment_statement(code: WhyCode, **values: float | str) -> Statement:
    """A statement on one customer; money is in the shop's currency, days and orders are whole."""
    return statement(code, **values)
