"""Explanations written by older versions can still be read."""

from strategy_svc.plan.stored_explanations import read_explanation

PLAIN = {
    "facts": ["…"],
    "next_best": {
        "discount": None,
        "target_cluster": None,
        "gain": 0.0,
        "p_gain": None,
        "sentence": "Next best is doing nothing.",
    },
    "what_would_change": ["…"],
}


def test_renamed_values_of_older_statements() -> None:
    """Renamed values are mapped, everything else is unchanged."""
    older = {
        "currency": "GBP",
        "reason": {"code": "reason_clearing", "values": {"stock": 310}},
        "facts": [{"code": "fact_money", "values": {"margin": 3.1, "freed": 6.1, "given": 1.0}}],
        "next_best": {"code": "next_nothing", "values": {"gain": 16.71}},
        "what_would_change": [
            {"code": "change_stock_clearing", "values": {"kept": 84.0}},
            {"code": "change_stock_selling", "values": {"wanted": 30.0}},
        ],
    }
    statements = read_explanation({**PLAIN, "statements": older}).statements
    assert statements is not None
    assert statements.currency == "GBP"
    assert statements.reason.values == {"stock": 310}
    assert statements.facts[0].values == {"margin": 3.1, "stock_cleared": 6.1, "discount_cost": 1.0}
    changes = [change.values for change in statements.what_would_change]
    assert changes == [{"cover_units": 84.0}, {"expected_units": 30.0}]


def test_explanation_without_statements_is_unchanged() -> None:
    """Versions before statements stored sentences only; these are read unchanged."""
    found = read_explanation(PLAIN)
    assert found.model_dump(exclude={"statements", "for_whom"}) == PLAIN
    assert found.statements is None
