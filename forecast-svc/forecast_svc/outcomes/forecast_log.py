"""The forecast log: forecasts of past weeks, and the units sold."""

from datetime import date, timedelta
from typing import Final, TypedDict, cast

import polars as pl

from fleet.sentences import render
from forecast_svc.backtest.accuracy import Measures
from forecast_svc.backtest.classes import by_class
from forecast_svc.backtest.rolling import with_units
from forecast_svc.outcomes.notes import nothing_scored

WEEK: Final = timedelta(days=7)
MAX_ORIGINS: Final = 26
"""Maximum number of origins stored, newest first."""

NUMBERS: Final = ("mean", "p10", "p50", "p90")
LOG_SCHEMA: Final = pl.Schema(
    {"origin": pl.Date(), "stock_code": pl.String()}
    | dict.fromkeys(NUMBERS, pl.Float64())
    | {"trust": pl.String(), "revenue": pl.Float64(), "units": pl.Float64()}
)
"""`revenue` covers the preceding 365 days; `units` is null until the week is over."""


class OriginAccuracy(TypedDict):
    """Accuracy per class in the week from `origin` to `last_day` (ISO dates)."""

    origin: str
    last_day: str
    classes: dict[str, Measures]


class OpenWeek(TypedDict):
    """A week that isn't over, and the first as-of date that can score it (ISO dates)."""

    origin: str
    complete_on: str


class Outcomes(TypedDict):
    """`demand_outcomes.json`.

    Attributes:
        origins: Newest first.
        pooled: Measures per class over all origins.
        waiting: Oldest first.
        note: Why nothing was scored; None if something was.
    """

    origins: list[OriginAccuracy]
    pooled: dict[str, Measures]
    waiting: list[OpenWeek]
    note: str | None


def new_entries(forecast: pl.DataFrame, sold: pl.DataFrame, origin: date) -> pl.DataFrame:
    """The part of a forecast that is logged: products sold in the preceding 365 days.

    Args:
        forecast: `stock_code`, `mean`, `p10`, `p50`, `p90`, `trust`.
        sold: `stock_code`, `revenue`.
        origin: First of the seven days.
    """
    return (
        sold.join(forecast, on="stock_code", how="left")
        .with_columns(
            pl.lit(origin).alias("origin"),
            pl.col("trust").fill_null("none"),
            *(pl.col(name).fill_null(0.0) for name in NUMBERS),
            units=pl.lit(None, dtype=pl.Float64),
        )
        .select(LOG_SCHEMA.names())
    )


def continued(earlier: pl.DataFrame, entries: pl.DataFrame, origin: date) -> pl.DataFrame:
    """The log with one more origin, retaining only the newest of the earlier ones.

    A refresh as of an earlier day ignores later forecasts, just as it ignores later sales.
    """
    before = earlier.filter(pl.col("origin") < origin)
    days = before["origin"].unique().sort(descending=True).head(MAX_ORIGINS - 1)
    retained = before.filter(pl.col("origin").is_in(days.implode()))
    return pl.concat([retained, entries]).sort("origin", "stock_code")


def scored(log: pl.DataFrame, lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The log with the `units` of every week covered by the ledger.

    Units are recomputed each time to include late corrections; a week no longer covered by a
    rolling ledger retains its last units.

    Args:
        log: Columns of `LOG_SCHEMA`.
        lines: `stock_code`, `ordered_at`, `quantity`, `unit_price`; only those before `as_of`.
        as_of: First day to exclude.
    """
    days = [day for day in log["origin"].unique().sort() if _covers(lines, day, as_of)]
    covered = pl.col("origin").is_in(days)
    if not days:
        return log
    with_actuals = with_units(log.filter(covered).drop("units"), lines).select(LOG_SCHEMA.names())
    return pl.concat([log.filter(~covered), with_actuals]).sort("origin", "stock_code")


def _covers(lines: pl.DataFrame, origin: date, as_of: date) -> bool:
    """Whether the ledger starts before the week and reaches its last day."""
    day = lines["ordered_at"].dt.date()
    first, last = cast("date", day.min()), cast("date", day.max())
    return first < origin <= as_of - WEEK and last >= origin + WEEK - timedelta(days=1)


def outcomes(log: pl.DataFrame) -> Outcomes:
    """`demand_outcomes.json`: accuracy per origin and overall, and weeks that aren't over.

    Args:
        log: From `scored`.
    """
    with_actuals = log.filter(pl.col("units").is_not_null())
    parts = with_actuals.partition_by("origin", as_dict=True)
    waiting = log.filter(pl.col("units").is_null())["origin"].unique().sort()
    note = nothing_scored(len(parts), len(waiting))
    return {
        "origins": [_one(day, parts[day,]) for (day,) in sorted(parts, reverse=True)],
        "pooled": by_class(with_actuals) if with_actuals.height else {},
        "waiting": [
            {"origin": day.isoformat(), "complete_on": (day + WEEK).isoformat()} for day in waiting
        ],
        "note": note and render(note),
    }


def _one(day: date, week: pl.DataFrame) -> OriginAccuracy:
    last = day + WEEK - timedelta(days=1)
    return {"origin": day.isoformat(), "last_day": last.isoformat(), "classes": by_class(week)}
