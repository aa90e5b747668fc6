"""Lines of an export that aren't sales: totals and repeated headers."""

import polars as pl

from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.cells.distinct import meets
from inventory_svc.ledger.reading import RawLedger

_WORDS = (
    r"(?:(?:grand|sub|running)[ _-]?)?totals?|sum|summe|(?:gesamt|end|zwischen)(?:summe|betrag)?|"
    r"insgesamt|total (?:général|general)|sous-total|totale(?: generale)?|(?:sub|eind)?totaal|"
    r"suma|razem|ogółem|soma|celkem"
)
_BEGINS = rf"(?i)^\s*(?:{_WORDS})(?:[\s:.,]|$)"
_IS = rf"(?i)^\s*(?:{_WORDS})\s*:?\s*$"
_NEEDED = ("order_id", "stock_code", "ordered_at")
_TEXTS = (*_NEEDED, "name", "customer_id")


def mark_stray_lines(raw: RawLedger) -> pl.DataFrame:
    """The lines with `verdict`: `repeated_header`, `total_line`, or null for all others.

    A total line starts a field with a word for it and lacks a required field, or has only that word
    in place of the order, product or date.
    """
    lines = raw.lines
    verdict = (
        pl.when(_repeats_header(raw))
        .then(pl.lit("repeated_header"))
        .when(_is_total(lines))
        .then(pl.lit("total_line"))
    )
    return lines.with_columns(verdict=verdict)


def _repeats_header(raw: RawLedger) -> pl.Expr:
    """Whether date and product equal the names of their columns."""
    equal = [
        pl.col(field).str.strip_chars() == raw.headers[field].strip()
        for field in ("ordered_at", "stock_code")
        if raw.lines.schema[field] == pl.String
    ]
    return (
        pl.all_horizontal(equal).fill_null(value=False) if len(equal) > 1 else pl.lit(value=False)
    )


def _is_total(lines: pl.DataFrame) -> pl.Expr:
    texts = [field for field in _TEXTS if lines.schema.get(field) == pl.String]
    needed = [field for field in _NEEDED if field in texts]
    if not needed:
        return pl.lit(value=False)
    named = [meets(lines, pl.col(field).str.contains(_IS)) for field in needed]
    lacking = lines.filter(pl.any_horizontal(trimmed(pl.col(field)).is_null() for field in needed))
    begins = pl.any_horizontal(pl.col(field).str.contains(_BEGINS) for field in texts)
    totals = lacking.filter(begins)["row"]
    return pl.any_horizontal(
        *(rule.fill_null(value=False) for rule in named), pl.col("row").is_in(totals.implode())
    )
