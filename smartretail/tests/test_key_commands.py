"""The command line's own copy of what is defined elsewhere."""

from typing import get_args

from fleet import settings
from smartretail import key_commands


def test_the_roles_offered_are_the_fleets() -> None:
    """`smartretail keys create --role` knows each role, and no other."""
    assert get_args(key_commands.Role) == get_args(settings.Role)
