"""What starts, or opens, by itself: what of it is new, what is hostile, and what a restore would bring
back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import format_time
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.host_records import FileNight, Gathered
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.other_coverage import name_source
from firstbell.investigate.hunts.readers.starts import HOSTILE, SHELL_SHOWN
from firstbell.investigate.hunts.records import HeldRecords, HuntRecord
from firstbell.investigate.hunts.traces import POINTING, SHOWN, Bounds, Trace, tell_sign

PERSISTENCE_SHOWN = "hunt.persistence_shown"
KNOWN = "known"
# place -> the sign that it is, and what it is in a sentence
SIGNS = {
    "run key": ("stay.run", "The registry starts"),
    "service": ("stay.service", "A service starts"),
    "task": ("stay.task", "A task starts"),
    "wmi": ("stay.wmi", "A WMI subscription starts"),
    "bits": ("stay.bits", "A transfer job starts"),
    "rdp": ("stay.rdp", "A way back by remote desktop is set"),
    "sysvol": ("stay.policy", "A policy of the domain holds"),
    "webshell": ("entry.webshell", "A script in a web folder"),
    "cron": ("stay.unix", "cron starts"),
    "systemd": ("stay.unix", "A systemd unit holds"),
    "authorized_keys": ("stay.unix", "A key that opens an account was added"),
    "ld.so.preload": ("stay.unix", "A library is loaded into every program"),
    "pam": ("stay.unix", "The rules of logging on were changed"),
    "sudoers": ("stay.unix", "Rights of root were given"),
    "udev": ("stay.unix", "A device rule holds"),
    "sshd": ("stay.unix", "The settings of SSH were changed"),
    "shell": ("stay.unix", "A start script of the shell holds"),
    "account": ("account.created", "An account"),
}
# places where anything new is worth a trace; elsewhere only what is hostile by itself
_ALWAYS = frozenset({"ld.so.preload", "authorized_keys", "rdp", "webshell", "pam"})
# files that hold much besides, without which a host does not start or nobody can log on to it
_DATABASES = re.compile(
    rb"(?i).*/(ntds\.dit|objects\.data|etc/(passwd|group|shadow|pam\.conf|pam\.d/[^/]+|sudoers|ssh/sshd_config))"
)
# accounts of Windows whose names end like those of machines
_NOT_HIDDEN = frozenset({"homegroupuser$"})
_NORMAL_PAM = (
    "pam_unix",
    "pam_deny",
    "pam_permit",
    "pam_systemd",
    "pam_env",
    "pam_limits",
    "pam_cap",
    "pam_umask",
)


@dataclass(frozen=True)
class Start:
    """One thing that would start again. `is_new`: no older backup that could have held it does.

    `strength`: "shown" hostile, "pointing" (new), "known" (it was there before).
    """

    host: str
    place: str
    key: str
    command: str
    path: bytes
    is_new: bool
    strength: str
    known_after_ns: int | None
    known_by_ns: int
    reference: str
    source: str = ""

    @property
    def is_alone(self) -> bool:
        """Whether its file can be left out: it is no hive, no directory, and no other file that a host
        needs.
        """
        return self.source != "registry" and _DATABASES.fullmatch(self.path) is None

    @property
    def hex_id(self) -> str:
        """32 hexadecimal digits, the same in every hunt."""
        text = "\0".join((self.host, self.place, self.key, self.command))
        return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]


def is_hostile(item: HuntRecord) -> bool:
    """Whether what starts is hostile by itself: by what it runs, or where it stands."""
    place, command = item.fields["Place"], item.fields["Command"]
    if place == "ld.so.preload" or (place == "webshell" and command.startswith(SHELL_SHOWN)):
        return True
    if place == "account":
        name = item.fields.get("Account", "").lower()
        is_hidden = "Uid" not in item.fields and name.endswith("$") and name not in _NOT_HIDDEN
        return is_hidden or (item.fields.get("Uid") == "0" and name != "root")
    if place == "pam":
        return "/tmp/" in command or ("pam_exec" in command and HOSTILE.search(command) is not None)
    if place == "rdp":
        key = item.fields["Key"].lower()
        return "sethc" in key or "utilman" in key or "portproxy" in key
    return HOSTILE.search(command) is not None


def _list_first(gathered: Gathered) -> Iterator[tuple[FileNight, HuntRecord, FileNight | None]]:
    """(file of a night, item, the file's night before) where an item stands first."""
    for files in gathered.files.values():
        seen: set[str] = set()
        before: FileNight | None = None
        for one in files:
            for item in one.items:
                if item.kind == "start" and item.key not in seen:
                    seen.add(item.key)
                    yield one, item, before
            before = one


def judge_starts(gathered: Gathered, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    """The traces of what starts by itself: hostile by what it runs, or new where nothing new is usual."""
    for one, item, before in _list_first(gathered):
        place = item.fields["Place"]
        base = gathered.nights.find_before(one.night, one.held.path)
        is_new = base is not None
        hostile = is_hostile(item)
        if not hostile and not (is_new and place in _ALWAYS and _is_unusual(item)):
            continue
        sign_id, words = SIGNS[place]
        if place == "account" and (not hostile or "Uid" not in item.fields):
            continue  # accounts of Windows have signs of their own
        sign = signs[sign_id]
        since = "" if is_new else " (no older backup tells since when)"
        yield tell_sign(
            sign,
            gathered.nights.host,
            strength=SHOWN if hostile and is_new else POINTING,
            account=item.fields.get("User", item.fields.get("Account", "")),
            # a time before the backup that does not hold it is refuted
            time_ns=item.time_ns if base is not None and item.time_ns > base.time_ns else 0,
            message=f"{words}: {_show(item)}{since}.",
            source=name_source(one),
            path=one.held.path,
            bounds=Bounds(
                base.time_ns if base else None,
                one.night.time_ns,
                one.night.hex_id,
                _find_last(gathered, one, item),
            ),
            more={"place": place, "key": item.fields["Key"]},
        )
        del before


def _is_unusual(item: HuntRecord) -> bool:
    place, command = item.fields["Place"], item.fields["Command"]
    if place == "pam":
        return not any(name in command for name in _NORMAL_PAM) and "pam_" in command
    # many an application takes files
    return place != "webshell" or command.startswith("runs")


def _show(item: HuntRecord) -> str:
    key, command = item.fields["Key"], item.fields["Command"]
    return f"{command[:300]} ({key[-160:]})"


def _find_last(gathered: Gathered, first: FileNight, item: HuntRecord) -> str:
    last = first.night
    for one in gathered.files[first.held.path]:
        if any(other.key == item.key for other in one.items):
            last = one.night
    return last.hex_id


def list_starts(gathered: Gathered, sources: Iterable[HeldRecords], base_ns: int | None) -> list[Start]:
    """Everything that a tree would start again, which holds these sources. New is what no night up to
    `base_ns` holds.

    `base_ns`: the last night before the earliest sign, in nanoseconds; None where there is none.
    """
    found: dict[str, Start] = {}
    for held in sources:
        files = gathered.files.get(held.path, ())
        current = next((one for one in files if one.held.content == held.content), None)
        for item in current.items if current is not None else ():
            if item.kind == "start":
                start = _make_start(gathered, files, item=item, base_ns=base_ns)
                found[start.hex_id] = start
    order = {SHOWN: 0, POINTING: 1, KNOWN: 2}
    return sorted(found.values(), key=lambda one: (order[one.strength], one.place, one.key))


def _make_start(
    gathered: Gathered, files: Sequence[FileNight], *, item: HuntRecord, base_ns: int | None
) -> Start:
    holding = [one for one in files if any(other.key == item.key for other in one.items)]
    first = holding[0].night
    before = gathered.nights.find_before(first, holding[0].held.path)
    is_old = base_ns is not None and first.time_ns <= base_ns
    is_new = not is_old and (before is not None or base_ns is not None)
    hostile = is_hostile(item)
    # what stood there in the oldest backup may be the district's own; a shell for whoever calls is not
    is_shown = hostile and ((is_new and before is not None) or item.fields["Place"] == "webshell")
    strength = SHOWN if is_shown else POINTING if is_new or hostile else KNOWN
    return Start(
        gathered.nights.host,
        item.fields["Place"],
        item.fields["Key"],
        item.fields["Command"],
        holding[0].held.path,
        is_new,
        strength,
        before.time_ns if before else None,
        first.time_ns,
        first.hex_id,
        holding[0].held.source,
    )


def describe_start(start: Start) -> dict[str, Any]:
    """One thing that would start again, as an object for JSON. Shape: docs/hunts.md."""
    return {
        "message_type": "persistence",
        "id": start.hex_id,
        "host": start.host,
        "place": start.place,
        "key": start.key,
        "command": start.command,
        "path": show_path(start.path),
        "new": start.is_new,
        "strength": start.strength,
        "known_after": None if start.known_after_ns is None else format_time(start.known_after_ns),
        "known_by": format_time(start.known_by_ns),
        "reference": f"snapshot:{start.reference}",
        "alone": start.is_alone,
        "code": PERSISTENCE_SHOWN if start.strength == SHOWN else "",
    }
