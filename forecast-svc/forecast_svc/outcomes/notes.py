"""Why nothing is scored yet; separate from the log, whose dependencies serving doesn't have."""

from fleet.statements import Statement, statement


def nothing_scored(origins: int, waiting: int) -> Statement | None:
    """Why no forecast has been scored; None if one has.

    Args:
        origins: Number of scored weeks.
        waiting: Number of weeks that aren't over.
    """
    if origins:
        return None
    return statement("no_earlier_forecast") if waiting == 1 else statement("no_forecast_week")
