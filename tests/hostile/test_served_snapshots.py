"""Snapshots of hostile ledgers are served: every route answers, with finite numbers."""

from pathlib import Path
from urllib.parse import quote

import pytest
from support.apps import serve_app
from support.ledgers import write_ledger
from support.sales import Sale, as_ledger, refreshed
from support.snapshot_contract import finite_json

from gateway.openapi import served_document
from gateway.settings import Settings as GatewaySettings
from smartretail.one_process import create_one_process
from smartretail.services import load_services

CODES = ["A1", "Ü/1 2", "杯?", "%2F", "=CMD()", "A\tB"]
QUERIES = {"/v1/holdout": {"customers": 1000, "baseline": 0.05}}
"""Required parameters of routes."""

CASES: dict[str, list[Sale]] = {
    "one line": [Sale()],
    "nobody known": [Sale(order=f"{at}", code=f"A{at}", customer=None, ago=at) for at in range(40)],
    "extremes in strange codes": [
        Sale(
            order=f"{at}",
            code=CODES[at % len(CODES)],
            units=10 ** (at % 7),
            price=1e9,
            ago=at % 200,
            customer=f"{at % 30}é/",
        )
        for at in range(300)
    ],
}


def get_routes() -> list[str]:
    """Every GET route of the gateway."""
    paths = served_document()["paths"]
    return sorted(path for path, operations in paths.items() if "get" in operations)


@pytest.mark.parametrize("case", CASES)
async def test_every_route_answers(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every list and summary is 200; every product and customer is found; all numbers are finite.

    Where nobody is known there is no certificate of segments, which is said. A code with a control
    character stands in the lists, and no path names it.
    """
    sales = CASES[case]
    refreshed(tmp_path / "state", write_ledger(as_ledger(sales), tmp_path / "ledger.parquet"))
    monkeypatch.chdir(tmp_path)
    services = load_services(state_url=str(tmp_path / "state"))
    known = {sale.customer for sale in sales} - {None}
    async with serve_app(create_one_process(GatewaySettings(), services)) as client:
        for path in get_routes():
            if "{" in path:
                continue
            answer = await client.get(path, params=QUERIES.get(path))
            missing = path == "/v1/segments/stability" and not known
            assert answer.status_code == (404 if missing else 200), (path, answer.text)
            finite_json(answer.content)
        for code in {sale.code for sale in sales}:
            for group in ("inventory", "demand", "products"):
                answer = await client.get(f"/v1/{group}/{quote(code, safe='')}")
                if not code.isprintable():
                    assert answer.json()["code"] == "bad_request"
                    continue
                assert answer.status_code == 200, (group, code, answer.text)
                assert finite_json(answer.content)["stock_code"] == code.upper()
        for customer in known:
            answer = await client.get(f"/v1/customers/{quote(str(customer), safe='')}")
            assert answer.status_code == 200, (customer, answer.text)
            finite_json(answer.content)
        dashboard = finite_json((await client.get("/v1/dashboard")).content)
        assert {section["status"] for section in dashboard["sections"].values()} == {"ok"}
