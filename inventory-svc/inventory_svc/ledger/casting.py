"""From what a file holds to the canonical order lines: text trimmed, numbers read, codes folded."""

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.distinct import VALUE, worked_out
from inventory_svc.ledger.reading import RawLedger

LARGEST = 1e12  # of any one number; above it sums in ten-thousandths would leave 64 bits
_NUMBERS = (
    "quantity",
    "unit_price",
    "line_total",
    "shelf_price",
    "retail_disc",
    "coupon_match_disc",
)
_TEXTS = ("order_id", "stock_code", "name", "customer_id", "store_id", "country")
_NOBODY = ["", "nan", "null", "none", "<na>", "n/a"]


def canonical(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Canonical columns of `lines`, which are those before the as-of date.

    Returns:
        `row`, `order_id`, `stock_code` (upper case), `written_code`, `name`, `ordered_at`,
        `quantity` (Float64), `written_quantity` (the same), `unit_price`, `shelf_price`,
        `customer_id`, `store_id`, `country`; what the layout does not have is null.

    Raises:
        InvalidInput: a number does not parse; the sentence names the first line and the value.
    """
    numbers = {field: _number(lines, field, raw) for field in _NUMBERS if field in lines.columns}
    texts = [text for field in _TEXTS for text in _texts(_column(lines, field))]
    typed = lines.select("row", "ordered_at").with_columns(*texts, **numbers)
    return typed.select(
        "row",
        "order_id",
        "stock_code",
        "written_code",
        "name",
        "ordered_at",
        "quantity",
        pl.col("quantity").alias("written_quantity"),
        _unit_price(typed.columns).alias("unit_price"),
        _shelf_price(typed.columns).alias("shelf_price"),
        "customer_id",
        "store_id",
        "country",
    )


def _unit_price(columns: list[str]) -> pl.Expr:
    """Price paid per unit, where the ledger has line totals: total / quantity.

    In The Complete Journey `sales_value` is what the shop received: after its own discounts, and
    with the maker's coupons (`coupon_disc`), which the maker pays back to the shop.
    """
    if "unit_price" in columns:
        return pl.col("unit_price").round(6)
    divisor = pl.when(pl.col("quantity") != 0).then(pl.col("quantity").abs()).otherwise(1)
    return (pl.col("line_total") / divisor).round(6)


def _shelf_price(columns: list[str]) -> pl.Expr:
    """List price per unit, before the shop's discounts.

    The Complete Journey: (sales_value + retail_disc + coupon_match_disc) / quantity, as the
    data set's own guide derives the regular price.
    """
    if "shelf_price" in columns:
        return pl.col("shelf_price").round(6)
    if "retail_disc" not in columns:
        return pl.lit(None, pl.Float64)
    total = pl.sum_horizontal("line_total", "retail_disc", "coupon_match_disc")
    return pl.when(pl.col("quantity") > 0).then((total / pl.col("quantity")).round(6))


def _column(lines: pl.DataFrame, field: str) -> pl.Series:
    """What the ledger has of a field of text, else nulls."""
    if field in lines.columns:
        return lines[field]
    return pl.repeat(None, lines.height, dtype=pl.String, eager=True).alias(field)


def _texts(column: pl.Series) -> list[pl.Series]:
    """The canonical columns that come of a column of text."""
    text = _text(column.dtype)
    match column.name:
        case "order_id":
            return worked_out(column, order_id=text.str.to_uppercase())
        case "stock_code":
            return worked_out(column, stock_code=text.str.to_uppercase(), written_code=text)
        case "name":
            return worked_out(column, name=text.str.replace_all(r"\s+", " "))
        case "customer_id":
            return worked_out(column, customer_id=_somebody(text))
        case other:
            return worked_out(column, **{other: text})


def _text(dtype: pl.DataType) -> pl.Expr:
    """Trimmed text, blank as null; whole floats lose their `.0` (a column with gaps gets one)."""
    if dtype.is_float():
        whole = VALUE.cast(pl.Int64, strict=False)
        text = pl.when(whole == VALUE).then(whole.cast(pl.String)).otherwise(VALUE.cast(pl.String))
    else:
        text = VALUE.cast(pl.String)
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def _somebody(text: pl.Expr) -> pl.Expr:
    """A customer's id without the `.0` of a column with gaps; null for `nan` and the like."""
    identified = ~text.str.to_lowercase().is_in(_NOBODY)
    return pl.when(identified).then(text.str.replace(r"\.0+$", ""))


def _number(lines: pl.DataFrame, field: str, raw: RawLedger) -> pl.Series:
    column = lines[field]
    if column.dtype != pl.String:
        if not (column.dtype.is_numeric() or column.dtype == pl.Null):
            raise InvalidInput(
                statement("numbers_stored_otherwise", file=raw.path.name, column=field),
                note=f"It is stored as {column.dtype}.",
            )
        return column.cast(pl.Float64).fill_nan(None)
    text = column.str.strip_chars()
    if raw.decimal_comma:
        text = _without_comma(text, raw)
    parsed = text.cast(pl.Float64, strict=False)
    bad = (parsed.is_null() & (text != "")).fill_null(value=False)
    if bad.any():
        at = bad.arg_max() or 0
        raise InvalidInput(
            statement(
                "number_unreadable",
                file=raw.path.name,
                column=field,
                text=column[at],
                **raw.at(int(lines["row"][at])),
            )
        )
    return parsed.fill_nan(None)


def _without_comma(text: pl.Series, raw: RawLedger) -> pl.Series:
    """`1.234,5` as 1234.5; a number cell of a workbook has no comma, whatever the mapping says."""
    plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    if not raw.sheets:
        return plain
    has_comma = text.str.contains(",", literal=True).fill_null(value=False)
    return plain.zip_with(has_comma, text)
