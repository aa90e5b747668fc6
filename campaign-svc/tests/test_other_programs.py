"""Documents of other programs: readable immediately, adopted as versions, never lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import SecretStr
from pymongo import MongoClient
from support.apps import serve_app
from support.campaign_client import ID, OLDER, CampaignClient, ok
from support.mongo_server import MongoServer

from campaign_svc.main import campaigns_in, create_app
from campaign_svc.settings import Settings
from fleet.documents import Document, DocumentStore

MakeCopy = Callable[..., dict[str, Any]]
Save = Callable[..., Awaitable[dict[str, Any]]]


def path_of(campaign_id: str, *, tail: str = "") -> str:
    """The path of a campaign, its id escaped."""
    return f"/v1/campaigns/{quote(campaign_id, safe='')}{tail}"


async def test_documents_of_other_programs_are_listed_as_campaigns(
    client: httpx.AsyncClient, documents: DocumentStore
) -> None:
    """A record without version, request or provider is in every list, unchanged."""
    await documents.collection("campaigns").insert(OLDER)
    shown = (await client.get("/generated-campaigns")).json()[ID]
    assert {name: shown[name] for name in OLDER if name != "_id"} == {
        name: value for name, value in OLDER.items() if name != "_id"
    }
    got = (await client.get(path_of(ID))).json()
    assert (got["email_subject"], got["version"], got["question"]) == ("older", None, None)
    listed = (await client.get("/v1/campaigns")).json()["items"]
    assert [{name: got[name] for name in item} for item in listed] == listed
    assert len(listed) == 1
    assert (await client.get("/v1/campaigns/summary")).json()["total"] == 1
    assert (await client.get(path_of(ID, tail="/versions"))).json()["total"] == 0


@pytest.mark.parametrize(
    "odd",
    [
        {"_id": "A_B_VIP Customers"},
        {"_id": "no separator"},
        {"_id": "1_X", "StockCode": 85123, "Discount": "20%", "generatedAt": None},
        {"_id": "1_X", "Discount": "lots", "generatedAt": 20100101, "inputs": "none"},
        {"_id": "1_X", "email_body": ["a"], "version": "two", "status": 7, "Discount": True},
        {"_id": "1_X", "version": 0, "question": {"a": 1}, "unknown": {"deep": [1]}},
    ],
)
async def test_malformed_documents_do_not_break_responses(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save, odd: Document
) -> None:
    """Missing and ill-typed fields become null or empty, and the campaign can be replaced."""
    await documents.collection("campaigns").insert(odd)
    contract = (await client.get("/generated-campaigns")).json()[odd["_id"]]
    assert isinstance(contract["StockCode"], str)
    assert isinstance(contract["email_body"], str)
    for path in ("/v1/campaigns", "/v1/campaigns/summary", path_of(odd["_id"])):
        assert (await client.get(path)).status_code == 200
    code, _, segment = odd["_id"].rpartition("_")
    if code:
        saved = await save(stock_code=code, target_cluster=segment)
        assert saved["version"] == 2
        got = (await client.get(path_of(odd["_id"]))).json()
        assert {name: got[name] for name in saved} == saved


async def test_missing_code_is_read_from_the_id(
    client: httpx.AsyncClient, documents: DocumentStore
) -> None:
    """`A_B_VIP Customers` is product `A_B` for `VIP Customers`: no segment has an underscore."""
    await documents.collection("campaigns").insert({"_id": "A_B_VIP Customers"})
    got = (await client.get(path_of("A_B_VIP Customers"))).json()
    assert (got["stock_code"], got["target_cluster"]) == ("A_B", "VIP Customers")


async def test_replaced_text_of_another_program_is_a_version(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """A text of an older program becomes version 1 before version 2 replaces it."""
    await documents.collection("campaigns").insert(OLDER)
    assert (await save())["version"] == 2
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [(item["version"], item["email_subject"]) for item in versions] == [
        (2, "25% off"),
        (1, "older"),
    ]


async def test_overwrite_by_another_program_is_preserved(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """Its text is shown, no reader reverts it, and the next save stores it as a version."""
    await save(question="q1")
    await save(question="q2")
    await documents.collection("campaigns").put(OLDER)
    for _ in range(2):
        assert (await client.get(path_of(ID))).json()["email_subject"] == "older"
    assert (await save(question="q3"))["version"] == 4
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [item["version"] for item in versions] == [4, 3, 2, 1]
    assert versions[1]["email_subject"] == "older"


async def test_in_place_edit_by_another_program_is_a_version(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """A field changed under our version number is shown, and stored as its own version."""
    await save(question="q1")
    campaigns = documents.collection("campaigns")
    current = await campaigns.get(ID)
    assert current is not None
    await campaigns.put(current | {"email_subject": "edited"})
    assert (await client.get(path_of(ID))).json()["email_subject"] == "edited"
    assert (await save(question="q2"))["version"] == 3
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [item["email_subject"] for item in versions] == ["25% off", "edited", "25% off"]


async def test_records_have_the_keys_of_the_contract(documents: DocumentStore, save: Save) -> None:
    """The document in `campaigns` has the contract's id and keys."""
    await save()
    stored = await documents.collection("campaigns").get(ID)
    assert stored is not None
    assert set(OLDER) <= set(stored)
    assert stored["StockCode"] == "22423"
    assert stored["generatedAt"] == "2011-09-09T08:30:00.000000Z"


