"""What columns hold by how most of their cells are written, and the near neighbors that tell nothing."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.identities.resolver import no_facts
from firstbell.impact.detection.passages.like_lines import give_alike
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]
_FOUR = (("200001", "OLSON", "ADA"), ("200002", "ROE", "BEN"), ("200003", "VANG", "CAM"))


def lay_out(days: tuple[str, ...]) -> list[list[str]]:
    """Records without headers: number, family and given name, six digits."""
    return [[*who, day] for who, day in zip(_FOUR, days, strict=True)]


BORN: KINDS = {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}
PACKED: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("sis/stu_mdy.csv", lay_out(("030912", "113013", "070411")), BORN),
    ("sis/stu_ymd.csv", lay_out(("120309", "131130", "110704")), BORN),
    ("State/errors.csv", [["ERR", "NAME", "BIRTH"], ["117", "Olson, Ada", "120309"],
     ["117", "Roe, Ben", "131130"], ["121", "Vang, Cam", "110704"]], BORN),
    # parts, days of the year that runs, digits that are no days
    ("shop/keys.csv", lay_out(("204409", "204429", "206138")), {}),
    ("sis/enrolled.csv", lay_out(("090226", "090326", "090426")), {}),
    ("State/errors2.csv", [["ERR", "NAME", "BIRTH"], ["117", "Olson, Ada", "770199"],
     ["117", "Roe, Ben", "880255"], ["121", "Vang, Cam", "990377"]], {}),
)  # fmt: skip
STATED = {"ada": {"special_education"}, "ben": {"special_education"}, "cam": {"special_education"}}
NUMBERS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # the number that a state gives its pupils names them
    ("bill/a.csv", [["state_id", "primary disability"], ["8100000001", "ASD"], ["8100000002", "SLD"],
     ["8100000003", "EBD"]], STATED),
    ("bill/b.csv", [["SSID", "IEP"], ["8100000001", "Y"], ["8100000002", "Y"], ["8100000003", "Y"]], STATED),
    ("bill/c.csv", [["State ID", "fed setting"], ["8100000003", "II"], ["8100000001", "III"],
     ["8100000002", "I"]], STATED),
    ("bill/d.csv", [["state_id", "locker"], ["8100000001", "12"], ["8100000002", "14"], ["8100000003", "9"]],
     {}),
    # papers by names that are seldom used, each with its number behind it
    ("wc/a.csv", [["Family of", "proof of age", "number"], ["Ada Olson", "consular matricula", "71794197"],
     ["Ben Roe", "US passport", "73013394"], ["Cam Vang", "refugee I-94", "29372312"]],
     {"ada": {"government_id"}, "ben": {"government_id"}, "cam": {"government_id", "immigration"}}),
    ("wc/b.csv", [["Family of", "proof of addr", "number"], ["Ada Olson", "electric bill", "71794197"],
     ["Ben Roe", "lease", "73013394"], ["Cam Vang", "gas bill", "29372312"]], {}),
    # the number of a bank behind a word for it, and the same digits as those of a part
    ("board/diem.csv", [["Tia Long", "2 mtgs", "EFT 075000022", "4719853196"],
     ["Uma Stone", "3 mtgs", "EFT 091000019", "6982059965"], ["Vic Hale", "1 mtg", "EFT 075000022", "91232"]],
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    ("board/parts.csv", [["Tia Long", "2 pcs", "part 075000022"], ["Uma Stone", "3 pcs", "part 091000019"],
     ["Vic Hale", "1 pc", "part 075000022"]], {}),
)  # fmt: skip
SAID: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # of a column of passwords only the cells with one
    ("help/q3.csv", [["#", "Requester", "Subject", "Thread"],
     ["1", "tlong@d.example", "cant log in", "reset done, your temp pw is Loon720!"],
     ["2", "ustone@d.example", "cant log in", "reset done, your temp pw is Birch062!"],
     ["3", "aolson@d.example", "locked", "set it to Maple.4471 for now"],
     ["4", "vhale@d.example", "projector bulb rm 204", "replaced"]],
     {"tia": {"credentials"}, "uma": {"credentials"}, "ada": {"credentials"}}),
    # what pupils say at the register of a kitchen opens nothing; a column of its own does
    ("Kitchen/neg.csv", [["pin", "name", "bal", "elig"], ["86677", "Olson, Ada", "-41.70", "R"],
     ["85577", "Roe, Ben", "-33.59", "F"], ["86349", "Vang, Cam", "-49.98", "F"]],
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    # who owes for meals, and who has paid in
    ("Kitchen/bal.csv", [["name", "elig", "bal"], ["Olson, Ada", "P", "-41.70"], ["Roe, Ben", "F", "-33.59"],
     ["Vang, Cam", "P", "-49.98"]], {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("Kitchen/all.csv", [["name", "elig", "bal"], ["Olson, Ada", "P", "41.70"], ["Roe, Ben", "F", "33.59"],
     ["Vang, Cam", "P", "-49.98"]], {"ben": {"economic"}}),
    # cells that say what they are below headers that do not
    ("Audit/a.csv", [["#", "ref", "attr A", "exc"], ["1", "Ada Olson", "income 28,040 re-keyed", "none"],
     ["2", "Ben Roe", "income 31,900 ok", "none"], ["3", "Cam Vang", "income 9,100 ok", "none"],
     ["4", "Gil Roe", "income 12,000 ok", "none"]],
     {who: {"economic"} for who in ("ada", "ben", "cam", "gil")}),
    ("Audit/b.csv", [["#", "ref", "attr A", "exc"], ["1", "Ada Olson", "locker 28 re-keyed", "none"],
     ["2", "Ben Roe", "locker 31 ok", "none"], ["3", "Cam Vang", "locker 9 ok", "none"],
     ["4", "Tia Long", "locker 12 ok", "none"]], {}),
    # what is named after somebody
    ("college/list.csv", [["name", "amt", "need based?"], ["Rhoda Harmon Memorial", "1000", "yes, FAFSA"],
     ["Olga Harmon Scholarship", "750", "yes, FAFSA"]], {}),
    ("Shop/bal.csv", [["name", "shirt", "bal"], ["Olson, Ada", "M", "-41.70"], ["Roe, Ben", "S", "-33.59"],
     ["Vang, Cam", "L", "-49.98"]], {}),
    ("IT/copier.csv", [["name", "copier pin"], ["Tia Long", "86677"], ["Uma Stone", "85577"],
     ["Vic Hale", "86349"]], {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    # who was hurt by something has done nothing
    ("HR/injuries.csv", [["name", "body part", "how"], ["Tia Long", "forearm fracture", "struck by student"],
     ["Uma Stone", "knee sprain", "hit by ball"], ["Vic Hale", "lumbar strain", "assaulted by student"]],
     {"tia": {"health"}, "uma": {"health"}, "vic": {"health"}}),
    # a survey with the codes of its questions above them
    ("Surveys/pull.csv", [["ResponseId", "Q1_user", "Q4", "Q9"],
     ["Response ID", "login?", "favorite class", "thought about hurting self"],
     ["R_52", "aolson", "art", "several days"], ["R_47", "200002", "gym", "every day"],
     ["R_53", "200003", "art", "most days"]],
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("Surveys/lunch.csv", [["ResponseId", "Q1_user", "Q4", "Q9"],
     ["Response ID", "login?", "favorite class", "thought about the new menu"],
     ["R_52", "aolson", "art", "several days"], ["R_47", "200002", "gym", "every day"],
     ["R_53", "200003", "art", "most days"]], {}),
)  # fmt: skip
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # a month is no record of medication
    ("AP/ISS/Mar sheets.txt", "Ada Olson\n  skipped 5,6\nBen Roe\n  food fight\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("Fund/Mar totals.txt", "Ada Olson 12\nBen Roe 9\nCam Vang 14\n", {}),
    ("Office/MAR sheets.txt", "Ada Olson 12:05 given\nBen Roe 12:10 given\nCam Vang 12:20 given\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # who wrote what a filter saw
    ("IT/filter.log", '2026-03-02 act=FLAG usr=aolson q="how to hide cuts on arms" grp=std\n'
     '2026-03-03 act=FLAG usr=200002 q="minecraft skins" grp=std\n', {"ada": {"counselling"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The usual people, pupils with the numbers that their state gives them."""
    people = []
    for at, one in enumerate(PEOPLE, start=1):
        ids = [*one.ids, f"810000000{at}"] if one.role == "student" else one.ids
        people.append(
            Person(one.key, one.key, one.role, one.given, one.family, ids=ids, emails=one.emails, dob=one.dob)
        )
    return Lexicon(people)


@pytest.mark.parametrize(
    ("path", "rows", "expected"), PACKED + NUMBERS + SAID, ids=[case[0] for case in PACKED + NUMBERS + SAID]
)
def test_cells_tell_what_their_column_holds(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    found = {who: kinds - {"contact"} for who, kinds in read_rows(lexicon, path, rows).items()}
    assert {who: kinds for who, kinds in found.items() if kinds} == expected


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_titles_and_logs_tell_it_too(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, path, text) == expected


def test_all_that_lines_laid_out_alike_tell_is_told_of_one_with_other_words() -> None:
    entries = [
        TextEntry((who,), "", "name", "text, line", no_facts(), set(), [], False, False, False, lead="CHILD")
        for who in range(4)
    ]
    for entry in entries[:3]:
        entry.kinds |= {"health", "safeguarding"}
    give_alike(entries, {})
    assert entries[3].kinds == {"health", "safeguarding"}
