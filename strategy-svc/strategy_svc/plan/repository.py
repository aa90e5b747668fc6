"""Reading `campaign_plan.csv` of a snapshot, or of a folder that other tools have written."""

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from contract.snapshot_files import EXPLANATIONS_FILE, NAMES_FILE, PLAN_FILE, PLAN_INPUTS_FILE
from fleet.errors import SnapshotUnavailable
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.plan.stored_explanations import with_current_names

POSITION = "position"
_TEXTS = {
    "StockCode": "stock_code",
    "Objective": "objective",
    "TargetCluster": "target_cluster",
    "Cost_Source": "cost_source",
    "Stock_Source": "stock_source",
    "Reason": "reason",
    "Evidence": "evidence",
}
_EXPECTED = {
    f"{name}{suffix}": f"{name}{suffix}".lower()
    for name in ("Expected_Units", "Expected_Revenue", "Expected_Margin", "Expected_Stock_Cleared")
    for suffix in ("", "_P10", "_P90")
}
_NUMBERS = {
    "Predicted_7d_Demand": "predicted_7d_demand",
    "Current_Stock": "current_stock",
    "OverstockRatio": "overstock_ratio",
    "Discount": "discount",
    "Unit_Price": "unit_price",
    "Unit_Cost": "unit_cost",
    "Money_At_Stake": "money_at_stake",
    "Priority": "priority",
    "P_Gain": "p_gain",
    **_EXPECTED,
}
_REQUIRED = (
    "StockCode",
    "Predicted_7d_Demand",
    "Current_Stock",
    "OverstockRatio",
    "Objective",
    "TargetCluster",
    "Discount",
)


@dataclass(frozen=True)
class PlanView:
    """The plan, ready to answer from.

    Attributes:
        rows: One per campaign in order of priority, columns as in `PlanRow`, and `position`, a
            text that sorts like the order and is unique even where a foreign file repeats a code.
        contract_list: The whole of `/campaign-plan`.
        names: Product names by stock code.
        explanations: Facts behind each row, by stock code; empty where a folder has none.
        inputs: What other settings can be tried on; None where a folder has none.
        customers_known: Whether anybody had a segment when the plan was made.
        candidates: Products that could be promoted; None where the manifest has no count.
        advice: The plan in one sentence; None where the manifest has none.
        advice_statement: The same as a code with its numbers; None where the manifest has none.
        assumptions: What the manifest says about the plan.
    """

    rows: pl.DataFrame
    contract_list: PreparedBody
    names: dict[str, str]
    explanations: dict[str, Any]
    inputs: pl.DataFrame | None
    customers_known: bool
    candidates: int | None
    advice: str | None
    advice_statement: dict[str, Any] | None
    assumptions: list[dict[str, Any]]


def load_plan(snapshot: Snapshot) -> PlanView:
    """Read the plan and the product names.

    Raises:
        SnapshotUnavailable: a file is malformed or lacks a column of the contract.
    """
    names = _read_names(snapshot)
    rows = _with_names(_read_rows(snapshot), names)
    manifest = snapshot.manifest
    stated = manifest.assumptions if manifest else []
    facts: dict[str, Any] = (manifest.model_extra or {}).get("plan", {}) if manifest else {}
    return PlanView(
        rows=rows,
        contract_list=PreparedBody.of_json(
            [_contract_row(row) for row in rows.iter_rows(named=True)]
        ),
        names=names,
        explanations=_read_explanations(snapshot),
        inputs=_read_inputs(snapshot),
        customers_known=facts.get("customers_known", True),
        candidates=facts.get("candidates"),
        advice=facts.get("advice"),
        advice_statement=facts.get("advice_statement"),
        assumptions=[
            assumption for assumption in stated if assumption.get("applies_to") == "the plan"
        ],
    )


