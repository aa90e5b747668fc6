"""Schemas of the classifier."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from contract.segments import REGULAR, Segment
from fleet.sentences import render
from fleet.statements import Statement
from segmentation_svc.segments.schemas import WhyStatement
from segmentation_svc.segments.statements import segment_statement

MAX_ROWS = 1000
MAX_PURCHASES = 10_000
_MAX_MONEY = 1e12
_MAX_DAYS = 100_000
_ISO_DAY = len("2011-09-08")
_REASON = segment_statement("why_cluster", segment=REGULAR, orders=6, money=1306, days=21)


def _iso_day(value: object) -> date | str:
    """`2011-09-08` and `2011-09-08T10:15:00` are the same day; numbers are rejected."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("field_no_day", "give a date such as 2011-09-08")
    return value.strip()[:_ISO_DAY]


Label = Segment
IsoDay = Annotated[date, BeforeValidator(_iso_day)]
Days = Annotated[float, Field(strict=True, ge=0, le=_MAX_DAYS, allow_inf_nan=False)]
Money = Annotated[float, Field(strict=True, ge=-_MAX_MONEY, le=_MAX_MONEY, allow_inf_nan=False)]


class PurchaseIn(BaseModel):
    """One order line of a customer."""

    date: IsoDay = Field(examples=["2011-08-30"])
    amount: Money = Field(description="Money; negative for a return", examples=[42.5])
    order_id: str | None = Field(
        default=None,
        max_length=128,
        description="Lines with the same id are one order; without one each is its own",
    )


class CustomerIn(BaseModel):
    """A customer to classify: three numbers, or purchases they follow from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"recency": 12, "frequency": 9, "monetary": 2310.5, "tenure_days": 420},
                {
                    "customer_id": "12347",
                    "purchases": [{"date": "2011-08-30", "amount": 42.5, "order_id": "563821"}],
                },
            ]
        }
    )

    customer_id: str | None = Field(default=None, max_length=128, description="Handed back")
    recency: Days | None = Field(default=None, description="Days since the last order")
    frequency: Annotated[float, Field(strict=True, ge=1, le=1e9, multiple_of=1)] | None = Field(
        default=None, description="Distinct orders, a whole number"
    )
    monetary: Money | None = Field(default=None, description="Money paid, net of returns")
    tenure_days: Days | None = Field(
        default=None, description="Days since the first order; tells who is new"
    )
    last_month: Label | None = Field(
        default=None,
        description="What they were called last month: a label is kept until the case is clear",
    )
    purchases: Annotated[list[PurchaseIn], Field(max_length=MAX_PURCHASES)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "CustomerIn":
        """Require either the three numbers or purchases, and consistent values."""
        numbers = {"recency": self.recency, "frequency": self.frequency, "monetary": self.monetary}
        present = [name for name, value in numbers.items() if value is not None]
        if self.purchases is not None:
            if present or self.tenure_days is not None:
                raise PydanticCustomError(
                    "numbers_or_purchases",
                    "give either purchases or recency, frequency and monetary",
                )
            if not self.purchases:
                raise PydanticCustomError(
                    "purchases_empty", "purchases is empty; at least one order is needed"
                )
            return self
        missing = [name for name in numbers if name not in present]
        if missing:
            raise PydanticCustomError(
                "numbers_missing",
                "{names} missing; give recency, frequency and monetary, or purchases",
                {"names": ", ".join(missing)},
            )
        self._check_tenure()
        return self

    @property
    def numbers(self) -> tuple[float, float, float]:
        """Recency, frequency and monetary of a customer without purchases, who has all three."""
        return self.recency or 0.0, self.frequency or 0.0, self.monetary or 0.0

    def _check_tenure(self) -> None:
        if self.tenure_days is None or self.recency is None:
            return
        if self.tenure_days < self.recency:
            raise PydanticCustomError(
                "tenure_below_recency",
                "tenure_days is less than recency: the first order is not the last",
            )


class ClassifyMany(BaseModel):
    """Several customers at once; what is wrong with one does not stop the others."""

    customers: Annotated[list[object], Field(min_length=1, max_length=MAX_ROWS)]
    as_of: IsoDay | None = None


class Classified(BaseModel):
    """The answer for one customer: a label, or the reason why there is none."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "row": 0,
                "customer_id": None,
                "recency": 12,
                "frequency": 9,
                "monetary": 2310.5,
                "tenure_days": 420,
                "cluster": 1,
                "label": REGULAR,
                "reason": render(_REASON),
                "reason_statement": _REASON.model_dump(),
                "error": None,
            }
        }
    )

    row: int = Field(description="Position in the request, starting at 0")
    customer_id: str | None = None
    recency: float | None = None
    frequency: float | None = None
    monetary: float | None = None
    tenure_days: float | None = None
    cluster: int | None = None
    label: str | None = None
    reason: str | None = Field(default=None, description="Why this label")
    reason_statement: WhyStatement | None = Field(
        default=None, description="The reason as a code with its numbers"
    )
    error: str | None = Field(default=None, description="Why there is no label")
    error_statement: Statement | None = Field(
        default=None, description="The error as a code and its values"
    )


class ClassifyAnswer(BaseModel):
    """One result per customer, in the order of the request."""

    results: list[Classified]
    classified: int
    refused: int
    as_of: date | None = Field(description="The day recency is counted from")
    snapshot: str
