"""Snapshots are verified, replaced atomically, and robust against damage."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.states import write_flat_state, write_snapshot
from support.waiting import until

from fleet.errors import Conflict, InvalidInput, NotFound, SnapshotUnavailable
from fleet.snapshots import (
    LiveSnapshot,
    Snapshot,
    StateWriter,
    find_snapshot,
    open_snapshot,
)
from fleet.snapshots.manifest import sha256_of


def publish(state: Path, name: str) -> str:
    return write_snapshot(state, {"products.json": {"A": name}})


def read(snapshot: Snapshot) -> str:
    return snapshot.read_bytes("products.json").decode()


async def test_new_snapshot_is_loaded_without_restart(tmp_path: Path) -> None:
    """A new snapshot is loaded automatically, and a snapshot already in use does not change."""
    first = publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, read) as live:
        taken = live.current
        second = publish(tmp_path, "two")
        await until(lambda: live.current.snapshot.id == second)
        assert (taken.snapshot.id, taken.view) == (first, '{"A": "one"}')
        assert live.current.view == '{"A": "two"}'


async def test_starts_without_state(tmp_path: Path) -> None:
    """Without state a service starts, says what to do, and serves once a snapshot exists."""
    async with LiveSnapshot(tmp_path / "none", read) as live:
        with pytest.raises(SnapshotUnavailable, match="smartretail refresh"):
            _ = live.current
        publish(tmp_path / "none", "late")
        await until(lambda: live.status()["snapshot"] is not None)


async def test_changed_file_is_rejected(tmp_path: Path) -> None:
    """A snapshot with a file that differs from its manifest is not served; the old one is."""
    first = publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, read) as live:
        second = publish(tmp_path, "two")
        (tmp_path / "snapshots" / second / "products.json").write_text('{"A": "forged"}')
        await until(lambda: live.status()["problem"] is not None)
        assert live.current.snapshot.id == first
        assert "manifest" in (live.status()["problem"] or "")


async def test_failed_load_keeps_the_old_snapshot(tmp_path: Path) -> None:
    """If loading fails the old view is served, and the next snapshot is tried."""

    def picky(snapshot: Snapshot) -> str:
        text = read(snapshot)
        if "bad" in text:
            raise ValueError(text)
        return text

    publish(tmp_path, "good")
    async with LiveSnapshot(tmp_path, picky) as live:
        publish(tmp_path, "bad")
        await until(lambda: live.status()["problem"] is not None)
        assert "good" in live.current.view
        publish(tmp_path, "better")
        await until(lambda: "better" in live.current.view)
        assert live.status()["problem"] is None


async def test_flat_folder_is_served_unverified(tmp_path: Path) -> None:
    """A folder without CURRENT is served without verification, and changes are detected."""
    write_flat_state(tmp_path, {"products.json": {"A": "flat"}})
    async with LiveSnapshot(tmp_path, read) as live:
        before = live.current.snapshot
        assert before.id.startswith("flat-")
        assert before.manifest is None
        write_flat_state(tmp_path, {"products.json": {"A": "flat, changed"}})
        await until(lambda: live.current.snapshot.id != before.id)


@pytest.mark.parametrize("pointer", ["", "../../etc", "no-such-snapshot", "a\nb", "\x00"])
async def test_invalid_current_pointer_is_reported(pointer: str, tmp_path: Path) -> None:
    """A CURRENT that names no snapshot gives an error that says what to do."""
    publish(tmp_path, "one")
    (tmp_path / "CURRENT").write_text(pointer)
    async with LiveSnapshot(tmp_path, read) as live:
        with pytest.raises(SnapshotUnavailable, match="smartretail rollback"):
            _ = live.current


async def test_missing_file_is_named(tmp_path: Path) -> None:
    """The error names the file that the snapshot lacks."""
    publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, lambda found: found.read_bytes("stock.csv")) as live:
        with pytest.raises(SnapshotUnavailable, match=r"stock\.csv is missing"):
            _ = live.current


def opened(state: Path) -> Snapshot:
    publish(state, "one")
    return open_snapshot(state, find_snapshot(state))


def test_file_replaced_after_verification_is_rejected(tmp_path: Path) -> None:
    """A path returned once is not returned again after its content has changed."""
    snapshot = opened(tmp_path)
    path = snapshot.verified_path("products.json")
    path.write_bytes(b"forged")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json in snapshot .* manifest"):
        snapshot.verified_path("products.json")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json in snapshot .* manifest"):
        snapshot.read_bytes("products.json")


def test_removed_file_is_an_error(tmp_path: Path) -> None:
    """A file that is listed in the manifest but missing is an error, not an optional file."""
    snapshot = opened(tmp_path)
    snapshot.verified_path("products.json").unlink()
    assert snapshot.has("products.json")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json is missing"):
        snapshot.verified_path("products.json")


def test_file_is_hashed_once_across_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight concurrent reads of one file verify it once."""
    hashed: list[Path] = []

    def counted(path: Path) -> str:
        hashed.append(path)
        return sha256_of(path)

    monkeypatch.setattr("fleet.snapshots.snapshot.sha256_of", counted)
    snapshot = opened(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(snapshot.verified_path, ["products.json"] * 8))
    assert hashed == list(paths)


