"""The measures of a backtest by hand, its simple methods against numpy, and its report page."""

from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any

import numpy as np
import polars as pl
import pytest

from forecast_svc.backtest.accuracy import accuracy
from forecast_svc.backtest.classes import by_class, top_by_revenue
from forecast_svc.backtest.comparison import backtest_report
from forecast_svc.backtest.report import html_report
from forecast_svc.backtest.rolling import with_units
from forecast_svc.backtest.simple_methods import BUILT_IN, INTERVALS, simple_forecasts

ORIGIN = date(2011, 9, 2)
SIMPLE_INTERVALS = [f"own quantiles of {weeks} weeks" for weeks in INTERVALS]


def product_weeks(*rows: tuple[float, float, float, float, float]) -> pl.DataFrame:
    """Product weeks of (units, p10, p50, p90, mean), revenue falling from the first."""
    table = pl.DataFrame(rows, schema=["units", "p10", "p50", "p90", "mean"], orient="row")
    return table.with_columns(
        pl.lit(ORIGIN).alias("origin"),
        stock_code=pl.int_range(pl.len()).cast(pl.String),
        revenue=pl.lit(100.0) - pl.int_range(pl.len()),
        trust=pl.lit("A"),
        **{name: pl.col("units") + 1.0 for name in BUILT_IN},
        **{f"p10_{weeks}_weeks": pl.col("units") for weeks in INTERVALS},
        **{f"p90_{weeks}_weeks": pl.col("units") - 1.0 for weeks in INTERVALS},
    ).cast({"units": pl.Float64})


def test_measures_match_hand_calculation() -> None:
    """Two products: 10 units forecast 8 in [4, 12], and 2 units forecast 5 in [3, 6]."""
    found = accuracy(product_weeks((10, 4, 8, 12, 9), (2, 3, 5, 6, 6)))
    assert found["wape_median"] == round((2 + 3) / 12, 4)
    assert found["bias_median"] == round((-2 + 3) / 12, 4)
    assert found["wape_mean"] == round((1 + 4) / 12, 4)
    assert found["bias_mean"] == round((-1 + 4) / 12, 4)
    assert found["pinball_10"] == round((0.1 * 6 + 0.9 * 1) / 12, 4)
    assert found["pinball_90"] == round((0.1 * 2 + 0.1 * 4) / 12, 4)
    assert (found["coverage_80"], found["below_p10"], found["above_p90"]) == (0.5, 0.5, 0.0)


def test_relative_error_is_null_without_sales() -> None:
    """Without units sold, a relative error is undefined."""
    found = accuracy(product_weeks((0, 0, 1, 2, 1)))
    assert found["wape_median"] is None
    assert found["pinball_90"] is None


def test_top_products_have_most_revenue() -> None:
    """The first of three by revenue, at every origin."""
    table = product_weeks((1, 0, 0, 0, 0), (2, 0, 0, 0, 0), (3, 0, 0, 0, 0))
    both = pl.concat([table, table.with_columns(origin=pl.lit(date(2011, 9, 9)))])
    assert top_by_revenue(both, 1)["stock_code"].to_list() == ["0", "0"]


def ledger(units_by_day: dict[int, int], price: float = 1.0) -> pl.DataFrame:
    """One product, `units` sold so many days before the origin (negative: after it)."""
    rows = [
        ("A", datetime.combine(ORIGIN - timedelta(days=ago), time(12)), units, price)
        for ago, units in units_by_day.items()
    ]
    return pl.DataFrame(
        rows, schema=["stock_code", "ordered_at", "quantity", "unit_price"], orient="row"
    )


@pytest.mark.parametrize("weeks", [[5, 0, 7, 1], [3] * 12, [0, 0, 9, 0, 0, 0, 0, 0, 0, 2]])
def test_simple_methods_match_numpy(weeks: list[int]) -> None:
    """Last week, means of 4 and 8 weeks, median of 8, weeks without sales counting as 0."""
    lines = ledger({7 * ago + 1: units for ago, units in enumerate(weeks) if units})
    found = simple_forecasts(lines.lazy(), ORIGIN).row(0, named=True)
    eight = np.array((weeks + [0] * 8)[:8])
    assert found["last_week"] == eight[0]
    assert found["mean_28_days"] == eight[:4].mean()
    assert found["mean_56_days"] == eight.mean()
    assert found["median_8_weeks"] == np.median(eight)


