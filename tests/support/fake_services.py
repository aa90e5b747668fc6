"""Hand-written services: they answer what they are told to, and remember what they were asked."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from fleet.errors import NotFound
from fleet.in_process import InProcessTransport
from fleet.problems import problem_response
from gateway.main import create_app
from gateway.settings import SERVICES, ServiceName, Settings, url_field

SNAPSHOT = "20110909T060000.000000Z-a1b2c3"
PLAN_ROW: dict[str, Any] = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART",
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 25,
}


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body parsed."""
        return orjson.loads(self.body)


class FakeService:
    """A service whose answers are set by hand; what is not set is 404.

    Attributes:
        seen: Every request, in order.
        delay: Seconds before any answer.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: list[Seen] = []
        self.delay = 0.0
        self._answers: dict[tuple[str, str], Response] = {}

    def answers(
        self,
        path: str,
        content: Any = None,
        *,
        method: str = "GET",
        status: int = 200,
        snapshot: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Set the answer to one question; bytes are sent as they are, all else as JSON."""
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        own = {"X-Snapshot": snapshot} if snapshot else {}
        self._answers[method, path] = Response(
            body,
            status,
            media_type=None if "content-type" in (headers or {}) else "application/json",
            headers={**own, **(headers or {})},
        )

    def forget_answers(self) -> None:
        """Drop every answer that was set."""
        self._answers.clear()

    def requests(self, method: str, path: str | None = None) -> list[Seen]:
        """What was asked by this method, at this path if one is given."""
        return [s for s in self.seen if s.method == method and path in {None, s.path}]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("a fake service has no lifespan")
        request = Request(scope, receive)
        seen = Seen(
            request.method,
            scope["path"],
            scope["raw_path"].decode("ascii"),
            scope["query_string"].decode("ascii"),
            dict(request.headers),
            await request.body(),
        )
        self.seen.append(seen)
        await asyncio.sleep(self.delay)
        response = await self.answer(seen)
        await response(scope, receive, send)

    async def answer(self, seen: Seen) -> Response:
        """The answer that was set, or 404."""
        missing = problem_response(NotFound(f"{self.name} has nothing at {seen.path}."))
        return self._answers.get((seen.method, seen.path), missing)


class FakeCopywriter(FakeService):
    """Writes a numbered text per call.

    Attributes:
        pen: Writing waits for it.
    """

    def __init__(self) -> None:
        super().__init__("genai-svc")
        self.pen = asyncio.Event()
        self.pen.set()
        self.written = 0

    async def answer(self, seen: Seen) -> Response:
        """Copy, unless another answer was set."""
        if (seen.method, seen.path) != ("POST", "/v1/copy") or (seen.method, seen.path) in (
            self._answers
        ):
            return await super().answer(seen)
        await self.pen.wait()
        self.written += 1
        brief = seen.json()
        return Response(
            orjson.dumps(
                {
                    "email_subject": f"{brief['product_name']}, text {self.written}",
                    "email_body": "Hello.",
                    "whatsapp_message": "Hi.",
                    "provider": "template",
                    "model": "templates/en",
                    "prompt_version": "en-1",
                    "attempts": 0,
                    "fallback_reason": "no key",
                }
            ),
            media_type="application/json",
        )


class FakeCampaigns(FakeService):
    """Keeps campaigns as campaign-svc does: the same question gives the copy there is."""

    def __init__(self) -> None:
        super().__init__("campaign-svc")
        self.stored: dict[str, dict[str, Any]] = {}

    async def answer(self, seen: Seen) -> Response:
        """The kept campaign, or the one just kept."""
        name = seen.path.removeprefix("/v1/campaigns/").removeprefix("/internal/campaigns/")
        if (seen.method, seen.path) in self._answers:
            return await super().answer(seen)
        if seen.method == "PUT":
            self._keep(name, seen.json(), fresh="fresh=true" in seen.query)
        if name in self.stored:
            return Response(orjson.dumps(self.stored[name]), media_type="application/json")
        return await super().answer(seen)

    def _keep(self, name: str, copy: dict[str, Any], *, fresh: bool) -> None:
        known = self.stored.get(name, {"version": 0})
        if fresh or known.get("question") != copy["question"]:
            version = known["version"] + 1
            self.stored[name] = {**copy, "id": name, "version": version, "status": "draft"}


def settings_at(address: object) -> Settings:
    """Settings under which every service is at one address."""
    return Settings.model_validate({url_field(name): str(address) for name in SERVICES})


@dataclass
class FakeFleet:
    """The seven services around one gateway."""

    copywriter: FakeCopywriter = field(default_factory=FakeCopywriter)
    campaigns: FakeCampaigns = field(default_factory=FakeCampaigns)
    services: dict[str, FakeService] = field(default_factory=dict[str, FakeService])

    def __post_init__(self) -> None:
        """Fill in the services that need no mind of their own."""
        given: dict[str, FakeService] = {
            "genai-svc": self.copywriter,
            "campaign-svc": self.campaigns,
        }
        self.services = {name: given.get(name) or FakeService(name) for name in SERVICES}

    def __getitem__(self, name: ServiceName) -> FakeService:
        """One service."""
        return self.services[name]

    def know_product(self, row: Mapping[str, Any] = PLAN_ROW, *, planned: bool = True) -> None:
        """Put a product into the catalogue, and into the plan unless told otherwise."""
        code = row["stock_code"]
        product = {"stock_code": code, "product_name": row["product_name"]}
        self["inventory-svc"].answers(f"/v1/products/{code}", product, snapshot=SNAPSHOT)
        if planned:
            self["strategy-svc"].answers(f"/v1/plan/{code}", dict(row), snapshot=SNAPSHOT)

    def transports(self) -> dict[str, httpx.AsyncBaseTransport]:
        """How the gateway reaches them in process."""
        return {name: InProcessTransport(service) for name, service in self.services.items()}

    @asynccontextmanager
    async def gateway(self, settings: Settings | None = None) -> AsyncGenerator[httpx.AsyncClient]:
        """A client of a gateway in front of these services."""
        app = create_app(settings or Settings(), transports=self.transports())
        transport = InProcessTransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
        ):
            yield client
