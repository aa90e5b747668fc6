"""The one process with keys: a planner and an approver take a campaign from a text to sent."""

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
    """One for each of three people, as the command printed them."""
    people = {"Ada": "planner", "Grace": "approver", "Root": "admin"}
    return {name: _made(folder, name, role) for name, role in people.items()}


def _made(folder: Path, name: str, role: str) -> str:
    ended = smartretail("keys", "create", "--name", name, "--role", role, cwd=folder)
    assert ended.code == 0, ended.err
    assert ended.out.strip() not in ended.err
    return ended.out.strip()


@pytest.fixture(scope="module")
def server(small_state: Path, folder: Path, keys: Keys) -> Generator[Running]:
    """The one process; the first key has closed loopback too."""
    assert keys
    port = free_port()
    command = [COMMAND, "run", "--state", small_state, "--port", str(port)]
    with Running(command, cwd=folder, port=port) as running:
        yield running


def ask(server: Running, key: str | None, method: str, path: str, **request: Any) -> httpx.Response:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    headers |= request.pop("headers", {})
    return server.client.request(method, path, headers=headers, **request)


def test_from_a_text_to_sent(server: Running, keys: Keys) -> None:
    """Generated, edited into a lie and stopped, submitted, approved by another, exported, sent."""
    ada, grace, root = keys["Ada"], keys["Grace"], keys["Root"]
    assert ask(server, None, "GET", "/campaign-plan").status_code == 401
    row = ask(server, ada, "GET", "/campaign-plan").json()[0]
    made = ask(server, ada, "POST", "/generate-campaign", json=row)
    assert made.status_code == 200, made.text
    path = "/v1/campaigns/" + quote(f"{row['StockCode']}_{row['TargetCluster']}", safe="")
    campaign = ask(server, ada, "GET", path)
    assert campaign.json()["author"] == "Ada"
    match = {"If-Match": campaign.headers["ETag"]}
    lie = {"email_body": f"{campaign.json()['email_body']}\n\nNow 99% off, guaranteed!"}
    stopped = ask(server, ada, "PATCH", path, json=lie, headers=match)
    assert (stopped.status_code, stopped.json()["code"]) == (422, "claims_violated")
    assert ask(server, ada, "POST", f"{path}:submit", json={}).status_code == 200
    match = {"If-Match": ask(server, ada, "GET", path).headers["ETag"]}
    preview = ask(server, grace, "GET", f"{path}/approval").json()
    assert (preview["violations"], preview["changes"], preview["allowed"]) == ([], [], True)
    assert preview["members"] > 0
    refused = ask(server, ada, "POST", f"{path}:approve", json={}, headers=match)
    assert refused.status_code == 403
    body = {"holdout": {"size": 1}}
    approved = ask(server, grace, "POST", f"{path}:approve", json=body, headers=match)
    assert approved.status_code == 200, approved.text
    export = ask(server, ada, "GET", f"{path}/audience.csv")
    digest = hashlib.sha256(export.content).hexdigest()
    assert export.headers["X-Content-SHA256"] == digest
    people = list(csv.DictReader(io.StringIO(export.text)))
    assert len(people) == preview["members"] - 1
    gone = people[0]["customer_id"]
    assert ask(server, root, "DELETE", f"/v1/customers/{gone}").json() == {"audiences": 1}
    sent = {"at": "2011-09-12T09:00:00Z", "file_sha256": digest}
    done = ask(server, ada, "POST", f"{path}:sent", json=sent)
    assert (done.status_code, done.json()["status"]) == (200, "sent"), done.text
    again = ask(server, ada, "GET", f"{path}/audience.csv").text
    assert gone not in {one["customer_id"] for one in csv.DictReader(io.StringIO(again))}
    for preview_file in ("preview.eml", "whatsapp-template.json"):
        assert ask(server, ada, "GET", f"{path}/{preview_file}").status_code == 200


def test_a_decision_carries_its_key_holders_name(server: Running, keys: Keys) -> None:
    """What a planner decides on a row of the plan is on record as theirs, in a whole chain."""
    ada = keys["Ada"]
    row = ask(server, ada, "GET", "/v1/plan").json()["items"][-1]
    decision = {"stock_code": row["stock_code"], "decision": "accepted", "reason_code": "agreed"}
    made = ask(server, ada, "POST", "/v1/decisions", json=decision)
    assert made.status_code == 201, made.text
    assert (made.json()["by"], made.json()["role"]) == ("Ada", "planner")
    assert made.json()["advised"]["discount"] == row["discount"]
    assert ask(server, ada, "GET", made.headers["Location"]).json() == made.json()
    assert ask(server, None, "GET", "/v1/decisions").status_code == 401
    chain = ask(server, ada, "GET", "/v1/decisions/chain").json()
    assert (chain["whole"], chain["entries"]) == (True, 2)


def test_a_revoked_key_is_out_of_a_running_server(
    server: Running, folder: Path, keys: Keys
) -> None:
    """The command, in another process, takes effect with the next request; no log holds a key."""
    extra = _made(folder, "Eve", "viewer")
    assert ask(server, extra, "GET", "/inventory").status_code == 200
    ended = smartretail("keys", "revoke", extra.split("_")[1], cwd=folder)
    assert ended.code == 0, ended.err
    assert ask(server, extra, "GET", "/inventory").status_code == 401
    listed = smartretail("keys", "list", cwd=folder).out
    assert "Eve" in listed
    for key in (*keys.values(), extra):
        secret = key.partition("_")[2].partition("_")[2]
        assert secret not in listed
        assert secret not in server.output
