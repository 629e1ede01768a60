"""The columns of each table: heading, field, and how a value of it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageColumn:
    """`kind`: text, time, size, number, list, yes, must, code, state, progress.

    `link`: where its value `{}` leads.

    `number` and `size` stand at the right. `sorts`: whether the heading orders the rows.
    """

    title: str
    field: str
    kind: str = "text"
    link: str = ""
    sorts: bool = True


COLUMNS: dict[str, tuple[PageColumn, ...]] = {
    "hosts": (
        PageColumn("Host", "host", link="/hosts/{}"),
        PageColumn("Last snapshot", "last_snapshot", "time"),
        PageColumn("Backups", "schedule", "state"),
        PageColumn("Verdict", "verdict", "state"),
        PageColumn("Snapshots", "snapshots", "number"),
        PageColumn("Size", "size_bytes", "size"),
        PageColumn("Frozen", "frozen"),
        PageColumn("No longer backed up", "uncovered", "list", sorts=False),
    ),
    "snapshots": (
        PageColumn("Time", "time", "time"),
        PageColumn("Snapshot", "id", "code", sorts=False),
        PageColumn("Paths", "paths", "list", sorts=False),
        PageColumn("Tags", "tags", "list", sorts=False),
        PageColumn("Made by", "program_version"),
    ),
    "quarantine": (
        PageColumn("In quarantine since", "time", "time", sorts=False),
        PageColumn("Kind", "type", sorts=False),
        PageColumn("Name", "name", "code", sorts=False),
        PageColumn("Why", "why", sorts=False),
    ),
    "events": (
        PageColumn("Event", "id", link="/events/{}"),
        PageColumn("State", "state", "state"),
        PageColumn("Hosts", "hosts", "list", sorts=False),
        PageColumn("First damage", "first_damage", "time"),
        PageColumn("Damaged files", "files_damaged", "number"),
        PageColumn("Deleted files", "files_deleted", "number"),
        PageColumn("Declared", "declared", "time"),
    ),
    "versions": (
        PageColumn("From", "time", "time", sorts=False),
        PageColumn("State", "state", "state", sorts=False),
        PageColumn("The clean one", "clean_version", "yes", sorts=False),
        PageColumn("Why", "reason", sorts=False),
        PageColumn("Size", "size", "size", sorts=False),
        PageColumn("Host", "host", sorts=False),
        PageColumn("Snapshot", "snapshot_id", "code", sorts=False),
        PageColumn("Path", "path", "path", sorts=False),
    ),
    "readiness": (
        PageColumn("System", "name"),
        PageColumn("Tier", "tier", "number"),
        PageColumn("Back after", "bell_s", "span"),
        PageColumn("Newest clean backup", "recovery_point", "time"),
        PageColumn("Can do without", "without_h", "hours"),
        PageColumn("In time", "in_time", "must"),
        PageColumn("Proven", "proven", "must"),
        PageColumn("Missing", "missing", "list", sorts=False),
    ),
    "run": (
        PageColumn("System", "name"),
        PageColumn("Tier", "tier", "number"),
        PageColumn("State", "state", "state"),
        PageColumn("Why", "why", sorts=False),
        PageColumn("How far", "total_bytes", "progress", sorts=False),
        PageColumn("Files", "files", "number"),
        PageColumn("Left", "left_s", "span", sorts=False),
    ),
    "traces": (
        PageColumn("When", "time", "time"),
        PageColumn("What", "message"),
        PageColumn("Sign", "sign"),
        PageColumn("Host", "host"),
        PageColumn("What it proves", "proves", sorts=False),
        PageColumn("What it does not", "not_proved", sorts=False),
        PageColumn("File", "path", "path", sorts=False),
    ),
    "timeline": (
        PageColumn("When", "time", "time"),
        PageColumn("What", "message"),
        PageColumn("Kind", "kind"),
        PageColumn("Host", "host"),
        PageColumn("Known from", "source"),
    ),
    "entries": (
        PageColumn("No.", "seq", "number"),
        PageColumn("Written", "time", "time"),
        PageColumn("Kind", "kind"),
        PageColumn("By", "actor_name"),
        PageColumn("What it says", "body", "body", sorts=False),
        PageColumn("Entry", "id", "code", sorts=False),
    ),
    "facts": (
        PageColumn("About", "subject", "words"),
        PageColumn("Status", "status", "state"),
        PageColumn("Value", "value", "body", sorts=False),
        PageColumn("As of", "as_of", "time"),
        PageColumn("Put down", "recorded", "time"),
    ),
    "evidence": (
        PageColumn("Taken", "time", "time"),
        PageColumn("What", "path", "path"),
        PageColumn("By", "taken_by"),
        PageColumn("Why", "why"),
        PageColumn("SHA-256", "sha256", "code", sorts=False),
        PageColumn("Since then", "custody", "list", sorts=False),
    ),
    "people": (
        PageColumn("Who", "name", link="{base}/people/{key}", sorts=False),
        PageColumn("Number", "sourcedId", sorts=False),
        PageColumn("Role", "role"),
        PageColumn("Minor", "is_minor", "yes"),
        PageColumn("How sure", "confidence", "state"),
        PageColumn("Kinds of data", "kinds", "wordlist", sorts=False),
        PageColumn("Documents", "documents", "number"),
        PageColumn("Reviewed", "reviewed", "list", sorts=False),
    ),
    "review": (
        PageColumn("Who", "name"),
        PageColumn("Role", "role"),
        PageColumn("How sure", "confidence", "state"),
    ),
    "person": (
        PageColumn("Kinds of data", "kinds", "wordlist", sorts=False),
        PageColumn("How sure", "confidence", "state", sorts=False),
        PageColumn("Linked by", "linked_by", "wordlist", sorts=False),
        PageColumn("File", "paths", "list", sorts=False),
        PageColumn("Where in it", "places", "list", sorts=False),
        PageColumn("Content", "content", "code", sorts=False),
    ),
    "statements": (
        PageColumn("Written", "time", "time"),
        PageColumn("For", "audience"),
        PageColumn("Approved by", "approved_by", "list", sorts=False),
        PageColumn("Published", "published", "yes"),
        PageColumn("Says more than the record shows", "stopping", "count", sorts=False),
        PageColumn("Waits for a person", "waiting", "count", sorts=False),
        PageColumn("SHA-256", "sha256", "code", sorts=False),
    ),
    "clocks": (
        PageColumn("Due", "due", "time"),
        PageColumn("To", "to_whom"),
        PageColumn("What", "title"),
        PageColumn("State", "state", "state"),
        PageColumn("Hours left", "hours_left", "number"),
        PageColumn("Law", "citation"),
        PageColumn("Approved by counsel", "approved", "yes"),
    ),
}
