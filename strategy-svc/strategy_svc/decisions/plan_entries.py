"""A snapshot's plan and forecasts as the ledger stores them."""

from typing import Final

import polars as pl

from contract.snapshot_files import DEMAND_FILE, PLAN_FILE, PLAN_INPUTS_FILE
from fleet.documents import Document
from fleet.snapshots import Loaded
from strategy_svc.plan.repository import PlanView

ROWS_IN_AN_ENTRY: Final = 200
# Files the plan is based on. Their digests show later whether a file is the same one.
_VOUCHED: Final = (PLAN_FILE, DEMAND_FILE, PLAN_INPUTS_FILE)
_RECORDED_COLUMNS: Final = (
    "stock_code",
    "product_name",
    "objective",
    "target_cluster",
    "discount",
    "predicted_7d_demand",
    "current_stock",
    "unit_price",
    "unit_cost",
    "cost_source",
    "stock_source",
    "money_at_stake",
    "priority",
    "p_gain",
    *(
        f"expected_{name}{tail}"
        for name in ("units", "revenue", "margin", "stock_cleared")
        for tail in ("", "_p10", "_p90")
    ),
    "reason",
)


def entries_of_plan(loaded: Loaded[PlanView]) -> list[Document]:
    """The contents of a plan's entries, split so that no document gets too large.

    A snapshot never changes, so every process that records it produces the same parts.
    """
    rows = _rows(loaded.view)
    cuts = range(0, max(len(rows), 1), ROWS_IN_AN_ENTRY)
    about = _about(loaded)
    return [
        {
            **about,
            "part": number,
            "parts": len(cuts),
            "rows": rows[begin : begin + ROWS_IN_AN_ENTRY],
        }
        for number, begin in enumerate(cuts, start=1)
    ]


def _about(loaded: Loaded[PlanView]) -> Document:
    """What a plan's entry says about its snapshot; a flat folder has no as-of date or digests."""
    manifest = loaded.snapshot.manifest
    files = {} if manifest is None else manifest.files
    return {
        "snapshot": loaded.snapshot.id,
        "as_of": None if manifest is None else manifest.as_of.isoformat(),
        "campaigns": loaded.view.rows.height,
        "advice": loaded.view.advice,
        "files": [
            {"name": name, "sha256": files[name].sha256} for name in _VOUCHED if name in files
        ],
    }


def _rows(view: PlanView) -> list[Document]:
    """The plan's rows with the forecast range; of a repeated code only the first row."""
    rows = view.rows.select(_RECORDED_COLUMNS).unique(
        subset="stock_code", keep="first", maintain_order=True
    )
    return rows.join(_ranges(view), on="stock_code", how="left", maintain_order="left").to_dicts()


def _ranges(view: PlanView) -> pl.DataFrame:
    names = ("stock_code", "demand_p10", "demand_p90")
    if view.inputs is not None:
        return view.inputs.select(names)
    return pl.DataFrame(schema=dict(zip(names, (pl.String, pl.Float64, pl.Float64), strict=True)))
