"""A shop whose products and customers have the longest names that pages must support."""

import polars as pl

from support.ledgers import small_ledger

LETTERS = 55
_PRODUCT = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenhalter"
_CUSTOMER = "Stammkundenbonuskartenverwaltungsnummernkreisabschnittsteil"


def long_named_ledger() -> pl.DataFrame:
    """The small ledger, each name one word of 55 letters that can't be wrapped."""
    return small_ledger().with_columns(
        Description=_lengthened(pl.col("Description").str.strip_prefix("MUG NUMBER "), _PRODUCT),
        **{"Customer ID": _lengthened(pl.col("Customer ID"), _CUSTOMER)},
    )


def _lengthened(own: pl.Expr, word: str) -> pl.Expr:
    """`word` cut to 55 letters, ending in the letters that distinguish the rows."""
    return pl.lit(word).str.head(LETTERS - own.str.len_chars()) + own
