"""What stands in a campaign's log, and the state its last entry leads to.

The log is the truth: one entry per change, numbered without gaps because the number is part of a
unique id that only one of several writers can take. An entry says who did what and when, carries
the text if one was saved, and the whole state after it; so the insert of one document commits the
version, the move and the audit trail together. The document in `campaigns` follows.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from campaign_svc.campaigns.lifecycle import DRAFT, LIVE, SUPERSEDED
from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import Document

SCHEMA: Final = 2
"""Of what we write; documents of other programs carry none."""
UNKNOWN: Final = Caller("another program", "viewer")


@dataclass(frozen=True)
class State:
    """Where a campaign stands.

    Attributes:
        status: Of the text that is shown.
        version: Which version is shown.
        newest: How many versions there are; above `version` where a draft waits beside it.
        editor: Who saved the version that is shown.
        audience: The frozen audience of the approval, if it is approved.
    """

    status: str = DRAFT
    version: int = 0
    newest: int = 0
    editor: str | None = None
    audience: str | None = None

    def saved(self, editor: str, *, edit: bool) -> "State":
        """After a new version; one that was generated waits beside an approved text."""
        newest = self.newest + 1
        if self.status in LIVE and not edit:
            return replace(self, newest=newest)
        return State(status=DRAFT, version=newest, newest=newest, editor=editor)

    def status_of(self, version: int) -> str:
        """What a version is called now."""
        if version == self.version:
            return self.status
        return DRAFT if version > self.version else SUPERSEDED


@dataclass(frozen=True)
class Change:
    """What somebody does to a campaign.

    Attributes:
        action: One word: generated, edited, restored, adopted, submit, approve, …
        by: Who.
        state: After it.
        record: The text, where one is saved.
        note: Their remark.
        facts: What else belongs on record.
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


def state_of(entry: Document) -> State:
    """The state an entry leads to."""
    return State(**entry["state"])
