"""Rules asked once per distinct value."""

import polars as pl

from inventory_svc.ledger.cells.distinct import VALUE, map_distinct, meets

NAMES = pl.Series("name", ["b ", None, "a", "b ", "a", None, ""])


def test_rules_per_value_match_rules_per_line() -> None:
    """What a rule makes of each value is what it makes of the column, in its order, nulls too."""
    rules = {"trimmed": VALUE.str.strip_chars(), "gap": VALUE.is_null()}
    expected = NAMES.to_frame("value").select(**rules)
    assert pl.DataFrame(map_distinct(NAMES, **rules)).equals(expected)


def test_line_meets_a_rule_where_its_value_does() -> None:
    """Lines are told apart by their values, and a line without one is neither."""
    lines = NAMES.to_frame()
    found = lines.select(meets(lines, pl.col("name").str.contains("b"))).to_series()
    assert found.to_list() == [True, None, False, True, False, None, False]
