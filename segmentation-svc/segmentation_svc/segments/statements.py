"""Statements about a customer: the closed list of codes in the OpenAPI document."""

from typing import Literal

from fleet.statements import Statement, statement

WhyCode = Literal[
    "why_tenure",
    "why_seen_lately",
    "why_lapsed",
    "why_within_margin",
    "why_cluster",
    "border_inside",
    "border_beyond",
    "silence_stays",
    "silence_moves",
    "orders_move",
    "why_most_of_cluster",
]


def segment_statement(code: WhyCode, **values: float | str) -> Statement:
    """A statement about one customer; money in the shop's currency, days and orders whole."""
    return statement(code, **values)
