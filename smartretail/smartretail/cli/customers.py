"""Customers forgotten, and the record of what was decided for them."""

import asyncio
from typing import Annotated

import typer

from smartretail.cli.options import StateOption

commands = typer.Typer()


@commands.command()
def forget(
    customer: Annotated[str, typer.Argument(help="Customer id as the ledger writes it")],
    state: StateOption = None,
) -> None:
    """Take a customer out of the documents and of every snapshot from the next refresh on."""
    from smartretail.jobs.forget import forget as remember_to_forget
    from smartretail.settings import command_settings

    audiences = asyncio.run(remember_to_forget(customer, command_settings(state)))
    typer.echo(
        f"Taken out of {audiences} audiences and of the opt-outs. The next `smartretail refresh` "
        "leaves this customer out; snapshots made before keep them until ten newer ones have taken "
        "their place."
    )


@commands.command()
def verify_decisions(state: StateOption = None) -> None:
    """Say whether the decision ledger is whole; exit code 1 where it is not."""
    from smartretail.jobs.verify_decisions import verdict
    from smartretail.jobs.verify_decisions import verify_decisions as walk
    from smartretail.settings import command_settings

    found = asyncio.run(walk(command_settings(state)))
    typer.echo(verdict(found))
    raise typer.Exit(int(found.broken is not None))
