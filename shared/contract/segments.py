"""The labels of the five customer segments, as assigned by segmentation-svc."""

from typing import Final, Literal

Segment = Literal[
    "VIP Customers",
    "Regular Customers",
    "New Customers",
    "At-Risk Customers",
    "Lost Customers",
]
VIP: Final = "VIP Customers"
REGULAR: Final = "Regular Customers"
NEW: Final = "New Customers"
AT_RISK: Final = "At-Risk Customers"
LOST: Final = "Lost Customers"
SEGMENTS: Final[tuple[Segment, ...]] = (VIP, REGULAR, NEW, AT_RISK, LOST)
