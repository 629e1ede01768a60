"""Text logs of hosts: logons, system messages, web servers, flows, firewalls, what people typed.

Source: formats as sshd, shadow-utils, sudo, Apache, IIS (W3C), Zeek, FortiOS and ArcSight CEF write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from firstbell.base.counts import read_number
from firstbell.base.errors import UNREADABLE
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.lines import mark_line, read_lines, read_time, read_written

Fields = dict[str, "str | list[str]"]

_AUTH = (
    ("accepted", re.compile(r"sshd(?:-session)?\[?\d*\]?: Accepted (?P<Method>\S+) for (?P<User>\S+) from (?P<IpAddress>\S+) port")),
    ("failed", re.compile(r"sshd(?:-session)?\[?\d*\]?: (?:Failed \S+ for (?:invalid user )?|Invalid user )(?P<User>\S*) from (?P<IpAddress>\S+)")),
    ("failed", re.compile(r"authentication failure;.*rhost=(?P<IpAddress>\S+)(?:\s+user=(?P<User>\S+))?")),
    ("useradd", re.compile(r"useradd\[?\d*\]?: new user: name=(?P<User>[^,]+), UID=(?P<Uid>\d+)")),
    ("group", re.compile(r"(?:usermod|gpasswd|groupadd|useradd)\[?\d*\]?: (?:add|added|user) '?(?P<User>[^' ]+)'? (?:added by \S+ )?to (?:shadow )?group '?(?P<Group>[^' ]+)'?")),
    ("passwd", re.compile(r"(?:passwd|chpasswd|usermod)\[?\d*\]?:.*password (?:changed|for)\D*(?P<User>\S+)")),
    ("sudo", re.compile(r"sudo(?:\[\d+\])?:\s+(?P<User>\S+) : .*COMMAND=(?P<CommandLine>.*)")),
)  # fmt: skip
_VPN = re.compile(
    r"(?i)(?:user(?:name)?[=:]\s*\"?(?P<User>[^\s\",;]+)).*(?:remip|src(?:ip)?|from|client)[=:]?\s*\"?(?P<IpAddress>\d+\.\d+\.\d+\.\d+)"
)


def read_auth(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Logons, accounts and sudo of a Linux host."""
    written_ns = read_written(beside)
    for line in read_lines(data, path):
        time_ns = read_time(line, written_ns)
        yield FoundRecords("text/auth", time_ns, {"Message": line, **find_logon(line)}, mark=mark_line(line))


def find_logon(line: str) -> Fields:
    """What a line says of a logon, an account, a group or sudo, as fields; nothing where it says none."""
    for event, pattern in _AUTH:
        found = pattern.search(line)
        if found is not None:
            fields: Fields = {"Event": event}
            fields |= {name: text for name, text in found.groupdict().items() if text}
            return fields
    return {}


