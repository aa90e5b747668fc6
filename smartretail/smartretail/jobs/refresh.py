"""A refresh: six jobs in order, written to a staging folder and published as one snapshot."""

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from campaign_svc.delivery.forgotten_customers import Forgotten
from contract.jobs import JobName
from contract.ledgers import StockList
from contract.snapshot_files import FORECAST_LOG_FILE, INVENTORY_FILE, LEDGER_FILE
from fleet.jobs import JobResult, Progress
from fleet.snapshots import StateWriter
from forecast_svc.demand.refresh import refresh_demand
from forecast_svc.outcomes.refresh import refresh_outcomes
from inventory_svc.ledger.mapping import read_mapping
from inventory_svc.ledger.product_records import read_user_products
from inventory_svc.ledger.refresh import LedgerResult, refresh_ledger
from inventory_svc.stock.refresh import refresh_stock
from inventory_svc.stock.stock_file import load_stock_file
from segmentation_svc.segments.refresh import refresh_segments
from smartretail.jobs.forget import remove_from_ledger
from smartretail.jobs.previous_snapshots import earlier_with
from smartretail.jobs.sample import is_sample
from strategy_svc.decisions.chain import Head
from strategy_svc.decisions.witnesses import manifest_fact
from strategy_svc.learning.campaign_history import CampaignHistory, find_history
from strategy_svc.plan.refresh import refresh_plan

R = TypeVar("R", bound=JobResult)
Watch = Callable[[str], Progress]
"""Called when a job begins, with its name; returns its progress callback."""


@dataclass(frozen=True)
class Sources:
    """The files and settings of a refresh.

    Attributes:
        ledger: The sales, in one of the known layouts or with a mapping.
        stock: Uploaded stock on hand; simulated if there is none.
        products: The user's product names and attributes.
        mapping: Names the ledger's columns.
        campaigns: Folder with the history of earlier campaigns; the sample has its own.
        as_of: First day to exclude; None: the day after the ledger's last line.
        stock_list: What the stock file covers: the whole shop (`full`), a part (`partial`), or
            detect it (`auto`).
        currency: ISO code for amounts in sentences.
        inputs: The origin of `sales`, `stock` and `products` for the manifest: `sample`, the id of
            an upload, `file` for a file given to a command, None for none.
    """

    ledger: Path
    stock: Path | None = None
    products: Path | None = None
    mapping: Path | None = None
    campaigns: Path | None = None
    as_of: date | None = None
    stock_list: StockList = "auto"
    currency: str = "USD"
    inputs: Mapping[str, str | None] | None = None

    def origins(self) -> dict[str, str | None]:
        """`inputs`, or values derived from the other fields; never a path of this machine."""
        if self.inputs is not None:
            return dict(self.inputs)
        return {
            "sales": "sample" if is_sample(self.ledger) else "file",
            "stock": "file" if self.stock else None,
            "products": "file" if self.products else None,
        }


@dataclass(frozen=True)
class JobRun:
    """A finished job."""

    name: str
    result: JobResult
    seconds: float


@dataclass(frozen=True)
class Refreshed:
    """A new live snapshot, and the jobs that made it."""

    snapshot: str
    as_of: date
    runs: list[JobRun]


def refresh(
    state: Path, sources: Sources, forgotten: Forgotten, last_decision: Head, watch: Watch
) -> Refreshed:
    """Publish a new snapshot into `state`; on any failure the live one stays unchanged.

    Args:
        state: The state folder.
        sources: The files to read.
        forgotten: Customers to leave out.
        last_decision: The last entry of the decision ledger, which the manifest records.
        watch: Called for each job.

    Raises:
        Conflict: another refresh is running.
        InvalidInput: a source cannot be used, or the state cannot be written.
        OSError: a system call fails, for instance because the disk is full.
    """
    _refuse_unusable(sources)
    history = find_history(sources.campaigns, sources.ledger)
    writer = StateWriter(state)
    with writer.locked(), _staging(writer) as staging:
        ledger, runs = _run_jobs(staging, sources, forgotten, state, history, watch)
        facts = {"inputs": sources.origins()} | manifest_fact(last_decision)
        snapshot = writer.publish(staging, _manifest(ledger, runs) | facts)
    return Refreshed(snapshot, ledger.as_of, runs)


def _refuse_unusable(sources: Sources) -> None:
    """Check the small files before the first job spends time on the large one."""
    mapping = read_mapping(sources.mapping) if sources.mapping else None
    if sources.stock is not None:
        load_stock_file(sources.stock, mapping.stock if mapping else None)
    if sources.products is not None:
        read_user_products(sources.products, mapping.products if mapping else None)


@contextmanager
def _staging(writer: StateWriter) -> Generator[Path]:
    """A staging folder that is removed if the block fails for any reason."""
    staging = writer.begin()
    try:
        yield staging
    except BaseException:
        writer.discard(staging)
        raise


def _run_jobs(
    staging: Path,
    sources: Sources,
    forgotten: Forgotten,
    state: Path,
    history: CampaignHistory | None,
    watch: Watch,
) -> tuple[LedgerResult, list[JobRun]]:
    runs: list[JobRun] = []
    ledger = _timed(runs, "ledger", watch, lambda progress: _ledger(staging, sources, progress))
    remove_from_ledger(staging, forgotten)
    as_of = ledger.as_of
    later: dict[JobName, Callable[[Progress], JobResult]] = {
        "demand": lambda progress: refresh_demand(staging, as_of=as_of, progress=progress),
        "outcomes": lambda progress: refresh_outcomes(
            staging,
            as_of=as_of,
            earlier=earlier_with(state, FORECAST_LOG_FILE, LEDGER_FILE),
            progress=progress,
        ),
        "stock": lambda progress: refresh_stock(
            staging,
            as_of=as_of,
            stock_file=sources.stock,
            mapping=sources.mapping,
            stock_list=sources.stock_list,
            earlier=earlier_with(state, INVENTORY_FILE),
            progress=progress,
        ),
        "segments": lambda progress: refresh_segments(staging, as_of=as_of, progress=progress),
        "plan": lambda progress: refresh_plan(
            staging, as_of=as_of, history=history, currency=sources.currency, progress=progress
        ),
    }
    for name, job in later.items():
        _timed(runs, name, watch, job)
    return ledger, runs


def _ledger(staging: Path, sources: Sources, progress: Progress) -> LedgerResult:
    return refresh_ledger(
        sources.ledger,
        staging,
        as_of=sources.as_of,
        mapping=sources.mapping,
        products=sources.products,
        progress=progress,
    )


def _timed(runs: list[JobRun], name: JobName, watch: Watch, job: Callable[[Progress], R]) -> R:
    started = time.perf_counter()
    result = job(watch(name))
    runs.append(JobRun(name, result, time.perf_counter() - started))
    return result


def _manifest(ledger: LedgerResult, runs: list[JobRun]) -> dict[str, object]:
    """The facts reported by the jobs; see `fleet.snapshots.manifest`."""
    facts: dict[str, object] = {}
    rows: dict[str, int] = {}
    for run in runs:
        facts |= run.result.facts
        rows |= run.result.rows
    return facts | {
        "as_of": ledger.as_of.isoformat(),
        "ledger": {
            "source_layout": ledger.source_layout,
            "first_day": ledger.first_day.isoformat(),
            "last_day": ledger.last_day.isoformat(),
            "lines_in": ledger.lines_in,
            "lines_kept": ledger.lines_kept,
        },
        "assumptions": [asdict(item) for run in runs for item in run.result.assumptions],
        "row_counts": rows,
    }
