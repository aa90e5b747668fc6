"""What is said of a customer, as a code with its numbers, and the same in English."""

from dataclasses import dataclass
from typing import Literal

WhyCode = Literal[
    "why_tenure",
    "why_seen_lately",
    "why_lapsed",
    "why_kept",
    "why_cluster",
    "border_inside",
    "border_beyond",
    "silence_stays",
    "silence_moves",
    "orders_move",
    "why_most_of_cluster",
]

_ENGLISH: dict[WhyCode, str] = {
    "why_tenure": "First order {days:.0f} days ago and {orders:.0f} in all: new by tenure.",
    "why_seen_lately": "In numbers one of the {segment}, but ordered {days:.0f} days ago, which "
    "is too recent for that.",
    "why_lapsed": "In numbers one of the {segment}, but silent for {days:.0f} days, more than "
    "{limit}.",
    "why_kept": "Already one of the {segment} last month, and not yet {margin} standard deviations "
    "beyond the border to another segment (nearest centre: {nearest}).",
    "why_cluster": "Nearest to a centre of the {segment}: around {orders:.0f} orders worth "
    "{money:,.0f} in all, the last {days:.0f} days ago.",
    "border_inside": "{deviations:.2f} standard deviations inside the border to the {segment}, "
    "the nearest.",
    "border_beyond": "{deviations:.2f} standard deviations beyond the border to the {segment}, "
    "the nearest.",
    "silence_stays": "Stays one of the {segment} for the next {days} days even without an order.",
    "silence_moves": "Without an order for {days} more days: one of the {segment}.",
    "orders_move": "With {orders} more order{s} today, each worth the {each:,.2f} of the former: "
    "one of the {segment}.",
    "why_most_of_cluster": "Most customers of cluster {cluster} are {segment}.",
}


@dataclass(frozen=True)
class Statement:
    """A code and its values; money is in the shop's currency."""

    code: WhyCode
    values: dict[str, float | str]

    @property
    def english(self) -> str:
        """The sentence, for those who read no codes."""
        plural = "" if self.values.get("orders") == 1 else "s"
        return _ENGLISH[self.code].format(**self.values, s=plural)


def segment_statement(code: WhyCode, **values: float | str) -> Statement:
    """One sentence's code and its values."""
    return Statement(code, values)
