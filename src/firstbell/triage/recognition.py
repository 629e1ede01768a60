"""Whose mail it is that neither reader fears: of a partner, which is proven, or of anybody, which is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.classifier.linear import split_tokens
from firstbell.triage.agreement import Agreed
from firstbell.triage.authentication import JudgedSender, SenderVerdict, judge_sender
from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.dealings import CARRIES_ON, offers, wants_nothing
from firstbell.triage.district import KnownDistrict
from firstbell.triage.inquiries import asks, asks_a_desk, is_of_a_desk, leaves_open
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.lists import PASSED_ON
from firstbell.triage.mail import MailMessage
from firstbell.triage.mastheads import is_letter_to_many, is_of_member, tells_how_to_leave
from firstbell.triage.own_texts import is_in_form_of_release
from firstbell.triage.reader import Opinion

_FEARED_OF_PARTNERS = 0.65
# of less than this nothing can be said, not even that it is ordinary
_FEWEST_WORDS = 8
# so many points of tricks, and a message is not what it says
_TRICKS = 2.0
_LONGEST_LEAD = 4000
# the name of a list, which stands before the subjects of its mail
_LIST_TAG = re.compile(r"\s*(?:re:\s*)?\[[\w .&-]{2,40}\]\s*\S", re.IGNORECASE)
_ASKS = 2.0
_SCHOOL_MATTERS = (
    "school",
    "event",
    "pretext",
    "own_family",
    "asks",
    "asks_apart",
    "soft",
    "payroll",
    "press",
)
# a pupil's mailbox: what comes from there speaks for no office
_OF_PUPILS = re.compile(
    r"[^@]+@(?:students?|pupils?|stu|alumn[oa]s|estudiantes)\.|(?:student|pupil|alumn[oa]|estudiante)[._-]?\d+@",
    re.IGNORECASE,
)
# a pupil who is in need waits for somebody, also without a question
_IN_NEED = re.compile(
    r"\b(?:scared|afraid|worried|help|clicked|typed|passwords?|locked|in trouble|threat\w*"
    r"|told (?:nobody|no one)|(?:do not|don['\u2019]t|dont|please|pls) tell"
    r"|miedo|asustad[oa]|ayuda\w*|contrase\u00f1a)\b",
    re.IGNORECASE,
)
_OF_PUPIL = "a pupil of the district wrote it, and neither reader finds harm in it"
_OF_DESK = "it is proven that an office of the district sent it, and it asks nothing"
_TO_MANY = "it is written as a letter to many, and neither reader finds harm in it"
_OFFERED = "it offers a service that nobody asked for, as to many, and neither reader finds harm in it"
_ORDINARY = "both readers take it for ordinary mail of somebody outside; nothing proves who wrote it"
_OUTSIDE = "both readers take it for ordinary mail of somebody outside; its own server proves its domain"
_RELAYED = "a machine of the district passed it on, and neither reader finds harm in it"


def _is_inquiry(mail: MailMessage, clues: Sequence[Clue], district: KnownDistrict) -> bool:
    """Whether somebody asks: of the house, one of its desks; anybody else, the district."""
    if has_clue(clues, "code", "own_text") or not mail.sender.domain:
        return False
    if has_clue(clues, "proven"):
        return asks_a_desk(mail)
    if add_points(clues, "trick") >= _TRICKS or has_clue(clues, "notice"):
        return False
    if has_clue(clues, "carries_on"):
        return leaves_open(mail)
    relayed = has_clue(clues, "relayed")
    # a friend who asks whether there is milk asks no district
    if has_clue(clues, "private_sender") and not has_clue(clues, *_SCHOOL_MATTERS):
        return False
    return (
        (relayed or not district.owns(mail.sender.domain))
        and asks(mail, plainly=not relayed)
        and not offers(mail)
    )


def _wants_answer(mail: MailMessage, clues: Sequence[Clue], agreed: Agreed) -> bool:
    """Whether a pupil asks (for the school's paper, too) or is in need; a joke waits for nobody."""
    if agreed.label is Label.QUESTION or has_clue(clues, "press") or asks(mail, plainly=False):
        return True
    return _IN_NEED.search(f"{mail.subject}\n{mail.text[:_LONGEST_LEAD]}") is not None


def _may_be_offer(mail: MailMessage, clues: Sequence[Clue], district: KnownDistrict) -> bool:
    """Whether somebody outside sells something, and is who they say."""
    if district.owns(mail.sender.domain) or has_clue(clues, "notice", "own_text", "code"):
        return False
    return add_points(clues, "trick") < _TRICKS and offers(mail)


def _may_be_to_many(mail: MailMessage, clues: Sequence[Clue]) -> bool:
    """Whether a letter is neither a notice or a warning nor one that is not what it says."""
    if has_clue(clues, "proven", "code", "own_text"):
        return not has_clue(clues, "event", "notice", "dont_pay", "report_it", "never_ask")
    warns = has_clue(clues, "dont_pay", "report_it") and not tells_how_to_leave(mail)
    return add_points(clues, "trick") < _TRICKS and not warns


def is_partners(mail: MailMessage, *, rules: Label, opinion: Opinion, district: KnownDistrict) -> bool:
    """Whether it is of those to whom the district's own texts send people, or whom the desk names: proven,
    without harm by the rules, and little feared by the second reader.
    """
    known = district.sends_to(mail.sender.domain) or district.knows(mail.sender)
    if not known or rules not in (Label.OTHER, Label.NEWSLETTER):
        return False
    proof = judge_sender(mail.results, mail.sender.domain, district.trusted)
    return proof.verdict is SenderVerdict.PASSED and opinion.harm < _FEARED_OF_PARTNERS


def is_unproven_release(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether it is written as a text of the district, and in its name."""
    text = f"{mail.subject}\n{mail.text[:_LONGEST_LEAD]}"
    return is_in_form_of_release(text) and bool(district.is_named_in(text))


def recognise_ordinary(
    agreed: Agreed,
    mail: MailMessage,
    *,
    clues: Sequence[Clue],
    district: KnownDistrict,
    writer: JudgedSender,
) -> Agreed:
    """What mail is that both readers find harmless: a letter to many, an inquiry, what a list passed on, or
    ordinary mail of somebody who is neither the district nor a partner, whoever's server proves them. Not so
    what speaks as the district or as a partner, or brings a notice, or hides who sent it.

    `writer`: what is proven of who wrote it.
    """
    if agreed.look or agreed.label in HARMFUL:
        return agreed
    if has_clue(clues, PASSED_ON.name) and agreed.label is not Label.QUESTION:
        return Agreed(Label.GENUINE, why=PASSED_ON.reason, kind="passed_on")
    if agreed.label is Label.NEWSLETTER:
        named = agreed
        if is_of_member(mail) and not _is_known(mail, clues, district):
            named = _name_others(Agreed(Label.OTHER), mail, clues=clues, district=district, writer=writer)
        return named if named.kind else agreed
    if is_letter_to_many(mail) and _may_be_to_many(mail, clues):
        return Agreed(Label.NEWSLETTER, why=_TO_MANY)
    agreed = _recognise_own(agreed, mail, clues)
    settled = agreed.label is Label.QUESTION and not has_clue(clues, "carries_on")
    if settled or agreed.why in (_OF_PUPIL, _OF_DESK) or not mail.sender.domain:
        return agreed
    if _is_inquiry(mail, clues, district):
        return Agreed(Label.QUESTION, why="whoever wrote it asks something and waits for an answer")
    if agreed.label is Label.GENUINE or _is_known(mail, clues, district):
        return agreed
    return _name_others(agreed, mail, clues=clues, district=district, writer=writer)


def _recognise_own(agreed: Agreed, mail: MailMessage, clues: Sequence[Clue]) -> Agreed:
    """The label of mail that the district's server proves: of a pupil, or of a desk that asks nothing."""
    if not has_clue(clues, "proven") or has_clue(clues, "code", "own_text"):
        return agreed
    if _OF_PUPILS.match(mail.sender.email) and not is_of_a_desk(mail):
        label = Label.QUESTION if _wants_answer(mail, clues, agreed) else Label.GENUINE
        return Agreed(label, why=_OF_PUPIL)
    if agreed.label is Label.QUESTION and is_of_a_desk(mail) and not asks(mail, plainly=False):
        return Agreed(Label.GENUINE, why=_OF_DESK)
    return agreed


def _is_known(mail: MailMessage, clues: Sequence[Clue], district: KnownDistrict) -> bool:
    """Whether it speaks as the district or as a partner."""
    domain = mail.sender.domain
    of_house = district.owns(domain) and not has_clue(clues, "relayed")
    return district.sends_to(domain) or of_house or district.knows(mail.sender)


def _name_others(
    agreed: Agreed,
    mail: MailMessage,
    *,
    clues: Sequence[Clue],
    district: KnownDistrict,
    writer: JudgedSender,
) -> Agreed:
    """What harmless mail of somebody outside is: of who carries on what runs already, an offer to many, or
    ordinary: with a domain that its own server proves, or with nothing that is proven.
    """
    release = is_unproven_release(mail, district)
    if has_clue(clues, "carries_on") and not release:
        return Agreed(Label.GENUINE, why=CARRIES_ON, kind="dealings")
    if _may_be_offer(mail, clues, district):
        return Agreed(Label.NEWSLETTER, why=_OFFERED)
    if has_clue(clues, "notice", "code") or _count_tricks(mail, clues) >= _TRICKS:
        return agreed
    words = [word for word in split_tokens(f"{mail.subject} {mail.text}") if word[0].isalpha()]
    if len(words) < _FEWEST_WORDS or release:
        return agreed
    if writer.verdict is SenderVerdict.RELAYED:
        return Agreed(Label.GENUINE, why=_RELAYED, kind="relayed")
    if writer.verdict is SenderVerdict.PASSED and wants_nothing(mail, clues):
        return Agreed(Label.GENUINE, why=_OUTSIDE, kind="outside")
    return Agreed(Label.OTHER, why=_ORDINARY, kind="ordinary")


def _count_tricks(mail: MailMessage, clues: Sequence[Clue]) -> float:
    """Points of tricks; that a check fails on what a list passed on, and that asks for nothing, is none."""
    tricks = add_points(clues, "trick")
    harmless = not mail.links and not mail.attachments and add_points(clues, "ask") < _ASKS
    by_list = _LIST_TAG.match(mail.subject) is not None or "List-Id" in mail.bulk
    return tricks - _TRICKS if by_list and harmless and has_clue(clues, "failed") else tricks
