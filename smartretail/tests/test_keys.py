"""`smartretail keys`."""

from typer.testing import CliRunner

from contract.permissions import ROLES
from smartretail.cli.keys import keys


def test_the_roles_offered_are_the_fleets() -> None:
    """`smartretail keys create --role` knows each role, and no other."""
    shown = CliRunner().invoke(keys, ["create", "--help"], env={"COLUMNS": "200"})
    assert f"<{'|'.join(ROLES)}>" in shown.output
