"""Whose mail it is that neither reader fears: of a partner, which is proven, or of anybody, which is not."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.classifier.linear import split_tokens
from firstbell.triage.agreement import Agreed
from firstbell.triage.authentication import SenderVerdict, judge_sender
from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.labels import Label
from firstbell.triage.mail import MailMessage
from firstbell.triage.own_texts import is_in_form_of_release
from firstbell.triage.reader import Opinion

_FEARED_OF_PARTNERS = 0.65
# of less than this nothing can be said, not even that it is ordinary
_FEWEST_WORDS = 8
# so many points of tricks, and a message is not what it says
_TRICKS = 2.0
_LONGEST_LEAD = 4000


def is_partners(mail: MailMessage, *, rules: Label, opinion: Opinion, district: KnownDistrict) -> bool:
    """Whether it is of those to whom the district's own texts send people: proven, without harm by the rules,
    and little feared by the second reader.
    """
    if not district.sends_to(mail.sender.domain) or rules not in (Label.OTHER, Label.NEWSLETTER):
        return False
    proof = judge_sender(mail.results, mail.sender.domain, district.trusted)
    return proof.verdict is SenderVerdict.PASSED and opinion.harm < _FEARED_OF_PARTNERS


def is_unproven_release(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether it is written as a text of the district, and in its name."""
    text = f"{mail.subject}\n{mail.text[:_LONGEST_LEAD]}"
    return is_in_form_of_release(text) and bool(district.is_named_in(text))


def recognise_ordinary(
    agreed: Agreed, mail: MailMessage, *, clues: Sequence[Clue], district: KnownDistrict
) -> Agreed:
    """Mail of somebody outside that both readers find harmless is genuine: what it looks like, though nobody
    proved who wrote it. Not so what speaks as the district or as a partner, or brings a notice, or hides who
    sent it.
    """
    domain = mail.sender.domain
    if agreed.label is not Label.OTHER or agreed.look or not domain:
        return agreed
    if district.owns(domain) or district.sends_to(domain):
        return agreed
    if has_clue(clues, "notice", "code") or add_points(clues, "trick") >= _TRICKS:
        return agreed
    words = [word for word in split_tokens(f"{mail.subject} {mail.text}") if word[0].isalpha()]
    if len(words) < _FEWEST_WORDS or is_unproven_release(mail, district):
        return agreed
    return Agreed(Label.GENUINE, why="both readers take it for ordinary mail; nothing proves who wrote it")
