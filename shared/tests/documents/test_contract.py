"""The document store contract, tested against both SQLite and MongoDB."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from fleet.documents import (
    Collection,
    Document,
    DocumentExists,
    DocumentSettings,
    DocumentStore,
    VersionConflict,
    open_documents,
)
from fleet.errors import InvalidInput


async def test_inserted_document_is_read_back_unchanged(things: Collection) -> None:
    """A document is read back equal, including nested values, odd characters and 64-bit numbers."""
    document: Document = {
        "_id": "85123A/ä #1_VIP Customers",
        "text": "naïve 🎁\n\u0000",
        "numbers": [0, -1, 2**63 - 1, 0.1, 1e300],
        "nested": {"empty": {}, "list": [None, True, {"a b": "ü"}]},
    }
    await things.insert(document)
    found = await things.get(document["_id"])
    assert found == document
    assert next(iter(found or ())) == "_id"


async def test_get_returns_none_for_unknown_id(things: Collection) -> None:
    """An unknown id returns None, whatever characters it contains."""
    for document_id in ("nothing", "", "a'b\"c", "{}", "$ne", "\0"):
        assert await things.get(document_id) is None


async def test_insert_rejects_existing_id(things: Collection) -> None:
    """A second insert raises DocumentExists and leaves the first document unchanged."""
    await things.insert({"_id": "a", "value": 1})
    with pytest.raises(DocumentExists, match="'a' exists already"):
        await things.insert({"_id": "a", "value": 2})
    assert await things.get("a") == {"_id": "a", "value": 1}


async def test_only_one_concurrent_insert_succeeds(things: Collection) -> None:
    """Of many concurrent inserts of one id exactly one succeeds, and its document is stored."""
    results = await asyncio.gather(
        *(things.insert({"_id": "a", "value": value}) for value in range(20)),
        return_exceptions=True,
    )
    winners = [value for value, result in enumerate(results) if result is None]
    assert len(winners) == 1
    assert sum(isinstance(result, DocumentExists) for result in results) == 19
    assert await things.get("a") == {"_id": "a", "value": winners[0]}


async def test_replace_requires_current_version(things: Collection) -> None:
    """Replacing an outdated version raises VersionConflict and changes nothing."""
    await things.insert({"_id": "a", "version": 1})
    await things.replace({"_id": "a", "version": 2}, version=1)
    with pytest.raises(VersionConflict, match="read it again"):
        await things.replace({"_id": "a", "version": 3}, version=1)
    with pytest.raises(VersionConflict):
        await things.replace({"_id": "a", "version": 3}, version=None)
    with pytest.raises(VersionConflict):
        await things.replace({"_id": "gone", "version": 2}, version=1)
    assert await things.get("a") == {"_id": "a", "version": 2}
    assert await things.get("gone") is None


@pytest.mark.parametrize("older", [{}, {"version": None}])
async def test_replace_without_version_matches_unversioned_document(
    things: Collection, older: dict[str, Any]
) -> None:
    """A document without a version is replaced when no version is specified."""
    await things.insert({"_id": "a", "text": "old", **older})
    await things.replace({"_id": "a", "version": 1}, version=None)
    assert await things.get("a") == {"_id": "a", "version": 1}


async def test_replace_compares_version_types(things: Collection) -> None:
    """Version 1 is a number: neither true nor the text "1" matches it."""
    for stored in (True, "1"):
        await things.put({"_id": "a", "version": stored})
        with pytest.raises(VersionConflict):
            await things.replace({"_id": "a", "version": 2}, version=1)


async def test_only_one_concurrent_replace_succeeds(things: Collection) -> None:
    """Of many concurrent replacements of one version exactly one succeeds."""
    await things.insert({"_id": "a", "version": 1})
    results = await asyncio.gather(
        *(things.replace({"_id": "a", "version": 2, "by": n}, version=1) for n in range(20)),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    assert sum(isinstance(result, VersionConflict) for result in results) == 19
    assert await things.get("a") == {"_id": "a", "version": 2, "by": results.index(None)}


async def test_put_inserts_or_replaces(things: Collection) -> None:
    """Put inserts a document or replaces all of it, also concurrently."""
    await things.put({"_id": "a", "old": 1})
    await things.put({"_id": "a", "new": 2})
    assert await things.get("a") == {"_id": "a", "new": 2}
    await asyncio.gather(*(things.put({"_id": "b", "value": n}) for n in range(20)))
    assert await things.count() == 2


async def test_delete_returns_whether_document_existed(things: Collection) -> None:
    """The first delete returns True and the second returns False."""
    await things.insert({"_id": "a"})
    assert await things.delete("a") is True
    assert await things.delete("a") is False
    assert await things.get("a") is None


async def test_collections_are_independent(store: DocumentStore) -> None:
    """The same id can be used in two collections."""
    await store.collection("things").insert({"_id": "a", "in": "things"})
    await store.collection("others").insert({"_id": "a", "in": "others"})
    assert await store.collection("things").get("a") == {"_id": "a", "in": "things"}
    assert await store.collection("others").count() == 1


async def test_writes_do_not_mutate_the_argument(things: Collection) -> None:
    """Writing does not change the dictionary that was passed in."""
    document: Document = {"_id": "a", "nested": {"b": 1}}
    await things.insert(document)
    await things.put(document)
    assert document == {"_id": "a", "nested": {"b": 1}}


def nested(levels: int) -> dict[str, Any]:
    return {"in": nested(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"_id": ""},
        {"_id": 7},
        {"_id": "a\0b"},
        {"_id": "\ud800"},
        {"_id": "x" * 1001},
        {"_id": "a", "value": float("nan")},
        {"_id": "a", "value": [float("inf")]},
        {"_id": "a", "value": 2**63},
        {"_id": "a", "value": "\ud800"},
        {"_id": "a", "value": object()},
        {"_id": "a", "$set": 1},
        {"_id": "a", "in": {"$gt": 1}},
        {"_id": "a", "in": [{"a.b": 1}]},
        {"_id": "a", "": 1},
        {"_id": "a", "in": nested(60)},
    ],
)
async def test_documents_unsupported_by_either_store_are_rejected(
    things: Collection, document: Document
) -> None:
    """Every write to either store raises InvalidInput if one of the stores can't represent it."""
    for write in (things.insert, things.put):
        with pytest.raises(InvalidInput):
            await write(document)
    with pytest.raises(InvalidInput):
        await things.replace(document, version=None)
    assert await things.count() == 0


