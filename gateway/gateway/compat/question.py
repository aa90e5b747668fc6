"""What shapes the copy, and the digest that tells whether the same was asked before."""

import hashlib
from dataclasses import dataclass

import orjson

from contract.campaign_ids import campaign_id_of


@dataclass(frozen=True)
class Question:
    """One campaign to write copy for.

    Attributes:
        stock_code: As the catalogue spells it.
        product_name: As customers will read it.
        objective: One of the contract's six.
        target_cluster: One of the contract's five segments.
        discount: Percent, 0 to 100.
        tone: None leaves it to the segment.
        language: BCP 47; None is the shop's own.
        variants: How many texts.
    """

    stock_code: str
    product_name: str
    objective: str
    target_cluster: str
    discount: float
    tone: str | None = None
    language: str | None = None
    variants: int = 1

    @property
    def campaign_id(self) -> str:
        """Under which the campaign is kept."""
        return campaign_id_of(self.stock_code, self.target_cluster)

    @property
    def style(self) -> dict[str, str | int]:
        """What was asked of the copy beyond the contract, under genai-svc's names."""
        style: dict[str, str | int] = {"variants": self.variants} if self.variants > 1 else {}
        style |= {} if self.tone is None else {"tone": self.tone}
        return style | ({} if self.language is None else {"language": self.language})

    @property
    def digest(self) -> str:
        """Equal for equal questions. Stock and demand are not in it: they do not shape the copy."""
        parts: list[object] = [
            self.stock_code,
            self.product_name,
            self.objective,
            self.target_cluster,
            float(self.discount),
        ]
        if self.style:  # without, the digest of campaigns that were kept before it could be asked
            parts.append(self.style)
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()
