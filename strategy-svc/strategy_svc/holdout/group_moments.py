"""Sums over a group of customers from which the lift is computed.

Sums of parts add up, so an audience of any size can be measured one part at a time.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """Sums over `n` customers with an outcome `y` and a covariate `x` from before the campaign."""

    n: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )

    @property
    def means(self) -> tuple[float, float]:
        """Means of x and y."""
        return self.x / self.n, self.y / self.n

    @property
    def centred(self) -> tuple[float, float, float]:
        """Sums of squares of x, of y, and of their products, around the means."""
        mean_x, mean_y = self.means
        xx, yy = self.xx - self.x * mean_x, self.yy - self.y * mean_y
        return max(xx, 0.0), max(yy, 0.0), self.xy - self.x * mean_y


def moments(before: Floats, after: Floats) -> Moments:
    """Moments of customers with covariate `before` and outcome `after`, of equal length."""
    return Moments(
        len(after),
        float(before.sum()),
        float(after.sum()),
        float((before**2).sum()),
        float((after**2).sum()),
        float((before * after).sum()),
    )
