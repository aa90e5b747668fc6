"""`smartretail keys`."""

from typer.testing import CliRunner

from contract.permissions import ROLES
from smartretail.cli.keys import keys


def test_keys_create_accepts_every_role() -> None:
    """`smartretail keys create --role` accepts each known role and no other."""
    shown = CliRunner().invoke(keys, ["create", "--help"], env={"COLUMNS": "200"})
    assert f"<{'|'.join(ROLES)}>" in shown.output
