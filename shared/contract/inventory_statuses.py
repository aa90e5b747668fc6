"""The contract's three words for the stock of a product beside the demand of the next 7 days."""

from typing import Final, Literal

InventoryStatus = Literal["OVERSTOCKED", "HEALTHY", "UNDERSTOCKED"]
OVERSTOCKED: Final = "OVERSTOCKED"
HEALTHY: Final = "HEALTHY"
UNDERSTOCKED: Final = "UNDERSTOCKED"
INVENTORY_STATUSES: Final[tuple[InventoryStatus, ...]] = (OVERSTOCKED, HEALTHY, UNDERSTOCKED)
