"""Prometheus metrics of this process: requests by service, route and status, and their duration."""

from dataclasses import dataclass
from functools import cache

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest


@dataclass(frozen=True)
class RequestMetrics:
    """The two metric families of every service."""

    requests: Counter
    seconds: Histogram


@cache
def request_metrics() -> RequestMetrics:
    """The process's metrics; several services in one process differ by the label `service`."""
    return RequestMetrics(
        requests=Counter(
            "http_requests_total", "HTTP requests", ["service", "method", "route", "status"]
        ),
        seconds=Histogram(
            "http_request_duration_seconds",
            "Duration of HTTP requests",
            ["service", "method", "route"],
        ),
    )


def render_metrics() -> tuple[bytes, str]:
    """The metrics as text, and their media type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
