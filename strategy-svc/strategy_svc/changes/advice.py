"""The rows used to compare two plans, and the inputs of the live plan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """What a plan advised on a product; null where a plan from another tool has no value.

    Attributes:
        discount: Percent.
        money_at_stake: Expected gain.
        current_stock: Units.
        predicted_7d_demand: Units.
    """

    stock_code: str
    product_name: str
    discount: float | None
    target_cluster: str
    objective: str
    money_at_stake: float | None
    current_stock: int | None
    predicted_7d_demand: float | None

    @property
    def offer(self) -> tuple[float | None, str, str]:
        """The fields compared: advice with equal fields counts as unchanged."""
        return self.discount, self.target_cluster, self.objective


@dataclass(frozen=True)
class ProductNow:
    """A product's row in the inputs of the live plan."""

    stock_code: str
    demand: float | None
    stock: int
    status: str
    unit_price: float | None
    unit_cost: float | None
    evidence: str
