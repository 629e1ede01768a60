"""Whether who wrote a harmless message waits for an answer of the district."""

from __future__ import annotations

import re

from firstbell.triage.mail import MailMessage
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["inquiries"].items()}
_DESKS = re.compile(rf"(?:.*[._-])?(?:{_SHAPES['desks']})(?:[._-].*)?")
_REQUESTS = re.compile(rf"\b(?:{_SHAPES['requests']})\b")
_BUSINESS = re.compile(rf"\b(?:{_SHAPES['business']})\b")
# a question in quotation marks is somebody else's
_QUOTED = re.compile(r"[\"\u201c\u00ab][^\"\u201d\u00bb\n]{0,300}[\"\u201d\u00bb]")
_LONGEST = 4_000
# who writes from there waits for no answer
_NO_ANSWER = re.compile(r"(?:.*[._-])?(?:no|not|donot|do-not)[._-]?reply(?:[._-].*)?")


def asks(mail: MailMessage, *, plainly: bool = True) -> bool:
    """Whether a message asks. `plainly`: with a question mark; else a request is enough. Mail of business
    (offers, invoices, claims, references) asks as a matter of course, and is what it looks like.
    """
    said = _QUOTED.sub(" ", mail.text[:_LONGEST])
    if "?" in said:
        return _BUSINESS.search(fold(f"{mail.subject}\n{said}")) is None
    return not plainly and _REQUESTS.search(fold(said)) is not None


def leaves_open(mail: MailMessage) -> bool:
    """Whether a question of its own stands in a message, also in one of business: who carries on what runs
    already, and asks, waits for an answer; not so a mailbox that takes none.
    """
    if _NO_ANSWER.fullmatch(fold(mail.sender.email.partition("@")[0])):
        return False
    return "?" in _QUOTED.sub(" ", mail.text[:_LONGEST])


def asks_a_desk(mail: MailMessage) -> bool:
    """Whether somebody of the house asks one of its desks, and no desk wrote it."""
    return not is_of_a_desk(mail) and is_to_a_desk(mail) and asks(mail, plainly=False)


def is_of_a_desk(mail: MailMessage) -> bool:
    """Whether one of the desks of the house wrote it, and no person."""
    return _DESKS.fullmatch(fold(mail.sender.email.partition("@")[0])) is not None


def is_to_a_desk(mail: MailMessage) -> bool:
    """Whether it was sent to one of the desks of the house."""
    boxes = (fold(one.email.partition("@")[0]) for one in mail.recipients)
    return any(_DESKS.fullmatch(box) for box in boxes)
