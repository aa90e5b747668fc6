"""Uploads: stored completely or not at all, with a preview of their contents."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support import Running, free_port
from support.ledgers import small_ledger, write_ledger
from support.refresh_service import (
    leftover_files,
    read_upload,
    serving,
    small_snapshot,
    upload_file,
)
from support.waiting import until
from support.workbooks import write_workbook

from contract.child_tasks import Limits, PreviewTask
from refresh_svc.uploads.schemas import Preview
from smartretail.tasks import file_beginning
from smartretail.tasks.preview import preview as preview_of

KIB = 1024


def uploads_in(folder: Path) -> list[str]:
    """Files in the service's upload folder."""
    place = folder / "worker/uploads"
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


async def test_preview_is_the_same_for_every_format(tmp_path: Path) -> None:
    """Columns, range and line counts agree, and only the file's own name is shown."""
    previews: list[dict[str, Any]] = []
    async with serving(tmp_path) as client:
        for name in ("shop.csv", "shop.parquet", "shop.xlsx"):
            file = write_ledger(small_ledger(), tmp_path / name)
            found = await upload_file(client, "sales", file)
            assert (found["status"], found["name"], found["bytes"]) == (
                "ready", name, file.stat().st_size,
            )  # fmt: skip
            assert found["format"] == file.suffix[1:]
            assert str(tmp_path) not in json.dumps(found)
            previews.append(found["preview"])
    for preview in previews:
        fields = {column["header"]: column["field"] for column in preview["columns"]}
        assert fields["Customer ID"] == "customer_id"
        assert preview["rows"] == small_ledger().height
        set_aside = sum(entry["rows"] for entry in preview["set_aside"])
        assert preview["rows_kept"] + set_aside == preview["rows"]
        assert {"duplicate_line", "non_product"} & {e["reason"] for e in preview["set_aside"]}
        assert preview["first_rows"][0][:2] == ["500000", "21001B"]
        assert (preview["last_day"], preview["sampled"]) == ("2011-09-08", False)
    sheets = [(sheet["name"], sheet["rows"]) for sheet in previews[2]["sheets"]]
    half = small_ledger().height // 2
    assert sheets == [("Year 1", half), ("Year 2", small_ledger().height - half)]
    for preview in previews:
        del preview["first_rows"], preview["sheets"]  # Parquet shows its fractions of a second
    assert previews[0] == previews[1] == previews[2]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100, "password"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "incomplete or damaged"),
        ("really.csv", b"PK\x03\x04" + b"x" * 100, "Excel"),
        ("a.csv.gz", b"\x1f\x8b" + b"x" * 100, "gzip"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\r", "isn't a text file"),
        ("a.pdf", b"%PDF-1.7 text", "PDF"),
        ("a.csv", b"", "empty"),
        ("a.parquet", b"PAR1" + b"x" * 100, "incomplete or damaged"),
    ],
)
async def test_unsupported_content_is_rejected(
    name: str, content: bytes, word: str, tmp_path: Path
) -> None:
    """Content that is neither text nor Parquet is rejected with a message, and not stored."""
    async with serving(tmp_path) as client:
        query = {"kind": "sales", "name": name}
        answer = await client.post("/v1/uploads", params=query, content=content)
        assert answer.status_code == 422
        assert word in answer.json()["detail"]
    assert uploads_in(tmp_path) == []


async def test_oversized_upload_is_rejected(tmp_path: Path) -> None:
    """A declared size is rejected before the upload, any other as soon as it exceeds the limit."""

    async def parts() -> AsyncGenerator[bytes]:
        for _ in range(40):
            yield b"a,b\n" * KIB

    query = {"kind": "sales", "name": "a.csv"}
    async with serving(tmp_path, upload_max_bytes=64 * KIB) as client:
        contents: list[bytes | AsyncGenerator[bytes]] = [b"a" * (64 * KIB + 1), parts()]
        for content in contents:
            answer = await client.post("/v1/uploads", params=query, content=content)
            assert answer.status_code == 413
            assert "65.5 kB" in answer.json()["detail"]
        fits = await client.post("/v1/uploads", params=query, content=b"a" * 64 * KIB)
        assert fits.status_code == 201
    assert uploads_in(tmp_path) == [fits.json()["id"]]


async def test_upload_may_exceed_the_body_limit(tmp_path: Path) -> None:
    """The 1 MiB limit of other request bodies does not apply to uploads."""
    async with serving(tmp_path) as client:
        query = {"kind": "sales", "name": "a.csv"}
        answer = await client.post("/v1/uploads", params=query, content=b"a,b\n" * 500_000)
        assert (answer.status_code, answer.json()["bytes"]) == (201, 2_000_000)
        other = await client.post("/v1/refreshes", content=b" " * 1_100_000)
        assert other.status_code == 413


