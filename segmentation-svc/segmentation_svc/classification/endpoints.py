"""Classification over HTTP."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Body, Depends, Response
from fastapi.openapi.models import Example

from fleet.errors import InvalidInput, ModelFilesNotTrusted, SnapshotUnavailable, Unavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from segmentation_svc.classification import service
from segmentation_svc.classification.schemas import ClassifyAnswer
from segmentation_svc.resources import Resources

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(
    tags=["customers"],
    responses=declare(InvalidInput, SnapshotUnavailable, Unavailable, ModelFilesNotTrusted),
)
_EXAMPLES: dict[str, Example] = {
    "one": {"summary": "Three numbers", "value": {"recency": 12, "frequency": 9, "monetary": 2310}},
    "purchases": {
        "summary": "Purchases",
        "value": {
            "as_of": "2011-09-09",
            "purchases": [{"date": "2011-08-30", "amount": 42.5, "order_id": "563821"}],
        },
    },
    "many": {
        "summary": "Several, each answered on its own",
        "value": {
            "customers": [
                {"recency": 3, "frequency": 40, "monetary": 9000, "tenure_days": 600},
                {"recency": 400, "frequency": -1, "monetary": 20},
            ]
        },
    },
}
ClassifyBody = Annotated[
    object,
    Body(
        description="One customer, or `{customers: [...], as_of}` for up to 1,000. A customer is "
        "`recency` (days), `frequency` (orders) and `monetary`, optionally `tenure_days`; or "
        "`purchases` of `date`, `amount`, `order_id`, counted back from `as_of` (default: the "
        "snapshot's date).",
        openapi_examples=_EXAMPLES,
    ),
]


@router.post("/v1/customers:classify", operation_id="classify_customers")
async def classify_customers(
    response: Response, resources: Res, body: ClassifyBody
) -> ClassifyAnswer:
    """Classify one or more customers; rows that can't be classified say why."""
    loaded = resources.customers.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    rows, as_of, one = service.parse(body)

    def work() -> ClassifyAnswer:
        return service.classify(
            rows,
            loaded.view.classifier.get(),
            as_of=as_of or loaded.view.segments.as_of,
            snapshot_id=loaded.snapshot.id,
        )

    answer = await anyio.to_thread.run_sync(work)
    first = answer.results[0]
    if one and first.error is not None and first.cluster is None:
        raise InvalidInput(first.error, statement=first.error_statement)
    return answer
