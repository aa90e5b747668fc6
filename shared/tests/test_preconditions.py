"""The If-Match header of a change."""

import pytest

from fleet.errors import PreconditionRequired
from fleet.preconditions import required_etag
from fleet.statements import statement

UNREAD = statement("campaign_unread")


@pytest.mark.parametrize("header", ['"3-abc"', ' "3-abc" '])
def test_if_match_is_trimmed(header: str) -> None:
    """The ETag is read without surrounding blanks."""
    assert required_etag(header, UNREAD) == '"3-abc"'


@pytest.mark.parametrize("header", [None, "", " ", "*", " * "])
def test_unspecific_if_match_is_rejected(header: str | None) -> None:
    """A header that does not name one state is rejected."""
    with pytest.raises(PreconditionRequired) as refused:
        required_etag(header, UNREAD)
    assert refused.value.statement == UNREAD
