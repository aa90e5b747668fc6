"""Reads two trusted scikit-learn pickles in a separate process and prints their numbers.

    python -m segmentation_svc.classification.pickle_reader rfm_scaler.pkl kmeans_rfm.pkl

Loading a pickle runs whatever code it contains: this process has limits on memory, processor time
and file size, and no secrets in its environment; if it crashes, the service keeps running. It
prints one line of JSON: `scaler`, `centroids` and `tree`, or `refused` with the reason.
"""

# The content of a pickle has no type until it is checked.
# pyright: reportUnknownMemberType=false

import json
import math
import os
import resource
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, SupportsFloat

_GIB = 1024**3
_LIMITS = {
    # macOS has no limit on address space
    **({resource.RLIMIT_AS: 4 * _GIB} if sys.platform == "linux" else {}),
    resource.RLIMIT_CPU: 30,
    resource.RLIMIT_FSIZE: 1024**2,
    resource.RLIMIT_CORE: 0,
}
_FEATURES = 3
_CLUSTERS = 5
_NAMES = ("recency", "frequency", "monetary")


_Tree = int | dict[str, object]
"""A cluster, or the two centres and branches of a split."""


class _Node(Protocol):
    """A node of scikit-learn's bisecting k-means tree; a leaf has no branches."""

    center: Sequence[float]
    label: int
    left: "_Node | None"
    right: "_Node"


class RefusedError(Exception):
    """The files contain no usable model; the text is a sentence that says why."""


def main(arguments: Sequence[str]) -> None:
    """Print the numbers in the two files."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what a pickle prints while loading is not part of the answer
    for kind, limit in _LIMITS.items():
        resource.setrlimit(kind, (limit, limit))
    scaler, kmeans = (Path(argument) for argument in arguments)
    os.write(answers, answer_for(scaler, kmeans))


def answer_for(scaler: Path, kmeans: Path) -> bytes:
    """The line of JSON for two files. Runs the code in the pickles."""
    try:
        answer = _read_models(scaler, kmeans)
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    return json.dumps(answer, allow_nan=False).encode()


def _read_models(scaler_path: Path, kmeans_path: Path) -> dict[str, object]:
    """The numbers of a StandardScaler and a KMeans-like model.

    Raises:
        RefusedError: a file can't be loaded, or contains something else.
    """
    scaler = _scaler_numbers(_load(scaler_path), scaler_path.name)
    kmeans = _load(kmeans_path)
    return {
        "scaler": scaler,
        "centroids": _centroids(kmeans, kmeans_path.name),
        "tree": _tree(kmeans),
    }


def _load(path: Path) -> object:
    try:
        import joblib  # noqa: PLC0415 - imported under the limits, like what it loads

        with warnings.catch_warnings():
            # Saved by another minor version: the attributes are checked one by one below.
            warnings.simplefilter("ignore")
            return joblib.load(path)
    except ImportError as error:
        raise RefusedError(
            f"{path.name} needs a module that is not installed here ({_message(error)})."
        ) from None
    except Exception as error:  # noqa: BLE001 - foreign code runs here; any error is reported
        raise RefusedError(
            f"{path.name} cannot be loaded with scikit-learn {version('scikit-learn')} "
            f"({_message(error)}). "
            "Save it again with a newer scikit-learn, or run `smartretail refresh`."
        ) from None


def _scaler_numbers(scaler: object, name: str) -> dict[str, list[float]]:
    if "StandardScaler" not in _kinds(scaler):
        raise RefusedError(f"{name} contains a {type(scaler).__name__}, not a StandardScaler.")
    _check_names(scaler, name)
    mean = getattr(scaler, "mean_", None) if getattr(scaler, "with_mean", True) else None
    scale = _scale(scaler, name) if getattr(scaler, "with_std", True) else None
    if getattr(scaler, "with_mean", True) and mean is None:
        raise RefusedError(f"{name} contains a scaler that was never fitted.")
    return {
        "mean": _numbers([0.0] * _FEATURES if mean is None else mean, f"mean of {name}"),
        "scale": _numbers([1.0] * _FEATURES if scale is None else scale, f"scale of {name}"),
    }


def _scale(scaler: object, name: str) -> list[float]:
    """`scale_`, or computed from `var_` if an old version didn't save it."""
    scale = getattr(scaler, "scale_", getattr(scaler, "std_", None))
    if scale is None:
        variance = getattr(scaler, "var_", None)
        if variance is None:
            raise RefusedError(f"{name} contains a scaler that was never fitted.")
        scale = [math.sqrt(value) for value in variance]
    return [float(value) or 1.0 for value in scale]  # as scikit-learn does for a constant column


def _centroids(kmeans: object, name: str) -> list[list[float]]:
    if not any("KMeans" in kind for kind in _kinds(kmeans)):
        raise RefusedError(f"{name} contains a {type(kmeans).__name__}, not a KMeans.")
    _check_names(kmeans, name)
    centers = getattr(kmeans, "cluster_centers_", None)
    if centers is None:
        raise RefusedError(f"{name} contains a {type(kmeans).__name__} that was never fitted.")
    rows = list(centers)
    if len(rows) != _CLUSTERS:
        raise RefusedError(f"{name} has {len(rows)} clusters; {_CLUSTERS} are needed.")
    return [_numbers(row, f"a centroid of {name}") for row in rows]


def _tree(kmeans: object) -> _Tree | None:
    """Bisecting k-means predicts by descending its tree; None for the others."""
    root = getattr(kmeans, "_bisecting_tree", None)
    if root is None:
        return None
    offset = [float(value) for value in getattr(kmeans, "_X_mean", [0.0] * _FEATURES)]
    return _node(root, offset)


def _node(node: _Node, offset: Sequence[float]) -> _Tree:
    if node.left is None:
        return int(node.label)
    return {
        "left_center": [float(c) + o for c, o in zip(node.left.center, offset, strict=True)],
        "right_center": [float(c) + o for c, o in zip(node.right.center, offset, strict=True)],
        "left": _node(node.left, offset),
        "right": _node(node.right, offset),
    }


def _check_names(model: object, name: str) -> None:
    """If the model names its columns, they must be in the contract's order."""
    feature_names = [
        str(column).strip().lower() for column in getattr(model, "feature_names_in_", ())
    ]
    if feature_names and sorted(feature_names) == sorted(_NAMES) and tuple(feature_names) != _NAMES:
        raise RefusedError(
            f"{name} was fitted on {', '.join(feature_names)}; the order is "
            "Recency, Frequency, Monetary."
        )


def _numbers(values: Iterable[SupportsFloat], what: str) -> list[float]:
    numbers = [float(value) for value in values]
    if len(numbers) != _FEATURES:
        raise RefusedError(
            f"The {what} has {len(numbers)} numbers; Recency, Frequency and Monetary are needed."
        )
    if not all(math.isfinite(number) for number in numbers):
        raise RefusedError(f"The {what} is not finite.")
    return numbers


def _kinds(model: object) -> list[str]:
    return [kind.__name__ for kind in type(model).__mro__]


def _message(error: BaseException) -> str:
    text = " ".join(str(error).split())[:160]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


if __name__ == "__main__":
    main(sys.argv[1:])
