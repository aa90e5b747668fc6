"""Signing in with a key: an HttpOnly cookie that ends with its key and can't be forged."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr
from support.fake_services import FakeFleet

from contract.permissions import ROLES, Role
from fleet.callers import CALLER_HEADER, CallerSigner, new_secret
from gateway.access.keys import new_key
from gateway.access.repository import KeyRepository, open_keys
from gateway.access.sessions import COOKIE, CSRF_HEADER, Sessions
from gateway.access.sign_in_throttle import MOST, WINDOW_SECONDS, SignInThrottle
from gateway.settings import Settings

SECRET = new_secret()


@pytest.fixture
async def keys() -> AsyncGenerator[KeyRepository]:
    """The key store of these tests' gateways."""
    async with open_keys(Settings()) as keys:
        yield keys


@asynccontextmanager
async def gateway(
    fleet: FakeFleet, secret: SecretStr | None = SECRET
) -> AsyncGenerator[httpx.AsyncClient]:
    """A gateway in front of services that answer every request."""
    for service in fleet.services.values():
        service.answers("/v1/opt-outs/1", {"customer": "1"})
        service.answers("/v1/opt-outs/1", {"customer": "1"}, method="PUT")
    async with fleet.gateway(Settings(caller_secret=secret)) as client:
        yield client


async def signed_in(client: httpx.AsyncClient, keys: KeyRepository, role: Role) -> tuple[str, str]:
    """Sign in with a new key; returns the key's id and the CSRF token."""
    key, text = await keys.create("Ada Lovelace", role)
    answer = await client.post("/v1/session", json={"key": text})
    assert answer.status_code == 200, answer.text
    return key.id, answer.json()["csrf_token"]


async def test_sign_in_creates_a_session(fleet: FakeFleet, keys: KeyRepository) -> None:
    """The cookie is hidden from scripts and other sites, and identifies the key's holder."""
    async with gateway(fleet) as client:
        key, text = await keys.create("Ada Lovelace", "planner")
        assert (await client.get("/v1/session")).json()["how"] == "nobody"
        answer = await client.post("/v1/session", json={"key": text})
        cookie = answer.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert text not in cookie
        assert key.id not in cookie
        session = (await client.get("/v1/session")).json()
        assert session == answer.json()
        assert (session["how"], session["name"], session["role"]) == (
            "session",
            "Ada Lovelace",
            "planner",
        )
        assert session["roles"] == ["viewer", "planner"]
        assert session["may"]["refresh"] == {"allowed": True, "needs": "planner"}
        assert session["may"]["restore_snapshot"] == {"allowed": False, "needs": "admin"}
        token = {CSRF_HEADER: session["csrf_token"]}
        assert (await client.put("/v1/opt-outs/1", headers=token)).status_code == 200
        seen = fleet["campaign-svc"].received[-1]
        caller = CallerSigner(SECRET).verify(seen.headers[CALLER_HEADER.lower()], "PUT", seen.path)
        assert (caller.name, caller.role) == ("Ada Lovelace", "planner")
        assert "cookie" not in seen.headers


async def test_cookie_is_secure_over_tls(fleet: FakeFleet, keys: KeyRepository) -> None:
    """This also applies behind a TLS proxy, recognised by the page's origin."""
    async with gateway(fleet) as client:
        _, text = await keys.create("Ada Lovelace", "viewer")
        headers = {"Origin": "https://localhost", "Host": "localhost"}
        answer = await client.post("/v1/session", json={"key": text}, headers=headers)
        assert "Secure" in answer.headers["set-cookie"]


