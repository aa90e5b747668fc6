"""The parts of a campaign-svc response that the checks need."""

import math
from collections.abc import Iterator, Mapping
from typing import Final, cast

from pydantic import BaseModel

INTERNAL: Final = ("current_stock", "predicted_7d_demand", "unit_price")


class CampaignText(BaseModel):
    """A version of a campaign: its text, and the inputs it was written from.

    Attributes:
        inputs: What the text was generated from, as stored with it.
    """

    stock_code: str
    target_cluster: str
    product_description: str | None = None
    objective: str | None = None
    discount: float | int | None = None
    language: str | None = None
    email_subject: str | None = None
    email_body: str | None = None
    whatsapp_message: str | None = None
    whatsapp_template: dict[str, object] | None = None
    inputs: dict[str, object] = {}

    @property
    def offer(self) -> Mapping[str, object] | None:
        """The offer it was written for; None if unknown."""
        offer = self.inputs.get("offer")
        return cast("dict[str, object]", offer) if isinstance(offer, dict) else None

    def internal_numbers(self) -> Iterator[float]:
        """Stock, demand and price among those inputs."""
        for source in (self.inputs, self.offer or {}):
            yield from usable_numbers(source.get(name) for name in INTERNAL)


class StoredCampaign(CampaignText):
    """The current state of a campaign."""

    status: str
    revision: int
    allowed: list[str]


def usable_numbers(values: Iterator[object]) -> Iterator[float]:
    """Only the values that are finite numbers."""
    return (n for n in values if isinstance(n, int | float) and math.isfinite(n))
