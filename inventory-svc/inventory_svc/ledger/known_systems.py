"""The layouts of the files in `systems`, and which of them a file has."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from inventory_svc.ledger.header_row import TableHint, known_ledgers
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.mapping import Mapping, mapping_of
from inventory_svc.ledger.mapping_values import MappingFile


@dataclass(frozen=True)
class System:
    """One export of one system.

    Attributes:
        name: As the manifest calls it.
        columns: The headers that tell it.
        mapping: Its columns and rules.
        tried: Whether a real export was seen.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping
    tried: bool

    def is_of(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headers is such an export."""
        return {plain(column) for column in self.columns} <= {plain(header) for header in headers}

    def among(self, headers: Sequence[str]) -> Mapping:
        """Its mapping, without columns that this file does not have."""
        there = {plain(header) for header in headers}

        def has(column: str) -> bool:
            return plain(column) in there

        known = self.mapping
        return replace(
            known,
            columns={field: column for field, column in known.columns.items() if has(column)},
            rules=known.row_rules().among(has),
        )


@cache
def systems() -> tuple[System, ...]:
    """All of them, by name."""
    folder = files("inventory_svc.ledger.systems")
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return tuple(_system(name, texts[name]) for name in sorted(texts))


def find_system(headers: Sequence[str]) -> System | None:
    """The system whose export this is; of several the one that is told by most headers."""
    found = [system for system in systems() if system.is_of(headers)]
    return max(found, key=lambda system: len(system.columns), default=None)


def ledger_hint() -> TableHint:
    """What a file of sales is recognised by: the layouts and the systems."""
    groups = [frozenset(plain(column) for column in system.columns) for system in systems()]
    return TableHint((*known_ledgers().groups, *groups))


def _system(file: str, text: str) -> System:
    content = tomllib.loads(text)
    layout = content["layout"]
    mapping = mapping_of(MappingFile(file, content))
    return System(layout["name"], tuple(layout["columns"]), mapping, layout["tried"])
