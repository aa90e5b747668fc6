"""Forecasts kept and scored: by hand arithmetic, over growing ledgers and other shops' ledgers."""

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


def test_week_is_scored_once_the_ledger_covers_it() -> None:
    """Six days are no week; on the seventh the units of both products stand beside the forecast."""
    log = entries(ORIGIN, A=10.0, B=5.0)
    six = lines(("A", 9, 1), ("A", 0, 3), ("A", -5, 4))
    assert scored(log, six, ORIGIN + WEEK)["units"].to_list() == [None, None]
    seven = pl.concat([six, lines(("A", -6, 2))])
    assert scored(log, seven, ORIGIN + timedelta(days=6))["units"].to_list() == [None, None]
    assert scored(log, seven, ORIGIN + WEEK)["units"].to_list() == [9.0, 0.0]


def test_outcome_matches_hand_calculation() -> None:
    """9 units came where 10 (median 9, 8 to 12) were forecast, and none where 5 (4, 3 to 7)."""
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


def test_note_says_why_nothing_is_scored() -> None:
    """The first forecast of a ledger has no earlier one; two that wait have no complete week."""
    first = entries(ORIGIN, A=10.0)
    second = pl.concat([first, entries(ORIGIN + WEEK, A=10.0)])
    assert "this is the first forecast" in (outcomes(first)["note"] or "")
    assert "covers a week that was forecast" in (outcomes(second)["note"] or "")


def test_later_corrections_count_and_lost_weeks_stay() -> None:
    """Units are counted afresh, but a ledger cut to a later window leaves what was counted."""
    log = entries(ORIGIN, A=10.0)
    once = scored(log, lines(("A", 9, 1), ("A", -6, 2)), ORIGIN + WEEK)
    more = scored(once, lines(("A", 9, 1), ("A", -6, 2), ("A", -1, 5)), ORIGIN + WEEK)
    cut = scored(more, lines(("A", -6, 1), ("A", -30, 1)), ORIGIN + 6 * WEEK)
    assert [table["units"].item() for table in (once, more, cut)] == [2.0, 7.0, 7.0]


def test_log_is_bounded_and_knows_no_later_forecast() -> None:
    """Of 40 weeks the newest 26 stay; going back to an earlier day forgets later forecasts."""
    log = LOG_SCHEMA.to_frame()
    for week in range(40):
        day = ORIGIN + WEEK * week
        log = continued(log, entries(day, A=1.0), day)
    assert log["origin"].n_unique() == MAX_ORIGINS
    assert log["origin"].max() == ORIGIN + WEEK * 39
    back = ORIGIN + WEEK * 20
    again = continued(log, entries(back, A=2.0), back)
    assert again["origin"].max() == back
    assert again.filter(pl.col("origin") == back)["mean"].to_list() == [2.0]


def test_only_products_sold_in_the_year_before_are_logged() -> None:
    """A product without a forecast counts as forecast 0, one without a sale not at all."""
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
    """A ledger that grew is the same; one with other orders is another, products alike or not."""
    assert is_same_ledger(earlier, later) is same
    assert is_same_ledger(later, earlier) is same


def stage(folder: Path, ledger: pl.DataFrame, mean: str) -> Path:
    folder.mkdir()
    ledger.write_parquet(folder / "ledger.parquet")
    (folder / "predicted_7d_demand.csv").write_text(
        "StockCode,Predicted_7d_Demand,Method,P10,P50,P90,Trust\n" + f"A,{mean},m,1,{mean},20,A\n"
    )
    return folder


def test_job_continues_the_first_log_of_the_same_ledger(tmp_path: Path) -> None:
    """Another shop's log is passed over, our own is continued, and its week is scored."""
    ours = lines(("A", 9, 1), ("A", 8, 2))
    first = stage(tmp_path / "first", ours, "4")
    refresh_outcomes(first, as_of=ORIGIN)
    other = stage(tmp_path / "other", lines(("A", 9, 1), order="x"), "9")
    refresh_outcomes(other, as_of=ORIGIN)
    grown = pl.concat([ours, lines(("A", -2, 5), ("A", -6, 1))])
    grown = grown.with_columns(
        order_id=pl.when(pl.col("ordered_at") > datetime.combine(ORIGIN, time()))
        .then(pl.format("later{}", "order_id"))
        .otherwise("order_id")
    )
    second = stage(tmp_path / "second", grown, "7")
    earlier = [Snapshot(folder.name, folder, None) for folder in (other, first)]
    refresh_outcomes(second, as_of=ORIGIN + WEEK, earlier=earlier)
    log = pl.read_parquet(second / "forecast_log.parquet")
    assert log.select("origin", "mean", "units").rows() == [
        (ORIGIN, 4.0, 6.0),
        (ORIGIN + WEEK, 7.0, None),
    ]
