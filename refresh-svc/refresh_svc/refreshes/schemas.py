"""Refreshes: requests and progress."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.jobs import JOBS, JobName
from contract.ledgers import StockList
from fleet.statements import Statement

Status = Literal["running", "cancelling", "done", "failed", "cancelled"]
ENDED = frozenset({"done", "failed", "cancelled"})
_UPLOAD = r"^(sample|current|u-[0-9A-Za-z-]+)$"
_OPTIONAL = r"^(none|current|u-[0-9A-Za-z-]+)$"
_EXAMPLE: JsonDict = {
    "id": "r-20261122T204500-3f9a1c",
    "revision": 12,
    "status": "running",
    "sales": {"source": "upload", "upload": "u-20261122T204400-0a1b2c", "name": "sales.csv"},
    "stock": None,
    "products": None,
    "as_of": None,
    "started_at": "2026-11-22T20:45:00Z",
    "ended_at": None,
    "started_by": "Ada Lovelace",
    "jobs": [
        {"name": "ledger", "status": "done", "done": 6, "total": 6, "seconds": 4.2},
        {"name": "demand", "status": "running", "done": 1, "total": 5, "seconds": None},
    ],
    "snapshot": None,
    "snapshot_as_of": None,
    "snapshot_before": "20261115T060000.000000Z-3f9a1c",
    "problem": None,
}


class RefreshRequest(BaseModel):
    """Files to refresh from; by default those of the live snapshot."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"sales": "u-20261122T204400-0a1b2c", "stock": "none"}},
    )

    sales: Annotated[
        str, Field(pattern=_UPLOAD, description="`current`, `sample`, or the id of an upload")
    ] = "current"
    stock: Annotated[
        str, Field(pattern=_OPTIONAL, description="`current`, `none`, or the id of an upload")
    ] = "current"
    products: Annotated[
        str, Field(pattern=_OPTIONAL, description="`current`, `none`, or the id of an upload")
    ] = "current"
    as_of: date | None = Field(default=None, description="First day to leave out")
    stock_list: StockList = Field(
        default="auto",
        description="`full`: products that the stock file leaves out count as 0",
    )


class Input(BaseModel):
    """One of the files a refresh reads."""

    source: Literal["sample", "upload"]
    upload: str | None = None
    name: str | None = None


class Job(BaseModel):
    """One of the six jobs."""

    name: JobName
    status: Literal["waiting", "running", "done"] = "waiting"
    done: int = 0
    total: int = Field(default=0, description="Steps in this job; 0 until known")
    seconds: float | None = None


class RefreshProblem(BaseModel):
    """Why a refresh failed."""

    code: str
    detail: str
    statement: Statement | None = Field(
        default=None, description="The detail as a code with its values, if it has one"
    )


class Refresh(BaseModel):
    """One refresh, from its start."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    id: str
    revision: int = Field(default=1, description="Increases with every change")
    status: Status = "running"
    sales: Input
    stock: Input | None
    products: Input | None
    as_of: date | None = Field(description="As requested")
    stock_list: StockList = Field(default="auto", description="As requested")
    started_at: datetime
    ended_at: datetime | None = None
    started_by: str
    jobs: list[Job] = Field(
        default_factory=lambda: [Job(name=name) for name in JOBS], description="All six, in order"
    )
    snapshot: str | None = Field(default=None, description="The new snapshot, once done")
    snapshot_as_of: date | None = None
    snapshot_before: str | None = Field(
        default=None, description="The snapshot that was live at the start"
    )
    problem: RefreshProblem | None = None

    @property
    def ended(self) -> bool:
        """Whether it has reached its final state."""
        return self.status in ENDED

    @property
    def uploads(self) -> frozenset[str]:
        """Ids of the uploads it reads."""
        inputs = (self.sales, self.stock, self.products)
        return frozenset(one.upload for one in inputs if one and one.upload)


class Current(BaseModel):
    """Files the live snapshot was made from: `sample`, `file`, the id of an upload, or null."""

    sales: str | None = None
    stock: str | None = None
    products: str | None = None


class Refreshes(BaseModel):
    """The latest refreshes, newest first."""

    items: list[Refresh]
    running: str | None = Field(description="Id of the running refresh")
    current: Current
