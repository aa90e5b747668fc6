"""What differs between two versions: field by field, and texts word by word."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

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
"""Ratcliff and Obershelp's matching is quadratic: longer texts go line by line, or as a whole."""


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[dict[str, Any]]:
    """The fields of two versions, under our names, that differ."""
    return [
        {
            "field": name,
            "before": before.get(name),
            "after": after.get(name),
            "pieces": _pieces(before.get(name), after.get(name)),
        }
        for name in COMPARED
        if before.get(name) != after.get(name)
    ]


def _pieces(before: object, after: object) -> list[dict[str, str]] | None:
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


def _runs(old: list[str], new: list[str]) -> Iterator[dict[str, str]]:
    """Runs whose `same` and `removed` make up the old text, `same` and `added` the new one."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield {"kind": "same", "text": "".join(old[old_start:old_end])}
            continue
        if old_end > old_start:
            yield {"kind": "removed", "text": "".join(old[old_start:old_end])}
        if new_end > new_start:
            yield {"kind": "added", "text": "".join(new[new_start:new_end])}
