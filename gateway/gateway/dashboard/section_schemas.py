"""The OpenAPI schema of each section's data, taken from the section's service.

The gateway passes the data on unchanged and imports no service, so its own models cannot name the
type; the merged document can.
"""

from collections.abc import Iterable
from typing import Any

from gateway.dashboard.schemas import Dashboard, SectionAnswer
from gateway.dashboard.sections import Section

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_NULL = {"type": "null"}


def type_sections(paths: Json, components: Json, sections: Iterable[Section]) -> Json:
    """Components in which the dashboard has a typed schema for each section's data.

    Args:
        paths: All paths of the merged document.
        components: Components by reference.
        sections: Sections whose source is among `paths` get their own schema.

    Returns:
        New components; unchanged if there is no dashboard or no section's source among `paths`.
    """
    reference = f"{_SCHEMAS}{Dashboard.__name__}"
    served = [section for section in sections if section.source.path in paths]
    if reference not in components or not served:
        return components
    answer = components[f"{_SCHEMAS}{SectionAnswer.__name__}"]
    typed = {section.name: _section(section, answer, paths, components) for section in served}
    names = {name: f"{_SCHEMAS}{schema['title']}" for name, schema in typed.items()}
    dashboard = components[reference]
    listed = {
        "title": "Sections",
        "type": "object",
        "properties": {name: {"$ref": schema} for name, schema in names.items()},
        "required": list(names),
    }
    properties = dashboard["properties"] | {"sections": listed}
    return {
        **components,
        **{names[name]: schema for name, schema in typed.items()},
        reference: {**dashboard, "properties": properties},
    }


def _section(section: Section, answer: Json, paths: Json, components: Json) -> Json:
    """The general section schema with this section's data type."""
    content = paths[section.source.path]["get"]["responses"]["200"]["content"]
    data = content["application/json"]["schema"]
    if section.part is not None:
        data = components[data["$ref"]]["properties"][section.part]
    variants = [variant for variant in data.get("anyOf", [data]) if variant != _NULL]
    described = {
        "anyOf": [*variants, _NULL],
        "description": answer["properties"]["data"]["description"],
    }
    title = f"{section.name.title().replace('_', '')}Section"
    properties = answer["properties"] | {"data": described}
    return {**answer, "title": title, "properties": properties}
