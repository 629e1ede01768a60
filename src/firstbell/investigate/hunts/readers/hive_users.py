"""A user's hive: what he typed, ran and connected to, and the settings of transfer tools."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from firstbell.investigate.hunts.readers.found import FoundRecords
from firstbell.investigate.hunts.readers.hives import EPOCH_TICKS, Hive, read_time_ns
from firstbell.investigate.hunts.records import HuntRecord

# key under Software -> the program that keeps its settings there
_TOOLS = {
    "SoftPerfect": "SoftPerfect Network Scanner",
    r"Famatech\advanced_ip_scanner": "Advanced IP Scanner",
    r"Famatech\advanced_port_scanner": "Advanced Port Scanner",
    r"Sysinternals\PsExec": "PsExec",
    r"Sysinternals\ProcDump": "ProcDump",
    r"Sysinternals\SDelete": "SDelete",
    r"Sysinternals\AdExplorer": "AdExplorer",
}


def read_user(hive: Hive, path: str, source: str) -> Iterator[FoundRecords]:
    """What a user's hive says, but for what starts by itself."""
    user = _guess_user(path)
    yield from _read_winscp(hive, source, user)
    yield from _read_putty(hive, source, user)
    yield from _read_remote_desktop(hive, source, user)
    yield from _read_assist(hive, source, user)
    yield from _read_lists(hive, source, user)
    for key_path, program in _TOOLS.items():
        key = hive.find(rf"Software\{key_path}")
        if key is not None:
            yield FoundRecords(source, read_time_ns(key), {"Program": program, "How": "ran", "User": user})


def _guess_user(path: str) -> str:
    """The user whose profile the hive lies in.

    >>> _guess_user("/C/Users/bob/NTUSER.DAT")
    'bob'
    """
    parts = path.split("/")
    lowered = [part.lower() for part in parts]
    for name in ("users", "documents and settings"):
        if name in lowered and lowered.index(name) + 1 < len(parts) - 1:
            return parts[lowered.index(name) + 1]
    return ""


def _values(key: Any) -> dict[str, Any]:
    values, _ = key.values(as_json=False, trim_values=False)
    return {str(one[0] or ""): one[2] for one in values}


def _text(data: Any) -> str:
    return str(data).strip("\0 ") if not isinstance(data, list | tuple) else " | ".join(map(str, data))


def make_transfer(source: str, time_ns: int, **fields: str) -> FoundRecords:
    """A remote that a tool which sends files away was set up for: Program, Destination, User, Detail."""
    key = "|".join((fields.get("Program", ""), fields.get("Destination", ""), fields.get("User", ""))).lower()
    return FoundRecords(source, time_ns, item=HuntRecord("transfer", key, time_ns, fields))


def _read_winscp(hive: Hive, source: str, user: str) -> Iterator[FoundRecords]:
    base = r"Software\Martin Prikryl\WinSCP 2"
    if hive.find(base) is None:
        return
    count = 0
    for path, key in hive.list_keys(rf"{base}\Sessions\*"):
        values = {name.lower(): data for name, data in _values(key).items()}
        host = _text(values.get("hostname", ""))
        if not host:
            continue
        count += 1
        login = _text(values.get("username", ""))
        session = unquote(path.rpartition("\\")[2])
        yield make_transfer(
            source,
            read_time_ns(key),
            Program="WinSCP",
            Destination=host,
            User=user,
            Login=login,
            Detail=session,
        )
    for name in ("CDCache", r"Configuration\CDCache", r"Configuration\History\RemoteTarget"):
        key = hive.find(rf"{base}\{name}")
        for shown in _values(key) if key is not None else ():
            host = unquote(shown).rpartition("@")[2].partition(":")[0]
            if "." in host:
                count += 1
                yield make_transfer(source, read_time_ns(key), Program="WinSCP", Destination=host, User=user)
    if not count:
        key = hive.find(base)
        yield make_transfer(source, read_time_ns(key), Program="WinSCP", Destination="", User=user)


def _read_putty(hive: Hive, source: str, user: str) -> Iterator[FoundRecords]:
    base = r"Software\SimonTatham\PuTTY"
    for _, key in hive.list_keys(rf"{base}\Sessions\*"):
        host = _text(_values(key).get("HostName", ""))
        if host:
            yield FoundRecords(source, read_time_ns(key), {"SshTarget": host, "User": user})
    keys = hive.find(rf"{base}\SshHostKeys")
    for shown in _values(keys) if keys is not None else ():
        host = shown.rpartition(":")[2]
        yield FoundRecords(source, read_time_ns(keys), {"SshTarget": host, "User": user})


def _read_remote_desktop(hive: Hive, source: str, user: str) -> Iterator[FoundRecords]:
    for path, key in hive.list_keys(r"Software\Microsoft\Terminal Server Client\Servers\*"):
        login = _text(_values(key).get("UsernameHint", ""))
        target = path.rpartition("\\")[2]
        fields = {"RdpTarget": target, "User": user, "Login": login}
        yield FoundRecords(
            source,
            read_time_ns(key),
            dict(fields),
            item=HuntRecord("rdp", target.lower(), read_time_ns(key), fields),
        )


def _read_assist(hive: Hive, source: str, user: str) -> Iterator[FoundRecords]:
    base = r"Software\Microsoft\Windows\CurrentVersion\Explorer\UserAssist\*\Count"
    for _, key in hive.list_keys(base):
        for shown, data in _values(key).items():
            program = codecs.decode(shown, "rot13")
            raw = bytes.fromhex(data) if isinstance(data, str) and len(data) % 2 == 0 else data
            if (
                not isinstance(raw, bytes)
                or len(raw) < 68
                or not program.lower().endswith((".exe", ".bat", ".cmd"))
            ):
                continue
            (runs,) = struct.unpack_from("<I", raw, 4)
            (ticks,) = struct.unpack_from("<Q", raw, 60)
            time_ns = max(0, (ticks - EPOCH_TICKS) * 100)
            yield FoundRecords(
                source, time_ns, {"Program": program, "How": "ran", "User": user, "Runs": str(runs)}
            )


def _read_lists(hive: Hive, source: str, user: str) -> Iterator[FoundRecords]:
    """What was typed into the Run dialog and the address line, and archives that were made."""
    explorer = r"Software\Microsoft\Windows\CurrentVersion\Explorer"
    for name in ("RunMRU", "TypedPaths"):
        key = hive.find(rf"{explorer}\{name}")
        for shown, data in _values(key).items() if key is not None else ():
            text = _text(data).removesuffix("\\1")
            if shown != "MRUList" and text:
                yield FoundRecords(
                    source, read_time_ns(key), {"Typed": text, "CommandLine": text, "User": user}
                )
    for name in (r"Software\WinRAR\ArcHistory", r"Software\7-Zip\Compression"):
        key = hive.find(name)
        for shown, data in _values(key).items() if key is not None else ():
            text = _text(data)
            if shown.isdigit() or shown == "ArcHistory":
                yield FoundRecords(source, read_time_ns(key), {"Archive": text, "User": user})
