"""The columns of each table: heading, field, and how a value of it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, time, size, number, list, yes, code or state. `link`: where its value, `{}`, leads.

    `number` and `size` stand at the right. `sorts`: whether the heading orders the rows.
    """

    title: str
    field: str
    kind: str = "text"
    link: str = ""
    sorts: bool = True


COLUMNS: dict[str, tuple[Column, ...]] = {
    "hosts": (
        Column("Host", "host", link="/hosts/{}"),
        Column("Last snapshot", "last_snapshot", "time"),
        Column("Backups", "schedule", "state"),
        Column("Verdict", "verdict", "state"),
        Column("Snapshots", "snapshots", "number"),
        Column("Size", "size_bytes", "size"),
        Column("Frozen", "frozen"),
        Column("No longer backed up", "uncovered", "list", sorts=False),
    ),
    "snapshots": (
        Column("Time", "time", "time"),
        Column("Snapshot", "id", "code", sorts=False),
        Column("Paths", "paths", "list", sorts=False),
        Column("Tags", "tags", "list", sorts=False),
        Column("Made by", "program_version"),
    ),
    "quarantine": (
        Column("Set aside", "time", "time", sorts=False),
        Column("Kind", "type", sorts=False),
        Column("Name", "name", "code", sorts=False),
        Column("Why", "why", sorts=False),
    ),
    "events": (
        Column("Event", "id", link="/events/{}"),
        Column("State", "state", "state"),
        Column("Hosts", "hosts", "list", sorts=False),
        Column("First damage", "first_damage", "time"),
        Column("Damaged files", "files_damaged", "number"),
        Column("Deleted files", "files_deleted", "number"),
        Column("Declared", "declared", "time"),
    ),
    "versions": (
        Column("From", "time", "time", sorts=False),
        Column("State", "state", "state", sorts=False),
        Column("The clean one", "clean_version", "yes", sorts=False),
        Column("Why", "reason", sorts=False),
        Column("Size", "size", "size", sorts=False),
        Column("Host", "host", sorts=False),
        Column("Snapshot", "snapshot_id", "code", sorts=False),
        Column("Path", "path", "path", sorts=False),
    ),
    "readiness": (
        Column("System", "name"),
        Column("Tier", "tier", "number"),
        Column("Back after", "back_s", "span"),
        Column("Can do without", "without_h", "hours"),
        Column("In time", "in_time", "yes"),
        Column("Proven", "proven", "yes"),
        Column("Missing", "missing", "list", sorts=False),
    ),
    "timeline": (
        Column("When", "time", "time"),
        Column("What", "message"),
        Column("Kind", "kind"),
        Column("Host", "host"),
        Column("Known from", "source"),
    ),
    "entries": (
        Column("No.", "seq", "number"),
        Column("Written", "time", "time"),
        Column("Kind", "kind"),
        Column("By", "actor_name"),
        Column("What it says", "body", "body", sorts=False),
        Column("Entry", "id", "code", sorts=False),
    ),
    "facts": (
        Column("About", "subject", "words"),
        Column("Status", "status", "state"),
        Column("Value", "value", "body", sorts=False),
        Column("As of", "as_of", "time"),
        Column("Put down", "recorded", "time"),
    ),
    "evidence": (
        Column("Taken", "time", "time"),
        Column("What", "path", "path"),
        Column("By", "actor_name"),
        Column("Why", "why"),
        Column("SHA-256", "sha256", "code", sorts=False),
        Column("Condition", "condition", "state"),
    ),
    "people": (
        Column("Who", "name", link="{base}/people/{key}", sorts=False),
        Column("Number", "sourcedId", sorts=False),
        Column("Role", "role"),
        Column("Minor", "is_minor", "yes"),
        Column("How sure", "confidence", "state"),
        Column("Kinds of data", "kinds", "wordlist", sorts=False),
        Column("Documents", "documents", "number"),
        Column("Reviewed", "reviewed", "list", sorts=False),
    ),
    "person": (
        Column("Kinds of data", "kinds", "wordlist", sorts=False),
        Column("How sure", "confidence", "state", sorts=False),
        Column("Linked by", "linked_by", "wordlist", sorts=False),
        Column("File", "paths", "list", sorts=False),
        Column("Where in it", "places", "list", sorts=False),
        Column("Content", "content", "code", sorts=False),
    ),
    "statements": (
        Column("Written", "time", "time"),
        Column("For", "audience"),
        Column("Approved by", "approved_by", "list", sorts=False),
        Column("Published", "published", "time"),
        Column("Says more than the record shows", "stopping", "count", sorts=False),
        Column("Waits for a person", "waiting", "count", sorts=False),
        Column("SHA-256", "sha256", "code", sorts=False),
    ),
    "clocks": (
        Column("Due", "due", "time"),
        Column("To", "to"),
        Column("What", "title"),
        Column("State", "state", "state"),
        Column("Hours left", "hours_left", "number"),
        Column("Law", "citation"),
        Column("Approved by counsel", "approved", "yes"),
    ),
}
