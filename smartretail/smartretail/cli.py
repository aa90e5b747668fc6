"""The command `smartretail`. Every command imports what it needs, so that `--help` is quick."""

import asyncio
import signal
import sys
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from fleet.failures import sentence_for
from smartretail.key_commands import keys

if TYPE_CHECKING:
    from polars import DataFrame

    from smartretail.refreshing import Sources
    from smartretail.settings import CommandSettings

app = typer.Typer(
    name="smartretail",
    help="From a sales ledger to what to do right now.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
StateOption = Annotated[
    Path | None, typer.Option("--state", help="State folder; else STATE_URL, else var/state")
]
_notes = Console(stderr=True)
app.add_typer(keys, name="keys")


def main() -> None:
    """Run a command; what can be expected to go wrong is one sentence and exit code 1."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        sys.exit(sentence)


def _end(number: int, _: FrameType | None) -> None:
    """Leave as after Ctrl-C, so that what was begun is tidied up."""
    sys.exit(128 + number)


@app.command()
def refresh(
    ledger: Annotated[str, typer.Option(help="CSV, Parquet or Excel file, or `sample`")],
    state: StateOption = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day not looked at")
    ] = None,
    stock: Annotated[
        Path | None,
        typer.Option(help="CSV: StockCode,Current_Stock, and more; see the README"),
    ] = None,
    products: Annotated[Path | None, typer.Option(help="Names of products")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Names the ledger's columns")] = None,
    campaigns: Annotated[
        Path | None, typer.Option(help="Folder: earlier campaigns and who took them")
    ] = None,
) -> None:
    """Make a new snapshot from a sales ledger and print its id."""
    from smartretail.refreshing import Sources
    from smartretail.sample import ledger_path
    from smartretail.settings import command_settings

    settings = command_settings(state)
    sources = Sources(
        ledger=ledger_path(ledger),
        stock=stock,
        products=products,
        mapping=mapping,
        campaigns=campaigns,
        as_of=as_of.date() if as_of else None,
        currency=settings.currency,
    )
    typer.echo(_refresh(settings, sources))


def _refresh(settings: "CommandSettings", sources: "Sources") -> str:
    """The id of the new snapshot; bars and the closing table go to standard error."""
    from smartretail.console import progress_bars, refresh_table
    from smartretail.forgetting import read_forgotten
    from smartretail.refreshing import refresh as publish

    forgotten = read_forgotten(settings)
    with progress_bars(_notes) as watch:
        refreshed = publish(settings.state_folder, sources, forgotten, watch)
    _notes.print(refresh_table(refreshed))
    return refreshed.snapshot


@app.command()
def backtest(
    ledger: Annotated[str, typer.Option(help="CSV, Parquet or Excel file, or `sample`")],
    out: Annotated[Path, typer.Option(help="Predictions, as CSV")],
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weekly origins")] = 13,
    origins: Annotated[
        Path | None, typer.Option(help="CSV with a column `origin`: these instead")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="Names the ledger's columns")] = None,
    report: Annotated[Path | None, typer.Option(help="Report, as HTML")] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Make a new snapshot with the result in it")
    ] = False,
    state: StateOption = None,
) -> None:
    """Forecast past weeks from what was known then, and say how far off it was."""
    from forecast_svc.backtest.report import html_report
    from smartretail.backtesting import backtest as roll
    from smartretail.backtesting import read_origins, write_predictions
    from smartretail.console import progress_bars
    from smartretail.forgetting import read_forgotten
    from smartretail.publishing import publish_backtest, refuse_other_ledger, snapshot_to_extend
    from smartretail.sample import ledger_path
    from smartretail.settings import command_settings

    days = read_origins(origins) if origins else None
    settings = command_settings(state)
    folder = settings.state_folder
    live = snapshot_to_extend(folder, read_forgotten(settings)) if publish else None

    def accept(lines: "DataFrame") -> None:
        if live:
            refuse_other_ledger(live, lines)

    with progress_bars(_notes) as watch:
        found = roll(ledger_path(ledger), mapping, weeks, days, watch("backtest"), accept)
    write_predictions(found.scored, out)
    if report:
        report.write_text(html_report(found.scored, found.report), encoding="utf-8")
    for measures in found.report["compared"]:
        typer.echo("  ".join(f"{name} {value}" for name, value in measures.items()))
    if live:
        typer.echo(publish_backtest(folder, live, found.report))


@app.command()
def replay_stock(
    out: Annotated[Path, typer.Option(help="The grid, as CSV")],
    ledger: Annotated[str, typer.Option(help="CSV, Parquet or Excel file, or `sample`")] = "sample",
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks to replay")] = 26,
    products: Annotated[int, typer.Option(min=1, help="Those of most revenue before")] = 1000,
    predictions: Annotated[
        Path | None, typer.Option(help="What `backtest` wrote of these weeks; else made afresh")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="Names the ledger's columns")] = None,
    report: Annotated[Path | None, typer.Option(help="Report, as HTML")] = None,
) -> None:
    """Simulate ordering by the recommended levels, against moving average + z·sigma."""
    from inventory_svc.policy_replay.report import html_report
    from inventory_svc.policy_replay.tables import SIMULATION, grid_table, summary, windows_summary
    from smartretail.console import grid_lines, progress_bars
    from smartretail.replaying import replay_stock as run_replay
    from smartretail.sample import ledger_path

    with progress_bars(_notes) as watch:
        found = run_replay(ledger_path(ledger), mapping, weeks, products, predictions, watch)
    table = grid_table(found.comparison)
    table.write_csv(out)
    if report:
        report.write_text(html_report(found.holdout, found.comparison), encoding="utf-8")
    compared = found.comparison
    lines = (*grid_lines(table), summary(compared), windows_summary(compared))
    for line in (SIMULATION, *lines):
        typer.echo(line)


@app.command()
def replay(
    begin: Annotated[
        datetime,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Weeks that begin then or after"),
    ],
    end: Annotated[
        datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Weeks that begin then or before")
    ],
    ledger: Annotated[str, typer.Option(help="CSV, Parquet or Excel file, or `sample`")] = "sample",
    out: Annotated[Path | None, typer.Option(help="Each campaign advised, as CSV")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Names the ledger's columns")] = None,
) -> None:
    """Decide past weeks with what was known then, and say what the advice would have been worth."""
    from smartretail.console import progress_bars
    from smartretail.replaying_plans import Span
    from smartretail.replaying_plans import replay as walk
    from smartretail.sample import ledger_path
    from smartretail.settings import command_settings
    from strategy_svc.plan.plan_settings import PlanSettings
    from strategy_svc.replay.tables import advice_lines, assumptions, prediction_lines
    from strategy_svc.replay.walk import all_rows

    settings = PlanSettings()
    span = Span(ledger_path(ledger), mapping, begin.date(), end.date())
    with progress_bars(_notes) as watch:
        weeks = walk(span, settings, watch("weeks"))
    if out:
        all_rows(weeks, "advice").write_csv(out, float_precision=4)
    predicted = prediction_lines(all_rows(weeks, "predicted"))
    worth = advice_lines(weeks, command_settings().currency)
    for line in (*predicted, "", *worth, *assumptions(settings)):
        typer.echo(line)


@app.command(hidden=True)
def ensure_state(state: StateOption = None) -> None:
    """Make a snapshot of the sample where there is no state at all yet; `make run` begins so."""
    from smartretail.sample import holds_state
    from smartretail.settings import command_settings

    settings = command_settings(state)
    if holds_state(settings.state_folder):
        return
    from smartretail.refreshing import Sources
    from smartretail.sample import sample_ledger

    _notes.print(f"There is no state in {settings.state_folder} yet: it is made from the sample.")
    _refresh(settings, Sources(ledger=sample_ledger(), currency=settings.currency))


@app.command()
def run(
    state: StateOption = None,
    host: Annotated[str | None, typer.Option(help="Address; else HOST, else 127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; else PORT, else 8000")
    ] = None,
) -> None:
    """Serve everything in one process."""
    from smartretail.one_process import serve_one_process

    serve_one_process(state=state, host=host, port=port)


@app.command()
def fleet() -> None:
    """Serve everything as eight processes that are started again when they end."""
    from smartretail.eight_processes import become_process_manager

    become_process_manager()


@app.command()
def doctor(state: StateOption = None) -> None:
    """Check settings, state, MongoDB, Gemini and ports; exit code 1 when something is wrong."""
    from smartretail.doctor import examine, findings_table

    findings = asyncio.run(examine(state))
    Console().print(findings_table(findings))
    raise typer.Exit(int(any(finding.failed for finding in findings)))


@app.command()
def rollback(
    state: StateOption = None,
    to: Annotated[str | None, typer.Option(help="Snapshot id; else the one before")] = None,
) -> None:
    """Serve an earlier snapshot again and print its id."""
    from fleet.snapshots import StateWriter
    from smartretail.settings import command_settings

    writer = StateWriter(command_settings(state).state_folder)
    with writer.locked():
        typer.echo(writer.rollback(to))


@app.command()
def snapshots(state: StateOption = None) -> None:
    """List the snapshots that are kept, newest first; an asterisk marks the live one."""
    from fleet.snapshots import StateWriter
    from smartretail.settings import command_settings

    for summary in StateWriter(command_settings(state).state_folder).summaries():
        typer.echo(f"{'*' if summary.live else ' '} {summary.id}")


@app.command()
def forget(
    customer: Annotated[str, typer.Argument(help="Customer id as the ledger writes it")],
    state: StateOption = None,
) -> None:
    """Take a customer out of the documents and of every snapshot from the next refresh on."""
    from smartretail.forgetting import forget as remember_to_forget
    from smartretail.settings import command_settings

    audiences = asyncio.run(remember_to_forget(customer, command_settings(state)))
    typer.echo(
        f"Taken out of {audiences} audiences and of the opt-outs. The next `smartretail refresh` "
        "leaves this customer out; snapshots made before keep them until ten newer ones have taken "
        "their place."
    )


@app.command()
def verify_decisions() -> None:
    """Say whether the decision ledger is whole; exit code 1 where it is not."""
    from smartretail.settings import command_settings
    from smartretail.verifying import verdict
    from smartretail.verifying import verify_decisions as walk

    found = asyncio.run(walk(command_settings()))
    typer.echo(verdict(found))
    raise typer.Exit(int(found.broken is not None))


@app.command()
def openapi(
    out: Annotated[Path, typer.Option(help="Where to write it")] = Path(
        "gateway/gateway/openapi.json"
    ),
) -> None:
    """Collect the fleet's OpenAPI documents into the gateway's one."""
    from smartretail.openapi import merged_openapi

    out.write_bytes(merged_openapi())
    typer.echo(str(out))
