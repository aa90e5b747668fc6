"""Searching products: the best matches come first."""

from pathlib import Path

from support.apps import serve_app
from support.states import write_flat_state

from inventory_svc.main import create_app
from inventory_svc.settings import Settings

NAMES = {
    "1": "Bathroom Cleaners",
    "2": "Frozen Meat - Lean",
    "3": "Lean",
    "4": "Lean Beef",
    "LEAN-5": "Soap",
}
ORDER = ["3", "4", "LEAN-5", "2", "1"]


async def test_search_returns_best_matches_first(tmp_path: Path) -> None:
    """The whole name, then the start of code or name, then of a word; pages keep that order."""
    rows = [
        {
            "StockCode": code,
            "Predicted_7d_Demand": "1",
            "Current_Stock": "1",
            "Inventory_Status": "HEALTHY",
        }
        for code in NAMES
    ]
    write_flat_state(tmp_path, {"inventory_state.csv": rows, "products.json": NAMES})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        found: list[str] = []
        cursor = None
        while cursor or not found:
            params = {"q": "lean", "limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/v1/products", params=params)).json()
            found += [item["stock_code"] for item in page["items"]]
            cursor = page["next_cursor"]
        named = await client.get("/v1/products", params={"q": "lean", "sort": "product_name"})
    assert found == ORDER
    assert [item["stock_code"] for item in named.json()["items"]] == ["1", "2", "3", "4", "LEAN-5"]
