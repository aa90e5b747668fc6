"""Convert raw lines to canonical order lines: trim text, parse numbers, fold case of codes."""

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.cells.customers import customer
from inventory_svc.ledger.cells.distinct import VALUE, map_distinct
from inventory_svc.ledger.cells.names import readable_name
from inventory_svc.ledger.currencies import currency_column, to_one_currency
from inventory_svc.ledger.number_columns import number_columns
from inventory_svc.ledger.product_codes import join_histories
from inventory_svc.ledger.reading import REST, RawLedger

LARGEST = 1e12  # for any single number; above it, sums in ten-thousandths would overflow 64 bits
_NUMBERS = (
    "quantity",
    "unit_price",
    "line_total",
    "line_discount",
    "shelf_price",
    "retail_disc",
    "coupon_match_disc",
    "goods_total",
)
_TEXTS = ("order_id", "stock_code", "name", "customer_id", "store_id", "country")
_SCIENTIFIC = r"^\d(?:[.,]\d+)?[eE]\+\d+$"
_MARKS = ("verdict", "marked_return", "filled_down", "bad_field", "bad_text")


def canonical(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Canonical columns of `lines`, all dated before the as-of date.

    Returns:
        `row`, `order_id`, `stock_code` (upper case), `written_code`, `name`, `ordered_at`,
        `quantity` (Float64), `written_quantity` (the same), `unit_price`, `shelf_price`,
        `customer_id`, `store_id`, `country`, `currency`; columns the layout lacks are null.
        `verdict`, `marked_return` and `filled_down` are passed through; `bad_field` and `bad_text`
        now also cover numbers; `unpriced` is true if the file has no prices; `rest` is present if
        equal lines aren't necessarily copies.

    Raises:
        InvalidInput: too many numbers of a column can't be read (the message names the first line
            and value), its decimal mark is ambiguous, Excel has damaged the codes, or prices are in
            several currencies.
    """
    numbers, marks = number_columns(lines, _NUMBERS, raw)
    texts = [text for field in _TEXTS for text in _texts(_column(lines, field))]
    _refuse_scientific(lines, raw)
    others = [name for name in (*_MARKS, REST, "goods_total") if name in lines.columns]
    currency = currency_column(lines, raw)
    currency = pl.lit(None, pl.String) if currency is None else currency
    typed = lines.select("row", "ordered_at", *others, currency=currency).with_columns(
        *texts, **numbers
    )
    for marked in marks:
        typed = typed.with_columns(marked)
    canonical_lines = typed.select(
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
        "currency",
        *others,
        unpriced=pl.lit(value=not {"unit_price", "line_total"} & {*lines.columns}),
    )
    return join_histories(to_one_currency(canonical_lines, raw), raw)


def _refuse_scientific(lines: pl.DataFrame, raw: RawLedger) -> None:
    """Excel turns a long code into `5.01234E+12`: digits are lost and products merge."""
    codes = lines["stock_code"]
    if codes.dtype != pl.String:
        return
    ruined = codes.unique().drop_nulls()
    ruined = ruined.filter(ruined.str.contains(_SCIENTIFIC))
    if ruined.is_empty():
        return
    at = codes.is_in(ruined.implode()).arg_max() or 0
    place = raw.at(int(lines["row"][at]))
    column = raw.headers.get("stock_code", "stock_code").strip()
    raise InvalidInput(
        statement("codes_scientific", file=raw.path.name, text=codes[at], column=column, **place),
        note="In Excel, import the file with this column as Text (Data > From Text/CSV), or "
        "upload it as exported from the shop system.",
    )


def _unit_price(columns: list[str]) -> pl.Expr:
    """Price paid per unit, after the line's own discount."""
    price = _full_price(columns)
    if "line_discount" not in columns:
        return price
    discount = pl.col("line_discount").abs().fill_null(0) / _units()
    return pl.when(price > 0).then((price - discount).clip(lower_bound=0).round(6)).otherwise(price)


def _full_price(columns: list[str]) -> pl.Expr:
    """Price per unit as the ledger gives it; total / quantity if it has line totals.

    The total of a return may be signed or unsigned.

    In The Complete Journey, `sales_value` is what the shop received: after its own discounts, but
    including manufacturer coupons (`coupon_disc`), which the manufacturer reimburses.
    """
    if "unit_price" in columns:
        return pl.col("unit_price").round(6)
    if "line_total" not in columns:
        return pl.lit(None, pl.Float64)
    quantity, total = pl.col("quantity"), pl.col("line_total")
    signed = pl.when(quantity < 0).then(total.abs()).otherwise(total)
    return (signed / _units()).round(6)


def _units() -> pl.Expr:
    """Units of a line, sold or returned; 1 for a line without units, to avoid dividing by zero."""
    quantity = pl.col("quantity")
    return pl.when(quantity != 0).then(quantity.abs()).otherwise(1)


def _shelf_price(columns: list[str]) -> pl.Expr:
    """List price per unit, before the shop's discounts.

    The Complete Journey: (sales_value + retail_disc + coupon_match_disc) / quantity, as the
    data set's own guide derives the regular price.
    """
    if "shelf_price" in columns:
        return pl.col("shelf_price").round(6)
    if "line_discount" in columns:
        return pl.when(_full_price(columns) > 0).then(_full_price(columns))
    if "retail_disc" not in columns:
        return pl.lit(None, pl.Float64)
    total = pl.sum_horizontal("line_total", "retail_disc", "coupon_match_disc")
    return pl.when(pl.col("quantity") > 0).then((total / pl.col("quantity")).round(6))


def _column(lines: pl.DataFrame, field: str) -> pl.Series:
    """A text column of the ledger, or nulls if it has none."""
    if field in lines.columns:
        return lines[field]
    return pl.repeat(None, lines.height, dtype=pl.String, eager=True).alias(field)


def _texts(column: pl.Series) -> list[pl.Series]:
    """The canonical columns derived from a text column."""
    text = _text(column.dtype)
    match column.name:
        case "order_id":
            return map_distinct(column, order_id=text.str.to_uppercase())
        case "stock_code":
            return map_distinct(column, stock_code=text.str.to_uppercase(), written_code=text)
        case "name":
            return [readable_name(column)]
        case "customer_id":
            return map_distinct(column, customer_id=customer(text))
        case other:
            return map_distinct(column, **{other: text})


def _text(dtype: pl.DataType) -> pl.Expr:
    """Trimmed text, blank as null; drops the `.0` that whole numbers get in a column with gaps."""
    if dtype.is_float():
        whole = VALUE.cast(pl.Int64, strict=False)
        text = pl.when(whole == VALUE).then(whole.cast(pl.String)).otherwise(VALUE.cast(pl.String))
    else:
        text = VALUE.cast(pl.String)
    return trimmed(text)
