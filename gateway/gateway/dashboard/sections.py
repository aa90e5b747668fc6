"""A table of the dashboard's sections and the services they come from."""

from dataclasses import dataclass

from gateway.settings import ServiceName


@dataclass(frozen=True)
class Source:
    """One request to one service, which sections may share.

    Attributes:
        service: The service's name.
        path: The path to request.
        from_state: Whether the response comes from a snapshot, which it must then name.
    """

    service: ServiceName
    path: str
    from_state: bool = True


@dataclass(frozen=True)
class Section:
    """One part of the dashboard.

    Attributes:
        name: Its name in the response.
        source: The request it comes from.
        part: The field of the source's response with its data; None for the whole response.
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
