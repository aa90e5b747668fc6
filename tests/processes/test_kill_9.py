"""Whatever was answered with 200 survives kill -9."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from support import Running, free_port, wait_until
from support.mongo_server import MongoServer
from support.processes import COMMAND

pytestmark = pytest.mark.long


@pytest.fixture
def killable_mongo(tmp_path: Path) -> Generator[MongoServer]:
    """A server that speaks MongoDB's protocol."""
    with MongoServer(tmp_path / "mongo") as server:
        yield server


def started(state: Path, folder: Path, **environment: str) -> Running:
    """The one process serving `state`."""
    port = free_port()
    command = [COMMAND, "run", "--state", state, "--port", str(port)]
    return Running(command, cwd=folder, port=port, environment=environment)


def generate_campaigns(server: Running, count: int) -> dict[str, dict[str, Any]]:
    """Campaigns for the first products, planned or not, by key."""
    question = {"Objective": "Retention", "TargetCluster": "Regular Customers", "Discount": 10}
    products = server.client.get("/inventory").json()[:count]
    plan = [{"StockCode": row["StockCode"], **question} for row in products]
    records: dict[str, dict[str, Any]] = {}
    for row in plan:
        answer = server.client.post("/generate-campaign", json=row)
        assert answer.status_code == 200, answer.text
        records[f"{row['StockCode']}_{row['TargetCluster']}"] = answer.json()
    return records


def stored_campaigns(server: Running) -> dict[str, dict[str, Any]]:
    """The campaigns in the store."""
    return server.client.get("/generated-campaigns").json()


def same_copy(record: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records have the same copy and time."""
    names = ("generatedAt", "email_subject", "email_body", "whatsapp_message", "Discount")
    return all(record[name] == other[name] for name in names)


def test_acknowledged_campaigns_survive_in_sqlite(small_state: Path, tmp_path: Path) -> None:
    """Campaigns answered with 200 survive kill -9 of the process."""
    with started(small_state, tmp_path) as server:
        answered = generate_campaigns(server, 5)
        server.kill()
        server.restart()
        found = stored_campaigns(server)
    assert all(same_copy(record, found[key]) for key, record in answered.items())


def test_acknowledged_campaigns_survive_in_mongodb(
    small_state: Path, tmp_path: Path, killable_mongo: MongoServer
) -> None:
    """Campaigns answered with 200 survive kill -9 of the process and of the database."""
    with started(small_state, tmp_path, MONGODB_URI=killable_mongo.uri) as server:
        answered = generate_campaigns(server, 5)
        server.kill()
        killable_mongo.kill()
        killable_mongo.start()
        killable_mongo.wait_until_listening()
        server.restart()
        wait_until(lambda: server.client.get("/generated-campaigns").status_code == 200, 10)
        found = stored_campaigns(server)
    assert all(same_copy(record, found[key]) for key, record in answered.items())
    assert not (tmp_path / "var").exists()


def test_process_waits_for_its_database(
    small_state: Path, tmp_path: Path, killable_mongo: MongoServer
) -> None:
    """Without its database the process runs, says what it waits for, and recovers by itself."""
    killable_mongo.kill()
    with started(small_state, tmp_path, MONGODB_URI=killable_mongo.uri) as server:
        assert server.client.get("/inventory").status_code == 200
        refused = server.client.get("/generated-campaigns")
        assert refused.status_code == 503
        ready = server.client.get("/health/ready")
        assert ready.status_code == 200
        assert "MongoDB" in ready.json()["checks"]["campaign-svc"]["detail"]
        assert "documents_unavailable" in server.output
        killable_mongo.start()
        wait_until(lambda: server.client.get("/generated-campaigns").status_code == 200, 20)
        assert generate_campaigns(server, 1)
    assert not (tmp_path / "var").exists()
