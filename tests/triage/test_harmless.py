"""Mail of those around a district that looks like harm and is none, each beside its imitation."""

from __future__ import annotations

import io
import zipfile

import pytest

from firstbell.triage.enclosures import PLAIN, list_packed
from firstbell.triage.formalities import drop_asked, plays
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.linkage import list_attachment_clues
from firstbell.triage.mail import NOBODY, Attachment, MailMessage
from firstbell.triage.parser import parse_mail
from firstbell.triage.samples import list_sample_clues
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PASSED = "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0}; dmarc=pass header.from={0}"
FAILED = "spf=fail smtp.mailfrom={0}; dmarc=fail header.from={0}"


def triage(
    text: str, sender: str, *headers: str, subject: str = "a word", to: str = "office", verdict: str = PASSED
) -> Triaged:
    domain = sender.rpartition("@")[2].strip(">")
    lines = [
        f"Authentication-Results: mx.{OWN}; {verdict.format(domain)}",
        f"From: {sender}",
        f"To: {to}@{OWN}",
        f"Subject: {subject}",
        *headers,
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode(), enclosures=PLAIN), DISTRICT)


def stops(found: Triaged) -> bool:
    return found.look or found.label in HARMFUL


# an exercise
COUNTY = "Ola Brandt <obrandt@river-county-em.example>"
PLAYED = (
    "THIS IS AN EXERCISE. Operation Wet Mitten, table-top, room 4.\n\nInject 2: the custodian finds this on"
    ' the copier.\n\n"We hold the records of your students. Pay 9,000 acorns by dusk or we\n'
    'publish them all."\n\nTalk about it for ten minutes. EXERCISE EXERCISE'
)


def test_what_an_exercise_quotes_is_a_part_that_somebody_plays() -> None:
    found = triage(PLAYED, COUNTY, subject="EXERCISE EXERCISE: inject 2")
    assert not stops(found), found.reasons


@pytest.mark.parametrize(
    "text",
    [
        PLAYED.replace('"', ""),
        f"{PLAYED}\n\nNow in earnest: we hold your student files. Pay in bitcoin by Friday or we publish.",
        PLAYED.replace("THIS IS AN EXERCISE. ", "").replace(", table-top", "").replace("EXERCISE", "Thanks"),
    ],
    ids=["no quotation", "a threat beside it", "no exercise"],
)
def test_a_threat_beside_an_exercise_or_without_one_is_a_threat(text: str) -> None:
    assert stops(triage(text, COUNTY, subject="inject"))


def test_who_is_not_proven_plays_nothing() -> None:
    assert stops(triage(PLAYED, COUNTY, subject="EXERCISE", verdict=FAILED))


def test_one_word_of_an_exercise_is_not_enough() -> None:
    assert plays("This is a drill. Inject 4 follows.")
    assert not plays("This is a drill bit that we sell.")


# who warns of crooks
UNION = "Lakeview Custodians Local 9 <news@custodians9.example>"
BARGAIN = (
    "Members, the district got our demand to bargain over the stolen files: leave to see a bank, and four"
    " years of credit watch. They have until May 9. If they do not meet us, we go public with a charge of"
    " unfair labor practice. {warning}"
)
WARNING = "Do not talk to anyone who asks you to press the board: those are thieves."


def test_a_union_that_warns_of_crooks_warns_nobody_of_the_police() -> None:
    found = triage(BARGAIN.format(warning=WARNING), UNION, "List-Id: <news.custodians9.example>")
    assert not stops(found), found.reasons


def test_who_forbids_the_police_does() -> None:
    text = "We hold your files. If you do not pay by May 9 we publish them. Do not talk to the police."
    assert "no_police" in {clue.name for clue in triage(text, UNION).clues}
    told = triage(BARGAIN.format(warning=WARNING), UNION)
    assert "no_police" not in {clue.name for clue in told.clues}


# reporters
NUMBERED = (
    "1) Did the group ask for a ransom, and how much?\n2) Who knew first?\n"
    "3) We are told that counseling files were stolen from the district; confirm or deny."
)


def test_numbered_questions_and_what_is_to_be_denied_are_asked() -> None:
    assert not drop_asked(NUMBERED).replace("1)", "").replace("2)", "").replace("3)", "").strip(" .\n")


def test_a_claim_of_ones_own_stays_also_where_it_is_numbered() -> None:
    for text in (
        "1) We have your files.",
        "We are told our price is too high; confirm or deny that you pay us.",
    ):
        assert drop_asked(text) == text


# cards that a school's friends sell
FRIENDS = "Cedar Hill Parents Club <orders@cedarhillparents.example>"
SCRIP = (
    "Order a gift card through our scrip drive, and each one raises the library 5 percent. Buy by Friday on"
    " the paper form in the lounge, with a check to the club."
)


def test_gift_cards_that_raise_money_lure_nobody() -> None:
    found = triage(SCRIP, FRIENDS, subject="Scrip orders", to="staff")
    assert not stops(found), found.reasons


@pytest.mark.parametrize(
    "more",
    ["Then scratch them and text me the codes.", "It is a secret, tell nobody, and send the card numbers."],
)
def test_who_wants_the_codes_of_such_cards_does(more: str) -> None:
    found = triage(f"For the raffle: please buy five gift cards today. {more}", FRIENDS, subject="raffle")
    assert found.label is Label.PHISHING, found.reasons


# counsel, and what was accepted
COUNSEL = (
    "Attorney-client communication. A litigation hold is on for all papers of the May event: keep texts,"
    " drafts and paper. Please tell my assistant by phone that you have it."
)


