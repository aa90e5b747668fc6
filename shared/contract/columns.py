"""Columns of the contract's files, and fields of its campaigns: our name → the contract's.

Columns are in the file's order. Those in `…_REQUIRED` must be present; the others are our
additions.
"""

from typing import Final

DEMAND_REQUIRED: Final = {"stock_code": "StockCode", "predicted_7d_demand": "Predicted_7d_Demand"}
DEMAND_COLUMNS: Final = {
    **DEMAND_REQUIRED,
    "method": "Method",
    "p10": "P10",
    "p50": "P50",
    "p90": "P90",
    "trust": "Trust",
    **{f"day_{day}": f"Day_{day}" for day in range(1, 8)},
}

_STOCK: Final = {**DEMAND_REQUIRED, "current_stock": "Current_Stock"}
_MONEY: Final = {"unit_price": "Unit_Price", "unit_cost": "Unit_Cost", "cost_source": "Cost_Source"}
INVENTORY_REQUIRED: Final = {**_STOCK, "inventory_status": "Inventory_Status"}
INVENTORY_COLUMNS: Final = {
    **INVENTORY_REQUIRED,
    "stock_source": "Stock_Source",
    "days_of_cover": "Days_Of_Cover",
    **_MONEY,
    "lead_time_days": "Lead_Time_Days",
    "lead_time_source": "Lead_Time_Source",
    "pack_size": "Pack_Size",
    "pack_source": "Pack_Source",
    "shelf_life_days": "Shelf_Life_Days",
    "supplier": "Supplier",
    "spread_source": "Spread_Source",
    "safety_stock": "Safety_Stock",
    "reorder_point": "Reorder_Point",
    "suggested_order": "Suggested_Order",
    "stock_out_probability": "Stock_Out_Probability",
    "overstock_units": "Overstock_Units",
    "money_bound": "Money_Bound",
    "abc": "ABC",
    "xyz": "XYZ",
    "days_since_last_sale": "Days_Since_Last_Sale",
    "dead_stock": "Dead_Stock",
    "silent_weeks": "Silent_Weeks",
    "lost_sales_units": "Lost_Sales_Units",
}

SEGMENTS_REQUIRED: Final = {
    "customer_id": "Customer ID",
    "recency": "Recency",
    "frequency": "Frequency",
    "monetary": "Monetary",
    "cluster": "Cluster",
    "label": "ClusterLabel",
}
SEGMENTS_COLUMNS: Final = {
    **SEGMENTS_REQUIRED,
    "tenure_days": "Tenure_Days",
    "label_last_month": "Label_Last_Month",
    "label_rule": "Label_Rule",
    "p_active_90d": "P_Active_90d",
    "expected_purchases_90d": "Expected_Purchases_90d",
    "expected_spend_90d": "Expected_Spend_90d",
}

_OFFER: Final = {
    "objective": "Objective",
    "target_cluster": "TargetCluster",
    "discount": "Discount",
}
PLAN_REQUIRED: Final = {**_STOCK, "overstock_ratio": "OverstockRatio", **_OFFER}
PLAN_COLUMNS: Final = {
    **PLAN_REQUIRED,
    **_MONEY,
    "stock_source": INVENTORY_COLUMNS["stock_source"],
    "money_at_stake": "Money_At_Stake",
    "priority": "Priority",
    "expected_units": "Expected_Units",
    "expected_units_p10": "Expected_Units_P10",
    "expected_units_p90": "Expected_Units_P90",
    "expected_revenue": "Expected_Revenue",
    "expected_revenue_p10": "Expected_Revenue_P10",
    "expected_revenue_p90": "Expected_Revenue_P90",
    "expected_margin": "Expected_Margin",
    "expected_margin_p10": "Expected_Margin_P10",
    "expected_margin_p90": "Expected_Margin_P90",
    "expected_stock_cleared": "Expected_Stock_Cleared",
    "expected_stock_cleared_p10": "Expected_Stock_Cleared_P10",
    "expected_stock_cleared_p90": "Expected_Stock_Cleared_P90",
    "p_gain": "P_Gain",
    "reason": "Reason",
    "evidence": "Evidence",
}

TEXTS: Final = frozenset({
    "stock_code", "method", "trust",
    "inventory_status", "stock_source", "cost_source", "lead_time_source", "pack_source",
    "spread_source", "supplier", "abc", "xyz",
    "customer_id", "label", "label_last_month", "label_rule",
    "objective", "target_cluster", "reason", "evidence",
})  # fmt: skip
"""Text columns; `dead_stock` is true or false, all others are numbers."""

# Fields of responses that are not columns of a file.
PRODUCT_NAME: Final = "ProductName"
TARGET_CLUSTER_AGAIN: Final = "Target_Cluster"
"""The plan contains the target cluster under two names."""

COPY_FIELDS: Final = {
    "email_subject": "email_subject",
    "email_body": "email_body",
    "whatsapp_message": "whatsapp_message",
    "stock_code": PLAN_COLUMNS["stock_code"],
    **_OFFER,
    "product_description": "ProductDescription",
    "generated_at": "generatedAt",
}
"""Fields of a generated and stored campaign. Stored checksums depend on this order."""
COPY_PROVENANCE: Final = ("provider", "model", "prompt_version", "version", "status")
"""More of its fields, with the same name in both."""
