"""A rejected refresh: one message, exit code 1, and the live snapshot stays."""

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
    """Every file of a state except its lock, with its content."""
    return {
        str(path.relative_to(state)): path.read_bytes()
        for path in sorted(state.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def refresh(state: Path, ledger: Path, *options: str | Path) -> Ended:
    """One refresh, run in the folder of the ledger."""
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
    ("make", "message"),
    [
        (missing, "nowhere.csv"),
        (empty, "empty"),
        (truncated, "truncated.parquet"),
        (without_quantity, "Quantity"),
        (bad_date, "line 5"),
        (nothing_usable, "usable"),
    ],
)
def test_unusable_ledger_is_rejected(
    make: Callable[[Path], Path], message: str, own_state: Path, tmp_path: Path
) -> None:
    """An unusable ledger ends the refresh with a message and changes nothing."""
    before = files_of(own_state)
    ended = refresh(own_state, make(tmp_path))
    assert ended.code == 1
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert files_of(own_state) == before


def test_stale_ledger_is_rejected(own_state: Path, small_files: Path) -> None:
    """A ledger that ends over 14 days before the as-of date is rejected with both days."""
    before = files_of(own_state)
    ended = refresh(own_state, small_files / "ledger.csv", "--as-of", "2011-09-24")
    assert ended.code == 1
    assert "8 Sept 2011" in ended.err
    assert "24 Sept 2011" in ended.err
    assert files_of(own_state) == before


def test_invalid_as_of_date_is_a_usage_error(own_state: Path, small_files: Path) -> None:
    """An invalid flag is a usage error: exit code 2."""
    ended = refresh(own_state, small_files / "ledger.csv", "--as-of", "tomorrow")
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_state_below_a_file_is_rejected(small_files: Path, tmp_path: Path) -> None:
    """A state folder that can't be created is named, with what to do."""
    (tmp_path / "file").touch()
    ended = refresh(tmp_path / "file" / "state", small_files / "ledger.csv")
    assert ended.code == 1
    assert "can't write to the snapshot folder" in ended.err
    assert "--state" in ended.err


def test_state_without_write_permission_is_rejected(own_state: Path, small_files: Path) -> None:
    """A state folder owned by others is named, and the live snapshot stays."""
    before = files_of(own_state)
    for path in (own_state, own_state / "snapshots"):
        path.chmod(0o555)
    try:
        ended = _refresh_unprivileged(own_state, small_files / "ledger.csv")
    finally:
        for path in (own_state, own_state / "snapshots"):
            path.chmod(0o755)
    assert ended.returncode == 1
    assert f"{own_state}" in ended.stderr
    assert "Permission denied" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files_of(own_state) == before


def _refresh_unprivileged(state: Path, ledger: Path) -> subprocess.CompletedProcess[str]:
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


def test_full_disk_leaves_no_files(own_state: Path, small_files: Path) -> None:
    """If the disk is full the refresh says so and cleans up, and the live snapshot stays."""
    before = files_of(own_state)

    def limit_file_size() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = subprocess.run(
        [COMMAND, "refresh", "--ledger", small_files / "ledger.csv", "--state", own_state],
        cwd=own_state.parent,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_file_size,
    )
    assert ended.returncode == 1
    assert "the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files_of(own_state) == before
