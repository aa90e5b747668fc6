"""Classifying customers: each row gets a label or an error."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from pydantic import ValidationError

from fleet.errors import InvalidInput
from fleet.sentences import render
from fleet.statements import of_field, statement
from segmentation_svc.classification.purchases import Purchase, Rfm, rfm_of
from segmentation_svc.classification.repository import Classifier, Found
from segmentation_svc.classification.schemas import (
    Classified,
    ClassifyAnswer,
    ClassifyMany,
    CustomerIn,
)
from segmentation_svc.segments.schemas import WhyStatement

Row = tuple[CustomerIn, Rfm]
_SHOWN = 5


def parse(body: object) -> tuple[list[object], date | None, bool]:
    """The rows of a request, its as-of date, and whether it is for a single customer.

    Raises:
        InvalidInput: it is neither a customer, nor a list of customers, nor `{"customers": [...]}`.
    """
    if not isinstance(body, dict | list):
        raise InvalidInput(
            statement("customer_malformed"),
            note='Send a customer, or {"customers": [...]} for several.',
        )
    sent = cast("list[object] | dict[str, object]", body)
    fields: dict[str, object] = {"customers": sent} if isinstance(sent, list) else sent
    many = "customers" in fields
    whole = fields if many else {"customers": [fields], "as_of": fields.get("as_of")}
    try:
        request = ClassifyMany.model_validate(whole)
    except ValidationError as error:
        raise _wrong(error) from None
    return request.customers, request.as_of, not many


def classify(
    rows: Sequence[object], classifier: Classifier, *, as_of: date | None, snapshot_id: str
) -> ClassifyAnswer:
    """A label or an error per row.

    Args:
        rows: The raw rows; each is validated separately.
        classifier: The classifier of the snapshot.
        as_of: The date purchases are counted back from; None if unknown.
        snapshot_id: Returned in the answer.
    """
    read = [_read(row, as_of) for row in rows]
    good = [row for row in read if not isinstance(row, InvalidInput)]
    found = iter(classifier.classify([rfm for _, rfm in good], [c.last_month for c, _ in good]))
    results = [
        _refused(at, row) if isinstance(row, InvalidInput) else _answer(at, row, next(found))
        for at, row in enumerate(read)
    ]
    refused = sum(1 for result in results if result.error is not None)
    return ClassifyAnswer(
        results=results,
        classified=len(results) - refused,
        refused=refused,
        as_of=as_of,
        snapshot=snapshot_id,
    )


def _refused(at: int, why: InvalidInput) -> Classified:
    return Classified(row=at, error=why.detail, error_statement=why.statement)


def _read(row: object, as_of: date | None) -> Row | InvalidInput:
    """The row's numbers, or its error."""
    if not isinstance(row, dict):
        return InvalidInput(
            statement("customer_malformed"),
            note="A customer is an object of recency, frequency and monetary, or of purchases.",
        )
    try:
        customer = CustomerIn.model_validate(row)
        return customer, _rfm(customer, as_of)
    except ValidationError as error:
        return _wrong(error)
    except ValueError as error:
        return InvalidInput(f"{error}.")


def _rfm(customer: CustomerIn, as_of: date | None) -> Rfm:
    if customer.purchases is None:
        recency, frequency, monetary = customer.numbers
        return Rfm(recency, frequency, monetary, customer.tenure_days)
    if as_of is None:
        raise ValueError("as_of is needed with purchases: this state does not name its own date")
    return rfm_of([Purchase(p.date, p.amount, p.order_id) for p in customer.purchases], as_of)


def _answer(at: int, row: Row, found: Found) -> Classified:
    customer, rfm = row
    unlabelled = None
    if found.label is None:
        unlabelled = statement("cluster_unlabelled", cluster=found.cluster)
    return Classified(
        row=at,
        customer_id=customer.customer_id,
        recency=rfm.recency,
        frequency=rfm.frequency,
        monetary=rfm.monetary,
        tenure_days=rfm.tenure_days,
        cluster=found.cluster,
        label=found.label,
        reason=None if found.reason is None else render(found.reason),
        reason_statement=None if found.reason is None else WhyStatement.of(found.reason),
        error=None if unlabelled is None else render(unlabelled),
        error_statement=unlabelled,
    )


def _wrong(error: ValidationError) -> InvalidInput:
    """The first error; the note lists several by field, without echoing values."""
    found = error.errors(include_url=False, include_input=False)
    fields = [".".join(str(part) for part in item["loc"]) for item in found]
    problems: list[str] = []
    for field, item in zip(fields[:_SHOWN], found, strict=False):
        reason = str(item.get("ctx", {}).get("error") or item["msg"])
        problems.append(f"{field}: {reason}" if field else reason)
    return InvalidInput(of_field(fields[0], found[0]), note="; ".join(problems) + ".")
