"""Fields that a name fills, logs of changes, user names that are said to do something, lines
of fixed width, letters that speak to
whom they greet, and boxes behind their words.
"""

from __future__ import annotations

import pytest

from firstbell.documents.records.fixed_width import read_fixed
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

_SPED, _HEALTH, _CONDUCT = {"special_education"}, {"health"}, {"discipline"}
_PENSION = {"ssn", "dob", "financial"}
_LETTER = (
    "Dear Tia Long:\n\nYou are suspended for two days without pay. {}\n\nSincerely,\n\nVic Hale, Director\n{}"
)

TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a family name with marks, and one that fills its field up to the given name
    ("pension.txt", "219093344LONG       TIA     19840302 4\n"
     "376184455\u00d6ZG\u00dcR-ASL  EVA     19791130 4\n"
     "376184456LY-NGUYENS IDA     19771130 4\n376184457STONE      UMA     19761130 4\n"
     "376184458HALE       VIC     19751130 4\n376184459LONG       TIA     19741130 4\n",
     {"tia": _PENSION, "uma": _PENSION, "vic": _PENSION,
      "EVA \u00d6ZG\u00dcR-ASL": _PENSION, "IDA LY-NGUYENS": _PENSION}),
    # what a field became
    ("log.json", '[{"by": "x", "key": "200001", "field": "mealStatus", "old": "PAID", "new": "FREE"},'
     '{"by": "x", "key": "200002", "field": "custodyFlag", "old": "", "new": "no contact per court"}]',
     {"ada": {"economic"}, "ben": {"safeguarding"}}),
    # what somebody is called in an object that is a person's
    ("batch.json", '[{"person": {"n": "Quist/Odile", "ssn": "219-09-3344"}, "page": {"n": "4"}},'
     '{"person": {"n": "Orde/Tilda", "ssn": "376-18-4455"}, "page": {"n": "5"}}]',
     {"Odile Quist": {"ssn"}, "Tilda Orde": {"ssn"}}),
    # whose case it is, and who works on it
    ("case.json", '{"notice": "FOSTER_PLACEMENT", "caseworker": {"name": "Odile Quist"}, '
     '"child": {"lastName": "Olson", "firstName": "Ada", '
     '"birthDate": "2012-03-09", "placement": "foster home"}}', {"ada": {"dob", "safeguarding"}}),
    # a short user name that has something
    ("seats.txt", "Two are in your room now. vhale has asthma and needs a break.\n", {"vic": _HEALTH}),
    # a letter to somebody who told others something, and copies of it
    ("a.txt", _LETTER.format("You also left your class, and told Uma Stone that the bell rang.", ""),
     {"tia": _CONDUCT}),
    ("b.txt", _LETTER.format("Vic Hale saw it.", "\ncc: file\n"), {"tia": _CONDUCT}),
    # a room in which machines stand is a place where somebody does something
    ("c.txt", "Tia Long: one-day suspension for sleeping in the boiler room.\n", {"tia": _CONDUCT}),
    ("d.txt", "Tia Long was terminated 9/4 for taking pallets home.\n", {"tia": _CONDUCT}),
    # codes that a legend explains in words that say less than they do
    ("sped/count.csv", "perm,code,hrs\n200001,SLD,60\n200002,OHI,90\n200003,SLI,30\n\n"
     "\"codes: SLD lrng dis, OHI other, SLI speech and language impairment\"\n",
     {"ada": _SPED, "ben": _SPED, "cam": _SPED}),
    # when somebody was born, by one letter
    ("volunteers.txt", "QUIST, ODILE  b 08/21/1988  ssn 219-09-3344\n", {"QUIST, ODILE": {"ssn", "dob"}}),
    ("office.eml", "From: tlong@d.example\nTo: vhale@d.example\nSubject: gym\n\nAda Olson has a concussion, "
     "the note is on my desk.\n", {"ada": _HEALTH}),
    # a box that was ticked
    ("meal.txt", "Ada Olson  foster [x] homeless [ ]\nBen Roe  foster [ ] homeless [ ]\n",
     {"ada": {"safeguarding"}}),
)  # fmt: skip

UNTOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a letter about somebody else
    ("e.txt", "Dear Tia Long:\n\nYou asked why Uma Stone was suspended for two days.\n\nSincerely,\n\n"
     "Vic Hale, Director\n", {"uma": _CONDUCT}),
    # a user name that may be a word, and does nothing
    ("g.txt", "The vhale line: an IEP meeting.\n", {}),
    # machines themselves
    ("h.txt", "Tia Long: the boiler has a seizure again.\n", {}),
    # nothing that was ticked
    ("i.txt", "Ada Olson   foster [ ] homeless [ ]\nBen Roe   foster [ ] homeless [ ]\n", {}),
    # what a card of health insurance says of pay
    ("1095C.csv", "name,SSN\nTia Long,219093344\nUma Stone,376184455\n", {"tia": {"ssn"}, "uma": {"ssn"}}),
    # pins that are worn, told by how long somebody has worked where
    ("service pins.csv", "years,name,site\n5,Tia Long,Elm Elementary\n10,Uma Stone,Oak High School\n", {}),
    # who had no part in it
    ("theft notes.txt", "Ada Olson - took it, 2 days OSS\nBen Roe - nothing to do with it, sent back\n",
     {"ada": _CONDUCT}),
    # a lesson, and a worker who is made up
    ("week.txt", "Lesson 4: Keep it safe\nRead the story. Odile Quist lost a card. Her SSN is 219-09-3344.\n"
     "Discuss: what now?\n", {}),
    ("pay.txt", "Fill in the form for this made-up worker: Odile Quist, SSN 219-09-3344.\n", {}),
    # no log of changes: one number for a kind of field, and one value
    ("k.csv", "key,field,new\n200001,roof,slate\n200002,roof,tin\n", {}),
)  # fmt: skip


def test_no_field_is_cut_where_some_words_end_and_others_go_on() -> None:
    names = ["ROE-ORDE, SIGRID", "HALVORSEN, ODILE MAY", "RAVENELL, TILDA ROSE", "YATES-PRUITT, JOHN",
             "QUIST-OLSON, MARTHA", "OLSEN-ANDERSON, FREDERIKA", "LY-NGUYEN, ISADORA"]  # fmt: skip
    rows = read_fixed(
        "\n".join(
            f"{name}  b 08/21/1988  ssn 219-09-3344  OK{'  (see note)' * (name < 'I')}" for name in names
        )
    )[1]
    assert all(" ssn 219-09-3344 " in row[0] for row in rows)


def test_a_first_record_whose_fields_touch_is_no_title() -> None:
    codes = ("07SLDSPED", "10   NONE", "09A  SPED", "07OHISPED", "01SLISPED")
    names = (
        "OLSON    ADA    ",
        "ROE      BEN    ",
        "VANG     CAM    ",
        "LONG     TIA    ",
        "HALE     VICTOR ",
    )
    lines = [f"31142{at}  {names[at]}2014010{at + 1}{code}2026" for at, code in enumerate(codes)]
    assert [row[0][:6] for row in read_fixed("\n".join(lines))[1]] == [f"31142{at}" for at in range(5)]


@pytest.mark.parametrize(("name", "text", "told"), TOLD)
def test_what_is_filled_in_and_changed_is_told(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), UNTOLD)
def test_what_only_looks_so_is_not(lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]) -> None:
    assert read(lexicon, name, text) == told
