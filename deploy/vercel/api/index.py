# ruff: noqa: INP001 - the platform loads this file by its path
"""The one process as a serverless function on a disk it cannot write.

The snapshot is the one deployed beside this file, unless STATE_URL names another; campaigns are
kept in MongoDB. Anybody can reach a function, so it takes a key, unless ANONYMOUS_ROLE lets callers
without one in by name.
"""

import os
from pathlib import Path

from fastapi import FastAPI

from fleet.documents import DocumentSettings
from fleet.logs import configure_logs
from fleet.settings import SettingsError, read_settings
from gateway.settings import Settings
from smartretail.one_process import create_one_process, shared_caller_secret
from smartretail.services import load_services

BUNDLED_STATE = Path(__file__).parents[1] / "state"
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound: it says that everybody can reach us


def create_app() -> FastAPI:
    """The app that the platform calls.

    Raises:
        SettingsError: a variable is malformed, or MONGODB_URI is missing.
    """
    require_database()
    shared = shared_caller_secret()
    if not os.environ.get("STATE_URL"):
        shared["state_url"] = str(BUNDLED_STATE)
    settings = read_settings(Settings, host=ANY_ADDRESS, **shared)
    services = load_services(**shared)
    configure_logs(settings.log_level, "smartretail")
    return create_one_process(settings, services)


def require_database() -> None:
    """A function keeps nothing on its disk, so campaigns need a database.

    Raises:
        SettingsError: MONGODB_URI is missing or malformed.
    """
    if read_settings(DocumentSettings).mongodb_uri is None:
        raise SettingsError(
            "MONGODB_URI is not set. A serverless function has no disk to store campaigns on: "
            "give it the address of a MongoDB, such as an Atlas cluster."
        )


app = create_app()