def test_invalid_manifest_is_reported(tmp_path: Path) -> None:
    """A snapshot whose manifest is not JSON is not served, and the error explains why."""
    snapshot_id = publish(tmp_path, "one")
    (tmp_path / "snapshots" / snapshot_id / "manifest.json").write_text("{")
    with pytest.raises(SnapshotUnavailable, match="malformed"):
        open_snapshot(tmp_path, snapshot_id)


def test_last_ten_snapshots_are_kept(tmp_path: Path) -> None:
    """The last ten snapshots are kept, newest first, and the live one is marked."""
    ids = [publish(tmp_path, str(number)) for number in range(12)]
    summaries = StateWriter(tmp_path).summaries()
    assert len(summaries) == 10
    assert {entry.id for entry in summaries} <= set(ids)
    assert [entry.id for entry in summaries if entry.live] == [ids[-1]]


def test_rollback_to_previous_or_named_snapshot(tmp_path: Path) -> None:
    """Rolling back selects the previous or a named snapshot and rejects an unknown one."""
    writer = StateWriter(tmp_path)
    publish(tmp_path, "one")
    newest = max(publish(tmp_path, "two"), publish(tmp_path, "three"))
    writer.rollback(newest)
    previous = sorted(entry.id for entry in writer.summaries())[-2]
    assert writer.rollback() == previous
    assert (tmp_path / "CURRENT").read_text() == f"{previous}\n"
    with pytest.raises(NotFound, match="no snapshot nonsense"):
        writer.rollback("nonsense")


def test_rollback_needs_an_earlier_snapshot(tmp_path: Path) -> None:
    """With a single snapshot rolling back is rejected."""
    publish(tmp_path, "one")
    with pytest.raises(NotFound, match="before the live one"):
        StateWriter(tmp_path).rollback()


def test_orphaned_staging_is_removed(tmp_path: Path) -> None:
    """Files left by a killed refresh are removed when the next one starts."""
    writer = StateWriter(tmp_path)
    with writer.locked():
        orphan = writer.begin()
    with writer.locked():
        staging = writer.begin()
        assert not orphan.exists()
        assert staging.exists()


def test_second_refresh_is_rejected(tmp_path: Path) -> None:
    """A second refresh of the same folder reports that one is running."""
    first, second = StateWriter(tmp_path).locked(), StateWriter(tmp_path).locked()
    with first, pytest.raises(Conflict, match="Wait for the other refresh"), second:
        pass


def test_unusable_state_path_is_rejected(tmp_path: Path) -> None:
    """A state path that can't be a folder is rejected, and the error names the option."""
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(InvalidInput, match="STATE_URL"), StateWriter(blocker / "state").locked():
        pass


def test_only_files_in_the_manifest_are_read(tmp_path: Path) -> None:
    """Files in the manifest are read; any other file is rejected."""
    snapshot = opened(tmp_path)
    path = snapshot.verified_path("products.json")
    shutil.copy(path, path.with_name("extra.json"))
    for name in ("manifest.json", "extra.json"):
        assert snapshot.has(name)
        with pytest.raises(SnapshotUnavailable, match=f"{name} in snapshot .* manifest"):
            snapshot.read_bytes(name)
        with pytest.raises(SnapshotUnavailable, match=f"{name} in snapshot .* manifest"):
            snapshot.verified_path(name)
