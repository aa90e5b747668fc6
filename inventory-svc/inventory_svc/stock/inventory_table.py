"""The rows of `inventory_state.csv` under our names.

Known and assumed facts per product, and the orders and risks derived from them.
"""

import numpy as np
import polars as pl

from inventory_svc.stock.assumptions import COST_SHARE, LEAD_TIME_DAYS, PACK_SIZE
from inventory_svc.stock.demand_distribution import Floats
from inventory_svc.stock.future_demand import future_demand
from inventory_svc.stock.order_proposal import Shelf, propose_orders
from inventory_svc.stock.status import days_of_cover, inventory_status
from inventory_svc.stock.typical_week import TypicalWeek


def inventory_table(
    catalogue: pl.DataFrame,
    demand: pl.DataFrame,
    counted: pl.DataFrame,
    simulated: pl.DataFrame,
    typical: TypicalWeek,
) -> pl.DataFrame:
    """The whole table; the status is based on the demand as written to the file.

    Args:
        catalogue: The products: `stock_code`, `unit_price`, `shelf_price`; `unit_cost` and
            `supplier` of a product file are used if the stock file has none.
        demand: The forecast (see `refresh.read_demand`); products it omits sell nothing.
        counted: The uploaded facts (see `stock_file`).
        simulated: `stock_code`, `simulated` units of every product.
        typical: The typical week of every product, in the order of their codes.
    """
    joined = (
        _with_listed_facts(catalogue)
        .join(demand, on="stock_code", how="left")
        .join(counted, on="stock_code", how="left")
        .join(simulated, on="stock_code", how="left")
        .with_columns(
            stock=pl.coalesce("current_stock", "simulated"), demand=pl.col("demand").fill_null(0.0)
        )
        .sort("stock_code")
    )
    return _with_orders(joined.select("demand", "p10", "p90", **_supply_columns()), typical)


def _with_listed_facts(catalogue: pl.DataFrame) -> pl.DataFrame:
    """The products with cost and supplier from a product file."""
    absent = {"unit_cost": pl.Float64, "supplier": pl.String}
    listed = {
        f"listed_{name}": pl.col(name) if name in catalogue.columns else pl.lit(None, dtype)
        for name, dtype in absent.items()
    }
    return catalogue.select("stock_code", "unit_price", "shelf_price", **listed)


def _supply_columns() -> dict[str, pl.Expr]:
    stock, demand = pl.col("stock"), pl.col("demand")
    shelf = pl.coalesce("shelf_price", "unit_price")
    return {
        "stock_code": pl.col("stock_code"),
        "predicted_7d_demand": pl.col("written").fill_null("0"),
        "current_stock": stock,
        "inventory_status": inventory_status(stock, demand),
        "stock_source": _source(pl.col("current_stock"), "simulated"),
        "days_of_cover": days_of_cover(stock, demand),
        "unit_price": pl.col("unit_price"),
        "unit_cost": pl.coalesce("unit_cost", "listed_unit_cost", (COST_SHARE * shelf).round(4)),
        "cost_source": _source(pl.coalesce("unit_cost", "listed_unit_cost"), "assumed"),
        "lead_time_days": pl.col("lead_time_days").fill_null(LEAD_TIME_DAYS),
        "lead_time_source": _source(pl.col("lead_time_days"), "assumed"),
        "pack_size": pl.col("pack_size").fill_null(PACK_SIZE),
        "pack_source": _source(pl.col("pack_size"), "assumed"),
        "shelf_life_days": pl.col("shelf_life_days"),
        "supplier": pl.coalesce("supplier", "listed_supplier"),
        "spread_source": pl.when(pl.all_horizontal(pl.col("p10", "p90").is_finite()))
        .then(pl.lit("forecast"))
        .otherwise(pl.lit("assumed")),
    }


def _source(value: pl.Expr, otherwise: str) -> pl.Expr:
    return pl.when(value.is_not_null()).then(pl.lit("uploaded")).otherwise(pl.lit(otherwise))


def _with_orders(table: pl.DataFrame, typical: TypicalWeek) -> pl.DataFrame:
    """Append the columns derived from demand and supply; drop the forecast's."""
    shelf = Shelf(
        stock=table["current_stock"].to_numpy(),
        lead_days=table["lead_time_days"].to_numpy(),
        pack=table["pack_size"].to_numpy(),
        shelf_life=table["shelf_life_days"].cast(pl.Float64).fill_null(np.inf).to_numpy(),
    )
    mean, p10, p90 = (_numbers(table[name]) for name in ("demand", "p10", "p90"))
    proposal = propose_orders(future_demand(mean, p10, p90, typical), shelf)
    return table.drop("demand", "p10", "p90").with_columns(
        safety_stock=pl.Series(proposal.safety_stock),
        reorder_point=pl.Series(proposal.reorder_point),
        suggested_order=pl.Series(proposal.order),
        stock_out_probability=pl.Series(proposal.stock_out),
        overstock_units=pl.Series(proposal.overstock),
        money_bound=(pl.Series(proposal.overstock) * pl.col("unit_cost")).round(2),
    )


def _numbers(column: pl.Series) -> Floats:
    return column.fill_null(np.nan).to_numpy()
