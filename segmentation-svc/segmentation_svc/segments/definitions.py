"""The definition of each label in numbers, and caveats, as statements."""

from collections.abc import Callable, Mapping

from contract.segments import AT_RISK, LOST, NEW, REGULAR, VIP
from fleet.statements import Statement, statement
from segmentation_svc.model.labels import MIN_CUSTOMERS, MIN_SHARE, LabelRules
from segmentation_svc.model.segment_model import SegmentModel

Centres = dict[str, int]
"""Number of `centres` of a label, and for each `orders_1`, `money_1`, `days_1`, and so on."""


def definition_of(model: SegmentModel | None, label: str) -> Statement:
    """The definition of a label; for labels of other tools the rule is unknown."""
    define = _DEFINITIONS.get(label)
    if model is None or define is None:
        return statement("definition_unrecorded")
    return define(model.rules, _centres(model, label))


def few_customers_note(model: SegmentModel | None) -> Statement | None:
    """That there are too few customers for all labels; None if there are enough."""
    customers = MIN_CUSTOMERS if model is None else sum(model.cluster_sizes)
    if customers >= MIN_CUSTOMERS:
        return None
    return statement("few_customers", customers=customers, needed=MIN_CUSTOMERS)


def _vip(rules: LabelRules, centres: Centres) -> Statement:
    return statement(
        "definition_vip",
        least_share=MIN_SHARE,
        lapsed=rules.lapsed_after_days,
        margin=rules.clear_margin,
        **centres,
    )


def _regular(rules: LabelRules, centres: Centres) -> Statement:
    return statement(
        "definition_regular",
        lapsed=rules.lapsed_after_days,
        margin=rules.clear_margin,
        **centres,
    )


def _new(rules: LabelRules, _: Centres) -> Statement:
    if not rules.new_window_days:
        return statement("definition_new_nobody")
    return statement("definition_new", days=rules.new_window_days, orders=rules.new_max_orders)


def _at_risk(rules: LabelRules, centres: Centres) -> Statement:
    return statement(
        "definition_at_risk",
        lapsed=rules.lapsed_after_days,
        after=rules.at_risk_min_silence_days,
        until=rules.at_risk_until_seen_within_days,
        margin=rules.clear_margin,
        **centres,
    )


def _lost(rules: LabelRules, centres: Centres) -> Statement:
    return statement(
        "definition_lost",
        least_share=MIN_SHARE,
        after=rules.lost_min_silence_days,
        until=rules.lost_until_seen_within_days,
        margin=rules.clear_margin,
        **centres,
    )


_DEFINITIONS: Mapping[str, Callable[[LabelRules, Centres], Statement]] = {
    VIP: _vip,
    REGULAR: _regular,
    NEW: _new,
    AT_RISK: _at_risk,
    LOST: _lost,
}


def _centres(model: SegmentModel, label: str) -> Centres:
    typical = model.centroid_model().typical()
    centres = [typical[at] for at, name in enumerate(model.cluster_labels) if name == label]
    values: Centres = {"centres": len(centres)}
    for number, (days, orders, money) in enumerate(centres, 1):
        values[f"days_{number}"] = round(days)
        values[f"orders_{number}"] = max(1, round(orders))
        values[f"money_{number}"] = round(money)
    return values
