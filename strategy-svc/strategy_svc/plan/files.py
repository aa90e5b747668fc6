"""Files of a snapshot that the plan is read from and written to."""

from strategy_svc.inputs.product_columns import INPUTS_FILE

PLAN_FILE = "campaign_plan.csv"
NAMES_FILE = "products.json"
EXPLANATIONS_FILE = "plan_explanations.json"
CUSTOMERS_FILE = "plan_customers.parquet"
OPTIONAL_FILES = (NAMES_FILE, EXPLANATIONS_FILE, INPUTS_FILE)
