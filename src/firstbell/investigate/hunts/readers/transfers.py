"""Logs and settings of tools that send files away or open a host from elsewhere.

Source: logs as rclone, WinSCP, FileZilla, MEGAsync, curl, AnyDesk and ScreenConnect write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.hive_users import make_transfer
from firstbell.investigate.hunts.readers.lines import read_lines, read_time, read_written
from firstbell.investigate.hunts.records import HuntRecord

_XML = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE = re.compile(r"(?<![\d.])(\d{1,18}(?:\.\d*)?)\s*([kmgtKMGT]?)(?:i?[Bb]|Bytes|bytes)")


def read_size(text: str) -> int:
    """Bytes of "1.5 GiB", "700 k", "12 Bytes".

    >>> read_size("1.5 GiB"), read_size("12 Bytes")
    (1610612736, 12)
    """
    found = _SIZE.search(text)
    return int(float(found[1]) * _UNITS[found[2].lower()]) if found else 0


def _make_sent(time_ns: int, at: int, **fields: str) -> FoundRecords:
    key = f"{fields.get('Program')}|{fields.get('File', '')}|{time_ns}|{at}"
    return FoundRecords("text/transfer", time_ns, item=HuntRecord("sent", key, time_ns, fields))


def read_rclone(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Files that rclone copied, and the sum it told last ("Transferred: 12 GiB / 12 GiB, 100%")."""
    remote, total, files, last_ns = "", 0, 0, 0
    for at, line in enumerate(read_lines(data, path)):
        time_ns = read_time(line) or last_ns
        last_ns = time_ns
        named = re.search(r"\b([\w.-]+):\S* (?:path|root)|Creating backend with remote \"([^\"]+)\"", line)
        if named is not None:
            given = named[1] or named[2].partition(":")[0]
            remote = given if len(given) > 1 else remote
        copied = re.search(
            r"(?:INFO|NOTICE)\s*:\s*(.+?): (?:Multi-thread )?Copied \((?:new|replaced existing|server-side copy)",
            line,
        )
        if copied is not None:
            files += 1
            yield _make_sent(time_ns, at, Program="rclone", File=copied[1], Destination=remote)
        summed = re.search(r"Transferred:\s+([\d.]+\s*\w*)\s*/\s*[\d.]+\s*\w+, \d+%", line)
        if summed is not None:
            total = max(total, read_size(summed[1] if "B" in summed[1] else summed[1] + "B"))
    if total:
        yield _make_sent(
            last_ns, -1, Program="rclone", Destination=remote, Bytes=str(total), Files=str(files)
        )


