"""What is done for a case by a command line: evidence taken and handed over, hunts, a review applied."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from firstbell.base.errors import UsageError
from firstbell.case.folder import CASES
from firstbell.console.key_process.order_fields import (
    LOCK_WAIT,
    Fields,
    OrderGround,
    OrderKind,
    PlannedOrder,
    find_repository,
    take_field,
    take_line,
    take_why,
)
from firstbell.console.key_process.places import ConsoleCase
from firstbell.console.key_process.review_service import APPLY, make_apply_words
from firstbell.ledger.personal import refuse_personal

_HEX = re.compile(r"[0-9a-f]{8,64}")
_MOST_TO = 200
_MOST_NAME = 120
SCAN, OPEN = "scan-people", "open-case"
_CUSTODIANS = frozenset({"director", "technician", "forensic"})
_REVIEWERS = frozenset({"director", "counsel", "reviewer"})


def find_case(ground: OrderGround, fields: Fields) -> ConsoleCase:
    """The case that a form names. Raises: UsageError."""
    case = ground.places.find_case(fields.get("case", ""))
    if case is None:
        raise UsageError("there is no such case")
    return case


def _open_case(ground: OrderGround, fields: Fields) -> PlannedOrder:
    name = take_line(fields, "title")[:_MOST_NAME]
    if not name:
        raise UsageError("the case has no name", hint="write what people call it")
    words = ["case", "open", str(_find_place(ground.places.desk, name)), f"--name={name}"]
    event, _, place = fields.get("covers", "").partition(" ")
    covers = "It covers no event yet. You can put one on its record later."
    if event:
        repository = find_repository(ground, {"place": place})
        words += ["--event", take_field({"event": event}, "event", shape=_HEX, what="event")]
        words += [*repository.words, *LOCK_WAIT]
        covers = (
            f"It covers event {event[:8]}, with the hosts that it struck. If nobody has declared it yet, "
            "that is done now. The record gets what the event proves, and the duties to notify run from then."
        )
    return PlannedOrder(
        title="Open a case",
        tells=(
            f"A case is opened: {name}",
            covers,
            "The desk's own key signs, as the director who is in charge. All others are added at the desk: "
            "the page on which they sign shows the command.",
            f"Its record lies in {words[2]} on the desk's machine.",
        ),
        undo="No. A case can be closed; its record stays.",
        back="/cases",
        words=(*words, "--desk", str(ground.places.desk)),
    )


def _find_place(desk: Path, name: str) -> Path:
    """A folder that is not there yet, called like the case."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "case"
    place = desk / CASES / plain
    return place.with_name(f"{plain}-{secrets.token_hex(3)}") if place.exists() else place


