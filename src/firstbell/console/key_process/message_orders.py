"""What is done about reported messages by a command line: one is checked, and a person decides on one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from firstbell.actions.messages.reported import ReportedMessage
from firstbell.base.errors import UsageError
from firstbell.console.key_process.case_orders import find_case
from firstbell.console.key_process.order_fields import (
    Fields,
    KeptFile,
    OrderGround,
    OrderKind,
    PlannedOrder,
    take_field,
    take_why,
)
from firstbell.console.key_process.readiness_orders import need_configuration
from firstbell.console.key_process.register import FOLDER
from firstbell.console.key_process.work import WorkList
from firstbell.console.messages import MAX_UPLOAD_BYTES
from firstbell.triage.answers import find_decided_kind, tell_title
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.papers import is_paper

TRIAGE, DECIDE, TRUST = "triage-message", "decide-message", "trust-sender"
# of the desk's folder `console`: what was handed in, as it came
KEPT = "messages"
# who may add such entries by hand, too
_HANDLERS = frozenset({"director", "technician", "forensic"})
# how a file with this ending begins; nothing where it is text. Source: each format's own specification
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".eml": (),
    ".txt": (),
    ".mbox": (b"From ",),
    ".msg": (b"\xd0\xcf\x11\xe0",),
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF8",),
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".tiff": (b"II*\x00", b"MM\x00*"),
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 4 << 10
# the command line says what of these is none; and no option of it
_SENDER = re.compile(r"[A-Za-z0-9@][A-Za-z0-9@.+_-]{2,199}")
_MOST_MESSAGES = 100
_MOST_HANDED = 100
_AT_DESK = "at the desk, `firstbell message triage FILE` takes it"
_INDICATORS = "The addresses in it go on the record, written so that nobody follows them by accident."
# what a page of messages shows of one of them, as `message triage --json` tells it
_TOLD = (
    *("sha256", "number", "label", "title", "advice", "look", "urgency", "score", "reasons", "from"),
    *("subject", "date", "problems", "unread", "size_bytes", "concerns_child"),
)


def _triage_message(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    ending, data = _take_message(ground.content, fields)
    place = ground.places.desk / FOLDER / KEPT / f"{hashlib.sha256(data).hexdigest()[:16]}{ending}"
    words = ("message", "triage", str(place), "--text", "--case", str(case.folder))
    return PlannedOrder(
        title="Check a reported message",
        tells=(
            "Firstbell keeps the message at the desk as it came. Two readers say what it is, and what to "
            "answer. Files that came with it are read behind a fence.",
            "Nothing is asked of the network: no link in it is opened, and nobody learns that it was read.",
            f"If it threatens or deceives, it becomes evidence of this case. {_INDICATORS} Any other message "
            "leaves nothing on the record.",
        ),
        undo="No. What goes on the record stays. If the readers are wrong, decide on the message's page.",
        back=f"/cases/{case.id}/messages",
        words=(*words, "--desk", str(ground.places.desk)),
        keeps=KeptFile(place, data),
    )


def _take_message(content: bytes, fields: Fields) -> tuple[str, bytes]:
    """The ending and the bytes of what was handed in. Only its kind is judged. Raises: UsageError."""
    text = fields.get("text", "")
    if content and text.strip():
        raise UsageError(
            "there are two messages: one that was pasted, and a file", hint="hand in one after the other"
        )
    ending, data = ".txt", text.strip().encode()
    if is_paper("", data[:_HEAD_BYTES]):
        # words that begin like another format ("BMW ...") stay words
        data = b"\n" + data
    if content:
        ending, data = _judge_ending(fields.get("file", "")), content
    if not data.strip():
        raise UsageError(
            "there is no message in it", hint="paste its text, or choose a file that is not empty"
        )
    if len(data) > MAX_UPLOAD_BYTES:
        raise UsageError(f"the message has more than {MAX_UPLOAD_BYTES >> 20} MB", hint=_AT_DESK)
    if not _is_of_kind(ending, data):
        raise UsageError(
            f"the content of this file is not what its name says ({ending})",
            hint="save the message from the mail program again; " + _AT_DESK,
        )
    if data.count(b"\nFrom ") >= _MOST_MESSAGES:
        raise UsageError(f"the file may hold more than {_MOST_MESSAGES} messages", hint=_AT_DESK)
    return ending, data


def _judge_ending(name: str) -> str:
    ending = PurePosixPath(name.lower()).suffix
    if ending not in _BEGINNINGS:
        raise UsageError(
            f"the console takes messages as {', '.join(_BEGINNINGS)}; this file ends in "
            f"{ending[:12] or 'nothing'}",
            hint="save the message from the mail program as one of these, or take a picture of it; "
            + _AT_DESK,
        )
    return ending


def _is_of_kind(ending: str, data: bytes) -> bool:
    if _BEGINNINGS[ending] and not data.startswith(_BEGINNINGS[ending]):
        return False
    if _BEGINNINGS[ending] and ending != ".mbox":
        return True
    # by name and beginning the command line takes what is no mail for a document: only text is meant here
    is_document = is_paper("", data[:_HEAD_BYTES])
    return not is_document and (b"\0" not in data or data.startswith(_WIDE))


def _decide_message(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    handed = find_handed(ground.shelf, f"/cases/{case.id}/messages", fields.get("message", ""))
    if handed is None:
        raise UsageError("there is no such message", hint="open it from the page Messages")
    label = fields.get("label", "")
    if label not in set(Label):
        raise UsageError(f"{label!r} is not what a message can be", hint="choose it from the list")
    why = take_why(ground, fields)
    decided = Label(label)
    number = ("--number", str(handed["number"])) if handed["number"] else ()
    return PlannedOrder(
        title="Decide what a message is",
        tells=(
            f"You decide: {tell_title(decided, kind=find_decided_kind(decided))}.",
            *([f"It becomes evidence of this case. {_INDICATORS}"] if decided in HARMFUL else []),
            f"The record keeps the reason: {why}",
        ),
        undo="Decide again: the last decision counts. That both were made stays on the record.",
        back=f"/cases/{case.id}/messages/{handed['message']}",
        words=(
            *("message", "decide", str(handed["path"]), decided.value, "--why", why, *number),
            *("--case", str(case.folder), "--desk", str(ground.places.desk)),
        ),
    )


def _trust_sender(ground: OrderGround, fields: Fields) -> PlannedOrder:
    need_configuration(ground)
    case, desk = find_case(ground, fields), str(ground.places.desk)
    sender = take_field(fields, "sender", shape=_SENDER, what="mail domain or address").lower()
    drops = bool(fields.get("drop"))
    tells: tuple[str, ...] = (
        f"Mail of {sender} counts as genuine from now on where its own server proves it and neither reader "
        "finds harm in it. Do this only for somebody whom the district knows.",
        "Mail of a domain that imitates it counts as deceit.",
    )
    if drops:
        tells = (f"Mail of {sender} is treated as any mail from outside again.",)
    return PlannedOrder(
        title="Take a sender off the list" if drops else "Trust a sender",
        tells=(*tells, "The list stands in firstbell.toml on the desk's machine."),
        undo="Yes: on the same page.",
        back=f"/cases/{case.id}/messages",
        words=("message", "trust", sender, *(["--drop"] if drops else []), "--desk", desk),
    )


def find_handed(shelf: WorkList, back: str, message: str) -> dict[str, Any] | None:
    """A message that was handed in on the page `back`, by its id, with what it says."""
    return next((one for one in _read_handed(shelf, back) if one["message"] == message), None)


def list_handed(shelf: WorkList, back: str, reported: Iterable[ReportedMessage]) -> list[dict[str, Any]]:
    """The newest that were handed in there, each once: what waits for a person first, then the most urgent.

    `reported`: those on the record, by which a decision is known.
    """
    known = {one.sha256: one for one in reported}
    found: dict[str, dict[str, Any]] = {}
    for one in _read_handed(shelf, back):
        if one["message"] in found:
            found[one["message"]]["times"] += 1
        elif len(found) < _MOST_HANDED:
            told = add_decision(one, known.get(one["sha256"]))
            found[one["message"]] = {name: held for name, held in told.items() if name != "says"}
    return sorted(found.values(), key=lambda one: (not one["waits"], one["urgency"]))


def add_decision(handed: Mapping[str, Any], reported: ReportedMessage | None) -> dict[str, Any]:
    """What the page shows of a message: a person's word comes before the readers'."""
    told: dict[str, Any] = {**handed, "decided": "", "why": "", "times": 1, "waits": bool(handed["look"])}
    if reported is not None and reported.decided is not None:
        told |= {"decided": reported.decided.value, "why": reported.why, "waits": False}
        told |= {"decided_by": reported.decided_by, "decided_at": reported.decided_at}
        told |= {"label": reported.label.value, "title": reported.title, "advice": reported.advice}
    told["is_harmful"] = told["label"] in set(HARMFUL)
    return told


def _read_handed(shelf: WorkList, back: str) -> Iterator[dict[str, Any]]:
    """What the work of the page printed of each message, the newest first."""
    for work in shelf.list_all():
        order = work.order
        if order.name != TRIAGE or order.back != back:
            continue
        for line in work.read_lines():
            if line.get("message_type") == "message" and line.get("sha256"):
                told = {name: line.get(name) for name in _TOLD}
                kept = {"message": str(line["sha256"])[:16], "path": order.words[2], "work": order.id}
                yield {**told, **kept, "who": order.who, "at": order.at, "says": line.get("says") or {}}


def list_labels() -> list[tuple[str, str]]:
    """What a person can decide that a message is, with its words."""
    return [(one.value, tell_title(one, kind=find_decided_kind(one))) for one in Label]


MESSAGE_ORDERS: dict[str, OrderKind] = {
    TRIAGE: OrderKind("messages", _triage_message, _HANDLERS),
    DECIDE: OrderKind("message", _decide_message, _HANDLERS),
    TRUST: OrderKind("messages", _trust_sender, frozenset({"director"})),
}
