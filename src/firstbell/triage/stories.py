"""What a message tells of a stranger's call, visit or note, as layers of its own that nobody proves.

Whoever tells it may be proven, and may ask; what the stranger wanted is judged as the stranger's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.callers import find_story
from firstbell.triage.formalities import is_warning
from firstbell.triage.inquiries import is_to_a_desk
from firstbell.triage.layer_clues import gather_text
from firstbell.triage.layers import Layer, is_handed_on
from firstbell.triage.mail import NOBODY, MailMessage
from firstbell.triage.mastheads import is_letter_to_many, is_to_many

_QUOTATION = re.compile(
    r"\"([^\"]{40,4000})\"|\u201c([^\u201d]{40,4000})\u201d|\u00ab([^\u00bb]{40,4000})\u00bb"
)
_FEWEST_WORDS = 8
_MOST_QUOTATIONS = 4


def split_stories(layer: Layer, writer: JudgedSender) -> list[Layer]:
    """The whole of what is told first, then each long quotation in it; nothing where no stranger is told of.

    `writer`: what is proven of who tells it.
    """
    mail = layer.mail
    if writer.verdict is SenderVerdict.RELAYED or is_letter_to_many(mail) or _is_notice(mail, writer):
        return []
    if find_story(gather_text(mail)) is None:
        return []
    nobodys = replace(
        mail, sender=NOBODY, reply_to=NOBODY, return_path=NOBODY, results=(), bulk=frozenset(), carried=()
    )
    layers = [Layer("told", nobodys)]
    for found in list(_QUOTATION.finditer(mail.text))[:_MOST_QUOTATIONS]:
        said = next(group for group in found.groups() if group)
        if len(said.split()) >= _FEWEST_WORDS:
            quoted = replace(nobodys, subject="", text=said, links=(), attachments=())
            layers.append(Layer("told", quoted))
    return layers


def _is_notice(mail: MailMessage, writer: JudgedSender) -> bool:
    """Whether the district warns of such calls: proven, with what not to do, and to no desk of its own."""
    if writer.verdict is not SenderVerdict.PASSED or is_to_a_desk(mail):
        return False
    if is_handed_on(mail) and not is_to_many(mail):
        return False
    return is_warning(f"{mail.subject}\n{mail.text}")
