"""Parsing a time of day that has a column of its own."""

import polars as pl

from inventory_svc.ledger.cells.dates import SERIAL_DAYS

_CLOCK = r"(\d{1,2}:\d{2}.*)$"
_OTHER_MARK = r"^(\d{1,2})[.hH](\d{2})(?:[.mM](\d{2}))?(\s*[aApP]\.?\s?[mM]\.?)?$"
_HOUR_ONLY = r"^(\d{1,2}\s*[aApP]\.?[mM]\.?)$"
_COMPACT = r"^(\d{2})(\d{2})(\d{2})?$"
_FRACTION = r"^0[.,]\d{3,}$"


def clock_text(text: pl.Expr) -> pl.Expr:
    """`10:16`, also from `10.16`, `10h16`, `1016`, or Excel's `0.42778` of a day; else null."""
    text = text.str.strip_chars()
    fraction = pl.when(text.str.contains(_FRACTION)).then(text.str.replace(",", "."))
    seconds = (fraction.cast(pl.Float64, strict=False) * 86_400).round().cast(pl.Int64)
    midnight = pl.datetime(1900, 1, 1, time_unit="us")
    of_day = (midnight + pl.duration(seconds=seconds, time_unit="us")).dt.strftime("%H:%M:%S")
    return pl.coalesce(
        text.str.extract(_CLOCK),
        of_day,
        _joined(text, _OTHER_MARK),
        _joined(text, _COMPACT),
        text.str.extract(_HOUR_ONLY),
    )


def day_of_serial(text: pl.Expr) -> pl.Expr:
    """The ISO day of Excel's whole day count since 30 December 1899; else null."""
    days = text.str.extract(r"^(\d{5})(?:[.,]0+)?$").cast(pl.Int64, strict=False)
    days = pl.when(days.is_between(*SERIAL_DAYS)).then(days)
    start = pl.datetime(1899, 12, 30, time_unit="us")
    return (start + pl.duration(days=days, time_unit="us")).dt.strftime("%Y-%m-%d")


def _joined(text: pl.Expr, form: str) -> pl.Expr:
    """Hours, minutes and seconds of `form`, separated by colons."""
    parts = [text.str.extract(form, group) for group in (1, 2, 3)]
    joined = pl.concat_str(parts, separator=":", ignore_nulls=True)
    half = text.str.extract(form, 4).fill_null("") if form == _OTHER_MARK else pl.lit("")
    return pl.when(text.str.contains(form)).then(joined + half)
