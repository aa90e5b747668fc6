"""Checks the claims in a text, whether a person or a model wrote it."""

from typing import Final, cast

from pydantic import BaseModel

from fleet.errors import NotFound, UpstreamUnavailable
from fleet.statements import statement
from gateway.campaigns.campaign_text import INTERNAL, CampaignText, usable_numbers
from gateway.campaigns.schemas import ClaimViolation, Offer
from gateway.clients.answers import unwrap_as
from gateway.clients.genai import GenaiClient

_TEXTS: Final = ("email_subject", "email_body", "whatsapp_message")


class _Checked(BaseModel):
    violations: list[ClaimViolation]


async def violations(
    campaign: CampaignText, genai: GenaiClient, *, live: Offer | None = None
) -> list[ClaimViolation]:
    """Claims in a campaign's texts that the plan doesn't back.

    Args:
        campaign: As returned by campaign-svc.
        genai: Performs the check.
        live: The current offer, whose figures no text may reveal either.

    Raises:
        SmartRetailError: genai-svc did not check them, so they must not be treated as valid.
    """
    answer = await genai.check_claims(_texts(campaign, live))
    if answer.status == NotFound.status:
        raise UpstreamUnavailable(
            statement("service_older", service=genai.name), note="It has no claims check."
        )
    return unwrap_as(_Checked, answer, genai).violations


def _texts(campaign: CampaignText, live: Offer | None) -> dict[str, object]:
    """The request for genai-svc's check."""
    return {
        "stock_code": campaign.stock_code,
        "product_name": campaign.product_description or campaign.stock_code,
        "objective": campaign.objective,
        "target_cluster": campaign.target_cluster,
        "discount": campaign.discount or 0,
        "language": campaign.language,
        **{name: getattr(campaign, name) or "" for name in _TEXTS},
        "whatsapp_template": _template(campaign.whatsapp_template),
        "internal_numbers": _internal_numbers(campaign, live) or None,
    }


def _internal_numbers(campaign: CampaignText, live: Offer | None) -> list[float]:
    """Stock, demand and price the campaign was made from, which no text may reveal.

    If none is known, the check uses a stricter rule: no numbers except the discount and those in
    the product name.
    """
    now = usable_numbers(getattr(live, name, None) for name in INTERNAL)
    return sorted({*campaign.internal_numbers(), *now})


def _template(template: dict[str, object] | None) -> dict[str, object] | None:
    """The template, with unnumbered variables numbered by position."""
    if template is None:
        return None
    variables = cast("list[dict[str, object]]", template.get("variables") or [])
    numbered = [{**v, "number": v.get("number") or n} for n, v in enumerate(variables, 1)]
    return {**template, "variables": numbered}