def _take_evidence(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    repository = find_repository(ground, fields)
    snapshot = take_field(fields, "snapshot", shape=_HEX, what="snapshot")
    path = fields.get("path", "").strip()
    if not path.startswith("/"):
        raise UsageError(
            f"{path!r} is not a full path", hint="write it as the snapshot shows it, beginning with /"
        )
    why = take_why(ground, fields)
    words = ["case", "evidence", "add", f"{snapshot}:{path}", "--why", why, "--case", str(case.folder)]
    if fields.get("by_value"):
        words.append("--by-value")
    copied = "Its bytes are also copied into the case." if fields.get("by_value") else "Its bytes stay there."
    return PlannedOrder(
        title="Take evidence",
        tells=(
            f"The file {path} of snapshot {snapshot[:8]} is hashed, and goes on the record as evidence.",
            f"A pin keeps the snapshot, whatever retention says. {copied}",
            f"The record keeps the reason: {why}",
        ),
        undo="No. What was taken stays on the record; the pin can be removed at the desk.",
        back=f"/cases/{case.id}/evidence",
        words=(*words, "--desk", str(ground.places.desk), *repository.words, *LOCK_WAIT),
    )


def _hand_over(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    evidence = take_field(fields, "evidence", shape=_HEX, what="evidence")
    to = " ".join(fields.get("to", "").split())[:_MOST_TO]
    if not to or to.startswith("-"):
        raise UsageError("nobody is named who receives it")
    refuse_personal("who receives it", to)
    why = take_why(ground, fields)
    words = ("case", "evidence", "hand-over", evidence, "--to", to, "--why", why, "--case", str(case.folder))
    repository = find_repository(ground, fields)
    return PlannedOrder(
        title="Hand evidence over",
        tells=(
            f"Evidence {evidence[:8]} is hashed again, and the record says that {to} received it.",
            "If it is not what it was when it was taken, nothing is handed over and the record says so.",
            f"The record keeps the reason: {why}",
        ),
        undo="No. A later note can set it right.",
        back=f"/cases/{case.id}/evidence",
        words=(*words, "--desk", str(ground.places.desk), *repository.words, *LOCK_WAIT),
    )


def _join_event(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case, repository = find_case(ground, fields), find_repository(ground, fields)
    event = take_field(fields, "event", shape=_HEX, what="event")
    words = ("case", "declare", event, "--case", str(case.folder))
    return PlannedOrder(
        title="Put the event on the record of the case",
        tells=(
            f"The case covers event {event[:8]} from now on: {case.name}",
            "The record gets when the event was found and declared, and the duties to notify run from then.",
        ),
        undo="No. A time that is wrong can be corrected by counsel.",
        back=f"/events/{event}",
        words=(*words, "--desk", str(ground.places.desk), *repository.words, *LOCK_WAIT),
    )


def _run_hunt(ground: OrderGround, fields: Fields) -> PlannedOrder:
    repository = find_repository(ground, fields)
    return PlannedOrder(
        title="Run the hunt",
        tells=(
            "Firstbell reads the logs in all nightly snapshots of all hosts. It answers seven questions, "
            "such as how the intruder came in, which accounts and hosts they used, whether data was taken, "
            "and what a restore would start again.",
            "This can take hours the first time. It goes on when you close the browser.",
        ),
        undo="There is nothing to undo: a hunt changes nothing in the backups.",
        back="/hunt",
        words=("hunt", "run", *repository.words, "--no-lock"),
    )


def _scan_people(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    repository = find_repository(ground, fields)
    place = fields.get("roster", "").strip()
    if place and not (Path(place).is_absolute() and Path(place).exists()):
        raise UsageError(
            f"there is no {place!r} at the desk",
            hint="write the full path of the roster on the desk's machine",
        )
    who = f"People are known by the roster in {place}."
    if not place:
        who = "No roster is named: people are found by what the files say alone, fewer of them for certain."
    words = ["impact", "scan", *([f"--roster={place}"] if place else []), "--case", str(case.folder)]
    return PlannedOrder(
        title="Search the affected files for people",
        tells=(
            "Firstbell reads every file that an open event touched, in its clean version, and notes whose "
            f"data stands in it. {who}",
            "Values are masked and kept sealed in the case; the record gets counts alone. Files that were "
            "read with the same roster before are not read again.",
            "This can take hours. It goes on when you close the browser.",
        ),
        undo="Search again: the newest result counts. One that finds less than the last is not recorded.",
        back=f"/cases/{case.id}/people",
        words=(*words, "--desk", str(ground.places.desk), *repository.words, *LOCK_WAIT),
    )


def _apply_review(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    return PlannedOrder(
        title="Apply the decisions on the record",
        tells=("Firstbell makes the list of people again from the scan and the decisions on the record.",),
        undo="There is nothing to undo: done twice it is the same.",
        back=f"/cases/{case.id}/review",
        words=make_apply_words(ground.places, case),
    )


CASE_ORDERS: dict[str, OrderKind] = {
    OPEN: OrderKind("cases", _open_case, frozenset({"director"})),
    "take-evidence": OrderKind("evidence", _take_evidence, _CUSTODIANS),
    "hand-over": OrderKind("evidence", _hand_over, _CUSTODIANS),
    SCAN: OrderKind("people", _scan_people),
    "join-event": OrderKind("event", _join_event, frozenset({"director"})),
    "run-hunt": OrderKind("hunt", _run_hunt, _CUSTODIANS),
    APPLY: OrderKind("review", _apply_review, _REVIEWERS),
}