def read_syslog(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """System messages."""
    written_ns = read_written(beside)
    for line in read_lines(data, path):
        yield FoundRecords(
            "text/syslog", read_time(line, written_ns), {"Message": line}, mark=mark_line(line)
        )


_COMBINED = re.compile(
    r'^(?:\S+:\d+ )?(?P<ip>\S+) \S+ (?P<user>\S+) \[[^\]]+\] "(?P<method>\S+) (?P<uri>\S+)[^"]*" (?P<status>\d{3}) (?P<bytes>\S+)'
    r'(?: "(?P<referer>[^"]*)" "(?P<agent>[^"]*)")?'
)


def read_web(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Requests, in the common or combined format of Apache and nginx."""
    for line in read_lines(data, path):
        found = _COMBINED.match(line)
        fields: Fields = {}
        if found is not None:
            stem, _, query = found["uri"].partition("?")
            fields = {
                "c-ip": found["ip"], "cs-method": found["method"], "cs-uri-stem": stem, "cs-uri-query": query,
                "c-uri": found["uri"], "sc-status": found["status"], "cs-user-agent": found["agent"] or "",
                "cs-referer": found["referer"] or "", "Message": line,
            }  # fmt: skip
        yield FoundRecords("text/web", read_time(line), fields, mark=mark_line(line))


def read_iis(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Requests, in the W3C format of IIS, whose columns a line `#Fields:` names."""
    names: list[str] = []
    for line in read_lines(data, path):
        if line.startswith("#Fields:"):
            names = [name.replace("(", "-").replace(")", "").lower() for name in line.split()[1:]]
        if line.startswith("#") or not names:
            continue
        fields: Fields = dict(zip(names, line.split(), strict=False))
        fields["c-uri"] = f"{fields.get('cs-uri-stem', '')}?{fields.get('cs-uri-query', '')}"
        fields["Message"] = line
        yield FoundRecords(
            "text/web", read_time(f"{fields.get('date')} {fields.get('time')}"), fields, mark=mark_line(line)
        )


def read_zeek(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Connections, as tabs or JSON: bytes from who opened them (`orig_bytes`) to the other side."""
    names: list[str] = []
    for line in read_lines(data, path):
        if line.startswith("#fields"):
            names = line.split("\t")[1:]
        if line.startswith("#") or not line:
            continue
        row = _read_row(line, names)
        if row:
            sent = str(row.get("orig_bytes") or "0")
            yield _make_flow(
                "flow/zeek",
                _read_seconds(row.get("ts")),
                str(row.get("id.orig_h")),
                str(row.get("id.resp_h")),
                sent,
            )


def _read_row(line: str, names: list[str]) -> dict[str, object]:
    if line.startswith("{"):
        try:
            return msgspec.json.decode(line, type=dict[str, object])
        except UNREADABLE:
            return {}
    return dict(zip(names, line.split("\t"), strict=False))


def _read_seconds(value: object) -> int:
    try:
        return int(float(str(value)) * 1e9)
    except (ValueError, OverflowError):
        return read_time(str(value))


def _make_flow(source: str, time_ns: int, *ends: str) -> FoundRecords:
    sent = ends[2] if read_number(ends[2]) is not None else "0"
    return FoundRecords(source, time_ns, {"Source": ends[0], "Destination": ends[1], "BytesSent": sent})


_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')


def read_firewall(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Sessions of a firewall, as key=value pairs or CEF: bytes that an inside host sent; VPN logons."""
    written_ns = read_written(beside)
    for line in read_lines(data, path):
        pairs = {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(line)}
        time_ns = read_time(line, written_ns)
        if not time_ns and pairs.get("date"):
            time_ns = read_time(f"{pairs['date']} {pairs.get('time', '')}")
        sent = pairs.get("sentbyte") or pairs.get("bytes_sent") or pairs.get("out") or ""
        source, target = (
            pairs.get("srcip") or pairs.get("src") or "",
            pairs.get("dstip") or pairs.get("dst") or "",
        )
        if source and target and read_number(sent) is not None:
            yield _make_flow("flow/firewall", time_ns, source, target, sent)
        elif re.search(
            r"(?i)(tunnel-up|ssl-new-con|vpn.*(log(ged)? ?on|login|connected)|login successful)", line
        ):
            found = _VPN.search(line)
            if found is not None:
                fields: Fields = {"Event": "accepted", "Message": line, **found.groupdict()}
                yield FoundRecords("text/auth", time_ns, fields)


def read_history(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """What a person typed, line by line; zsh and bash may say when."""
    parts = path.split("/")
    user = (
        parts[-2]
        if parts[-1].startswith(".")
        else next((parts[at + 1] for at, part in enumerate(parts[:-1]) if part.lower() == "users"), "")
    )
    at_ns = 0
    for line in read_lines(data, path):
        stamp = re.fullmatch(r"#(\d{9,11})", line)
        if stamp is not None:
            at_ns = int(stamp[1]) * 10**9
            continue
        timed = re.match(r": (\d{9,11}):\d+;(.*)", line)
        if timed is not None:
            at_ns, line = int(timed[1]) * 10**9, timed[2]
        if line.strip():
            yield FoundRecords(
                "text/history", at_ns, {"CommandLine": line, "User": user}, mark=mark_line(line)
            )


TEXT_LOGS = (
    ArtefactReader("auth", 1, read_auth),
    ArtefactReader("syslog", 1, read_syslog),
    ArtefactReader("web", 1, read_web),
    ArtefactReader("iis", 1, read_iis),
    ArtefactReader("zeek", 1, read_zeek),
    ArtefactReader("firewall", 1, read_firewall),
    ArtefactReader("history", 1, read_history, most_bytes=64 << 20),
)
