"""An interrupted refresh leaves the live snapshot unchanged, whenever and however it ends."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from support import smartretail, wait_until
from support.processes import BIN, COMMAND, bare_environment

pytestmark = pytest.mark.long


def start_refresh(state: Path, ledger: Path, until: str) -> subprocess.Popen[str]:
    """A refresh that has just written the file `until`."""
    process = subprocess.Popen(
        [COMMAND, "refresh", "--ledger", ledger, "--state", state],
        cwd=state.parent,
        env=bare_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: list(state.glob(f"snapshots/.staging-*/{until}")) != [], 60)
    return process


def staging_folders(state: Path) -> list[Path]:
    """Folders left by refreshes that failed."""
    return list(state.glob("snapshots/.staging-*"))


def test_next_refresh_cleans_up_a_killed_one(own_state: Path, small_files: Path) -> None:
    """After SIGKILL the old snapshot is live, and the next refresh removes the leftovers."""
    ledger, live = small_files / "ledger.csv", (own_state / "CURRENT").read_text()
    process = start_refresh(own_state, ledger, "products.json")
    process.kill()
    process.communicate()
    assert (own_state / "CURRENT").read_text() == live
    assert len(staging_folders(own_state)) == 1
    ended = smartretail("refresh", "--ledger", ledger, "--state", own_state, cwd=own_state.parent)
    assert ended.code == 0, ended.err
    assert staging_folders(own_state) == []
    assert (own_state / "CURRENT").read_text() == ended.out != live


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_terminated_refresh_cleans_up(
    number: signal.Signals, own_state: Path, small_files: Path
) -> None:
    """SIGTERM and Ctrl-C end a refresh without leftovers and with the usual exit code."""
    live = (own_state / "CURRENT").read_text()
    process = start_refresh(own_state, small_files / "ledger.csv", "products.json")
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert out == ""
    assert "Traceback" not in err
    assert staging_folders(own_state) == []
    assert (own_state / "CURRENT").read_text() == live


def test_second_refresh_is_rejected(own_state: Path, small_files: Path) -> None:
    """A refresh that finds another one running says so and exits; the first continues."""
    ledger = small_files / "ledger.csv"
    first = start_refresh(own_state, ledger, "products.json")
    first.send_signal(signal.SIGSTOP)
    try:
        second = smartretail(
            "refresh", "--ledger", ledger, "--state", own_state, cwd=own_state.parent
        )
    finally:
        first.send_signal(signal.SIGCONT)
    assert second.code == 1
    assert "Wait for the other refresh" in second.err
    out, err = first.communicate(timeout=120)
    assert first.returncode == 0, err
    assert (own_state / "CURRENT").read_text() == out


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_full_disk_is_reported(share: float, own_state: Path, small_files: Path) -> None:
    """On a full file system the refresh says so and leaves no staging folder."""
    room = int(share * sum(path.stat().st_size for path in own_state.rglob("*"))) // 1024
    script = (
        f'set -e; mkdir disk; mount -t tmpfs -o size={room}k tmpfs disk; cp "$1" disk/CURRENT; '
        'set +e; "$2" refresh --ledger "$3" --state disk; echo "code $?"; '
        'echo "left $(ls -A disk/snapshots | wc -l)"; cat disk/CURRENT'
    )
    arguments = [own_state / "CURRENT", BIN / "smartretail", small_files / "ledger.csv"]
    unshare = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    ended = subprocess.run(
        [*unshare, "sh", "-c", script, "sh", *arguments],
        cwd=own_state.parent,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if "code" not in ended.stdout:
        pytest.skip(f"no file system of the test's own here: {ended.stderr.strip()}")
    live = (own_state / "CURRENT").read_text()
    assert ended.stdout == f"code 1\nleft 0\n{live}"
    assert "the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