def test_units_cover_seven_days_from_the_origin() -> None:
    """The origin's day counts, the eighth day and free units do not."""
    forecasts = pl.DataFrame({"origin": [ORIGIN, ORIGIN], "stock_code": ["A", "B"]})
    lines = pl.concat([ledger({1: 100, 0: 3, -6: 4, -7: 50}), ledger({-1: 9}, price=0.0)])
    assert with_units(forecasts, lines)["units"].to_list() == [7.0, 0.0]


class _PageParser(HTMLParser):
    """Collects open tags, and every address the page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.addresses: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        if tag != "meta":
            self.opened.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        """Tags close in the order they were opened."""
        if tag not in {"path", "rect", "line", "polyline", "circle"}:
            assert self.opened.pop() == tag

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        """SVG shapes close themselves."""


def test_report_page_is_well_formed_and_self_contained() -> None:
    """Every tag is closed, every plot is present, and the page contains no address."""
    table = product_weeks((10, 4, 8, 12, 9), (2, 3, 5, 6, 6))
    page = _PageParser()
    text = html_report(table, backtest_report(table))
    page.feed(text)
    assert page.opened == []
    assert page.addresses == []
    assert text.count("<svg") == 4
    assert "8-week median" in text


def test_report_compares_simple_methods() -> None:
    """Every simple method is one unit too high: WAPE and bias 2 / 12, and no better RMSSE."""
    table = product_weeks((10, 4, 8, 12, 9), (2, 3, 5, 6, 6))
    report = backtest_report(table)
    rows = {row["forecast"]: row for row in report["compared"]}
    assert rows["last_week"]["wape"] == rows["last_week"]["bias"] == round(2 / 12, 4)
    assert rows["median_8_weeks"]["rmsse"] == 1.0
    assert rows["model, median"]["rmsse"] == round(float(np.sqrt((4 + 9) / 2)), 4)
    assert report["origins"] == ["2011-09-02"]


def test_report_has_every_class_and_both_tails() -> None:
    """ABC, grade and volume each partition the product weeks; each class has all measures."""
    table = product_weeks((10, 4, 8, 12, 9), (2, 3, 5, 6, 6), (0, 0, 0, 1, 0.5))
    classes: Any = backtest_report(table)["classes"]
    for kind in ("abc", "trust", "volume"):
        of_kind = [found for name, found in classes.items() if name.startswith(f"{kind}:")]
        assert sum(found["product_weeks"] for found in of_kind) == 3
        assert all({"rmsse_mean", "below_p10", "above_p90"} <= found.keys() for found in of_kind)
    assert classes["volume:0-1"]["product_weeks"] == 1
    assert classes["volume:4-12"]["wape_median"] == round(5 / 12, 4)


def test_simple_intervals_are_measured_like_the_models() -> None:
    """With bounds at the units and one below, nothing is below and everything above."""
    rows = backtest_report(product_weeks((10, 4, 8, 12, 9), (2, 3, 5, 6, 6)))["intervals"]
    assert [row["interval"] for row in rows] == ["model", *SIMPLE_INTERVALS]
    assert rows[1]["pinball_10"] == 0.0
    assert rows[1]["pinball_90"] == round(0.9 * 2 / 12, 4)
    assert (rows[1]["below_p10"], rows[1]["coverage_80"], rows[1]["above_p90"]) == (0.0, 0.0, 1.0)


def test_abc_uses_revenue_before_each_origin() -> None:
    """Of revenues 60, 20, 15 and 5 the first two reach 80 %, the third ends at 95 %."""
    table = product_weeks(*[(1, 0, 1, 2, 1)] * 4).with_columns(
        revenue=pl.Series([60.0, 20.0, 15.0, 5.0])
    )
    classes: Any = by_class(table)
    weeks = {name: found["product_weeks"] for name, found in classes.items() if "abc" in name}
    assert weeks == {"abc:A": 2, "abc:B": 1, "abc:C": 1}
