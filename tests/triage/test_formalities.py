"""Notices, open questions, manuals and notes of who hands on a message are no threats."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.triage.formalities import (
    drop_asked,
    drop_formalities,
    drop_marked,
    drop_quotations,
    is_warning,
)
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.message_files import read_messages
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail, triage_raw
from tests.triage.measuring import DISTRICT

ROOT = Path(__file__).resolve().parents[2]
THREAT = "We have the files of your students. Pay 40,000 dollars in bitcoin in 48 hours or we publish them."


def triage_file(path: Path) -> Triaged:
    """What a file is."""
    (raw,) = read_messages(path)
    return triage_raw(raw, DISTRICT)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/recovery.md", "docs/threat-model.md"])
def test_a_manual_that_speaks_of_threats_is_none(name: str) -> None:
    triaged = triage_file(ROOT / name)
    assert triaged.label is Label.OTHER
    assert not triaged.look


def test_a_threat_below_a_manual_stays_a_threat(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")[:3000]
    path.write_text(f"{THREAT}\n\n{manual}", encoding="utf-8")
    triaged = triage_file(path)
    assert triaged.label in HARMFUL


def test_notices_and_open_questions_are_no_words_of_a_threat() -> None:
    text = "Any use or publication is prohibited. We do not know whether files were copied."
    assert "publication" not in drop_formalities(text)
    assert "copied" not in drop_formalities(text)
    assert drop_formalities(THREAT) == THREAT


def test_lines_behind_a_mark_are_quoted_and_rows_of_a_table_are_not() -> None:
    assert "bells" not in drop_marked(
        "This went round:\n | We moved the bells.\n  > All of the bells.\nIt is old."
    )
    assert "bells" in drop_marked("| room | bells |\n| 12 | two |")


@pytest.mark.parametrize("piece", ["pay us ", "use we publish ", "copying if "])
def test_a_sentence_without_an_end_is_read_once(piece: str) -> None:
    assert drop_formalities(piece * 20_000) == piece * 20_000


INNER = (
    "We still keep what we carried out of your building in October. We would rather hand it back to you than"
    " to those who ask us for it. Our patience ends on Sunday. A figure was named in our last note."
)


def triage_text(body: str) -> Triaged:
    """What a mail of somebody outside with this body is."""
    head = "From: Jo <jo@mail.example>\nTo: privacy@x.example\nSubject: this came"
    return triage_mail(parse_mail(f"{head}\n\n{body}\n".encode()), DISTRICT)


def test_who_hands_on_a_calm_threat_need_not_look_at_it_again() -> None:
    carried = f"--- Original message ---\nFrom: quiet <q@postbox.example>\n\n{INNER}"
    handed = triage_text(f"I got this at work. Do I have to answer?\n\n{carried}")
    assert triage_text(INNER).label in HARMFUL
    assert handed.label in HARMFUL
    assert not handed.look


QUOTED = 'This came today: "We have your files. Pay us in bitcoin or we publish them on Friday."'
OWN = (
    "Authentication-Results: mx.lakesideschools.org; dkim=pass header.d=lakesideschools.org;"
    " dmarc=pass header.from=lakesideschools.org"
)


def judge_rules(text: str, *headers: str, sender: str) -> Label:
    """The label by the rules alone."""
    lines = [*headers, f"From: {sender}", "To: jo@lakesideschools.org", "Subject: x", "", text]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT).rules


def test_what_stands_in_quotation_marks_is_left_out() -> None:
    assert drop_quotations("They wrote \u201cpay us\u201d and 'we don't wait', and it's false.").split() == [
        *("They", "wrote", "and", ",", "and", "it's", "false.")
    ]


@pytest.mark.parametrize(
    "chat",
    ["'[them] Pay or we publish.'", "\u2018(caller) Pay or we publish\u2019", "'\u00bfPagan o publicamos?'"],
)
def test_so_is_what_a_speaker_named_in_brackets_says(chat: str) -> None:
    left = drop_quotations(f"In the chat: {chat} It ended well.")
    assert " ".join(left.split()) == "In the chat: It ended well."


def test_what_an_apostrophe_ends_before_a_bracket_is_no_quotation() -> None:
    text = "The parents' [own] list and the teachers' [own] list are ready"
    assert drop_quotations(text) == text


def test_a_warning_says_in_its_own_words_what_not_to_do() -> None:
    assert is_warning(f"{QUOTED} Do not answer it.")
    assert not is_warning(f'{QUOTED} "Do not call the police."')


@pytest.mark.parametrize(
    ("added", "headers", "sender", "harmful"),
    [
        (" Do not answer it.", (OWN,), "notices@lakesideschools.org", False),
        ("", (OWN,), "notices@lakesideschools.org", True),
        (" Do not answer it.", (), "notices@lakesideschools.org", True),
        (" Inside: five tips.", ("List-Unsubscribe: <mailto:x@list.example>",), "news@list.example", False),
    ],
)
def test_a_threat_in_quotation_marks_is_others_only_in_a_proven_warning_or_mail_to_many(
    added: str, headers: tuple[str, ...], sender: str, *, harmful: bool
) -> None:
    assert (judge_rules(QUOTED + added, *headers, sender=sender) in HARMFUL) is harmful


TOLD = (
    "Our board refused to pay. They ask for money and say that they will publish the files if the"
    " district does not"
    " pay by May 3."
)
SPOKEN = "Our board refused to pay. We will publish the files of your children on May 3 if the"
" district does not pay."


@pytest.mark.parametrize(
    ("told", "headers", "sender", "harmful"),
    [
        (f"{TOLD} If they call you, do not answer.", (OWN,), "notices@lakesideschools.org", False),
        (f"{TOLD} If they call you, do not answer.", (), "notices@lakesideschools.org", True),
        (TOLD, (OWN,), "notices@lakesideschools.org", True),
        (f"{SPOKEN} Do not answer anybody else.", (OWN,), "notices@lakesideschools.org", True),
    ],
    ids=["a proven warning", "nobody proves it", "it warns of nothing", "it speaks to the reader"],
)
def test_what_they_say_is_told_in_a_proven_warning_and_threatens_there_alone(
    told: str, headers: tuple[str, ...], sender: str, *, harmful: bool
) -> None:
    assert (judge_rules(told, *headers, sender=sender) in HARMFUL) is harmful


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "We demand that the district pays for ten years of monitoring and answers our letter by Friday."
            " If it does not, we will file a grievance.",
            Label.OTHER,
        ),
        (
            "A group calling itself Velvet Heron says on its site that it will publish the files on Sunday"
            " unless the district pays. Can you confirm that for our story? Did you pay?",
            Label.QUESTION,
        ),
        (
            "We have your files. We demand that the district pays 40,000 dollars by Friday or we publish.",
            Label.COERCION,
        ),
    ],
)
def test_unions_and_reporters_are_told_from_who_threatens(text: str, label: Label) -> None:
    assert judge_rules(text, sender="someone@outside.example") is label


@pytest.mark.parametrize(
    "told",
    [
        "A source says that your files will be published on Friday unless you pay. Is that date right?",
        "Several parents told me the criminals will sell everything by Monday. Can you confirm that?",
        "Readers say the gang wants two million dollars or it posts the data. Is there any truth to it?",
    ],
)
def test_what_others_are_said_to_say_and_is_asked_about_threatens_nobody(told: str) -> None:
    assert drop_asked(told).strip() == ""


@pytest.mark.parametrize(
    "told",
    [
        "A friend says that we will publish your files on Friday unless you pay. Is that clear?",
        "People say that we have your files. Is that true? Pay us and nobody will know.",
        "A source says that your files will be published on Friday unless you pay.",
        "Our people have heard you talk to the police. Is that what you want?",
        "Some people say you should pay us before Friday. Is that right?",
        "Your files will be published on Friday unless you pay. Is that what you want?",
    ],
)
def test_a_threat_in_others_mouths_stays(told: str) -> None:
    left = drop_asked(told).lower()
    assert "pay" in left or "police" in left


def test_who_offers_a_hand_for_free_is_not_feared() -> None:
    text = "I kept the library at Oak until 2012. If slips must be written by hand, I have free mornings"
    head = "From: Ida <ida@mailbox.example>\r\nTo: office@lakesideschools.org\r\nSubject: An offer"
    found = triage_mail(parse_mail(f"{head}\r\n\r\n{text}, no pay wanted. Ida".encode()), DISTRICT)
    assert found.label not in HARMFUL
    assert not found.look


def test_who_offers_it_with_data_in_hand_is() -> None:
    text = "I have three free mornings and the grades of your daughter. Write back or they go online."
    head = "From: Ida <ida@mailbox.example>\r\nTo: office@lakesideschools.org\r\nSubject: An offer"
    found = triage_mail(parse_mail(f"{head}\r\n\r\n{text}".encode()), DISTRICT)
    assert found.label in HARMFUL or found.look


@pytest.mark.parametrize(
    "held_back",
    [
        "We won't print any name.",
        "We will not publish addresses of children.",
        "The paper will not name pupils.",
    ],
)
def test_who_holds_back_says_no_word_of_a_threat(held_back: str) -> None:
    assert drop_asked(held_back).strip(" .") == ""


@pytest.mark.parametrize(
    "kept",
    [
        "We won't publish the files if you pay.",
        "We will not publish the files before Monday.",
        "We will not publish names, but records, all of them, unless somebody pays.",
        "We won't share a word today.",
        "On Friday we publish the files of every child.",
    ],
)
def test_who_holds_back_for_something_or_for_a_while_does(kept: str) -> None:
    assert drop_asked(kept) == kept


def test_a_reporter_who_prints_no_names_is_not_held_and_who_sells_silence_is() -> None:
    asks = "We were handed a list of 900 files of the district. We won't publish names. Is the list real?"
    found = triage_text(f"{asks} Our story runs on Thursday.")
    assert (found.label, found.look) == (Label.QUESTION, False), found.reasons
    sells = triage_text(
        "We hold 900 files of your pupils. We won't publish names if you pay 3 bitcoin by Friday."
    )
    assert sells.look or sells.label in HARMFUL, sells.reasons
