"""Applying the row rules of a mapping or layout to raw lines, before any value is parsed."""

from collections.abc import Generator

import polars as pl

from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.reading import FILE_COLUMN, RawLedger
from inventory_svc.ledger.row_rules import RowRules
from inventory_svc.ledger.row_words import (
    NO_LINE,
    NOT_SOLD,
    RETURNED,
    STATE_HEADERS,
    TYPE_HEADERS,
)

_OF_ORDER = ("order_id", "ordered_at", "ordered_time", "customer_id", "store_id", "country")
_FEW = 2


def apply_rules(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Fill down order columns, and mark lines that aren't sales.

    Args:
        lines: With `verdict` (see `stray_lines`).
        raw: The ledger they come from.

    Returns:
        The lines; `verdict` may now be `not_a_sale`; `marked_return` is true for lines marked as
        returns, `filled_down` for lines that took their order id from a line above.
    """
    rules = raw.layout.rules
    lines = _filled_down(lines, raw)
    columns = {name: name.removeprefix(FILE_COLUMN) for name in lines.columns}
    files = {header: name for name, header in columns.items() if name.startswith(FILE_COLUMN)}
    by_field = {header: field for field, header in raw.headers.items()}
    words = {header: _word(name) for header, name in (by_field | files).items()}
    if rules.by_order:
        words = {
            header: word.drop_nulls().first().over("order_id") for header, word in words.items()
        }
    if rules.goods_total is not None:
        lines = lines.with_columns(goods_total=_column(rules.goods_total, by_field | files))
    no_sale = pl.any_horizontal(pl.lit(value=False), *_no_sale(rules, words, files))
    returned = pl.any_horizontal(pl.lit(value=False), *_returned(rules, words, files))
    return lines.with_columns(
        verdict=pl.when(pl.col("verdict").is_null() & no_sale.fill_null(value=False))
        .then(pl.lit("not_a_sale"))
        .otherwise("verdict"),
        marked_return=returned.fill_null(value=False),
    )


def _column(header: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(next(name for known, name in names.items() if plain(known) == plain(header)))


def _word(column: str) -> pl.Expr:
    return trimmed(pl.col(column).cast(pl.String)).str.to_lowercase()


def _no_sale(
    rules: RowRules, words: dict[str, pl.Expr], files: dict[str, str]
) -> Generator[pl.Expr]:
    yield from (
        ~_among(words, column, listed).fill_null(value=False)
        for column, listed in rules.keep.items()
    )
    yield from (_among(words, column, dropped) for column, dropped in rules.drop.items())
    yield from (_of(words, column).is_not_null() for column in rules.blank)
    for header in _heuristic_columns(rules, files, STATE_HEADERS):
        yield words[header].is_in(NOT_SOLD)
    for header in _heuristic_columns(rules, files, TYPE_HEADERS):
        yield words[header].is_in(NO_LINE)


def _returned(
    rules: RowRules, words: dict[str, pl.Expr], files: dict[str, str]
) -> Generator[pl.Expr]:
    yield from (_among(words, column, back) for column, back in rules.returns.items())
    for header in _heuristic_columns(rules, files, TYPE_HEADERS):
        yield words[header].is_in(RETURNED)


def _heuristic_columns(rules: RowRules, files: dict[str, str], kind: frozenset[str]) -> list[str]:
    """Columns of this kind that no rule names, if heuristics are used."""
    ruled = {plain(column) for column in (*rules.keep, *rules.drop, *rules.returns)}
    return [header for header in files if rules.use_heuristics and plain(header) in kind - ruled]


def _among(words: dict[str, pl.Expr], column: str, listed: frozenset[str]) -> pl.Expr:
    return _of(words, column).is_in(listed)


def _of(words: dict[str, pl.Expr], column: str) -> pl.Expr:
    return next(word for header, word in words.items() if plain(header) == plain(column))


def _filled_down(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Lines with the order columns filled in that an export writes on the first line only."""
    names = _columns_to_fill(lines, raw)
    if not names:
        return lines.with_columns(filled_down=pl.lit(value=False))
    counted = pl.col("verdict").is_null()
    values = lines.with_columns(
        pl.when(counted).then(_blank_as_null(name, lines)).alias(name) for name in names
    )
    if "order_id" in names:
        values = values.with_columns(
            pl.col("order_id").forward_fill(),
            filled_down=pl.col("order_id").is_null() & counted,
        )
    else:
        values = values.with_columns(filled_down=pl.lit(value=False))
    others = [name for name in names if name != "order_id"]
    filled = values.with_columns(pl.col(name).forward_fill().over("order_id") for name in others)
    return lines.with_columns(
        filled["filled_down"],
        *(
            pl.when(counted).then(filled[name]).otherwise(pl.col(name)).alias(name)
            for name in names
        ),
    )


def _blank_as_null(name: str, lines: pl.DataFrame) -> pl.Expr:
    return trimmed(pl.col(name)) if lines.schema[name] == pl.String else pl.col(name)


def _columns_to_fill(lines: pl.DataFrame, raw: RawLedger) -> list[str]:
    """Columns to fill: those named by a rule, else the order's columns if the file needs it."""
    stated = raw.layout.rules.fill_down
    by_header = {plain(header): field for field, header in raw.headers.items()}
    if stated is not None:
        names = [by_header.get(plain(header), FILE_COLUMN + header) for header in stated]
        return [name for name in names if name in lines.columns]
    if not raw.layout.rules.use_heuristics:
        return []
    of_order = [name for name in _OF_ORDER if name in lines.columns]
    return of_order if _fills_first_line_only(lines, of_order) else []


def _fills_first_line_only(lines: pl.DataFrame, of_order: list[str]) -> bool:
    """Whether lines with product and quantity lack all order columns, and the first line has them.

    A line that lacks only its date or order id is a gap and isn't filled.
    """
    blank = [pl.col(name).is_null() for name in of_order if name not in {"store_id", "country"}]
    goods = pl.col("stock_code").is_not_null() & pl.col("quantity").is_not_null()
    bare = lines.filter(pl.col("verdict").is_null(), goods, pl.all_horizontal(blank))
    half = lines.filter(
        pl.col("verdict").is_null(),
        goods,
        pl.col("order_id").is_null() != pl.col("ordered_at").is_null(),
    )
    first = lines.filter(pl.col("verdict").is_null()).head(1)
    return bare.height >= _FEW and half.is_empty() and first["order_id"].null_count() == 0
