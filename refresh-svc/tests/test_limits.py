"""Small files that unpack to huge sizes are rejected in a process with little memory."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest
from support.hostile_files import LINE, far_cell, long_texts, many_rows
from support.ledgers import small_ledger, write_ledger
from support.parquet_files import write_repeated
from support.refresh_service import events, serving, small_snapshot, upload_file

from fleet.snapshots import find_snapshot

MIB = 1024 * 1024
# The task, and what Linux says of the most memory the process had.
MEASURED = """
import runpy, sys
runpy.run_module("smartretail.tasks", run_name="__main__")
print(next(line for line in open("/proc/self/status") if "VmHWM" in line), file=sys.stderr)
"""
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a workbook with one cell far out": (far_cell, "sheet_too_large"),
    "a Parquet file of two billion rows": (many_rows, "file_too_many_cells"),
    "a Parquet file of a million long texts": (long_texts, "file_unpacks_too_large"),
}


def preview_of(file: Path) -> tuple[dict[str, Any], int]:
    """A child process's preview of a sales file, and its peak memory in KiB."""
    task = {
        "task": "preview", "kind": "sales", "file": str(file), "mapping": None,
        "limits": {"memory_bytes": 4096 * MIB, "cpu_seconds": 60},
    }  # fmt: skip
    # Standard input stays open meanwhile: where it ends, the parent is gone.
    with subprocess.Popen(
        [sys.executable, "-c", MEASURED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE))
        child.stdin.flush()
        reported, measured = orjson.loads(child.stdout.readline()), child.stderr.read()
    assert child.returncode == 0
    return reported["preview"], int(measured.split()[1])


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_rejected_in_little_memory(case: str, tmp_path: Path) -> None:
    """A file below 4 KB is rejected with its message by a process below 300 MiB."""
    write, code = HOSTILE[case]
    file = write(tmp_path)
    assert file.stat().st_size < 4 * 1024
    preview, peak = preview_of(file)
    assert preview["problem_statement"]["code"] == code
    assert file.name in preview["problem"]
    assert peak < 300 * 1024


async def test_hostile_file_is_unreadable_and_starts_no_refresh(tmp_path: Path) -> None:
    """The upload gives the reason, and a refresh from it is rejected with the same message."""
    async with serving(tmp_path) as client:
        found = await upload_file(client, "sales", far_cell(tmp_path))
        assert found["status"] == "unreadable"
        assert found["preview"]["problem_statement"]["code"] == "sheet_too_large"
        answer = await client.post("/v1/refreshes", json={"sales": found["id"]})
    assert answer.status_code == 422
    assert found["preview"]["problem"] in answer.json()["detail"]


async def test_preview_over_memory_limit_is_reported(tmp_path: Path) -> None:
    """Texts within the file limit but over the memory limit: the error names the limit."""
    file = write_repeated(tmp_path / "texts.parquet", LINE | {"Description": "M" * MIB}, 10_000)
    async with serving(tmp_path, preview_memory_bytes=256 * MIB) as client:
        found = await upload_file(client, "sales", file)
    assert found["status"] == "unreadable"
    assert "268.4 MB of memory" in found["preview"]["problem"]
    stated = found["preview"]["problem_statement"]
    assert (stated["code"], stated["values"]["most"]) == ("reading_memory", 256 * MIB)


async def test_preview_over_cpu_limit_is_reported(tmp_path: Path) -> None:
    """A computation over the CPU limit is stopped by the system."""
    file = tmp_path / "stock.csv"
    codes = pl.int_range(6_000_000, eager=True).cast(pl.String)
    pl.DataFrame({"StockCode": codes, "Current_Stock": "3"}).write_csv(file)
    async with serving(tmp_path, preview_cpu_seconds=1) as client:
        found = await upload_file(client, "stock", file)
    assert "took too long" in found["preview"]["problem"]
    assert found["preview"]["problem_statement"]["code"] == "reading_slow"


@pytest.mark.parametrize(
    ("limit", "code", "setting"),
    [
        ({"refresh_memory_bytes": 96 * MIB}, "refresh_memory", "REFRESH_MEMORY_BYTES"),
        ({"refresh_cpu_seconds": 1}, "refresh_slow", "REFRESH_CPU_SECONDS"),
    ],
)
async def test_refresh_over_a_limit_names_it(
    limit: dict[str, int], code: str, setting: str, tmp_path: Path
) -> None:
    """The refresh fails, the problem names limit and setting, and the state is unchanged."""
    before = small_snapshot(tmp_path, sales="sample", stock=None, products=None)
    ledger = write_ledger(small_ledger(), tmp_path / "sales.parquet")
    async with serving(tmp_path, **limit) as client:
        upload = (await upload_file(client, "sales", ledger))["id"]
        begun = (await client.post("/v1/refreshes", json={"sales": upload})).json()
        name, failed = (await events(client, begun["id"]))[-1]
    assert name == "failed"
    assert failed["problem"]["statement"]["code"] == code
    assert setting in failed["problem"]["detail"]
    assert "snapshot is unchanged" in failed["problem"]["detail"]
    assert find_snapshot(tmp_path / "state") == before
