"""The names that services share."""

from typing import get_args

import pytest

from contract.campaign_ids import campaign_id_of, parts_of
from contract.objectives import OBJECTIVES, Objective
from contract.segments import SEGMENTS, Segment


def test_literal_types_match_the_tuples() -> None:
    """The type used in schemas and the tuple used in code contain the same names."""
    assert get_args(Segment) == SEGMENTS
    assert get_args(Objective) == OBJECTIVES


@pytest.mark.parametrize("code", ["85123A", "A_1", "10/X é", "_"])
@pytest.mark.parametrize("segment", SEGMENTS)
def test_campaign_id_round_trip(code: str, segment: str) -> None:
    """A stock code with underscores is recovered from the campaign id."""
    assert parts_of(campaign_id_of(code, segment)) == (code, segment)
