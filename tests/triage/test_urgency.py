"""How soon a person looks: a child who is threatened first, and what two readers disagree on before mail."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from firstbell.triage.labels import Label
from firstbell.triage.mail import NOBODY, MailMessage
from firstbell.triage.people import PeopleMatch
from firstbell.triage.triage import Triaged
from firstbell.triage.urgency import Urgency, concerns_child, judge_urgency

CHILD = "We have your daughter's file."


def make(
    label: Label, *, text: str = "hello", look: bool = False, children: int = 0, carried: str = ""
) -> Triaged:
    def make_mail(said: str, inner: tuple[MailMessage, ...] = ()) -> MailMessage:
        return MailMessage(sender=NOBODY, subject="", date="", message_id="", text=said, carried=inner)

    mail = make_mail(text, (make_mail(carried),) if carried else ())
    return Triaged(
        mail=mail, label=label, score=0, points=0, reasons=(), clues=(), way="own", advice="", indicators=(),
        problems=(), look=look, people=PeopleMatch(children, children),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "plain", "of_child", "unsure"),
    [
        (Label.COERCION, Urgency.THREAT, Urgency.CHILD_THREATENED, Urgency.THREAT),
        (Label.EXTORTION, Urgency.THREAT, Urgency.CHILD_THREATENED, Urgency.THREAT),
        (Label.EVENT_PHISHING, Urgency.EVENT_PHISHING, Urgency.EVENT_PHISHING, Urgency.UNDECIDED),
        (Label.PHISHING, Urgency.PHISHING, Urgency.PHISHING, Urgency.UNDECIDED),
        (Label.QUESTION, Urgency.QUESTION, Urgency.CHILD_ASKED_FOR, Urgency.UNDECIDED),
        (Label.GENUINE, Urgency.LATER, Urgency.LATER, Urgency.UNDECIDED),
        (Label.NEWSLETTER, Urgency.LATER, Urgency.LATER, Urgency.UNDECIDED),
        (Label.OTHER, Urgency.LATER, Urgency.LATER, Urgency.UNDECIDED),
    ],
)
def test_each_label_has_its_turn(label: Label, plain: Urgency, of_child: Urgency, unsure: Urgency) -> None:
    assert judge_urgency(make(label)) is plain
    assert judge_urgency(make(label, text=CHILD)) is of_child
    assert judge_urgency(make(label, look=True)) is unsure


def test_nothing_that_is_known_besides_ever_makes_a_message_wait_longer() -> None:
    for label, text, look in product(Label, ("hello", CHILD), (False, True)):
        plain = judge_urgency(make(label))
        assert judge_urgency(make(label, text=text, look=look)) <= plain, (label, text, look)


@pytest.mark.parametrize(
    ("triaged", "is_of_child"),
    [
        (make(Label.OTHER, text=CHILD), True),
        (make(Label.OTHER, text="W\u0435 have your d\u0430ughter's file."), True),
        (make(Label.OTHER, carried=CHILD), True),
        (make(Label.OTHER, children=1), True),
        (make(Label.OTHER), False),
        (make(Label.OTHER, text="word " * 4000 + CHILD), False),
    ],
)
def test_a_message_concerns_a_child_by_its_words_those_it_carries_or_the_roster(
    triaged: Triaged, *, is_of_child: bool
) -> None:
    assert concerns_child(triaged) is is_of_child


def test_a_lower_number_comes_sooner() -> None:
    order = [
        judge_urgency(make(Label.COERCION, text=CHILD)),
        judge_urgency(make(Label.COERCION)),
        judge_urgency(make(Label.OTHER, look=True)),
        judge_urgency(make(Label.EVENT_PHISHING)),
        judge_urgency(make(Label.PHISHING)),
        judge_urgency(make(Label.QUESTION, text=CHILD)),
        judge_urgency(make(Label.QUESTION)),
        judge_urgency(make(Label.OTHER)),
    ]
    assert all(one < other for one, other in pairwise(order))
