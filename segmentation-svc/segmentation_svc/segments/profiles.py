"""`segment_profiles.json`: migration between segments, and favourites of each segment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, Field

from contract.segments import SEGMENTS
from segmentation_svc.model.history import LabelledDay
from segmentation_svc.model.labelling import UNKNOWN
from segmentation_svc.segments.favourites import Favourite, Favourites

MONTHS_SHOWN: Final = 6
FIRST_SEEN: Final = "first seen"


class SegmentMove(BaseModel):
    """Customers who joined or left a segment between two days."""

    since: str = Field(description="First day, ISO")
    until: str = Field(description="Last day, ISO")
    size_before: int
    size_after: int
    came_from: dict[str, int] = Field(description="Customers by previous segment, or `first seen`")
    went_to: dict[str, int] = Field(description="Customers by new segment")


class Profile(BaseModel):
    """One segment beyond its size and value."""

    moves: list[SegmentMove] = Field(description="Month by month, oldest first")
    favourite_categories: list[Favourite]
    favourite_products: list[Favourite]


class Profiles(BaseModel):
    """The profile of every segment, by label."""

    profiles: dict[str, Profile]


def profiles_of(
    months: Sequence[LabelledDay], customers: int, liked: Mapping[str, Favourites]
) -> Profiles:
    """Combine migration and favourites.

    Args:
        months: From `History.months`.
        customers: Number of customers in the history.
        liked: From `favourites`.
    """
    recent = list(months)[-MONTHS_SHOWN - 1 :]
    pairs = list(pairwise(recent))
    nothing = Favourites([], [])
    return Profiles(
        profiles={
            label: Profile(
                moves=[_move(code, before, after, customers) for before, after in pairs],
                favourite_categories=liked.get(label, nothing).categories,
                favourite_products=liked.get(label, nothing).products,
            )
            for code, label in enumerate(SEGMENTS)
        }
    )


def _move(code: int, before: LabelledDay, after: LabelledDay, customers: int) -> SegmentMove:
    earlier, later = before.spread(customers), after.spread(customers)
    return SegmentMove(
        since=before.day.as_of.isoformat(),
        until=after.day.as_of.isoformat(),
        size_before=int((earlier == code).sum()),
        size_after=int((later == code).sum()),
        came_from=_count(earlier[(later == code) & (earlier != code)].tolist()),
        went_to=_count(later[(earlier == code) & (later != code)].tolist()),
    )


def _count(codes: list[int]) -> dict[str, int]:
    counted = Counter(codes)
    names = {UNKNOWN: FIRST_SEEN} | dict(enumerate(SEGMENTS))
    return {names[code]: counted[code] for code in sorted(counted)}
