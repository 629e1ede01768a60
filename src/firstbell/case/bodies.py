"""Bodies of the entries that a case is: opened, facts, evidence in custody. Fields: docs/formats/case.md."""

from __future__ import annotations

from typing import Any, ClassVar

from firstbell.ledger.bodies import EntryBody


class CaseOpened(EntryBody, frozen=True, kw_only=True):
    """The first entry of a case. `event`, `repository`: ids, None where it is about none yet. On the desk's
    ledger of a repository it says which `case` is about an event there.
    """

    KIND: ClassVar[str] = "case.opened"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"case"})

    name: str = ""
    event: str | None = None
    repository: str | None = None
    case: str | None = None


class CaseClosed(EntryBody, frozen=True, kw_only=True):
    """The case takes only what hands it over."""

    KIND: ClassVar[str] = "case.closed"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"why"})

    why: str | None = None


class CaseReopened(EntryBody, frozen=True, kw_only=True):
    """The case goes on."""

    KIND: ClassVar[str] = "case.reopened"

    why: str = ""


class CaseUpgraded(EntryBody, frozen=True, kw_only=True):
    """The track goes on in this ledger. `continues`: id of the one before; `entries`: how many it has."""

    KIND: ClassVar[str] = "case.upgraded"

    continues: str
    entries: int


class FactStated(EntryBody, frozen=True, kw_only=True):
    """A fact. `value`: any JSON, by `subject`. `because`: an entry's id, a text, or ""."""

    KIND: ClassVar[str] = "fact"

    subject: str
    status: str
    as_of: str
    value: Any = None
    because: str | None = None


class OrganisationNamed(EntryBody, frozen=True, kw_only=True):
    """What the organisation calls itself."""

    KIND: ClassVar[str] = "fact.organisation"

    names: tuple[str, ...]
    as_of: str = ""


class NoteAdded(EntryBody, frozen=True, kw_only=True):
    """A note, such as a reason that a fact gives in words, so that it can be referred to."""

    KIND: ClassVar[str] = "note"

    text: str


class EvidenceTaken(EntryBody, frozen=True, kw_only=True):
    """Evidence. `evidence`: as `describe_evidence` says it. `kept`: whether its bytes lie in the case."""

    KIND: ClassVar[str] = "evidence.taken"

    evidence: dict[str, Any]
    repository: str | None = None
    pin: str | None = None
    kept: bool = False
    why: str = ""


class EvidenceChecked(EntryBody, frozen=True, kw_only=True):
    """Evidence was compared with what was taken. `evidence`: id of its taking, as below."""

    KIND: ClassVar[str] = "evidence.checked"

    evidence: str
    condition: str
    sha256: str | None = None
    why: str = ""


class EvidenceHanded(EntryBody, frozen=True, kw_only=True):
    """Evidence went to somebody; the hashes before and after."""

    KIND: ClassVar[str] = "evidence.handed"

    evidence: str
    to: str
    why: str = ""
    sha256_before: str | None = None
    sha256_after: str | None = None


class LinesImported(EntryBody, frozen=True, kw_only=True):
    """Lines of a file that is evidence came into the timeline."""

    KIND: ClassVar[str] = "evidence.imported"

    evidence: str
    format: str = ""
    source: str = ""
    lines: int = 0
    problems: int = 0


class CaseExported(EntryBody, frozen=True, kw_only=True):
    """The case was written out. `export`: for which role; `to`: the folder's name."""

    KIND: ClassVar[str] = "note.exported"

    text: str
    export: str
    to: str
    privileged: bool


class DamageFound(EntryBody, frozen=True, kw_only=True):
    """The examiner found damage in a snapshot. `signs`: codes of the reasons; `clean_point`: hex id of the
    newest clean snapshot before, None where there is none. `found`: when, where that is not the entry's time.
    """

    KIND: ClassVar[str] = "event.found"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"found"})

    host: str = ""
    repository: str = ""
    event: str | None = None
    snapshot: str = ""
    snapshot_time: str = ""
    verdict: str = ""
    signs: tuple[str, ...] = ()
    files_damaged: int = 0
    files_deleted: int = 0
    clean_point: str | None = None
    found: str | None = None
