"""What letters say in their own way passes where the record bears it out, and never beside what is false."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.paraphrase.letter_words import say_letter
from firstbell.notify.statements.waits.comments import is_comment
from tests.notify.records import weigh_text
from tests.notify.stages import RECORDS


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            "early",
            "On March 7 we engaged a forensic firm, and counsel to guide us through our duties to families.",
        ),
        ("early", "Since Sunday, March 7, we have had a forensic firm by our side."),
        ("early", "The learning platform that our teachers use every day was not affected."),
        ("early", "Whether any data was stolen, and if so whose, is not known."),
        ("early", "As of this evening, Wednesday, March 10, we have not sent any letters."),
        ("early", "You may tell callers that the library has not been restored."),
        ("early", "It can neither be confirmed nor excluded that data was taken."),
        ("early", "With four days of twelve reviewed, we do not know whether data was taken."),
        ("early", "Hasta hoy, miércoles 10 de marzo, no hemos enviado ninguna carta individual sobre esto."),
        ("early", "La plataforma de aprendizaje que usan nuestros maestros no fue afectada."),
        (
            "late",
            "Since April 1, there have been six cases in which someone was called by a "
            "person trying to intimidate them.",
        ),
        ("late", "There are 318 files of which no clean copy exists."),
        ("late", "A week ago, on March 30, it was confirmed that data was taken."),
        ("late", "We have found Social Security numbers in the files, among other things."),
        (
            "late",
            "We have searched 40 percent of the files for personal data, and we are "
            "sorry that we found such data in them.",
        ),
        (
            "late",
            "If you have not heard from us by mail, that does not mean you are "
            "unaffected, because not a single letter has gone out.",
        ),
        ("late", "March 29: We signed a contract for credit monitoring."),
    ],
)
def test_what_a_letter_says_in_its_own_way_passes(record: str, said: str) -> None:
    assert weigh_text(said, RECORDS[record]) == "passes"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("early", "Since Saturday, March 6, we have had a forensic firm by our side."),
        ("early", "The payroll that our teachers use every day was not affected."),
        ("early", "As of this evening, Tuesday, March 9, we have sent every letter."),
        ("early", "You may tell callers that the library has been restored."),
        (
            "early",
            "Not even ten percent of the encrypted files has been searched, and no "
            "personal data was in them.",
        ),
        (
            "early",
            "The state report that was due within 72 hours was filed on March 9 at 6 "
            "p.m., before the deadline ran out.",
        ),
        ("early", "With six days of twelve reviewed, we do not know whether data was taken."),
        (
            "early",
            "Ya hemos restablecido las contraseñas de los alumnos, pero las de los empleados todavía no.",
        ),
        ("late", "What the district could not recover are the 381 files of which there is no clean copy."),
        (
            "late",
            "Since April 1, there have been nine cases in which someone was called by a "
            "person trying to intimidate them.",
        ),
        ("late", "A week ago, on March 29, it was confirmed that data was taken."),
        ("late", "In the files we have found personal information, such as bank account numbers."),
        (
            "late",
            "Please bear with the second factor for the VPN, which has been mandatory "
            "for all staff since March 20.",
        ),
        (
            "late",
            "If you have not heard from us by mail, that does not mean you are "
            "unaffected, because half of the letters have gone out.",
        ),
        ("late", "March 22: We signed a contract for credit monitoring."),
        # done, and told as still to come
        ("late", "We are comparing offers of three providers for credit monitoring."),
        ("late", "We hope to sign a contract for credit monitoring by the end of April."),
        ("late", "Estamos en conversaciones con dos empresas sobre el monitoreo de crédito."),
        # back, and told as out
        ("late", "For the library and payroll we must ask for your patience until May."),
        ("late", "Please be patient a little longer until the library is back."),
        # what nobody looked at, a count nobody made, a spared system, another way in, whom they called
        ("early", "Little points to any theft of records."),
        ("early", "Some three hundred families will receive a letter."),
        ("early", "The learning platform our teachers know is being restored this week."),
        ("early", "As of today, families can borrow books at every library."),
        ("late", "Five families have reported that the criminals had phoned them."),
        ("late", "A vulnerability in a program let the intruders in."),
        # a list that is still open
        ("late", "The list has been closed at 2,210 people."),
    ],
)
def test_what_is_false_in_a_letter_never_passes(record: str, said: str) -> None:
    assert weigh_text(said, RECORDS[record]) != "passes"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("late", "Thank you for your patience."),
        ("late", "On March 29, we signed a contract for credit monitoring."),
        ("early", "With four of twelve days reviewed, we do not know whether data was taken."),
        ("late", "We signed a contract for credit monitoring on March 29."),
        ("late", "The list is not closed."),
        ("late", "The learning platform was not affected."),
        ("late", "The intruders got in with a stolen VPN password of a vendor account."),
    ],
)
def test_what_is_so_passes_beside_such_words(record: str, said: str) -> None:
    assert weigh_text(said, RECORDS[record]) == "passes"


def test_a_belief_may_be_told_by_its_noun() -> None:
    said = "Our working theory is that the intruders got in with a stolen VPN password of a vendor account."
    assert weigh_text(said, RECORDS["believed"]) == "passes"
    assert weigh_text(said.replace("vendor", "teacher"), RECORDS["believed"]) != "passes"
    known = "It is known that the password of a vendor account was stolen and used."
    assert weigh_text(known, RECORDS["believed"]) != "passes"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("As of Wednesday, March 10, at 5 p.m., mail is back", "mail is back"),
        ("As of Thursday, March 10, mail is back", "As of Thursday, March 10, mail is back"),
        ("March 10, 4 p.m.: Mail is back", "On March 10, Mail is back"),
        ("Hoy, 11 de marzo, no hay cartas", "Hoy, 11 de marzo, no hay cartas"),
    ],
)
def test_only_the_day_of_the_newest_fact_is_left_out(said: str, told: str) -> None:
    assert say_letter(said, RECORDS["early"]) == told


@pytest.mark.parametrize(
    "said",
    [
        "We are writing because you have a right to hear this from us",
        "The district makes no promise as to that",
        "We can offer you no reassurance on that point",
        "You are always free to make a police report yourself",
        "It may take a little longer than usual to answer your calls",
        "You can press two at any time to repeat the message, or three for Spanish",
        "In an emergency, call 911 first and then your school",
        "Details on how to sign up will follow",
        "The employee assistance program is open to you and to everyone in your family",
        "We would rather have you hear it from us than from the news",
        "Some of you called me this morning",
        "Les recomendamos que pidan a su banco que revise su cuenta",
    ],
)
def test_what_surrounds_the_news_is_a_comment(said: str) -> None:
    assert is_comment(said)


@pytest.mark.parametrize(
    "said",
    [
        "We are writing because your data was stolen",
        "The district makes no payment to criminals",
        "Press two to hear which data was stolen",
        "Details of your child's file will be posted online",
        "It may take a little longer than usual to restore payroll",
        "You are free to use payroll again",
        "Some of you called me because your data was misused",
    ],
)
def test_what_tells_of_the_event_is_no_comment(said: str) -> None:
    assert not is_comment(said)
