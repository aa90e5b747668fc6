"""A snapshot of a hostile ledger is served: every route answers, with finite numbers."""

from pathlib import Path
from urllib.parse import quote

import pytest

from fleet.testing.apps import serve_app
from gateway.openapi import openapi_document
from gateway.settings import Settings as GatewaySettings
from smartretail.members import load_services
from smartretail.one_process import create_one_process
from smartretail.testing import write_ledger
from smartretail.testing.sales import Sale, as_ledger, refreshed
from smartretail.testing.snapshot_contract import finite_json

CODES = ["A1", "Ü/1 2", "杯?", "%2F", "..", "=CMD()", "A\tB"]
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
