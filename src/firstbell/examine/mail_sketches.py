"""Sketches of mails. Runs in fenced children alone; what reads mails is loaded when one has to be read."""

from __future__ import annotations

import msgspec

from firstbell.examine.mail_parts import split_mail
from firstbell.examine.sketches import sketch_words, tell_sketch
from firstbell.examine.validators.outcome import Outcome
from firstbell.processes.preload import load_codecs, load_modules


def load_late() -> None:
    """Load what a mail's reader imports as it runs, and every character set that a mail may name."""
    load_codecs()
    load_modules(("email.message", "email.parser", "email._encoded_words"))


def sketch_mail(data: bytes) -> Outcome:
    """The sketch of a mail: its text, and its attachments for pages."""
    mail = split_mail(data)
    return tell_sketch(msgspec.structs.replace(sketch_words(mail.text), pages=list(mail.attached)))
