"""Ordinary mail of a district: buses, bake sales, invoices. Hardly any of it may take a person's time."""

from __future__ import annotations

from pathlib import Path

from firstbell.triage.labels import HARMFUL
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import triage_mail
from scripts.train_messages import read_file

MAILS = Path(__file__).with_name("ordinary.jsonl")


def test_at_most_one_in_twenty_of_ordinary_mails_goes_to_a_person() -> None:
    examples = read_file(MAILS)
    found = [triage_mail(parse_mail(one.data), one.district) for one in examples]
    held = [one.mail.subject for one in found if one.look or one.label in HARMFUL]
    assert len(examples) == 200
    assert len(held) <= len(examples) // 20, held
