"""Terminal output of the commands. Only results go to standard output."""

from collections.abc import Generator
from contextlib import contextmanager

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fleet.jobs import Progress as Report
from smartretail.jobs.refresh import JobRun, Refreshed, Watch


@contextmanager
def progress_bars(console: Console) -> Generator[Watch]:
    """Shows a progress bar per job."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:

        def watch(job: str) -> Report:
            task = bars.add_task(job, total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        yield watch


def refresh_table(refreshed: Refreshed) -> Table:
    """Jobs with the rows they wrote and how long they took."""
    table = Table(title=f"As of {refreshed.as_of}")
    table.add_column("job")
    table.add_column("rows", justify="right")
    table.add_column("seconds", justify="right")
    for run in refreshed.runs:
        table.add_row(run.name, _rows(run), f"{run.seconds:.1f}")
    total = sum(run.seconds for run in refreshed.runs)
    table.add_section()
    table.add_row("all", "", f"{total:.1f}")
    return table


def grid_lines(grid: pl.DataFrame) -> list[str]:
    """The replay's grid in columns with headings, for a terminal."""
    head = ("lead review target", "recommended: fill  stock  cost", "average: fill  stock  cost")
    lines = [f"{head[0]} | {head[1]:>34} | {head[2]:>34} | stock at equal fill  saved"]
    for row in grid.iter_rows(named=True):
        policies = (
            f"{row[f'{name}_fill_rate']:.3f} {row[f'{name}_stock_value']:>14,.0f} "
            f"{row[f'{name}_cost']:>13,.0f}"
            for name in ("recommended", "average")
        )
        value, saved = row["average_stock_value_at_equal_fill"], row["stock_value_saved"]
        equal = "not reached" if value is None else f"{value:>19,.0f} {saved:>6.1%}"
        place = f"{row['lead_weeks']:>4} {row['review_weeks']:>6} {row['service_target']:>6.0%}"
        lines.append(" | ".join((place, *policies, equal)))
    return lines


def _rows(run: JobRun) -> str:
    return "\n".join(f"{name} {count:,}" for name, count in run.result.rows.items())
