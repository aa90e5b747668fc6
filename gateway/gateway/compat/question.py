"""What shapes the copy, and the digest that tells whether the same was asked before."""

import hashlib
from dataclasses import dataclass

import orjson


@dataclass(frozen=True)
class Question:
    """One campaign to write copy for.

    Attributes:
        stock_code: As the catalogue spells it.
        product_name: As customers will read it.
        objective: One of the contract's six.
        target_cluster: One of the contract's five segments.
        discount: Percent, 0 to 100.
    """

    stock_code: str
    product_name: str
    objective: str
    target_cluster: str
    discount: float

    @property
    def campaign_id(self) -> str:
        """Under which the campaign is kept."""
        return f"{self.stock_code}_{self.target_cluster}"

    @property
    def digest(self) -> str:
        """Equal for equal questions. Stock and demand are not in it: they do not shape the copy."""
        parts = (
            self.stock_code,
            self.product_name,
            self.objective,
            self.target_cluster,
            float(self.discount),
        )
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()
