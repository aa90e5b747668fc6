"""What each label means, in numbers, as a code with its values; `SegmentModel` says the English."""

from typing import Final

from fleet.statements import Statement, Value, said
from segmentation_svc.segments.labels import AT_RISK, LOST, MIN_SHARE, NEW, REGULAR, VIP
from segmentation_svc.segments.segment_model import SegmentModel

_CODES: Final = {
    VIP: "definition_vip",
    REGULAR: "definition_regular",
    AT_RISK: "definition_at_risk",
    LOST: "definition_lost",
}


def definition_of(model: SegmentModel | None, label: str) -> Statement | None:
    """The definition of a label; None where it is none of ours.

    Of each centre of its clusters there are `orders_1`, `money_1` and `days_1`, and so on; how many
    there are is `centres`.
    """
    if model is None:
        return said("definition_untold")
    rules = model.rules
    if label == NEW and not rules.new_window_days:
        return said("definition_new_nobody")
    if label == NEW:
        return said("definition_new", days=rules.new_window_days, orders=rules.new_max_orders)
    if label not in _CODES:
        return None
    numbers: dict[str, Value] = {
        "least_share": MIN_SHARE,
        "margin": rules.clear_margin,
        "lapsed": rules.lapsed_after_days,
        "at_risk_after": rules.at_risk_min_silence_days,
        "at_risk_until": rules.at_risk_until_seen_within_days,
        "lost_after": rules.lost_min_silence_days,
        "lost_until": rules.lost_until_seen_within_days,
    }
    return Statement(code=_CODES[label], values=numbers | _centres(model, label))


def _centres(model: SegmentModel, label: str) -> dict[str, Value]:
    typical = model.centroid_model().typical()
    centres = [typical[at] for at, name in enumerate(model.cluster_labels) if name == label]
    told: dict[str, Value] = {"centres": len(centres)}
    for number, (days, orders, money) in enumerate(centres, 1):
        told[f"days_{number}"] = round(days)
        told[f"orders_{number}"] = max(1, round(orders))
        told[f"money_{number}"] = round(money)
    return told
