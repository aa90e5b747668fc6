"""Identifying callers, and which headers a service trusts."""

from typing import Annotated
from urllib.parse import quote

import httpx
import orjson
import pytest
from fastapi import Depends, FastAPI
from itsdangerous.encoding import base64_decode, base64_encode
from pydantic import SecretStr
from starlette.datastructures import Headers
from support.apps import serve_app

from contract.permissions import ROLES, Role
from fleet.callers import (
    CALLER_HEADER,
    Caller,
    CallerSigner,
    caller_of,
    current_caller,
    keyless_caller,
    new_secret,
    require,
    set_current_caller,
)
from fleet.errors import Forbidden, Unauthenticated
from fleet.sentences import name_of
from fleet.service import create_service
from fleet.settings import ServiceSettings, SettingsError, load_settings
from gateway.clients.upstream import Upstream
from smartretail.in_process import InProcessTransport

SECRET = new_secret()
ADA = Caller("Ada", "approver")
HERE = Headers({"host": "localhost:8000"})
ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


def app_of(**settings: object) -> FastAPI:
    app = create_service(
        ServiceSettings.model_validate(settings), name="x-svc", title="x", description="x"
    )

    @app.get("/v1/products/{what:path}")
    async def who(  # pyright: ignore[reportUnusedFunction] - FastAPI keeps it
        caller: Annotated[Caller, Depends(caller_of)], what: str
    ) -> list[str]:
        return [caller.name, caller.role, what]

    return app


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=InProcessTransport(app), base_url="http://127.0.0.1")


def test_identity_of_callers_without_key() -> None:
    """A caller without a key is `local` on loopback, else unknown, unless a role is set."""
    for host in ("127.0.0.1", "localhost", "::1"):
        assert keyless_caller(ServiceSettings(host=host), HERE) == Caller("local", "admin")
    assert keyless_caller(ServiceSettings(host=ANYWHERE), HERE) is None
    for role in ROLES:
        found = keyless_caller(ServiceSettings(host=ANYWHERE, anonymous_role=role), HERE)
        assert found == Caller("anonymous", role)
    named = keyless_caller(ServiceSettings(anonymous_role="viewer"), HERE)
    assert named == Caller("anonymous", "viewer")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "shop.example"},
        {"host": "127.0.0.1.evil.example"},
        {},
        {"host": "localhost", "Forwarded": "for=10.0.0.1"},
        {"host": "localhost", "X-Forwarded-For": "127.0.0.1"},
        {"host": "localhost", "X-Forwarded-Proto": "https"},
        {"host": "127.0.0.1:8000", "Via": "1.1 nginx"},
    ],
)
def test_forwarded_and_named_hosts_are_never_local(headers: dict[str, str]) -> None:
    """Requests through a proxy or by another host name aren't local; a configured role applies."""
    for found in (Headers(headers), headers):  # as a plain mapping, names may be in any case
        assert keyless_caller(ServiceSettings(), found) is None
    named = ServiceSettings(anonymous_role="planner")
    assert keyless_caller(named, Headers(headers)) == Caller("anonymous", "planner")


@pytest.mark.parametrize(
    ("role", "with_keys", "expected"),
    [
        (None, None, None),
        (None, "planner", "planner"),
        ("viewer", None, "viewer"),
        ("admin", None, "viewer"),
        ("admin", "approver", "approver"),
        ("admin", "none", None),
        ("none", "admin", None),
    ],
)
def test_existing_keys_limit_callers_without_key(
    role: str | None, with_keys: str | None, expected: str | None
) -> None:
    """Once a key exists, callers without one are at most viewers unless configured otherwise."""
    given = {"anonymous_role": role, "anonymous_role_with_keys": with_keys}
    found = keyless_caller(ServiceSettings.model_validate(given), HERE, has_keys=True)
    assert (found and found.role) == expected


def test_role_none_requires_a_key() -> None:
    """ANONYMOUS_ROLE=none applies on loopback too and does not allow other addresses."""
    assert keyless_caller(ServiceSettings(anonymous_role="none"), HERE) is None
    with pytest.raises(SettingsError, match="ANONYMOUS_ROLE"):
        load_settings(ServiceSettings, host=ANYWHERE, anonymous_role="none")


def test_each_role_includes_lower_roles() -> None:
    """The order is viewer, planner, approver, admin."""
    assert ROLES == ("viewer", "planner", "approver", "admin")
    for one, role in enumerate(ROLES):
        for other, needed in enumerate(ROLES):
            caller = Caller("x", role)
            assert caller.may_act_as(needed) is (one >= other)
            if one >= other:
                assert require(caller, needed) is caller
            else:
                ask, have = name_of("role", needed), name_of("role", role)
                with pytest.raises(Forbidden, match=f"the {ask} role.*your role is {have}"):
                    require(caller, needed)


@pytest.mark.parametrize("name", ["Ada", "Zoë O'Neil", "a.b", "名"])
@pytest.mark.parametrize("role", ROLES)
def test_signed_caller_is_read_back(name: str, role: Role) -> None:
    """Name and role are read back unchanged, whatever characters they contain."""
    signer = CallerSigner(SECRET)
    header = signer.sign(Caller(name, role), "POST", "/v1/x y/ä")
    header.encode("ascii")
    assert signer.verify(header, "POST", "/v1/x y/ä") == Caller(name, role)


