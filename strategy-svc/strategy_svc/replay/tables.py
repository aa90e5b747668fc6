"""A replay as tables for the terminal, with its assumptions."""

from collections.abc import Callable, Sequence

import polars as pl

from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.replay.advice_value import Worth, total
from strategy_svc.replay.next_week import Accuracy, accuracy, promoted, sold_at_known_price
from strategy_svc.replay.replayed_weeks import ReplayedWeek, all_rows

_HEAD = (
    f"{'week of':10} {'rows':>7} {'predicted':>10} {'units':>10} {'bias':>7} {'WAPE':>6} {'80%':>6}"
)
_KINDS: tuple[tuple[str, Callable[[pl.DataFrame], pl.DataFrame]], ...] = (
    ("all weeks", sold_at_known_price),
    ("promoted", promoted),
    ("with 0s", lambda weeks: weeks),
)


def prediction_lines(predicted: pl.DataFrame) -> list[str]:
    """Units predicted a week ahead under the actual discounts, per week and in total."""
    if not predicted.height:
        return ["No product has an estimated response, so nothing was predicted."]
    lines = ["Units one week ahead, under the actual discounts", _HEAD]
    for (origin,), week in predicted.group_by("origin", maintain_order=True):
        lines.append(_accuracy_line(str(origin), accuracy(sold_at_known_price(week))))
    lines += [_accuracy_line(name, accuracy(part(predicted))) for name, part in _KINDS]
    return [
        *lines,
        (
            "A week without a sale has no known price; `with 0s` uses the usual one. "
            "`promoted`: at least 10% off."
        ),
    ]


def advice_lines(weeks: Sequence[ReplayedWeek], currency: str) -> list[str]:
    """What the advice would have been worth compared with the rule table, per week and in total."""
    head = f"{'week of':10} | {'the plan':^61} | {'the rule table':^29}"
    names = (
        f"{'':10} | {'rows':>5} {'cuts':>5} {'promised':>12} {'worth':>12} {'margin':>12} "
        f"{'cleared':>10} | {'rows':>5} {'worth':>12} {'< cost':>10}"
    )
    rows = [(str(week.origin), total(week.advice), total(week.rules)) for week in weeks]
    everything = (total(all_rows(weeks, "advice")), total(all_rows(weeks, "rules")))
    lines = [_advice_line(*row) for row in (*rows, ("all weeks", *everything))]
    return [f"What the advice would have been worth ({currency})", head, names, *lines]


def assumptions(settings: PlanSettings) -> list[str]:
    """The assumptions of the second table, one sentence each."""
    sentences = (
        "None of these campaigns was run. Their value is estimated from the units sold that week "
        "and a response fitted only on the weeks from --from on; responses are associations, not "
        "causes.\n"
        "Stock on hand is simulated and unit costs are assumed, as in a refresh on that Monday; "
        f"excess stock is assumed to lose {settings.holding_cost_share:.0%} of its cost.\n"
        f"A campaign's message counts as {settings.announcement:g} of the shop's mailer among the "
        "segment it addresses, where the ledger shows the effect of a mailer.\n"
        "Every week is planned separately: units that an earlier week's campaign would have sold "
        "are not subtracted from a later week's stock or demand."
    )
    return sentences.splitlines()


def _accuracy_line(name: str, found: Accuracy) -> str:
    return (
        f"{name:10} {found.product_weeks:7,} {found.predicted:10,.0f} {found.units:10,.0f} "
        f"{found.bias:+7.1%} {found.wape:6.3f} {found.coverage:6.3f}"
    )


def _advice_line(name: str, plan: Worth, rules: Worth) -> str:
    return (
        f"{name:10} | {plan.campaigns:5} {plan.with_discount:5} {plan.promised:12,.2f} "
        f"{plan.worth:12,.2f} {plan.margin:12,.2f} {plan.stock_cleared:10,.2f} | "
        f"{rules.campaigns:5} {rules.worth:12,.2f} {rules.below_cost:10}"
    )