def test_counsel_that_orders_papers_to_be_kept_carries_on() -> None:
    found = triage(COUNSEL, "Una Prest <uprest@prestmoor.example>", subject="Keep everything")
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons


@pytest.mark.parametrize(
    "more",
    [
        "Wire the retainer of 40,000 to our escrow today.",
        "Send me the student files and your password by reply.",
    ],
)
def test_counsel_that_wants_money_or_files_does_not(more: str) -> None:
    found = triage(f"{COUNSEL} {more}", "Una Prest <uprest@prestmoor.example>", subject="Keep everything")
    assert found.label is not Label.GENUINE


ACCEPTED = (
    "You accepted shift #40021, Tuesday, grade 4. Plans are on the desk. Can not come? Drop it in the app."
)


def test_a_mailbox_that_takes_no_answer_asks_nothing_of_what_runs() -> None:
    found = triage(ACCEPTED, "ShiftBoard <no-reply@shiftboard.example>", subject="Shift #40021 is yours")
    assert (found.label, found.look) == (Label.GENUINE, False), found.reasons
    asked = triage(ACCEPTED, "ShiftBoard <ines@shiftboard.example>", subject="Shift #40021 is yours")
    assert asked.label is Label.QUESTION


def test_credentials_that_somebody_shows_are_not_wanted() -> None:
    text = (
        "Thank you for the call. As discussed, two of us come at nine and show our credentials at the desk."
        " Nothing needs to be sent. {0}"
    )
    agent = "SA Noa Field <nfield@fieldbureau.example>"
    warns = "If anyone calls and asks for passwords, hang up and ring the number in the phone book."
    assert triage(text.format(warns), agent).label is Label.GENUINE
    assert triage(text.format("Have the passwords ready on a note."), agent).label is not Label.GENUINE


# applications, offers, pupils
def test_who_applies_for_work_is_read_later_and_who_threatens_is_not() -> None:
    text = "Please consider me for posting 31-2, grade 5. My resume is attached. I taught in Duluth."
    assert "applies" in {clue.name for clue in triage(text, "Bo Lind <bo@homepost.example>").clues}
    assert stops(
        triage(
            f"{text} We hold your student files and publish them unless you pay.", "Bo <bo@homepost.example>"
        )
    )


PUPIL = f"Kai <31kai@students.{OWN}>"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "here is my essay on ransom and why a school should not pay. the last page comes tomorrow",
            Label.GENUINE,
        ),
        ("mr b my essay was on the drive. can i have until monday?", Label.QUESTION),
        ("a page took my password and i am scared", Label.QUESTION),
    ],
    ids=["an essay", "a question", "in need"],
)
def test_a_pupil_asks_where_they_ask_or_are_in_need(text: str, label: Label) -> None:
    found = triage(text, PUPIL, to="b.barr")
    assert (found.label, found.look) == (label, False), found.reasons


def test_a_note_that_was_found_is_handed_in() -> None:
    body = "Found taped to the back door at six. What do you want me to tell the drivers?"
    lines = [
        f"Authentication-Results: mx.{OWN}; {PASSED.format(OWN)}",
        f"From: Night Crew <ed@{OWN}>",
        f"To: office@{OWN}",
        "Subject: back door",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="cut"',
        "",
        "--cut",
        "Content-Type: text/plain",
        "",
        body,
        "--cut",
        'Content-Type: text/plain; name="note.txt"',
        'Content-Disposition: attachment; filename="note.txt"',
        "",
        "We have the files of your children. Pay us 9 bitcoin by Friday or we publish them all.",
        "--cut--",
    ]
    found = triage_mail(parse_mail("\r\n".join(lines).encode(), enclosures=PLAIN), DISTRICT)
    assert (found.label, found.look) == (Label.COERCION, False), found.reasons


# files
def pack(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("names", "runs"),
    [
        (("order.js",), True),
        (("docs/", "docs/order.pdf", "docs/order.lnk"), True),
        (("order.pdf",), False),
        (("index.html", "style.css", "game.js", "player.js"), False),
    ],
    ids=["a script", "a link beside a paper", "a paper", "pages of a class"],
)
def test_a_packed_file_that_runs_is_a_trick(names: tuple[str, ...], *, runs: bool) -> None:
    found = list_packed(pack(*names))
    assert found == names
    mail = MailMessage(
        NOBODY, "", "", "", "see", attachments=(Attachment("a.zip", "application/zip", 9, "", packed=found),)
    )
    assert ("file_runs" in {clue.name for clue in list_attachment_clues(mail)}) is runs


def test_what_is_no_zip_packs_nothing() -> None:
    assert list_packed(b"PK\x03\x04 broken") == ()
    assert list_packed(b"%PDF-1.7") == ()


TERMS = (
    "Terms. The holders keep the copies of the student files. The district pays 40,000 dollars in bitcoin by"
    " May 3, or the student files are published for every family."
)


@pytest.mark.parametrize(
    ("text", "brought"),
    [
        (TERMS, False),
        (f"{TERMS} Robin Roe, 9, grade 3.", True),
        ("Roe Robin\nPoe Alex\nDoe Sam\nLow Kit\nMay Lou", True),
    ],
    ids=["terms", "terms and a child", "a list"],
)
def test_a_file_that_demands_is_the_threat_and_no_sample(text: str, *, brought: bool) -> None:
    file = Attachment("terms.pdf", "application/pdf", 9, "", text=text)
    mail = MailMessage(NOBODY, "", "", "", "Pay.", attachments=(file,))
    names = {clue.name for clue in list_sample_clues(mail, mail.text, says_proof=False)}
    assert ("sample_attached" in names) is brought
