"""One name per product, chosen from the many spellings and remarks on its lines."""

import polars as pl

# Remarks that staff type into the name field when correcting stock.
_REMARKS = (
    r"(?i)^\W*((wet|water|damp)?\W*(damages?|damaged|smashed|crushed|broken|faulty|dirty|rusty|"
    r"discoloured|mouldy|cracked|unsaleable)\b.*|(missing|lost|found|counted|missold)\b.*|"
    r"(sold as|wrongly|wrong|incorrect|mixed|mix up|mis-sold|invoiced? as|thrown|given|gone)\b.*|"
    r"(adjust|stock.?take|stock.?check|stock.?credit|barcode|code mix|reverse|donated).*|"
    r"(dotcom|amazon|ebay|website)( (sales?|sold|multiples|set|sets|fee))?|check(ed)?|mia|nan|"
    r"none|null|test|temp|mailout|samples?|show samples|no stock|returned|short|display)\W*$"
)
_HAS_WORD = r"\p{L}{2,}"
_HAS_CAPITAL = r"\p{Lu}|\p{Lo}"


def is_remark(name: pl.Expr) -> pl.Expr:
    """Whether text isn't a product name: blank, `?`, `damaged`, `wrongly sold sets`."""
    return (name.is_null() | ~name.str.contains(_HAS_WORD) | name.str.contains(_REMARKS)).fill_null(
        value=True
    )


def most_frequent_names(lines: pl.DataFrame) -> pl.DataFrame:
    """`stock_code`, `name`: the most frequent real name on the product's lines.

    Names with a capital are preferred to all-lower-case text, which is mostly remarks; ties go to
    the name that sorts first, so that equal ledgers give equal names.
    """
    return (
        lines.drop_nulls("name")
        .group_by("stock_code", "name")
        .len("uses")
        .filter(~is_remark(pl.col("name")))
        .with_columns(proper=pl.col("name").str.contains(_HAS_CAPITAL))
        .sort("stock_code", "proper", "uses", "name", descending=[False, True, True, False])
        .unique("stock_code", keep="first", maintain_order=True)
        .select("stock_code", "name")
    )