async def test_documents_with_bson_dates_are_read(mongo: MongoServer, make_copy: MakeCopy) -> None:
    """Dates written by pymongo are read as ISO texts, can be sorted, and survive a replace."""
    with MongoClient[dict[str, Any]](mongo.uri) as database:
        older = OLDER | {"generatedAt": datetime(2010, 1, 1, 12, tzinfo=UTC)}
        database["bson_types"]["campaigns"].insert_many([older, {"email_subject": "no text id"}])
    settings = Settings(mongodb_uri=SecretStr(mongo.uri), mongodb_database="bson_types")
    async with serve_app(create_app(settings)) as client:
        shown = (await client.get("/generated-campaigns")).json()
        assert list(shown) == [ID]
        assert shown[ID]["generatedAt"] == "2010-01-01T12:00:00Z"
        assert (await client.get("/v1/campaigns")).json()["total"] == 1
        saved = (
            await client.put(path_of(ID).replace("/v1/", "/internal/"), json=make_copy())
        ).json()
        assert saved["version"] == 2
        versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
        assert versions[1]["generated_at"] == "2010-01-01T12:00:00Z"


async def test_unknown_fields_of_other_programs_survive_a_save(
    documents: DocumentStore, save: Save
) -> None:
    """Another program's additional fields on a campaign survive our save."""
    await documents.collection("campaigns").insert({**OLDER, "crm_id": {"x": 7}})
    await save()
    stored = await documents.collection("campaigns").get(ID)
    assert stored is not None
    assert (stored["crm_id"], stored["email_subject"]) == ({"x": 7}, "25% off")


async def test_log_with_newer_schema_is_not_changed(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save, make_copy: MakeCopy
) -> None:
    """A log entry of a later schema is a 409 that says to update, and nothing changes."""
    await save()
    log = documents.collection("campaign_log")
    entry = await log.get(f"{ID}#1")
    assert entry is not None
    await log.insert({**entry, "_id": f"{ID}#2", "revision": 2, "schema": 99})
    answer = await client.put(path_of(ID).replace("/v1/", "/internal/"), json=make_copy())
    assert (answer.status_code, answer.json()["code"]) == (409, "newer_program")
    assert await log.count() == 2


async def test_sweep_adopts_texts_of_other_programs(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """Each text becomes one version, unchanged; our own records stay as they are."""
    ours = await save(stock_code="1")
    await documents.collection("campaigns").insert({**OLDER, "crm_id": 7})
    await documents.collection("campaigns").insert({"_id": "A_B_VIP Customers"})
    adopter = campaigns_in(documents).adopter
    assert (await adopter.sweep(), await adopter.sweep()) == (2, 0)
    versions = (await client.get(path_of(ID, tail="/versions"))).json()
    assert (versions["total"], versions["items"][0]["origin"]) == (1, "adopted")
    got = (await client.get(path_of(ID))).json()
    assert (got["email_subject"], got["version"], got["status"]) == ("older", 1, "draft")
    stored = await documents.collection("campaigns").get(ID)
    assert stored is not None
    assert {name: stored[name] for name in OLDER} == OLDER
    assert stored["crm_id"] == 7
    assert (await save(stock_code="1")) == ours


async def test_store_is_swept_at_start(settings: Settings, documents: DocumentStore) -> None:
    """Texts written while no service ran become versions soon after one starts."""
    await documents.collection("campaigns").insert(OLDER)
    app = create_app(settings)
    async with app.router.lifespan_context(app), asyncio.timeout(30):
        log = documents.collection("campaign_log")
        while not (entries := (await log.page()).documents):
            await asyncio.sleep(0)
    assert [(one["_id"], one["action"]) for one in entries] == [(f"{ID}#1", "adopted")]


async def test_sweep_does_not_invalidate_a_read(
    campaign: CampaignClient, documents: DocumentStore
) -> None:
    """A client that read a text before its adoption can still change it afterwards."""
    await documents.collection("campaigns").insert(OLDER)
    before, _ = await campaign.state()
    assert await campaigns_in(documents).adopter.sweep() == 1
    assert (await campaign.state())[0] != before
    assert ok(await campaign.edit(if_match=before, email_subject="new"))["version"] == 2
    assert (await campaign.edit(if_match=before, email_subject="newer")).status_code == 412


async def test_sweep_continues_after_unadoptable_campaign(
    documents: DocumentStore, save: Save
) -> None:
    """A newer program's campaign is left unchanged, and the sweep continues."""
    await save()
    log, campaigns = documents.collection("campaign_log"), documents.collection("campaigns")
    entry = await log.get(f"{ID}#1")
    assert entry is not None
    await log.insert({**entry, "_id": f"{ID}#2", "revision": 2, "schema": 99})
    await campaigns.put(OLDER)
    await campaigns.insert({**OLDER, "_id": "9_VIP Customers"})
    assert await campaigns_in(documents).adopter.sweep() == 1
    assert await campaigns.get(ID) == OLDER
