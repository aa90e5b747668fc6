"""Whether a published snapshot keeps every promise of the contract, read with plain loops.

Nothing is shared with the code that writes snapshots: files are read with the standard library, and
the few formulas (the status of the stock, the rank of the quantiles) are written out again.
"""

import csv
import hashlib
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, str]
_CATALOGUE = Path(__file__).parents[2] / "shared/contract/sentences/en.json"
_NAMES: dict[str, dict[str, str]] = json.loads(_CATALOGUE.read_text(encoding="utf-8"))["names"]
COLUMNS = {
    "predicted_7d_demand.csv": ("StockCode", "Predicted_7d_Demand"),
    "inventory_state.csv": (
        "StockCode",
        "Predicted_7d_Demand",
        "Current_Stock",
        "Inventory_Status",
    ),
    "customer_segments.csv": (
        "Customer ID",
        "Recency",
        "Frequency",
        "Monetary",
        "Cluster",
        "ClusterLabel",
    ),
    "campaign_plan.csv": (
        "StockCode",
        "Predicted_7d_Demand",
        "Current_Stock",
        "OverstockRatio",
        "Objective",
        "TargetCluster",
        "Discount",
    ),
}
LABELS = {
    "VIP Customers",
    "Regular Customers",
    "New Customers",
    "At-Risk Customers",
    "Lost Customers",
}
OBJECTIVES = {
    "Clear Stock",
    "Customer Acquisition",
    "Maximize Profit",
    "Stability Revenue",
    "Win Back & Clear Stock",
    "Retention",
}
GRADES = {"A", "B", "C", "none"}
MODEL = "gradient_boosting"
_NO_NUMBERS = {"nan", "inf", "-inf", "infinity", "-infinity", "+inf"}
_ROUNDING_ERROR = 1e-3  # seven days are rounded to four decimals each


def contract_violations(folder: Path) -> list[str]:
    """What is wrong with the snapshot in `folder`, one phrase each; empty if it is sound."""
    tables = {name: _rows(folder / name) for name in COLUMNS}
    checks: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _manifest(folder),
        lambda: _json_files(folder),
        lambda: _tables(folder, tables),
        lambda: _names(folder, tables),
        lambda: _demand(tables["predicted_7d_demand.csv"]),
        lambda: _inventory(tables),
        lambda: _segments(tables["customer_segments.csv"]),
        lambda: _plan(tables),
    )
    return [broken for check in checks for broken in check()]


