"""Passwords that are handed out: in logs of scripts, notes of tickets, settings files, letters and lists."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
SECRET = {"credentials"}
_USERS = ("aolson", "tlong", "ustone")
_WORDS = ("kite-77-blue", "salt-12-wren", "oats-90-iron")
FILES: tuple[tuple[str, str, KINDS], ...] = (
    ("IT/year.txt",
     "rolled over:\n" + "\n".join(map("ok {} => {}".format, _USERS, _WORDS)),
     {"ada": SECRET, "tia": SECRET, "uma": SECRET}),
    # the carts are numbered, and nothing is set to them
    ("IT/carts.txt",
     "reset of carts:\n" + "\n".join(f"{u} -> CART-00{n}7" for n, u in enumerate(_USERS)), {}),
    ("IT/sync/app.conf", "[dir]\nbind_dn = uid=tlong,ou=people\nbind_pw = Cobalt_Rain7\n", {"tia": SECRET}),
    ("IT/sync/app.yml",
     "mail:\n  host: mx.d.example\n  user: ustone@d.example\n  password: 'Tr3e-Frog!4'\n",
     {"uma": SECRET}),
    ("Grade 1/cut out.html", "<div><b>Ada Olson</b><br>tablet passcode wren41</div>"
     "<div><b>Ben Roe</b><br>tablet passcode kite07</div>", {"ada": SECRET, "ben": SECRET}),
    ("Office/letters.txt",
     "Gil Roe\n12 Elm St\n\nSign on as gil.roe@home.example with the starter password Q9TTB2M.\n",
     {"gil": {"contact", "credentials"}}),
    ("Office/logins.txt", "copier 4471\nfront laptop - Uma Stone - Agate$3813\nguest wifi: Wolves\n",
     {"uma": SECRET}),
    # a sign alone is no password, and a place of something else holds none
    ("Office/desks.txt", "copier 4471\nfront laptop - Uma Stone - B$3813\n", {}),
)  # fmt: skip
NOTES: tuple[tuple[str, str, KINDS], ...] = (
    ("others", "aolson forgot hers, now Otter4412. tlong = Birch9030", {"ada": SECRET, "tia": SECRET}),
    ("locked", "tlong locked out again, set to Maple4410", {"tia": SECRET}),
    ("device", "tlong has laptop LT4410B and aolson tablet TB2231A", {}),
    ("day", "aolson reset 4/12/2026", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_whoever_is_handed_a_password_is_told(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("name", "note", "expected"), NOTES, ids=[case[0] for case in NOTES])
def test_a_ticket_tells_of_those_whose_passwords_it_names(
    lexicon: Lexicon, name: str, note: str, expected: KINDS
) -> None:
    del name
    rows = [["Nr", "Asked by", "Details"], ["1", "ustone@d.example", note], ["2", "ustone@d.example", "bulb"]]
    assert read_rows(lexicon, "Help/tickets.csv", rows) == expected
