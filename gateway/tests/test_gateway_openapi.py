"""One OpenAPI document for everything the gateway answers."""

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from support.fake_services import FakeFleet

from gateway.dashboard.sections import SECTIONS
from gateway.forwarding.routes import FORWARDED
from gateway.main import create_app
from gateway.openapi import merge, own_document, served_document
from gateway.settings import Settings

PROBLEM = {"$ref": "#/components/schemas/Problem"}
CONTRACT = {
    ("/", "get"),
    ("/inventory", "get"),
    ("/demand", "get"),
    ("/campaign-plan", "get"),
    ("/generate-campaign", "post"),
    ("/generated-campaigns", "get"),
    ("/health/live", "get"),
    ("/health/ready", "get"),
    ("/v1/dashboard", "get"),
    ("/v1/campaigns/{campaign_id}", "patch"),
    ("/v1/campaigns/{campaign_id}:approve", "post"),
    ("/v1/campaigns/{campaign_id}:restore", "post"),
    ("/v1/campaigns/{campaign_id}/approval", "get"),
    ("/v1/campaigns/{campaign_id}/lift", "get"),
    ("/v1/customers/{customer_id}", "delete"),
    ("/v1/session", "get"),
    ("/v1/session", "post"),
    ("/v1/session", "delete"),
}


def document(**schemas: Any) -> dict[str, Any]:
    """A service's document: one forwarded route that answers with `Row`, and one that is not."""
    answer = {"schema": {"$ref": "#/components/schemas/Row"}}
    operation = {
        "operationId": "list_plan",
        "responses": {"200": {"content": {"application/json": answer}}},
    }
    own: dict[str, Any] = {"operationId": "root_list", "responses": {"200": {}}}
    return {
        "paths": {"/v1/plan": {"get": operation}, "/campaign-plan": {"get": own}},
        "components": {"schemas": {"Problem": {"type": "object"}, **schemas}},
    }


def own(**schemas: Any) -> dict[str, Any]:
    """A small document of the gateway's own."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Row"}}}
    operation = {"operationId": "own", "responses": {"200": {"content": content}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "x"},
        "paths": {"/": {"get": operation}},
        "components": {"schemas": {"Problem": {"type": "object"}, **schemas}},
    }


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType] - any JSON
            if key == "$ref":
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType] - any JSON
            yield from references(inner)


def row_of(merged: dict[str, Any], path: str) -> str:
    found = merged["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return found["schema"]["$ref"].rpartition("/")[2]


def test_equal_components_are_shared() -> None:
    """Components with the same name and content are merged into one."""
    merged = merge(own(Row={"type": "string"}), {"strategy-svc": document(Row={"type": "string"})})
    assert row_of(merged, "/v1/plan") == row_of(merged, "/") == "Row"


def test_conflicting_components_are_renamed() -> None:
    """A component with the same name but other content is renamed in all references."""
    theirs = document(
        Row={"anyOf": [{"$ref": "#/components/schemas/Cell"}]},
        Cell={"type": "integer"},
        Both={"$ref": "#/components/schemas/Cell"},
    )
    ours = own(
        Row={"anyOf": [{"$ref": "#/components/schemas/Cell"}]},
        Cell={"type": "string"},
    )
    merged = merge(ours, {"strategy-svc": theirs})
    assert (row_of(merged, "/"), row_of(merged, "/v1/plan")) == ("Row", "StrategyRow")
    schemas = merged["components"]["schemas"]
    assert schemas["StrategyRow"]["anyOf"] == [{"$ref": "#/components/schemas/StrategyCell"}]
    assert (schemas["Cell"], schemas["StrategyCell"]) == ({"type": "string"}, {"type": "integer"})


def test_only_forwarded_paths_are_merged() -> None:
    """Paths that the gateway does not forward are left out, with their components."""
    theirs = document(Row={"type": "string"}, Unused={"type": "null"})
    theirs["paths"]["/v1/plan:simulate"] = copy.deepcopy(theirs["paths"]["/v1/plan"])
    theirs["paths"]["/v1/plan:simulate"]["get"]["operationId"] = "simulate"
    theirs["paths"]["/v1/planets"] = theirs["paths"]["/v1/demand"] = theirs["paths"]["/v1/plan"]
    merged = merge(own(Row={"type": "string"}), {"strategy-svc": theirs})
    assert list(merged["paths"]) == ["/", "/v1/plan", "/v1/plan:simulate"]
    assert "Unused" not in merged["components"]["schemas"]


def test_duplicate_operation_ids_are_rejected() -> None:
    """Two operations with one id would clash in every client generated from the document."""
    ours = own(Row={"type": "string"})
    ours["paths"]["/"]["get"]["operationId"] = "list_plan"
    with pytest.raises(ValueError, match="more than once: list_plan"):
        merge(ours, {"strategy-svc": document(Row={"type": "string"})})


def test_dangling_references_are_rejected() -> None:
    """A reference to a missing component is named."""
    theirs = document()
    with pytest.raises(ValueError, match="point nowhere: #/components/schemas/Row"):
        merge(
            own(Row={"type": "string"}) | {"paths": {}, "components": {}}, {"strategy-svc": theirs}
        )


def test_merge_does_not_change_its_inputs() -> None:
    """Merging creates a new document."""
    ours, theirs = own(Row={"type": "string"}), document(Row={"type": "integer"})
    before = copy.deepcopy((ours, theirs))
    merge(ours, {"strategy-svc": theirs})
    assert (ours, theirs) == before


def test_committed_document_matches_the_code(fleet: FakeFleet) -> None:
    """The gateway's own routes in the committed document match the code exactly."""
    app = create_app(Settings(), transports=fleet.transports())
    mine = merge(own_document(app), {})
    served = served_document()
    assert {(path, method) for path in mine["paths"] for method in mine["paths"][path]} == CONTRACT
    for path, item in mine["paths"].items():
        theirs = {method: served["paths"][path][method] for method in item}
        assert theirs == item, f"{path}: run `smartretail openapi`"
    mine["components"]["schemas"] |= typed_by_services(mine, served)
    for name, schema in mine["components"]["schemas"].items():
        assert served["components"]["schemas"][name] == schema, name
    assert served["info"] == mine["info"]


