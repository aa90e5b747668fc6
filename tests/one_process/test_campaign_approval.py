"""The one process with keys: planner and approver take a campaign from a text to sent."""

import csv
import hashlib
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from support import Running, free_port, smartretail
from support.processes import COMMAND

Keys = dict[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the documents are."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def keys(folder: Path) -> Keys:
    """A key for each of three people, as printed by the command."""
    people = {"Ada": "planner", "Grace": "approver", "Root": "admin"}
    return {name: _create_key(folder, name, role) for name, role in people.items()}


def _create_key(folder: Path, name: str, role: str) -> str:
    ended = smartretail("keys", "create", "--name", name, "--role", role, cwd=folder)
    assert ended.code == 0, ended.err
    assert ended.out.strip() not in ended.err
    return ended.out.strip()


@pytest.fixture(scope="module")
def server(small_state: Path, folder: Path, keys: Keys) -> Generator[Running]:
    """The one process; the first key also restricted access from loopback."""
    assert keys
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(command, cwd=folder, port=port) as running:
        yield running


def send(
    server: Running, key: str | None, method: str, path: str, **request: Any
) -> httpx.Response:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    headers |= request.pop("headers", {})
    return server.client.request(method, path, headers=headers, **request)


def test_campaign_is_approved_and_sent(server: Running, keys: Keys) -> None:
    """Generated, a false claim rejected, submitted, approved by another person, exported, sent."""
    ada, grace, root = keys["Ada"], keys["Grace"], keys["Root"]
    assert send(server, None, "GET", "/campaign-plan").status_code == 401
    row = send(server, ada, "GET", "/campaign-plan").json()[0]
    created = send(server, ada, "POST", "/generate-campaign", json=row)
    assert created.status_code == 200, created.text
    path = "/v1/campaigns/" + quote(f"{row['StockCode']}_{row['TargetCluster']}", safe="")
    campaign = send(server, ada, "GET", path)
    assert campaign.json()["author"] == "Ada"
    match = {"If-Match": campaign.headers["ETag"]}
    false_claim = {"email_body": f"{campaign.json()['email_body']}\n\nNow 99% off, guaranteed!"}
    rejected = send(server, ada, "PATCH", path, json=false_claim, headers=match)
    assert (rejected.status_code, rejected.json()["code"]) == (422, "claims_violated")
    assert send(server, ada, "POST", f"{path}:submit", json={}).status_code == 200
    match = {"If-Match": send(server, ada, "GET", path).headers["ETag"]}
    preview = send(server, grace, "GET", f"{path}/approval").json()
    assert (preview["violations"], preview["changes"], preview["allowed"]) == ([], [], True)
    assert preview["members"] > 0
    refused = send(server, ada, "POST", f"{path}:approve", json={}, headers=match)
    assert refused.status_code == 403
    body = {"holdout": {"size": 1}}
    approved = send(server, grace, "POST", f"{path}:approve", json=body, headers=match)
    assert approved.status_code == 200, approved.text
    export = send(server, ada, "GET", f"{path}/audience.csv")
    digest = hashlib.sha256(export.content).hexdigest()
    assert export.headers["X-Content-SHA256"] == digest
    people = list(csv.DictReader(io.StringIO(export.text)))
    assert len(people) == preview["members"] - 1
    removed = people[0]["customer_id"]
    assert send(server, root, "DELETE", f"/v1/customers/{removed}").json() == {"audiences": 1}
    sent = {"at": "2011-09-12T09:00:00Z", "file_sha256": digest}
    done = send(server, ada, "POST", f"{path}:sent", json=sent)
    assert (done.status_code, done.json()["status"]) == (200, "sent"), done.text
    second_export = send(server, ada, "GET", f"{path}/audience.csv").text
    assert removed not in {one["customer_id"] for one in csv.DictReader(io.StringIO(second_export))}
    for preview_file in ("preview.eml", "whatsapp-template.json"):
        assert send(server, ada, "GET", f"{path}/{preview_file}").status_code == 200


def test_decision_has_its_key_holders_name(server: Running, keys: Keys) -> None:
    """A planner's decision on a plan row is recorded under their name, in an intact chain."""
    ada = keys["Ada"]
    row = send(server, ada, "GET", "/v1/plan").json()["items"][-1]
    decision = {"stock_code": row["stock_code"], "decision": "accepted", "reason_code": "agreed"}
    created = send(server, ada, "POST", "/v1/decisions", json=decision)
    assert created.status_code == 201, created.text
    assert (created.json()["by"], created.json()["role"]) == ("Ada", "planner")
    assert created.json()["advised"]["discount"] == row["discount"]
    assert send(server, ada, "GET", created.headers["Location"]).json() == created.json()
    assert send(server, None, "GET", "/v1/decisions").status_code == 401
    chain = send(server, ada, "GET", "/v1/decisions/chain").json()
    assert (chain["whole"], chain["entries"]) == (True, 2)


def test_revoked_key_is_rejected_by_a_running_server(
    server: Running, folder: Path, keys: Keys
) -> None:
    """Revoking in another process applies to the next request; no log has a key."""
    extra = _create_key(folder, "Eve", "viewer")
    assert send(server, extra, "GET", "/inventory").status_code == 200
    ended = smartretail("keys", "revoke", extra.split("_")[1], cwd=folder)
    assert ended.code == 0, ended.err
    assert send(server, extra, "GET", "/inventory").status_code == 401
    listed = smartretail("keys", "list", cwd=folder).out
    assert "Eve" in listed
    for key in (*keys.values(), extra):
        secret = key.partition("_")[2].partition("_")[2]
        assert secret not in listed
        assert secret not in server.output
