"""Logs of the Linux audit daemon: programs that were started, by whom; logons; accounts; the audit itself.

One event is several lines that share a number. Values that hold spaces or quotes stand in hexadecimal digits.

Source: Red Hat, "Understanding Audit log files" and "Audit record types"; auditd's own fields dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from firstbell.base.counts import read_number
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.lines import mark_line, read_lines

Fields = dict[str, "str | list[str]"]
_LINE = re.compile(
    r"^(?:node=(?P<node>\S+) )?type=(?P<type>\S+) msg=audit\((?P<time>\d+)\.(?P<ms>\d{3}):(?P<number>\d+)\)"
)
_PAIR = re.compile(r"""([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_HEX = re.compile(r"(?:[0-9A-F]{2})+")
# values that are written as text or as hexadecimal digits
_ENCODED = re.compile(r"a\d+|proctitle|cmd|name|comm|exe|cwd|acct|data|key")
_NOBODY = frozenset({"unset", "4294967295", "?", "(unknown)", "(invalid user)"})
_UNKNOWN = frozenset({"?", "UNKNOWN", ""})


def read_audit(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A record for each line; of an EXECVE line the whole command, and who ran it if a line before tells."""
    starts: dict[str, Fields] = {}
    for line in read_lines(data, path):
        head = _LINE.match(line)
        if head is None:
            yield FoundRecords("text/audit", mark=mark_line(line))
            continue
        fields = _read_pairs(line[head.end() :].partition("\x1d"))
        fields["type"] = head["type"]
        if head["type"] == "SYSCALL":
            starts = {head["number"]: fields}
        fields |= _tell(head["type"], fields, starts.get(head["number"], {}))
        time_ns = int(head["time"]) * 10**9 + int(head["ms"]) * 10**6
        yield FoundRecords("text/audit", time_ns, fields, computer=head["node"] or "", mark=mark_line(line))


def _read_pairs(parts: tuple[str, str, str]) -> Fields:
    """The values of a line; behind a group separator stand the same in words, under names in capitals."""
    fields: Fields = {}
    for part in (parts[0], parts[2]):
        for name, quoted, inner, plain in _PAIR.findall(part):
            if inner:
                fields |= _read_pairs((inner, "", ""))
                continue
            value = quoted or plain.rstrip(":")
            fields[name] = _decode(value) if plain and _ENCODED.fullmatch(name) else value
    return fields


def _decode(value: str) -> str:
    if len(value) < 4 or _HEX.fullmatch(value) is None:
        return value
    return bytes.fromhex(value).replace(b"\0", b" ").decode("utf-8", "replace").strip()


def _tell(kind: str, fields: Fields, start: Fields) -> Fields:
    """What a line says as rules for all logs of logons and commands ask for it."""
    if kind == "EXECVE":
        return _tell_command(_list_arguments(fields), start)
    if kind == "USER_CMD":
        return {"Event": "sudo", "CommandLine": _text(fields, "cmd"), "User": _name_user(fields)}
    if kind in ("USER_LOGIN", "USER_AUTH"):
        return _tell_logon(kind, fields)
    if kind in ("ADD_USER", "ADD_GROUP"):
        return {"Event": "useradd", "User": _text(fields, "acct")} if kind == "ADD_USER" else {}
    if kind == "USER_MGMT" and "group" in _text(fields, "op") and _text(fields, "grp"):
        return {"Event": "group", "User": _text(fields, "acct"), "Group": _text(fields, "grp")}
    return {}


def _list_arguments(fields: Fields) -> str:
    most = read_number(_text(fields, "argc")) or 0
    return " ".join(_text(fields, f"a{at}") for at in range(min(most, 200)))


def _tell_command(command: str, start: Fields) -> Fields:
    return {
        "Event": "exec",
        "CommandLine": command,
        "Image": _text(start, "exe"),
        "User": _name_user(start),
        "Effective": _text(start, "UID") or _text(start, "uid"),
    }


def _tell_logon(kind: str, fields: Fields) -> Fields:
    address = _text(fields, "addr")
    if address in _UNKNOWN or "sshd" not in _text(fields, "exe"):
        return {}
    is_let_in = _text(fields, "res") == "success"
    # what a person typed is told by USER_AUTH, that somebody came in by USER_LOGIN
    if is_let_in != (kind == "USER_LOGIN"):
        return {}
    user = _text(fields, "acct") or _text(fields, "ID") or _text(fields, "id")
    return {"Event": "accepted" if is_let_in else "failed", "User": user, "IpAddress": address}


def _name_user(fields: Fields) -> str:
    """Who logged on at first, else as whom it ran: a name where the log tells it, else a number."""
    names = (_text(fields, name) for name in ("AUID", "auid", "UID", "uid"))
    return next((name for name in names if name and name not in _NOBODY), "")


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else " ".join(value)


AUDITS = (ArtefactReader("audit", 1, read_audit),)
