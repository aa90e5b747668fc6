"""Refreshes over HTTP: one at a time, with progress, and without effect until finished."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from support import Running, free_port, wait_until
from support.ledgers import small_ledger, write_journey, write_ledger
from support.refresh_service import events, leftover_files, serving, small_snapshot, upload_file
from support.waiting import until

from contract.jobs import JOBS
from fleet.snapshots import StateWriter, find_snapshot


@pytest.fixture
def before(tmp_path: Path) -> str:
    """The snapshot that is live before any refresh."""
    return small_snapshot(tmp_path, sales="sample", stock=None, products=None)


@pytest.fixture
async def client(tmp_path: Path, before: str) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of refresh-svc with a short heartbeat interval."""
    assert before
    async with serving(tmp_path, beat_seconds=0.2) as client:
        yield client


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A small ledger."""
    return write_ledger(small_ledger(), tmp_path / "sales.parquet")


async def started(client: httpx.AsyncClient, **request: Any) -> dict[str, Any]:
    """A refresh that has started."""
    answer = await client.post("/v1/refreshes", json=request)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def at_work(client: httpx.AsyncClient, refresh: str) -> None:
    """Wait until the first job is running: a staging folder exists then."""

    async def has_begun() -> bool:
        found = (await client.get(f"/v1/refreshes/{refresh}")).json()
        return found["jobs"][0]["status"] != "waiting"

    await until(has_begun, 60)


def child_of_this_process() -> psutil.Process:
    """The process that runs the refresh."""
    return next(
        child for child in psutil.Process().children() if child.cmdline()[-1] == "smartretail.tasks"
    )


async def test_complete_journey_with_product_records(
    client: httpx.AsyncClient, tmp_path: Path, before: str
) -> None:
    """The preview reports missing records; a refresh uses them, and fuel is recognised."""
    transactions, records = write_journey(tmp_path)
    sales = await upload_file(client, "sales", transactions)
    assert (sales["status"], sales["preview"]["layout"]) == ("ready", "complete_journey")
    lacking = [entry["file"] for entry in sales["preview"]["lacks"]]
    assert lacking == ["products", "promotions", "campaigns"]
    names = tmp_path / "names.csv"
    names.write_text("StockCode,ProductName\n2,MUG\n")
    only_names = await upload_file(client, "products", names)
    for products in ("none", only_names["id"]):
        request = {"sales": sales["id"], "products": products}
        refused = await client.post("/v1/refreshes", json=request)
        assert refused.status_code == 422
        assert "fuel and coupons can be separated from merchandise" in refused.json()["detail"]
    records_upload = await upload_file(client, "products", records)
    assert (records_upload["preview"]["layout"], records_upload["preview"]["missing"]) == (
        "product_records",
        [],
    )
    begun = await started(client, sales=sales["id"], products=records_upload["id"], stock="none")
    (_, done) = (await events(client, begun["id"]))[-1]
    assert (done["status"], done["snapshot_before"]) == ("done", before)
    snapshot = tmp_path / "state/snapshots" / done["snapshot"]
    report = json.loads((snapshot / "data_quality.json").read_text())
    set_aside = {entry["reason"]: entry["rows"] for entry in report["set_aside"]}
    assert set_aside["fuel"] > 0
    remaining_names = json.loads((snapshot / "products.json").read_text())
    assert "1" not in remaining_names
    assert remaining_names["2"] == "Mug 1 CT (private label)"
    again = await started(client)  # everything as the live snapshot has it
    assert (await events(client, again["id"]))[-1][1]["status"] == "done"


async def test_refresh_from_upload_to_live_snapshot(
    client: httpx.AsyncClient, ledger: Path, tmp_path: Path, before: str
) -> None:
    """Progress is reported by job, a second refresh is rejected, and the result goes live."""
    upload = (await upload_file(client, "sales", ledger))["id"]
    begun = await started(client, sales=upload)
    assert [job["name"] for job in begun["jobs"]] == list(JOBS)
    second = await client.post("/v1/refreshes", json={"sales": "sample"})
    assert second.status_code == 409
    assert second.json()["errors"][0]["running"] == begun["id"]
    assert (await client.delete(f"/v1/uploads/{upload}")).status_code == 409
    received = await events(client, begun["id"])
    names = [name for name, _ in received if name != "beat"]
    assert names[-1] == "done"
    assert set(names[:-1]) == {"progress"}
    assert "beat" in [name for name, _ in received]
    states = [data for name, data in received if name != "beat"]
    revisions = [state["revision"] for state in states]
    assert revisions == sorted(set(revisions))
    done = states[-1]
    assert (done["status"], done["snapshot"]) == ("done", find_snapshot(tmp_path / "state"))
    assert done["snapshot_before"] == before
    assert done["snapshot_as_of"] == "2011-09-09"
    assert all(job["status"] == "done" and job["seconds"] is not None for job in done["jobs"])
    again = await events(client, begun["id"], last=done["revision"])
    assert [name for name, _ in again] == ["done"]
    listed = (await client.get("/v1/refreshes")).json()
    assert listed["current"] == {"sales": upload, "stock": None, "products": None}
    assert listed["running"] is None
    assert (await client.get(f"/v1/uploads/{upload}")).json()["in_use"]
    assert leftover_files(tmp_path) == []


async def test_cancelled_refresh_leaves_no_files(
    client: httpx.AsyncClient, ledger: Path, tmp_path: Path, before: str
) -> None:
    """The live snapshot stays and partial files are removed; a second cancel has no effect."""
    upload = (await upload_file(client, "sales", ledger))["id"]
    begun = await started(client, sales=upload)
    await at_work(client, begun["id"])
    child = child_of_this_process()
    answer = await client.post(f"/v1/refreshes/{begun['id']}:cancel")
    assert answer.status_code == 202
    received = await events(client, begun["id"])
    assert (received[-1][0], received[-1][1]["problem"]) == ("cancelled", None)
    assert not child.is_running()
    assert find_snapshot(tmp_path / "state") == before
    assert leftover_files(tmp_path) == []
    again = await client.post(f"/v1/refreshes/{begun['id']}:cancel")
    assert again.status_code == 409


async def test_killed_refresh_is_reported(
    client: httpx.AsyncClient, ledger: Path, tmp_path: Path, before: str
) -> None:
    """After kill -9 the refresh is failed, the live snapshot unchanged, and the next one works."""
    upload = (await upload_file(client, "sales", ledger))["id"]
    begun = await started(client, sales=upload)
    await at_work(client, begun["id"])
    assert leftover_files(tmp_path)
    child_of_this_process().kill()
    name, failed = (await events(client, begun["id"]))[-1]
    assert name == "failed"
    assert "signal 9" in failed["problem"]["detail"]
    assert "snapshot is unchanged" in failed["problem"]["detail"]
    assert find_snapshot(tmp_path / "state") == before
    assert leftover_files(tmp_path) == []
    following = await started(client, sales=upload)
    assert (await events(client, following["id"]))[-1][0] == "done"


async def test_unusable_file_fails_with_the_readers_message(
    client: httpx.AsyncClient, ledger: Path, tmp_path: Path, before: str
) -> None:
    """The refresh fails with the reader's message, without a path of this machine."""
    upload = (await upload_file(client, "sales", ledger))["id"]
    begun = await started(client, sales=upload, as_of="1999-01-01")
    name, failed = (await events(client, begun["id"]))[-1]
    assert name == "failed"
    assert failed["problem"]["code"] == "invalid_input"
    assert failed["problem"]["statement"]["code"] == "as_of_before_sales"
    assert failed["problem"]["statement"]["values"]["as_of"] == "1999-01-01"
    assert "has no lines before" in failed["problem"]["detail"]
    assert str(tmp_path) not in str(failed)
    assert find_snapshot(tmp_path / "state") == before
    assert leftover_files(tmp_path) == []


