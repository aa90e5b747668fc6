"""Authentication by key, by bound address, or by the role for callers without a key."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import httpx
import pytest
from pydantic import SecretStr
from starlette.datastructures import Headers
from support.fake_services import FakeFleet
from support.mongo_server import MongoServer

from contract.permissions import Role
from fleet.callers import CALLER_HEADER, LOCAL, Caller, CallerSigner, new_secret
from fleet.documents import Collection, DocumentPage, StoreStatus
from fleet.errors import DocumentsUnavailable
from fleet.settings import SettingsError
from gateway.access.bind_policy import require_keys_or_role
from gateway.access.identification import Identification
from gateway.access.keys import Key
from gateway.access.repository import KeyRepository, open_keys
from gateway.access.sessions import Sessions
from gateway.settings import Settings

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
SECRET = new_secret()
HERE = Headers({"host": "localhost"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A fleet with a secret and its own document store."""
    return Settings(documents_path=tmp_path / "keys.sqlite3", caller_secret=SECRET)


async def made(settings: Settings, name: str, role: Role) -> tuple[Key, str]:
    async with open_keys(settings) as keys:
        return await keys.create(name, role)


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


async def test_valid_key_is_accepted(fleet: FakeFleet, settings: Settings) -> None:
    """The caller has the key's role, and services receive a header signed for the request."""
    _, text = await made(settings, "Ada Lovelace", "viewer")
    fleet["strategy-svc"].answers("/v1/plan/a b", {})
    async with fleet.gateway(settings) as client:
        for headers in (bearer(text), {"X-API-Key": text}, {"authorization": f"bearer {text}"}):
            answer = await client.get("/v1/plan/a%20b", headers=headers)
            assert answer.status_code == 200
            received = fleet["strategy-svc"].received[-1].headers
            found = CallerSigner(SECRET).verify(
                received[CALLER_HEADER.lower()], "GET", "/v1/plan/a b"
            )
            assert found == Caller("Ada Lovelace", "viewer")
            assert text not in str(received)
        refused = await client.post("/generate-campaign", json={}, headers=bearer(text))
        assert refused.status_code == 403
        assert "your role is viewer." in refused.json()["detail"]
        assert "The key sent is that of Ada Lovelace." in refused.json()["detail"]


async def test_caller_header_from_outside_is_ignored(fleet: FakeFleet, settings: Settings) -> None:
    """Only the gateway sets the caller header, whatever a caller sends."""
    _, text = await made(settings, "Ada", "viewer")
    forged = CallerSigner(new_secret()).sign(Caller("Eve", "admin"), "GET", "/v1/plan")
    async with fleet.gateway(settings) as client:
        await client.get("/v1/plan", headers={**bearer(text), CALLER_HEADER: forged})
    signed = fleet["strategy-svc"].received[-1].headers[CALLER_HEADER.lower()]
    assert CallerSigner(SECRET).verify(signed, "GET", "/v1/plan") == Caller("Ada", "viewer")


async def test_revoked_key_is_rejected_immediately(fleet: FakeFleet, settings: Settings) -> None:
    """The next request with a revoked key is 401, in a gateway that had just accepted it."""
    key, text = await made(settings, "Ada", "admin")
    async with fleet.gateway(settings) as client, open_keys(settings) as keys:
        assert (await client.get("/v1/plan", headers=bearer(text))).status_code == 404
        revoked = await keys.revoke(key.id)
        assert await keys.revoke(key.id) == revoked
        answer = await client.get("/v1/plan", headers=bearer(text))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_invalid_key_is_rejected(fleet: FakeFleet, settings: Settings) -> None:
    """An invalid key is never treated as no key, not even on loopback or with ANONYMOUS_ROLE."""
    key, text = await made(settings, "Ada", "admin")
    wrong = [
        text[:-1] + ("A" if text[-1] != "A" else "B"),
        text.replace(key.id, "0" * 12),
        "sr_",
        "",
        "ä",
        key.sha256,
        f"sr_{key.id}_{key.sha256}",
    ]
    open_to_all = settings.model_copy(update={"anonymous_role": "admin"})
    for chosen in (settings, open_to_all):
        async with fleet.gateway(chosen) as client:
            for text in wrong:
                answer = await client.get("/inventory", headers=[(b"X-API-Key", text.encode())])
                assert answer.status_code == 401, text
            basic = await client.get("/inventory", headers={"Authorization": "Basic YTpi"})
            assert basic.status_code == 401
            assert (await client.get("/health/live", headers=bearer("x"))).status_code == 200