def test_committed_document_is_valid() -> None:
    """References resolve, every forwarded prefix is present, and errors are problems."""
    served = served_document()
    schemas = served["components"]["schemas"]
    assert {r.rpartition("/")[2] for r in references(served)} <= schemas.keys()
    for row in FORWARDED:
        assert any(path.startswith(row.prefix) for path in served["paths"]), row.prefix
    for path, item in served["paths"].items():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if status >= "400" and path != "/health/ready":
                    assert response["content"] == {"application/problem+json": {"schema": PROBLEM}}


async def test_document_is_served(client: httpx.AsyncClient) -> None:
    """/openapi.json is the committed document, and /docs shows it."""
    answer = await client.get("/openapi.json")
    assert orjson.loads(answer.content) == served_document()
    assert "/openapi.json" in (await client.get("/docs")).text


def typed_by_services(mine: dict[str, Any], served: dict[str, Any]) -> dict[str, Any]:
    """The dashboard's own schemas, with the data of its sections as the services document it."""
    ours, theirs = mine["components"]["schemas"], served["components"]["schemas"]
    answer = ours.pop("SectionAnswer")
    sections = theirs["Dashboard"]["properties"]["sections"]
    found: dict[str, Any] = {}
    for schema in sections["properties"].values():
        title = schema["$ref"].rpartition("/")[2]
        data = {"data": theirs[title]["properties"]["data"]}
        found[title] = answer | {"title": title, "properties": answer["properties"] | data}
    dashboard = ours["Dashboard"]
    properties = dashboard["properties"] | {"sections": sections}
    return found | {"Dashboard": dashboard | {"properties": properties}}


def test_dashboard_sections_have_their_services_types() -> None:
    """The merged document types each section, although the gateway imports no service."""
    schemas = served_document()["components"]["schemas"]
    sections = schemas["Dashboard"]["properties"]["sections"]
    assert sections["required"] == [section.name for section in SECTIONS]
    data = {
        name: set(references(schemas[schema["$ref"].rpartition("/")[2]]["properties"]["data"]))
        for name, schema in sections["properties"].items()
    }
    assert data["plan"] == {"#/components/schemas/PlanSummary"}
    assert data["stock_at_risk"] == {"#/components/schemas/StockAtRisk"}
    assert [name for name, found in data.items() if len(found) != 1] == []
