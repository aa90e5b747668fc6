"""The committed OpenAPI document matches the code."""

from importlib.resources import files

import orjson

from smartretail.openapi import merged_openapi


def test_committed_document_is_current() -> None:
    """`make openapi` would change nothing."""
    committed = files("gateway").joinpath("openapi.json").read_bytes()
    assert committed == merged_openapi(), "run `make openapi` and commit what it writes"


def test_every_operation_documents_its_responses() -> None:
    """Each operation has a summary, a unique id, and problem documents for its errors."""
    document = orjson.loads(merged_openapi())
    operations = [o for item in document["paths"].values() for o in item.values()]
    assert len(operations) > 30
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    for operation in operations:
        assert operation["summary"]
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")) and "ready" not in operation["operationId"]:
                assert list(response["content"]) == ["application/problem+json"], operation