async def test_first_key_disables_local_access(fleet: FakeFleet, settings: Settings) -> None:
    """Callers on loopback are local only until a first key exists, even a revoked one."""
    async with fleet.gateway(settings) as client, open_keys(settings) as keys:
        assert (await client.get("/v1/plan")).status_code == 404
        key, _ = await keys.create("Ada", "viewer")
        await keys.revoke(key.id)
    async with fleet.gateway(settings) as client:
        assert (await client.get("/v1/plan")).status_code == 401
    named = settings.model_copy(update={"anonymous_role": "viewer"})
    async with fleet.gateway(named) as client:
        assert (await client.get("/v1/plan")).status_code == 404


async def test_stored_keys_are_hashed(settings: Settings) -> None:
    """Neither a key nor its secret part appears in any stored byte."""
    _, text = await made(settings, "Ada", "admin")
    stored_bytes = b"".join(
        path.read_bytes() for path in settings.documents_path.parent.glob("keys*")
    )
    assert b"Ada" in stored_bytes
    assert text.encode() not in stored_bytes
    assert text.rpartition("_")[2].encode() not in stored_bytes


@pytest.mark.parametrize("name", ["", " ", "local", "Anonymous", "a" * 65, "a\nb", "<b>", "=1+1"])
async def test_invalid_key_names_are_rejected(settings: Settings, name: str) -> None:
    """Empty, long and odd names, and names of callers without a key, are rejected."""
    async with open_keys(settings) as keys:
        if name == "a\nb":  # blanks of any kind are one blank
            key, _ = await keys.create(name, "viewer")
            assert key.name == "a b"
            return
        with pytest.raises(Exception, match="Give the name of the person"):
            await keys.create(name, "viewer")


async def test_key_without_gateway_secret_is_not_local(
    fleet: FakeFleet, settings: Settings
) -> None:
    """If services can't be told who the caller is, the holder of a key is not local."""
    unsealed = settings.model_copy(update={"caller_secret": None})
    _, text = await made(settings, "Ada", "admin")
    async with fleet.gateway(unsealed) as client:
        answer = await client.get("/v1/plan", headers=bearer(text))
    assert answer.status_code == 503
    assert "CALLER_SECRET" in answer.json()["detail"]
    assert not fleet["strategy-svc"].received


async def test_lowered_caller_without_gateway_secret_is_not_admin(
    fleet: FakeFleet, settings: Settings
) -> None:
    """Services that would take a lowered caller for the admin of ANONYMOUS_ROLE are not called."""
    unsigned = settings.model_copy(update={"caller_secret": None, "anonymous_role": "admin"})
    async with fleet.gateway(unsigned) as client:
        assert (await client.get("/v1/plan")).status_code == 404
    request_count = len(fleet["strategy-svc"].received)
    await made(settings, "Ada", "admin")
    async with fleet.gateway(unsigned) as client:
        answer = await client.get("/v1/plan")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "CALLER_SECRET" in answer.json()["detail"]
    assert len(fleet["strategy-svc"].received) == request_count


async def test_unavailable_key_store(fleet: FakeFleet, tmp_path: Path) -> None:
    """Without the store loopback may read; keys and everything else get a 503."""
    server = MongoServer(tmp_path / "away")
    settings = Settings(mongodb_uri=SecretStr(server.uri), caller_secret=SECRET)
    async with fleet.gateway(settings) as client:
        assert (await client.get("/v1/plan")).status_code == 404
        for answer in (
            await client.post("/generate-campaign", json={}),
            await client.delete("/v1/customers/1"),
            await client.get("/v1/plan", headers=bearer("sr_" + "0" * 12 + "_" + "A" * 43)),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, DocumentsUnavailable.code)
    elsewhere = settings.model_copy(update={"host": ANYWHERE})
    async with fleet.gateway(elsewhere) as client:
        assert (await client.get("/v1/plan")).status_code == 401


class ComingBack:
    """A store without documents that is unavailable until a caller waits for it."""

    def __init__(self) -> None:
        self.waits = 0

    def collection(self, name: str) -> Collection:
        """Itself: one collection is enough here."""
        assert name == "keys"
        return cast("Collection", self)

    async def page(self, *, limit: int) -> DocumentPage:
        """No documents, or an error."""
        assert limit
        if not self.waits:
            raise DocumentsUnavailable("away; try again.")
        return DocumentPage([], None)

    async def status(self) -> StoreStatus:
        """Unavailable until a caller waits for it."""
        return StoreStatus("mongodb", ready=bool(self.waits), detail="")

    async def answers_within(self, seconds: float) -> bool:
        """Wait once; the store is then available."""
        assert seconds > 0
        self.waits += 1
        return True


