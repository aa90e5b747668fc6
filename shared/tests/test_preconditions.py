"""The If-Match header of a change."""

import pytest

from fleet.errors import PreconditionRequired
from fleet.preconditions import required_etag
from fleet.statements import statement

UNREAD = statement("campaign_unread")


@pytest.mark.parametrize("header", ['"3-abc"', ' "3-abc" '])
def test_if_match_names_one_state(header: str) -> None:
    """The ETag is read without the blanks around it."""
    assert required_etag(header, UNREAD) == '"3-abc"'


@pytest.mark.parametrize("header", [None, "", " ", "*", " * "])
def test_a_header_that_fits_everything_is_refused(header: str | None) -> None:
    """Whoever names no state has to read the thing first."""
    with pytest.raises(PreconditionRequired) as refused:
        required_etag(header, UNREAD)
    assert refused.value.statement == UNREAD
