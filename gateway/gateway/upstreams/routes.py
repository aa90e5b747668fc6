"""Which service answers what: the one table of forwarded routes."""

from dataclasses import dataclass

from fleet.settings import Role
from gateway.settings import ServiceName, Settings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Forwarded:
    """Paths that begin with `prefix` go to `service`.

    Attributes:
        prefix: Ends at a border: `/v1/plan` covers `/v1/plan/22423` and `/v1/plan:simulate`, and
            not `/v1/planets`.
        service: Who answers.
        writes_copy: A language model may be at work, which takes longer.
        reading_posts: What is posted only because the question is long; a viewer may ask it.
    """

    prefix: str
    service: ServiceName
    writes_copy: bool = False
    reading_posts: frozenset[str] = frozenset()

    def seconds(self, settings: Settings) -> float:
        """What the service may take."""
        return settings.copy_seconds if self.writes_copy else settings.forward_seconds

    def role(self, method: str, path: str) -> Role:
        """What the caller has to be."""
        reading = method in _SAFE or (method == "POST" and path in self.reading_posts)
        return "viewer" if reading else "planner"


FORWARDED = (
    Forwarded("/v1/inventory", "inventory-svc"),
    Forwarded("/v1/products", "inventory-svc"),
    Forwarded("/v1/data-quality", "inventory-svc"),
    Forwarded("/v1/snapshots", "inventory-svc"),
    Forwarded("/v1/demand", "forecast-svc"),
    Forwarded("/v1/segments", "segmentation-svc"),
    Forwarded(
        "/v1/customers", "segmentation-svc", reading_posts=frozenset({"/v1/customers:classify"})
    ),
    Forwarded("/v1/plan", "strategy-svc"),
    Forwarded("/v1/copy", "genai-svc", writes_copy=True),
    Forwarded("/v1/campaigns", "campaign-svc"),
)
