"""The entries of a campaign's log, and the campaign's state.

The log is the source of truth: one entry per change, numbered without gaps, because the number is
part of a unique id that only one of several writers can take. An entry records who did what and
when, the text if one was saved, and the complete state after the change. So inserting one document
commits the version, the status change and the audit trail together. The document in `campaigns` is
updated afterwards.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from campaign_svc.campaigns.lifecycle import DRAFT, LIVE, SUPERSEDED
from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import Document

SCHEMA: Final = 2
"""Schema version of our documents; those of other programs have none."""
UNKNOWN: Final = Caller("another program", "viewer")


@dataclass(frozen=True)
class State:
    """The state of a campaign.

    Attributes:
        status: Status of the current text.
        version: Number of the current version.
        newest: Number of the newest version; above `version` if a newer draft exists beside it.
        editor: Who saved the current version.
        audience: The frozen audience of the approval, if it is approved.
    """

    status: str = DRAFT
    version: int = 0
    newest: int = 0
    editor: str | None = None
    audience: str | None = None

    def saved(self, editor: str, *, edit: bool) -> "State":
        """The state after saving a version; generated copy doesn't replace an approved text."""
        newest = self.newest + 1
        if self.status in LIVE and not edit:
            return replace(self, newest=newest)
        return State(status=DRAFT, version=newest, newest=newest, editor=editor)

    def status_of(self, version: int) -> str:
        """The status of a version in this state."""
        if version == self.version:
            return self.status
        return DRAFT if version > self.version else SUPERSEDED


@dataclass(frozen=True)
class Change:
    """A change to a campaign.

    Attributes:
        action: One word: generated, edited, restored, adopted, submit, approve, …
        by: Who made it.
        state: The state after it.
        record: The text, if one is saved.
        note: The person's remark.
        facts: Other facts to record.
    """

    action: str
    by: Caller
    state: State
    record: Document | None = None
    note: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


def entry_of(campaign_id: str, revision: int, change: Change) -> Document:
    """The log entry for a change."""
    return {
        "_id": f"{campaign_id}#{revision}",
        "schema": SCHEMA,
        "campaign_id": campaign_id,
        "revision": revision,
        "at": timestamp(),
        "by": change.by.name,
        "role": change.by.role,
        "action": change.action,
        "note": change.note,
        "facts": dict(change.facts),
        "state": asdict(change.state),
        "saved_version": None if change.record is None else change.state.newest,
        "record": change.record,
    }


@dataclass(frozen=True)
class LogEntry:
    """A stored log entry.

    Attributes:
        campaign_id: The campaign.
        revision: Its number in the log.
        at: When, ISO 8601.
        by: Who made it.
        role: Their role.
        action: What was done.
        note: The person's remark.
        facts: Other recorded facts.
        state: The state after it.
        saved_version: The version it saved; None if it saved no text.
        record: The text of that version, with the stored field names.
    """

    campaign_id: str
    revision: int
    at: str
    by: str
    role: str
    action: str
    note: str | None
    facts: dict[str, object]
    state: State
    saved_version: int | None
    record: Document | None

    @classmethod
    def of(cls, stored: Document) -> "LogEntry":
        """The entry from its document."""
        return cls(
            campaign_id=stored["campaign_id"],
            revision=stored["revision"],
            at=stored["at"],
            by=stored["by"],
            role=stored["role"],
            action=stored["action"],
            note=stored["note"],
            facts=stored["facts"],
            state=State(**stored["state"]),
            saved_version=stored["saved_version"],
            record=stored["record"],
        )

    @property
    def text(self) -> Document:
        """The text it saved.

        Raises:
            ValueError: it saved no text.
        """
        if self.record is None:
            raise ValueError(f"revision {self.revision} of {self.campaign_id!r} saved no text")
        return self.record
