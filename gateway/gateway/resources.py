from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from fleet.service import resources_of
from fleet.single_flight import SingleFlight
from gateway.access.identification import Identification
from gateway.access.repository import KeyRepository
from gateway.access.sessions import Sessions
from gateway.access.sign_in_throttle import SignInThrottle
from gateway.clients.services import Clients
from gateway.compat.schemas import GeneratedCampaign
from gateway.pages.built import Pages
from gateway.settings import Settings


@dataclass(frozen=True)
class Resources:
    """Resources opened by the lifespan.

    Attributes:
        settings: The gateway's settings, including time limits.
        clients: Clients of the seven services.
        keys: API keys.
        identification: Identifies callers by their key or session.
        sessions: Creates and verifies session cookies.
        throttle: Limits attempts to sign in with wrong keys.
        in_flight: Copy being generated, so that concurrent equal requests share one generation.
        pages: The dashboard's files.
    """

    settings: Settings
    clients: Clients
    keys: KeyRepository
    identification: Identification
    sessions: Sessions
    throttle: SignInThrottle
    in_flight: SingleFlight[GeneratedCampaign]
    pages: Pages


Res = Annotated[Resources, Depends(resources_of(Resources))]
