"""What other programs, other processes and crashes leave in the store."""

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
from support.mongo_server import MongoServer

from campaign_svc.campaigns.change_log import Change, State
from campaign_svc.campaigns.migrations import OldVersions
from campaign_svc.campaigns.reconciliation import Reconciler
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.campaigns.schemas import CampaignCopy
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.main import campaigns_in, create_app
from campaign_svc.settings import Settings
from fleet.callers import Caller
from fleet.documents import (
    Document,
    DocumentExists,
    DocumentStore,
    VersionConflict,
    open_documents,
)

MakeCopy = Callable[..., dict[str, Any]]
Save = Callable[..., Awaitable[dict[str, Any]]]


def path_of(campaign_id: str, *, tail: str = "") -> str:
    """The path of a campaign, its id escaped."""
    return f"/v1/campaigns/{quote(campaign_id, safe='')}{tail}"


ID = "22423_Regular Customers"
ADA = Caller("Ada", "planner")
OLDER: Document = {
    "_id": ID,
    "email_subject": "older",
    "email_body": "older body",
    "whatsapp_message": "older message",
    "StockCode": "22423",
    "Objective": "Retention",
    "TargetCluster": "Regular Customers",
    "Discount": 10,
    "ProductDescription": "CAKESTAND",
    "generatedAt": "2010-01-01T00:00:00",
}


