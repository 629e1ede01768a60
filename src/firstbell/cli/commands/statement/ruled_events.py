"""What is told of an encryption event that is none any more, since a person ruled its snapshots benign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from firstbell.cli.terminal.options import Result
from firstbell.cli.terminal.output import Output

if TYPE_CHECKING:
    from firstbell.compose.rulings import EventRuling
    from firstbell.compose.verdicts import VerdictRuling
    from firstbell.ledger import Entry

RULED_BENIGN = "ruled_benign"


def describe_ruled(hex_id: str, rulings: Sequence[VerdictRuling], stage: EventRuling) -> dict[str, Any]:
    """The event as a message; `ruled` says of each snapshot who ruled, when and why."""
    subjects = [ruling.subject for ruling in rulings]
    return {
        "message_type": "event",
        "id": hex_id,
        "state": RULED_BENIGN,
        "hosts": sorted({subject.host for subject in subjects}),
        "snapshots": [subject.snapshot for subject in subjects],
        "first_damage": subjects[0].snapshot_time,
        "last_damage": subjects[-1].snapshot_time,
        "suspect_since": None,
        "declared": stage.declared or None,
        "closed": stage.closed or None,
        "files_damaged": sum(subject.files_damaged for subject in subjects),
        "ruled": [
            {
                "snapshot_id": ruling.subject.snapshot,
                "verdict": ruling.verdict,
                "who": ruling.subject.who,
                "why": ruling.why,
                "time": ruling.time,
            }
            for ruling in rulings
        ],
    }


def show_ruled(
    output: Output, hex_id: str, rulings: Sequence[VerdictRuling], *, entries: Iterable[Entry]
) -> Result:
    """Tell all of one event."""
    from firstbell.compose.rulings import find_named_ruling

    told = describe_ruled(hex_id, rulings, find_named_ruling(entries, hex_id))
    output.message(told)
    output.text(f"Encryption event {hex_id} (a person ruled it benign)")
    output.text(f"  hosts            {', '.join(told['hosts'])}")
    output.text(f"  first damage     {told['first_damage']}")
    for name in ("declared", "closed"):
        if told[name]:
            output.text(f"  {name:<16} {told[name]}")
    for one in told["ruled"]:
        who = one["who"] or "somebody"
        output.text(f"  {one['snapshot_id'][:8]}: {who} ruled it benign at {one['time']}: {one['why']}")
    output.text("`firstbell examine rule SNAPSHOT --undo` makes it an event again")
    output.summary({"events": 1})
    return None
