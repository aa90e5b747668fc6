from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from fleet.service import resources_of
from fleet.single_flight import SingleFlight
from fleet.upstream import Upstream
from gateway.access.attempts import Attempts
from gateway.access.identification import Identification
from gateway.access.repository import KeyRepository
from gateway.access.sessions import Sessions
from gateway.pages.built import Pages
from gateway.settings import ServiceName, Settings


@dataclass(frozen=True)
class Resources:
    """What the lifespan opens.

    Attributes:
        settings: Of the gateway; budgets are read from it.
        upstreams: The seven services by name.
        keys: Who may come in.
        identification: Knows callers by what they send.
        sessions: Makes the cookies of pages.
        attempts: Counts bad keys.
        questions: Copy being written right now, so that nobody asks twice for the same.
        pages: The files of the dashboard.
    """

    settings: Settings
    upstreams: Mapping[ServiceName, Upstream]
    keys: KeyRepository
    identification: Identification
    sessions: Sessions
    attempts: Attempts
    questions: SingleFlight
    pages: Pages


Res = Annotated[Resources, Depends(resources_of(Resources))]
