"""Measures of how stable segments are and how well they predict."""

# scikit-learn has no complete types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segmentation_svc.model.nearest_centroid import Floats, Ints


def adjusted_rand(first: Ints, second: Ints) -> float:
    """Adjusted Rand index of two partitions (L. Hubert, P. Arabie, Comparing partitions, 1985)."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - loaded by the refresh only

    score: Any = adjusted_rand_score(first, second)
    return float(score)


def area_under_roc(happened: NDArray[np.bool_], score: Floats) -> float | None:
    """Probability that someone who did it scores above someone who didn't, ties half (ROC AUC).

    None where all or none did it.
    """
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - loaded by the refresh only

    if happened.all() or not happened.any():
        return None
    area: Any = roc_auc_score(happened, score)
    return float(area)


def eta_squared(values: Floats, groups: Ints) -> float | None:
    """Share of the variance of `values` that lies between groups; None where there is none."""
    mean = float(values.mean())
    total = float(((values - mean) ** 2).sum())
    if total <= 0:
        return None
    codes: list[int] = np.unique(groups).astype(np.int64).tolist()
    between: float = sum(
        float((groups == code).sum()) * float(values[groups == code].mean() - mean) ** 2
        for code in codes
    )
    return between / total


def changed(before: Ints, after: Ints, unknown: int) -> float | None:
    """Share of labelled customers whose label changed; None if nobody had one."""
    labelled = before != unknown
    return float((before[labelled] != after[labelled]).mean()) if labelled.any() else None