async def test_documents_of_older_programs_are_campaigns(
    client: httpx.AsyncClient, documents: DocumentStore
) -> None:
    """A record without version, question or provider shows in every list, as it was written."""
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
async def test_odd_documents_never_break_an_answer(
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


async def test_a_code_is_read_from_the_id_when_it_is_missing(
    client: httpx.AsyncClient, documents: DocumentStore
) -> None:
    """`A_B_VIP Customers` is product `A_B` for `VIP Customers`: segments hold no underscore."""
    await documents.collection("campaigns").insert({"_id": "A_B_VIP Customers"})
    got = (await client.get(path_of("A_B_VIP Customers"))).json()
    assert (got["stock_code"], got["target_cluster"]) == ("A_B", "VIP Customers")


async def test_replacing_an_older_document_keeps_it_as_a_version(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """What an older program wrote becomes version 1 before version 2 replaces it."""
    await documents.collection("campaigns").insert(OLDER)
    assert (await save())["version"] == 2
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [(item["version"], item["email_subject"]) for item in versions] == [
        (2, "25% off"),
        (1, "older"),
    ]


async def test_an_older_program_may_overwrite_ours(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """Its text is shown, is not undone by a reader, and is kept when the next save replaces it."""
    await save(question="q1")
    await save(question="q2")
    await documents.collection("campaigns").put(OLDER)
    for _ in range(2):
        assert (await client.get(path_of(ID))).json()["email_subject"] == "older"
    assert (await save(question="q3"))["version"] == 4
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [item["version"] for item in versions] == [4, 3, 2, 1]
    assert versions[1]["email_subject"] == "older"


async def test_an_older_program_may_edit_ours_in_place(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save
) -> None:
    """A changed field under our version number is shown, and kept as a version of its own."""
    await save(question="q1")
    campaigns = documents.collection("campaigns")
    current = await campaigns.get(ID)
    assert current is not None
    await campaigns.put(current | {"email_subject": "edited"})
    assert (await client.get(path_of(ID))).json()["email_subject"] == "edited"
    assert (await save(question="q2"))["version"] == 3
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [item["email_subject"] for item in versions] == ["25% off", "edited", "25% off"]


async def test_our_records_read_as_older_programs_expect(
    documents: DocumentStore, save: Save
) -> None:
    """The document in `campaigns` has the id and the keys of the contract."""
    await save()
    stored = await documents.collection("campaigns").get(ID)
    assert stored is not None
    assert set(OLDER) <= set(stored)
    assert stored["StockCode"] == "22423"
    assert stored["generatedAt"] == "2011-09-09T08:30:00.000000Z"


async def test_documents_with_bson_types_are_campaigns(
    mongo: MongoServer, make_copy: MakeCopy
) -> None:
    """Dates as pymongo writes them read as ISO texts, sort, and are kept when replaced."""
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


def copy_of(make_copy: MakeCopy, **fields: Any) -> CampaignCopy:
    return CampaignCopy.model_validate(make_copy(**fields))


class Crashed(BaseException):
    """The process is gone."""


Step = tuple[str, int]
STEPS = [("append", 1), ("show", 1), ("append", 2)]


async def saved(campaigns: Campaigns, make_copy: MakeCopy, question: str) -> int:
    """Save a text for this question; its version."""
    _, version = await campaigns.save(ID, copy_of(make_copy, question=question), ADA, fresh=False)
    return version


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", ["nothing", "older", "version"])
@pytest.mark.parametrize("next_is", ["reader", "same", "other"])
async def test_a_crash_at_any_step_is_rolled_forward(
    documents: DocumentStore, make_copy: MakeCopy, step: Step, before: str, next_is: str
) -> None:
    """Whatever was there and wherever a save dies, the next one finds it whole and without gaps."""
    if before == "older":
        await documents.collection("campaigns").insert(OLDER)
    elif before == "version":
        await saved(campaigns_in(documents), make_copy, "q0")
    dying = _Dying(documents, step)
    try:
        await saved(_over(documents, dying), make_copy, "q1")
    except Crashed:
        pass
    else:
        assert dying.left > 0, "the step was never reached"
    await _goes_on(documents, make_copy, next_is)


def _over(documents: DocumentStore, repository: CampaignRepository) -> Campaigns:
    return Campaigns(repository, Reconciler(repository, OldVersions(documents, repository)))


class _Dying(CampaignRepository):
    """Dies right after a step has been done for the given time."""

    def __init__(self, documents: DocumentStore, step: Step) -> None:
        super().__init__(documents)
        self._step, self.left = step

    async def append(
        self, campaign_id: str, revision: int, change: Change, at: str | None = None
    ) -> Document:
        entry = await super().append(campaign_id, revision, change, at)
        self._count("append")
        return entry

    async def show(
        self, campaign_id: str, text: Document, state: State, revision: int, old: Document | None
    ) -> Document:
        record = await super().show(campaign_id, text, state, revision, old)
        self._count("show")
        return record

    def _count(self, step: str) -> None:
        self.left -= step == self._step
        if self.left == 0:
            raise Crashed


async def _goes_on(documents: DocumentStore, make_copy: MakeCopy, next_is: str) -> None:
    campaigns, repository = campaigns_in(documents), CampaignRepository(documents)
    written, _ = await repository.versions(ID, after=None, limit=100)
    if next_is != "reader":
        question = "q1" if next_is == "same" else "q2"
        number = await saved(campaigns, make_copy, question)
        version = await campaigns.version(ID, number)
        assert version["record"]["question"] == question
    await campaigns.get(ID)
    versions, total = await repository.versions(ID, after=None, limit=100)
    assert [one["saved_version"] for one in versions.documents] == list(range(total, 0, -1))
    shown = await documents.collection("campaigns").get(ID)
    assert shown is not None
    if versions.documents:
        newest = versions.documents[0]
        assert {name: shown[name] for name in newest["record"]} == newest["record"]
        assert shown["version"] == total
    assert versions.documents[total - len(written.documents) :] == written.documents
    questions = [one["record"].get("question") for one in versions.documents]
    assert len(set(questions)) == len(questions), "a question was stored twice"
    entries, length = await repository.entries(ID, after=None, limit=100)
    assert [one["revision"] for one in entries.documents] == list(range(length, 0, -1))


async def test_a_late_writer_does_not_undo_what_is_shown(documents: DocumentStore) -> None:
    """Moving it on what was read before somebody else moved it changes nothing."""
    repository = CampaignRepository(documents)
    first = await repository.show(ID, OLDER, State(version=1, newest=1), 1, None)
    await repository.show(ID, OLDER, State(version=2, newest=2), 2, first)
    with pytest.raises(VersionConflict):
        await repository.show(ID, OLDER, State(version=3, newest=3), 3, first)
    with pytest.raises(DocumentExists):
        await repository.show(ID, OLDER, State(version=1, newest=1), 1, None)
    shown = await repository.current(ID)
    assert shown is not None
    assert (shown["version"], shown["revision"]) == (2, 2)


@pytest.mark.parametrize("questions", [1, 40])
async def test_several_services_share_one_store(
    settings: Settings, make_copy: MakeCopy, questions: int
) -> None:
    """Without a lock between them, services over one store still never share or skip a version."""
    async with open_documents(settings) as one, open_documents(settings) as two:
        services = [campaigns_in(store) for store in (one, two, one, two)]
        numbers = await asyncio.gather(
            *(saved(services[n % 4], make_copy, f"q{n % questions}") for n in range(40))
        )
        _, total = await CampaignRepository(one).versions(ID, after=None, limit=1)
    assert total == questions
    assert set(numbers) == set(range(1, questions + 1))


async def test_unknown_fields_of_older_programs_are_kept(
    documents: DocumentStore, save: Save
) -> None:
    """What another program has noted on a campaign survives our saving beside it."""
    await documents.collection("campaigns").insert({**OLDER, "crm_id": {"x": 7}})
    await save()
    stored = await documents.collection("campaigns").get(ID)
    assert stored is not None
    assert (stored["crm_id"], stored["email_subject"]) == ({"x": 7}, "25% off")


OLD_VERSIONS = [
    {**OLDER, "_id": f"{ID}#{n}", "campaign_id": ID, "version": n, "question": f"q{n}"}
    | {"email_subject": f"text {n}", "status": "draft"}
    for n in (1, 2, 3)
]


@pytest.mark.parametrize("shown", [None, 1, 3])
@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize("broken_off", [0, 2])
async def test_versions_of_the_program_before_are_migrated(
    client: httpx.AsyncClient,
    documents: DocumentStore,
    save: Save,
    shown: int | None,
    approved: bool,
    broken_off: int,
) -> None:
    """Versions kept before there was a log are its first entries, also after a broken migration."""
    for version in OLD_VERSIONS:
        await documents.collection("campaign_versions").insert(version)
    if shown is not None:
        record = {k: v for k, v in OLD_VERSIONS[shown - 1].items() if k != "campaign_id"}
        status = "approved" if approved else "draft"
        await documents.collection("campaigns").insert({**record, "_id": ID, "status": status})
    if broken_off:
        await _migrate_some(documents, broken_off)
    got = (await client.get(path_of(ID))).json()
    kept = approved and shown is not None
    assert got["email_subject"] == f"text {shown if kept else 3}"
    assert got["status"] == ("approved" if kept else "draft")
    assert (await save(question="new"))["version"] == 4
    versions = (await client.get(path_of(ID, tail="/versions"))).json()["items"]
    assert [item["email_subject"] for item in versions] == ["25% off", "text 3", "text 2", "text 1"]


async def _migrate_some(documents: DocumentStore, count: int) -> None:
    """A migration that died after some entries."""
    with pytest.raises(Crashed):
        await _over(documents, _Dying(documents, ("append", count))).get(ID)


async def test_what_a_newer_program_wrote_is_left_alone(
    client: httpx.AsyncClient, documents: DocumentStore, save: Save, make_copy: MakeCopy
) -> None:
    """A log entry of a later schema is a 409 that says to update, and nothing is changed."""
    await save()
    log = documents.collection("campaign_log")
    entry = await log.get(f"{ID}#1")
    assert entry is not None
    await log.insert({**entry, "_id": f"{ID}#2", "revision": 2, "schema": 99})
    answer = await client.put(path_of(ID).replace("/v1/", "/internal/"), json=make_copy())
    assert (answer.status_code, answer.json()["code"]) == (409, "newer_program")
    assert await log.count() == 2
