"""The audience of a plan row, as a statement."""

from fleet.sentences import name_of, render
from fleet.statements import Statement, statement
from strategy_svc.learning.audience_summary import AudienceCounts


def expected_buyers(found: AudienceCounts, target: str) -> Statement:
    """How many would buy, with the offer and without, and who is left out.

    Args:
        found: Counts of the audience.
        target: The segment the row addresses.
    """
    return statement(
        "audience_expected",
        offered=found.offered,
        target=target,
        with_offer=found.expected_to_buy,
        anyway=found.expected_to_buy_anyway,
        left_out=found.sure_buyers_left_out,
        saved=found.saved_by_leaving_out,
    )


def in_english(stated: Statement, learned_from: str) -> str:
    """The statement in English, and what its probabilities were learned from."""
    return f"{render(stated)} {name_of('learned_from', learned_from)}"
