"""One currency per ledger: amounts are converted at the mapping's rates, or mixed ones refused."""

from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.reading import FILE_COLUMN, RawLedger
from inventory_svc.ledger.row_words import CURRENCY_HEADERS

_CODE_OF: Final = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₫": "VND",
    "฿": "THB",
    "₴": "UAH",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FT": "HUF",
    "EURO": "EUR",
    "EUROS": "EUR",
}
_SIGN = r"(?i)([A-Z]{0,3}\p{Sc}|[a-złčß]{2,5})"
_PRICES = ("unit_price", "line_total")


def currency_column(lines: pl.DataFrame, raw: RawLedger) -> pl.Expr | None:
    """The currency code of each line's price, from a column of its own or from the price itself.

    None if the file doesn't show it.
    """
    if not raw.layout.rules.use_heuristics:
        return None
    names = ["currency"] if "currency" in raw.headers else _currency_columns(lines)
    if names:
        return _code(pl.col(names[0]).cast(pl.String))
    for field in _PRICES:
        if lines.schema.get(field) == pl.String:
            signs = lines.select(pl.col(field).unique().str.extract(_SIGN)).to_series()
            if signs.drop_nulls().n_unique() > 1:
                return _code(pl.col(field).str.extract(_SIGN))
    return None


def to_one_currency(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Canonical lines with prices in one currency.

    Raises:
        InvalidInput: there are several, and the mapping doesn't state the conversion rates.
    """
    used = lines.filter(
        pl.col("verdict").is_null(), pl.col("unit_price").is_not_null(), pl.col("unit_price") != 0
    )["currency"]
    found = used.drop_nulls().unique().sort().to_list()
    target = raw.mapping.currency
    if target is None and len(found) < 2:  # noqa: PLR2004 - one currency, whichever it is
        return lines
    rates = dict(raw.mapping.rates) | ({target.upper(): 1.0} if target else {})
    if target is None or not rates.keys() >= set(found):
        raise _mixed(found, used, raw)
    rate = pl.col("currency").replace_strict(rates, default=1.0, return_dtype=pl.Float64)
    return lines.with_columns(
        (pl.col(name) * rate).round(6) for name in ("unit_price", "shelf_price")
    )


def _mixed(found: list[str], used: pl.Series, raw: RawLedger) -> InvalidInput:
    counts = {code: int((used == code).sum()) for code in found}
    return InvalidInput(
        statement(
            "currencies_mixed",
            file=raw.path.name,
            currencies=", ".join(f"{code}: {count}" for code, count in counts.items()),
        ),
        note='Set the currency in a mapping file: [currency] to = "EUR" and '
        "rates = {USD = 0.92}, the value of one unit of each.",
    )


def _currency_columns(lines: pl.DataFrame) -> list[str]:
    return [
        name
        for name in lines.columns
        if name.startswith(FILE_COLUMN)
        and plain(name.removeprefix(FILE_COLUMN)) in CURRENCY_HEADERS
    ]


def _code(text: pl.Expr) -> pl.Expr:
    upper = text.str.strip_chars().str.strip_chars(".").str.to_uppercase()
    code = upper.replace(_CODE_OF)
    return pl.when(code != "").then(code)
