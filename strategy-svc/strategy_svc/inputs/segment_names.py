"""The five segments, by the labels that segmentation gives them."""

from typing import Literal

Segment = Literal[
    "VIP Customers",
    "Regular Customers",
    "New Customers",
    "At-Risk Customers",
    "Lost Customers",
]
VIP: Segment = "VIP Customers"
REGULAR: Segment = "Regular Customers"
NEW: Segment = "New Customers"
AT_RISK: Segment = "At-Risk Customers"
LOST: Segment = "Lost Customers"
SEGMENTS: tuple[Segment, ...] = (VIP, REGULAR, NEW, AT_RISK, LOST)
