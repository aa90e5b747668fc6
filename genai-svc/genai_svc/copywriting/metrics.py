"""Prometheus metrics of copywriting: who wrote, and why it wasn't the model."""

from dataclasses import dataclass
from functools import cache

from prometheus_client import Counter


@dataclass(frozen=True)
class CopyMetrics:
    """What is counted for each request that the cache didn't answer."""

    fallbacks: Counter
    calls: Counter


@cache
def copy_metrics() -> CopyMetrics:
    """One set per process, as a registry takes each name once."""
    return CopyMetrics(
        fallbacks=Counter(
            "copy_fallbacks_total", "Questions that no model answered, by reason", ["reason"]
        ),
        calls=Counter(
            "copy_model_calls_total", "Calls of a model, by what came back", ["provider", "outcome"]
        ),
    )
