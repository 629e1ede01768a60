"""Registry hives: what starts by itself, services, accounts, tools that ran, transfer tools, what is
silenced.

A hive that was in use is read together with its transaction logs, where they lie beside it.

Source: Maxim Suhanov, "Windows registry file format specification"; Microsoft's names of keys.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.investigate.hunts.readers import hive_keys
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.hive_logs import apply_logs
from firstbell.investigate.hunts.readers.hive_users import read_user
from firstbell.investigate.hunts.readers.hives import (
    EPOCH_TICKS,
    Hive,
    list_subkeys,
    read_raw,
    read_text,
    read_time_ns,
    read_values,
    render,
)
from firstbell.investigate.hunts.readers.lines import HELD
from firstbell.investigate.hunts.records import HuntRecord


def read_hive(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """What a hive says, with what its transaction logs hold beyond it.

    Raises: UnreadableSourceError; regipy_rs.ParsingError.
    """
    data, _ = apply_logs(data, beside.values())
    hive = Hive(data, path, int(beside.get(HELD, b"-1")))
    kind = guess_kind(hive)
    source = f"registry/{kind}"
    if kind == "SOFTWARE":
        yield from _read_starts(hive, hive_keys.SOFTWARE_STARTS, source)
        yield from _read_software(hive, source)
    elif kind == "SYSTEM":
        for control in _list_control_sets(hive):
            yield from _read_starts(hive, hive_keys.SYSTEM_STARTS, source, control)
            yield from _read_services(hive, control, source)
            yield from _read_background(hive, control, source)
            yield from _read_shim_cache(hive, control, source)
    elif kind == "SAM":
        yield from _read_accounts(hive, source)
    elif kind == "AMCACHE":
        yield from _read_amcache(hive, source)
    else:
        yield from _read_starts(hive, hive_keys.USER_STARTS, source)
        yield from read_user(hive, path, source)


# kind -> keys of which it holds one
_HELD = (
    ("SYSTEM", ("Select", r"ControlSet001\Services")),
    ("SAM", (r"SAM\Domains", r"Domains\Account")),
    ("AMCACHE", (r"Root\InventoryApplicationFile", r"Root\File")),
    ("SOFTWARE", (r"Microsoft\Windows NT\CurrentVersion", r"Microsoft\Windows")),
)


def guess_kind(hive: Hive) -> str:
    """Which hive it is, by what it holds: its name may be anything."""
    return next((kind for kind, keys in _HELD if any(hive.find(key) is not None for key in keys)), "NTUSER")


def _read_starts(
    hive: Hive, wanted: tuple[hive_keys.WantedKey, ...], source: str, start: Any = None
) -> Iterator[FoundRecords]:
    for one in wanted:
        for path, key in hive.list_keys(one.path, start):
            time_ns = read_time_ns(key)
            for name, (shown, _, data) in read_values(key).items():
                if one.values and name not in one.values:
                    continue
                command = render(data)
                if not command or _is_normal(name, command, narrow=bool(one.values)):
                    continue
                place = "rdp" if path.rpartition("\\")[2].lower() in hive_keys.STICKY else one.place
                yield make_start(
                    source, place=place, key=f"{path}\\{shown}", command=command, time_ns=time_ns
                )


def _is_normal(name: str, command: str, *, narrow: bool) -> bool:
    if not narrow or name not in hive_keys.NORMAL:
        return False
    parts = [part.strip().lower().rpartition("\\")[2] for part in command.split(" | ")]
    return all(part in hive_keys.NORMAL[name] for part in parts) or command.lower() in hive_keys.NORMAL[name]


def make_start(source: str, *, place: str, key: str, command: str, time_ns: int) -> FoundRecords:
    """Something that starts, or opens, by itself: a record for rules, and an item that nights are compared
    by.
    """
    fields: dict[str, str] = {"Place": place, "Key": key, "Command": command}
    # a value that is overwritten starts something else
    known = f"{place}|{key}|{command}".lower()
    return FoundRecords(source, time_ns, dict(fields), item=HuntRecord("start", known, time_ns, fields))


def _list_control_sets(hive: Hive) -> Iterator[Any]:
    select = hive.find("Select")
    number = 1
    if select is not None:
        current = read_values(select).get("current")
        number = int(current[2]) if current and str(current[2]).isdigit() else 1
    for name in (f"ControlSet{number:03d}", "ControlSet001"):
        key = hive.find(name)
        if key is not None:
            yield key
            return


def _read_services(hive: Hive, control: Any, source: str) -> Iterator[FoundRecords]:
    services = hive.find("Services", control)
    for key in list_subkeys(services) if services is not None else ():
        values = read_values(key)
        image = read_text(values, "imagepath")
        start = read_text(values, "start")
        parameters = key.find_subkey("Parameters")
        inner = read_values(parameters) if parameters is not None else {}
        library = read_text(inner, "servicedll")
        failure = read_text(values, "failurecommand")
        time_ns = read_time_ns(key)
        for command in (image, library, failure):
            if command:
                found = make_start(
                    source, place="service", key=f"Services\\{key.name}", command=command, time_ns=time_ns
                )
                found.fields |= {"ServiceName": key.name, "Start": start, "Program": command}
                if found.item is not None:
                    found.item.fields["Start"] = start
                yield found
        if key.name.lower() in ("eventlog", "windefend", "sense", "mpssvc", "sysmon64") and start == "4":
            yield FoundRecords(
                source, time_ns, {"Setting": f"Services\\{key.name}\\Start", "Data": start, "Off": key.name}
            )


_BAM_PATH = re.compile(r"^\\Device\\HarddiskVolume\d+")


def _read_background(hive: Hive, control: Any, source: str) -> Iterator[FoundRecords]:
    """Programs that ran, by the background activity moderator: path and time of the last start, by user."""
    for pattern in (r"Services\bam\State\UserSettings\*", r"Services\bam\UserSettings\*"):
        for path, key in hive.list_keys(pattern, control):
            for shown, _, data in read_values(key).values():
                raw = read_raw(data)
                if not shown.startswith("\\") or len(raw) < 8:
                    continue
                time_ns = max(0, (struct.unpack_from("<Q", raw)[0] - EPOCH_TICKS) * 100)
                program = _BAM_PATH.sub("", shown)
                yield FoundRecords(
                    source, time_ns, {"Program": program, "How": "ran", "User": path.rpartition("\\")[2]}
                )


_SHIM_ENTRY = b"10ts"


def _read_shim_cache(hive: Hive, control: Any, source: str) -> Iterator[FoundRecords]:
    """Programs that Windows 8.1 and later saw, newest first: that they were seen, not that they ran.

    The value begins with the size of its header (Windows 10), or has one of 128 bytes. An entry: `10ts`, four
    bytes, its size (u32), bytes of the path (u16), the path; in Windows 10 then the file's time (FILETIME).
    """
    key = hive.find(r"Control\Session Manager\AppCompatCache", control)
    values = read_values(key) if key is not None else {}
    raw = read_raw(values["appcompatcache"][2]) if "appcompatcache" in values else b""
    at = int.from_bytes(raw[:4], "little") if raw[:1] in (b"\x30", b"\x34") else 128
    is_new = at != 128
    while raw[at : at + 4] == _SHIM_ENTRY and at + 14 <= len(raw):
        size, letters = struct.unpack_from("<IH", raw, at + 8)
        program = raw[at + 14 : at + 14 + letters].decode("utf-16-le", "replace")
        place = at + 14 + letters
        ticks = struct.unpack_from("<Q", raw, place)[0] if is_new and place + 8 <= len(raw) else 0
        time_ns = max(0, (ticks - EPOCH_TICKS) * 100) if ticks else 0
        if program:
            yield FoundRecords(source, time_ns, {"Program": program, "How": "seen"})
        at += 12 + max(size, 2)


def _read_software(hive: Hive, source: str) -> Iterator[FoundRecords]:
    for pattern in (
        r"Microsoft\Windows\CurrentVersion\Uninstall\*",
        r"WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*",
    ):
        for _, key in hive.list_keys(pattern):
            values = read_values(key)
            name = render(values["displayname"][2]) if "displayname" in values else key.name
            where = read_text(values, "installlocation")
            yield FoundRecords(
                source, read_time_ns(key), {"Program": name, "How": "installed", "Folder": where}
            )
    hidden = hive.find(r"Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList")
    if hidden is not None:
        for shown, _, data in read_values(hidden).values():
            if render(data) == "0":
                yield FoundRecords(source, read_time_ns(hidden), {"HiddenAccount": shown})
    yield from _read_silenced(hive, source)
    for path, key in hive.list_keys(r"Microsoft\Windows NT\CurrentVersion\ProfileList\*"):
        values = read_values(key)
        profile = read_text(values, "profileimagepath")
        sid = path.rpartition("\\")[2]
        if sid.startswith("S-1-5-21-"):
            item = HuntRecord("profile", sid, read_time_ns(key), {"Profile": profile, "Sid": sid})
            yield FoundRecords(source, read_time_ns(key), item=item)
    yield from _read_hidden_tasks(hive, source)


def _read_silenced(hive: Hive, source: str) -> Iterator[FoundRecords]:
    for base in (r"Microsoft\Windows Defender", r"Policies\Microsoft\Windows Defender"):
        for kind in ("Paths", "Processes", "Extensions"):
            for key, shown, _ in _list_values(hive, rf"{base}\Exclusions\{kind}"):
                yield FoundRecords(source, read_time_ns(key), {"Exclusion": shown, "ExclusionKind": kind})
        for path in (base, rf"{base}\Real-Time Protection"):
            for key, shown, data in _list_values(hive, path):
                if shown.lower().startswith("disable") and data == "1":
                    fields: dict[str, str | list[str]] = {"Setting": f"{path}\\{shown}", "Off": "Defender"}
                    yield FoundRecords(source, read_time_ns(key), fields)
    yield from _read_silent_logs(hive, source)


def _read_silent_logs(hive: Hive, source: str) -> Iterator[FoundRecords]:
    for name in ("ScriptBlockLogging", "ModuleLogging", "Transcription"):
        for key, shown, data in _list_values(hive, rf"Policies\Microsoft\Windows\PowerShell\{name}"):
            if shown.lower().startswith("enable") and data == "0":
                yield FoundRecords(source, read_time_ns(key), {"Setting": shown, "Silenced": name})
    for channel in ("Security", "System", "Application"):
        path = rf"Microsoft\Windows\CurrentVersion\WINEVT\Channels\{channel}"
        for key, shown, data in _list_values(hive, path):
            if shown.lower() == "enabled" and data == "0":
                yield FoundRecords(source, read_time_ns(key), {"Setting": path, "Silenced": channel})


def _list_values(hive: Hive, path: str) -> Iterator[tuple[Any, str, str]]:
    """(key, name, data as text) of each value at a path."""
    key = hive.find(path)
    for shown, _, data in read_values(key).values() if key is not None else ():
        yield key, shown, render(data)


def _read_hidden_tasks(hive: Hive, source: str) -> Iterator[FoundRecords]:
    """Tasks that nobody is shown, since their security descriptor was taken away."""
    tree = hive.find(r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree")
    stack = [("", tree)] if tree is not None else []
    while stack:
        path, key = stack.pop()
        values = read_values(key)
        if "id" in values and path:
            fields = {"Task": path, "Hidden": "no" if "sd" in values else "yes"}
            yield FoundRecords(
                source,
                read_time_ns(key),
                dict(fields),
                item=HuntRecord("task", path.lower(), read_time_ns(key), fields),
            )
        stack.extend((f"{path}\\{inner.name}", inner) for inner in list_subkeys(key))


def _read_accounts(hive: Hive, source: str) -> Iterator[FoundRecords]:
    base = "SAM\\" if hive.find(r"SAM\Domains") is not None else ""
    for path, key in hive.list_keys(rf"{base}Domains\Account\Users\Names\*"):
        name = path.rpartition("\\")[2]
        found = make_start(
            source, place="account", key=name, command="a local account", time_ns=read_time_ns(key)
        )
        found.fields["Account"] = name
        if found.item is not None:
            found.item.fields["Account"] = name
        yield found
    for path, key in hive.list_keys(rf"{base}Domains\Account\Users\*"):
        inner = path.rpartition("\\")[2]
        values = read_values(key)
        raw = read_raw(values["f"][2] if "f" in values else b"")
        if len(raw) < 0x34 or re.fullmatch(r"[0-9A-Fa-f]{8}", inner) is None:
            continue
        (rid,) = struct.unpack_from("<I", raw, 0x30)
        if rid and rid != int(inner, 16):
            yield FoundRecords(
                source, read_time_ns(key), {"RidOfKey": str(int(inner, 16)), "RidInside": str(rid)}
            )
    administrators = hive.find(rf"{base}Domains\Builtin\Aliases\00000220")
    members = read_values(administrators).get("c") if administrators is not None else None
    if members:
        fields = {"Group": "Administrators", "Members": render(members[2])[:2000]}
        yield FoundRecords(
            source, read_time_ns(administrators), item=HuntRecord("members", "administrators", 0, fields)
        )


def _read_amcache(hive: Hive, source: str) -> Iterator[FoundRecords]:
    for _, key in hive.list_keys(r"Root\InventoryApplicationFile\*"):
        values = read_values(key)
        program = read_text(values, "lowercaselongpath")
        digest = render(values["fileid"][2])[4:] if "fileid" in values else ""
        if program:
            yield FoundRecords(source, read_time_ns(key), {"Program": program, "How": "seen", "Sha1": digest})


READER = ArtefactReader("registry", 3, read_hive, beside=(".log1", ".log2"))
