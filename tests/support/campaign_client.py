"""A client for one campaign that signs its requests as the gateway does."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from fleet.callers import Caller, new_secret
from fleet.documents import Document

SECRET = new_secret()
ADA, GRACE = Caller("Ada", "planner"), Caller("Grace", "approver")
ROOT = Caller("Root", "admin")
ID = "22423_Regular Customers"
EXTERNAL = f"/v1/campaigns/{quote(ID, safe='')}"
INTERNAL = f"/internal/campaigns/{quote(ID, safe='')}"
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
"""As another program stores a campaign: without version, request and provider."""
Ask = Callable[..., Awaitable[httpx.Response]]
MakeCopy = Callable[..., dict[str, Any]]


class CampaignClient:
    """Performs the steps of planner and approver on one campaign."""

    def __init__(self, ask: Ask, make_copy: MakeCopy) -> None:
        self.ask = ask
        self.make_copy = make_copy
        self.attempt = 0

    async def save(self, by: Caller = ADA, *, fresh: bool = False, **fields: Any) -> dict[str, Any]:
        """Save a generated text."""
        params = {"fresh": "true"} if fresh else {}
        copy = self.make_copy(**fields)
        return ok(await self.ask(by, "PUT", INTERNAL, json=copy, params=params))

    async def state(self) -> tuple[str, dict[str, Any]]:
        """Its ETag and state."""
        answer = await self.ask(ADA, "GET", EXTERNAL)
        return answer.headers["ETag"], ok(answer)

    async def move(self, name: str, by: Caller = ADA, **body: Any) -> httpx.Response:
        """Request a transition that needs no evidence."""
        return await self.ask(by, "POST", f"{EXTERNAL}:{name}", json=body)

    async def edit(
        self, by: Caller = ADA, if_match: str | None = None, **body: Any
    ) -> httpx.Response:
        """Request an edit of the current state, or of the state with this ETag."""
        if_match = if_match or (await self.state())[0]
        return await self.ask(by, "PATCH", INTERNAL, if_match=if_match, json=body)

    async def approve(
        self,
        by: Caller = GRACE,
        members: Sequence[str] = ("1", "2", "3", "4"),
        if_match: str | None = None,
        **evidence: Any,
    ) -> httpx.Response:
        """Stage an audience and request the approval."""
        self.attempt += 1
        audience = f"{ID}~{self.attempt}~{by.name}"
        for part in range(0, len(members), 1000):
            staged = {"members": list(members[part : part + 1000])}
            path = f"/internal/audiences/{part // 1000}/{quote(audience, safe='')}"
            ok(await self.ask(ROOT, "PUT", path, json=staged), 204)
        nothing: list[dict[str, Any]] = []
        body: dict[str, Any] = {
            "violations": nothing,
            "offer": {"current_stock": 310},
            "changes": nothing,
            "confirmed": False,
            "audience": {
                "id": audience,
                "snapshot": "s1",
                "segment": "Regular Customers",
                "members": len(members),
            },
            "holdout": {"baseline": 0.4, "baseline_source": "model", "size": 1},
        } | evidence
        if_match = if_match or (await self.state())[0]
        return await self.ask(by, "POST", f"{INTERNAL}:approve", if_match=if_match, json=body)

    async def approved(self, **evidence: Any) -> dict[str, Any]:
        """Save, submit and approve."""
        await self.save()
        ok(await self.move("submit"))
        return ok(await self.approve(**evidence))


def ok(answer: httpx.Response, status: int = 200) -> Any:
    """The response's JSON, after checking its status.

    Raises:
        AssertionError: it has another.
    """
    if answer.status_code != status:
        raise AssertionError(f"{answer.status_code}: {answer.text}")
    return answer.json() if answer.content else None
