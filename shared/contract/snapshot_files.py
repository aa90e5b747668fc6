"""Names of the files in a snapshot."""

from typing import Final

# The contract's files, which other tools may also write into a flat folder.
DEMAND_FILE: Final = "predicted_7d_demand.csv"
INVENTORY_FILE: Final = "inventory_state.csv"
SEGMENTS_FILE: Final = "customer_segments.csv"
PLAN_FILE: Final = "campaign_plan.csv"
NAMES_FILE: Final = "products.json"
SCALER_FILE: Final = "rfm_scaler.pkl"
KMEANS_FILE: Final = "kmeans_rfm.pkl"
WELL_KNOWN_FILES: Final = (
    DEMAND_FILE,
    INVENTORY_FILE,
    SEGMENTS_FILE,
    PLAN_FILE,
    NAMES_FILE,
    SCALER_FILE,
    KMEANS_FILE,
)

# Written by the ledger job.
LEDGER_FILE: Final = "ledger.parquet"
CATALOGUE_FILE: Final = "catalogue.parquet"
PROMOTIONS_FILE: Final = "promotions.parquet"
QUALITY_FILE: Final = "data_quality.json"

# Written by the forecast jobs.
BACKTEST_FILE: Final = "backtest.json"
DEMAND_CHANGES_FILE: Final = "demand_moves.json"
FORECAST_LOG_FILE: Final = "forecast_log.parquet"
OUTCOMES_FILE: Final = "demand_outcomes.json"

# Written by the segments job.
SEGMENT_MODEL_FILE: Final = "segment_model.json"
PROFILES_FILE: Final = "segment_profiles.json"
CERTIFICATE_FILE: Final = "segments_certificate.json"

# Written by the plan job.
EXPLANATIONS_FILE: Final = "plan_explanations.json"
PLAN_INPUTS_FILE: Final = "plan_inputs.parquet"
PLAN_CUSTOMERS_FILE: Final = "plan_customers.parquet"
