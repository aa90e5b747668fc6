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
    """What the lifespan opens.

    Attributes:
        settings: Of the gateway; budgets are read from it.
        clients: Of the seven services.
        keys: Who may come in.
        identification: Identifies callers by what they send.
        sessions: Makes the cookies of pages.
        throttle: Counts bad keys.
        in_flight: Copy being written right now, so that nothing is generated twice at once.
        pages: The files of the dashboard.
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