def _raised(header: str) -> str:
    """The same signature with a higher role."""
    claims, _, mark = header.rpartition(".")
    name, _, until = orjson.loads(base64_decode(claims))
    forged = base64_encode(orjson.dumps([name, "admin", until])).decode()
    return f"{forged}.{mark}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_altered_signature_is_rejected(method: str) -> None:
    """Another secret, method, path, name, role, signature or format is not authenticated."""
    signer = CallerSigner(SECRET)
    header = signer.sign(ADA, method, "/a")
    other = CallerSigner(new_secret()).sign(ADA, method, "/a")
    for forged in (other, _raised(header), header[:-1], header + "A", "", ".", "a.b", "ä", "[]."):
        with pytest.raises(Unauthenticated):
            signer.verify(forged, method, "/a")
    for elsewhere in (("PUT", "/a"), (method, "/b"), (method, "/a/")):
        with pytest.raises(Unauthenticated):
            signer.verify(header, *elsewhere)


def test_signature_expires_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """An expired header is rejected with a message that mentions clock differences."""
    signer = CallerSigner(SECRET)
    monkeypatch.setattr("fleet.callers.time.time", lambda: 1000.0)
    header = signer.sign(ADA, "GET", "/a")
    monkeypatch.setattr("fleet.callers.time.time", lambda: 1059.0)
    assert signer.verify(header, "GET", "/a") == ADA
    monkeypatch.setattr("fleet.callers.time.time", lambda: 1061.0)
    with pytest.raises(Unauthenticated, match="clocks"):
        signer.verify(header, "GET", "/a")


@pytest.mark.parametrize("host", ["127.0.0.1", ANYWHERE])
@pytest.mark.parametrize("anonymous_role", [None, "admin"])
async def test_service_with_secret_answers_only_the_gateway(
    host: str, anonymous_role: str | None
) -> None:
    """Without a valid caller header, everything but health and documentation is 401."""
    app = app_of(caller_secret=SECRET, host=host, anonymous_role=anonymous_role)
    header = CallerSigner(SECRET).sign(ADA, "GET", "/v1/products/x")
    async with client_of(app) as client:
        answer = await client.get("/v1/products/x", headers={CALLER_HEADER: header})
        assert answer.json() == ["Ada", "approver", "x"]
        for path in ("/v1/products/x", "/nowhere", "/"):
            refused = await client.get(path)
            assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
            assert refused.headers["WWW-Authenticate"] == "Bearer"
        for path in ("/health/live", "/health/ready", "/metrics", "/openapi.json"):
            assert (await client.get(path)).status_code == 200
            forged = await client.get(path, headers={CALLER_HEADER: header})
            assert forged.status_code == 401


async def test_service_without_secret_rejects_caller_header() -> None:
    """A header that can't be verified is rejected, not ignored."""
    async with client_of(app_of()) as client:
        assert (await client.get("/v1/products/x")).json() == ["local", "admin", "x"]
        header = CallerSigner(SECRET).sign(ADA, "GET", "/v1/products/x")
        answer = await client.get("/v1/products/x", headers={CALLER_HEADER: header})
        assert answer.status_code == 401
        assert "CALLER_SECRET is not set" in answer.json()["detail"]


ODD = ["22423", "a/b", "a//b", "ä ö", "100%", "a#b?c&d=e", "+1", "🎁", "%2F", "a:b", "it's", "*()"]


@pytest.mark.parametrize("network", [False, True])
async def test_signatures_are_valid_for_any_path(network: bool) -> None:
    """Any characters in the path keep the signature valid, in process and over a socket."""
    signer = CallerSigner(SECRET)

    def signed(method: str, path: str) -> dict[str, str]:
        caller = current_caller()
        assert caller is not None
        return {CALLER_HEADER: signer.sign(caller, method, path)}

    app = app_of(caller_secret=SECRET)
    set_current_caller(ADA)
    async with serve_app(app) as served:
        url = str(served.base_url)
        transport = None if network else InProcessTransport(app)
        async with Upstream("x-svc", url, transport=transport, headers_of=signed) as upstream:
            for code in ODD:
                path = f"/v1/products/{quote(code, safe='')}"
                answer = await upstream.call("GET", f"{path}?q=%2Fa+b", limit=5)
                assert answer.status == 200, answer.content
                assert answer.json() == ["Ada", "approver", code]


def test_secret_must_be_long_and_is_never_shown() -> None:
    """A short secret fails at start, and no secret appears in any text."""
    with pytest.raises(SettingsError, match="CALLER_SECRET") as refused:
        load_settings(ServiceSettings, caller_secret="hunter" + "2")
    assert "hunter2" not in str(refused.value)
    good = load_settings(ServiceSettings, caller_secret=SECRET.get_secret_value())
    assert SECRET.get_secret_value() not in repr(good)


def test_secret_allows_any_bind_address() -> None:
    """A service that answers only the gateway may bind to any address."""
    with pytest.raises(SettingsError, match="CALLER_SECRET"):
        load_settings(ServiceSettings, host=ANYWHERE)
    secret = SecretStr("x" * 32)
    load_settings(ServiceSettings, host=ANYWHERE, caller_secret=secret, allowed_hosts="x-svc")
