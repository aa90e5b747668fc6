"""Decides whether the gateway may start on an address that other machines can reach."""

import asyncio

from fleet.errors import DocumentsUnavailable
from fleet.settings import SettingsError, is_unsafe_bind, require_allowed_hosts
from gateway.access.repository import open_keys
from gateway.settings import Settings


def require_keys_or_role(settings: Settings) -> None:
    """Require keys, or a role for callers without one, on an address that others can reach.

    If the store does not answer, it is unknown whether there are keys: the gateway starts, but
    refuses all callers until the store answers.

    Raises:
        SettingsError: neither is configured, or ALLOWED_HOSTS is not set.
    """
    if is_unsafe_bind(settings) and not _has_keys(settings):
        raise SettingsError(
            f"HOST is {settings.host}, which other machines can reach, and no key exists. Create "
            "one with `smartretail keys create`, set ANONYMOUS_ROLE to viewer, planner, approver "
            "or admin to allow callers without a key, or bind to 127.0.0.1."
        )
    require_allowed_hosts(settings)


def _has_keys(settings: Settings) -> bool:
    if settings.mongodb_uri is None and not settings.documents_path.exists():
        return False
    return asyncio.run(_ask(settings))


async def _ask(settings: Settings) -> bool:
    async with open_keys(settings) as keys:
        try:
            return await keys.any()
        except DocumentsUnavailable:
            return True
