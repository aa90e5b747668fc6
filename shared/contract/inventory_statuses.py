"""The contract's three words for a product's stock relative to the next 7 days' demand."""

from typing import Final, Literal

InventoryStatus = Literal["OVERSTOCKED", "HEALTHY", "UNDERSTOCKED"]
OVERSTOCKED: Final = "OVERSTOCKED"
HEALTHY: Final = "HEALTHY"
UNDERSTOCKED: Final = "UNDERSTOCKED"
INVENTORY_STATUSES: Final[tuple[InventoryStatus, ...]] = (OVERSTOCKED, HEALTHY, UNDERSTOCKED)
