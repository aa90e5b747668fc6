"""A complete body for `POST /generate-campaign`, and the request itself."""

from typing import Any

import httpx

PATH = "/generate-campaign"
FULL = {
    "StockCode": "85123A",
    "Objective": "Retention",
    "TargetCluster": "VIP Customers",
    "Discount": 10,
    "ProductDescription": "HEART",
}


async def post(client: httpx.AsyncClient, body: Any, query: str = "") -> dict[str, Any]:
    """The record that the gateway returns."""
    answer = await client.post(PATH + query, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()
