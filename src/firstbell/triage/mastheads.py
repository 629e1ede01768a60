"""Whether a message is a letter to many, by what it calls itself: its head, its number, how one leaves it."""

from __future__ import annotations

import re

from firstbell.triage.mail import MailMessage
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["mastheads"].items()}
_BOXES = re.compile(rf"(?:.*[._-])?(?:{_SHAPES['boxes']})(?:[._-].*)?")
_NAMES = re.compile(rf"\b(?:{_SHAPES['names']})\b")
_HOUSES = re.compile(rf"\b(?:{_SHAPES['houses']})\b")
_GREETINGS = re.compile(rf"\W*(?:{_SHAPES['greetings']})")
_NUMBERS = re.compile(rf"\b(?:{_SHAPES['numbers']})[ .:#]{{0,3}}\d{{1,4}}\b")
_LEAVING = re.compile(rf"\b(?:{_SHAPES['leaving']})\b")
_MANY = re.compile(rf"(?:.*[._-])?(?:{_SHAPES['lists']})(?:[._-].*)?")
# who asks to be taken off somebody's list is no list
_ASKED_OFF = re.compile(
    r"\b(?:take|get|strike|cross|remove|leave|quit|borr\w+|quit\w+|saqu\w+)"
    r" (?:me|us|him|her|them|it|(?:my|our|his|her|a mi|a nuestr[oa]) \w+)"
    r" (?:off|from|de) (?:\w+ ){0,2}(?:lists?|listas?)"
)
_LONGEST = 20_000
LETTER_FROM = 2
_LONGEST_GREETING = 80


def is_letter_to_many(mail: MailMessage) -> bool:
    """Whether two things of it are those of a letter to many; a way to leave it counts for two."""
    return count_marks(mail) >= LETTER_FROM


def is_of_member(mail: MailMessage) -> bool:
    """Whether a list passed it on, and nothing else says that one writes to many: members speak there, too.

    Senders of mail to many say how one leaves it (RFC 2369); that a list has an id says nothing of that.
    """
    return mail.bulk == {"List-Id"} and not count_marks(mail)


def is_to_many(mail: MailMessage) -> bool:
    """Whether it was sent to a list: families, staff, everyone."""
    return any(_MANY.fullmatch(fold(one.email.partition("@")[0])) for one in mail.recipients)


def tells_how_to_leave(mail: MailMessage) -> bool:
    """Whether a message says how to be taken off its list."""
    return _LEAVING.search(_ASKED_OFF.sub(" ", fold(mail.text[-_LONGEST:]))) is not None


def _is_of_club(mail: MailMessage) -> bool:
    """Whether a club that writes to many sent it: by its name or its address."""
    return (
        _HOUSES.search(fold(f"{mail.sender.name} {re.sub(r'[^a-zA-Z]', ' ', mail.sender.email)}")) is not None
    )


def _greets_many(mail: MailMessage) -> bool:
    """Whether it begins as a letter to many does, or invites; a question to one goes by its subject."""
    if "?" in mail.subject:
        return False
    return any(_GREETINGS.match(fold(text[:_LONGEST_GREETING])) for text in (mail.text, mail.subject))


def count_marks(mail: MailMessage) -> int:
    """How much of a message is that of a letter to many, 0 to 7."""
    subject = fold(mail.subject)
    named = _BOXES.fullmatch(fold(mail.sender.email.partition("@")[0])) or _NAMES.search(
        fold(mail.sender.name)
    )
    return (
        2 * tells_how_to_leave(mail)
        + _is_of_club(mail) * (1 + _greets_many(mail))
        + bool(named)
        + 2 * bool(_NUMBERS.search(subject))
        + bool(_NAMES.search(subject))
        + (bool(named) and is_to_many(mail))
    )
