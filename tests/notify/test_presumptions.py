"""What no judge reads is held wherever a sentence tells it: in thanks, in regret, beside what is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text
from tests.notify.test_relations import CLEAN, OPEN
from tests.notify.test_relations import PAID as RANSOM_PAID

RECORD = replace(
    know({
        "encryption_event": {
            "confirmed": True,
            "first_damage": "2026-11-08T03:30:00-05:00",
            "found": "2026-11-08T09:45:00-05:00",
        },
        "forensic_firm": {"engaged": "2026-11-09"},
        "legal_counsel": {"engaged": "2026-11-09"},
        "law_enforcement": {"informed": ["FBI", "CISA"], "since": "2026-11-10"},
        "way_in": "phishing message opened by an employee",
        "exfiltration": {"state": "confirmed", "confirmed": "2026-11-20", "reviewed_days": 6, "of_days": 6,
                         "published": "2026-12-01"},
        "people_affected": {"count": 7340, "final": True},
        "kinds_found": ["names", "birth dates"],
        "systems_restored": {"verified": ["student records", "payroll", "email", "phones", "bus routing"],
                             "pending": ["library catalog"]},
        "files_without_clean_version": 410,
        "ransom": {"demanded": True, "amount": 300000, "demanded_at": "2026-11-08", "paid": False},
        "letters_sent": 0,
        "coercion_contacts": {"count": 17, "since": "2026-11-12", "until": "2026-11-19"},
        "insurance": {"informed": "2026-11-09", "limit": 1000000, "deductible": 50000},
        "response_cost": {"spent": 410000, "expected": 480000},
        "credit_monitoring": {"contract": False},
        "misuse_search": {"done": False},
    }),
    today=date(2026, 12, 3),
)  # fmt: skip
PAID = replace(
    know({
        "encryption_event": {"confirmed": True, "found": "2026-11-24T05:50:00-07:00"},
        "ransom": {"demanded": True, "amount": 900000, "demanded_at": "2026-11-24", "paid": 275000,
                   "paid_at": "2026-12-18"},
        "letters_sent": 11900,
        "people_affected": {"count": 12480, "final": True},
        "insurance": {"informed": "2026-11-24", "limit": 1500000},
    }),
    today=date(2027, 1, 25),
)  # fmt: skip

FALSE = [
    # an insurer's acts
    "Thank you for covering the first $410,000 of our costs.",
    "We thank our insurer for doubling the limit to $1 million.",
    "Our insurer, which has reimbursed our costs, was informed on November 9.",
    "Our insurer was informed on November 9 and has approved our claim.",
    "Informed on November 9, our carrier has agreed to pay for it all.",
    "The policy limit, which was raised after the attack, is $1 million.",
    "We are grateful that our insurance company has picked up the bill.",
    "Gracias a nuestra aseguradora por cubrir los gastos.",
    # so much for each
    "For each of our schools, they demanded $300,000.",
    "They demanded $300,000 per school.",
    "The intruders asked for $300,000 for every campus.",
    "We have spent $410,000 per building.",
    "Each of our schools was asked to pay $300,000.",
    "For every student, a name and a birth date were found.",
    "Exigieron $300,000 por cada escuela.",
    # another thing than was counted
    "We apologize to the 410 students whose work cannot be recovered.",
    "We are sorry for the 410 families whose files are lost.",
    "To the 410 teachers whose lesson files are gone: we are sorry.",
    "Thank you to the 17 parents who received threats.",
    "We regret that 410 letters were lost in the attack.",
    "We understand the anger of the 7,340 students whose data was taken.",
    # two questions, one answer
    "Was there a ransom note, and have you paid? No.",
    "Did they demand money, and did you pay? No.",
    "Is the library catalog back, and is email working? Yes.",
    "Was data taken, and was a ransom paid? Yes.",
    "Have you paid, and was data stolen? No.",
    "Are phones back, and is the library catalog running? Yes.",
    # how costs turn out
    "At this pace, costs are bound to pass the two-million mark this spring.",
    "We expect the total to climb past the limit of our policy.",
    "The bill is on track to reach two million dollars.",
    "Costs look likely to exceed the policy limit by summer.",
    "The response is heading for twice the deductible of our policy, and then some.",
    "Se espera que los gastos superen el límite de la póliza.",
    # all of so many
    "All five of the systems that were hit are back.",
    "All five systems that were hit are back.",
    "All five of our systems are back.",
    "Every one of the five systems that went down is back.",
    "All five affected systems have been restored.",
    "Los cinco sistemas afectados ya funcionan.",
    # both, with one pending
    "Are email and the library catalog back? Both are.",
    "Are phones and the library catalog working again? They are.",
    "Is the library catalog back? It is.",
    "Thank you for your patience now that the library catalog is back.",
    "We are glad that the library catalog is working again.",
    "Have payroll and the library catalog been restored? Both have.",
    # what they took in the end
    "They demanded $300,000 on November 8, and in the end took a good deal less.",
    "They demanded $300,000, and settled for half.",
    "They demanded $300,000, but later lowered the demand.",
    "The hackers asked for $300,000 and accepted a smaller sum.",
    "The demand was $300,000; we talked them down.",
    "Exigieron $300,000 y al final se conformaron con menos.",
    # a letter that came
    "We understand how unsettling it was to get our letter about your child's data.",
    "We are sorry that our letter about your data upset you.",
    "Thank you to everyone who read the letter that we sent.",
    "We know that opening our letter was hard.",
    "We regret the worry that the letter you received has caused.",
    "Lamentamos la preocupación que le causó recibir nuestra carta.",
    # who it was
    "We regret that one of our teachers fell for the message.",
    "We are sorry that a principal clicked on the link.",
    "We regret a teacher's careless click.",
    "Please be kind: one of our nurses was fooled by the message.",
    "We are sorry that a student opened the message.",
    "Lamentamos que una de nuestras maestras abriera el mensaje.",
    # by then
    "We had both counsel and a forensic firm by the evening of the day the damage was found.",
    "Within a day of the discovery on Sunday morning, we had called in federal agents as well as lawyers.",
    "By the end of the day we found it, the FBI had been told.",
    "Within hours of the discovery, we had engaged counsel and a forensic firm.",
    "By Monday the FBI already knew.",
    "El lunes por la noche el FBI ya estaba al tanto de lo ocurrido.",
    # on the day of another thing
    "Seventeen threats came in on the day the files were published.",
    "The data was published on the day we told the FBI.",
    "We engaged counsel on the day the FBI was told.",
    "We told the FBI on the same day that we engaged a forensic firm.",
    "The ransom was demanded on the day the data was published.",
    "Informamos al FBI el mismo día en que contratamos a los abogados.",
    # what may be let be, what they left with
    "We know that this is a lot, but you can strike Social Security numbers from your list of worries.",
    "You can skip the credit freeze.",
    "Families can cross identity theft off their list.",
    "We know you are worried, but you need not watch your accounts.",
    "The hackers came away empty-handed.",
    "Please be at ease: the gang left with nothing to show for it.",
    # how it stands with a system
    "Please bear with the slow email until our technicians have it restored.",
    "Thank you for your patience while payroll is still down.",
    "We are sorry that you are still without phones.",
    "We apologize that email is not yet available.",
    "Email is not yet available.",
    "Gracias por su paciencia mientras el correo sigue sin funcionar.",
    "We understand your frustration while student records stay offline.",
    # what stands second under one day
    "On November 9 we engaged counsel and told the FBI.",
    "On November 9 our insurer was informed and the FBI was told.",
    "On November 20 the theft was confirmed and the stolen files were put online.",
    "Late in November the theft was confirmed and the stolen files were put online.",
    "In November the theft was confirmed and the files were published.",
    "On November 8, the ransom was demanded and we hired a forensic firm.",
    # what was taken, in other words
    "Change any password you use elsewhere too, because the thieves walked off with our password list.",
    "Please watch your mail, as the hackers made off with our payroll files.",
    "Many ask about a credit freeze: don't bother with one, as nothing of your child's left the building.",
    "Rest easy: not a single file left our network.",
    "Please change your passwords, since the gang got its hands on the old ones.",
    "Nada de su hijo salió del edificio.",
    # the intruders' fate
    "Let us thank the deputies whose arrest of a suspect has brought some relief.",
    "We are relieved that the hackers are in custody.",
    "Thanks to the FBI, which has identified the criminals.",
    "We are glad that a suspect has been charged.",
    "We congratulate the sheriff on catching them.",
    "Gracias a la policía por la detención de los delincuentes.",
]  # fmt: skip
FALSE_PAID = [
    "Pagamos el rescate el mismo día en que lo exigieron.",
    "We paid the ransom on the day it was demanded.",
    "We paid the same day they demanded it.",
    "Our insurer, which has reimbursed the payment, was told on the first day.",
    "They demanded $900,000 and, on the day of the demand, were paid.",
    "The payment was made on the day the demand came.",
]
SOUND = [
    "Our insurer was informed on November 9.",
    "On November 9 we engaged counsel and hired a forensic firm.",
    "The policy pays at most $1 million.",
    "They demanded $300,000, and nothing was paid.",
    "They demanded $300,000 and got nothing from us.",
    "We apologize for the 410 files that cannot be recovered.",
    "Five of the six systems that were hit are back.",
    "We regret that one of our employees fell for the message.",
    "If you receive a letter from us, please read it carefully.",
    "We engaged counsel on the day we engaged a forensic firm.",
    "Please freeze your child's credit; it is free.",
    "Thank you for your patience while the library catalog is still down.",
    "Counselors will be in every building on Monday.",
    "Each school has a counselor.",
]


@pytest.mark.parametrize("text", FALSE)
def test_false_is_held(text: str) -> None:
    assert weigh_text(text, RECORD) != "passes"


@pytest.mark.parametrize("text", FALSE_PAID)
def test_false_of_a_payment_is_held(text: str) -> None:
    assert weigh_text(text, PAID) != "passes"


@pytest.mark.parametrize("text", SOUND)
def test_sound_passes(text: str) -> None:
    assert weigh_text(text, RECORD) == "passes"


UNREAD = [
    # logs that are missing, and how sure a review is
    (CLEAN, "Logs for several days were missing, so the review has gaps."),
    (CLEAN, "Some of the logs had been overwritten."),
    (CLEAN, "The review of the logs has holes in it."),
    (CLEAN, "We can rule out that any data was stolen."),
    (CLEAN, "A theft of data can be excluded."),
    (CLEAN, "There is no possibility that data was taken."),
    (CLEAN, "Podemos descartar que se hayan robado datos."),
    # no account was used, and the danger is over
    (OPEN, "You can stop changing passwords; nobody's login was compromised."),
    (OPEN, "No one's password was stolen."),
    (OPEN, "Ninguna cuenta fue comprometida."),
    (RANSOM_PAID, "Once the monitoring period ends, the danger will have passed."),
    (RANSOM_PAID, "The worst is behind us."),
    (RANSOM_PAID, "Cuando termine el monitoreo, el peligro habr\u00e1 pasado."),
    # nearly all of it
    (OPEN, "Nearly all the outbound logs have been checked."),
    (OPEN, "Casi todos los registros han sido revisados."),
    (RANSOM_PAID, "Almost everybody affected has been written to."),
    # who it is that threatens, and whom
    (RANSOM_PAID, "The people sending threats are the same students who were suspended last spring."),
    (RANSOM_PAID, "The threats come from former employees."),
    (RANSOM_PAID, "Three threatening messages were sent to teachers."),
    # a system in a word
    (OPEN, "Student records're back!"),
    (OPEN, "The library catalog's back! Thanks for hanging in there \U0001f389"),
]


@pytest.mark.parametrize(("record", "text"), UNREAD, ids=[text for _, text in UNREAD])
def test_what_calms_or_accuses_without_a_fact_never_passes(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) != "passes"


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (OPEN, "Email's back!"),
        (CLEAN, "All 18 days of logs have been reviewed, and they show no theft."),
        (RANSOM_PAID, "Most of the letters have been sent."),
        (CLEAN, "No data was stolen."),
    ],
)
def test_what_is_so_passes_beside_such_words(record: CaseRecord, text: str) -> None:
    assert weigh_text(text, record) == "passes"
