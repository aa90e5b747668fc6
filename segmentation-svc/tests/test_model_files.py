"""Pickles of other tools: read in a child process, or refused with a reason, without harm."""

# The types of joblib and scikit-learn are incomplete.
# pyright: reportUnknownMemberType=false, reportArgumentType=false

import copy
import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.cluster import BisectingKMeans, KMeans, MiniBatchKMeans
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from support.waiting import PATIENCE_SECONDS, wait_until

from fleet.errors import Unavailable
from segmentation_svc.classification import model_files
from segmentation_svc.classification.model_files import (
    ModelFilesRefused,
    model_of,
    read_model_files,
)
from segmentation_svc.classification.pickle_reader import answer_for
from segmentation_svc.model.nearest_centroid import CentroidModel

random = np.random.default_rng(3)
ROWS = np.exp(random.normal([3, 1, 6], [1, 1, 1], (400, 3)))
PROBES = np.exp(random.normal([3, 1, 6], [1.5, 1.5, 1.5], (500, 3)))
SCALER: Any = StandardScaler().fit(ROWS)
KMEANS: Any = KMeans(5, n_init=1, random_state=0).fit(SCALER.transform(ROWS))


def write_pickles(folder: Path, scaler: Any, kmeans: Any) -> Path:
    joblib.dump(scaler, folder / "rfm_scaler.pkl")
    joblib.dump(kmeans, folder / "kmeans_rfm.pkl", compress=3)
    return folder


def pickle_bytes(scaler: Any, kmeans: Any) -> tuple[bytes, bytes]:
    """The content of the two files."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_pickles(Path(name), scaler, kmeans)
        return (folder / "rfm_scaler.pkl").read_bytes(), (folder / "kmeans_rfm.pkl").read_bytes()


def read_in_process(folder: Path) -> CentroidModel:
    """What the child would return for harmless files, without starting one for each."""
    return model_of(answer_for(folder / "rfm_scaler.pkl", folder / "kmeans_rfm.pkl"), ())


def altered(model: Any, *, without: str | None = None, **changed: object) -> Any:
    """A copy of `model` with its saved state changed, as another version would save it."""
    other: Any = copy.copy(model)
    other.__dict__.update(changed)
    if without is not None:
        del other.__dict__[without]
    return other


def test_child_process_returns_the_models_numbers() -> None:
    """A model read through the child process predicts as scikit-learn does."""
    model = read_model_files(*pickle_bytes(SCALER, KMEANS), ())
    assert model.assign(PROBES) == KMEANS.predict(SCALER.transform(PROBES)).tolist()


@pytest.mark.parametrize(
    "estimator",
    [
        KMeans(5, n_init=1, random_state=0),
        MiniBatchKMeans(5, n_init=1, random_state=0),
        BisectingKMeans(5, random_state=0),
    ],
    ids=lambda model: type(model).__name__,
)
def test_assignment_matches_the_pickled_model(tmp_path: Path, estimator: Any) -> None:
    """Every k-means of scikit-learn, including the bisecting one, gives its own clusters."""
    kmeans = estimator.fit(SCALER.transform(ROWS))
    model = read_in_process(write_pickles(tmp_path, SCALER, kmeans))
    assert model.assign(PROBES) == kmeans.predict(SCALER.transform(PROBES)).tolist()


@pytest.mark.parametrize("version", ["0.24.2", "1.1.3", "99.0"])
def test_any_scikit_learn_version_that_loads_is_used(tmp_path: Path, version: str) -> None:
    """A pickle that names another version is read anyway."""
    # scikit-learn pickles its own version, so the number is replaced in the bytes.
    write_pickles(tmp_path, SCALER, KMEANS)
    joblib.dump(KMEANS, tmp_path / "kmeans_rfm.pkl")
    for name in ("rfm_scaler.pkl", "kmeans_rfm.pkl"):
        pickled = (tmp_path / name).read_bytes()
        old = sklearn.__version__.encode()
        assert old in pickled
        new = version.encode().ljust(len(old), b"0")[: len(old)]
        (tmp_path / name).write_bytes(pickled.replace(old, new))
    model = read_in_process(tmp_path)
    assert model.assign(PROBES) == KMEANS.predict(SCALER.transform(PROBES)).tolist()


@pytest.mark.parametrize("attribute", ["scale_", "n_samples_seen_", "n_features_in_"])
def test_attributes_missing_in_old_versions_are_optional(tmp_path: Path, attribute: str) -> None:
    """What is missing is not needed or can be computed."""
    model = read_in_process(write_pickles(tmp_path, altered(SCALER, without=attribute), KMEANS))
    assert model.assign(PROBES) == KMEANS.predict(SCALER.transform(PROBES)).tolist()


def test_scaler_options_are_honoured(tmp_path: Path) -> None:
    """Both with_mean=False and with_std=False."""
    for options in ({"with_mean": False}, {"with_std": False}):
        scaler: Any = StandardScaler(**options).fit(ROWS)
        model = read_in_process(write_pickles(tmp_path, scaler, KMEANS))
        assert np.allclose(model.scaled(PROBES), scaler.transform(PROBES))


@pytest.mark.parametrize(
    ("scaler", "kmeans", "reason"),
    [
        (MinMaxScaler().fit(ROWS), KMEANS, "MinMaxScaler, not a StandardScaler"),
        (StandardScaler(), KMEANS, "never fitted"),
        (StandardScaler().fit(ROWS[:, :2]), KMEANS, "2 numbers"),
        (SCALER, KMeans(5), "never fitted"),
        (SCALER, KMeans(4, n_init=1).fit(ROWS), "4 clusters; 5 are needed"),
        (SCALER, KMeans(5, n_init=1).fit(ROWS[:, :2]), "2 numbers"),
        (SCALER, {"centroids": []}, "a dict, not a KMeans"),
        (SCALER, SCALER, "a StandardScaler, not a KMeans"),
        (altered(SCALER, mean_=np.array([1, np.nan, 2])), KMEANS, "not finite"),
        (
            altered(SCALER, feature_names_in_=["Monetary", "Recency", "Frequency"]),
            KMEANS,
            "the order is Recency, Frequency, Monetary",
        ),
    ],
)
def test_other_objects_are_rejected(tmp_path: Path, scaler: Any, kmeans: Any, reason: str) -> None:
    """Another kind of model, another shape or another order is rejected in one sentence."""
    with pytest.raises(ModelFilesRefused, match=reason):
        read_in_process(write_pickles(tmp_path, scaler, kmeans))


@pytest.mark.parametrize(
    "content", [b"", b"not a pickle", b"\x80\x04\x95", b"csklearn.cluster.k_means_\nKMeans\n."]
)
def test_unloadable_file_is_rejected(tmp_path: Path, content: bytes) -> None:
    """A truncated file, other content, or a module that scikit-learn has since moved."""
    write_pickles(tmp_path, SCALER, KMEANS)
    (tmp_path / "kmeans_rfm.pkl").write_bytes(content)
    with pytest.raises(ModelFilesRefused, match=r"kmeans_rfm\.pkl"):
        read_in_process(tmp_path)


class CallsOnUnpickling:
    """Runs a function with arguments when it is unpickled."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