async def test_interrupted_upload_is_removed(tmp_path: Path) -> None:
    """If the sender disconnects half way, the partial file is removed."""
    async with serving(tmp_path) as client:
        port = client.base_url.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = "POST /v1/uploads?kind=sales&name=a.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        writer.write(f"{head}Content-Length: 50000000\r\n\r\n".encode() + b"a,b\n" * 600_000)
        await writer.drain()
        await until(lambda: bool(leftover_files(tmp_path)))
        writer.transport.abort()
        await until(lambda: not leftover_files(tmp_path))
        assert (await client.get("/v1/uploads")).json()["items"] == []
        del reader
    assert uploads_in(tmp_path) == []


@pytest.mark.long
def test_full_disk_is_reported(tmp_path: Path) -> None:
    """A full disk answers 507 with a sentence, and the partial file is removed."""
    port = free_port()
    command = ["bash", "-c", f"ulimit -f 2048; exec {sys.executable} -m refresh_svc"]
    environment = {"PORT": str(port), "WORKER_PATH": str(tmp_path / "worker")}
    with Running(command, cwd=tmp_path, port=port, environment=environment) as service:
        query = {"kind": "sales", "name": "a.csv"}
        answer = service.client.post("/v1/uploads", params=query, content=b"a,b\n" * 2_000_000)
        assert answer.status_code == 507
        assert answer.json()["code"] == "insufficient_storage"
        assert service.client.get("/v1/uploads").json()["items"] == []
    assert uploads_in(tmp_path) == []