def read_winscp(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Files that WinSCP uploaded, and to which host."""
    host = ""
    for at, line in enumerate(read_lines(data, path)):
        named = re.search(r"Host name: (\S+)|Session name: \S*?@?([\w.-]+) \(", line)
        if named is not None:
            host = named[1] or named[2]
        sent = re.search(r"Transfer done: '([^']+)' => '([^']+)' \[(\d+)\]", line)
        if sent is not None and re.match(r"(?i)[a-z]:\\|\\\\", sent[1]):
            yield _make_sent(
                read_time(line), at, Program="WinSCP", File=sent[1], Destination=host, Bytes=sent[3]
            )


def read_filezilla(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Files that FileZilla uploaded, and to which host."""
    host, current = "", ""
    for at, line in enumerate(read_lines(data, path)):
        named = re.search(r"Connecting to (?:sftp://)?(?:\S+@)?\[?([\w.:-]+?)\]?(?::\d+)?\.\.\.", line)
        if named is not None:
            host = named[1]
        began = re.search(r"Starting upload of (.+)$", line)
        current = began[1].strip() if began is not None else current
        done = re.search(r"File transfer successful, transferred ([\d,. ]+) ?(\w*bytes|[KMG]i?B)?", line)
        if done is not None and current:
            size = re.sub(r"[^\d]", "", done[1])
            yield _make_sent(
                read_time(line), at, Program="FileZilla", File=current, Destination=host, Bytes=size
            )
            current = ""


def read_megasync(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Uploads that MEGA's programs finished."""
    for at, line in enumerate(read_lines(data, path)):
        found = re.search(
            r"(?i)(?:upload complete[d]?|transfer \(upload\) finished|Upload finished)\W+(.+?)(?: ?\((\d+) bytes\))?$",
            line,
        )
        if found is not None:
            size = found[2] or "0"
            yield _make_sent(
                read_time(line), at, Program="MEGA", File=found[1].strip(), Destination="mega.nz", Bytes=size
            )


def read_curl(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Uploads in a trace of curl (`-v`)."""
    host = ""
    for at, line in enumerate(read_lines(data, path)):
        named = re.search(r"Connected to (\S+) \(", line)
        host = named[1] if named is not None else host
        sent = re.search(r"^> (PUT|POST) (\S+)", line)
        if sent is not None and host:
            yield _make_sent(read_time(line), at, Program="curl", File=sent[2], Destination=host)


def read_anydesk(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Sessions of AnyDesk: from which id and address."""
    for line in read_lines(data, path):
        found = re.search(
            r"(?i)(Incoming session request: .*|Logged in from [\d.:]+.*|Incoming\s+\d{4}-\d\d-\d\d.*|files? (?:sent|received).*|Preparing files in .*)",
            line,
        )
        if found is not None:
            kind = "transfer" if "file" in found[1].lower() else "session"
            text = " ".join(found[1].split())[:200]
            yield FoundRecords(
                "text/remote", read_time(line), {"Event": kind, "Program": "AnyDesk", "Text": text}
            )


def read_screenconnect(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Sessions of ScreenConnect."""
    written_ns = read_written(beside)
    for line in read_lines(data, path):
        if re.search(
            r"(?i)(Transferred files|Executed command|ClientConnected|session .*connected|Ran command)", line
        ):
            time_ns = read_time(line, written_ns)
            text = " ".join(line.split())[:200]
            yield FoundRecords(
                "text/remote", time_ns, {"Event": "session", "Program": "ScreenConnect", "Text": text}
            )


def read_settings(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """The remotes that a tool's settings name: rclone, WinSCP, FileZilla, MEGAsync."""
    lower = path.lower()
    user = next(iter(re.findall(r"(?i)/(?:users|home)/([^/]+)/", path)), "")
    source = "settings/transfer"
    text = data[: 4 << 20].decode("utf-8", "replace")
    if lower.endswith("rclone.conf"):
        for name, inner in re.findall(r"(?ms)^\[([^\]]+)\]\s*$(.*?)(?=^\[|\Z)", text):
            values = dict(re.findall(r"(?m)^\s*(\w+)\s*=\s*(.+?)\s*$", inner))
            where = (
                values.get("host") or values.get("endpoint") or values.get("url") or values.get("type", "")
            )
            more = {"Detail": name, "Login": values.get("user", "")}
            yield make_transfer(source, 0, Program="rclone", Destination=where or name, User=user, **more)
    elif lower.endswith("winscp.ini"):
        for host in re.findall(r"(?m)^HostName=(.+?)\s*$", text):
            yield make_transfer(source, 0, Program="WinSCP", Destination=host, User=user)
    elif lower.endswith(".xml"):
        root = etree.fromstring(data, _XML) if data.strip() else None
        for host in root.xpath("//Server/Host/text()") if root is not None else ():
            yield make_transfer(source, 0, Program="FileZilla", Destination=str(host), User=user)
    else:
        program = "MEGAsync" if "mega" in lower else "FileZilla"
        yield make_transfer(
            source, 0, Program=program, Destination="mega.nz" if "mega" in lower else "", User=user
        )


TRANSFERS = (
    ArtefactReader("rclone", 1, read_rclone),
    ArtefactReader("winscp", 1, read_winscp),
    ArtefactReader("filezilla", 1, read_filezilla),
    ArtefactReader("megasync", 1, read_megasync),
    ArtefactReader("curl", 1, read_curl),
    ArtefactReader("anydesk", 1, read_anydesk),
    ArtefactReader("screenconnect", 1, read_screenconnect),
    ArtefactReader("transfer_settings", 1, read_settings, most_bytes=16 << 20),
)