@pytest.mark.parametrize(
    ("harmful", "reason"),
    [
        (CallsOnUnpickling(os._exit, 3), "ended with code 3"),
        (CallsOnUnpickling(os.abort), "ended with code -6"),
        (CallsOnUnpickling(bytearray, 1 << 40), "MemoryError"),
        (CallsOnUnpickling(print, '{"scaler": {}}'), "a NoneType, not a StandardScaler"),
        (CallsOnUnpickling(exec, "raise SystemExit(0)"), "its output is malformed"),
    ],
    ids=["exit", "abort", "memory", "print", "silent exit"],
)
def test_crashing_child_does_not_affect_the_parent(harmful: Any, reason: str) -> None:
    """Whatever a trusted pickle does to the process loading it, the answer is an error."""
    with pytest.raises(Unavailable, match=reason):
        read_model_files(*pickle_bytes(harmful, KMEANS), ())


@pytest.mark.long
def test_hanging_child_is_killed_with_its_subprocesses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the timeout neither the child nor its subprocess is running."""
    monkeypatch.setattr(model_files, "TIMEOUT_SECONDS", 6.0)
    output = tmp_path / "pid"
    hang = (
        "import subprocess, time\n"
        "p = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(output)!r}, 'w').write(str(p.pid))\n"
        "time.sleep(600)\n"
    )
    with pytest.raises(Unavailable, match="more than 6 s"):
        read_model_files(*pickle_bytes(CallsOnUnpickling(exec, hang), KMEANS), ())
    pid = int(output.read_text())
    wait_until(lambda: has_exited(pid), PATIENCE_SECONDS, lambda: f"{pid} is still there")


def has_exited(pid: int) -> bool:
    """Whether a killed process has exited; a zombie counts."""
    try:
        os.kill(pid, signal.SIG_DFL)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return status.rpartition(")")[2].split()[0] == "Z"


def test_child_environment_has_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of our environment variables the child gets none."""
    monkeypatch.setenv("GOOGLE_API_KEY", "not-for-pickles")
    output = tmp_path / "environment"
    spy = f"import os; open({str(output)!r}, 'w').write(repr(dict(os.environ)))"
    with pytest.raises(ModelFilesRefused):
        read_model_files(*pickle_bytes(CallsOnUnpickling(exec, spy), KMEANS), ())
    assert "PYTHONPATH" in output.read_text()
    assert "not-for-pickles" not in output.read_text()
