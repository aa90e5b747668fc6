"""How sentences write numbers."""

import re

import pytest

from fleet.sentences import render
from fleet.statements import Value, statement


@pytest.mark.parametrize("language", ["en", "de"])
def test_zero_has_no_sign(language: str) -> None:
    """A small loss that rounds to zero is written as zero, without a minus."""
    values: dict[str, Value] = {"low": -0.0002, "high": -0.0003, "money": False, "detectable": 0.1}
    texts = [
        render(statement("lift_unproven", **values), language),
        render(statement("lift_unproven", **values | {"money": True}), language, "EUR"),
        render(statement("border_inside", deviations=-0.001, segment="VIP"), language),
        render(statement("new_offer", discount=0, target="VIP", money=-0.004), language, "EUR"),
    ]
    assert [text for text in texts if re.search("[-\u2212]\\W*0", text)] == []
