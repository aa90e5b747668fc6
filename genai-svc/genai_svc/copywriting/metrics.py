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
            "copy_fallbacks_total", "Questions that no model answered, by reason", ["reason"]
        ),
        calls=Counter(
            "copy_model_calls_total", "Calls of a model, by what came back", ["provider", "outcome"]
        ),
    )
