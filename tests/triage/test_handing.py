"""Who tells of a threat, hands one in or asks about it is told from who threatens, and lists from letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firstbell.triage.enclosures import PLAIN
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.reader import Opinion
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PASSED = "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0}; dmarc=pass header.from={0}"


def triage(
    text: str,
    *headers: str,
    subject: str = "a word",
    sender: str = "Ada Pell <ada@homepost.example>",
    to: str = f"office@{OWN}",
    part: tuple[str, str] | None = None,
) -> Triaged:
    domain = sender.rpartition("@")[2].strip(">")
    lines = [
        f"Authentication-Results: mx.{OWN}; {PASSED.format(domain)}",
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        *headers,
        "MIME-Version: 1.0",
    ]
    if part is None:
        lines += ["Content-Type: text/plain; charset=utf-8", "", text]
    else:
        name, content = part
        lines += [
            'Content-Type: multipart/mixed; boundary="cut"',
            "",
            "--cut",
            "Content-Type: text/plain; charset=utf-8",
            "",
            text,
            "--cut",
            f'Content-Type: text/plain; charset=utf-8; name="{name}"',
            f'Content-Disposition: attachment; filename="{name}"',
            "",
            content,
            "--cut--",
        ]
    return triage_mail(parse_mail("\r\n".join(lines).encode(), enclosures=PLAIN), DISTRICT)


def stops(found: Triaged) -> bool:
    return found.look or found.label in HARMFUL


GIVERS = {
    "en": "I read that they want bitcoin. I would give a thousand dollars of mine if that brings"
    " the files of the"
    " children back. Does it help, or is it foolish?",
    "es": "Leí que los hackers quieren dinero. Yo daría algo de lo mío y podemos hacer una colecta"
    " entre vecinos."
    " ¿Sirve de algo, o es una tontería?",
}


@pytest.mark.parametrize("text", GIVERS.values(), ids=GIVERS)
def test_who_would_give_money_for_others_and_asks_is_no_threat(text: str) -> None:
    found = triage(text, subject="could one help")
    assert (found.label, found.look) == (Label.QUESTION, False), found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "They want bitcoin and you can chip in. Pay 2 BTC by Friday or we publish the files of the"
        " children. Clear?",
        "Would it help if we paid half? They want the rest: send it to"
        " bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.",
        "Los hackers quieren dinero. Paguen 3 bitcoin antes del viernes o publicamos los datos de"
        " sus hijos. ¿Sí?",
    ],
)
def test_who_wants_the_money_threatens_however_kindly_it_is_asked(text: str) -> None:
    assert stops(triage(text))


def test_a_reporter_who_asks_about_a_leak_site_is_asking() -> None:
    text = (
        "Hello, we looked at the listing on the leak site and will not broadcast any of the files."
        " It shows folders"
        " posted this morning. Can you confirm that they are the district's, for our six o'clock report?"
    )
    found = triage(text, sender="Ira Colm <icolm@valleyradio.example>", subject="the listing, for our report")
    assert (found.label, found.look) == (Label.QUESTION, False), found.reasons


def test_who_calls_themselves_a_reporter_and_threatens_does() -> None:
    text = (
        "Can you confirm for our story? We hold your student files and will publish them on Friday unless the"
        " district pays. Contact us before the deadline."
    )
    assert stops(triage(text, sender="Ira Colm <icolm@valleyradio.example>"))


NEWS = {
    "en": "GOOD MORNING, VALLEY\n\nThe people who broke into the school offices say that they will"
    " publish more"
    " files on Friday unless they are paid. The board says no. Frost tonight, corn at 4.10.\n\nStop"
    " this letter: "
    "https://valleypaper.example/stop",
    "es": "BUENOS DÍAS, VALLE\n\nLos delincuentes que entraron en las oficinas escolares dicen que"
    " publicarán más"
    " archivos el viernes si no les pagan. La junta dice que no. Helada esta noche.\n\nPara darse de baja: "
    "https://valleypaper.example/stop",
}
PAPER = "Valley Paper <morning@valleypaper.example>"
LEAVING = "List-Unsubscribe: <https://valleypaper.example/stop>"


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_a_paper_that_tells_of_a_threat_is_mail_to_many(text: str) -> None:
    found = triage(text, LEAVING, sender=PAPER, subject="Frost tonight")
    assert (found.label, found.look) == (Label.NEWSLETTER, False), found.reasons


def test_a_letter_to_many_that_speaks_to_its_reader_threatens() -> None:
    text = (
        "GOOD MORNING, VALLEY\n\nWe are the people who broke into your offices. We will publish"
        " your student files"
        " on Friday unless you pay us 9 bitcoin. Write to us on Tox.\n\nStop:"
        " https://valleypaper.example/stop"
    )
    assert stops(triage(text, LEAVING, sender=PAPER))


LURE = (
    "Lakeside Schools: your student was put on the leak list. Remove the name within two hours,"
    " enter your password "
    "and card at https://list-removal.example/x or it is published."
)


def test_who_hands_in_a_file_as_one_to_look_at_has_looked() -> None:
    found = triage("is this real? it came to my phone at noon", subject="a text", part=("text.txt", LURE))
    assert found.label in HARMFUL
    assert not found.look, found.reasons


def test_who_sends_the_same_file_with_a_threat_of_their_own_has_not() -> None:
    text = "Please look at the file. You have until Friday to pay us, then we publish every file of"
    " your students."
    assert stops(triage(text, subject="read it", part=("text.txt", LURE)))


ANSWER = "They are in the green tray. Please bring the sheets of last week, or I do not know who rode on 9."
CHAIN = f"{ANSWER}\n\nOn Tue, Mar 7, 2023 at 8:02 AM Ada Pell wrote:\n> Where do the sheets go now?"
COLLEAGUE = f"Ned Orr <norr@{OWN}>"


def test_who_of_the_district_answers_in_the_house_has_written_it() -> None:
    found = triage(CHAIN, sender=COLLEAGUE, subject="Re: sheets on paper", to=f"apell@{OWN}")
    assert (found.label, found.look) == (Label.GENUINE, False), found.reasons
    assert found.proven


def test_a_proven_account_that_threatens_or_redirects_in_an_answer_does() -> None:
    threat = "We took your files, and the board pays 4 bitcoin by Friday or we publish the student records."
    money = "Wire the payment to the new account 000440019922, routing 000000013, from now on."
    for text in (threat, money):
        chain = CHAIN.replace(ANSWER, text)
        assert stops(triage(chain, sender=COLLEAGUE, subject="Re: sheets on paper", to=f"apell@{OWN}"))


def test_who_asks_to_be_taken_off_a_list_writes_no_letter_to_many() -> None:
    text = (
        "A letter with a code came for my mother, who died in spring. What do I do with the code,"
        " and could you"
        " please take her off the list for the next one?"
    )
    assert triage(text, subject="a letter came").label is Label.QUESTION
    assert triage("Por favor, ¿pueden quitar a mi madre de la lista? Murió en mayo.").label is Label.QUESTION
    many = (
        "The fair is on Saturday. You get this letter because you signed up; to leave the list answer STOP."
    )
    assert triage(many, subject="Garden letter no. 4").label is Label.NEWSLETTER


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "This is Lena Voss, fourth grade. I still cannot get into my mail after all that"
            " happened, and my number"
            " was in the theft. Send my pay to the new account 000440019922, routing 000000013, from now on.",
            Label.EVENT_PHISHING,
        ),
        (
            "This is Lena Voss, fourth grade. Send my pay to the new account 000440019922, routing"
            " 000000013, from"
            " now on, please.",
            Label.PHISHING,
        ),
        (
            "Soy Lena Voss. Después del robo cerré mi cuenta; depositen mi sueldo en la cuenta"
            " nueva 000440019922,"
            " ruta 000000013.",
            Label.EVENT_PHISHING,
        ),
    ],
)
def test_phishing_leans_on_the_event_by_what_happened_to_the_writer(text: str, label: Label) -> None:
    found = triage(text, subject="my pay", sender="Lena Voss <lena.voss@gmail.com>")
    assert found.label is label, found.reasons


def test_who_sells_a_name_before_somebody_else_takes_it_wants_a_fee() -> None:
    text = (
        "We are the domain office of the region. Another company wants to register"
        " lakesideschools.cn today. If you"
        " own the brand you must register it with us within 7 days, fee 900 USD, otherwise we let"
        " them have it."
    )
    found = triage(text, sender="Mr. Fen <fen@names-office.example>", subject="trademark and domain")
    assert (found.label, found.look) == (Label.PHISHING, False), found.reasons
    harmless = "Your domain lakesideschools.org renews on June 1 at the price of before. There is"
    " nothing to do."
    assert not stops(triage(harmless, sender="Registrar <renewals@names-house.example>", subject="Renewal"))


FORWARDED = """{0}

