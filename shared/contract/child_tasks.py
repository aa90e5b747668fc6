"""Messages between refresh-svc and its child processes, one JSON object per line.

The child gets its task on standard input, and reports events on standard output; the last event is
the result or `Failed`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.ledgers import StockList

FileKind = Literal["sales", "stock", "products"]


class Message(BaseModel):
    """A message: frozen, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(Message):
    """Resource limits of a child process.

    Attributes:
        memory_bytes: Its own memory, without mapped files.
        cpu_seconds: CPU time of all its threads.
    """

    memory_bytes: int
    cpu_seconds: int


class PreviewTask(Message):
    """Preview one file.

    Attributes:
        mapping: Path of the file that names the columns, if there is one.
    """

    task: Literal["preview"] = "preview"
    limits: Limits
    kind: FileKind
    file: str
    mapping: str | None


class RefreshFiles(Message):
    """The files of a refresh: paths, and the inputs for the manifest.

    Attributes:
        sales: A path, or `sample`.
        mapping: Path of the file that names the sales columns, if there is one.
        as_of: First day to exclude; None: the day after the ledger's last line.
        stock_list: What the stock file covers (see `inventory_svc.stock.stock_list`).
        inputs: For the manifest: `sample`, the id of an upload, or None, for each kind of file.
    """

    sales: str
    stock: str | None
    products: str | None
    mapping: str | None
    as_of: date | None
    stock_list: StockList = "auto"
    inputs: dict[str, str | None]


class RefreshSettings(Message):
    """The settings of refresh-svc that a refresh needs."""

    state_url: str
    documents_path: str
    mongodb_uri: str | None = Field(repr=False)
    mongodb_database: str
    currency: str


class RefreshTask(Message):
    """Publish a new snapshot."""

    task: Literal["refresh"] = "refresh"
    limits: Limits
    files: RefreshFiles
    settings: RefreshSettings


class JobStarted(Message):
    """A job begins; the previous one took `seconds`."""

    event: Literal["job"] = "job"
    job: str
    seconds: float


class JobProgress(Message):
    """Steps of the running job."""

    event: Literal["progress"] = "progress"
    job: str
    done: int
    total: int


class RefreshEnded(Message):
    """The new snapshot is live; `seconds` per job."""

    event: Literal["refreshed"] = "refreshed"
    snapshot: str
    snapshot_as_of: date
    seconds: dict[str, float]


class PreviewEnded(Message):
    """The preview is complete.

    Attributes:
        preview: JSON of refresh-svc's `Preview`.
    """

    event: Literal["previewed"] = "previewed"
    preview: dict[str, object]


class Failed(Message):
    """The task failed.

    Attributes:
        detail: The sentence; may name paths of this machine.
        statement: JSON of the statement, if there is one.
        errors: One entry per line or field.
    """

    event: Literal["failed"] = "failed"
    code: str
    detail: str
    statement: dict[str, object] | None
    errors: list[dict[str, object]]


Task = Annotated[PreviewTask | RefreshTask, Field(discriminator="task")]
Event = Annotated[
    JobStarted | JobProgress | RefreshEnded | PreviewEnded | Failed, Field(discriminator="event")
]
