"""Prometheus metrics of copywriting: model calls and fallbacks."""

from dataclasses import dataclass
from functools import cache

from prometheus_client import Counter


@dataclass(frozen=True)
class CopyMetrics:
    """Counters for requests not answered from the cache."""

    fallbacks: Counter
    calls: Counter


@cache
def copy_metrics() -> CopyMetrics:
    """The process's metrics; a registry accepts each name only once."""
    return CopyMetrics(
        fallbacks=Counter(
            "copy_fallbacks_total",
            "Requests answered from templates or with an error, by reason",
            ["reason"],
        ),
        calls=Counter(
            "copy_model_calls_total",
            "Model calls, by provider and outcome",
            ["provider", "outcome"],
        ),
    )
