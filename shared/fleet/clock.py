"""The current time, and the format of stored times."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime | None = None) -> str:
    """A time in UTC (by default now) as 2026-11-29T18:00:00.000000Z, which sorts by time."""
    return f"{moment or utc_now():%Y-%m-%dT%H:%M:%S.%f}Z"