def finite_json(text: str | bytes) -> Any:
    """Parsed JSON.

    Raises:
        ValueError: it is no JSON, or holds NaN, an infinity, or a number beyond 64-bit floats.
    """

    def refuse(constant: str) -> float:
        raise ValueError(f"{constant} is no number")

    def number(digits: str) -> float:
        return float(digits) if math.isfinite(float(digits)) else refuse(digits)

    return json.loads(text, parse_constant=refuse, parse_float=number)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _manifest(folder: Path) -> Iterator[str]:
    manifest = finite_json((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["id"] != folder.name:
        yield f"the manifest is of {manifest['id']}"
    files = {path.name: path for path in folder.iterdir() if path.name != "manifest.json"}
    if set(manifest["files"]) != set(files):
        yield f"the manifest lists {sorted(set(manifest['files']) ^ set(files))} otherwise"
    for name, path in files.items():
        if manifest["files"][name]["sha256"] != hashlib.sha256(path.read_bytes()).hexdigest():
            yield f"{name} is not what the manifest vouches for"
    for name in COLUMNS:
        if manifest["row_counts"].get(name) != len(_rows(folder / name)):
            yield f"{name} has not {manifest['row_counts'].get(name)} rows"
    for assumption in manifest["assumptions"]:
        yield from _assumption(assumption)


def _assumption(assumption: dict[str, Any]) -> Iterator[str]:
    if not (assumption["name"] and assumption["applies_to"] and assumption["reason"]):
        yield f"the assumption {assumption['name']} does not say what and why"
    for part in ("unit", "applies_to"):
        code = assumption[f"{part}_code"]
        if code and code not in _NAMES[part]:
            yield f"the assumption {assumption['name']} has {part} {code}, which has no name"


def _json_files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.json")):
        try:
            finite_json(path.read_text(encoding="utf-8"))
        except ValueError as error:
            yield f"{path.name}: {error}"
    quality = json.loads((folder / "data_quality.json").read_text(encoding="utf-8"))
    counted = quality["rows_kept"] + sum(entry["rows"] for entry in quality["set_aside"])
    if counted != quality["rows_in"]:
        yield f"data_quality.json accounts for {counted} of {quality['rows_in']} rows"


def _tables(folder: Path, tables: dict[str, list[Row]]) -> Iterator[str]:
    for name, columns in COLUMNS.items():
        text = (folder / name).read_bytes().decode("utf-8")
        header = next(csv.reader(text.splitlines()))
        if tuple(header[: len(columns)]) != columns or len(set(header)) != len(header):
            yield f"{name} begins with the columns {header}"
        if "\r" in text.replace('"', "").splitlines(keepends=True)[0] or not text.endswith("\n"):
            yield f"{name} has lines that do not end in a line feed"
        for row in tables[name]:
            found = [key for key, cell in row.items() if cell.lower() in _NO_NUMBERS]
            yield from (f"{name}: {key} of {next(iter(row.values()))} is none" for key in found)
        keys = [row[header[0]] for row in tables[name]]
        if len(set(keys)) != len(keys) or not all(key.strip() for key in keys):
            yield f"{name} names a {header[0]} twice, or none"


def _names(folder: Path, tables: dict[str, list[Row]]) -> Iterator[str]:
    names = finite_json((folder / "products.json").read_text(encoding="utf-8"))
    bad = [code for code, name in names.items() if not isinstance(name, str) or not name.strip()]
    yield from (f"products.json has no name for {code}" for code in bad)
    for name in ("predicted_7d_demand.csv", "inventory_state.csv"):
        if {row["StockCode"] for row in tables[name]} != set(names):
            yield f"{name} and products.json do not hold the same products"


def _number(row: Row, name: str) -> float:
    """The finite number in a cell; NaN (which fails every comparison) if there is none."""
    try:
        value = float(row[name])
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _demand(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        code, mean = row["StockCode"], _number(row, "Predicted_7d_Demand")
        if not mean >= 0:
            yield f"{code} is expected to sell {row['Predicted_7d_Demand']}"
        quantiles = [_number(row, name) for name in ("P10", "P50", "P90")]
        if not 0 <= quantiles[0] <= quantiles[1] <= quantiles[2]:
            yield f"the quantiles of {code} are {quantiles}"
        days = [_number(row, f"Day_{day}") for day in range(1, 8)]
        if not (min(days) >= 0 and abs(sum(days) - mean) <= _ROUNDING_ERROR + 1e-9 * mean):
            yield f"the days of {code}, {days}, are not {mean}"
        if not row["Method"] or row["Trust"] not in GRADES:
            yield f"{code} says neither method nor trust: {row['Method']}, {row['Trust']}"
        if row["Method"] != MODEL and row["Trust"] != "none":
            yield f"{code} is trusted {row['Trust']} though {row['Method']} was never proven"


def _inventory(tables: dict[str, list[Row]]) -> Iterator[str]:
    demand = {
        row["StockCode"]: row["Predicted_7d_Demand"] for row in tables["predicted_7d_demand.csv"]
    }
    for row in tables["inventory_state.csv"]:
        code, stock = row["StockCode"], row["Current_Stock"]
        if row["Predicted_7d_Demand"] != demand.get(code):
            yield f"the inventory expects another demand of {code}"
        if not (stock.isascii() and stock.isdigit()):
            yield f"the stock of {code} is {stock}"
        elif row["Inventory_Status"] != _status(int(stock), float(row["Predicted_7d_Demand"])):
            yield f"{code} is called {row['Inventory_Status']}"
        for name in ("Safety_Stock", "Reorder_Point", "Suggested_Order", "Overstock_Units"):
            if not _number(row, name) >= 0:
                yield f"{name} of {code} is {row[name]}"
        if not 0 <= _number(row, "Stock_Out_Probability") <= 1:
            yield f"{code} runs out with probability {row['Stock_Out_Probability']}"
        if row["Stock_Source"] not in {"uploaded", "simulated"}:
            yield f"{code} does not say whose stock it is"


def _status(stock: int, demand: float) -> str:
    if stock > 1.5 * demand:
        return "OVERSTOCKED"
    return "UNDERSTOCKED" if stock < 0.8 * demand else "HEALTHY"


def _segments(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        who = row["Customer ID"]
        if row["ClusterLabel"] not in LABELS or row["Cluster"] not in set("01234"):
            yield f"customer {who} is {row['ClusterLabel']} in cluster {row['Cluster']}"
        if not (_number(row, "Recency") >= 1 and _number(row, "Frequency") >= 1):
            yield f"customer {who} has recency {row['Recency']}, frequency {row['Frequency']}"
        if math.isnan(_number(row, "Monetary")):
            yield f"customer {who} is worth {row['Monetary']}"
        if row["ClusterLabel"] == "Lost Customers" and _number(row, "Recency") <= 7:
            yield f"customer {who} is lost and bought last week"
        if row["P_Active_90d"] and not 0 <= _number(row, "P_Active_90d") <= 1:
            yield f"customer {who} is active with probability {row['P_Active_90d']}"
        for name in ("Expected_Purchases_90d", "Expected_Spend_90d"):
            if row[name] and not _number(row, name) >= 0:
                yield f"{name} of customer {who} is {row[name]}"


def _plan(tables: dict[str, list[Row]]) -> Iterator[str]:
    stock = {row["StockCode"]: row for row in tables["inventory_state.csv"]}
    for row in tables["campaign_plan.csv"]:
        code = row["StockCode"]
        known = stock.get(code)
        if known is None:
            yield f"the plan promotes {code}, which is no product"
            continue
        if known["Inventory_Status"] == "UNDERSTOCKED":
            yield f"the plan promotes {code}, which is understocked"
        same = ("Current_Stock", "Predicted_7d_Demand")
        if any(float(row[name]) != float(known[name]) for name in same):
            yield f"the plan sees another stock or demand of {code}"
        if row["Objective"] not in OBJECTIVES or row["TargetCluster"] not in LABELS:
            yield f"the plan of {code} is {row['Objective']} for {row['TargetCluster']}"
        if not 0 <= _number(row, "Discount") <= 100:
            yield f"the plan of {code} gives {row['Discount']} % off"
        if row["OverstockRatio"] and not _number(row, "OverstockRatio") >= 0:
            yield f"the plan of {code} has the overstock ratio {row['OverstockRatio']}"
