"""Who wrote a message: its sender, or somebody whose words a machine of the district passed on.

A voice mailbox, a fax gateway, a scanner, a form of the website, a system of tickets and a tip line send from
the district's own domain what a stranger said. That the district's server proves the machine proves nothing
of who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.triage.authentication import JudgedSender, SenderVerdict, judge_sender
from firstbell.triage.district import KnownDistrict
from firstbell.triage.mail import MailMessage
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["relays"].items()}
_BOXES = re.compile(rf"(?:{_SHAPES['boxes']})(?:[-_.]?\d+)?")
_NAMES = re.compile(rf"\b(?:{_SHAPES['names']})\b")
_SUBJECTS = re.compile(rf"^\W*(?:{_SHAPES['subjects']})")
_OPENINGS = re.compile(rf"^\W*(?:{_SHAPES['openings']})\b[^\n:]{{0,20}}:")
_REPORTS = re.compile(rf"^\W*(?:{_SHAPES['reports']})")
_LEAD = 200


def judge_writer(mail: MailMessage, district: KnownDistrict, trusted: Sequence[str]) -> JudgedSender:
    """What is proven of who wrote a message. `trusted`: servers whose results are believed."""
    judged = judge_sender(mail.results, mail.sender.domain, trusted)
    if judged.verdict is not SenderVerdict.FAILED and district.owns(mail.sender.domain) and is_relay(mail):
        told = f"{mail.sender.email} passes on what others say, and nothing proves who said it"
        return JudgedSender(SenderVerdict.RELAYED, judged.server, told)
    return judged


def is_relay(mail: MailMessage) -> bool:
    """Whether a machine passes on the words of others, by its name, its subject, or how its text begins."""
    box = fold(mail.sender.email.partition("@")[0])
    lead = fold(mail.text[:_LEAD])
    return (
        _BOXES.fullmatch(box) is not None
        or _NAMES.search(fold(mail.sender.name)) is not None
        or _SUBJECTS.match(fold(mail.subject)) is not None
        or _OPENINGS.match(lead) is not None
        or _REPORTS.match(lead) is not None
    )
