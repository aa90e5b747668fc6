"""Snapshots are verified, swapped whole, and survive what happens to them."""

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


async def test_hot_swap(tmp_path: Path) -> None:
    """A new snapshot takes over by itself, and what was taken before stays whole."""
    first = publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, read) as live:
        taken = live.current
        second = publish(tmp_path, "two")
        await until(lambda: live.current.snapshot.id == second)
        assert (taken.snapshot.id, taken.view) == (first, '{"A": "one"}')
        assert live.current.view == '{"A": "two"}'


async def test_starts_without_state(tmp_path: Path) -> None:
    """With no state a service starts, says what to do, and serves as soon as there is one."""
    async with LiveSnapshot(tmp_path / "none", read) as live:
        with pytest.raises(SnapshotUnavailable, match="smartretail refresh"):
            _ = live.current
        publish(tmp_path / "none", "late")
        await until(lambda: live.status()["snapshot"] is not None)


async def test_changed_file_is_refused(tmp_path: Path) -> None:
    """A file that is not what its manifest describes is not served; the old snapshot is."""
    first = publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, read) as live:
        second = publish(tmp_path, "two")
        (tmp_path / "snapshots" / second / "products.json").write_text('{"A": "forged"}')
        await until(lambda: live.status()["problem"] is not None)
        assert live.current.snapshot.id == first
        assert "manifest" in (live.status()["problem"] or "")


async def test_defect_in_loading_keeps_the_old(tmp_path: Path) -> None:
    """A view that cannot be made leaves the old one serving, and the next snapshot is tried."""

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


async def test_flat_folder(tmp_path: Path) -> None:
    """A folder without CURRENT is served as it is, nobody vouches for it, and changes are seen."""
    write_flat_state(tmp_path, {"products.json": {"A": "flat"}})
    async with LiveSnapshot(tmp_path, read) as live:
        before = live.current.snapshot
        assert before.id.startswith("flat-")
        assert before.manifest is None
        write_flat_state(tmp_path, {"products.json": {"A": "flat, changed"}})
        await until(lambda: live.current.snapshot.id != before.id)


@pytest.mark.parametrize("pointer", ["", "../../etc", "no-such-snapshot", "a\nb", "\x00"])
async def test_bad_pointer(pointer: str, tmp_path: Path) -> None:
    """A CURRENT that names no snapshot is an answer that says what to do."""
    publish(tmp_path, "one")
    (tmp_path / "CURRENT").write_text(pointer)
    async with LiveSnapshot(tmp_path, read) as live:
        with pytest.raises(SnapshotUnavailable, match="smartretail rollback"):
            _ = live.current


async def test_missing_file_is_named(tmp_path: Path) -> None:
    """A snapshot that lacks a file says which."""
    publish(tmp_path, "one")
    async with LiveSnapshot(tmp_path, lambda found: found.read_bytes("stock.csv")) as live:
        with pytest.raises(SnapshotUnavailable, match=r"stock\.csv is missing"):
            _ = live.current


def opened(state: Path) -> Snapshot:
    publish(state, "one")
    return open_snapshot(state, find_snapshot(state))


def test_file_replaced_after_it_was_verified_is_refused(tmp_path: Path) -> None:
    """A path that was handed out once is not handed out again for another content."""
    snapshot = opened(tmp_path)
    path = snapshot.verified_path("products.json")
    path.write_bytes(b"forged")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json in snapshot .* manifest"):
        snapshot.verified_path("products.json")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json in snapshot .* manifest"):
        snapshot.read_bytes("products.json")


def test_removed_file_is_missing_and_not_absent(tmp_path: Path) -> None:
    """A file that the manifest lists and nobody finds is an error, not an optional file."""
    snapshot = opened(tmp_path)
    snapshot.verified_path("products.json").unlink()
    assert snapshot.has("products.json")
    with pytest.raises(SnapshotUnavailable, match=r"products\.json is missing"):
        snapshot.verified_path("products.json")


def test_file_is_hashed_once_for_all_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight requests that read the same file at the same time verify it once between them."""
    hashed: list[Path] = []

    def counted(path: Path) -> str:
        hashed.append(path)
        return sha256_of(path)

    monkeypatch.setattr("fleet.snapshots.snapshot.sha256_of", counted)
    snapshot = opened(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(snapshot.verified_path, ["products.json"] * 8))
    assert hashed == list(paths)


def test_broken_manifest(tmp_path: Path) -> None:
    """A manifest that is no JSON stops the snapshot from being served, in words."""
    snapshot_id = publish(tmp_path, "one")
    (tmp_path / "snapshots" / snapshot_id / "manifest.json").write_text("{")
    with pytest.raises(SnapshotUnavailable, match="malformed"):
        open_snapshot(tmp_path, snapshot_id)


def test_ten_are_kept(tmp_path: Path) -> None:
    """The last ten snapshots stay, newest first, and the live one is marked."""
    ids = [publish(tmp_path, str(number)) for number in range(12)]
    summaries = StateWriter(tmp_path).summaries()
    assert len(summaries) == 10
    assert {entry.id for entry in summaries} <= set(ids)
    assert [entry.id for entry in summaries if entry.live] == [ids[-1]]


def test_rollback(tmp_path: Path) -> None:
    """Rolling back points to the one before, or to a named one, and refuses what is not there."""
    writer = StateWriter(tmp_path)
    publish(tmp_path, "one")
    newest = max(publish(tmp_path, "two"), publish(tmp_path, "three"))
    writer.rollback(newest)
    previous = sorted(entry.id for entry in writer.summaries())[-2]
    assert writer.rollback() == previous
    assert (tmp_path / "CURRENT").read_text() == f"{previous}\n"
    with pytest.raises(NotFound, match="no snapshot nonsense"):
        writer.rollback("nonsense")


def test_nothing_to_roll_back_to(tmp_path: Path) -> None:
    """With one snapshot there is nothing before it."""
    publish(tmp_path, "one")
    with pytest.raises(NotFound, match="before the live one"):
        StateWriter(tmp_path).rollback()


def test_orphaned_staging_is_cleaned(tmp_path: Path) -> None:
    """What a killed refresh left behind is gone when the next one begins."""
    writer = StateWriter(tmp_path)
    with writer.locked():
        orphan = writer.begin()
    with writer.locked():
        staging = writer.begin()
        assert not orphan.exists()
        assert staging.exists()


def test_two_writers(tmp_path: Path) -> None:
    """A second refresh of the same folder says that one is under way."""
    first, second = StateWriter(tmp_path).locked(), StateWriter(tmp_path).locked()
    with first, pytest.raises(Conflict, match="Wait for the other refresh"), second:
        pass


def test_unwritable_folder(tmp_path: Path) -> None:
    """A state path that cannot be a folder is refused with the option to change."""
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(InvalidInput, match="STATE_URL"), StateWriter(blocker / "state").locked():
        pass


def test_published_files_are_described(tmp_path: Path) -> None:
    """Files the manifest describes are read; a file it does not describe is refused."""
    snapshot = opened(tmp_path)
    path = snapshot.verified_path("products.json")
    shutil.copy(path, path.with_name("extra.json"))
    for name in ("manifest.json", "extra.json"):
        assert snapshot.has(name)
        with pytest.raises(SnapshotUnavailable, match=f"{name} in snapshot .* manifest"):
            snapshot.read_bytes(name)
        with pytest.raises(SnapshotUnavailable, match=f"{name} in snapshot .* manifest"):
            snapshot.verified_path(name)
