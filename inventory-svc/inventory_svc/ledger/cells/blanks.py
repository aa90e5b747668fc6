"""The ways in which tools write an empty cell."""

from typing import Final

import polars as pl

_WORDS: Final = (
    "",
    "-",
    "--",
    "---",
    "\u2013",  # en dash and em dash
    "\u2014",
    "null",
    "(null)",
    "[null]",
    "none",
    "nan",
    "<na>",
    "n/a",
    "#n/a",
    "#name?",
    "#null!",
    "#num!",
    "#ref!",
    "#value!",
    "#div/0!",
    "#spill!",
    "#calc!",
    "nat",
    "\\n",
    "0000-00-00",
    "0000-00-00 00:00:00",
)


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without surrounding whitespace; null if empty or a marker such as `--` or `NULL`."""
    text = text.str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(_WORDS)).then(text)


def words(listed: str) -> frozenset[str]:
    """Words separated by `|`."""
    return frozenset(listed.split("|"))
