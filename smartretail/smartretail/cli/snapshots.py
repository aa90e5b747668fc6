"""Making snapshots from a ledger, listing them, and rolling back."""

from datetime import datetime
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contract.ledgers import StockList
from smartretail.cli.options import LedgerOption, MappingOption, StateOption, notes

if TYPE_CHECKING:
    from smartretail.jobs.refresh import Sources
    from smartretail.settings import CommandSettings

commands = typer.Typer()


@commands.command()
def refresh(
    ledger: LedgerOption,
    state: StateOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day not included"),
    ] = None,
    stock: Annotated[
        Path | None,
        typer.Option(
            help="CSV file with StockCode, Current_Stock and optional columns; see the README"
        ),
    ] = None,
    stock_list: Annotated[
        StockList, typer.Option(help="Whether products not in the stock file count as 0")
    ] = "auto",
    products: Annotated[Path | None, typer.Option(help="File with product names")] = None,
    mapping: MappingOption = None,
    campaigns: Annotated[
        Path | None, typer.Option(help="Folder with earlier campaigns and who redeemed them")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the ledger totals as JSON instead of the id")
    ] = False,
) -> None:
    """Make a new snapshot from a sales ledger and print its id."""
    from smartretail.jobs.refresh import Sources
    from smartretail.jobs.sample import ledger_path
    from smartretail.settings import command_settings

    settings = command_settings(state)
    sources = Sources(
        ledger=ledger_path(ledger),
        stock=stock,
        stock_list=stock_list,
        products=products,
        mapping=mapping,
        campaigns=campaigns,
        as_of=as_of.date() if as_of else None,
        currency=settings.currency,
    )
    snapshot = _refresh(settings, sources)
    if json:
        from smartretail.jobs.refresh_summary import refresh_summary

        snapshot = dumps(refresh_summary(settings.state_folder))
    typer.echo(snapshot)


def _refresh(settings: "CommandSettings", sources: "Sources") -> str:
    """The id of the new snapshot; progress and the final table go to standard error."""
    from smartretail.cli.console import progress_bars, refresh_table
    from smartretail.jobs.decision_ledger import read_last_entry
    from smartretail.jobs.forget import read_forgotten
    from smartretail.jobs.refresh import refresh as publish

    forgotten, last_decision = read_forgotten(settings), read_last_entry(settings)
    with progress_bars(notes) as watch:
        refreshed = publish(settings.state_folder, sources, forgotten, last_decision, watch)
    notes.print(refresh_table(refreshed))
    return refreshed.snapshot


@commands.command(hidden=True)
def ensure_state(state: StateOption = None) -> None:
    """Make a snapshot of the sample if there is no state yet; `make run` does this first."""
    from smartretail.jobs.sample import holds_state
    from smartretail.settings import command_settings

    settings = command_settings(state)
    if holds_state(settings.state_folder):
        return
    from smartretail.jobs.refresh import Sources
    from smartretail.jobs.sample import sample_ledger

    notes.print(f"{settings.state_folder} has no snapshot yet. Making one from the sample.")
    _refresh(settings, Sources(ledger=sample_ledger(), currency=settings.currency))


@commands.command()
def rollback(
    state: StateOption = None,
    to: Annotated[
        str | None, typer.Option(help="Snapshot id; default: the one before the live one")
    ] = None,
) -> None:
    """Serve an earlier snapshot again and print its id."""
    from fleet.snapshots import StateWriter
    from smartretail.settings import command_settings

    writer = StateWriter(command_settings(state).state_folder)
    with writer.locked():
        typer.echo(writer.rollback(to))


@commands.command()
def snapshots(state: StateOption = None) -> None:
    """List the stored snapshots, newest first; an asterisk marks the live one."""
    from fleet.snapshots import StateWriter
    from smartretail.settings import command_settings

    for summary in StateWriter(command_settings(state).state_folder).summaries():
        typer.echo(f"{'*' if summary.live else ' '} {summary.id}")
