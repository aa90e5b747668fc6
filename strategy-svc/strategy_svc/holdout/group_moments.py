"""Sums over a group of customers from which a lift follows; sums of parts add up.

So an audience of any size is measured a part at a time.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """Of `n` customers with an outcome `y` and, from before the campaign, a covariate `x`."""

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
        """Of x and y."""
        return self.x / self.n, self.y / self.n

    @property
    def centred(self) -> tuple[float, float, float]:
        """Sums of squares of x, of y, and of their products, around the means."""
        mean_x, mean_y = self.means
        xx, yy = self.xx - self.x * mean_x, self.yy - self.y * mean_y
        return max(xx, 0.0), max(yy, 0.0), self.xy - self.x * mean_y


def moments(before: Floats, after: Floats) -> Moments:
    """Of customers whose covariate is `before` and whose outcome is `after`, same length."""
    return Moments(
        len(after),
        float(before.sum()),
        float(after.sum()),
        float((before**2).sum()),
        float((after**2).sum()),
        float((before * after).sum()),
    )