async def test_refresh_requires_readable_uploads(client: httpx.AsyncClient, tmp_path: Path) -> None:
    """Unknown, unreadable and wrong uploads are rejected before anything starts."""
    stock = tmp_path / "stock.csv"
    stock.write_text("StockCode,Current_Stock\nA1,5\n")
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    stock_id = (await upload_file(client, "stock", stock))["id"]
    strange_id = (await upload_file(client, "sales", strange))["id"]
    for request, status in (
        ({"sales": "u-20260101T000000-abcdef"}, 404),
        ({"sales": stock_id}, 422),
        ({"sales": strange_id}, 422),
        ({"stock": "../secret"}, 422),
        ({"sales": "none"}, 422),
        ({"nonsense": 1}, 422),
    ):
        answer = await client.post("/v1/refreshes", json=request)
        assert answer.status_code == status, answer.text
    assert (await client.get("/v1/refreshes")).json()["items"] == []


@pytest.mark.parametrize("inputs", [{}, {"sales": "file", "stock": None, "products": None}])
async def test_refresh_without_stored_files_is_rejected(
    inputs: dict[str, str | None], tmp_path: Path
) -> None:
    """A snapshot that a command made from a file can't be made again here, and it says so."""
    small_snapshot(tmp_path, **inputs)
    async with serving(tmp_path) as client:
        answer = await client.post("/v1/refreshes")
    assert answer.status_code == 409
    assert "upload" in answer.json()["detail"]


