"""Compares two versions field by field, and their texts word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from campaign_svc.campaigns.schemas import Campaign
from campaign_svc.history.schemas import FieldDifference, Piece

COMPARED = (
    "email_subject",
    "email_body",
    "whatsapp_message",
    "whatsapp_template",
    "objective",
    "discount",
    "product_description",
    "provider",
    "model",
    "prompt_version",
    "language",
    "author",
    "origin",
    "inputs",
)
_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4_000
"""Ratcliff and Obershelp's matching is quadratic: longer texts are compared by line or whole."""


def differences(before: Campaign, after: Campaign) -> list[FieldDifference]:
    """The fields of two versions, under our names, that differ."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in COMPARED)
    return [
        FieldDifference(field=name, before=old, after=new, pieces=_pieces(old, new))
        for name, old, new in pairs
        if old != new
    ]


def _pieces(before: object, after: object) -> list[Piece] | None:
    if not isinstance(before, str) or not isinstance(after, str):
        return None
    old, new = _split(before), _split(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = [before], [after]
    return list(_runs(old, new))


def _split(text: str) -> list[str]:
    return _WORDS.findall(text)


def _runs(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Runs of text: `same` and `removed` make up the old text, `same` and `added` the new one."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(kind="same", text="".join(old[old_start:old_end]))
            continue
        if old_end > old_start:
            yield Piece(kind="removed", text="".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece(kind="added", text="".join(new[new_start:new_end]))
