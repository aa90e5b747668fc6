"""The routes of customers: pages, one customer, and why they are where they are."""

from typing import Any, get_args

import httpx
import polars as pl
import pytest

from contract.segments import LOST, VIP
from fleet.sentences import catalogue, render
from fleet.statements import Statement
from segmentation_svc.segments.statements import WhyCode


async def test_pages_cover_a_segment_once(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """Following next_cursor with a filter and a sort visits every member exactly once."""
    ids: list[str] = []
    query: dict[str, Any] = {"label": LOST, "sort": "-monetary", "limit": 40}
    while True:
        page = (await client.get("/v1/customers", params=query)).json()
        ids += [item["customer_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    lost = table.filter(pl.col("ClusterLabel") == LOST)["Customer ID"].to_list()
    assert sorted(ids) == sorted(lost)
    assert len(ids) == len(set(ids)) == page["total"]


@pytest.mark.parametrize("query", [{"label": "Champions"}, {"sort": "colour"}, {"cursor": "zz"}])
async def test_bad_queries_are_explained(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    """A bad query is a 422 problem that names the field."""
    answer = await client.get("/v1/customers", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


async def test_customer_by_id_in_either_spelling(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """`12346` and `12346.0` are the same customer, answered as the file has it."""
    row = table.row(0, named=True)
    for spelling in (row["Customer ID"], f"{row['Customer ID']}.0"):
        answer = (await client.get(f"/v1/customers/{spelling}")).json()
        assert answer["customer_id"] == row["Customer ID"]
        assert (answer["recency"], answer["frequency"]) == (row["Recency"], row["Frequency"])
        assert answer["label"] == row["ClusterLabel"]
    assert (await client.get("/v1/customers/nobody")).status_code == 404


async def test_customers_carry_expected_activity(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """The list sorts by expected spend, which is that of the file."""
    page = (await client.get("/v1/customers?sort=-expected_spend_90d&limit=5")).json()
    best = table.sort("Expected_Spend_90d", descending=True)["Expected_Spend_90d"].head(5)
    assert [item["expected_spend_90d"] for item in page["items"]] == best.to_list()
    assert all(0 < item["p_active_90d"] <= 1 for item in page["items"])


async def test_every_customer_has_reasons(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """One customer of each rule that occurs is told what decided and where a border lies."""
    for row in table.unique("Label_Rule", keep="first", maintain_order=True).iter_rows(named=True):
        answer = (await client.get(f"/v1/customers/{row['Customer ID']}")).json()
        why, statements = answer["why"], answer["why_statements"]
        assert len(why) == len(statements) >= 2
        for sentence, found_statement in zip(why, statements, strict=True):
            assert sentence == render(Statement(**found_statement))
            texts = [
                value for value in found_statement["values"].values() if isinstance(value, str)
            ]
            assert texts or found_statement["code"] == "why_tenure"
            assert all(text in sentence for text in texts)
            if days := found_statement["values"].get("days"):
                assert f"{days:.0f}" in sentence
        assert all(sentence.endswith(".") for sentence in why)
        assert any(character.isdigit() for character in why[-1])


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_code_of_a_reason_has_a_sentence(language: str) -> None:
    """The closed list of codes is the catalogue's group, in each language."""
    assert set(catalogue(language)["sentences"]["customers"]) == set(get_args(WhyCode))


async def test_silence_changes_the_label_on_the_stated_day(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """The label changes on the day that is stated, and the day before it does not."""
    row = table.filter(ClusterLabel=VIP).row(0, named=True)
    reasons = (await client.get(f"/v1/customers/{row['Customer ID']}")).json()["why_statements"]
    moves = next(why["values"] for why in reasons if why["code"] == "silence_moves")
    days = moves["days"]
    later = [
        {
            "recency": row["Recency"] + more,
            "frequency": row["Frequency"],
            "monetary": row["Monetary"],
            "tenure_days": row["Tenure_Days"] + more,
            "last_month": VIP,
        }
        for more in (days - 1, days)
    ]
    answer = (await client.post("/v1/customers:classify", json={"customers": later})).json()
    labels = [result["label"] for result in answer["results"]]
    assert labels[0] == VIP
    assert labels[1] != VIP
    assert labels[1] == moves["segment"]
