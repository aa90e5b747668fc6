"""From a question to a kept campaign; asked twice, answered once."""

import asyncio
from typing import Any, Final

from fleet.errors import NotFound
from gateway.campaigns.offer import offer_if_known
from gateway.campaigns.paths import internal_path, public_path
from gateway.compat.asked import Asked
from gateway.compat.question import Question
from gateway.compat.records import KeptCampaign, WrittenCopy, campaign_to_keep, contract_record
from gateway.resources import Resources
from gateway.upstreams.answers import as_model, read_object

_KEY: Final = "idempotency_key"  # as `campaign_to_keep` names it


async def generate(
    question: Question, asked: Asked, resources: Resources, *, fresh: bool, key: str | None = None
) -> dict[str, Any]:
    """The campaign for `question`, kept by campaign-svc before this returns.

    Args:
        question: What to write for.
        asked: What the caller said.
        resources: Of the gateway.
        fresh: Write anew even where the same question was answered before.
        key: The caller's Idempotency-Key: what it has brought is not written anew.

    Raises:
        SmartRetailError: no copy could be written, or it could not be kept.
    """
    # Who asks plainly is content with a fresh text being written; who asks for a fresh text is
    # not content with an older one being looked up.
    fresh = fresh or resources.questions.has((question.digest, True))
    settings = resources.settings
    return await resources.questions.run(
        (question.digest, fresh),
        lambda: _answer(question, asked, resources, fresh=fresh, key=key),
        limit=settings.copy_seconds + 2 * settings.forward_seconds,
    )


async def _answer(
    question: Question, asked: Asked, resources: Resources, *, fresh: bool, key: str | None
) -> dict[str, Any]:
    # Looked up for a fresh text too: a store that does not answer should not cost a model call.
    kept = await _find(question, resources)
    if kept is None or not _answers(kept, question, fresh=fresh, key=key):
        copy, offer = await asyncio.gather(
            _write(question, resources, fresh=fresh, key=key),
            offer_if_known(question.stock_code, resources),
        )
        body = campaign_to_keep(question, asked, copy, offer, key)
        kept = await _keep(question, body, resources, fresh=fresh)
    return contract_record(as_model(KeptCampaign, kept, resources.upstreams["campaign-svc"]))


def _answers(kept: dict[str, Any], question: Question, *, fresh: bool, key: str | None) -> bool:
    """Whether the current copy is what is asked for; a key's own fresh text is, a second time."""
    if kept.get("question") != question.digest:
        return False
    inputs: dict[str, Any] = kept.get("inputs") or {}
    return not fresh or (key is not None and inputs.get(_KEY) == key)


async def _find(question: Question, resources: Resources) -> dict[str, Any] | None:
    """The current copy, which may be one that another program wrote, or None."""
    upstream = resources.upstreams["campaign-svc"]
    limit = resources.settings.forward_seconds
    answer = await upstream.call("GET", public_path(question.campaign_id), limit=limit)
    try:
        return read_object(answer, upstream)
    except NotFound:
        return None


async def _write(
    question: Question, resources: Resources, *, fresh: bool, key: str | None
) -> WrittenCopy:
    upstream = resources.upstreams["genai-svc"]
    brief = {
        "stock_code": question.stock_code,
        "product_name": question.product_name,
        "objective": question.objective,
        "target_cluster": question.target_cluster,
        "discount": question.discount,
        **question.style,
    }
    limit = resources.settings.copy_seconds
    params = {"fresh": "true"} if fresh else None
    headers = None if key is None else {"Idempotency-Key": key}
    answer = await upstream.call(
        "POST", "/v1/copy", limit=limit, params=params, headers=headers, json=brief
    )
    return as_model(WrittenCopy, read_object(answer, upstream), upstream)


async def _keep(
    question: Question, body: dict[str, Any], resources: Resources, *, fresh: bool
) -> dict[str, Any]:
    upstream = resources.upstreams["campaign-svc"]
    answer = await upstream.call(
        "PUT",
        internal_path(question.campaign_id),
        limit=resources.settings.forward_seconds,
        params={"fresh": "true"} if fresh else None,
        json=body,
    )
    return read_object(answer, upstream)
