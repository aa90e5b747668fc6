"""Unusable files in a snapshot are rejected consistently."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import BaseModel
from support.states import write_flat_state

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Snapshot, find_snapshot, open_snapshot
from fleet.snapshots.readers import read_csv, read_json, read_model, read_parquet, read_texts


class Count(BaseModel):
    """The contents of a test file."""

    units: int


def opened(folder: Path, **files: Any) -> Snapshot:
    """A flat folder with these files."""
    write_flat_state(folder, {name.replace("__", "."): content for name, content in files.items()})
    return open_snapshot(folder, find_snapshot(folder))


UNUSABLE: dict[str, tuple[bytes, Callable[[Snapshot, str], object], str]] = {
    "no table": (b"", lambda one, name: read_csv(one, name, ["a"]), "cannot be read"),
    "no column": (b"b\n1\n", lambda one, name: read_csv(one, name, ["a"]), "has no column a"),
    "no parquet": (b"PAR1", read_parquet, "cannot be read"),
    "no JSON": (b"{", read_json, "cannot be read"),
    "no object": (b"[1]", read_json, "is not a JSON object"),
    "no texts": (b"[1]", read_texts, "is not a JSON object"),
    "no count": (b'{"units": "x"}', lambda one, name: read_model(one, name, Count), "not usable"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_file_is_named(case: str, tmp_path: Path) -> None:
    """The statement names file and snapshot; the note gives the reason and what to run."""
    content, read, why = UNUSABLE[case]
    snapshot = opened(tmp_path, products__json={}, x__dat=content)
    with pytest.raises(SnapshotUnavailable) as caught:
        read(snapshot, "x.dat")
    stated = caught.value.statement
    assert stated is not None
    assert (stated.code, stated.values) == (
        "file_unusable",
        {"file": "x.dat", "snapshot": snapshot.id},
    )
    assert why in caught.value.detail
    assert "\n" not in caught.value.detail
    assert caught.value.detail.endswith("Run `smartretail refresh`.")


def test_missing_optional_file_is_empty(tmp_path: Path) -> None:
    """A missing optional file is read as None or an empty value."""
    snapshot = opened(tmp_path, products__json={})
    assert read_json(snapshot, "x.json") is None
    assert read_texts(snapshot, "x.json") == {}
    assert read_model(snapshot, "x.json", Count) is None


def test_requested_columns_are_read(tmp_path: Path) -> None:
    """The requested columns and rows are read; texts are trimmed and blanks dropped."""
    pl.DataFrame({"a": ["1", "2"], "b": [3, 4]}).write_parquet(tmp_path / "x.parquet")
    texts = {" A ": " mug ", "B": " ", "C": 3}
    snapshot = opened(tmp_path, products__json=texts, x__csv=b"a,b\n007,1\n")
    assert read_parquet(snapshot, "x.parquet", ["b"]).to_dicts() == [{"b": 3}, {"b": 4}]
    only = read_parquet(snapshot, "x.parquet", where=pl.col("a") == "2")
    assert only.to_dicts() == [{"a": "2", "b": 4}]
    assert read_texts(snapshot, "products.json") == {"A": "mug"}
    assert read_csv(snapshot, "x.csv", ["a"]).to_dicts() == [{"a": "007", "b": "1"}]
