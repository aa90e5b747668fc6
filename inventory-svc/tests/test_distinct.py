"""Rules asked once per distinct value."""

import polars as pl

from inventory_svc.ledger.distinct import VALUE, meets, worked_out

WRITTEN = pl.Series("name", ["b ", None, "a", "b ", "a", None, ""])


def test_rules_asked_once_per_value_answer_as_if_asked_on_every_line() -> None:
    """What a rule makes of each value is what it makes of the column, in its order, nulls too."""
    rules = {"trimmed": VALUE.str.strip_chars(), "gap": VALUE.is_null()}
    expected = WRITTEN.to_frame("value").select(**rules)
    assert pl.DataFrame(worked_out(WRITTEN, **rules)).equals(expected)


def test_a_line_meets_a_rule_where_its_value_does() -> None:
    """Lines are told apart by their values, and a line without one is neither."""
    lines = WRITTEN.to_frame()
    found = lines.select(meets(lines, pl.col("name").str.contains("b"))).to_series()
    assert found.to_list() == [True, None, False, True, False, None, False]
