"""Why nothing is scored yet; apart from the log, whose packages serving doesn't have."""

from fleet.statements import Statement, statement


def nothing_scored(origins: int, waiting: int) -> Statement | None:
    """Why no forecast has been scored; None where one has.

    Args:
        origins: How many weeks that were forecast are scored.
        waiting: How many are not complete yet.
    """
    if origins:
        return None
    return statement("no_earlier_forecast") if waiting == 1 else statement("no_forecast_week")