def _read_rows(snapshot: Snapshot) -> pl.DataFrame:
    try:
        table = pl.read_csv(snapshot.verified_path(PLAN_FILE), infer_schema=False)
        _require_columns(table, snapshot)
        rows = table.select(
            *(_text(table, name).alias(ours) for name, ours in _TEXTS.items()),
            *(_number(table, name).alias(ours) for name, ours in _NUMBERS.items()),
        )
    except pl.exceptions.PolarsError as error:
        raise _unusable(snapshot, f"is no table of the expected kind: {error}") from None
    return (
        rows.with_columns(pl.col("current_stock").round().cast(pl.Int64))
        .with_row_index("line", offset=1)
        .with_columns(priority=pl.coalesce("priority", "line").cast(pl.Int64))
        .sort("priority", "line")
        .drop("line")
        .with_row_index("line", offset=1)
        .with_columns(pl.col("line").cast(pl.String).str.zfill(9).alias(POSITION))
        .drop("line")
    )


def _require_columns(table: pl.DataFrame, snapshot: Snapshot) -> None:
    missing = [name for name in _REQUIRED if name not in table.columns]
    if missing:
        raise _unusable(snapshot, f"lacks the column {', '.join(missing)}")


def _unusable(snapshot: Snapshot, what: str) -> SnapshotUnavailable:
    return SnapshotUnavailable(
        f"{PLAN_FILE} of snapshot {snapshot.id} {what}. Run `smartretail refresh`."
    )


def _text(table: pl.DataFrame, name: str) -> pl.Expr:
    if name not in table.columns:
        return pl.lit(None, pl.String)
    return pl.col(name).str.strip_chars()


def _number(table: pl.DataFrame, name: str) -> pl.Expr:
    """Finite numbers; what a foreign tool writes for none (empty, nan, inf) is null."""
    if name not in table.columns:
        return pl.lit(None, pl.Float64)
    number = pl.col(name).str.strip_chars().replace("", None).cast(pl.Float64)
    return pl.when(number.is_finite()).then(number)


def _read_names(snapshot: Snapshot) -> dict[str, str]:
    names = _read_object(snapshot, NAMES_FILE)
    return {code: str(name).strip() for code, name in names.items() if name}


def _read_explanations(snapshot: Snapshot) -> dict[str, Any]:
    found = _read_object(snapshot, EXPLANATIONS_FILE)
    return {code: with_current_names(explanation) for code, explanation in found.items()}


def _read_object(snapshot: Snapshot, name: str) -> dict[str, Any]:
    if not snapshot.has(name):
        return {}
    try:
        found = json.loads(snapshot.read_bytes(name))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SnapshotUnavailable(
            f"{name} of snapshot {snapshot.id} is no JSON object. Run `smartretail refresh`."
        )
    return {str(key): value for key, value in found.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - JSON of any shape


def _read_inputs(snapshot: Snapshot) -> pl.DataFrame | None:
    if not snapshot.has(PLAN_INPUTS_FILE):
        return None
    try:
        return pl.read_parquet(
            snapshot.verified_path(PLAN_INPUTS_FILE), columns=list(COLUMNS), glob=False
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SnapshotUnavailable(
            f"{PLAN_INPUTS_FILE} of snapshot {snapshot.id} cannot be read: {error}. "
            "Run `smartretail refresh`."
        ) from None


def _with_names(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    named = [names.get(code) or code for code in rows["stock_code"]]
    return rows.with_columns(product_name=pl.Series(named, dtype=pl.String))


def _contract_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "StockCode": row["stock_code"],
        "Predicted_7d_Demand": row["predicted_7d_demand"],
        "Current_Stock": row["current_stock"],
        "OverstockRatio": row["overstock_ratio"],
        "Objective": row["objective"],
        "TargetCluster": row["target_cluster"],
        "Target_Cluster": row["target_cluster"],
        "Discount": row["discount"],
        "ProductName": row["product_name"],
        "Unit_Price": row["unit_price"],
        "Unit_Cost": row["unit_cost"],
        "Cost_Source": row["cost_source"],
        "Stock_Source": row["stock_source"],
        "Money_At_Stake": row["money_at_stake"],
        "Priority": row["priority"],
        **{name: row[ours] for name, ours in _EXPECTED.items()},
        "P_Gain": row["p_gain"],
        "Reason": row["reason"],
        "Evidence": row["evidence"],
    }
