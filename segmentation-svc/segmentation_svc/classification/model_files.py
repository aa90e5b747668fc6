"""The two pickles of a state folder, read in a short-lived child process."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Annotated, Final

import structlog
from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from contract.snapshot_files import KMEANS_FILE, SCALER_FILE
from fleet.errors import Unavailable
from fleet.statements import statement
from segmentation_svc.model.nearest_centroid import CentroidModel, Split

TIMEOUT_SECONDS: Final = 40.0
_READER: Final = "segmentation_svc.classification.pickle_reader"
_MAX_ANSWER: Final = 1024 * 1024
_log = structlog.get_logger("segmentation.model_files")

Triple = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Leaf = Annotated[int, Field(ge=0, le=4)]


class _Scaler(BaseModel):
    mean: Triple
    scale: Triple


class _Node(BaseModel):
    left_center: Triple
    right_center: Triple
    left: "_Node | Leaf"
    right: "_Node | Leaf"


class _Answer(BaseModel):
    """The output of the child process."""

    refused: str | None = None
    scaler: _Scaler | None = None
    centroids: Annotated[tuple[Triple, ...], Field(min_length=5, max_length=5)] | None = None
    tree: _Node | None = None


class ModelFilesRefused(Unavailable):
    """The pickles contain no usable model; retrying won't help."""


def read_model_files(scaler: bytes, kmeans: bytes, log_columns: tuple[str, ...]) -> CentroidModel:
    """The scaler and centroids in two pickles. Runs whatever code the pickles contain.

    Args:
        scaler: Content of `rfm_scaler.pkl`, trusted by the caller.
        kmeans: Content of `kmeans_rfm.pkl`, likewise.
        log_columns: Features that are transformed by log1p before the scaler.

    Raises:
        ModelFilesRefused: they contain something else, or can't be loaded.
        Unavailable: the child took too long or died.
    """
    with tempfile.TemporaryDirectory(prefix="model-files-") as folder:
        paths = [Path(folder) / SCALER_FILE, Path(folder) / KMEANS_FILE]
        for path, content in zip(paths, (scaler, kmeans), strict=True):
            path.write_bytes(content)
        return model_of(_run_child(*paths), log_columns)


def model_of(printed: bytes, log_columns: tuple[str, ...]) -> CentroidModel:
    """The model in the child's output, which is validated like any input.

    Raises:
        ModelFilesRefused: the child reports why there is no model.
        Unavailable: the output is malformed.
    """
    answer = _parse(printed)
    if answer.refused is not None:
        raise ModelFilesRefused(statement("models_unreadable"), note=answer.refused)
    if answer.scaler is None or answer.centroids is None:
        raise _died("its output has no model")
    return CentroidModel(
        log_columns=log_columns,
        mean=answer.scaler.mean,
        scale=answer.scaler.scale,
        centroids=answer.centroids,
        tree=_split(answer.tree) if answer.tree else None,
    )


def _run_child(scaler: Path, kmeans: Path) -> bytes:
    """The child's output; the child and its own children are killed afterwards."""
    command = [sys.executable, "-P", "-m", _READER, str(scaler.resolve()), str(kmeans.resolve())]
    with (
        tempfile.TemporaryDirectory(prefix="model-files-") as nowhere,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            command,
            cwd=nowhere,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            code = child.wait(TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            raise _died(f"it took more than {TIMEOUT_SECONDS:.0f} s") from None
        finally:
            _end(child)
        if code != 0:
            _log.warning("pickle_reader_died", code=code, stderr=_tail(err))
            raise _died(f"it ended with code {code}")
        out.seek(0)
        return out.read(_MAX_ANSWER)


def _environment() -> dict[str, str]:
    """Only the import path, so that no secret reaches a pickle."""
    return {
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child's whole session, so that nothing a pickle started survives."""
    with contextlib.suppress(ProcessLookupError):  # usually no process is left
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _parse(printed: bytes) -> _Answer:
    try:
        return _Answer.model_validate_json(printed)
    except ValidationError:
        raise _died("its output is malformed") from None


def _split(node: _Node) -> Split:
    return Split(node.left_center, node.right_center, _branch(node.left), _branch(node.right))


def _branch(node: _Node | int) -> Split | int:
    return node if isinstance(node, int) else _split(node)


def _died(how: str) -> Unavailable:
    return Unavailable(
        statement("models_unreadable"),
        note=f"The process that loads {SCALER_FILE} and {KMEANS_FILE} failed: {how}. Check the "
        "log, or run `smartretail refresh`.",
    )


def _tail(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read(_MAX_ANSWER).decode(errors="replace")[-500:]
