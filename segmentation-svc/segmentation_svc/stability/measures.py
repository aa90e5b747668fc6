"""Measures of the stability and predictive value of segments."""

# scikit-learn's types are incomplete.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import numpy as np
from numpy.typing import NDArray

from segmentation_svc.model.nearest_centroid import Floats, Ints


def adjusted_rand(first: Ints, second: Ints) -> float:
    """Adjusted Rand index of two partitions (L. Hubert, P. Arabie, Comparing partitions, 1985)."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - loaded by the refresh only

    return float(adjusted_rand_score(first, second))


def area_under_roc(happened: NDArray[np.bool_], score: Floats) -> float | None:
    """ROC AUC: probability that a positive case scores above a negative one, ties count half.

    None if all cases are positive or all negative.
    """
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - loaded by the refresh only

    if happened.all() or not happened.any():
        return None
    return float(roc_auc_score(happened, score))


def eta_squared(values: Floats, groups: Ints) -> float | None:
    """Share of the variance of `values` between groups; None if there is no variance."""
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
    """Share of labelled customers whose label changed; None if nobody was labelled."""
    labelled = before != unknown
    return float((before[labelled] != after[labelled]).mean()) if labelled.any() else None