async def test_changes_require_the_csrf_token(fleet: FakeFleet, keys: KeyRepository) -> None:
    """The cookie alone permits reads; a missing, foreign or old token is rejected by name."""
    async with gateway(fleet) as client:
        _, first = await signed_in(client, keys, "admin")
        _, token = await signed_in(client, keys, "admin")
        assert (await client.get("/v1/opt-outs/1")).status_code == 200
        for wrong in ({}, {CSRF_HEADER: "x"}, {CSRF_HEADER: first}, {CSRF_HEADER: "ä"}):
            sent = [(name.encode(), value.encode()) for name, value in wrong.items()]
            answer = await client.put("/v1/opt-outs/1", headers=sent)
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
        foreign = {CSRF_HEADER: token, "Origin": "http://evil.example"}
        assert (await client.put("/v1/opt-outs/1", headers=foreign)).status_code == 403
        good = {CSRF_HEADER: token}
        assert (await client.put("/v1/opt-outs/1", headers=good)).status_code == 200


async def test_key_in_the_header_needs_no_csrf_token(fleet: FakeFleet, keys: KeyRepository) -> None:
    """Other pages can't make a browser send a key; the key takes precedence over a cookie."""
    async with gateway(fleet) as client:
        await signed_in(client, keys, "viewer")
        _, text = await keys.create("Grace Hopper", "planner")
        headers = {"Authorization": f"Bearer {text}"}
        assert (await client.put("/v1/opt-outs/1", headers=headers)).status_code == 200
        session = (await client.get("/v1/session", headers=headers)).json()
        assert (session["how"], session["name"], session["csrf_token"]) == (
            "key",
            "Grace Hopper",
            None,
        )


async def test_revoking_the_key_ends_the_session(fleet: FakeFleet, keys: KeyRepository) -> None:
    """After revocation the next request fails, says why, and removes the cookie."""
    async with gateway(fleet) as client:
        key, _ = await signed_in(client, keys, "viewer")
        await keys.revoke(key)
        assert (await client.get("/v1/opt-outs/1")).status_code == 401
        reply = await client.get("/v1/session")
        assert reply.json()["how"] == "nobody"
        assert reply.headers["set-cookie"].startswith(f'{COOKIE}=""')
        assert COOKIE not in client.cookies