async def test_invalid_collection_and_field_names_raise(store: DocumentStore) -> None:
    """Collection and field names come from code, so an invalid name raises immediately."""
    for name in ('x"; --', "", "a.b", "$cmd"):
        with pytest.raises(ValueError, match="cannot name"):
            store.collection(name)
    with pytest.raises(ValueError, match="cannot name"):
        await store.collection("things").count({"a' OR 1": 1})


async def test_documents_survive_reopening(document_settings: DocumentSettings) -> None:
    """Stored documents are still there when the store is reopened."""
    for number in range(3):
        async with open_documents(document_settings) as store:
            await store.collection("things").insert({"_id": str(number)})
    async with open_documents(document_settings) as store:
        page = await store.collection("things").page()
    assert [one["_id"] for one in page.documents] == ["0", "1", "2"]


async def test_two_connections_share_one_store(document_settings: DocumentSettings) -> None:
    """Two connections see each other's writes and respect each other's versions."""
    async with open_documents(document_settings) as one, open_documents(document_settings) as two:
        await one.collection("things").insert({"_id": "a", "version": 1})
        await two.collection("things").replace({"_id": "a", "version": 2}, version=1)
        with pytest.raises(VersionConflict):
            await one.collection("things").replace({"_id": "a", "version": 2}, version=1)
        await asyncio.gather(
            *(
                opened.collection("things").insert({"_id": f"{name}{n}"})
                for n in range(20)
                for name, opened in (("x", one), ("y", two))
            )
        )
        assert await one.collection("things").count() == 41


async def test_status_reports_ready(
    store: DocumentStore, document_settings: DocumentSettings
) -> None:
    """An open store reports that it is ready and its kind, without the connection string."""
    status = await store.status()
    assert status.ready
    assert status.kind == ("mongodb" if document_settings.mongodb_uri else "sqlite")
    assert "://" not in status.detail


async def test_available_store_answers_immediately(store: DocumentStore) -> None:
    """An available store answers even with no timeout and with many concurrent calls."""
    answers = await asyncio.gather(*(store.answers_within(seconds) for seconds in (-1, 0, 60)))
    assert answers == [True, True, True]


async def test_unavailable_store_answers_after_recovery(
    absent: tuple[DocumentSettings, Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unavailable store reports no answer, and answers every check after it recovers."""
    monkeypatch.setattr("fleet.documents.mongo_availability.CHECK_EVERY_SECONDS", 3600.0)
    settings, bring_back = absent
    async with open_documents(settings) as store:
        assert not await store.answers_within(0)
        await asyncio.to_thread(bring_back)
        assert await store.answers_within(60)
        await store.collection("things").insert({"_id": "a"})


async def test_replace_can_compare_another_field(things: Collection) -> None:
    """The caller chooses the field that must be unchanged; other fields may differ."""
    await things.insert({"_id": "a", "version": 7, "revision": 1})
    await things.replace({"_id": "a", "version": 7, "revision": 2}, version=1, field="revision")
    with pytest.raises(VersionConflict):
        await things.replace({"_id": "a", "revision": 3}, version=1, field="revision")
    assert await things.get("a") == {"_id": "a", "version": 7, "revision": 2}