def test_large_workbook_preview_reads_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is cut as a Parquet file is; line numbers still name their sheet."""
    monkeypatch.setattr(file_beginning, "SAMPLE_ROWS", 3)
    rows = [["StockCode", "Current_Stock"], *([f"A{n}", "few"] for n in range(10))]
    book = write_workbook(tmp_path / "stock.xlsx", {"Stock": rows})
    limits = Limits(memory_bytes=2**30, cpu_seconds=60)
    task = PreviewTask(limits=limits, kind="stock", file=str(book), mapping=None)
    found = Preview.model_validate(preview_of(task).preview)
    assert (found.sampled, found.share_looked_at) == (True, 0.3)
    assert [error.where for error in found.errors][:1] == ["sheet Stock, row 2"]
    assert len(found.errors) == 3


async def test_columns_can_be_mapped(tmp_path: Path) -> None:
    """An unknown ledger shows its columns; with a mapping it is recognised."""
    renamed = {
        "Invoice": "Receipt", "StockCode": "Article", "InvoiceDate": "Sold at",
        "Quantity": "Pieces", "Price": "Amount each",
    }  # fmt: skip
    file = write_ledger(small_ledger().rename(renamed), tmp_path / "till.csv")
    async with serving(tmp_path) as client:
        found = await upload_file(client, "sales", file)
        assert found["status"] == "unreadable"
        assert found["preview"]["problem_statement"]["code"] == "layout_unknown"
        assert [column["header"] for column in found["preview"]["columns"]][:2] == [
            "Receipt", "Article",
        ]  # fmt: skip
        assert found["preview"]["first_rows"]
        address = f"/v1/uploads/{found['id']}/mapping"
        columns = {
            "order_id": "Receipt", "stock_code": "Article", "ordered_at": "Sold at",
            "quantity": "Pieces", "unit_price": "Amount each", "name": "Description",
        }  # fmt: skip
        answer = await client.put(address, json={"columns": columns})
        assert (answer.status_code, answer.json()["status"]) == (202, "reading")
        mapped = await read_upload(client, found["id"])
        assert (mapped["status"], mapped["preview"]["layout"]) == ("ready", "mapped")
        await client.put(address, json={"columns": {"order_id": "No such column"}})
        wrong = await read_upload(client, found["id"])
        assert wrong["status"] == "unreadable"
        assert wrong["preview"]["problem_statement"]["code"] == "mapping_incomplete"


async def test_invalid_lines_of_a_stock_file_are_named(tmp_path: Path) -> None:
    """Invalid lines are reported with their location; the lines of a valid file are counted."""
    bad = tmp_path / "bad.csv"
    bad.write_text("StockCode,Current_Stock,Shelf\nA1,few,x\nA2,many,y\n,,\n")
    good = tmp_path / "good.csv"
    good.write_text("StockCode,Current_Stock\nA1,5\nA2,7\n,\n")
    async with serving(tmp_path) as client:
        found = await upload_file(client, "stock", bad)
        assert found["status"] == "unreadable"
        assert [error["where"] for error in found["preview"]["errors"]] == ["line 2", "line 3"]
        assert [column["field"] for column in found["preview"]["columns"]] == [
            "stock_code", "current_stock", None,
        ]  # fmt: skip
        fine = (await upload_file(client, "stock", good))["preview"]
        assert (fine["problem"], fine["rows"], fine["rows_kept"]) == (None, 3, 2)
        products = tmp_path / "products.csv"
        products.write_text("StockCode,Colour\nA1,RED\n")
        lacking = (await upload_file(client, "products", products))["preview"]
        assert lacking["missing"] == ["ProductName"]


async def test_only_uploads_can_be_deleted(tmp_path: Path) -> None:
    """A deleted upload is gone; any other id is 404, whatever it contains."""
    (tmp_path / "worker").mkdir()
    (tmp_path / "worker/record.json").write_text("{}")
    async with serving(tmp_path) as client:
        query = {"kind": "stock", "name": "../../etc/stock.csv"}
        upload = (await client.post("/v1/uploads", params=query, content=b"a,b\n")).json()
        assert upload["name"] == "stock.csv"
        assert (await client.delete(f"/v1/uploads/{upload['id']}")).status_code == 204
        assert (await client.get(f"/v1/uploads/{upload['id']}")).status_code == 404
        for odd in ("..", "%2e%2e", "u-..", "u-20261122T204500-3f9a1c"):
            assert (await client.get(f"/v1/uploads/{odd}")).status_code in {404, 405}
    assert uploads_in(tmp_path) == []


@pytest.mark.parametrize("letters", [86, 250, 490])
async def test_long_names_in_any_script_are_accepted(letters: int, tmp_path: Path) -> None:
    """A name longer than the file system allows is shown in full, and its file is read."""
    name = f"{'販' * letters}.csv"
    async with serving(tmp_path) as client:
        query = {"kind": "stock", "name": name}
        content = b"StockCode,Current_Stock\nA1,5\n"
        answer = await client.post("/v1/uploads", params=query, content=content)
        assert (answer.status_code, answer.json()["name"]) == (201, name)
        found = await read_upload(client, answer.json()["id"])
        assert (found["status"], found["name"]) == ("ready", name)
        assert (await client.delete(f"/v1/uploads/{found['id']}")).status_code == 204


async def test_old_uploads_are_deleted_unless_live(tmp_path: Path) -> None:
    """An expired upload is deleted, unless the live snapshot was made from it."""
    async with serving(tmp_path, upload_days=3) as client:
        names = ("old.csv", "live.csv", "new.csv")
        ids: dict[str, str] = {}
        for name in names:
            query = {"kind": "stock", "name": name}
            taken = await client.post("/v1/uploads", params=query, content=b"a,b\n")
            ids[name] = taken.json()["id"]
            await read_upload(client, ids[name])
        for name in ("old.csv", "live.csv"):
            path = tmp_path / "worker/uploads" / ids[name] / "record.json"
            record = json.loads(path.read_text())
            record["uploaded_at"] = (datetime.now(UTC) - timedelta(days=4)).isoformat()
            path.write_text(json.dumps(record))
        small_snapshot(tmp_path, sales="sample", stock=ids["live.csv"], products=None)
        items = (await client.get("/v1/uploads")).json()["items"]
        assert {item["name"]: item["in_use"] for item in items} == {
            "live.csv": True, "new.csv": False,
        }  # fmt: skip
        assert [item["expires_at"] is None for item in items if item["in_use"]] == [True]


def test_large_csv_preview_ends_at_a_whole_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cut is after a line, never within a quoted text that contains a line feed."""
    monkeypatch.setattr(file_beginning, "SAMPLE_BYTES", 1000)
    file = tmp_path / "long.csv"
    file.write_text("a,b\n" + 'x,"one\ntwo, and\nthree"\n' * 200)
    folder = tmp_path / "cut"
    folder.mkdir()
    part = file_beginning.beginning_of(file, folder)
    assert part.sampled
    assert part.share == pytest.approx(part.path.stat().st_size / file.stat().st_size)
    assert part.path.read_text().endswith('three"\n')
    assert part.rows == part.path.read_text().count("x,")
    assert part.path.stat().st_size > 970


def test_large_parquet_preview_reads_the_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preview gives the share of the file that it read."""
    monkeypatch.setattr(file_beginning, "SAMPLE_ROWS", 50)
    file = tmp_path / "long.parquet"
    pl.DataFrame({"a": range(200)}).write_parquet(file)
    folder = tmp_path / "cut"
    folder.mkdir()
    part = file_beginning.beginning_of(file, folder)
    assert (part.rows, part.sampled, part.share) == (50, True, 0.25)
    assert pl.read_parquet(part.path)["a"].to_list() == list(range(50))