async def test_session_expires(
    fleet: FakeFleet, keys: KeyRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session ends after its hours, even with a valid signature."""
    hours, now = Settings().session_hours, 1_000_000_000.0
    monkeypatch.setattr("gateway.access.sessions.time.time", lambda: now)
    async with gateway(fleet) as client:
        await signed_in(client, keys, "viewer")
        monkeypatch.setattr("gateway.access.sessions.time.time", lambda: now + hours * 3600 - 5)
        assert (await client.get("/v1/session")).json()["how"] == "session"
        monkeypatch.setattr("gateway.access.sessions.time.time", lambda: now + hours * 3600 + 5)
        assert (await client.get("/v1/session")).json()["how"] == "nobody"


async def test_session_survives_restart_with_same_secret(
    fleet: FakeFleet, keys: KeyRepository
) -> None:
    """After a restart a session is valid with the same secret and invalid with another."""
    async with gateway(fleet) as client:
        await signed_in(client, keys, "viewer")
        cookie = {COOKIE: client.cookies[COOKIE]}
    for secret, how in ((SECRET, "session"), (new_secret(), "nobody"), (None, "nobody")):
        async with gateway(fleet, secret) as client:
            client.cookies.update(cookie)
            assert (await client.get("/v1/session")).json()["how"] == how


async def test_forged_session_is_rejected(fleet: FakeFleet, keys: KeyRepository) -> None:
    """A changed claim, another key's signature and random text are rejected without error."""
    async with gateway(fleet) as client:
        await signed_in(client, keys, "viewer")
        claims, _, signature = client.cookies[COOKIE].partition(".")
        await signed_in(client, keys, "admin")
        other, _, _ = client.cookies[COOKIE].partition(".")
        for forged in (
            f"{other}.{signature}", f"{claims}.", claims, "W10.x", "bnVsbA.x",
            f"{claims}.{signature}x", "WyJhIiwxZTk5OSwiYiJd.x", "x" * 9000,
        ):  # fmt: skip
            client.cookies.clear()
            client.cookies.set(COOKIE, forged)
            assert (await client.get("/v1/opt-outs/1")).status_code == 401, forged
            assert (await client.get("/v1/session")).json()["how"] == "nobody"


def test_stored_keys_do_not_allow_signing() -> None:
    """Two servers with the same key produce different signatures and different tokens."""
    key, _ = new_key("Ada", "viewer", "2026-01-01T00:00:00Z")
    one, two = Sessions(new_secret(), 60), Sessions(new_secret(), 60)
    session, _ = one.begin(key)
    other, _ = one.begin(key)
    assert one.csrf_token(session, key) != two.csrf_token(session, key)
    assert one.csrf_token(session, key) != one.csrf_token(other, key)


async def test_sign_in_is_not_needed_without_keys(fleet: FakeFleet) -> None:
    """On loopback without keys the caller is local, has every role and needs no token."""
    async with gateway(fleet) as client:
        session = (await client.get("/v1/session")).json()
        assert (session["how"], session["role"], session["sign_in"]) == ("local", "admin", False)
        assert session["roles"] == list(ROLES)
        assert all(entry["allowed"] for entry in session["may"].values())
        refused = await client.post("/v1/session", json={"key": "sr_x"})
        assert refused.status_code == 409
        assert (await client.put("/v1/opt-outs/1")).status_code == 200


async def test_sign_out_removes_the_cookie(fleet: FakeFleet, keys: KeyRepository) -> None:
    """The browser removes the cookie; signing out needs no session."""
    async with gateway(fleet) as client:
        await signed_in(client, keys, "viewer")
        assert (await client.delete("/v1/session")).status_code == 204
        assert COOKIE not in client.cookies
        assert (await client.get("/v1/session")).json()["how"] == "nobody"
        assert (await client.delete("/v1/session")).status_code == 204


async def test_failed_sign_ins_are_limited(fleet: FakeFleet, keys: KeyRepository) -> None:
    """Every bad key gets the same response; after ten a minute no key is checked."""
    good, text = await keys.create("Ada Lovelace", "viewer")
    revoked, gone = await keys.create("Grace Hopper", "viewer")
    await keys.revoke(revoked.id)
    bad = ["", "x", f"sr_{good.id}_{'A' * 43}", gone, f"sr_000000000000_{'A' * 43}"]
    async with gateway(fleet) as client:
        sentences: set[str] = set()
        for key in (bad * 2)[:MOST]:
            answer = await client.post("/v1/session", json={"key": key})
            assert answer.status_code == 401
            sentences.add(answer.json()["detail"])
        assert len(sentences) == 1
        late = await client.post("/v1/session", json={"key": text})
        assert late.status_code == 429
        assert 0 < int(late.headers["Retry-After"]) <= WINDOW_SECONDS + 1


def test_sign_in_limit_resets_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute an address may try again; other addresses never had to wait."""
    throttle, now = SignInThrottle(), 1000.0
    monkeypatch.setattr("gateway.access.sign_in_throttle.time.monotonic", lambda: now)
    for _ in range(MOST):
        throttle.failed("10.0.0.1")
    throttle.refuse_too_many("10.0.0.2")
    with pytest.raises(Exception, match="too many wrong keys"):
        throttle.refuse_too_many("10.0.0.1")
    monkeypatch.setattr(
        "gateway.access.sign_in_throttle.time.monotonic", lambda: now + WINDOW_SECONDS + 1
    )
    throttle.refuse_too_many("10.0.0.1")


async def test_forbidden_response_names_the_required_role(
    fleet: FakeFleet, keys: KeyRepository
) -> None:
    """The problem names the required role and the caller's role."""
    async with gateway(fleet) as client:
        _, token = await signed_in(client, keys, "planner")
        address = "/v1/snapshots/x:restore"
        answer = await client.post(address, headers={CSRF_HEADER: token})
        assert answer.status_code == 403
        assert "someone with the administrator role" in answer.json()["detail"]
        assert "your role is planner" in answer.json()["detail"]
        refusal = answer.json()["errors"][0]
        assert (refusal["needed"], refusal["role"]) == ("admin", "planner")