async def test_write_waits_for_recovering_store() -> None:
    """Services reconnect at different times, so a write waits for the gateway's store."""
    store = ComingBack()
    identification = Identification(Settings(), KeyRepository(store), Sessions(new_secret(), 60))
    reader = await identification.caller(HERE, "viewer", changes=False)
    assert reader == Caller(LOCAL, "viewer")
    assert store.waits == 0
    writer = await identification.caller(HERE, "planner", changes=True)
    assert writer == Caller(LOCAL, "admin")
    assert store.waits == 1


def _binds(tmp_path: Path) -> Iterator[tuple[Settings, bool]]:
    path = tmp_path / "keys.sqlite3"
    yield Settings(documents_path=path), True
    yield Settings(documents_path=path, host=ANYWHERE), False
    yield Settings(documents_path=path, host=ANYWHERE, caller_secret=SECRET), False
    named = Settings(host=ANYWHERE, allowed_hosts=("shop.example",), documents_path=path)
    yield named.model_copy(update={"anonymous_role": "viewer"}), True
    away = SecretStr("mongodb://127.0.0.1:9")
    away_named = named.model_copy(update={"mongodb_uri": away})
    yield away_named, True  # starts, and lets nobody in


def test_bind_beyond_loopback_needs_keys_or_role(tmp_path: Path) -> None:
    """Other addresses need keys or ANONYMOUS_ROLE, and the check creates no file."""
    for settings, may_start in _binds(tmp_path):
        if may_start:
            require_keys_or_role(settings)
        else:
            with pytest.raises(SettingsError, match="keys create"):
                require_keys_or_role(settings)
    assert not (tmp_path / "keys.sqlite3").exists()


def test_stored_key_allows_any_address(tmp_path: Path) -> None:
    """With a key in the store the gateway starts on any address."""
    settings = Settings(
        documents_path=tmp_path / "keys.sqlite3", host=ANYWHERE, allowed_hosts=("shop.example",)
    )
    import asyncio  # noqa: PLC0415 - the bind policy runs a loop of its own

    asyncio.run(made(settings, "Ada", "viewer"))
    require_keys_or_role(settings)


def test_unsafe_bind_exits_with_code_1(tmp_path: Path) -> None:
    """`python -m gateway` on an unsafe address ends with the message and exit code 1."""
    ended = subprocess.run(
        [sys.executable, "-m", "gateway"],
        cwd=tmp_path,
        env={"HOST": ANYWHERE, "PORT": "0", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "smartretail keys create" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_all_keys_are_listed_with_status(settings: Settings) -> None:
    """Every key ever created is listed, oldest first, also beyond one page."""
    async with open_keys(settings) as keys:
        names = [f"Person {number}" for number in range(105)]
        made_keys = [(await keys.create(name, "viewer"))[0] for name in names]
        await keys.revoke(made_keys[3].id)
        found = await keys.all()
    assert [key.name for key in found] == names
    assert [key.name for key in found if key.revoked_at] == ["Person 3"]
    assert isinstance(keys, KeyRepository)


async def test_readiness_lists_the_key_store(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """Readiness lists the key store, which never makes the gateway unready."""
    assert fleet.services
    answer = await client.get("/health/ready")
    assert answer.json()["checks"]["keys"] == {"status": "ok", "detail": "ready"}


async def test_existing_key_lowers_anonymous_role(
    fleet: FakeFleet, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """With ANONYMOUS_ROLE=admin callers without a key can only read once a key exists."""
    named = settings.model_copy(update={"anonymous_role": "admin"})
    async with fleet.gateway(named) as client:
        assert (await client.post("/v1/refreshes")).status_code == 404
    await made(settings, "Ada", "viewer")
    async with fleet.gateway(named) as client:
        assert (await client.post("/v1/refreshes")).status_code == 403
        assert (await client.get("/v1/plan")).status_code == 404
        session = (await client.get("/v1/session")).json()
        assert (session["how"], session["role"], session["lowered_from"]) == (
            "anonymous",
            "viewer",
            "admin",
        )
        assert session["sign_in"] is True
    assert "anonymous_role_lowered" in capsys.readouterr().out
    by_name = named.model_copy(update={"anonymous_role_with_keys": "admin"})
    async with fleet.gateway(by_name) as client:
        assert (await client.post("/v1/refreshes")).status_code == 404
        assert (await client.get("/v1/session")).json()["lowered_from"] is None


async def test_role_none_requires_a_key(fleet: FakeFleet) -> None:
    """ANONYMOUS_ROLE=none requires a key, on loopback and even if no key exists."""
    async with fleet.gateway(Settings(anonymous_role="none")) as client:
        assert (await client.get("/v1/plan")).status_code == 401
        assert (await client.get("/health/live")).status_code == 200
