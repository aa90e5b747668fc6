"""Columns of the contract's files are written in `contract/columns.py` only."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sources import ROOT, packages

from contract.columns import (
    COPY_FIELDS,
    DEMAND_COLUMNS,
    INVENTORY_COLUMNS,
    PLAN_COLUMNS,
    PRODUCT_NAME,
    SEGMENTS_COLUMNS,
    TARGET_CLUSTER_AGAIN,
)

COLUMNS = ROOT / "shared/contract/columns.py"
MAPPINGS = (DEMAND_COLUMNS, INVENTORY_COLUMNS, SEGMENTS_COLUMNS, PLAN_COLUMNS, COPY_FIELDS)
COLUMN_NAMES = {
    PRODUCT_NAME,
    TARGET_CLUSTER_AGAIN,
    *(name for of in MAPPINGS for name in of.values()),
}
# Columns recognisable by their capitals, such as `P_Gain`; `Discount` may be a word.
UNMISTAKABLE = {
    name for name in COLUMN_NAMES if re.search(r"[_ ]|[a-z][A-Z]", name) and not name.islower()
}
_EXAMPLE = "an example in the OpenAPI document"
# Exceptions, each with its reason.
ALLOWED = {
    "campaign-svc/campaign_svc/campaigns/schemas.py": _EXAMPLE,
    "forecast-svc/forecast_svc/demand/schemas.py": _EXAMPLE,
    "gateway/gateway/compat/schemas.py": _EXAMPLE,
    "inventory-svc/inventory_svc/stock/schemas.py": _EXAMPLE,
    "strategy-svc/strategy_svc/plan/schemas.py": _EXAMPLE,
    "inventory-svc/inventory_svc/ledger/layouts.py": "headers of ledgers, which others lay out",
    "inventory-svc/inventory_svc/ledger/product_records.py": "headers of product files, likewise",
}


def columns_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of every string, and argument's name, that is a column.

    A sentence may mention one.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str(name)) if name in UNMISTAKABLE:
                yield node.lineno, name
            case ast.keyword(arg=str(name)) if name in UNMISTAKABLE:
                yield node.lineno, name
            case _:
                pass


def writes_a_column(path: Path) -> bool:
    """Whether a file of ours writes out a column."""
    return any(columns_in(path.read_text(encoding="utf-8")))


def test_columns_are_defined_once() -> None:
    """Services import the columns from the contract."""
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for package in packages()
        for path in sorted(package.rglob("*.py"))
        if path != COLUMNS and path.relative_to(ROOT).as_posix() not in ALLOWED
        for line, name in columns_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    times = Counter(name for _, name in columns_in(COLUMNS.read_text(encoding="utf-8")))
    assert {name for name, count in times.items() if count > 1} == set()


def test_every_exception_is_needed() -> None:
    """Every exception still applies."""
    assert [name for name in ALLOWED if not writes_a_column(ROOT / name)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('table["Predicted_7d_Demand"]', ["Predicted_7d_Demand"]),
        ('NAMES = {"label": "ClusterLabel"}', ["ClusterLabel"]),
        ("table.with_columns(Overstock_Units=units)", ["Overstock_Units"]),
        ('help = "CSV: StockCode, and more"', []),
        ('table["stock_code"], table["Discount"]', []),
    ],
)
def test_column_is_detected(source: str, found: list[str]) -> None:
    """The search used above detects columns and nothing else."""
    assert [name for _, name in columns_in(source)] == found


def test_recognisable_columns_cover_every_file() -> None:
    """The tests above look for columns of all four files and for fields of campaigns."""
    examples = {"Day_7", "Inventory_Status", "Customer ID", "OverstockRatio", "generatedAt"}
    assert examples <= UNMISTAKABLE
