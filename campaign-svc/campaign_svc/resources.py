from dataclasses import dataclass

from campaign_svc.campaigns.service import Campaigns
from fleet.documents import DocumentStore


@dataclass(frozen=True)
class Resources:
    """What the lifespan opens.

    Attributes:
        documents: The store itself, for its health.
        campaigns: The use cases over it.
    """

    documents: DocumentStore
    campaigns: Campaigns
