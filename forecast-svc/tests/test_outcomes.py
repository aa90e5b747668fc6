"""Forecasts that are logged and scored: by hand, over growing ledgers and other shops' ledgers."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from fleet.snapshots import Snapshot
from forecast_svc.outcomes.continuity import is_same_ledger
from forecast_svc.outcomes.forecast_log import (
    LOG_SCHEMA,
    MAX_ORIGINS,
    continued,
    new_entries,
    outcomes,
    scored,
)
from forecast_svc.outcomes.refresh import refresh_outcomes

ORIGIN = date(2011, 9, 2)
WEEK = timedelta(days=7)


def lines(*sales: tuple[str, int, int], order: str = "", price: float = 1.0) -> pl.DataFrame:
    """Order lines of (product, days before ORIGIN, units)."""
    rows = [
        {
            "order_id": f"{order}{number}",
            "stock_code": code,
            "ordered_at": datetime.combine(ORIGIN - timedelta(days=ago), time(12)),
            "customer_id": None,
            "quantity": units,
            "unit_price": price,
            "shelf_price": None,
            "store_id": None,
        }
        for number, (code, ago, units) in enumerate(sales)
    ]
    casts: dict[Any, Any] = {
        "customer_id": pl.String,
        "store_id": pl.String,
        "shelf_price": pl.Float64,
    }
    return pl.DataFrame(rows).cast(casts)


def forecast(**means: float) -> pl.DataFrame:
    rows = [
        {"stock_code": code, "mean": mean, "p10": mean - 2, "p50": mean - 1, "p90": mean + 2}
        for code, mean in means.items()
    ]
    return pl.DataFrame(rows).with_columns(trust=pl.lit("B"))


def entries(origin: date, **means: float) -> pl.DataFrame:
    sold = pl.DataFrame({"stock_code": list(means), "revenue": [1.0] * len(means)})
    return new_entries(forecast(**means), sold, origin)


def test_week_is_scored_when_the_ledger_covers_it() -> None:
    """Six days are not enough; on the seventh both products get their units."""
    log = entries(ORIGIN, A=10.0, B=5.0)
    six_days = lines(("A", 9, 1), ("A", 0, 3), ("A", -5, 4))
    assert scored(log, six_days, ORIGIN + WEEK)["units"].to_list() == [None, None]
    seven_days = pl.concat([six_days, lines(("A", -6, 2))])
    assert scored(log, seven_days, ORIGIN + timedelta(days=6))["units"].to_list() == [None, None]
    assert scored(log, seven_days, ORIGIN + WEEK)["units"].to_list() == [9.0, 0.0]


def test_outcome_matches_hand_calculation() -> None:
    """9 units against a forecast of 10 (median 9, 8 to 12), and 0 against 5 (4, 3 to 7)."""
    log = entries(ORIGIN, A=10.0, B=5.0)
    sold = lines(("A", 9, 1), ("A", 0, 7), ("A", -6, 2))
    found = outcomes(scored(log, sold, ORIGIN + WEEK))
    measured = found["origins"][0]["classes"]["all"]
    assert (found["origins"][0]["origin"], found["note"]) == ("2011-09-02", None)
    assert measured["wape_median"] == round((0 + 4) / 9, 4)
    assert measured["bias_mean"] == round((1 + 5) / 9, 4)
    assert measured["pinball_90"] == round((0.1 * 3 + 0.1 * 7) / 9, 4)
    assert (measured["coverage_80"], measured["below_p10"]) == (0.5, 0.5)
    assert found["pooled"]["trust:B"] == measured
    assert found["waiting"] == []


def test_note_explains_why_nothing_is_scored() -> None:
    """One forecast has no earlier one; two forecasts have no complete week yet."""
    first = entries(ORIGIN, A=10.0)
    second = pl.concat([first, entries(ORIGIN + WEEK, A=10.0)])
    assert "this is the first forecast" in (outcomes(first)["note"] or "")
    assert "covers a week that was forecast" in (outcomes(second)["note"] or "")


def test_corrections_count_and_dropped_weeks_keep_their_units() -> None:
    """Units are counted anew, but a ledger that no longer covers a week does not clear it."""
    log = entries(ORIGIN, A=10.0)
    first_count = scored(log, lines(("A", 9, 1), ("A", -6, 2)), ORIGIN + WEEK)
    corrected = scored(first_count, lines(("A", 9, 1), ("A", -6, 2), ("A", -1, 5)), ORIGIN + WEEK)
    cut = scored(corrected, lines(("A", -6, 1), ("A", -30, 1)), ORIGIN + 6 * WEEK)
    assert [table["units"].item() for table in (first_count, corrected, cut)] == [2.0, 7.0, 7.0]


def test_log_is_bounded_and_drops_later_forecasts() -> None:
    """Of 40 weeks the newest 26 remain; an earlier as-of date removes later forecasts."""
    log = LOG_SCHEMA.to_frame()
    for week in range(40):
        day = ORIGIN + WEEK * week
        log = continued(log, entries(day, A=1.0), day)
    assert log["origin"].n_unique() == MAX_ORIGINS
    assert log["origin"].max() == ORIGIN + WEEK * 39
    rerun_day = ORIGIN + WEEK * 20
    continued_log = continued(log, entries(rerun_day, A=2.0), rerun_day)
    assert continued_log["origin"].max() == rerun_day
    assert continued_log.filter(pl.col("origin") == rerun_day)["mean"].to_list() == [2.0]


def test_only_products_sold_in_the_past_year_are_logged() -> None:
    """Without a forecast they count as forecast 0; products without a sale are left out."""
    sold = pl.DataFrame({"stock_code": ["A", "NEW"], "revenue": [3.0, 1.0]})
    log = new_entries(forecast(A=4.0, OLD=9.0), sold, ORIGIN)
    assert dict(log.select("stock_code", "mean").iter_rows()) == {"A": 4.0, "NEW": 0.0}


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        (lines(("A", 9, 1), ("B", 8, 1)), lines(("A", 9, 1), ("B", 8, 1), ("A", 1, 1)), True),
        (lines(("A", 1, 1), ("B", 0, 1)), lines(("A", 1, 1)), True),
        (lines(("A", 9, 1), ("B", 8, 1)), lines(("A", 9, 1), ("B", 8, 1), order="x"), False),
        (lines(("A", 400, 1)), lines(("A", 1, 1)), False),
        (lines(("A", 1, 1)).clear(), lines(("A", 1, 1)), False),
    ],
)
def test_ledger_is_recognised_by_its_recent_orders(
    earlier: pl.DataFrame, later: pl.DataFrame, *, same: bool
) -> None:
    """A longer ledger is the same one; different orders make it another, whatever the products."""
    assert is_same_ledger(earlier, later) is same
    assert is_same_ledger(later, earlier) is same


def stage(folder: Path, ledger: pl.DataFrame, mean: str) -> Path:
    folder.mkdir()
    ledger.write_parquet(folder / "ledger.parquet")
    (folder / "predicted_7d_demand.csv").write_text(
        "StockCode,Predicted_7d_Demand,Method,P10,P50,P90,Trust\n" + f"A,{mean},m,1,{mean},20,A\n"
    )
    return folder


def test_job_continues_the_log_of_the_same_ledger(tmp_path: Path) -> None:
    """Another shop's log is ignored, our own is continued, and its week is scored."""
    own_ledger = lines(("A", 9, 1), ("A", 8, 2))
    first = stage(tmp_path / "first", own_ledger, "4")
    refresh_outcomes(first, as_of=ORIGIN)
    other = stage(tmp_path / "other", lines(("A", 9, 1), order="x"), "9")
    refresh_outcomes(other, as_of=ORIGIN)
    longer_ledger = pl.concat([own_ledger, lines(("A", -2, 5), ("A", -6, 1))])
    longer_ledger = longer_ledger.with_columns(
        order_id=pl.when(pl.col("ordered_at") > datetime.combine(ORIGIN, time()))
        .then(pl.format("later{}", "order_id"))
        .otherwise("order_id")
    )
    second = stage(tmp_path / "second", longer_ledger, "7")
    earlier = [Snapshot(folder.name, folder, None) for folder in (other, first)]
    refresh_outcomes(second, as_of=ORIGIN + WEEK, earlier=earlier)
    log = pl.read_parquet(second / "forecast_log.parquet")
    assert log.select("origin", "mean", "units").rows() == [
        (ORIGIN, 4.0, 6.0),
        (ORIGIN + WEEK, 7.0, None),
    ]
