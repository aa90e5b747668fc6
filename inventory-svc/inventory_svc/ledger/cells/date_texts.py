"""Splitting a date text into day, time of day and UTC offset."""

from typing import Final

import polars as pl

from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.cells.distinct import VALUE

MONTHS: Final = {
    1: "jan january januar janvier enero gennaio janeiro januari stycznia styczeń janv ene gen sty",
    2: "feb february februar février febrero febbraio fevereiro februari lutego luty fév févr fev "
    "lut",
    3: "mar march märz mars marzo março maart marca marzec mär mrz mrt",
    4: "apr april avril abril aprile kwietnia kwiecień avr abr kwi",
    5: "may mai mayo maggio maio mei maja maj mag",
    6: "jun june juni juin junio giugno junho czerwca czerwiec giu cze",
    7: "jul july juli juillet julio luglio julho lipca lipiec juil lug lip",
    8: "aug august août agosto augustus sierpnia sierpień aoû ago sie",
    9: "sep sept september septembre septiembre settembre setembro września wrzesień set wrz",
    10: "oct october oktober octobre octubre ottobre outubro października październik okt ott out "
    "paź",
    11: "nov november novembre noviembre novembro listopada listopad lis",
    12: "dec december dezember décembre diciembre dicembre dezembro grudnia grudzień dez déc dic "
    "gru",
}
"""The names of the months in eight languages, in full and short, lower case."""
_NUMBER_OF: Final = {name: number for number, names in MONTHS.items() for name in names.split()}

_WEEKDAY = r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+"
_CLOCK = r"(?:[T,\s]|^)(\d{1,2}):(\d{2})(?::(\d{2}))?"
_HOUR_ONLY = r"(?i)\s(\d{1,2})\s*[ap]\.?m\.?$"
_COMPACT_CLOCK = r"^(\d{8})T(\d{2})(\d{2})(\d{2})?"
_OFFSET = r":\d{2}(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)\)?$"
_NOON = r"(?i)\d\s*([ap])\.?\s?m\.?\b"
FROM_CLOCK_ON: Final = r"(?:[T,\s]+|^)\d{1,2}:\d{2}.*$"


def split_date_text(text: pl.Series) -> pl.DataFrame:
    """The parts of distinct texts.

    Returns:
        `value` unchanged, `day` (its digits and names separated by `-`), `seconds` since midnight
        (0 without a time), `offset` in minutes from UTC (null without one). All are null for a
        blank text.
    """
    clean = (
        trimmed(VALUE)
        .str.replace(_WEEKDAY, "")
        .str.replace(_COMPACT_CLOCK, "${1} ${2}:${3}:${4}")
        .str.replace(r":\s*$", ":00")
    )
    day = (
        pl.col("text")
        .str.replace(FROM_CLOCK_ON, "")
        .str.replace(r"(?i)\s\d{1,2}\s*[ap]\.?m\.?$", "")
        .str.strip_chars(" ,.")
        .str.replace_all(r"\s*[./,\s-]\s*(?:de\s+)?", "-")
        .str.replace_all("--", "-")
    )
    return (
        text.to_frame("value")
        .with_columns(text=clean)
        .with_columns(day=day, seconds=_seconds(), offset=_offset())
        .with_columns(day=_with_month_numbers(pl.col("day")))
        .drop("text")
    )


def _seconds() -> pl.Expr:
    text = pl.col("text")
    hour, minute, second = (
        text.str.extract(_CLOCK, group).cast(pl.Int64, strict=False) for group in (1, 2, 3)
    )
    hour = pl.coalesce(hour, text.str.extract(_HOUR_ONLY).cast(pl.Int64, strict=False), 0)
    noon = text.str.extract(_NOON).str.to_lowercase()
    hour = (
        pl.when((noon == "p") & (hour < 12))  # noqa: PLR2004 - hours on a clock face
        .then(hour + 12)
        .when((noon == "a") & (hour == 12))  # noqa: PLR2004 - hours on a clock face
        .then(0)
        .otherwise(hour)
    )
    seconds = hour * 3600 + minute.fill_null(0) * 60 + second.fill_null(0)
    of_a_day = (hour < 24) & (minute.fill_null(0) < 60) & (second.fill_null(0) <= 60)  # noqa: PLR2004 - of a clock
    return pl.when(text.is_not_null() & of_a_day).then(seconds)


def _offset() -> pl.Expr:
    written = pl.col("text").str.extract(_OFFSET)
    minutes = written.str.extract(r"^[+-](\d{2})").cast(pl.Int64, strict=False) * 60
    minutes += written.str.extract(r"^[+-]\d{2}:?(\d{2})$").cast(pl.Int64).fill_null(0)
    signed = pl.when(written.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return pl.when(written.is_in(["Z", "UTC", "GMT"])).then(0).otherwise(signed)


def _with_month_numbers(day: pl.Expr) -> pl.Expr:
    """`8-Jan-2024`, `Jan-8-2024` and `2024-Jan-8` as `2024-01-8`; unchanged without a name."""
    name = day.str.extract(r"(\p{L}{3,})").str.to_lowercase()
    month = name.replace_strict(_NUMBER_OF, default=None, return_dtype=pl.Int64)
    month = month.cast(pl.String).str.zfill(2)
    forms = (
        (r"^(\d{1,2})(?:st|nd|rd|th)?-?\p{L}+-?(\d{4}|\d{2})$", 2, 1),
        (r"^\p{L}+-?(\d{1,2})(?:st|nd|rd|th)?-(\d{4}|\d{2})$", 2, 1),
        (r"^(\d{4})-?\p{L}+-?(\d{1,2})$", 1, 2),
    )
    named = pl.coalesce(
        pl.concat_str(
            _year(day.str.extract(form, year)),
            month,
            day.str.extract(form, of_month),
            separator="-",
        )
        for form, year, of_month in forms
    )
    return pl.when(day.str.contains(r"\p{L}")).then(named).otherwise(day)


def _year(digits: pl.Expr) -> pl.Expr:
    """Two-digit years up to 68 are in this century, as in strptime."""
    century = pl.when(digits.cast(pl.Int64) > 68).then(pl.lit("19")).otherwise(pl.lit("20"))  # noqa: PLR2004 - POSIX's pivot year
    return pl.when(digits.str.len_chars() == 2).then(century + digits).otherwise(digits)  # noqa: PLR2004 - digits
