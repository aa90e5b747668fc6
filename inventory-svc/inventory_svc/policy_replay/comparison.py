"""Comparing two policies over a grid of lead times, review periods and service targets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from statistics import NormalDist, median

from fleet.jobs import Progress, no_progress
from inventory_svc.policy_replay.exchange_curve import ExchangeCurve
from inventory_svc.policy_replay.holdout import Holdout
from inventory_svc.policy_replay.moving_average import moving_average
from inventory_svc.policy_replay.outcome import Outcome, Policy, Setting, curve, run

SETTINGS = tuple(Setting(lead, review) for lead, review in product((1, 2, 4), (1, 2)))
SERVICE_TARGETS = (0.90, 0.95, 0.98)
WINDOWS = (8, 13, 26, 52)
"""Windows of the moving average, in weeks; the comparison uses the best of them."""

_LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995, 0.998, 0.999)
_ZS = (-1, -0.5, 0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.5, 3, 3.5, 4, 5, 6, 8, 11, 15, 20)
_STEPS = len(SETTINGS) * (1 + len(WINDOWS))


@dataclass(frozen=True)
class Cell:
    """One cell of the grid.

    Attributes:
        setting: Lead time and review period.
        target: The service required of both policies.
        recommended: The outcome of the recommended levels.
        average: The outcome of moving average + z·sigma, z the normal quantile of the target.
        average_value: Stock value of moving average + z·sigma at the z that gives the fill rate of
            `recommended`; None if no z does.
    """

    setting: Setting
    target: float
    recommended: Outcome
    average: Outcome
    average_value: float | None

    @property
    def saved(self) -> float | None:
        """Share of the stock value saved at equal fill rate."""
        if not self.average_value:
            return None
        return 1 - self.recommended.stock_value / self.average_value


@dataclass(frozen=True)
class Comparison:
    """The grid, and the curves behind it.

    Attributes:
        cells: By lead time, review period and target.
        recommended: Exchange curve of the recommended levels per setting.
        average: The same of moving average + z·sigma.
        window: Weeks of that average.
        by_window: Median and worst saving against each window tried.
    """

    cells: list[Cell]
    recommended: dict[Setting, ExchangeCurve]
    average: dict[Setting, ExchangeCurve]
    window: int
    by_window: dict[int, tuple[float, float]]

    @property
    def savings(self) -> list[float]:
        """`saved` of all cells for which it is known."""
        return [cell.saved for cell in self.cells if cell.saved is not None]

    @property
    def median_saving(self) -> float | None:
        """Median of `savings`; None if nothing could be compared."""
        return median(self.savings) if self.savings else None


def compare(holdout: Holdout, policy: Policy, progress: Progress = no_progress) -> Comparison:
    """Replay both policies over the whole grid.

    The moving average uses the window against which the recommended levels save least, a choice
    only possible in hindsight.

    Args:
        holdout: The demand to replay.
        policy: The recommended levels; their `service` is a probability.
        progress: Called after each exchange curve.
    """
    own = _curves(holdout, policy, _LEVELS, 0, progress)
    outcomes = {
        (setting, target): run(holdout, policy, setting, target)
        for setting in SETTINGS
        for target in SERVICE_TARGETS
    }
    tried: list[Comparison] = []
    for number, window in enumerate(WINDOWS, start=1):
        average = moving_average(holdout, window)
        others = _curves(holdout, average, _ZS, number, progress)
        cells = [
            Cell(
                setting,
                target,
                outcome,
                run(holdout, average, setting, NormalDist().inv_cdf(target)),
                others[setting].at(outcome.fill_rate),
            )
            for (setting, target), outcome in outcomes.items()
        ]
        tried.append(Comparison(cells, own, others, window, {}))
    by_window = {
        one.window: (median(one.savings), min(one.savings)) for one in tried if one.savings
    }
    return replace(min(tried, key=_saving), by_window=by_window)


def _saving(comparison: Comparison) -> float:
    found = comparison.median_saving
    return float("inf") if found is None else found


def _curves(
    holdout: Holdout, policy: Policy, services: Iterable[float], before: int, progress: Progress
) -> dict[Setting, ExchangeCurve]:
    found: dict[Setting, ExchangeCurve] = {}
    for number, setting in enumerate(SETTINGS, start=1):
        found[setting] = curve(holdout, policy, setting, services)
        progress(before * len(SETTINGS) + number, _STEPS)
    return found
