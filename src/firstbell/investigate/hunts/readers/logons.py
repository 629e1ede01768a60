"""Who was logged on, by the login records of Linux: wtmp, btmp, utmp (384 bytes a record), lastlog (292).

Source: glibc's `utmp.h`, as it is on 64-bit Linux.
"""

from __future__ import annotations

import ipaddress
import struct
import zlib
from collections.abc import Iterator, Mapping

from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.records import HuntRecord

# type, pid, line, id, user, host, exit, session, seconds, microseconds, address, spare
_RECORD = struct.Struct("<hxxi32s4s32s256shhiii16s20s")
_LAST = struct.Struct("<I32s256s")
_USER, _LOGIN = 7, 6


def read_utmp(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """The records of wtmp, utmp or btmp. Raises: UnreadableSourceError."""
    name = next(one for one in ("btmp", "wtmp", "utmp") if one in path.rpartition("/")[2])
    if path.endswith(".gz"):
        data = zlib.decompressobj(31).decompress(data, 256 << 20)
    if len(data) % _RECORD.size:
        raise UnreadableSourceError(f"its length is no multiple of {_RECORD.size}")
    for at in range(0, len(data), _RECORD.size):
        kind, _, line, _, user, host, _, _, _, seconds, micros, address, _ = _RECORD.unpack_from(data, at)
        time_ns = max(0, seconds) * 10**9 + max(0, micros) * 1000
        fields: dict[str, str | list[str]] = {}
        if kind in (_USER, _LOGIN) and user.strip(b"\0"):
            event = "failed" if name == "btmp" else "accepted"
            fields = {
                "Event": event,
                "User": _text(user),
                "Line": _text(line),
                "IpAddress": _find_address(host, address),
            }
        yield FoundRecords(
            f"utmp/{name}", time_ns, fields, mark=zlib.crc32(data[at : at + _RECORD.size]) or 1
        )


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "replace")


def _find_address(host: bytes, address: bytes) -> str:
    if not any(address):
        return _text(host)
    raw = address if any(address[4:]) else address[:4]
    return str(ipaddress.ip_address(raw))


def read_lastlog(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """The last logon of each account, by number."""
    for number in range(min(len(data) // _LAST.size, 200_000)):
        seconds, line, host = _LAST.unpack_from(data, number * _LAST.size)
        if seconds:
            fields = {"Uid": str(number), "Line": _text(line), "Host": _text(host)}
            yield FoundRecords(
                "utmp/lastlog",
                seconds * 10**9,
                item=HuntRecord("lastlog", str(number), seconds * 10**9, fields),
            )


LOGONS = (ArtefactReader("utmp", 1, read_utmp), ArtefactReader("lastlog", 1, read_lastlog))
