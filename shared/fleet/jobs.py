"""What the refresh jobs have in common: results, assumptions, deterministic files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from fleet.sentences import name_of

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int, int], None]
"""Called with (done, total); a job calls it at least once with done == total."""


@dataclass(frozen=True)
class Assumption:
    """A number that no ledger can tell, stated so that it can be shown wherever it was used.

    Its reason is the one that the catalogue of sentences has for its name.
    """

    name: str
    value: float | str
    unit: str
    applies_to: str
    reason: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", name_of("assumption_reason", self.name))


@dataclass(frozen=True)
class JobResult:
    """What a job leaves besides its files.

    Attributes:
        rows: Rows written, per file name.
        assumptions: What the numbers rest on.
        facts: More for the manifest, JSON-ready, by key.
    """

    rows: dict[str, int]
    assumptions: list[Assumption] = field(default_factory=list[Assumption])
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


def no_progress(done: int, total: int) -> None:
    """Progress that nobody watches."""


def write_csv(frame: "pl.DataFrame", path: Path) -> int:
    """Write `frame` as the contract's CSV (UTF-8, comma, line feed); returns the rows written."""
    frame.write_csv(path, line_terminator="\n", null_value="")
    return frame.height


def write_json(value: object, path: Path) -> None:
    """Write `value` as indented JSON with sorted keys, so that equal data gives equal bytes."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(value, option=options))
