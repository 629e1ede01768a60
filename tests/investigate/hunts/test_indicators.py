"""Indicators of others: read from three kinds of files, found in trees and in records."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from firstbell.investigate.hunts.indicators.files import load_indicators
from firstbell.investigate.hunts.indicators.finder import IndicatorFinder
from firstbell.investigate.hunts.indicators.indicator import HuntIndicator, IndicatorFileError, guess_kind
from tests.investigate.hunts.made import SECURITY, MadeHost, security

TOOL = b"MZ a tool of theirs"
SHA256 = hashlib.sha256(TOOL).hexdigest()


def bundle(*patterns: str) -> str:
    objects = [
        {
            "type": "indicator",
            "id": f"indicator--{at}",
            "name": "loader",
            "pattern_type": "stix",
            "pattern": one,
        }
        for at, one in enumerate(patterns)
    ]
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects})


def write(tmp_path: Path, text: str, name: str = "list.txt") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def pairs(path: Path) -> set[tuple[str, str]]:
    return {(one.kind, one.value) for one in load_indicators(path).indicators}


def test_patterns_of_stix_give_each_comparison_that_stands_for_itself(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        bundle(
            f"[file:hashes.'SHA-256' = '{SHA256.upper()}'] OR [ipv4-addr:value = '203.0.113.5']",
            "[domain-name:value IN ('evil.example', 'bad.example')]",
            f"[file:name = 'setup.exe' AND file:hashes.MD5 = '{'a' * 32}']",
            "[directory:path = 'C:\\\\\\\\Windows\\\\\\\\Temp\\\\\\\\u']".replace("\\\\\\\\", "\\\\"),
            "[network-traffic:dst_port = 4444]",
        ),
    )
    assert pairs(path) == {
        ("hash", SHA256),
        ("address", "203.0.113.5"),
        ("domain", "evil.example"),
        ("domain", "bad.example"),
        ("hash", "a" * 32),
        ("path", "/windows/temp/u"),
    }
    (left,) = load_indicators(path).left_out
    assert "dst_port" in left


def test_attributes_of_misp_that_are_marked_for_detection_are_taken(tmp_path: Path) -> None:
    event = {
        "info": "school case",
        "Attribute": [
            {"type": "ip-dst|port", "value": "198.51.100.7|443", "to_ids": True},
            {"type": "domain", "value": "victim.example", "to_ids": False},
            {"type": "comment", "value": "seen in March", "to_ids": True},
        ],
        "Object": [{"Attribute": [{"type": "filename|sha256", "value": f"u.exe|{SHA256}", "to_ids": True}]}],
    }
    for shape in ({"Event": event}, {"response": [{"Event": event}]}, [{"Event": event}]):
        path = write(tmp_path, json.dumps(shape))
        assert pairs(path) == {("address", "198.51.100.7"), ("hash", SHA256)}
        assert len(load_indicators(path).left_out) == 2


@pytest.mark.parametrize(
    "text",
    [
        "type,value,comment\nip-dst,203.0.113[.]5,c2\nsha256,{0},tool\ndomain,evil[.]example,\n",
        "HuntIndicator type;HuntIndicator\nIPv4;203.0.113.5\nFileHash-SHA256;{0}\ndomain;evil.example\n",
        "# a list\n203.0.113.5\n{0}\nevil.example\n",
        '"uuid","event_id","category","type","value","comment","to_ids","date"\n"1","2","Network","ip-dst","203.0.113.5","","1",""\n'
        '"1","2","Payload","sha256","{0}","","1",""\n"1","2","Network","hostname","evil.example","","1",""\n',
    ],
)
def test_tables_are_read_with_and_without_a_header(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text.replace("{0}", SHA256))
    assert pairs(path) == {("address", "203.0.113.5"), ("hash", SHA256), ("domain", "evil.example")}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no indicator"),
        ('{"type": "bundle"}', "without objects"),
        ('{"type": "bundle", "objects": [', "damaged"),
        ('{"hello": 1}', "neither a STIX bundle nor an event of MISP"),
        ("type,value\nsha256,notahash\n", "no SHA-256"),
        ("hello world\n", "line 1"),
    ],
)
def test_what_holds_no_indicator_is_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(IndicatorFileError) as refused:
        load_indicators(path)
    assert why in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_value_counts_only_where_it_stands_alone() -> None:
    finder = IndicatorFinder(
        [
            HuntIndicator("address", "203.0.113.5"),
            HuntIndicator("domain", "evil.example"),
            HuntIndicator("name", "u.exe"),
            HuntIndicator("path", "/windows/temp/u.exe"),
        ]
    )
    assert set(finder.find(r'{"Ip":"::ffff:203.0.113.5","Q":"cdn.EVIL.example."}')) == {0, 1}
    assert list(finder.find(r'{"Ip":"203.0.113.55","Q":"notevil.example","F":"menu.exe"}')) == []
    assert set(finder.find(r'{"Image":"C:\\Windows\\Temp\\u.exe"}')) == {2, 3}
    assert guess_kind("menu.exe") == "name"
    assert guess_kind("hxxp://evil[.]example/a") == "url"


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        ("203.0.113.0/24", "203.0.113.77", "203.0.114.77"),
        ("198.51.100.64/26", "198.51.100.127", "198.51.100.128"),
        ("100.64.0.0/10", "100.127.3.4", "100.128.3.4"),
        ("2001:db8::/32", "2001:db8:1::5", "2001:db9::5"),
        ("2001:db8:0:4000::/52", "2001:db8:0:4fff::1", "2001:db8:0:5000::1"),
    ],
)
def test_a_network_stands_for_each_of_its_addresses_and_for_no_other(
    network: str, inside: str, outside: str
) -> None:
    finder = IndicatorFinder([HuntIndicator("address", network)])
    assert list(finder.find(f'{{"Ip":"{inside}"}}')) == [0]
    assert list(finder.find(f'{{"Text":"from {inside.upper()}. Then more"}}')) == [0]
    assert list(finder.find(f'{{"Ip":"{outside}"}}')) == []
    assert list(finder.find(f'{{"Ip":"1{inside}"}}')) == []


def test_networks_are_read_from_every_kind_of_file(tmp_path: Path) -> None:
    stix = bundle("[ipv4-addr:value = '203.0.113.77/24']", "[ipv4-addr:value ISSUBSET '198.51.100.0/28']")
    assert pairs(write(tmp_path, stix)) == {("address", "203.0.113.0/24"), ("address", "198.51.100.0/28")}
    misp = {"Event": {"Attribute": [{"type": "ip-dst", "value": "203.0.113.0/24", "to_ids": True}]}}
    assert pairs(write(tmp_path, json.dumps(misp))) == {("address", "203.0.113.0/24")}
    table = write(tmp_path, "type,value\ncidr,203.0.113[.]0/24\nip,198.51.100.7/32\nip,0.0.0.0/0\n")
    assert pairs(table) == {("address", "203.0.113.0/24"), ("address", "198.51.100.7")}
    assert load_indicators(table).left_out == ["'0.0.0.0/0' is no address or narrow network"]


def test_records_that_name_an_address_of_a_listed_network_are_one_trace() -> None:
    made = MadeHost()
    logons = [
        security(number, 4624, IpAddress=f"::ffff:203.0.113.{number}", LogonType="2", TargetUserName="bob")
        for number in (5, 6)
    ]
    made.add_night({SECURITY: logons})
    result = made.hunt(indicators=[HuntIndicator("address", "203.0.113.0/24", "c2", "isac.csv")])
    (trace,) = [one for one in result.traces if one.sign == "indicator.address"]
    assert trace.records == [5, 6]
    assert trace.message == "2 records name an address of 203.0.113.0/24, which isac.csv lists (c2)."


def test_a_file_of_one_blob_is_found_by_its_hash_without_being_read() -> None:
    made = MadeHost()
    made.add_night({"/C/a.txt": b"a"})
    made.add_night({"/C/a.txt": b"a", "/C/ProgramData/x.bin": TOOL})
    made.add_night({"/C/a.txt": b"a"})
    result = made.hunt(indicators=[HuntIndicator("hash", SHA256, "loader", "cisa.json")])
    (trace,) = result.traces
    assert (trace.sign, trace.strength, trace.path) == ("indicator.hash", "shown", b"/C/ProgramData/x.bin")
    assert trace.bounds.known_after_ns is not None
    assert trace.bounds.first_snapshot == trace.bounds.last_snapshot
    assert (trace.more["indicator"], trace.more["indicator_file"]) == (SHA256, "cisa.json")
    assert result.bytes_read == 0


def test_other_hashes_read_each_content_once_ever() -> None:
    made = MadeHost()
    large = TOOL * (1 << 17)
    made.add_night({"/C/a.txt": b"a", "/C/b.bin": large})
    wanted = [
        HuntIndicator("hash", hashlib.sha1(large).hexdigest()),
        HuntIndicator("hash", hashlib.sha256(large).hexdigest()),
    ]
    first = made.hunt(indicators=wanted)
    assert [one.path for one in first.traces] == [b"/C/b.bin", b"/C/b.bin"]
    assert first.bytes_read == len(large) + 1
    assert made.hunt(indicators=wanted).bytes_read == 0
    left = MadeHost()
    left.add_night({"/C/b.bin": large})
    told = left.hunt(indicators=wanted, most_hashed_bytes=1 << 20)
    assert [one.code for one in told.unread] == ["hunt.too_large"]


def test_records_and_paths_that_an_indicator_names_are_traces() -> None:
    made = MadeHost()
    made.add_night({SECURITY: [security(1)]})
    events = [
        security(1),
        security(2, 5156, DestAddress="203.0.113.5", Application="x"),
        security(3, 5156, DestAddress="203.0.113.5", Application="x"),
    ]
    made.add_night({SECURITY: events, "/C/Windows/Temp/U.exe": b"x"})
    wanted = [
        HuntIndicator("address", "203.0.113.5", "c2", "list.csv"),
        HuntIndicator("path", "/windows/temp/u.exe", "", "list.csv"),
        HuntIndicator("domain", "evil.example", "", "list.csv"),
    ]
    traces = {
        one.sign: one for one in made.hunt(indicators=wanted).traces if one.sign.startswith("indicator.")
    }
    assert set(traces) == {"indicator.address", "indicator.path"}
    assert (list(traces["indicator.address"].records), traces["indicator.address"].count) == ([2, 3], 2)
    assert traces["indicator.address"].bounds.known_after_ns is not None
    assert traces["indicator.path"].strength == "pointing"
