"""Refreshes on disk: one small file each."""

from collections.abc import Generator
from itertools import islice
from pathlib import Path
from typing import Final

from fleet.errors import NotFound
from fleet.statements import statement
from refresh_svc.records import is_id, read_record, read_records, write_record
from refresh_svc.refreshes.schemas import Refresh

MAX_REFRESHES: Final = 100
SHOWN: Final = 50


class RefreshRepository:
    """The records of refreshes and their results.

    Args:
        folder: Created by the first refresh.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, refresh: Refresh) -> None:
        """Replace the record of a refresh, and remove the oldest records."""
        self._folder.mkdir(parents=True, exist_ok=True)
        write_record(refresh, self._folder / f"{refresh.id}.json")
        for old in sorted(self._folder.glob("r-*.json"), reverse=True)[MAX_REFRESHES:]:
            old.unlink(missing_ok=True)

    def all(self) -> Generator[Refresh]:
        """All records, newest first."""
        return read_records(Refresh, self._folder, "r-*.json")

    def latest(self) -> list[Refresh]:
        """The latest refreshes, limited to what the list shows."""
        return list(islice(self.all(), SHOWN))

    def get(self, refresh_id: str) -> Refresh:
        """One refresh.

        Raises:
            NotFound: there is no refresh with this id.
        """
        found = None
        if is_id(refresh_id):
            found = read_record(Refresh, self._folder / f"{refresh_id}.json")
        if found is None:
            raise NotFound(statement("refresh_unknown"), note="GET /v1/refreshes lists the latest.")
        return found
