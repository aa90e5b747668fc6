"""Hand-written fake services: they return configured responses and record requests."""

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
from fleet.problems import problem_response
from gateway.main import create_app
from gateway.settings import SERVICES, ServiceName, Settings, url_field
from smartretail.in_process import InProcessTransport

SNAPSHOT = "20110909T060000.000000Z-a1b2c3"
PLAN_ROW: dict[str, Any] = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART",
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 25,
}


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it was received."""

    method: str
    path: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The parsed body."""
        return orjson.loads(self.body)


class FakeService:
    """A service with configured responses; anything else is a 404.

    Attributes:
        received: Every request, in order.
        ready: Responses wait for this event.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.received: list[ReceivedRequest] = []
        self.ready = asyncio.Event()
        self.ready.set()
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
        """Configure the response to a request; bytes are sent unchanged, anything else as JSON."""
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        own = {"X-Snapshot": snapshot} if snapshot else {}
        self._answers[method, path] = Response(
            body,
            status,
            media_type=None if "content-type" in (headers or {}) else "application/json",
            headers={**own, **(headers or {})},
        )

    def forget_answers(self) -> None:
        """Remove every configured response."""
        self._answers.clear()

    def requests(self, method: str, path: str | None = None) -> list[ReceivedRequest]:
        """The requests with this method, and with this path if given."""
        return [s for s in self.received if s.method == method and path in {None, s.path}]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if scope["type"] != "http":
            raise RuntimeError("a fake service has no lifespan")
        request = Request(scope, receive)
        received = ReceivedRequest(
            request.method,
            scope["path"],
            scope["raw_path"].decode("ascii"),
            scope["query_string"].decode("ascii"),
            dict(request.headers),
            await request.body(),
        )
        self.received.append(received)
        await self.ready.wait()
        response = await self.answer(received)
        await response(scope, receive, send)

    async def answer(self, received: ReceivedRequest) -> Response:
        """The configured response, or 404."""
        missing = problem_response(NotFound(f"{self.name} has nothing at {received.path}."))
        return self._answers.get((received.method, received.path), missing)


class FakeCopywriter(FakeService):
    """Returns a numbered text per call."""

    def __init__(self) -> None:
        super().__init__("genai-svc")
        self.text_count = 0

    async def answer(self, received: ReceivedRequest) -> Response:
        """Copy, unless another response is configured."""
        if (received.method, received.path) != ("POST", "/v1/copy") or (
            received.method,
            received.path,
        ) in (self._answers):
            return await super().answer(received)
        self.text_count += 1
        brief = received.json()
        return Response(
            orjson.dumps(
                {
                    "email_subject": f"{brief['product_name']}, text {self.text_count}",
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
    """Stores campaigns as campaign-svc does: the same request returns the stored copy."""

    def __init__(self) -> None:
        super().__init__("campaign-svc")
        self.stored: dict[str, dict[str, Any]] = {}

    async def answer(self, received: ReceivedRequest) -> Response:
        """The stored campaign, or the one just stored."""
        name = received.path.removeprefix("/v1/campaigns/").removeprefix("/internal/campaigns/")
        if (received.method, received.path) in self._answers:
            return await super().answer(received)
        if received.method == "PUT":
            self._store(name, received.json(), fresh="fresh=true" in received.query)
        if name in self.stored:
            return Response(orjson.dumps(self.stored[name]), media_type="application/json")
        return await super().answer(received)

    def _store(self, name: str, copy: dict[str, Any], *, fresh: bool) -> None:
        known = self.stored.get(name, {"version": 0})
        if fresh or known.get("question") != copy["question"]:
            version = known["version"] + 1
            self.stored[name] = {**copy, "id": name, "version": version, "status": "draft"}


def settings_at(address: object) -> Settings:
    """Settings with every service at one address."""
    return Settings.model_validate({url_field(name): str(address) for name in SERVICES})


@dataclass
class FakeFleet:
    """The seven services around one gateway."""

    copywriter: FakeCopywriter = field(default_factory=FakeCopywriter)
    campaigns: FakeCampaigns = field(default_factory=FakeCampaigns)
    services: dict[str, FakeService] = field(default_factory=dict[str, FakeService])

    def __post_init__(self) -> None:
        """Add the services without special behaviour."""
        special: dict[str, FakeService] = {
            "genai-svc": self.copywriter,
            "campaign-svc": self.campaigns,
        }
        self.services = {name: special.get(name) or FakeService(name) for name in SERVICES}

    def __getitem__(self, name: ServiceName) -> FakeService:
        """One service."""
        return self.services[name]

    def know_product(self, row: Mapping[str, Any] = PLAN_ROW, *, planned: bool = True) -> None:
        """Add a product to the catalogue, and to the plan unless `planned` is false."""
        code = row["stock_code"]
        product = {"stock_code": code, "product_name": row["product_name"]}
        self["inventory-svc"].answers(f"/v1/products/{code}", product, snapshot=SNAPSHOT)
        if planned:
            self["strategy-svc"].answers(f"/v1/plan/{code}", dict(row), snapshot=SNAPSHOT)

    def transports(self) -> dict[str, httpx.AsyncBaseTransport]:
        """The gateway's in-process transports."""
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