-----Original Message-----
From: benefits desk <help@desk-line.example>
Sent: Thursday
To: Ada Pell
Subject: your file

Your records from the school are among those that were copied. A small sum keeps them with us.
Answer here and we tell you how.
"""


@pytest.mark.parametrize("note", ["Sent on from my phone.", "Here.", "Is this real?"])
def test_a_threat_that_is_handed_on_in_plain_words_is_called_one(note: str) -> None:
    found = triage(FORWARDED.format(note), subject="Fwd: your file")
    assert (found.label, found.look) == (Label.COERCION, False), found.reasons


def test_a_person_looks_where_the_words_of_who_hands_it_on_are_feared_as_well() -> None:
    own = "Pay what they ask by Friday, or your file goes to everybody in town."
    assert stops(triage(FORWARDED.format(own), subject="Fwd: your file"))


@pytest.mark.parametrize(
    ("quoted", "label"),
    [
        ("Dwight Amory, born 3/9/1981, has asked for leave until the panel has met.", Label.EXTORTION),
        ("The panel meets on the second floor, and the coffee is in the kitchen.", Label.COERCION),
    ],
)
def test_a_threat_that_answers_mail_with_data_of_people_brings_a_sample(quoted: str, label: Label) -> None:
    text = (
        "We read this thread with you. Should his church read it, too? Bring your chief to the table,"
        f" and it ends here.\n\n> From: Personnel\n> To: Ilse Brandt\n> Date: Sep 11\n>\n> {quoted}\n"
    )
    found = triage(text, subject="RE: the panel", sender="third <third@nobody-post.example>")
    assert found.label is label, (found.label, found.reasons)


QUOTED_SHORT = "> They can have it, or nobody will."
QUOTED_DEMAND = "> We hold the files of your pupils. Pay us by Friday or we publish all of the data."


@pytest.mark.parametrize(("quoted", "stops"), [(QUOTED_SHORT, False), (QUOTED_DEMAND, True)])
def test_what_an_answer_quotes_was_read_before_and_a_threat_in_it_is_one(quoted: str, *, stops: bool) -> None:
    text = f"The chairs are on the truck, ask for Olga at the dock. Same price as last fall.\n\n{quoted}"
    found = triage(text, sender="Olga <olga@chairhouse.example>", subject="Re: chairs for the gym")
    assert (found.look or found.label in HARMFUL) is stops, found.reasons


def fear(words: str) -> Callable[..., Opinion]:
    """A second reader that fears these words alone, and not much."""

    def read(_mail: object, text: str, **_known: object) -> Opinion:
        harm = 0.6 if words in text else 0.2
        return Opinion({one: {Label.COERCION: harm, Label.OTHER: 1 - harm}.get(one, 0.0) for one in Label})

    return read


@pytest.mark.parametrize(("subject", "held"), [("Re: chairs for the gym", False), ("Fwd: chairs", True)])
def test_what_is_feared_a_little_holds_no_answer_that_quotes_it(
    monkeypatch: pytest.MonkeyPatch, subject: str, *, held: bool
) -> None:
    monkeypatch.setattr("firstbell.triage.triage.read_layer", fear("nobody will"))
    text = f"The chairs are on the truck, the price is that of last fall.\n\n{QUOTED_SHORT}"
    assert stops(triage(text, sender="Olga <olga@chairhouse.example>", subject=subject)) is held


@pytest.mark.parametrize(("leave", "held"), [("Do not scan it, it is a fake.", False), ("Scan it.", True)])
def test_what_a_warning_sets_in_may_be_feared_a_little(
    monkeypatch: pytest.MonkeyPatch, leave: str, *, held: bool
) -> None:
    monkeypatch.setattr("firstbell.triage.triage.read_layer", fear("blue square"))
    text = (
        f"A page lies on the tables.\n\n    Scan the blue square, all of you.\n\n{leave} Ring us immediately."
    )
    assert stops(triage(text, sender=f"Desk <desk@{OWN}>", to=f"all-staff@{OWN}")) is held
