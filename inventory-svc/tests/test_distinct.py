"""Rules that are evaluated once per distinct value."""

import polars as pl

from inventory_svc.ledger.cells.distinct import VALUE, map_distinct, meets

NAMES = pl.Series("name", ["b ", None, "a", "b ", "a", None, ""])


def test_map_distinct_matches_rules_on_every_line() -> None:
    """Values, order and nulls are those of the rules applied to the column."""
    rules = {"trimmed": VALUE.str.strip_chars(), "gap": VALUE.is_null()}
    expected = NAMES.to_frame("value").select(**rules)
    assert pl.DataFrame(map_distinct(NAMES, **rules)).equals(expected)


def test_meets_matches_lines_by_value() -> None:
    """A line matches if its value does; a null value gives null."""
    lines = NAMES.to_frame()
    found = lines.select(meets(lines, pl.col("name").str.contains("b"))).to_series()
    assert found.to_list() == [True, None, False, True, False, None, False]
