from dataclasses import dataclass

from campaign_svc.campaigns.service import Campaigns
from campaign_svc.delivery.consent import Consent
from campaign_svc.delivery.service import Delivery
from fleet.documents import DocumentStore


@dataclass(frozen=True)
class Resources:
    """Resources opened by the lifespan.

    Attributes:
        documents: The store itself, for the readiness check.
        campaigns: Use cases for stored campaigns.
        delivery: From approval to sent.
        consent: Opt-outs, and customers who asked to be forgotten.
    """

    documents: DocumentStore
    campaigns: Campaigns
    delivery: Delivery
    consent: Consent
