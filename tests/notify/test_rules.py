"""The files of the law: 53 jurisdictions without a blank, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.rule import STALE_DAYS, RuleError
from firstbell.notify.clocks.rules import DUTIES, RUNS, load_law, load_rules, read_jurisdiction

STATES = [
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID",
    "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC",
    "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC",
    "SD", "TN", "TX", "US", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
]  # fmt: skip

FILE = """
format = 2
jurisdiction = "XX"
name = "Nowhere"
zone = "America/Chicago"
amended = "2025"
[attorney_general]
address = "unknown"
phone = "unknown"
site = "unknown"
grade = "?"
[[sources]]
id = "1"
url = "https://nowhere.example/law"
kind = "statute"
read = "2026-11-27"
""" + "".join(f'[cells.{duty}]\ngrade = "?"\nfound = "unknown"\nsays = "unknown"\n' for duty in DUTIES)
RULE = """
[[rules]]
id = "xx-1"
title = "t"
duty = "incident"
to = "incident_authority"
basis = "home"
bound = ["any"]
starts = ["found"]
amount = 2
unit = "days"
citation = "c"
sources = ["1"]
"""
READ = FILE.replace(
    '[cells.incident]\ngrade = "?"\nfound = "unknown"', '[cells.incident]\ngrade = "V"\nfound = "duty"'
).replace("[cells.education]", 'sources = ["1"]\n[cells.education]')


def test_there_is_a_file_for_every_state_and_for_federal_law() -> None:
    assert set(STATES) <= set(load_law())


def test_every_rule_has_its_law_its_source_and_its_time() -> None:
    rules = load_rules()
    assert len({rule.id for rule in rules}) == len(rules) > 100
    for rule in rules:
        law = load_law()[rule.jurisdiction]
        assert rule.citation, rule.id
        assert law.cells[rule.duty].grade in RUNS, rule.id
        assert all(law.find_source(one).url.startswith("http") for one in rule.sources), rule.id
        assert rule.amount is None or rule.unit, rule.id
        assert rule.terms or rule.due, rule.id
        assert {*rule.limits} <= {one.id for one in rules}, rule.id
        assert rule.quote == "" or rule.quote_sha256 == hashlib.sha256(rule.quote.encode()).hexdigest()
        # nobody has signed that the official text was read, and none is invented
        assert rule.readers == (), rule.id
    assert all(words for words in load_contents().values())


def test_what_was_read_runs_a_clock_and_what_was_not_never_does() -> None:
    for law in load_law().values():
        for duty in DUTIES[:-1]:
            has_rules = any(rule.duty == duty for rule in law.rules)
            cell = law.cells[duty]
            if cell.grade not in RUNS:
                assert not has_rules, (law.jurisdiction, duty)
            elif cell.found == "duty":
                assert has_rules, (law.jurisdiction, duty)


def test_a_file_that_holds_is_read() -> None:
    assert read_jurisdiction(FILE, "xx.toml").rules == ()
    (rule,) = read_jurisdiction(READ + RULE, "xx.toml").rules
    assert (rule.jurisdiction, rule.due_text, rule.is_unread) == ("XX", "2 days", True)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format = 2", "format = 3", "format 3"),
        ('[cells.ransom]\ngrade = "?"', '[cells.ransom]\ngrade = ""', "cell ransom is blank"),
        ('amount = 2\nunit = "days"', "", "neither how long"),
        ('unit = "days"', 'unit = "fortnights"', "no unit"),
        ('starts = ["found"]', 'starts = ["dawn"]', "no start 'dawn'"),
        ('bound = ["any"]', 'bound = ["baker"]', "no entity 'baker'"),
        ('sources = ["1"]\n', 'sources = ["2"]\n', "source 2 is not listed"),
        ('citation = "c"', 'citation = ""', "no citation"),
        ('citation = "c"', 'citation = "c"\nquote = "q"', "SHA-256 differs"),
        ('citation = "c"', 'citation = "c"\nrequired = ["a pony"]', "no content 'a pony'"),
        ('read = "2026-11-27"', 'read = "lately"', "lacks its address"),
        ('grade = "V"', 'grade = "D"', "no clock may run by it"),
        ("[[rules]]", "[[rules", "xx.toml"),
        ('site = "unknown"', 'site = ""', "attorney_general has a blank field"),
        ('address = "unknown"', 'address = "1 Main St"', "an address names no source"),
        ('id = "xx-1"', "id = 3", "xx.toml"),
        ('id = "xx-1"', 'id = "xx-1"\nmood = "good"', "mood"),
    ],
)
def test_a_file_that_does_not_hold_is_refused(old: str, new: str, problem: str) -> None:
    text = READ + RULE
    assert old in text
    with pytest.raises(RuleError, match=problem):
        read_jurisdiction(text.replace(old, new), "xx.toml")


def test_a_cell_that_was_read_and_has_no_rule_is_refused() -> None:
    with pytest.raises(RuleError, match="cell incident was read and has no rule"):
        read_jurisdiction(READ, "xx.toml")


def test_a_source_that_was_read_more_than_a_year_ago_is_stale() -> None:
    source = read_jurisdiction(FILE, "xx.toml").find_source("1")
    read = date(2026, 11, 27)
    assert not source.is_stale(read + timedelta(days=STALE_DAYS))
    assert source.is_stale(read + timedelta(days=STALE_DAYS + 1))
