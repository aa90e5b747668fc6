"""Replays stock policies: forecasts of past weeks, and the results of ordering by them."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

from contract.snapshot_files import LEDGER_FILE
from fleet.errors import InvalidInput
from inventory_svc.ledger.refresh import refresh_ledger
from inventory_svc.policy_replay.comparison import Comparison, compare
from inventory_svc.policy_replay.holdout import Holdout, build_holdout
from inventory_svc.policy_replay.recommended import recommended
from smartretail.jobs.backtest import PREDICTIONS_COLUMNS, backtest
from smartretail.jobs.refresh import Watch

WEEK = timedelta(days=7)
_NUMBERS = ("mean", "p10", "p90")
_COLUMNS = {name: PREDICTIONS_COLUMNS[name] for name in ("origin", "stock_code", *_NUMBERS)}


@dataclass(frozen=True)
class Replay:
    """A replay and its results."""

    holdout: Holdout
    comparison: Comparison


def replay_stock(
    ledger: Path,
    mapping: Path | None,
    weeks: int,
    products: int,
    predictions: Path | None,
    watch: Watch,
) -> Replay:
    """Simulate the last weeks of a ledger with the recommended levels and with a moving average.

    Args:
        ledger: The ledger, as for a refresh.
        mapping: Names the ledger's columns.
        weeks: Number of weeks, the last one ending with the ledger.
        products: Number of products, those with the most revenue before the first week.
        predictions: A backtest's forecasts of these weeks; computed if None.
        watch: Progress of both steps.

    Raises:
        InvalidInput: the ledger or the predictions cannot be used.
    """
    forecasts = read_predictions(predictions, weeks) if predictions else None
    if forecasts is None:
        forecasts = backtest(ledger, mapping, weeks, None, watch("forecasts")).scored
    origins: list[date] = forecasts["origin"].unique().sort().to_list()
    holdout = build_holdout(_cleaned(ledger, mapping, origins), origins, products)
    if not holdout.demand.any():
        raise InvalidInput(
            f"Nothing was sold in the {len(origins)} weeks from {origins[0]}: there is no demand "
            "to replay."
        )
    return Replay(holdout, compare(holdout, recommended(holdout, forecasts), watch("replay")))


def read_predictions(path: Path, weeks: int) -> pl.DataFrame:
    """The last `weeks` origins of a backtest's `predictions.csv`.

    Returns:
        `origin`, `stock_code`, `mean`, `p10`, `p90`.

    Raises:
        InvalidInput: a column is missing, a value is invalid, or the origins are not a week apart.
    """
    table = _read(path)
    days: list[date] = table["origin"].unique().sort().to_list()
    if len(days) < weeks:
        raise InvalidInput(
            f"{path} has {len(days)} origins, but --weeks is {weeks}. Create the file with "
            f"`smartretail backtest --weeks {weeks} --out {path}`, or use --weeks {len(days) or 1}."
        )
    last = days[-weeks:]
    for one, next_ in pairwise(last):
        if next_ - one != WEEK:
            raise InvalidInput(f"{path}: origins must be 7 days apart, but {next_} follows {one}.")
    return table.filter(pl.col("origin") >= last[0])


def _read(path: Path) -> pl.DataFrame:
    try:
        table = (
            pl.read_csv(path, infer_schema=False)
            .select(pl.col(column).alias(name) for name, column in _COLUMNS.items())
            .with_columns(
                pl.col("origin").str.to_date(),
                pl.col("stock_code").str.strip_chars(),
                pl.col(_NUMBERS).cast(pl.Float64),
            )
        )
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise InvalidInput(
            f"{path} must be a CSV file with the columns {','.join(_COLUMNS.values())}, as "
            f"written by `smartretail backtest` ({str(error).partition(chr(10))[0]})."
        ) from None
    _refuse_impossible(table, path)
    return table


def _refuse_impossible(table: pl.DataFrame, path: Path) -> None:
    """Refuse forecasts that aren't numbers of units, or several for a product and origin."""
    usable = pl.all_horizontal((pl.col(name) >= 0) & pl.col(name).is_finite() for name in _NUMBERS)
    wrong = table.with_row_index("line", 2).filter(~usable.fill_null(value=False))
    if wrong.height:
        mean, p10, p90 = (_COLUMNS[name] for name in _NUMBERS)
        raise InvalidInput(
            f"{path}, line {wrong['line'][0]}: {mean}, {p10} and {p90} must be numbers, 0 or more."
        )
    if table.select("origin", "stock_code").is_duplicated().any():
        raise InvalidInput(f"{path} lists a product twice for one origin.")


def _cleaned(ledger: Path, mapping: Path | None, origins: list[date]) -> pl.DataFrame:
    """The whole ledger's lines, which must reach seven days beyond the last origin."""
    with tempfile.TemporaryDirectory() as folder:
        whole = refresh_ledger(ledger, Path(folder), as_of=None, mapping=mapping)
        lines = pl.read_parquet(Path(folder) / LEDGER_FILE)
        lines = lines.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    if not whole.first_day < origins[0] or origins[-1] + WEEK > whole.as_of:
        raise InvalidInput(
            f"The forecasts cover {origins[0]} to {origins[-1] + WEEK}, but the ledger covers "
            f"{whole.first_day} to {whole.last_day}."
        )
    return lines
