"""`smartretail keys`: who may come in. Every command imports what it needs; `--help` is quick."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from contract.permissions import Role

keys = typer.Typer(
    help="Make, list and revoke the keys of the people who use the gateway.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_notes = Console(stderr=True)


@keys.command()
def create(
    name: Annotated[str, typer.Option(help="The person who will hold it, as on record")],
    role: Annotated[Role, typer.Option(help="What they may do")],
) -> None:
    """Make a key and print it, this once; only a hash of it is kept."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def made() -> str:
        async with open_keys(command_settings()) as repository:
            key, text = await repository.create(name, role)
            _notes.print(f"Key {key.id} for {key.name} ({key.role}). It is shown only now:")
            return text

    typer.echo(asyncio.run(made()))


@keys.command("list")
def list_keys() -> None:
    """List every key ever made, the oldest first: id, role, name, and whether it is good."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def listed() -> list[str]:
        async with open_keys(command_settings()) as repository:
            return [
                f"{key.id}  {key.role:<8}  {key.name}  made {key.created_at}  "
                + (f"revoked {key.revoked_at}" if key.revoked_at else "good")
                for key in await repository.all()
            ]

    for line in asyncio.run(listed()):
        typer.echo(line)


@keys.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Id as `smartretail keys list` shows it")],
) -> None:
    """Let a key in no more, from the next request on. Keys made for others stay good."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def revoked() -> str:
        async with open_keys(command_settings()) as repository:
            key = await repository.revoke(key_id)
            return f"The key {key.id} of {key.name} lets nobody in any more."

    typer.echo(asyncio.run(revoked()))
