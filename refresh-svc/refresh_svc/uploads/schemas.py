"""Uploads, and how a refresh will read them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.child_tasks import FileKind
from fleet.sentences import name_of
from fleet.statements import Statement

Format = Literal["csv", "parquet", "xlsx"]
RECORDS = "product_records"
"""The layout of a product file that identifies merchandise, which The Complete Journey needs."""
_PREVIEW: JsonDict = {
    "problem": None,
    "problem_statement": None,
    "errors": [],
    "sheets": [],
    "layout": "online_retail",
    "columns": [{"header": "Invoice", "field": "order_id"}, {"header": "Till", "field": None}],
    "missing": [],
    "first_rows": [["536365", "7"]],
    "rows": 1000,
    "rows_kept": 990,
    "set_aside": [
        {
            "reason": "duplicate_line",
            "text": name_of("defect", "duplicate_line"),
            "rows": 10,
            "percent": 1.0,
        }
    ],
    "lacks": [],
    "first_day": "2010-12-01",
    "last_day": "2011-09-08",
    "products": 390,
    "customers": 210,
    "orders": 480,
    "sampled": False,
    "share_looked_at": 1.0,
}
_MAPPING: JsonDict = {
    "columns": {
        "order_id": "Receipt",
        "stock_code": "Article",
        "ordered_at": "Sold at",
        "quantity": "Pieces",
        "unit_price": "Price",
    },
    "format": {"date": "%d.%m.%Y %H:%M", "decimal": ","},
}


class ColumnMapping(BaseModel):
    """Which column holds which field, as in a mapping file."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _MAPPING})

    columns: dict[str, str] = Field(description="Our field → the file's column; empty: none")
    format: dict[str, str] = Field(default_factory=dict, description="`date`, `decimal`")


class Column(BaseModel):
    """One column of the file."""

    header: str
    field: str | None = Field(description="The field it is read as; null if not used")


class ExcludedLines(BaseModel):
    """Lines that are excluded for one reason."""

    reason: str
    text: str
    rows: int
    percent: float


class SheetRead(BaseModel):
    """A sheet of a workbook that is read; sheets with other columns and hidden ones are skipped."""

    name: str
    rows: int


class MissingInput(BaseModel):
    """Data that comes in a separate file with this layout and is missing here."""

    file: str = Field(description="`products` (a refresh needs it), `promotions`, `campaigns`")
    text: str


class BadLine(BaseModel):
    """A line that makes the whole file unusable."""

    where: str
    message: str
    statement: Statement | None = Field(
        default=None, description="As a code with its values, including the place"
    )


class Preview(BaseModel):
    """How a refresh would read the file."""

    model_config = ConfigDict(json_schema_extra={"example": _PREVIEW})

    problem: str | None = Field(default=None, description="Why the file can't be read")
    problem_statement: Statement | None = Field(
        default=None, description="The problem as a code with its values, if it has one"
    )
    errors: list[BadLine] = Field(default_factory=list[BadLine])
    sheets: list[SheetRead] = Field(
        default_factory=list[SheetRead], description="Sheets of a workbook; empty for other files"
    )
    layout: str | None = None
    columns: list[Column] = Field(default_factory=list[Column])
    missing: list[str] = Field(default_factory=list, description="Required fields that are missing")
    first_rows: list[list[str | None]] = Field(default_factory=list[list[str | None]])
    rows: int | None = Field(default=None, description="Lines read")
    rows_kept: int | None = None
    set_aside: list[ExcludedLines] = Field(default_factory=list[ExcludedLines])
    lacks: list[MissingInput] = Field(default_factory=list[MissingInput])
    first_day: date | None = None
    last_day: date | None = None
    products: int | None = None
    customers: int | None = None
    orders: int | None = None
    sampled: bool = Field(
        default=False, description="Whether only the beginning of the file was read"
    )
    share_looked_at: float = Field(default=1.0, ge=0, le=1)


class StoredUpload(BaseModel):
    """The stored record of an upload, beside its file."""

    id: str
    kind: FileKind
    name: str = Field(description="Original name of the file")
    bytes: int
    format: Format
    uploaded_at: datetime
    uploaded_by: str
    status: Literal["reading", "ready", "unreadable"] = "reading"
    mapping: ColumnMapping | None = None
    preview: Preview | None = None


class Upload(StoredUpload):
    """A file that was uploaded."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "u-20261122T204500-3f9a1c",
                "kind": "sales",
                "name": "sales.csv",
                "bytes": 123456,
                "format": "csv",
                "uploaded_at": "2026-11-22T20:45:00Z",
                "uploaded_by": "Ada Lovelace",
                "expires_at": "2026-11-29T20:45:00Z",
                "in_use": False,
                "status": "ready",
                "mapping": None,
                "preview": _PREVIEW,
            }
        }
    )

    in_use: bool = Field(
        description="Whether the live snapshot was made from it; such uploads are kept"
    )
    expires_at: datetime | None


class Uploads(BaseModel):
    """All uploads, newest first."""

    items: list[Upload]
    max_bytes: int
    kept_days: int


def file_body() -> dict[str, object]:
    """The request body for the OpenAPI document; the file is read as a stream, not by a model."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"requestBody": {"required": True, "content": {"application/octet-stream": binary}}}
