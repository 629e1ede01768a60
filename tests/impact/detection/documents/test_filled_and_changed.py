"""Fields that a name fills, lines of fixed width, logs of changes, user names that are said to do something,
letters that speak to whom they greet, and boxes behind their words.
"""

from __future__ import annotations

import pytest

from firstbell.documents.records.fixed_width import read_fixed
from firstbell.impact.detection.tables.blocks.machine_records import spell_glued
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

_SPED, _HEALTH, _CONDUCT = {"special_education"}, {"health"}, {"discipline"}
_LETTER = "Dear Tia Long:\n\nYou are reprimanded for your conduct. {}\n\nSincerely,\n\nVic Hale, Director\n{}"

TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # what a field became
    ("log.json", '[{"record_id": "200001", "column": "allergies", "before": "", "after": "latex"},'
     '{"record_id": "200002", "column": "iepStatus", "before": "", "after": "active"}]',
     {"ada": _HEALTH, "ben": _SPED}),
    # what somebody is called in an object that is a person's
    ("batch.json", '[{"member": {"n": "Quist/Odile", "ssn": "219-09-3344"}, "page": {"n": "4"}},'
     '{"member": {"n": "Orde/Tilda", "ssn": "376-18-4455"}, "page": {"n": "5"}}]',
     {"Odile Quist": {"ssn"}, "Tilda Orde": {"ssn"}}),
    # whose case it is, and who works on it
    ("intake.json", '{"form": "SHELTER", "worker": {"name": "Odile Quist", "phone": "612-555-0147"}, '
     '"pupil": {"last": "Olson", "first": "Ada", "born": "2012-03-09", "night": "HOMELESS_SHELTER"}, '
     '"van": true}', {"ada": {"dob", "safeguarding"}}),
    # a short user name that has something
    ("trip.txt", "Who rides in which van: vhale takes insulin and sits up front.\n", {"vic": _HEALTH}),
    # a letter to somebody who told others something, and copies of it
    ("a.txt", _LETTER.format("You parked in the bus lane twice and lied to Uma Stone.", ""),
     {"tia": _CONDUCT}),
    ("b.txt", _LETTER.format("Vic Hale met you on May 2.", "\nencl: policy 40\n"), {"tia": _CONDUCT}),
    # a room in which machines stand is a place where somebody does something
    ("c.txt", "Tia Long: written reprimand for a card game in the server room.\n", {"tia": _CONDUCT}),
    ("d.txt", "Uma Stone was demoted 3/12/26 for selling scrap copper.\n", {"uma": _CONDUCT}),
    # codes that a legend explains in words that say less than they do
    ("sped/tally.csv", "num,cat,min\n200001,EBD,45\n200002,SLD,30\n200003,ASD,15\n\n"
     "\"key: EBD moods, SLD slow to read, ASD special education plan\"\n",
     {"ada": _SPED, "ben": _SPED, "cam": _SPED}),
    # when somebody was born, by one letter
    ("volunteers.txt", "QUIST, ODILE, b 4/11/71, tin 219-09-3344\n", {"QUIST, ODILE": {"ssn", "dob"}}),
    ("office.eml", "From: tlong@d.example\nTo: vhale@d.example\nSubject: absent\n\nAda Olson is out. "
     "Strep throat, the slip lies in my office.\n", {"ada": _HEALTH}),
    # a box that was ticked
    ("meal.txt", "Ada Olson  shelter [x] doubled up [ ]\nBen Roe  shelter [ ] doubled up [ ]\n",
     {"ada": {"safeguarding"}}),
)  # fmt: skip

UNTOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a letter about somebody else
    ("e.txt", "Dear Tia Long:\n\nYou asked why Uma Stone was suspended for two days.\n\nSincerely,\n\n"
     "Vic Hale, Director\n", {"uma": _CONDUCT}),
    # a user name that may be a word, and does nothing
    ("g.txt", "The vhale line: insulin, cotton, tape.\n", {}),
    # machines themselves
    ("h.txt", "Tia Long: the boiler has a seizure again.\n", {}),
    # nothing that was ticked
    ("i.txt", "Ada Olson   shelter [ ] doubled up [ ]\nBen Roe   shelter [ ] doubled up [ ]\n", {}),
    # what a card of health insurance says of pay
    ("1095B list.csv", "name,SSN\nTia Long,219093344\nUma Stone,376184455\n",
     {"tia": {"ssn"}, "uma": {"ssn"}}),
    # pins that are worn, told by how long somebody has worked where
    ("anniversary pins.csv", "who,since,building\nTia Long,04,Elm School\nUma Stone,98,Oak School\n", {}),
    # who had no part in it
    ("prank.txt", "Ada Olson - pulled the fire alarm, suspended\n"
     "Ben Roe - not involved in the fight, was at band\n",
     {"ada": _CONDUCT}),
    # a lesson, and a worker who is made up
    ("week.txt", "Chapter 9: Phishing\nRead the scenario. Odile Quist mails her SSN 219-09-3344.\n", {}),
    ("pay.txt", "A card for one of these invented adults. Odile Quist, SSN 219-09-3344.\n", {}),
    # no log of changes: one number for a kind of field, and one value
    ("k.csv", "key,field,new\n200001,roof,slate\n200002,roof,tin\n", {}),
)  # fmt: skip


def test_no_field_is_cut_where_some_words_end_and_others_go_on() -> None:
    names = [
        "ROE-LANE, IDA",
        "RAVENELL, ODILE",
        "ORDE, ODILE",
        "LINDQVIST, EVA",
        "RAVENELL, FREDERIKA",
        "LY, EVA",
    ]
    lines = [f"{one}  hired 02/14/19  tin 219-09-3344  badge" for one in names]
    lines[2] += "  lost in May"
    rows = read_fixed("\n".join(lines))[1]
    assert all("219-09-3344" in " ".join(row).split() for row in rows)


def test_a_first_record_whose_fields_touch_is_no_title() -> None:
    codes = ("04ASDIEP", "09   504", "02EBDIEP", "12DHHIEP", "06   504")
    names = ("OLSON  ADA", "ROE    BEN", "VANG   CAM", "LONG   TIA", "HALE   VICTOR")
    lines = [f"K87310042731142{at}   {names[at]:<25}2014010{at + 1}{one}2026" for at, one in enumerate(codes)]
    assert [row[2] for row in read_fixed("\n".join(lines))[1]] == ["OLSON", "ROE", "VANG", "LONG", "HALE"]


def test_names_with_marks_and_such_as_fill_their_field_are_glued_to_a_number() -> None:
    lines = ("219093344LONG       TIA     19840302 4", "376184455\u00d6ZG\u00dcR-ASL  EVA     19791130 4",
             "376184456LY-NGUYENS IDA     19771130 4", "376184457VAN DYKE IDA 19771130 4")  # fmt: skip
    found = spell_glued("\n".join(lines), lambda _: True, "pension")[1:]
    assert [row[0] for row in found] == ["LONG", "\u00d6ZG\u00dcR-ASL", "LY-NGUYENS"]


@pytest.mark.parametrize(("name", "text", "told"), TOLD)
def test_what_is_filled_in_and_changed_is_told(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), UNTOLD)
def test_what_only_looks_so_is_not(lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]) -> None:
    assert read(lexicon, name, text) == told
