"""Rules on text, evaluated once per distinct value: a million lines hold a few thousand codes."""

from typing import Final

import polars as pl

VALUE: Final = pl.col("value")
"""The column that the rules of `worked_out` refer to."""


def worked_out(column: pl.Series, **rules: pl.Expr) -> list[pl.Series]:
    """What each rule makes of the values of `column`, as series of the rules' names.

    Args:
        column: Any values, null among them.
        rules: Expressions over `VALUE` that look at one value at a time.
    """
    found = column.unique().to_frame("value").with_columns(**rules)
    along = column.to_frame("value").join(
        found, on="value", how="left", nulls_equal=True, maintain_order="left"
    )
    return along.select(*rules).get_columns()


def meets(lines: pl.DataFrame, rule: pl.Expr) -> pl.Expr:
    """Whether a line meets a rule on one of its fields; null if the field is null."""
    (field,) = set(rule.meta.root_names())
    values = lines.select(pl.col(field).unique()).filter(rule)
    return pl.col(field).is_in(values.to_series().implode())
