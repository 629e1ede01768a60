"""The entries of the vault's journals. See docs/formats/vault.md."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from firstbell.vault.journal import JournalEntry

EVERY_HOST = "*"
DESK = "desk"
SERVER = "server"
EXAMINER = "examiner"

Count = Annotated[int, msgspec.Meta(ge=0)]
Permission = Literal["append", "read", "full"]
Type = Literal["config", "keys", "data", "index", "snapshots", "locks"]
Verdict = Literal["clean", "suspect", "event"]


class HostAdded(JournalEntry, frozen=True, tag="host_added"):
    """A host, whose repository is made after it. `every_h`: how often it should back up."""

    host: str
    quota_bytes: Count = 0
    requests_per_minute: Count = 0
    every_h: float = 24.0
    uploads_per_minute: Count = 0


class HostChanged(JournalEntry, frozen=True, tag="host_changed"):
    """What holds for a host from here on."""

    host: str
    quota_bytes: Count = 0
    requests_per_minute: Count = 0
    every_h: float = 24.0
    uploads_per_minute: Count = 0


class CredentialAdded(JournalEntry, frozen=True, tag="credential_added"):
    """A credential, by its hash. `expires`: RFC 3339, "" for never."""

    id: str
    host: str
    permission: Permission
    sha256: str
    expires: str = ""
    note: str = ""


class CredentialExpires(JournalEntry, frozen=True, tag="credential_expires"):
    """A credential that ends at a time."""

    id: str
    expires: str


class CredentialRevoked(JournalEntry, frozen=True, tag="credential_revoked"):
    """A credential that ended."""

    id: str
    why: str = ""


HostEntry = HostAdded | HostChanged | CredentialAdded | CredentialExpires | CredentialRevoked


class _Object(JournalEntry, frozen=True):
    """An object of a host's repository."""

    host: str
    type: Type
    name: str


class Added(_Object, frozen=True, tag="add"):
    """An object that came."""

    size_bytes: Count
    sha256: str
    by: str
    address: str = ""


class Removed(_Object, frozen=True, tag="remove"):
    """An object that was removed."""

    size_bytes: Count
    by: str
    address: str = ""


class Found(_Object, frozen=True, tag="found"):
    """An object that was there without being written down."""

    size_bytes: Count
    sha256: str


class Missed(_Object, frozen=True, tag="missed"):
    """An object that was written down and is not there."""

    size_bytes: Count


ArrivalEntry = Added | Removed | Found | Missed


class Proven(_Object, frozen=True, tag="proven"):
    """An object that is what it should be."""


class SetAside(_Object, frozen=True, tag="set_aside"):
    """An object that nobody is served."""

    why: str
    by: str


class Released(_Object, frozen=True, tag="released"):
    """An object that is served again."""

    why: str
    by: str


class Examined(JournalEntry, frozen=True, tag="examined"):
    """The verdict over a snapshot, `name`. `uncovered`: what the host does not back up any more by then."""

    host: str
    name: str
    verdict: Verdict
    why: str = ""
    uncovered: tuple[str, ...] = ()


class Ruled(JournalEntry, frozen=True, tag="ruled"):
    """The verdict over a snapshot, `name`, since a person ruled; the examiner's own follows."""

    host: str
    name: str
    verdict: Verdict
    why: str
    by: str


class Frozen(JournalEntry, frozen=True, tag="frozen"):
    """A host (`*`: all) of which nothing but locks is removed."""

    host: str
    why: str
    by: str


class Thawed(JournalEntry, frozen=True, tag="thawed"):
    """The end of that."""

    host: str
    why: str
    by: str


class Flagged(JournalEntry, frozen=True, tag="flagged"):
    """A snapshot, `name`, whose time is far from when it came: it is served, and never counts as newest."""

    host: str
    name: str
    why: str


class Leased(JournalEntry, frozen=True, tag="leased"):
    """The machine that examines, of those that share a vault, until a time."""

    machine: str
    until: str


JudgementEntry = Proven | SetAside | Released | Examined | Ruled | Flagged | Frozen | Thawed | Leased


class LockDays(JournalEntry, frozen=True, tag="lock_days"):
    """What came less than so many days ago is not removed."""

    days: Count
    by: str
    why: str = ""


SettingEntry = LockDays


class Read(JournalEntry, frozen=True, tag="read"):
    """How much one credential read from one address since a time."""

    host: str
    credential: str
    address: str
    requests: Count
    bytes: Count
    since: str


class Refused(JournalEntry, frozen=True, tag="refused"):
    """What one credential was refused since a time: so many requests to `remove` from a type, or to `add`.

    `type`: `repository` for all of it.
    """

    host: str
    credential: str
    address: str
    action: Literal["remove", "add"]
    type: Literal["repository", "config", "keys", "data", "index", "snapshots", "locks"]
    requests: Count
    since: str


ReadingEntry = Read | Refused
