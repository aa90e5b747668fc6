"""The export layouts in `systems`, and recognising which of them a file has."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from inventory_svc.ledger.header_row import TableHint, layout_hint
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.mapping import Mapping, mapping_of
from inventory_svc.ledger.mapping_values import MappingFile


@dataclass(frozen=True)
class System:
    """One export format of one system.

    Attributes:
        name: Its name in the manifest.
        columns: The headers that identify it.
        mapping: Its columns and rules.
        tried: Whether it was tested with a real export.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping
    tried: bool

    def matches(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headers is such an export."""
        return {plain(column) for column in self.columns} <= {plain(header) for header in headers}

    def mapping_for(self, headers: Sequence[str]) -> Mapping:
        """Its mapping, without columns that this file does not have."""
        there = {plain(header) for header in headers}

        def has(column: str) -> bool:
            return plain(column) in there

        known = self.mapping
        return replace(
            known,
            columns={field: column for field, column in known.columns.items() if has(column)},
            rules=known.row_rules().restricted_to(has),
        )


@cache
def systems() -> tuple[System, ...]:
    """All known systems, in order of their file names."""
    folder = files("inventory_svc.ledger.systems")
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return tuple(_system(name, texts[name]) for name in sorted(texts))


def find_system(headers: Sequence[str]) -> System | None:
    """The system whose export this is; of several, the one identified by most headers."""
    found = [system for system in systems() if system.matches(headers)]
    return max(found, key=lambda system: len(system.columns), default=None)


def ledger_hint() -> TableHint:
    """The columns that identify a sales file: those of all layouts and systems."""
    groups = [frozenset(plain(column) for column in system.columns) for system in systems()]
    return TableHint((*layout_hint().groups, *groups))


def _system(file: str, text: str) -> System:
    content = tomllib.loads(text)
    layout = content["layout"]
    mapping = mapping_of(MappingFile(file, content))
    return System(layout["name"], tuple(layout["columns"]), mapping, layout["tried"])
