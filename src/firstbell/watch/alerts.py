"""What an alert says, and how it reads as text. The JSON form is the struct itself: docs/watch.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Literal

import msgspec

from firstbell.base import pathtext
from firstbell.base.zones import UnknownZoneError, load_zone, show_times_in
from firstbell.vault.entries import EVERY_HOST

Kind = Literal[
    "event", "suspect", "set_aside", "time", "late", "rise", "drop", "reading", "refused", "silent",
    "trouble", "looks", "test",
]  # fmt: skip
Severity = Literal["critical", "warning"]
_CRITICAL = frozenset({"event", "silent"})


class AlertSign(msgspec.Struct, frozen=True):
    """A reason of a verdict."""

    code: str
    detail: str
    count: int


class SnapshotPoint(msgspec.Struct, frozen=True):
    """A snapshot that is whole."""

    snapshot_id: str
    time: str


class SetAsideObject(msgspec.Struct, frozen=True):
    """Something that is served to nobody."""

    type: str
    name: str
    why: str


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert. `id`: the same each time it is sent. Times: RFC 3339. "", None, 0 and (): not told."""

    message_type: Literal["alert"] = "alert"
    id: str
    kind: Kind
    severity: Severity
    time: str
    vault: str
    district: str = ""
    time_zone: str = ""
    host: str
    subject: str
    text: str = ""
    snapshot_id: str = ""
    snapshot_time: str = ""
    verdict: str = ""
    files_damaged: int = 0
    files_deleted: int = 0
    files: tuple[str, ...] = ()
    signs: tuple[AlertSign, ...] = ()
    clean_point: SnapshotPoint | None = None
    event: str = ""
    case: str = ""
    next_command: str = ""
    call: str = ""
    frozen: bool = False
    objects: tuple[SetAsideObject, ...] = ()


def name_alert(kind: str, host: str, about: str) -> str:
    """The id of an alert: what it is about gives it, so that it is raised once."""
    return hashlib.sha256(f"firstbell alert\n{kind}\n{host}\n{about}".encode()).hexdigest()[:32]


def find_severity(kind: str) -> Severity:
    """How urgent a kind is."""
    return "critical" if kind in _CRITICAL else "warning"


def show_path(path: bytes) -> str:
    r"""A path for an alert: bytes that are not UTF-8 as `\xNN`, control characters too."""
    return pathtext.say_path(path)


def say_times(alert: Alert, text: str) -> str:
    """A text of an alert whose times are shown as the district's clocks show them."""
    try:
        return show_times_in(text, load_zone(alert.time_zone)) if alert.time_zone else text
    except UnknownZoneError:
        return text


def render_text(alert: Alert) -> str:
    """The alert for people."""
    return pathtext.say_lines("\n".join(_render_lines(alert)) + "\n")


def _render_lines(alert: Alert) -> Iterator[str]:
    yield alert.subject
    yield ""
    if alert.text:
        yield say_times(alert, alert.text)
        yield ""
    # first what a phone shows without scrolling
    facts = {
        "Do now": f"{alert.next_command}  (on the desk)" if alert.next_command else "",
        "Call": alert.call,
        "Host": alert.host if alert.kind != "test" and alert.host != EVERY_HOST else "",
        "Time": alert.time,
        "Snapshot": f"{alert.snapshot_id} of {alert.snapshot_time}" if alert.snapshot_id else "",
        "Verdict": alert.verdict,
        "Event": alert.event,
        "Case": alert.case,
        "Retention": "frozen: nothing of this host is removed" if alert.frozen else "",
    }
    for name, value in facts.items():
        if value:
            yield f"{name + ':':<12} {say_times(alert, value)}"
    if alert.verdict:
        point = alert.clean_point
        told = f"{point.snapshot_id} of {point.time}" if point else "none: no clean snapshot before this one"
        yield f"{'Clean point:':<12} {say_times(alert, told)}"
    yield from _list_up("Signs", [sign.detail for sign in alert.signs])
    total = alert.files_damaged + alert.files_deleted
    more = f" (the first {len(alert.files)} of {total})" if total > len(alert.files) else ""
    yield from _list_up(f"Files{more}", list(alert.files))
    yield from _list_up("In quarantine", [f"{one.type}/{one.name}: {one.why}" for one in alert.objects])
    yield ""
    about = [f"Alert {alert.id}", f"vault {alert.vault}" if alert.vault else "", alert.district]
    yield ", ".join(filter(None, about))


def _list_up(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title}:"
        yield from (f"  {line}" for line in lines)
