"""Explanations that older versions wrote are still read."""

from strategy_svc.plan.stored_explanations import with_current_names


def test_values_of_older_statements_get_todays_names() -> None:
    """Names that changed are mapped, everything else stays; an explanation without any stays."""
    older = {
        "facts": ["…"],
        "statements": {
            "currency": "GBP",
            "facts": [
                {"code": "fact_money", "values": {"margin": 3.1, "freed": 6.1, "given": 1.0}}
            ],
            "what_would_change": [
                {"code": "change_stock_clearing", "values": {"kept": 84.0}},
                {"code": "change_stock_selling", "values": {"wanted": 30.0}},
            ],
        },
    }
    statements = with_current_names(older)["statements"]
    assert statements["currency"] == "GBP"
    assert statements["facts"][0]["values"] == {
        "margin": 3.1,
        "stock_cleared": 6.1,
        "discount_cost": 1.0,
    }
    changes = [change["values"] for change in statements["what_would_change"]]
    assert changes == [{"cover_units": 84.0}, {"expected_units": 30.0}]
    assert with_current_names({"facts": ["…"]}) == {"facts": ["…"]}
