"""`smartretail doctor`: checks everything the product depends on."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import httpx
from rich.table import Table

from contract.snapshot_files import WELL_KNOWN_FILES
from fleet.callers import anonymous_role
from fleet.documents import DocumentSettings, open_documents
from fleet.errors import DocumentsUnavailable, SnapshotUnavailable
from fleet.settings import ServiceSettings, SettingsError, load_settings, read_settings, secret
from fleet.snapshots import Snapshot, find_snapshot, open_snapshot
from gateway.access.repository import open_keys
from gateway.settings import Settings as GatewaySettings
from genai_svc.settings import Settings as GenaiSettings
from smartretail.ports import is_free, service_at
from smartretail.services import load_services, read_both
from smartretail.settings import ENV_FILE, command_settings, state_override

GEMINI = "https://generativelanguage.googleapis.com"
GEMINI_SECONDS = 5.0
_REFUSED = {400, 401, 403}
Status = Literal["ok", "note", "failed"]
_STYLES: dict[Status, str] = {"ok": "green", "note": "yellow", "failed": "bold red"}


@dataclass(frozen=True)
class Finding:
    """The result of one check; a note is worth knowing but not a failure."""

    subject: str
    status: Status
    detail: str

    @property
    def failed(self) -> bool:
        """Whether the product cannot work as it is set up."""
        return self.status == "failed"


async def examine(state: Path | None = None) -> list[Finding]:
    """All findings. If the settings are unusable, nothing else can be checked."""
    try:
        (settings, gateway), (genai, _) = read_both(
            lambda: read_both(
                partial(command_settings, state),
                partial(load_settings, GatewaySettings, env_file=ENV_FILE),
            ),
            lambda: read_both(
                partial(read_settings, GenaiSettings, env_file=ENV_FILE),
                partial(load_services, **state_override(state)),
            ),
        )
    except SettingsError as error:
        return [Finding("settings", "failed", line) for line in str(error).splitlines()]
    return [
        Finding("settings", "ok", f"state in {settings.state_folder}, {settings.currency}"),
        *await asyncio.to_thread(state_findings, settings.state_folder),
        await documents_finding(settings),
        await access_finding(gateway),
        await gemini_finding(genai),
        await asyncio.to_thread(port_finding, gateway),
    ]


def state_findings(state: Path) -> list[Finding]:
    """The live snapshot, each of its files read and compared with the manifest."""
    try:
        snapshot = open_snapshot(state, find_snapshot(state))
    except SnapshotUnavailable as error:
        return [Finding("state", "failed", error.detail)]
    made = snapshot.manifest.created_at.isoformat() if snapshot.manifest else "no manifest"
    return [
        Finding("state", "ok", f"snapshot {snapshot.id}, {made}"),
        *(_file_finding(snapshot, name) for name in _files_of(snapshot)),
    ]


def _files_of(snapshot: Snapshot) -> Iterable[str]:
    return WELL_KNOWN_FILES if snapshot.manifest is None else sorted(snapshot.manifest.files)


def _file_finding(snapshot: Snapshot, name: str) -> Finding:
    try:
        snapshot.verified_path(name)
    except SnapshotUnavailable as error:
        return Finding(name, "failed", str(error))
    detail = "matches the manifest" if snapshot.manifest else "present; not verified (no manifest)"
    return Finding(name, "ok", detail)


async def documents_finding(settings: DocumentSettings) -> Finding:
    """Whether the configured document store responds."""
    subject = "SQLite" if settings.mongodb_uri is None else "MongoDB"
    async with open_documents(settings) as documents:
        status = await documents.status()
    return Finding(subject, "ok" if status.ready else "failed", status.detail)


async def access_finding(settings: GatewaySettings) -> Finding:
    """What callers without a key may do, and whether a key has lowered that."""
    try:
        async with open_keys(settings) as keys:
            has_keys = await keys.any()
    except DocumentsUnavailable as error:
        return Finding("access", "note", f"unknown: the document store isn't responding ({error})")
    named, role = (anonymous_role(settings, has_keys=known) for known in (False, has_keys))
    local = "admin (from this machine only)" if settings.loopback_only and not has_keys else "none"
    detail = f"callers without a key have the role {role or local}"
    if role == named:
        return Finding("access", "ok", detail)
    return Finding(
        "access",
        "note",
        f"{detail} instead of {named or local}, because keys exist; "
        "set ANONYMOUS_ROLE_WITH_KEYS to change this",
    )


async def gemini_finding(settings: GenaiSettings) -> Finding:
    """Whether the key that is set is accepted; the key is never shown."""
    key = secret(settings.gemini_key)
    if key is None:
        return Finding(
            "Gemini", "note", "no GOOGLE_API_KEY or GEMINI_API_KEY: copy comes from templates"
        )
    base = settings.google_gemini_base_url or GEMINI
    try:
        async with httpx.AsyncClient(timeout=GEMINI_SECONDS) as client:
            answer = await client.get(
                f"{base.rstrip('/')}/v1beta/models",
                params={"pageSize": 1},
                headers={"x-goog-api-key": key},
            )
    except httpx.HTTPError as error:
        return Finding("Gemini", "failed", f"no response from {base} ({type(error).__name__})")
    if answer.status_code in _REFUSED:
        return Finding("Gemini", "failed", f"key rejected by {base} ({answer.status_code})")
    if not answer.is_success:
        return Finding("Gemini", "note", f"{base} returned status {answer.status_code}")
    return Finding("Gemini", "ok", f"key accepted by {base}")


def port_finding(settings: ServiceSettings) -> Finding:
    """Whether the gateway can listen on its address, or already does."""
    where = f"{settings.host}:{settings.port}"
    try:
        if is_free(settings.host, settings.port):
            return Finding("port", "ok", f"{where} is free")
    except OSError as error:
        return Finding("port", "failed", f"HOST {settings.host}: {error.strerror}")
    name = service_at(settings.host, settings.port)
    if name == "gateway":
        return Finding("port", "ok", f"{where} is in use by this gateway")
    return Finding(
        "port",
        "failed",
        f"{where} is in use{f' by {name}' if name else ''}; choose another with HOST and PORT",
    )


def findings_table(findings: Iterable[Finding]) -> Table:
    """The findings as a table."""
    table = Table()
    for heading in ("subject", "status", "detail"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(
            finding.subject, f"[{_STYLES[finding.status]}]{finding.status}[/]", finding.detail
        )
    return table
