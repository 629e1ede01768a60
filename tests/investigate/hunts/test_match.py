"""Sigma's semantics, one by one."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from firstbell.investigate.hunts.match.compiler import compile_part, compile_rule
from firstbell.investigate.hunts.match.patterns import HuntRuleError, split_wildcards

FIELDS: dict[str, str | list[str]] = {
    "Image": r"C:\Windows\System32\cmd.exe",
    "CommandLine": 'cmd /c "whoami /all" > \\\\10.0.0.5\\c$\\out.txt',
    "User": "DISTRICT\\bob",
    "IpAddress": "203.0.113.9",
    "Port": "8443",
    "Data": ["first", "HostName=ConsoleHost"],
    "Empty": "",
}


@pytest.mark.parametrize(
    ("part", "fits"),
    [
        ({"Image": r"c:\windows\system32\CMD.EXE"}, True),
        ({"Image|endswith": r"\cmd.exe"}, True),
        ({"Image|cased|endswith": r"\CMD.exe"}, False),
        ({"Image|startswith": "C:\\Windows"}, True),
        ({"Image": "*\\cmd.???"}, True),
        ({"Image": "*\\cmd.????"}, False),
        ({"CommandLine|contains|all": ["whoami", "/all"]}, True),
        ({"CommandLine|contains|all": ["whoami", "/none"]}, False),
        ({"CommandLine|contains": ["nothing", "/all"]}, True),
        ({"CommandLine|contains": r"\\10.0.0.5\c$"}, True),
        ({"CommandLine|re": r"who\w+\s+/ALL"}, False),
        ({"CommandLine|re|i": r"who\w+\s+/ALL"}, True),
        ({"CommandLine|windash|contains": " -c "}, True),
        ({"IpAddress|cidr": "203.0.113.0/24"}, True),
        ({"IpAddress|cidr": ["10.0.0.0/8", "2001:db8::/32"]}, False),
        ({"IpAddress|outside": True}, True),
        ({"IpAddress|outside": False}, False),
        ({"Port|gt": 8000}, True),
        ({"Port|lte": 8000}, False),
        ({"Port": 8443}, True),
        ({"Data": "first"}, True),
        ({"Data|contains": "ConsoleHost"}, True),
        ({"Missing": None}, True),
        ({"Empty": None}, True),
        ({"User": None}, False),
        ({"User|exists": True}, True),
        ({"Missing|exists": True}, False),
        ({"User|fieldref": "User"}, True),
        ({"User|fieldref|endswith": "Port"}, False),
        ({"*|contains": "consolehost"}, True),
        (["nowhere", "whoami"], True),
        (["nowhere", "to be found"], False),
        ([{"Port": 1}, {"Port": 8443}], True),
        ({"Port": 8443, "User|endswith": "alice"}, False),
    ],
)
def test_a_part_fits_as_sigma_says(part: Any, fits: bool) -> None:
    assert compile_part(part).fits(FIELDS) is fits


def test_text_in_base64_is_found_wherever_it_begins() -> None:
    wanted = compile_part({"CommandLine|wide|base64offset|contains": "DownloadString"})
    for before in ("", "x", "xy", "xyz"):
        told = base64.b64encode((before + "DownloadString('http')").encode("utf-16-le")).decode()
        assert wanted.fits({"CommandLine": f"powershell -enc {told}"}), before
    assert not wanted.fits({"CommandLine": "powershell -enc " + base64.b64encode(b"harmless").decode()})


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ("a and b", False),
        ("a and not b", True),
        ("a or b and b", True),
        ("not (a and b)", True),
        ("1 of them", True),
        ("all of them", False),
        ("1 of filter*", False),
        ("all of selection*", True),
        ("2 of selection*", True),
        ("selection_one and not 1 of filter*", True),
        (["b", "a"], True),
    ],
)
def test_a_condition_joins_the_parts(condition: Any, fits: bool) -> None:
    rule = compile_rule(
        {
            "a": {"Port": 8443},
            "b": {"Port": 1},
            "selection_one": {"Port": 8443},
            "selection_two": {"Image|endswith": "cmd.exe"},
            "filter_one": {"User": "nobody"},
            "condition": condition,
        }
    )
    assert rule.fits(FIELDS) is fits


@pytest.mark.parametrize(
    "detection",
    [
        {"a": {"X": 1}, "condition": "a | count() > 5"},
        {"a": {"X|expand": "%users%"}, "condition": "a"},
        {"a": {"X": 1}, "condition": "a and"},
        {"a": {"X": 1}, "condition": "(a"},
        {"a": {"X": 1}, "condition": "b"},
        {"a": {"X": 1}, "condition": "1 of b*"},
        {"a": {"X|re": "("}, "condition": "a"},
        {"a": {"X|cidr": "no network"}, "condition": "a"},
        {"a": {}, "condition": "a"},
        {"a": {"X": 1}},
    ],
)
def test_what_is_not_known_is_refused_and_never_guessed(detection: dict[str, Any]) -> None:
    with pytest.raises(HuntRuleError):
        compile_rule(detection)


def test_a_backslash_takes_the_meaning_from_a_wildcard_and_is_itself_elsewhere() -> None:
    assert split_wildcards(r"C:\a\\b") == [r"C:\a\b"]
    assert split_wildcards(r"\*") == ["*"]
    assert len(split_wildcards(r"\\*")) == 2


def test_literals_and_pinned_values_hold_for_every_record_that_fits() -> None:
    rule = compile_rule(
        {
            "s": {"EventID": [4697, 7045], "ServiceName|contains": ["psexesvc", "paexec"]},
            "f": {"ServiceName": "harmless"},
            "condition": "s and not f",
        }
    )
    assert rule.find_pinned("EventID") == frozenset({"4697", "7045"})
    assert rule.find_literals() is not None
    assert compile_part({"X|re": "a+"}).find_literals() is None
    assert compile_part([{"X|contains": "long word"}, {"X|re": "a+"}]).find_literals() is None
