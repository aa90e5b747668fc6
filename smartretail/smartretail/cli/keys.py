"""`smartretail keys`. Every command imports what it needs, so that `--help` is quick."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from contract.permissions import Role

keys = typer.Typer(
    help="Create, list and revoke the keys of people who use the gateway.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_notes = Console(stderr=True)


@keys.command()
def create(
    name: Annotated[str, typer.Option(help="Name of the person the key is for")],
    role: Annotated[Role, typer.Option(help="What the key allows")],
) -> None:
    """Create a key for a person and print it once; only a hash of it is stored."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def made() -> str:
        async with open_keys(command_settings()) as repository:
            key, text = await repository.create(name, role)
            _notes.print(f"Key {key.id} for {key.name} ({key.role}). It is shown only once:")
            return text

    typer.echo(asyncio.run(made()))


@keys.command("list")
def list_keys() -> None:
    """List every key ever created, oldest first: id, role, name, valid or revoked."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def listed() -> list[str]:
        async with open_keys(command_settings()) as repository:
            return [
                f"{key.id}  {key.role:<8}  {key.name}  created {key.created_at}  "
                + (f"revoked {key.revoked_at}" if key.revoked_at else "valid")
                for key in await repository.all()
            ]

    for line in asyncio.run(listed()):
        typer.echo(line)


@keys.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Id, as shown by `smartretail keys list`")],
) -> None:
    """Revoke a key, effective with the next request. Other keys stay valid."""
    from gateway.access.repository import open_keys
    from smartretail.settings import command_settings

    async def revoked() -> str:
        async with open_keys(command_settings()) as repository:
            key = await repository.revoke(key_id)
            return f"Key {key.id} of {key.name} is revoked."

    typer.echo(asyncio.run(revoked()))
