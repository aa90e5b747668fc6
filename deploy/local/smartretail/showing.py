"""What the commands show on the terminal. Everything goes to standard error but the results."""

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fleet.jobs import Progress as Report
from smartretail.refreshing import JobRun, Refreshed, Watch


@contextmanager
def progress_bars(console: Console) -> Generator[Watch]:
    """A bar per job, from its beginning to its end."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:

        def watch(job: str) -> Report:
            task = bars.add_task(job, total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        yield watch


def refresh_table(refreshed: Refreshed) -> Table:
    """Job, what it wrote, and how long it took."""
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


def _rows(run: JobRun) -> str:
    return "\n".join(f"{name} {count:,}" for name, count in run.result.rows.items())
