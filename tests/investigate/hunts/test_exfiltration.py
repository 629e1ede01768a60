"""What left a host: counted by SRUM, named by logs, or only possible by a tool that was set up."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from firstbell.base.clock import DAY_NS
from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts import host_records
from firstbell.investigate.hunts.readers.srum import IDS, NETWORK, read_network, read_ole_ns
from firstbell.investigate.hunts.records import HuntRecord
from tests.investigate.hunts.made import MadeHost

DAY = 45_000.0
RCLONE = r"\device\harddiskvolume3\users\public\rclone.exe"


class Dump:
    """The tables of a database, as rows."""

    def __init__(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        self._tables = tables

    def list_rows(self, table: str) -> Iterable[Mapping[str, Any]]:
        """The rows of a table."""
        return self._tables[table]


def text(index: int, value: str) -> dict[str, Any]:
    """A row of the table of names."""
    return {"IdType": 0, "IdIndex": index, "IdBlob": (value + "\0").encode("utf-16-le")}


def test_bytes_are_added_up_by_program_user_and_day() -> None:
    sid = bytes.fromhex("0105000000000005150000000100000002000000030000004f040000")
    rows: list[dict[str, Any]] = [
        {"TimeStamp": DAY + hour / 24, "AppId": 7, "UserId": 9, "BytesSent": 1000 + hour, "BytesRecvd": 5}
        for hour in range(30)
    ]
    rows.append({"TimeStamp": None, "AppId": 7, "UserId": 9, "BytesSent": 7, "BytesRecvd": 0})
    names = [text(7, RCLONE), {"IdType": 3, "IdIndex": 9, "IdBlob": sid}, {"IdIndex": 8, "IdBlob": None}]
    found = [one.item for one in read_network(Dump({IDS: names, NETWORK: rows})) if one.item]
    assert {item.fields["App"] for item in found} == {RCLONE}
    assert len(found) == 3
    assert {item.fields["User"] for item in found} == {"S-1-5-21-1-2-3-1103"}
    assert sum(int(item.fields["BytesSent"]) for item in found) == sum(1000 + hour for hour in range(30)) + 7


def test_a_time_is_read_to_the_second_from_a_float_or_its_bytes() -> None:
    assert read_ole_ns(25_570.5) == 129_600 * 10**9
    assert read_ole_ns(struct.pack("<d", 25_570.5)) == 129_600 * 10**9
    assert read_ole_ns(None) == 0
    assert read_ole_ns(-1.0) == 0


def test_a_database_that_is_none_is_unread_and_the_answer_stays_open() -> None:
    made = MadeHost()
    made.add_night({"/C/Windows/System32/sru/SRUDB.dat": b"noise" * 1000})
    result = made.hunt()
    assert [one.path for one in result.unread] == [b"/C/Windows/System32/sru/SRUDB.dat"]
    (taken,) = [one for one in result.answers if one.question == "taken"]
    assert taken.state == "undetermined"


def hive(path: str, values: dict[str, Any]) -> bytes:
    """A hive with one key."""
    return write_hive(make_tree({path: values}))


def test_the_remotes_that_winscp_knows_are_named() -> None:
    made = MadeHost()
    base = r"Software\Martin Prikryl\WinSCP 2\Sessions"
    tree = make_tree(
        {
            rf"{base}\drop": {"HostName": "files.example.net", "UserName": "u"},
            rf"{base}\Default%20Settings": {"Ping": 1},
            rf"{base}\second": {"HostName": "198.51.100.7"},
        }
    )
    made.add_night({"/C/Users/bob/NTUSER.DAT": write_hive(tree)})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.strength, trace.account) == ("theft.tool", "pointing", "bob")
    assert trace.more["destinations"] == ["198.51.100.7", "files.example.net"]
    assert trace.source == "registry/NTUSER"


@pytest.mark.parametrize(("nights", "strength"), [(1, "pointing"), (2, "shown")])
def test_much_is_shown_only_against_weeks_before(
    nights: int, strength: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MadeHost()
    for number in range(nights):
        made.add_night({"/C/Windows/System32/sru/SRUDB.dat": b"x" * (number + 1)})
    days = [*[(day, 20_000_000) for day in range(19_600, 19_630)], (19_631, 40_000_000_000)]
    items = [
        HuntRecord(
            "network",
            f"{day}",
            day * DAY_NS,
            {"App": RCLONE, "User": "S", "BytesSent": str(sent)},
        )
        for day, sent in days
    ]
    real = host_records._note_file

    def note(gathered: Any, night: Any, held: Any, reading: Any) -> None:
        real(gathered, night, held, reading)
        gathered.files[held.path][-1].items = items

    monkeypatch.setattr(host_records, "_note_file", note)
    (trace,) = [one for one in made.hunt().traces if one.sign == "theft.srum"]
    assert trace.strength == strength
    total = sum(sent for _, sent in days)
    assert trace.more["bytes_sent"] == (total if nights == 1 else 40_000_000_000)
    assert "rclone.exe" in trace.message
