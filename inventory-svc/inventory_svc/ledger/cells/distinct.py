"""Text expressions evaluated once per distinct value: a million lines have a few thousand codes."""

from typing import Final

import polars as pl

VALUE: Final = pl.col("value")
"""The column that expressions of `map_distinct` refer to."""


def map_distinct(column: pl.Series, **rules: pl.Expr) -> list[pl.Series]:
    """Each expression applied to `column`, as series named after the keywords.

    Args:
        column: Any values, including null.
        rules: Elementwise expressions over `VALUE`.
    """
    found = column.unique().to_frame("value").with_columns(**rules)
    along = column.to_frame("value").join(
        found, on="value", how="left", nulls_equal=True, maintain_order="left"
    )
    return along.select(*rules).get_columns()


def meets(lines: pl.DataFrame, rule: pl.Expr) -> pl.Expr:
    """Whether a line meets a rule about one of its fields; null if the field is null."""
    (field,) = set(rule.meta.root_names())
    values = lines.select(pl.col(field).unique()).filter(rule)
    return pl.col(field).is_in(values.to_series().implode())
