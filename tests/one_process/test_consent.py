"""Customers who opted out stay out, whatever is refreshed later."""

import csv
import io
from pathlib import Path
from urllib.parse import quote

from support import Running, free_port, smartretail, wait_until
from support.processes import COMMAND
from support.waiting import PATIENCE_SECONDS


def test_opt_out_survives_a_new_snapshot(
    own_state: Path, small_files: Path, tmp_path: Path
) -> None:
    """A member who opted out before a refresh is in no audience approved after it."""
    port = free_port()
    command = [COMMAND, "run", "--state", own_state, "--port", str(port)]
    with Running(command, cwd=tmp_path, port=port) as server:
        client = server.client
        row = client.get("/campaign-plan").json()[0]
        members = client.get("/v1/customers", params={"label": row["TargetCluster"]}).json()
        opted_out, other_member = (member["customer_id"] for member in members["items"][:2])
        assert client.put(f"/v1/opt-outs/{opted_out}", json={"reason": "asked"}).status_code == 200
        ended = smartretail(
            *("refresh", "--ledger", small_files / "ledger.parquet", "--state", own_state),
            cwd=tmp_path,
        )
        assert ended.code == 0, ended.err
        new = ended.out.strip()
        wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == new, PATIENCE_SECONDS)
        assert client.get(f"/v1/opt-outs/{opted_out}").json()["reason"] == "asked"
        assert client.post("/generate-campaign", json=row).status_code == 200
        path = "/v1/campaigns/" + quote(f"{row['StockCode']}_{row['TargetCluster']}", safe="")
        assert client.post(f"{path}:submit", json={}).status_code == 200
        match = {"If-Match": client.get(path).headers["ETag"]}
        approval = {"holdout": {"size": 0}}
        approved = client.post(f"{path}:approve", json=approval, headers=match)
        assert approved.status_code == 200, approved.text
        head = client.get(f"{path}/audience").json()
        text = client.get(f"{path}/audience.csv").text
    people = {one["customer_id"] for one in csv.DictReader(io.StringIO(text))}
    assert (head["snapshot"], head["opted_out"]) == (new, 1)
    assert other_member in people
    assert opted_out not in people
