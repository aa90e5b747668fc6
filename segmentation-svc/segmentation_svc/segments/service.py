"""The use cases of segments and customers."""

from typing import Final

import polars as pl

from contract.segments import SEGMENTS
from fleet.errors import InvalidInput, NotFound
from fleet.frame_pages import page_of
from fleet.paging import Page, PageQuery
from fleet.sentences import render
from fleet.snapshots import Loaded
from fleet.statements import Statement, statement
from segmentation_svc.model.labelling import Rule
from segmentation_svc.segments.definitions import definition_of, few_customers_note
from segmentation_svc.segments.reasons import Facts, borders, reason
from segmentation_svc.segments.repository import SegmentsView, canonical_id
from segmentation_svc.segments.schemas import (
    Customer,
    CustomerAnswer,
    Segment,
    SegmentAnswer,
    SegmentsAnswer,
    WhyStatement,
)

SORTABLE: Final = (
    "customer_id",
    "recency",
    "frequency",
    "monetary",
    "tenure_days",
    "cluster",
    "label",
    "p_active_90d",
    "expected_purchases_90d",
    "expected_spend_90d",
)
_TOP: Final = 10


def list_segments(loaded: Loaded[SegmentsView], currency: str) -> SegmentsAnswer:
    """All segments: the five labels, including empty ones, then any others in the file."""
    view = loaded.view
    note = few_customers_note(view.model)
    return SegmentsAnswer(
        segments=[_segment(view, label) for label in _all_labels(view)],
        customers=view.frame.height,
        note=None if note is None else render(note),
        note_statement=note,
        as_of=view.as_of,
        currency=currency,
        snapshot=loaded.snapshot.id,
    )


def segment_of(loaded: Loaded[SegmentsView], label: str, currency: str) -> SegmentAnswer:
    """One segment with its most valuable customers.

    Raises:
        NotFound: there is no such label.
    """
    view = loaded.view
    found = _find_label(view, label)
    if found is None:
        labels = ", ".join(_all_labels(view))
        raise NotFound(
            statement("segment_unknown", segment=label[:64]), note=f"The segments are: {labels}."
        )
    members = view.frame.filter(pl.col("label") == found)
    top = members.top_k(_TOP, by=["monetary", "customer_id"], reverse=[False, True])
    return SegmentAnswer(
        **_segment(view, found).model_dump(),
        top_customers=[Customer(**row) for row in top.iter_rows(named=True)],
        profile=view.profiles.profiles.get(found) if view.profiles else None,
        as_of=view.as_of,
        currency=currency,
        snapshot=loaded.snapshot.id,
    )


def list_customers(
    loaded: Loaded[SegmentsView], query: PageQuery, *, label: str | None, search: str | None
) -> Page[Customer]:
    """One page of the customers that match all filters.

    Raises:
        InvalidInput: an unknown label or sort field, or a foreign cursor.
    """
    view = loaded.view
    matching = view.frame
    if label:
        found = _find_label(view, label)
        if found is None:
            labels = ", ".join(_all_labels(view))
            raise InvalidInput(f"label: '{label[:64]}' isn't a segment; the segments are {labels}.")
        matching = matching.filter(pl.col("label") == found)
    if search:
        matching = matching.filter(pl.col("customer_id").str.contains(search, literal=True))
    return page_of(
        matching,
        query,
        into=Page[Customer],
        key="customer_id",
        sortable=SORTABLE,
        snapshot=loaded.snapshot.id,
    )


def customer_of(loaded: Loaded[SegmentsView], customer: str, currency: str) -> CustomerAnswer:
    """One customer; the id may be written `12346` or `12346.0`.

    Raises:
        NotFound: the snapshot has no such customer.
    """
    view = loaded.view
    row = view.rows.get(canonical_id(customer))
    if row is None:
        raise NotFound(
            statement("customer_unknown", customer=customer[:64]),
            note="GET /v1/customers lists them.",
        )
    found = Customer.model_validate(view.frame.row(row, named=True))
    why = _why(view, found)
    return CustomerAnswer(
        **vars(found),
        why=[render(reason) for reason in why],
        why_statements=[WhyStatement.of(reason) for reason in why],
        as_of=view.as_of,
        currency=currency,
        snapshot=loaded.snapshot.id,
    )


def _why(view: SegmentsView, found: Customer) -> list[Statement]:
    """The rule that decided this customer's label, and the distances to the borders."""
    facts = _facts(found)
    rule = {rule.word: rule for rule in Rule}.get(found.label_rule or "")
    if view.model is None or rule is None or facts is None:
        return []
    if found.cluster is None or found.label is None:
        return []
    return [
        reason(view.model, facts, int(found.cluster), found.label, rule),
        *borders(view.model, facts, found.label),
    ]


def _facts(found: Customer) -> Facts | None:
    """The customer's numbers; None if one is missing."""
    if found.recency is None or found.frequency is None or found.monetary is None:
        return None
    return Facts(found.recency, found.frequency, found.monetary, found.tenure_days)


def _all_labels(view: SegmentsView) -> list[str]:
    found = view.frame["label"].drop_nulls().unique().sort().to_list()
    return [*SEGMENTS, *(label for label in found if label and label not in SEGMENTS)]


def _find_label(view: SegmentsView, label: str) -> str | None:
    """The label in any case, with or without the word Customers."""
    normalized = label.strip().lower()
    spellings = {
        spelling: name
        for name in _all_labels(view)
        for spelling in (name.lower(), name.lower().removesuffix(" customers"))
    }
    return spellings.get(normalized)


def _segment(view: SegmentsView, label: str) -> Segment:
    members = view.frame.filter(pl.col("label") == label)
    definition = definition_of(view.model, label)
    return Segment(
        label=label,
        size=members.height,
        share=round(members.height / view.frame.height, 4) if view.frame.height else 0.0,
        total_monetary=round(float(members["monetary"].sum()), 2),
        median_monetary=_median(members["monetary"]),
        median_recency=_median(members["recency"]),
        median_frequency=_median(members["frequency"]),
        expected_spend_90d=_total(members["expected_spend_90d"]),
        definition=render(definition),
        definition_statement=definition,
    )


def _median(values: pl.Series) -> float | None:
    median = values.cast(pl.Float64).median()
    return round(median, 2) if isinstance(median, float) else None


def _total(values: pl.Series) -> float | None:
    """The sum; None if all values are null."""
    return round(float(values.sum()), 2) if values.drop_nulls().len() else None
