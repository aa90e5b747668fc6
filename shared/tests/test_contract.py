"""The names that services agree on."""

from typing import get_args

import pytest

from contract.campaign_ids import campaign_id_of, parts_of
from contract.objectives import OBJECTIVES, Objective
from contract.segments import SEGMENTS, Segment


def test_types_name_what_the_tuples_list() -> None:
    """The type that schemas use and the tuple that code walks hold the same names."""
    assert get_args(Segment) == SEGMENTS
    assert get_args(Objective) == OBJECTIVES


@pytest.mark.parametrize("code", ["85123A", "A_1", "10/X é", "_"])
@pytest.mark.parametrize("segment", SEGMENTS)
def test_campaign_id_and_back(code: str, segment: str) -> None:
    """A stock code may hold underscores and still comes back from the id."""
    assert parts_of(campaign_id_of(code, segment)) == (code, segment)
