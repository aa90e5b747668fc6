"""Removing customers, and checking the decision ledger."""

import asyncio
from typing import Annotated

import typer

from smartretail.cli.options import StateOption

commands = typer.Typer()


@commands.command()
def forget(
    customer: Annotated[str, typer.Argument(help="Customer id, spelled as in the ledger")],
    state: StateOption = None,
) -> None:
    """Remove a customer from documents and from the next snapshot."""
    from smartretail.jobs.forget import forget as forget_customer
    from smartretail.settings import command_settings

    audiences = asyncio.run(forget_customer(customer, command_settings(state)))
    typer.echo(
        f"Removed from {audiences} audiences and from the opt-outs. The next `smartretail refresh` "
        "makes a snapshot without this customer; earlier snapshots still contain them until ten "
        "newer ones have replaced them."
    )


@commands.command()
def verify_decisions(state: StateOption = None) -> None:
    """Check the decision ledger; exit with code 1 if an entry was changed."""
    from smartretail.jobs.verify_decisions import verdict
    from smartretail.jobs.verify_decisions import verify_decisions as walk
    from smartretail.settings import command_settings

    found = asyncio.run(walk(command_settings(state)))
    typer.echo(verdict(found))
    raise typer.Exit(int(found.broken is not None))
