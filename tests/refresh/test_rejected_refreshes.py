"""A refresh that cannot be done: one sentence, exit code 1, and what was live stays live."""

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from support import Ended, smartretail
from support.ledgers import small_ledger, write_ledger
from support.processes import COMMAND, bare_environment


def files_of(state: Path) -> dict[str, bytes]:
    """Every file of a state but its lock, with its content."""
    return {
        str(path.relative_to(state)): path.read_bytes()
        for path in sorted(state.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def refresh(state: Path, ledger: Path, *options: str | Path) -> Ended:
    """One refresh, started in the folder of the ledger."""
    return smartretail("refresh", "--ledger", ledger, "--state", state, *options, cwd=ledger.parent)


def missing(folder: Path) -> Path:
    return folder / "nowhere.csv"


def empty(folder: Path) -> Path:
    path = folder / "empty.csv"
    path.touch()
    return path


def truncated(folder: Path) -> Path:
    path = write_ledger(small_ledger(), folder / "truncated.parquet")
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def without_quantity(folder: Path) -> Path:
    return write_ledger(small_ledger().drop("Quantity"), folder / "columns.csv")


def bad_date(folder: Path) -> Path:
    path = write_ledger(small_ledger(), folder / "dates.csv")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for at in range(4, len(lines), 10):  # more than one in twenty
        lines[at] = lines[at].replace("2011-", "the year 2011 ")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def nothing_usable(folder: Path) -> Path:
    gifts = small_ledger().with_columns(pl.lit("POST").alias("StockCode"))
    return write_ledger(gifts, folder / "postage.parquet")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (missing, "nowhere.csv"),
        (empty, "empty"),
        (truncated, "truncated.parquet"),
        (without_quantity, "Quantity"),
        (bad_date, "line 5"),
        (nothing_usable, "usable"),
    ],
)
def test_an_unusable_ledger_is_explained_in_a_sentence(
    make: Callable[[Path], Path], says: str, own_state: Path, tmp_path: Path
) -> None:
    """A ledger that cannot be used ends the refresh with a sentence and changes nothing."""
    before = files_of(own_state)
    ended = refresh(own_state, make(tmp_path))
    assert ended.code == 1
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert files_of(own_state) == before


def test_a_stale_ledger_is_refused(own_state: Path, small_files: Path) -> None:
    """A ledger that ends more than 14 days before the as-of date is refused, naming both days."""
    before = files_of(own_state)
    ended = refresh(own_state, small_files / "ledger.csv", "--as-of", "2011-09-24")
    assert ended.code == 1
    assert "8 Sept 2011" in ended.err
    assert "24 Sept 2011" in ended.err
    assert files_of(own_state) == before


def test_an_as_of_that_is_no_date_is_a_usage_error(own_state: Path, small_files: Path) -> None:
    """A flag that cannot be read is a usage error: exit code 2."""
    ended = refresh(own_state, small_files / "ledger.csv", "--as-of", "tomorrow")
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_state_under_a_file_is_refused(small_files: Path, tmp_path: Path) -> None:
    """A state folder that cannot be made is named, and so is what to do."""
    (tmp_path / "file").touch()
    ended = refresh(tmp_path / "file" / "state", small_files / "ledger.csv")
    assert ended.code == 1
    assert "can't write to the snapshot folder" in ended.err
    assert "--state" in ended.err


def test_a_state_without_write_permission_is_refused(own_state: Path, small_files: Path) -> None:
    """A state folder that others own is named, and what is live stays."""
    before = files_of(own_state)
    for path in (own_state, own_state / "snapshots"):
        path.chmod(0o555)
    try:
        ended = _as_nobody(own_state, small_files / "ledger.csv")
    finally:
        for path in (own_state, own_state / "snapshots"):
            path.chmod(0o755)
    assert ended.returncode == 1
    assert f"{own_state}" in ended.stderr
    assert "Permission denied" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files_of(own_state) == before


def _as_nobody(state: Path, ledger: Path) -> subprocess.CompletedProcess[str]:
    """Root may write anywhere, so the refresh runs without that privilege."""
    drop = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--"]
    privilege = drop if os.geteuid() == 0 else []
    return subprocess.run(
        [*privilege, COMMAND, "refresh", "--ledger", ledger, "--state", state],
        cwd=state.parent,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_is_reported_and_nothing_is_left_behind(
    own_state: Path, small_files: Path
) -> None:
    """When the disk takes no more, the refresh says so, tidies up, and what is live stays."""
    before = files_of(own_state)

    def allow_only_small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = subprocess.run(
        [COMMAND, "refresh", "--ledger", small_files / "ledger.csv", "--state", own_state],
        cwd=own_state.parent,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=allow_only_small_files,
    )
    assert ended.returncode == 1
    assert "the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files_of(own_state) == before
