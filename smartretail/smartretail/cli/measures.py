"""How well forecasts, stock levels and advice would have worked in past weeks."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartretail.cli.options import LedgerOption, MappingOption, StateOption, notes

if TYPE_CHECKING:
    from polars import DataFrame

commands = typer.Typer()


@commands.command()
def backtest(
    ledger: LedgerOption,
    out: Annotated[Path, typer.Option(help="Where to write the predictions, as CSV")],
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Number of weekly origins")] = 13,
    origins: Annotated[
        Path | None, typer.Option(help="CSV file with a column `origin`; instead of --weeks")
    ] = None,
    mapping: MappingOption = None,
    report: Annotated[Path | None, typer.Option(help="Where to write a report, as HTML")] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Add the result to a new snapshot")
    ] = False,
    state: StateOption = None,
) -> None:
    """Forecast past weeks from earlier sales, and score against actual sales."""
    from forecast_svc.backtest.report import html_report
    from smartretail.cli.console import progress_bars
    from smartretail.jobs.backtest import backtest as roll
    from smartretail.jobs.backtest import read_origins, write_predictions
    from smartretail.jobs.forget import read_forgotten
    from smartretail.jobs.publish_backtest import (
        publish_backtest,
        refuse_other_ledger,
        snapshot_to_extend,
    )
    from smartretail.jobs.sample import ledger_path
    from smartretail.settings import command_settings

    days = read_origins(origins) if origins else None
    settings = command_settings(state)
    folder = settings.state_folder
    live = snapshot_to_extend(folder, read_forgotten(settings)) if publish else None

    def accept(lines: "DataFrame") -> None:
        if live:
            refuse_other_ledger(live, lines)

    with progress_bars(notes) as watch:
        found = roll(ledger_path(ledger), mapping, weeks, days, watch("backtest"), accept)
    write_predictions(found.scored, out)
    if report:
        report.write_text(html_report(found.scored, found.report), encoding="utf-8")
    for measures in found.report["compared"]:
        typer.echo("  ".join(f"{name} {value}" for name, value in measures.items()))
    if live:
        typer.echo(publish_backtest(folder, live, found.report))


@commands.command()
def replay_stock(
    out: Annotated[Path, typer.Option(help="Where to write the results, as CSV")],
    ledger: LedgerOption = "sample",
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Number of weeks to replay")] = 26,
    products: Annotated[
        int, typer.Option(min=1, help="Number of products, highest earlier revenue first")
    ] = 1000,
    predictions: Annotated[
        Path | None, typer.Option(help="Output of `backtest` for these weeks; computed if left out")
    ] = None,
    mapping: MappingOption = None,
    report: Annotated[Path | None, typer.Option(help="Where to write a report, as HTML")] = None,
) -> None:
    """Simulate past weeks with the recommended order levels, against moving average + z·sigma."""
    from inventory_svc.policy_replay.report import html_report
    from inventory_svc.policy_replay.tables import SIMULATION, grid_table, summary, windows_summary
    from smartretail.cli.console import grid_lines, progress_bars
    from smartretail.jobs.replay_stock import replay_stock as run_replay
    from smartretail.jobs.sample import ledger_path

    with progress_bars(notes) as watch:
        found = run_replay(ledger_path(ledger), mapping, weeks, products, predictions, watch)
    table = grid_table(found.comparison)
    table.write_csv(out)
    if report:
        report.write_text(html_report(found.holdout, found.comparison), encoding="utf-8")
    compared = found.comparison
    lines = (*grid_lines(table), summary(compared), windows_summary(compared))
    for line in (SIMULATION, *lines):
        typer.echo(line)


@commands.command()
def replay(
    begin: Annotated[
        datetime,
        typer.Option(
            "--from", formats=["%Y-%m-%d"], help="Replay weeks that begin on or after this day"
        ),
    ],
    end: Annotated[
        datetime,
        typer.Option(
            "--to", formats=["%Y-%m-%d"], help="Replay weeks that begin on or before this day"
        ),
    ],
    ledger: LedgerOption = "sample",
    out: Annotated[
        Path | None, typer.Option(help="Where to write each recommended campaign, as CSV")
    ] = None,
    mapping: MappingOption = None,
) -> None:
    """Plan past weeks with what was known at the time, and estimate the value of the advice."""
    from smartretail.cli.console import progress_bars
    from smartretail.jobs.replay_plan import Span
    from smartretail.jobs.replay_plan import replay as walk
    from smartretail.jobs.sample import ledger_path
    from smartretail.settings import command_settings
    from strategy_svc.inputs.plan_settings import PlanSettings
    from strategy_svc.replay.replayed_weeks import all_rows
    from strategy_svc.replay.tables import advice_lines, assumptions, prediction_lines

    settings = PlanSettings()
    span = Span(ledger_path(ledger), mapping, begin.date(), end.date())
    with progress_bars(notes) as watch:
        weeks = walk(span, settings, watch("weeks"))
    if out:
        all_rows(weeks, "advice").write_csv(out, float_precision=4)
    predicted = prediction_lines(all_rows(weeks, "predicted"))
    worth = advice_lines(weeks, command_settings().currency)
    for line in (*predicted, "", *worth, *assumptions(settings)):
        typer.echo(line)
