"""SRUM, by the library that reads it, from databases that are made page by page."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from firstbell.drill.intrusion.databases import (
    BYTE,
    DATETIME,
    LONG,
    LONG_BINARY,
    LONG_LONG,
    Cell,
    DatabaseTable,
    write_database,
)
from firstbell.investigate.hunts.readers.found import UnreadableSourceError
from firstbell.investigate.hunts.readers.srum import IDS, NETWORK, EseTables, read_srum
from tests.investigate.hunts.made import MadeHost

COLUMNS = {
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
RCLONE = r"\device\harddiskvolume3\users\public\rclone.exe"
SRUDB = "/C/Windows/System32/sru/SRUDB.dat"


def database(rows: int, *, name: str = NETWORK, sent: int = 6_000_000_000) -> bytes:
    """A database of so many hours of one program; the last row names no user."""
    network: Sequence[dict[str, Cell]] = [
        {
            "AutoIncId": at,
            "TimeStamp": 45_000 + at / 24,
            "AppId": 7,
            "UserId": 9 if at < rows - 1 else None,
            "InterfaceLuid": 1 << 48,
            "BytesSent": sent + at,
            "BytesRecvd": 5,
        }
        for at in range(rows)
    ]
    ids: Sequence[dict[str, Cell]] = [
        {"IdType": 0, "IdIndex": 7, "IdBlob": (RCLONE + "\0").encode("utf-16-le")},
        {"IdType": 3, "IdIndex": 9, "IdBlob": bytes.fromhex("010100000000000512000000")},
        {"IdType": 0, "IdIndex": 8, "IdBlob": None},
    ]
    tables = [
        DatabaseTable(name, COLUMNS, network),
        DatabaseTable(IDS, {"IdType": BYTE, "IdIndex": LONG, "IdBlob": LONG_BINARY}, ids),
    ]
    return write_database(tables)


@pytest.mark.parametrize("rows", [1, 30, 400])
def test_every_row_counts_whether_a_table_has_one_page_or_many(rows: int) -> None:
    items = [one.item for one in read_srum(database(rows), SRUDB, {}) if one.item is not None]
    assert {item.fields["App"] for item in items} == {RCLONE}
    assert sum(int(item.fields["BytesSent"]) for item in items) == sum(
        6_000_000_000 + at for at in range(rows)
    )
    assert {item.fields["User"] for item in items} <= {"S-1-5-18", ""}


def test_a_table_is_found_whatever_the_case_of_its_name_and_a_missing_one_is_told() -> None:
    assert list(EseTables(database(3, name=NETWORK.lower())).list_rows(NETWORK))
    with pytest.raises(UnreadableSourceError, match="no table"):
        list(EseTables(database(3, name="Other")).list_rows(NETWORK))


def test_one_database_without_weeks_before_gives_one_pointing_trace_with_the_whole_sum() -> None:
    made = MadeHost()
    made.add_night({SRUDB: database(400)})
    (trace,) = [one for one in made.hunt().traces if one.sign == "theft.srum"]
    assert trace.strength == "pointing"
    assert trace.more["bytes_sent"] == sum(6_000_000_000 + at for at in range(400))
    assert isinstance(trace.more["bytes_sent"], int)


@pytest.mark.long
def test_damaged_databases_cost_themselves_and_nothing_else() -> None:
    rng = random.Random(5)
    sound = bytearray(database(60))
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(rng.randrange(1, 12)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        made = MadeHost()
        made.add_night({SRUDB: bytes(data), "/C/Users/Public/rclone.exe": b"MZ"})
        assert "theft.tool" in {one.sign for one in made.hunt().traces}


@pytest.mark.deep
def test_a_thousand_damaged_databases_leave_the_parent_alive() -> None:
    rng = random.Random(6)
    sound = bytearray(database(60))
    made = MadeHost()
    files: dict[str, bytes] = {"/C/Users/Public/rclone.exe": b"MZ"}
    for number in range(1000):
        data = bytearray(sound)
        for _ in range(rng.randrange(1, 40)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        files[f"/C/{number}/sru/SRUDB.dat"] = bytes(data)
    files["/C/whole/sru/SRUDB.dat"] = bytes(sound)
    made.add_night(files)
    result = made.hunt()
    assert "theft.tool" in {one.sign for one in result.traces}
    assert not any(one.path.startswith(b"/C/whole/") for one in result.unread)
