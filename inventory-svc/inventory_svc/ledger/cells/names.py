"""Cleaning product names: one line, without a web shop's markup."""

import html

import polars as pl

from inventory_svc.ledger.cells.distinct import VALUE, map_distinct

_ENTITY = r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});"
_TAG = (
    r"(?i)</?(?:b|i|u|em|strong|small|sup|sub|br|p|span|div|font|a|ul|ol|li|h[1-6])(?:\s[^<>]*)?/?>"
)


def readable_name(column: pl.Series) -> pl.Series:
    """Names without HTML tags and entities, with runs of whitespace collapsed.

    Blank is null.
    """
    text = VALUE.cast(pl.String)
    (plain,) = map_distinct(column, name=_in_one_line(text))
    marked = plain.unique().drop_nulls()
    marked = marked.filter(marked.str.contains(_ENTITY) | marked.str.contains(_TAG))
    if marked.is_empty():
        return plain
    unescaped = pl.Series("clean", [html.unescape(name) for name in marked], dtype=pl.String)
    clean = pl.DataFrame([marked.alias("name"), unescaped]).with_columns(
        clean=_in_one_line(pl.col("clean").str.replace_all(_TAG, " "))
    )
    along = plain.to_frame().join(clean, on="name", how="left", maintain_order="left")
    changed = pl.col("name").is_in(marked.implode())
    return along.select(name=pl.when(changed).then("clean").otherwise("name")).to_series()


def _in_one_line(text: pl.Expr) -> pl.Expr:
    line = text.str.strip_chars().str.replace_all(r"\s+", " ")
    return pl.when(line != "").then(line)
