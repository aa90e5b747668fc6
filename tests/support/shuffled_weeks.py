"""A placebo for models of price response."""

import numpy as np

from strategy_svc.response.price_response import Floats
from strategy_svc.response.weekly_panel import WeeklyPanel


def shuffled_weeks(panel: WeeklyPanel, seed: int) -> WeeklyPanel:
    """The panel with each product's prices and promotions shuffled between weeks: the placebo.

    Units stay where they were, so any response that is still found is spurious.
    """
    rng = np.random.default_rng(seed)
    order = np.argsort(np.where(panel.sold, rng.random(panel.units.shape), 2.0), axis=1)
    place = np.argsort(np.argsort(~panel.sold, axis=1, kind="stable"), axis=1)
    dealt = np.take_along_axis(order, place, axis=1)

    def deal(values: Floats | None) -> Floats | None:
        return None if values is None else np.take_along_axis(values, dealt, axis=1)

    return WeeklyPanel(
        panel.codes,
        panel.categories,
        panel.weeks,
        panel.units,
        panel.sold,
        np.take_along_axis(panel.log_price, dealt, axis=1),
        deal(panel.log_shelf),
        deal(panel.display),
        deal(panel.mailer),
        panel.traffic,
    )
