"""Reads `campaign_plan.csv` from a snapshot, or from a folder written by other tools."""

from dataclasses import dataclass

import polars as pl
from pydantic import BaseModel, ValidationError

from contract.columns import (
    PLAN_COLUMNS,
    PLAN_REQUIRED,
    PRODUCT_NAME,
    TARGET_CLUSTER_AGAIN,
    TEXTS,
)
from contract.snapshot_files import EXPLANATIONS_FILE, NAMES_FILE, PLAN_FILE, PLAN_INPUTS_FILE
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot, StatedAssumption
from fleet.snapshots.readers import read_csv, read_json, read_parquet, read_texts, unusable
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.plan.assumptions import is_of_plan
from strategy_svc.plan.schemas import Explanation
from strategy_svc.plan.stored_explanations import read_explanation
from strategy_svc.wording.statements import PlanStatement

POSITION = "position"
# The contract's list contains the target under two names, and the product name.
_LISTED = {
    **{column: name for name, column in PLAN_REQUIRED.items() if name != "discount"},
    TARGET_CLUSTER_AGAIN: "target_cluster",
    PLAN_REQUIRED["discount"]: "discount",
    PRODUCT_NAME: "product_name",
    **{column: name for name, column in PLAN_COLUMNS.items() if name not in PLAN_REQUIRED},
}


@dataclass(frozen=True)
class PlanView:
    """The plan, ready to serve requests.

    Attributes:
        rows: One per campaign in order of priority, columns as in `PlanRow`, and `position`, a text
            that sorts in that order and is unique even if another tool's file repeats a code.
        contract_list: The whole of `/campaign-plan`.
        names: Product names by stock code.
        explanations: Facts behind each row, by stock code; empty if a folder has none.
        inputs: Used to try other settings; None if a folder has none.
        customers_known: Whether any customer had a segment when the plan was made.
        candidates: Number of products that could be promoted; None if the manifest has no count.
        advice: The plan in one sentence; None if the manifest has none.
        advice_statement: The same as a code with its numbers; None if the manifest has none.
        assumptions: What the manifest says about the plan.
    """

    rows: pl.DataFrame
    contract_list: PreparedBody
    names: dict[str, str]
    explanations: dict[str, Explanation]
    inputs: pl.DataFrame | None
    customers_known: bool
    candidates: int | None
    advice: str | None
    advice_statement: PlanStatement | None
    assumptions: list[StatedAssumption]


class _PlanFacts(BaseModel):
    """What the manifest records about the plan."""

    customers_known: bool = True
    candidates: int | None = None
    advice: str | None = None
    advice_statement: PlanStatement | None = None


def load_plan(snapshot: Snapshot) -> PlanView:
    """Read the plan and the product names.

    Raises:
        SnapshotUnavailable: a file is malformed or lacks a column of the contract.
    """
    names = read_texts(snapshot, NAMES_FILE)
    rows = _with_names(_read_rows(snapshot), names)
    manifest = snapshot.manifest
    stated = manifest.assumptions if manifest else []
    extra = (manifest.model_extra or {}) if manifest else {}
    facts = _PlanFacts.model_validate(extra.get("plan", {}))
    return PlanView(
        rows=rows,
        contract_list=PreparedBody.of_json(
            rows.select(pl.col(name).alias(field) for field, name in _LISTED.items()).to_dicts()
        ),
        names=names,
        explanations=_read_explanations(snapshot),
        inputs=_read_inputs(snapshot),
        customers_known=facts.customers_known,
        candidates=facts.candidates,
        advice=facts.advice,
        advice_statement=facts.advice_statement,
        assumptions=[assumption for assumption in stated if is_of_plan(assumption)],
    )


def _read_rows(snapshot: Snapshot) -> pl.DataFrame:
    table = read_csv(snapshot, PLAN_FILE, PLAN_REQUIRED.values())
    try:
        rows = table.select(_value(table, name).alias(name) for name in PLAN_COLUMNS)
    except pl.exceptions.PolarsError as error:
        raise unusable(snapshot, PLAN_FILE, f"contains a malformed number: {error}") from None
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


def _value(table: pl.DataFrame, name: str) -> pl.Expr:
    """Text or a finite number; another tool's missing value (empty, nan, inf) becomes null."""
    column = PLAN_COLUMNS[name]
    text = pl.col(column) if column in table.columns else pl.lit(None, pl.String)
    if name in TEXTS:
        return text.str.strip_chars()
    number = text.str.strip_chars().replace("", None).cast(pl.Float64)
    return pl.when(number.is_finite()).then(number)


def _read_explanations(snapshot: Snapshot) -> dict[str, Explanation]:
    found = read_json(snapshot, EXPLANATIONS_FILE) or {}
    try:
        return {code: read_explanation(stored) for code, stored in found.items()}
    except ValidationError as error:
        raise unusable(
            snapshot, EXPLANATIONS_FILE, f"contains no valid explanation: {error}"
        ) from None


def _read_inputs(snapshot: Snapshot) -> pl.DataFrame | None:
    if not snapshot.has(PLAN_INPUTS_FILE):
        return None
    return read_parquet(snapshot, PLAN_INPUTS_FILE, list(COLUMNS))


def _with_names(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    named = [names.get(code) or code for code in rows["stock_code"]]
    return rows.with_columns(product_name=pl.Series(named, dtype=pl.String))
