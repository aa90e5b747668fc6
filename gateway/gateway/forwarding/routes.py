"""The table of forwarded routes: which service serves which path."""

from dataclasses import dataclass

from gateway.settings import ServiceName, Settings

READING = ("GET", "HEAD")
METHODS = (*READING, "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Forwarded:
    """Paths that begin with `prefix` go to `service`.

    Attributes:
        prefix: Matches whole words: `/v1/plan` covers `/v1/plan/22423` and `/v1/plan:simulate`, but
            not `/v1/planets`.
        service: The service that answers.
        takes_long: Whether a language model or the plan's solver may be involved.
    """

    prefix: str
    service: ServiceName
    takes_long: bool = False

    def seconds(self, settings: Settings) -> float:
        """The time limit of the service."""
        return settings.copy_seconds if self.takes_long else settings.forward_seconds


FORWARDED = (
    # Before /v1/snapshots, which inventory-svc lists: only refresh-svc writes the state.
    Forwarded("/v1/snapshots/{snapshot_id}:restore", "refresh-svc"),
    Forwarded("/v1/uploads", "refresh-svc"),
    Forwarded("/v1/refreshes", "refresh-svc"),
    Forwarded("/v1/inventory", "inventory-svc"),
    Forwarded("/v1/products", "inventory-svc"),
    Forwarded("/v1/data-quality", "inventory-svc"),
    Forwarded("/v1/snapshots", "inventory-svc"),
    Forwarded("/v1/demand", "forecast-svc"),
    Forwarded("/v1/segments", "segmentation-svc"),
    Forwarded("/v1/customers", "segmentation-svc"),
    # Before the shorter prefix that also covers it, because the first match counts.
    Forwarded("/v1/plan:simulate", "strategy-svc", takes_long=True),
    Forwarded("/v1/plan", "strategy-svc"),
    Forwarded("/v1/decisions", "strategy-svc"),
    Forwarded("/v1/dismissals", "strategy-svc"),
    Forwarded("/v1/copy", "genai-svc", takes_long=True),
    Forwarded("/v1/claims", "genai-svc"),
    Forwarded("/v1/campaigns", "campaign-svc"),
    Forwarded("/v1/holdout", "campaign-svc"),
    Forwarded("/v1/opt-outs", "campaign-svc"),
)
