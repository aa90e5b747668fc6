"""One body in the many spellings outside programs use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract.columns import COPY_FIELDS, PLAN_COLUMNS, PRODUCT_NAME, TARGET_CLUSTER_AGAIN

# The name we use, and every spelling of it that is read; the first that is not null counts.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "stock_code": (PLAN_COLUMNS["stock_code"], "stock_code"),
    "objective": (PLAN_COLUMNS["objective"], "objective"),
    "target_cluster": (PLAN_COLUMNS["target_cluster"], TARGET_CLUSTER_AGAIN, "target_cluster"),
    "discount": (PLAN_COLUMNS["discount"], "discount"),
    "current_stock": (PLAN_COLUMNS["current_stock"], "CurrentStock", "current_stock"),
    "predicted_7d_demand": (
        PLAN_COLUMNS["predicted_7d_demand"],
        "Predicted_Demand",
        "predicted_demand",
    ),
    "product_description": (
        COPY_FIELDS["product_description"],
        "Description",
        PRODUCT_NAME,
        "product_description",
    ),
    # Not of the contract: how the copy is to be.
    "tone": ("tone",),
    "language": ("language",),
    "variants": ("variants",),
}


@dataclass(frozen=True)
class NormalizedRequest:
    """A body under our names.

    Attributes:
        values: By our name; what was missing or null is not there.
        field_names: Our name → the spelling the caller used, or the first one where none was given.
    """

    values: dict[str, Any]
    field_names: dict[str, str]


def normalize(body: Mapping[str, Any]) -> NormalizedRequest:
    """Take from `body` what we know, under our names; unknown keys are ignored."""
    values: dict[str, Any] = {}
    field_names = {name: ways[0] for name, ways in SPELLINGS.items()}
    for name, ways in SPELLINGS.items():
        used = next((way for way in ways if body.get(way) is not None), None)
        if used is not None:
            values[name], field_names[name] = body[used], used
    return NormalizedRequest(values, field_names)
