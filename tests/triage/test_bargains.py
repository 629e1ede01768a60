"""Who holds what is private to others, wants something for it, and says what happens else; who only sells."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import HARMFUL, Label, judge_clues
from firstbell.triage.layer_clues import list_layer_clues
from firstbell.triage.layers import Layer
from firstbell.triage.parser import parse_mail
from firstbell.triage.relays import judge_writer
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PUPIL, STAFF, OUTSIDE = f"31tbrook@students.{OWN}", f"u.lind@{OWN}", "hal@homepost.example"


def write(text: str, sender: str) -> bytes:
    domain = sender.rpartition("@")[2]
    lines = [
        f"Authentication-Results: mx.{OWN}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}",
        f"From: {sender}",
        f"To: office@{OWN}",
        "Subject: hello",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return "\r\n".join(lines).encode()


def triage(text: str, sender: str) -> Triaged:
    return triage_mail(parse_mail(write(text, sender)), DISTRICT)


def judge_by_rules(text: str, sender: str) -> Label:
    mail = parse_mail(write(text, sender))
    writer = judge_writer(mail, DISTRICT, DISTRICT.trusted)
    return judge_clues(list(list_layer_clues(Layer("own", mail), DISTRICT, writer))).label


BARGAINS = [
    (PUPIL, "i found the login for the grade program. give me 150 or the whole gradebook gets posted."),
    (PUPIL, "i know what the nurse wrote. change my F to a C. otherwise i drop all of it on snap."),
    (PUPIL, "took pics of the list when the sub left. 40 bucks in my locker or they are on everyones phone."),
    (PUPIL, "i have screenshots of it. i want my detention erased. if u say no i hang them in the hall."),
    (PUPIL, "tengo fotos de la libreta. quiero que me quiten el reporte. si no, lo subo todo al grupo."),
    (
        STAFF,
        "I have copies of the personnel drive. Withdraw my review. Refuse and it goes up on the town page.",
    ),
    (STAFF, "I made copies of the drive. Two months of pay. If not, I read them out loud to the board."),
    (OUTSIDE, "I downloaded the letters. We want 600 on Zelle. If not, all of them go in the group chat."),
    (OUTSIDE, "I have the emails of the coach. Put my son back. Unless he plays, every parent reads them."),
    (PUPIL, "found the answer list and who gets lunch for free. 20 each or its on everybodys phone tomorrow"),
    (STAFF, "I have photos of the quiet room log. Pay my last weeks, or the photos go to a tv station."),
    (OUTSIDE, "We copied the texts of the coach. He resigns by Sunday, or we pass them around at the game."),
    (OUTSIDE, "I kept screenshots of the lists. You cancel what we owe, or I put them all on Reddit."),
]


@pytest.mark.parametrize(("sender", "text"), BARGAINS, ids=lambda one: one[:30])
def test_who_wants_something_for_what_they_hold_threatens_whoever_they_are(sender: str, text: str) -> None:
    assert judge_by_rules(text, sender) is Label.COERCION
    found = triage(text, sender)
    assert found.look or found.label in HARMFUL, found.reasons


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (PUPIL, "i want my locker changed, the lock is stuck. if not can i put it all in the band room?"),
        (PUPIL, "i took pictures of the board, do you want them in the group chat or by mail?"),
        (PUPIL, "i want my 5 dollars back, otherwise i keep it. i read what you wrote, thanks"),
        (STAFF, "I have copies of the key list. Say if you want one, otherwise I put them all in the safe."),
        (OUTSIDE, "I took pictures of the play. If nobody minds I share them with parents, or I print some."),
        (
            OUTSIDE,
            "You charged me twice, I have screenshots. I want my 45 back, otherwise I dispute it.",
        ),
        (OUTSIDE, "I want my 40 dollars back for the trip. If not, I will say so at the board meeting."),
    ],
    ids=lambda one: one[:30],
)
def test_who_wants_something_or_has_pictures_and_no_more_threatens_nobody(sender: str, text: str) -> None:
    found = triage(text, sender)
    assert found.rules not in HARMFUL
    assert found.label not in HARMFUL, found.reasons
    assert not found.look, found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Our house sells calendars, and we post them by Monday at $14 each. Order soon, there are few.",
        "The kiln holds your bowls. Pick them up by Tuesday, otherwise I sell them at the craft fair.",
        "We keep your table until noon. If you are late, I sell it to the next on the list.",
    ],
)
def test_what_is_sold_or_let_go_and_is_nobodys_data_is_no_threat(text: str) -> None:
    assert judge_by_rules(text, OUTSIDE) not in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "We hold your files. Pay within 60 hours or we sell the data to whoever asks.",
        "Your student records will be published by Friday unless you pay us.",
    ],
)
def test_what_is_somebodys_data_is_one(text: str) -> None:
    assert judge_by_rules(text, OUTSIDE) in HARMFUL
