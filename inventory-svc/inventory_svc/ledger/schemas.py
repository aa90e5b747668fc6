"""Schemas of the data-quality endpoint."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from fleet.sentences import name_of
from inventory_svc.ledger.report_types import Treatment


class QualityEntry(BaseModel):
    """One kind of defect."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "reason": "duplicate_line",
                "text": name_of("defect", "duplicate_line"),
                "rows": 9105,
                "percent": 1.0613,
                "treatment": "set_aside",
                "example": {
                    "row": 372,
                    "order_id": "489517",
                    "stock_code": "21912",
                    "name": "VINTAGE SNAKES & LADDERS",
                    "ordered_at": "2009-12-01 11:34:00",
                    "quantity": 1,
                    "unit_price": 3.75,
                },
            }
        }
    )

    reason: str
    text: str
    rows: int
    percent: float = Field(description="Of all rows of the ledger")
    treatment: Treatment
    example: dict[str, object] | None = Field(description="The first affected row, counted from 1")


class QualityReport(BaseModel):
    """What happened to every line of the sales data."""

    as_of: date = Field(description="First day that wasn't read")
    source_layout: str = Field(examples=["online_retail"])
    rows_in: int = Field(description="rows_kept plus the rows of every entry of set_aside")
    rows_kept: int
    set_aside: list[QualityEntry]
    defects: list[QualityEntry] = Field(
        description="Defects of included lines; a line may have several"
    )
    facts: dict[str, object] = Field(
        description="Range, trading days, totals of the included lines"
    )
    snapshot: str
