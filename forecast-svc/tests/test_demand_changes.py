"""Products and departments whose demand changes, against a plain sum over the lines."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import polars as pl

from forecast_svc.demand.demand_changes import MAX_PRODUCTS, DemandChanges, demand_changes

AS_OF = date(2011, 9, 9)
CODES = [f"P{number:02}" for number in range(40)]


def random_lines(seed: int) -> list[dict[str, Any]]:
    """Lines of 40 products over a year, some free, some on the as-of date."""
    random = np.random.default_rng(seed)
    return [
        {
            "stock_code": CODES[int(random.integers(len(CODES)))],
            "ordered_at": datetime.combine(AS_OF, time(12))
            - timedelta(days=int(random.integers(0, 365))),
            "quantity": int(random.integers(1, 9)),
            "unit_price": float(random.choice([0.0, 1.5, 2.0])),
        }
        for _ in range(4000)
    ]


def changes_from(lines: list[dict[str, Any]], grade: str = "B") -> DemandChanges:
    week = pl.DataFrame(
        {"stock_code": CODES, "mean": [float(code[1:]) for code in CODES], "trust": grade}
    )
    catalogue = pl.DataFrame(
        {"stock_code": CODES, "department": ["A" if code < "P20" else None for code in CODES]}
    )
    return demand_changes(pl.DataFrame(lines), catalogue, week, AS_OF)


def test_units_and_usual_weeks_match_the_lines() -> None:
    """Each number equals a line-by-line sum over the paid lines of its week."""
    lines = random_lines(1)
    units: Counter[tuple[str, int]] = Counter()
    for line in lines:
        days = (AS_OF - line["ordered_at"].date()).days - 1
        if days >= 0 and line["unit_price"] > 0:
            units[line["stock_code"], days // 7] += line["quantity"]
    usual = {code: sum(units[code, weeks_ago] for weeks_ago in range(4)) / 4 for code in CODES}
    change = {code: float(code[1:]) - usual[code] for code in CODES}
    found = changes_from(lines)
    rising = sorted(CODES, key=lambda code: (-change[code], code))[:MAX_PRODUCTS]
    falling = sorted(CODES, key=lambda code: (change[code], code))[:MAX_PRODUCTS]
    assert [entry["stock_code"] for entry in found["rising"]] == rising
    assert [entry["stock_code"] for entry in found["falling"]] == [
        code for code in falling if change[code] <= -1
    ]
    for entry in found["rising"] + found["falling"]:
        code = entry["stock_code"]
        assert entry["usual"] == usual[code]
        assert entry["weeks"] == [units[code, weeks_ago] for weeks_ago in range(7, -1, -1)]
    totals = [sum(units[code, weeks_ago] for code in CODES) for weeks_ago in range(25, -1, -1)]
    assert found["units"] == totals
    assert found["weeks"][-1] == "2011-09-02"
    assert found["departments"] == [
        {
            "department": "A",
            "usual": round(sum(usual[code] for code in CODES[:20]), 2),
            "expected": 190.0,
        }
    ]


def test_products_without_a_grade_are_left_out() -> None:
    """A forecast without a grade is not listed as a change, but is in the totals."""
    found = changes_from(random_lines(2), grade="none")
    assert (found["rising"], found["falling"]) == ([], [])
    assert sum(found["units"]) > 0
    assert found["departments"]


def test_empty_ledger_has_no_changes() -> None:
    """Before the first sale there are no weeks to show."""
    lines = pl.DataFrame(random_lines(3)[:1]).with_columns(unit_price=pl.lit(0.0)).to_dicts()
    found = changes_from(lines, grade="none")
    assert (found["weeks"], found["units"]) == ([], [])
