"""Explanations of snapshots that older versions wrote, under today's names."""

from typing import Any

_RENAMED = {
    "freed": "stock_cleared",
    "given": "discount_cost",
    "wanted": "expected_units",
    "kept": "cover_units",
}


def with_current_names(explanation: dict[str, Any]) -> dict[str, Any]:
    """The explanation with the values of its statements under the names they have today."""
    statements = explanation.get("statements")
    if not statements:
        return explanation
    renamed = {
        name: [_renamed(one) for one in listed]
        for name in ("facts", "what_would_change")
        if (listed := statements.get(name))
    }
    return explanation | {"statements": statements | renamed}


def _renamed(statement: dict[str, Any]) -> dict[str, Any]:
    values = {_RENAMED.get(name, name): value for name, value in statement["values"].items()}
    return statement | {"values": values}
