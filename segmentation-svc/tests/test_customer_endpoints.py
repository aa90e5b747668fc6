"""The routes of customers: pages, one customer, and the reasons for a label."""

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
async def test_invalid_queries_are_explained(
    client: httpx.AsyncClient, query: dict[str, Any]
) -> None:
    """An invalid query is a 422 problem that names the field."""
    answer = await client.get("/v1/customers", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


async def test_customer_id_may_end_in_point_zero(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """`12346` and `12346.0` are the same customer, with the values of the file."""
    row = table.row(0, named=True)
    for customer_id in (row["Customer ID"], f"{row['Customer ID']}.0"):
        answer = (await client.get(f"/v1/customers/{customer_id}")).json()
        assert answer["customer_id"] == row["Customer ID"]
        assert (answer["recency"], answer["frequency"]) == (row["Recency"], row["Frequency"])
        assert answer["label"] == row["ClusterLabel"]
    assert (await client.get("/v1/customers/nobody")).status_code == 404


async def test_customers_include_expected_activity(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """The list can be sorted by expected spend, with the values of the file."""
    page = (await client.get("/v1/customers?sort=-expected_spend_90d&limit=5")).json()
    highest = table.sort("Expected_Spend_90d", descending=True)["Expected_Spend_90d"].head(5)
    assert [item["expected_spend_90d"] for item in page["items"]] == highest.to_list()
    assert all(0 < item["p_active_90d"] <= 1 for item in page["items"])


async def test_every_customer_has_reasons(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """For each rule, a customer's reasons say what decided and where the limit is."""
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
def test_every_reason_code_has_a_sentence(language: str) -> None:
    """The codes are exactly those of the catalogue's group, in each language."""
    assert set(catalogue(language)["sentences"]["customers"]) == set(get_args(WhyCode))


async def test_label_changes_on_the_stated_day(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """Without a purchase the label changes on the stated day and not the day before."""
    row = table.filter(ClusterLabel=VIP).row(0, named=True)
    reasons = (await client.get(f"/v1/customers/{row['Customer ID']}")).json()["why_statements"]
    next_change = next(why["values"] for why in reasons if why["code"] == "silence_moves")
    days = next_change["days"]
    later = [
        {
            "recency": row["Recency"] + days_later,
            "frequency": row["Frequency"],
            "monetary": row["Monetary"],
            "tenure_days": row["Tenure_Days"] + days_later,
            "last_month": VIP,
        }
        for days_later in (days - 1, days)
    ]
    answer = (await client.post("/v1/customers:classify", json={"customers": later})).json()
    labels = [result["label"] for result in answer["results"]]
    assert labels[0] == VIP
    assert labels[1] != VIP
    assert labels[1] == next_change["segment"]
