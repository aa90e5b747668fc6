"""Cells that hold nothing, in the words of the tools that wrote them."""

from typing import Final

import polars as pl

_WORDS: Final = (
    "",
    "-",
    "--",
    "---",
    "\u2013",  # dashes of two lengths
    "\u2014",
    "null",
    "(null)",
    "[null]",
    "none",
    "nan",
    "<na>",
    "n/a",
    "#n/a",
    "#ref!",
    "#value!",
    "#div/0!",
    "nat",
    "\\n",
    "0000-00-00",
    "0000-00-00 00:00:00",
)


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without blanks around it; null where nothing is left, or `--` or `NULL` says so."""
    text = text.str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(_WORDS)).then(text)


def words(listed: str) -> frozenset[str]:
    """Words separated by `|`."""
    return frozenset(listed.split("|"))
