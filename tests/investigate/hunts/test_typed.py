"""Commands typed, run by sudo or seen by the audit daemon on Linux hosts raise signs; daily work none."""

from __future__ import annotations

import pytest

from firstbell.investigate.hunts.hunt import HuntResult
from firstbell.investigate.hunts.readers.audit import read_audit
from tests.investigate.hunts.made import MadeHost
from tests.investigate.hunts.typed import AT_S, ATTACKS, ORDINARY, write_audit, write_command


@pytest.fixture(scope="module")
def found() -> HuntResult:
    """One hunt over all commands, each on a host of its own."""
    made = MadeHost()
    for at, (_, source, command) in enumerate(ATTACKS):
        made.add_night(write_command(source, command), paths=["/"], host=f"attack{at}")
    for source in ("history", "sudo", "audit"):
        made.add_night(
            _join([write_command(source, one) for one in ORDINARY]), paths=["/"], host=f"work-{source}"
        )
    return made.hunt()


def _join(files: list[dict[str, bytes]]) -> dict[str, bytes]:
    (path,) = files[0]
    return {path: b"".join(one[path] for one in files)}


def test_a_command_of_an_intruder_raises_its_sign(found: HuntResult) -> None:
    missed = [
        (sign, command)
        for at, (sign, _, command) in enumerate(ATTACKS)
        if sign not in {trace.sign for trace in found.traces if trace.host == f"attack{at}"}
    ]
    assert missed == []


def test_what_staff_do_all_day_raises_nothing(found: HuntResult) -> None:
    assert [(one.host, one.message) for one in found.traces if one.host.startswith("work")] == []


def test_an_event_of_the_audit_daemon_tells_the_whole_command_and_who_ran_it() -> None:
    told = [one.fields for one in read_audit(write_audit("bash -c cat /etc/shadow", "root"), "audit.log", {})]
    assert told[1]["CommandLine"] == "bash -c cat /etc/shadow"
    assert (told[1]["User"], told[1]["Effective"], told[1]["Image"]) == ("bob", "root", "/usr/bin/x")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "type=USER_LOGIN msg=audit(1700000000.001:9): pid=9 uid=0 auid=1000 ses=3 msg='op=login id=1000 "
            'exe="/usr/sbin/sshd" hostname=203.0.113.5 addr=203.0.113.5 res=success\'\x1dID="bob"',
            {"Event": "accepted", "User": "bob", "IpAddress": "203.0.113.5"},
        ),
        (
            "type=USER_AUTH msg=audit(1700000000.001:9): pid=9 uid=0 msg='op=password acct=\"root\" "
            "exe=\"/usr/sbin/sshd\" hostname=? addr=203.0.113.5 terminal=ssh res=failed'",
            {"Event": "failed", "User": "root", "IpAddress": "203.0.113.5"},
        ),
        (
            "type=ADD_USER msg=audit(1700000000.001:9): pid=9 uid=0 msg='op=add-user acct=\"sysd\" "
            "exe=\"/usr/sbin/useradd\" res=success'",
            {"Event": "useradd", "User": "sysd"},
        ),
        (
            "type=USER_CMD msg=audit(1700000000.001:9): pid=9 uid=1000 auid=1000 msg='cwd=\"/\" "
            "cmd=636174202F6574632F736861646F77 terminal=pts/0 res=success'",
            {"Event": "sudo", "CommandLine": "cat /etc/shadow", "User": "1000"},
        ),
    ],
)  # fmt: skip
def test_lines_of_the_audit_daemon_say_what_other_logs_say(line: str, wanted: dict[str, str]) -> None:
    (found,) = read_audit(line.encode(), "audit.log", {})
    assert {name: found.fields[name] for name in wanted} == wanted
    assert found.time_ns == AT_S * 10**9 + 1_000_000


def test_the_audit_switched_off_and_its_lines_taken_out_are_told() -> None:
    made = MadeHost(host="fs01")
    path = "/var/log/audit/audit.log"
    lines = b"".join(write_audit(f"ls {at}", "root") for at in range(9))
    off = b"type=CONFIG_CHANGE msg=audit(1700000009.000:9): op=set audit_enabled=0 old=1 auid=1000 res=1\n"
    made.add_night({path: lines}, paths=["/"])
    made.add_night({path: lines[:400] + b"\n" + off}, paths=["/"])
    assert {"hide.audit", "hide.vanished"} <= {one.sign for one in made.hunt().traces}
