"""Having the claims of a text checked, whoever wrote it."""

import math
from collections.abc import Mapping
from typing import Any, Final, cast

from fleet.errors import NotFound, UpstreamUnavailable
from fleet.statements import statement
from gateway.clients.answers import unwrap
from gateway.clients.genai import GenaiClient

_INTERNAL: Final = ("current_stock", "predicted_7d_demand", "unit_price")
_TEXTS = ("email_subject", "email_body", "whatsapp_message")


async def violations(
    campaign: Mapping[str, Any], genai: GenaiClient, *, live: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """What the claims check has against a campaign's texts: field, rule, text and message.

    Args:
        campaign: As campaign-svc answers it.
        genai: Checks them.
        live: The offer as it is now, whose figures no text may tell either.

    Raises:
        SmartRetailError: genai-svc did not check them; then nobody may say that they are fine.
    """
    texts: dict[str, Any] = {
        "stock_code": campaign["stock_code"],
        "product_name": campaign.get("product_description") or campaign["stock_code"],
        "objective": campaign.get("objective"),
        "target_cluster": campaign.get("target_cluster"),
        "discount": campaign.get("discount") or 0,
        "language": campaign.get("language"),
        **{name: campaign.get(name) or "" for name in _TEXTS},
        "whatsapp_template": _template(campaign.get("whatsapp_template")),
        "internal_numbers": _internal_numbers(campaign, live) or None,
    }
    answer = await genai.check_claims(texts)
    if answer.status == NotFound.status:
        raise UpstreamUnavailable(
            statement("service_older", service=genai.name), note="It has no claims check."
        )
    found = unwrap(answer, genai).get("violations")
    if not isinstance(found, list):
        raise UpstreamUnavailable(
            statement("service_garbled", service=genai.name), note="It has no usable violations."
        )
    return cast("list[dict[str, Any]]", found)


def _internal_numbers(campaign: Mapping[str, Any], live: Mapping[str, Any] | None) -> list[float]:
    """Stock, demand and price the campaign was made from, which no text may tell.

    Where none is known the check goes by its stricter rule: no number but discount and name's.
    """
    inputs: dict[str, Any] = campaign.get("inputs") or {}
    offer: dict[str, Any] = inputs.get("offer") or {}
    found = {source.get(name) for source in (inputs, offer, live or {}) for name in _INTERNAL}
    return sorted(n for n in found if isinstance(n, int | float) and math.isfinite(n))


def _template(template: dict[str, Any] | None) -> dict[str, Any] | None:
    """With its variables numbered by their place where they carry no number."""
    if template is None:
        return None
    variables: list[dict[str, Any]] = template.get("variables") or []
    numbered = [{**v, "number": v.get("number") or n} for n, v in enumerate(variables, 1)]
    return {**template, "variables": numbered}
