"""The command line's own copy of what is defined elsewhere."""

from typing import get_args

from contract import permissions
from smartretail.cli import keys


def test_the_roles_offered_are_the_fleets() -> None:
    """`smartretail keys create --role` knows each role, and no other."""
    assert get_args(keys.Role) == get_args(permissions.Role)
