"""Stores shared with other processes, and crashes during a save."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from support.campaign_client import ID, OLDER

from campaign_svc.campaigns.adoption import Adopter
from campaign_svc.campaigns.change_log import Change, State
from campaign_svc.campaigns.reconciliation import Reconciler
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.campaigns.schemas import CampaignCopy
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.main import campaigns_in
from campaign_svc.settings import Settings
from fleet.callers import Caller
from fleet.documents import (
    Document,
    DocumentExists,
    DocumentStore,
    VersionConflict,
    open_documents,
)
from fleet.errors import Conflict
from fleet.statements import statement

MakeCopy = Callable[..., dict[str, Any]]
ADA = Caller("Ada", "planner")


def copy_of(make_copy: MakeCopy, **fields: Any) -> CampaignCopy:
    return CampaignCopy.model_validate(make_copy(**fields))


class Crashed(BaseException):
    """The process is gone."""


Step = tuple[str, int]
STEPS = [("append", 1), ("show", 1), ("append", 2)]


async def saved(campaigns: Campaigns, make_copy: MakeCopy, question: str) -> int:
    """Save a text for this request; returns its version."""
    _, version = await campaigns.save(ID, copy_of(make_copy, question=question), ADA, fresh=False)
    return version


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", ["nothing", "older", "version"])
@pytest.mark.parametrize("next_is", ["reader", "same", "other"])
async def test_crash_at_any_step_is_rolled_forward(
    documents: DocumentStore, make_copy: MakeCopy, step: Step, before: str, next_is: str
) -> None:
    """After a crash at any step of a save the next save finds complete data without gaps."""
    if before == "older":
        await documents.collection("campaigns").insert(OLDER)
    elif before == "version":
        await saved(campaigns_in(documents), make_copy, "q0")
    dying = _Dying(documents, step)
    try:
        await saved(_over(dying), make_copy, "q1")
    except Crashed:
        pass
    else:
        assert dying.left > 0, "the step was never reached"
    await _goes_on(documents, make_copy, next_is)


def _over(repository: CampaignRepository) -> Campaigns:
    reconciler = Reconciler(repository)
    return Campaigns(repository, reconciler, Adopter(repository, reconciler))


class _Dying(CampaignRepository):
    """Crashes right after a step has been done for the given time."""

    def __init__(self, documents: DocumentStore, step: Step) -> None:
        super().__init__(documents)
        self._step, self.left = step

    async def append(self, campaign_id: str, revision: int, change: Change) -> None:
        await super().append(campaign_id, revision, change)
        self._count("append")

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
        assert version.text["question"] == question
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


async def test_outdated_write_changes_nothing(documents: DocumentStore) -> None:
    """A move based on an outdated read changes nothing."""
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
    """Services on one store never share or skip a version, without a lock between them."""
    async with open_documents(settings) as one, open_documents(settings) as two:
        services = [campaigns_in(store) for store in (one, two, one, two)]
        numbers = await asyncio.gather(
            *(saved(services[n % 4], make_copy, f"q{n % questions}") for n in range(40))
        )
        _, total = await CampaignRepository(one).versions(ID, after=None, limit=1)
    assert total == questions
    assert set(numbers) == set(range(1, questions + 1))


class _OverwrittenRepository(CampaignRepository):
    """Another writer has always written the next revision first."""

    async def append(self, campaign_id: str, revision: int, change: Change) -> None:
        assert change
        raise DocumentExists(f"{campaign_id}#{revision} exists already.")


async def test_repeated_conflicts_end_in_an_error(
    documents: DocumentStore, make_copy: MakeCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last attempt the error is a conflict with its own message."""
    monkeypatch.setattr("campaign_svc.campaigns.reconciliation.ATTEMPTS", 3)
    with pytest.raises(Conflict) as caught:
        await saved(_over(_OverwrittenRepository(documents)), make_copy, "q1")
    assert caught.value.statement == statement("campaign_busy")
