"""Shared by all refresh jobs: results, assumptions, deterministic files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from fleet.errors import InvalidInput
from fleet.sentences import name_of

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int, int], None]
"""Called with (done, total); a job calls it at least once with done == total."""
_MANY: Final = {"count": 2}


@dataclass(frozen=True)
class Assumption:
    """A number that the ledger doesn't contain, recorded so that it can be shown where it was used.

    Its texts are those in the catalogue of sentences for its name and codes.

    Attributes:
        name: What is assumed.
        value: What it is set to.
        unit_code: Code in the catalogue's group `unit`; empty if the value has no unit.
        applies_to_code: Code in the group `applies_to`.
        unit: The unit in English, in the plural.
        applies_to: What depends on it, in English.
        reason: Why it is assumed, in English.
    """

    name: str
    value: float | str
    unit_code: str
    applies_to_code: str
    unit: str = field(init=False)
    applies_to: str = field(init=False)
    reason: str = field(init=False)

    def __post_init__(self) -> None:
        words = {
            "unit": name_of("unit", self.unit_code, values=_MANY),
            "applies_to": name_of("applies_to", self.applies_to_code),
            "reason": name_of("assumption_reason", self.name),
        }
        for field_name, text in words.items():
            object.__setattr__(self, field_name, text)


@dataclass(frozen=True)
class JobResult:
    """The result of a job besides its files.

    Attributes:
        rows: Rows written, per file name.
        assumptions: The assumptions behind the numbers.
        facts: Other JSON values for the manifest, by key.
    """

    rows: dict[str, int]
    assumptions: list[Assumption] = field(default_factory=list[Assumption])
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


def cannot_read(name: str, error: Exception) -> InvalidInput:
    """The error for a file in an unfinished snapshot that can't be read as its job wrote it."""
    reason = str(error).partition("\n")[0].rstrip(".")
    return InvalidInput(f"{name} cannot be read ({reason}). Run `smartretail refresh` again.")


def no_progress(done: int, total: int) -> None:
    """A progress callback that does nothing."""


def write_csv(frame: "pl.DataFrame", path: Path) -> int:
    """Write `frame` as the contract's CSV (UTF-8, comma, line feed); returns the number of rows."""
    frame.write_csv(path, line_terminator="\n", null_value="")
    return frame.height


def write_json(value: object, path: Path) -> None:
    """Write `value` as indented JSON with sorted keys, so that equal data gives equal bytes."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(value, option=options))
