"""The rows of `inventory_state.csv`: what is known and assumed per product, and what follows."""

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
    """The whole table; the status follows the demand as written.

    Args:
        catalogue: `stock_code`, `unit_price`, `shelf_price`: the products.
        demand: The forecast (see `refresh.read_demand`); a product it leaves out sells nothing.
        counted: The uploaded facts (see `stock_file`).
        simulated: `stock_code`, `simulated` units of every product.
        typical: The typical week of every product, in the order of their codes.
    """
    joined = (
        catalogue.select("stock_code", "unit_price", "shelf_price")
        .join(demand, on="stock_code", how="left")
        .join(counted, on="stock_code", how="left")
        .join(simulated, on="stock_code", how="left")
        .with_columns(
            stock=pl.coalesce("current_stock", "simulated"), demand=pl.col("demand").fill_null(0.0)
        )
        .sort("stock_code")
    )
    return _with_orders(joined.select(*_supply_columns(), "demand", "p10", "p90"), typical)


def _supply_columns() -> list[pl.Expr]:
    stock, demand = pl.col("stock"), pl.col("demand")
    shelf = pl.coalesce("shelf_price", "unit_price")
    columns = {
        "StockCode": pl.col("stock_code"),
        "Predicted_7d_Demand": pl.col("written").fill_null("0"),
        "Current_Stock": stock,
        "Inventory_Status": inventory_status(stock, demand),
        "Stock_Source": _source("current_stock", "simulated"),
        "Days_Of_Cover": days_of_cover(stock, demand),
        "Unit_Price": pl.col("unit_price"),
        "Unit_Cost": pl.coalesce("unit_cost", (COST_SHARE * shelf).round(4)),
        "Cost_Source": _source("unit_cost", "assumed"),
        "Lead_Time_Days": pl.col("lead_time_days").fill_null(LEAD_TIME_DAYS),
        "Lead_Time_Source": _source("lead_time_days", "assumed"),
        "Pack_Size": pl.col("pack_size").fill_null(PACK_SIZE),
        "Pack_Source": _source("pack_size", "assumed"),
        "Shelf_Life_Days": pl.col("shelf_life_days"),
        "Supplier": pl.col("supplier"),
        "Spread_Source": pl.when(pl.all_horizontal(pl.col("p10", "p90").is_finite()))
        .then(pl.lit("forecast"))
        .otherwise(pl.lit("assumed")),
    }
    return [column.alias(name) for name, column in columns.items()]


def _source(column: str, otherwise: str) -> pl.Expr:
    uploaded = pl.col(column).is_not_null()
    return pl.when(uploaded).then(pl.lit("uploaded")).otherwise(pl.lit(otherwise))


def _with_orders(table: pl.DataFrame, typical: TypicalWeek) -> pl.DataFrame:
    """Append what follows from demand and supply, drop the forecast's columns."""
    shelf = Shelf(
        stock=table["Current_Stock"].to_numpy(),
        lead_days=table["Lead_Time_Days"].to_numpy(),
        pack=table["Pack_Size"].to_numpy(),
        shelf_life=table["Shelf_Life_Days"].cast(pl.Float64).fill_null(np.inf).to_numpy(),
    )
    mean, p10, p90 = (_numbers(table[name]) for name in ("demand", "p10", "p90"))
    proposal = propose_orders(future_demand(mean, p10, p90, typical), shelf)
    return table.drop("demand", "p10", "p90").with_columns(
        Safety_Stock=pl.Series(proposal.safety_stock),
        Reorder_Point=pl.Series(proposal.reorder_point),
        Suggested_Order=pl.Series(proposal.order),
        Stock_Out_Probability=pl.Series(proposal.stock_out),
        Overstock_Units=pl.Series(proposal.overstock),
        Money_Bound=(pl.Series(proposal.overstock) * pl.col("Unit_Cost")).round(2),
    )


def _numbers(column: pl.Series) -> Floats:
    return column.fill_null(np.nan).to_numpy()
