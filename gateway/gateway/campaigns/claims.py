"""Having the claims of a text checked, whoever wrote it."""

from collections.abc import Mapping
from typing import Any, cast

from fleet.errors import NotFound, UpstreamUnavailable
from gateway.resources import Resources
from gateway.upstreams.answers import read_object

_TEXTS = ("email_subject", "email_body", "whatsapp_message")


async def violations(campaign: Mapping[str, Any], resources: Resources) -> list[dict[str, Any]]:
    """What the claims check has against a campaign's texts: field, rule, text and message.

    Args:
        campaign: As campaign-svc answers it.
        resources: Of the gateway.

    Raises:
        SmartRetailError: genai-svc did not check them; then nobody may say that they are fine.
    """
    upstream = resources.upstreams["genai-svc"]
    question: dict[str, Any] = {
        "stock_code": campaign["stock_code"],
        "product_name": campaign.get("product_description") or campaign["stock_code"],
        "objective": campaign.get("objective"),
        "target_cluster": campaign.get("target_cluster"),
        "discount": campaign.get("discount") or 0,
        "language": campaign.get("language"),
        **{name: campaign.get(name) or "" for name in _TEXTS},
        "whatsapp_template": _template(campaign.get("whatsapp_template")),
    }
    limit = resources.settings.forward_seconds
    answer = await upstream.call("POST", "/v1/claims:check", limit=limit, json=question)
    if answer.status == NotFound.status:
        raise UpstreamUnavailable("genai-svc has no claims check; it is older than the gateway.")
    found = read_object(answer, upstream).get("violations")
    if not isinstance(found, list):
        raise UpstreamUnavailable("genai-svc sent an answer without usable violations.")
    return cast("list[dict[str, Any]]", found)


def _template(template: dict[str, Any] | None) -> dict[str, Any] | None:
    """With its variables numbered by their place where they carry no number."""
    if template is None:
        return None
    variables: list[dict[str, Any]] = template.get("variables") or []
    numbered = [{**v, "number": v.get("number") or n} for n, v in enumerate(variables, 1)]
    return {**template, "variables": numbered}
