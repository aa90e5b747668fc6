"""The sections of the dashboard and the services they come from: one table."""

from dataclasses import dataclass

from gateway.settings import ServiceName


@dataclass(frozen=True)
class Source:
    """One request to one service; sections may share it.

    Attributes:
        service: Whom to ask.
        path: What to ask for.
        from_state: The answer comes from a snapshot, and has to say which.
    """

    service: ServiceName
    path: str
    from_state: bool = True


@dataclass(frozen=True)
class Section:
    """One part of the dashboard.

    Attributes:
        name: As the answer calls it.
        source: Where it comes from.
        part: The field of the source's answer that holds it; None where that is the whole answer.
    """

    name: str
    source: Source
    part: str | None = None


_INVENTORY = Source("inventory-svc", "/v1/inventory/summary")
SECTIONS = (
    Section("key_figures", _INVENTORY, "key_figures"),
    Section("stock_at_risk", _INVENTORY, "stock_at_risk"),
    Section("replenishment", _INVENTORY, "replenishment"),
    Section("demand_ahead", Source("forecast-svc", "/v1/demand/summary")),
    Section("segments", Source("segmentation-svc", "/v1/segments")),
    Section("plan", Source("strategy-svc", "/v1/plan/summary")),
    Section("campaigns", Source("campaign-svc", "/v1/campaigns/summary", from_state=False)),
    Section("copywriting", Source("genai-svc", "/v1/copy/provider", from_state=False)),
)