async def test_refresh_is_rejected_while_a_command_writes(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """While a command writes to the state no refresh starts; the message names no path."""
    with StateWriter(tmp_path / "state").locked():
        answer = await client.post("/v1/refreshes", json={"sales": "sample"})
        restore = await client.post("/v1/snapshots/x:restore")
    for refused in (answer, restore):
        assert refused.status_code == 409
        assert "Wait for the other refresh" in refused.json()["detail"]
        assert str(tmp_path) not in refused.text


async def test_earlier_snapshot_is_restored(
    client: httpx.AsyncClient, tmp_path: Path, before: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pointer changes and the log records who did it; an unknown snapshot is 404."""
    later = small_snapshot(tmp_path, sales="sample", stock=None, products=None)
    answer = await client.post(f"/v1/snapshots/{before}:restore")
    assert answer.json() == {"live": before, "before": later}
    assert find_snapshot(tmp_path / "state") == before
    assert "snapshot_restored" in capsys.readouterr().out
    missing = await client.post("/v1/snapshots/nothing:restore")
    assert missing.status_code == 404
    assert str(tmp_path) not in missing.text


def test_service_does_not_import_models() -> None:
    """Only the refreshing child imports the models: the service starts without scikit-learn."""
    script = "import smartretail.services, sys; print({'sklearn', 'scipy'} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "set()\n"


@pytest.mark.long
def test_killed_service_ends_its_refresh(tmp_path: Path, before: str, ledger: Path) -> None:
    """After kill -9 the child cleans up; the restarted service reports the loss and works."""
    port = free_port()
    environment = {
        "PORT": str(port), "STATE_URL": str(tmp_path / "state"),
        "WORKER_PATH": str(tmp_path / "worker"),
        "DOCUMENTS_PATH": str(tmp_path / "documents.sqlite3"),
    }  # fmt: skip
    command = [sys.executable, "-m", "refresh_svc"]
    with Running(command, cwd=tmp_path, port=port, environment=environment) as service:
        query = {"kind": "sales", "name": "sales.parquet"}
        answer = service.client.post("/v1/uploads", params=query, content=ledger.read_bytes())
        request = {"sales": answer.json()["id"]}
        begun = service.client.post("/v1/refreshes", json=request).json()
        wait_until(lambda: leftover_files(tmp_path), 30)
        children = psutil.Process(service.process.pid).children()
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait()
        wait_until(lambda: not any(child.is_running() for child in children), 15)
        assert find_snapshot(tmp_path / "state") == before
        service.restart()
        lost = service.client.get(f"/v1/refreshes/{begun['id']}").json()
        assert (lost["status"], lost["problem"]["code"]) == ("failed", "lost")
        assert [path for path in leftover_files(tmp_path) if "state" in path] == []
        following = service.client.post("/v1/refreshes", json=request).json()
        address = f"/v1/refreshes/{following['id']}"
        wait_until(lambda: service.client.get(address).json()["status"] == "done", 120)
        assert find_snapshot(tmp_path / "state") != before
